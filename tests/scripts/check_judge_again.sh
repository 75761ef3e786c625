#!/bin/sh
# `lab judge` gives the verdict of the run again: at once, from a copy elsewhere, as another user. A record that was
# tampered with never makes it crash or hang, and never passes with a segment or a call taken out that a line needs.
# usage: check_judge_again.sh [MUTATIONS [SCENARIOS]]   (200 spoilt records; segments and calls are taken out of 40 scenarios)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
bound=300

copy_tree "$work/tree"
cd "$work/tree"
# Two labs: one on the loopback, one on hosts.
try "a run of two labs" 0,1 '' build/lab run --quiet --json all.json linger crash

# compare.py RESULT TABLE: the verdicts of `lab judge`, line by line, are those of the run
cat >"$work/compare.py" <<'END'
import json, sys

words = {"+": "pass", "!": "fail", "?": "inconclusive", "-": "skip"}
ran = {f"{s['lab']}/{s['name']}": s["verdict"] for s in json.load(open(sys.argv[1]))["scenarios"]}
judged = {}
for line in open(sys.argv[2]):
    word = line.split()
    if line.startswith("  ") and not line.startswith("   ") and len(word) > 1 and word[0] in words and word[1] in ran:
        judged[word[1]] = words[word[0]]
bad = 0
for name, verdict in ran.items():
    if verdict != "skip" and judged.get(name) != verdict:
        print(f"        {name}: the run said {verdict}, lab judge says {judged.get(name)}")
        bad = 1
print(f"        {len(judged)} verdicts compared")
sys.exit(bad or not judged)
END
# again NAME RUNS COMMAND...
again() {
	name=$1 runs=$2
	shift 2
	try "$name: lab judge" 0,1 '' "$@" judge --ascii --color=never --width 200 --runs "$runs"
	cp "$said" "$work/table"
	if python3 "$work/compare.py" all.json "$work/table"; then ok "$name: the same verdicts"; else fault "$name: other verdicts"; fi
}
again "at once" build/runs build/lab
mkdir "$work/elsewhere"
cp -R build/runs "$work/elsewhere/kept"
find "$work/elsewhere" -type d -name 'control-*' | grep -q . || fault "no control's run was kept"
cd "$work/elsewhere"
cp "$work/tree/all.json" .
again "from a copy elsewhere" kept "$work/tree/build/lab"
if [ "$(id -u)" = 0 ] && [ -z "$(no_user)" ]; then
	again "as another user" kept "$as_user" "$work/tree/build/lab"
fi

# Another script: its actions count, not where in the file they stand. `lab judge` alone says nothing of time: none passed.
cd "$work/elsewhere"
mkdir linger
{ printf '# one line more\n\n' && cat "$work/tree/labs/linger/02-rst.lab"; } >linger/02-rst.lab
sed 's/--linger 0/--linger 1/' linger/02-rst.lab >other.lab
if [ -e kept/linger/02-rst/result.json ] && grep -q '"verdict": "pass"' kept/linger/02-rst/result.json; then
	lab=$work/tree/build/lab
	try "a script with a line more" 0 '^ . linger/02-rst .*1 holds' "$lab" judge --runs kept --script linger/02-rst.lab linger/02
	says_not "no time passed" '0\.00 s'
	try "a script alone judges the record of its name" 0 '1 holds' "$lab" judge --runs kept --script linger/02-rst.lab
	try "a script alone that has no record" 2 'no record kept/elsewhere/other; say which one' "$lab" judge --runs kept --script other.lab
	# shellcheck disable=SC2016 # the backquotes are the program's
	try "a script of another experiment" 2 'its action 2 was `start client --linger 0`, and other.lab:[0-9]+ says `start client --linger 1`' \
		"$lab" judge --runs kept --script other.lab linger/02
	sed 's/^control .*/control start client --linger 5/' linger/02-rst.lab >control.lab
	# shellcheck disable=SC2016
	try "a control that was not run" 1 'control `start client --linger 5` was not run: .*action 2 was `start client --linger off`' \
		"$lab" judge --runs kept --script control.lab linger/02
fi

