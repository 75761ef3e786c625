#!/bin/sh
# Runs every scenario again and again, half of the rounds with every processor kept busy, and counts verdicts.
# usage: [CONTROLS=10] soak.sh [ROUNDS [LAB|SCENARIO]...]     (200 rounds of everything unless said)
# The controls run in every CONTROLS-th round (1: in all), as a flaw of the scenario itself is what is hunted here.
# Exit status 0 when every scenario held in every round, and every control failed as it must.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-200}
[ $# -gt 0 ] && shift
lab=${LAB:-build/lab}
controls=${CONTROLS:-10}
work=$(mktemp -d)
hogs=

end_hogs() {
	for pid in $hogs; do
		kill "$pid" 2>/dev/null || true
	done
	hogs=
}
trap 'end_hogs; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

keep_busy() {
	n=$(nproc)
	while [ "$n" -gt 0 ]; do
		sh -c 'while :; do :; done' &
		hogs="$hogs $!"
		n=$((n - 1))
	done
}

# What a result says of each scenario. Without controls nothing is shown, and that is all that may be amiss.
cat >"$work/tally.py" <<'END'
import json, sys

kind = sys.argv[1]
for s in json.load(open(sys.argv[2]))["scenarios"]:
    held = s["verdict"] in ("pass", "skip") or s["reason"].endswith("not run: nothing has been shown")
    print(kind, "ok" if held else "not", f"{s['lab']}/{s['name']}")
END

# round ARGUMENT...: one run of everything; its story is kept when it is not all ok
round() {
	without=--no-control
	[ $((i % controls)) = 0 ] && without=
	# shellcheck disable=SC2086 # an option or none
	"$lab" run --quiet $without --runs "$work/runs" --json "$work/json" "$@" >"$work/out" 2>&1 || true
	python3 "$work/tally.py" "$kind" "$work/json" >"$work/now"
	cat "$work/now" >>"$work/tally"
	if grep -q ' not ' "$work/now"; then
		mkdir -p build/soak
		rm -rf "build/soak/$kind-$i"
		cp -r "$work/runs" "build/soak/$kind-$i"
		cp "$work/json" "build/soak/$kind-$i/result.json" # a run that broke has no record, but a reason
	fi
	rm -f "$work/json"
}

: >"$work/tally"
start=$(date +%s)
for kind in idle busy; do
	[ $kind = busy ] && keep_busy
	i=0
	while [ $i -lt $((rounds / 2)) ]; do
		i=$((i + 1))
		round "$@"
	done
done
end_hogs
awk -v seconds=$(($(date +%s) - start)) '
	{ name = $NF; kind = $1; bad = ($2 == "not"); n[name, kind]++; wrong[name, kind] += bad; all++; false += bad; seen[name] = 1 }
	END {
		for (s in seen)
			printf "%-44s idle %3d of %3d   busy %3d of %3d\n", s, n[s, "idle"] - wrong[s, "idle"], n[s, "idle"],
			       n[s, "busy"] - wrong[s, "busy"], n[s, "busy"] | "sort"
		close("sort")
		printf "soak: %d runs of scenarios, %d false, %d s\n", all, false, seconds
		exit(false > 0 || all == 0)
	}' "$work/tally"
