#!/bin/sh
# All labs hold, as root and as an ordinary user without root; the result has the form that DESIGN gives it, and its
# evidence is there; every claim of the topics that the labs are about is settled, or stands in notes/undecidable.tsv.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
bound=300
topics="linger close keepalive shutdown reuseaddr reuseport crash reboot unreachable sigpipe so-error"

# examine.py RESULT RUNS NOTES TOPIC...
cat >"$work/examine.py" <<'EOF_PY'
import csv, json, os, struct, sys

result, runs, notes, topics = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3], sys.argv[4:]
faults = []


def fault(text):
    faults.append(text)
    print("        " + text)


def has(where, thing, **types):
    for key, kind in types.items():
        if key not in thing:
            fault(f"{where}: no \"{key}\"")
        elif not isinstance(thing[key], kind) or (isinstance(thing[key], bool) and bool not in (kind if isinstance(kind, tuple) else (kind,))):
            fault(f"{where}: \"{key}\" is {thing[key]!r}")


def frames(path):
    """The comments of all frames of a little-endian pcapng file, [""] for a frame without one."""
    data, at, out = open(path, "rb").read(), 0, []
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if length < 12 or length % 4 or data[at + length - 4:at + length] != struct.pack("<I", length):
            raise ValueError(f"a broken block at byte {at}")
        if kind == 6:
            captured, = struct.unpack_from("<I", data, at + 20)
            option, comments = at + 28 + (captured + 3) // 4 * 4, []
            while option < at + length - 4:
                code, size = struct.unpack_from("<HH", data, option)
                if code == 0:
                    break
                if code == 1:
                    comments.append(data[option + 4:option + 4 + size].decode())
                option += 4 + (size + 3) // 4 * 4
            out.append(" ".join(comments))
        at += length
    return out


VERDICTS = ("confirmed", "rarely fails", "qualified", "refuted", "answered", "not played")
settled = {}
has("the result", result, version=int, kernel=str, scenarios=list, claims=list)
if result.get("version") != 2:
    fault("version is not 2")
for s in result["scenarios"]:
    name = f"{s.get('lab')}/{s.get('name')}"
    number = (int, float)
    has(name, s, lab=str, name=str, file=str, title=str, verdict=str, reason=str, seconds=number,
        timer_seconds=number, segments=int, calls=int, claims=list)
    if s["verdict"] not in ("pass", "fail", "skip", "inconclusive"):
        fault(f"{name}: verdict {s['verdict']}")
    if (s["verdict"] == "pass") != (s["reason"] == ""):
        fault(f"{name}: verdict {s['verdict']}, reason \"{s['reason']}\"")
    if s["verdict"] != "pass":
        print(f"        {name}: {s['verdict']}: {s['reason']}")
        continue
    if not isinstance(s.get("control"), dict):
        fault(f"{name}: control is {s.get('control')!r}")
        continue
    if s["control"].get("verdict") != "fails" or not isinstance(s["control"].get("failed_at"), int):
        fault(f"{name}: control {s['control']}")
    lines = open(s["file"]).read().split("\n")
    for control in s["controls"]:
        # Of an unexpected segment at the very end no line can be named.
        at = control["failed_at"]
        if not control["as_it_must"] or (at and not lines[at - 1].lstrip().startswith("*")):
            fault(f"{name}: control {control}")
    folder = f"{runs}/{s['lab']}/{s['name']}"
    comments = frames(f"{folder}/wire.pcapng")
    kept = json.load(open(f"{folder}/result.json"))
    for key in kept:
        if key != "text" and kept[key] != s.get(key):
            fault(f"{name}: result.json says {key} {str(kept[key])[:200]}, the result {str(s.get(key))[:200]}")
    if not s["claims"]:
        fault(f"{name}: no claim")
    for claim in s["claims"]:
        where = f"{name}: {claim.get('id')}"
        has(where, claim, id=str, case=str, shown=bool, sentence=str, line=int, evidence=list)
        if claim["case"] not in ("holds", "fails", "answers"):
            fault(f"{where}: case {claim['case']}")
        if not isinstance(claim.get("control"), str):
            fault(f"{where}: no control has failed first at a star of it")
        if not claim["shown"] or not claim["sentence"]:
            fault(f"{where}: not shown, or without a sentence of evidence: {claim}")
        settled.setdefault(claim["id"], []).append((claim["case"], name))
        if not claim["evidence"]:
            fault(f"{where}: no evidence")
        for e in claim["evidence"]:
            if not {"frame", "call", "state", "never"} & set(e):
                fault(f"{where}: evidence {e}")
            if not isinstance(e.get("line"), int) or not lines[e["line"] - 1].lstrip().startswith("*"):
                fault(f"{where}: line {e.get('line')} has no star")
            if "frame" in e and not 1 <= e["frame"] <= len(comments):
                fault(f"{where}: wire.pcapng has no frame {e['frame']}")
            elif "frame" in e and claim["id"] not in comments[e["frame"] - 1]:
                fault(f"{name}: frame {e['frame']} says \"{comments[e['frame'] - 1]}\", nothing of {claim['id']}")