# mutate.py LAB RUNS RESULT COUNT SEED
cat >"$work/mutate.py" <<'END'
import json, os, random, re, shutil, struct, subprocess, sys

lab, runs, result, count, seed, most = sys.argv[1], sys.argv[2], sys.argv[3], *map(int, sys.argv[4:])
rng = random.Random(seed)
passed = [f"{s['lab']}/{s['name']}" for s in json.load(open(result))["scenarios"] if s["verdict"] == "pass"]
if not passed:
    sys.exit("no scenario passed: nothing to tamper with")
passed = rng.sample(passed, min(most, len(passed)))
faults = 0
PLACE = "tampered/linger/run"


def fault(text):
    global faults
    faults += 1
    print("        " + text)


def fresh(name):
    """A copy of a record; its controls lie in it."""
    shutil.rmtree("tampered", ignore_errors=True)
    shutil.copytree(f"{runs}/{name}", PLACE, symlinks=True)


def files_of(name):
    return sorted(os.path.relpath(f"{top}/{f}", f"{runs}/{name}")
                  for top, _, names in os.walk(f"{runs}/{name}") for f in names)


def command(what, *arguments):
    """The status of lab; a crash or a hang is a fault."""
    try:
        done = subprocess.run([lab, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=20)
    except subprocess.TimeoutExpired:
        fault(f"{what}: lab {arguments[0]} did not end within 20 s")
        return -1
    if not 0 <= done.returncode < 126:
        fault(f"{what}: lab {arguments[0]} ended with {done.returncode}: {done.stdout[-300:]!r}")
    if done.returncode == 2 and not done.stdout.strip():
        fault(f"{what}: lab {arguments[0]} says nothing")
    return done.returncode


def judge(what):
    return command(what, "judge", PLACE)


def blocks(data):
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        yield kind, data[at:at + length]
        at += length


def take_out_frames():
    """Each segment that must be accounted for, taken out of the capture, and of the timeline as well."""
    tried = 0
    for name in passed:
        timeline = json.load(open(f"{runs}/{name}/timeline.json"))
        data = list(blocks(open(f"{runs}/{name}/wire.pcapng", "rb").read()))
        packets = [b for kind, b in data if kind == 6]
        frames = [e for e in timeline["events"] if e["kind"] == "packet"]
        if len(frames) != len(packets):
            fault(f"{name}: {len(packets)} frames in wire.pcapng, {len(frames)} in timeline.json")
            continue
        ranges = [(e.get("from"), e["number"], re.match(r"\S+ \S+", e["text"])[0]) for e in frames]
        for e in frames:
            # Of several that say the same, as a retransmission does, one may stand in for the other.
            if ranges.count((e.get("from"), e["number"], re.match(r"\S+ \S+", e["text"])[0])) > 1:
                continue
            needed = re.match(r"[SFRPUEWe]*[SFRU]|[P.]+ \d+:\d+\([1-9]", e["text"])
            # A needless retransmission meets no line: nobody misses it.
            if not needed or b".lab:" not in packets[e["frame"] - 1]:
                continue
            for both in (False, True):
                fresh(name)
                with open(f"{PLACE}/wire.pcapng", "wb") as out:
                    at = 0
                    for kind, b in data:
                        at += kind == 6
                        if kind != 6 or at != e["frame"]:
                            out.write(b)
                if both:
                    other = json.loads(json.dumps(timeline))
                    other["events"] = [x for x in other["events"] if x.get("frame") != e["frame"]]
                    for x in other["events"]:
                        if x.get("frame", 0) > e["frame"]:
                            x["frame"] -= 1
                    json.dump(other, open(f"{PLACE}/timeline.json", "w"))
                tried += 1
                if judge(f"{name} without frame {e['frame']}") == 0:
                    fault(f"{name}: passes without frame {e['frame']}, {e['text']}")
    print(f"        {tried} records with a segment taken out")
    if not tried:
        fault("no segment was taken out")


def take_out_calls():
    """Each call that is evidence, taken out of strace's text."""
    tried = 0
    for s in json.load(open(result))["scenarios"]:
        name = f"{s['lab']}/{s['name']}"
        if name not in passed:
            continue
        for call in {e["call"] for c in s["claims"] for e in c["evidence"] if "call" in e}:
            match = re.match(r"([\w-]+)[^:]*: (\w+)\(", call)
            if not match or not os.path.exists(f"{runs}/{name}/{match[1]}.strace"):
                continue
            fresh(name)
            path = f"{PLACE}/{match[1]}.strace"
            lines = [line for line in open(path, errors="surrogateescape")
                     if not re.search(rf" (<\.\.\. )?{match[2]}(\(| resumed)", line)]
            open(path, "w", errors="surrogateescape").writelines(lines)
            tried += 1
            if judge(f"{name} without {match[2]}()") == 0:
                fault(f"{name}: passes without the call {call}")
    print(f"        {tried} records with a call taken out")
    if not tried:
        fault("no call was taken out")


def spoil(path):
    data = bytearray(open(path, "rb").read())
    kind = rng.randrange(7)
    at = rng.randrange(len(data) + 1)
    some = rng.randrange(1, 64)
    if kind == 0 and data:
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif kind == 1:
        del data[at:]
    elif kind == 2:
        del data[at:at + some]
    elif kind == 3:
        data[at:at] = bytes(rng.randrange(256) for _ in range(some))
    elif kind == 4:
        data[at:at] = data[at // 2:at // 2 + rng.randrange(1, 4096)]
    elif kind == 5:
        data[at:at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"9999", b"-1,\n"))
    else:
        numbers = list(re.finditer(rb"\d+", data))
        if numbers:
            n = rng.choice(numbers)
            data[n.start():n.end()] = rng.choice((b"0", b"-1", b"99999999999999999999", b"1e999", b"4294967296", b"null"))
    open(path, "wb").write(data)


def spoil_at_random():
    counts = {}
    for i in range(count):
        name = rng.choice(passed)
        fresh(name)
        # The text of a program, and the verdict that was, are not read again.
        victim = rng.choice([f for f in files_of(name) if os.path.getsize(f"{PLACE}/{f}")
                             and not f.endswith(".out") and f != "result.json"])
        spoil(f"{PLACE}/{victim}")
        what = f"seed {seed}, mutation {i}: {name}/{victim}"
        before = faults
        status = judge(what)
        if i % 4 == 0:
            command(what, "show", PLACE)
        if i % 4 == 1 and victim.endswith("wire.pcapng"):
            command(what, "watch", "-r", f"{PLACE}/{victim}", f"{PLACE}/script.lab")
        counts[status] = counts.get(status, 0) + 1
        if faults > before:
            shutil.copytree("tampered", f"kept-{i}")
    print(f"        {count} records spoilt at random: statuses {dict(sorted(counts.items()))}")


def replace_files():
    """What is no file, or not there."""
    name = passed[0]
    for victim in files_of(name):
        path = f"{PLACE}/{victim}"
        # (A control's script is the scenario's.)
        needed = not victim.endswith(".out") and victim != "result.json" and not re.match("control-.*/script.lab", victim)
        for kind in ("missing", "empty", "a folder", "a pipe", "endless", "unreadable"):
            fresh(name)
            os.remove(path)
            if kind == "empty":
                open(path, "w").close()
            elif kind == "a folder":
                os.mkdir(path)
            elif kind == "a pipe":
                os.mkfifo(path)
            elif kind == "endless":
                os.symlink("/dev/zero", path)
            elif kind == "unreadable":
                os.symlink("nowhere", path)
            if judge(f"{victim} is {kind}") == 0 and needed:
                fault(f"{name}: passes though {victim} is {kind}")


take_out_frames()
take_out_calls()
spoil_at_random()
replace_files()
shutil.rmtree("tampered", ignore_errors=True)
sys.exit(1 if faults else 0)
END
seed=${SEED:-$(date +%s)}
if timeout 300 python3 "$work/mutate.py" "$work/tree/build/lab" kept all.json "${1:-200}" "$seed" "${2:-40}"; then
	ok "tampered records (SEED=$seed)"
else
	fault "tampered records (SEED=$seed)"
fi
conclude
