#!/bin/sh
# Runs every scenario again and again, half of the rounds with every processor kept busy, and counts verdicts.
# usage: soak.sh [ROUNDS [LAB|SCENARIO]...]     (200 rounds of everything unless said)
# Exit status 0 when every verdict of every round was a pass.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-200}
[ $# -gt 0 ] && shift
lab=${LAB:-build/lab}
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

# round NAME: one run of everything; its TAP lines go to the tally, its story is kept when it is not all ok
round() {
	if ! "$lab" run --quiet --runs "$work/runs" --tap "$work/tap" "$@" >"$work/out" 2>&1; then
		mkdir -p build/soak
		rm -rf "build/soak/$kind-$i"
		cp -r "$work/runs" "build/soak/$kind-$i"
	fi
	sed -n 's/^\(ok\|not ok\) [0-9]* - \([^ ]*\).*/'"$kind"' \1 \2/p' "$work/tap" >>"$work/tally"
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
		printf "soak: %d verdicts, %d false, %d s\n", all, false, seconds
		exit(false > 0 || all == 0)
	}' "$work/tally"
