#!/bin/sh
# Plays every scenario with its programs and its director held up at random, and counts verdicts: nothing that a script
# says may depend on how busy the machine is.
# usage: [SEED=N] [NO_CONTROL=1] adversity.sh [ROUNDS [LAB|SCENARIO]...]     (one round of everything unless said)
# Each round has a seed of its own, which repeats it: build/lab run --adversity SEED [LAB|SCENARIO]...
# Exit status 0 when every scenario held in every round, and every control failed as it must.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-1}
[ $# -gt 0 ] && shift
lab=${LAB:-build/lab}
seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
[ "$seed" -gt 0 ] || seed=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cat >"$work/tally.py" <<'END'
import json, os, sys

seed, result, all_of_them = sys.argv[1:4]
with open(all_of_them, "a") as out:
    for s in json.load(open(result))["scenarios"]:
        held = s["verdict"] in ("pass", "skip") or s["reason"].endswith("not run: nothing has been shown")
        name = f"{s['lab']}/{s['name']}"
        out.write(f"{'ok' if held else 'not'} {name}\n")
        if not held:
            print(f"seed {seed}: {name}: {s['verdict']}: {s['reason']}")
END

: >"$work/tally"
start=$(date +%s)
last=$((seed + rounds))
while [ "$seed" -lt $last ]; do
	status=0
	# Most of the time everybody stands still: many go side by side.
	"$lab" run --quiet --adversity "$seed" ${NO_CONTROL:+--no-control} -j 64 --runs "build/adversity/$seed" \
		--json "$work/json" "$@" >"$work/out" 2>&1 || status=$?
	if [ $status != 0 ] && [ $status != 1 ]; then
		cat "$work/out"
		exit $status
	fi
	python3 "$work/tally.py" "$seed" "$work/json" "$work/tally" | tee "$work/false"
	# Of a round in which all held nobody needs the records.
	[ -s "$work/false" ] || rm -rf "build/adversity/$seed"
	seed=$((seed + 1))
done
awk -v seconds=$(($(date +%s) - start)) -v rounds="$rounds" '
	{ n++; wrong += $1 == "not" }
	END {
		printf "adversity: %d rounds, %d runs of scenarios, %d false, %d s\n", rounds, n, wrong, seconds
		exit(wrong > 0 || n == 0)
	}' "$work/tally"