said = {}
for c in result["claims"]:
    has("claims", c, id=str, verdict=str, shown=int, of=int, missing=str, scenarios=list, cases=list)
    said[c["id"]] = c
    if c["verdict"] not in VERDICTS:
        fault(f"{c['id']}: verdict {c['verdict']}")
    if (c["shown"] < c["of"]) != bool(c["missing"]):
        fault(f"{c['id']}: {c['shown']} of {c['of']}, missing \"{c['missing']}\"")
    for case in c["cases"]:
        has(c["id"], case, scenario=str, case=str, shown=bool, evidence=str)
        if not case["shown"] and not case.get("why"):
            fault(f"{c['id']}: {case['scenario']} is not shown, and nobody says why")
for claim, by in settled.items():
    if claim not in said:
        fault(f"{claim}: settled by {by}, not among the result's claims")

undecidable = {}
if os.path.exists(f"{notes}/undecidable.tsv"):
    for row in csv.reader(open(f"{notes}/undecidable.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 2 or not row[1].strip():
            fault(f"undecidable.tsv: no reason for {row[:1]}")
        undecidable[row[0]] = row[-1]
catalogue = [r.rstrip("\n").split("\t") for r in open(f"{notes}/claims.tsv")]
ids = {r[0] for r in catalogue}
open_claims = [r[0] for r in catalogue if r[1] in topics and r[0] not in settled and r[0] not in undecidable]
for claim in open_claims:
    fault(f"{claim}: neither settled nor in notes/undecidable.tsv")
for claim in set(settled) & set(undecidable):
    fault(f"{claim}: settled by {settled[claim]}, and yet in notes/undecidable.tsv")
for claim in sorted(set(settled) - ids):
    fault(f"{claim}: settled, and not in the catalogue")
print(f"        {len(result['scenarios'])} scenarios, {len(settled)} claims settled, {len(undecidable)} undecidable")
sys.exit(1 if faults else 0)
EOF_PY

# examine WHO RESULT RUNS
examine() {
	[ -s "$2" ] || return 0
	# shellcheck disable=SC2086 # a list of words
	if python3 "$work/examine.py" "$2" "$3" "$root/notes" $topics; then
		ok "as $1: form, evidence, every claim"
	else
		fault "as $1: the result, see above"
	fi
}

# Root and an ordinary user at the same time: neither disturbs the other.
who=$(id -un 2>/dev/null || id -u)
try "as $who: all labs hold" 0 '' "$LAB" run --quiet --runs "$work/runs" --json "$work/here.json"
examine "$who" "$work/here.json" "$work/runs"
try "each verdict follows from its evidence" 0 'follows from its evidence' "$LAB" claims --audit --runs "$work/runs"
why=$(no_user)
if [ "$(id -u)" != 0 ] || [ -n "$why" ]; then
	echo "  skip  as an ordinary user: ${why:-this is one}"
	conclude
fi
# An ordinary user, and root with a lab at the same time: neither disturbs the other.
copy_tree "$work/tree"
give_to_user "$work/tree"
"$LAB" run --quiet --runs "$work/beside" linger >"$work/beside.out" 2>&1 &
beside=$!
cd "$work/tree"
try "as an ordinary user: all labs hold" 0 '' "$as_user" build/lab run --quiet --json all.json
if wait "$beside"; then ok "root, at the same time"; else fault "root, at the same time" && quote "$work/beside.out"; fi
examine "an ordinary user" "$work/tree/all.json" build/runs
conclude
