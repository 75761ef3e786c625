#!/bin/sh
# What a run costs: for each scenario its wall time; the part of it spent in the kernel's own timers; the part in which
# programs were being started (from `start` to the end of execve(), most of it strace's own start); and the rest, which
# is ours. Then all of it side by side; and, in the same run, what the same pair costs by hand (two straces in a
# namespace, no watcher, no verdict) and an empty namespace. Figures are medians of several rounds.
# usage: bench.sh [ROUNDS [LAB...]]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-3}
[ $# -eq 0 ] || shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lab=build/lab

# All of the one kind first: the kernel takes down the worlds of a whole run for seconds after it.
for kind in single whole; do
	[ $kind = single ] && how="-j 1 --no-control" || how=
	i=0
	while [ $i -lt "$rounds" ]; do
		i=$((i + 1))
		# shellcheck disable=SC2086 # options
		$lab run $how --quiet --runs "$work/$kind-$i" --json "$work/$kind-$i.json" "$@" >/dev/null 2>&1 || true
	done
done

cat >"$work/by_hand" <<'EOF'
ip link set lo up 2>/dev/null || true
strace -D -f -ttt -T -yy -o "$1/s" build/labs/linger/server >/dev/null 2>&1 </dev/null &
until grep -q 'accept(' "$1/s" 2>/dev/null; do :; done
strace -D -f -ttt -T -yy -o "$1/c" build/labs/linger/client --linger 0 >/dev/null 2>&1 </dev/null
kill $!
EOF

python3 - "$work" "$rounds" "$@" <<'EOF'
import json, statistics, subprocess, sys, time

work, rounds, labs = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
median = statistics.median


def load(kind):
    return [json.load(open(f"{work}/{kind}-{i}.json")) for i in range(1, rounds + 1)]


def clock(command):
    times = []
    for _ in range(rounds + 1):
        begin = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        times.append(time.monotonic() - begin)
    return median(times[1:])


def starting(round, scenario):
    """Seconds in which programs were being started; starts that overlap count once."""
    name = scenario["file"].split("/")[-1][:-4]
    with open(f"{work}/single-{round + 1}/{scenario['lab']}/{name}/timeline.json") as file:
        events = json.load(file)["events"]
    begun, spans = {}, []
    for e in events:
        if e["kind"] == "action" and e["text"].startswith("start "):
            begun[e["text"].split()[1].split("@")[0]] = e["time_ns"]
        elif e["kind"] == "call" and e["name"] == "execve" and e["process"] in begun:
            spans.append((begun.pop(e["process"]), e["end_ns"]))
    total = until = 0
    for begin, end in sorted(spans):
        total += max(0, end - max(begin, until))
        until = max(until, end)
    return total / 1e9


single = load("single")
print(f"{'scenario':<44} {'wall':>8} {'timers':>8} {'starts':>8} {'ours':>8}   (ms, one at a time, medians of {rounds})")
worst = longest = passed = 0
for index, s in enumerate(single[0]["scenarios"]):
    if s["verdict"] == "skip":
        continue
    rows = [r["scenarios"][index] for r in single]
    parts = [(r["seconds"], r["timer_seconds"], starting(i, r)) for i, r in enumerate(rows)]
    wall, timers, starts = (median(p[k] for p in parts) * 1e3 for k in range(3))
    ours = median(p[0] - p[1] - p[2] for p in parts) * 1e3
    worst, longest, passed = max(worst, ours), max(longest, timers), passed + (ours < 60)
    print(f"{s['lab'] + '/' + s['file'].split('/')[-1][:-4]:<44} {wall:8.1f} {timers:8.1f} {starts:8.1f} {ours:8.1f}")
print(f"largest of ours {worst:.1f} ms, {passed} below 60 ms; longest timers of a scenario {longest / 1e3:.2f} s")

whole = load("whole")
count = len(whole[0]["scenarios"])
controls = sum(len(s.get("controls", [])) or 1 for s in whole[0]["scenarios"])
took = clock(["build/lab", "run", "--quiet", "--runs", f"{work}/runs", *labs])
bound = 1.3 * longest / 1e3 + 2
print(f"{count} scenarios and {controls} controls side by side: {took:.2f} s "
      f"(1.3 times the longest timers and 2 s: {bound:.2f} s)")

one = clock(["build/lab", "run", "--quiet", "--no-control", "--runs", f"{work}/runs", "linger/02"])
hand = clock(["unshare", "-rnmpf", "--mount-proc", "sh", f"{work}/by_hand", work])
empty = clock(["unshare", "-rnmpf", "--mount-proc", "true"])
print(f"lab run linger/02 as a process: {one * 1e3:.0f} ms; the pair by hand under strace: {hand * 1e3:.0f} ms "
      f"(ratio {one / hand:.2f}); an empty namespace: {empty * 1e3:.0f} ms")
EOF

# The last line of each: virtual and real seconds. First the longest single scenario, then all that need virtual time.
if ls build/kernels/*/vmlinuz >/dev/null 2>&1 && command -v qemu-system-x86_64 >/dev/null 2>&1; then
	for what in keepalive/34 ""; do
		# shellcheck disable=SC2086 # a word or none
		common/machine/time-machine.sh $what 2>/dev/null | tail -n 1 | sed "s|^|time machine, ${what:-all full-length scenarios}: |"
	done
else
	echo "time machine: not measured, its parts are not here (make deps-time-machine)"
fi
