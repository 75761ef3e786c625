#!/bin/sh
# No verdict depends on how this machine's TCP happens to be set: all labs once more under other settings. A scenario that
# says that it requires a setting is skipped there, and told.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh

# under NAME=VALUE...: all labs, with their controls
under() {
	name=$*
	for setting in "$@"; do
		set -- "$@" "--set=$setting"
		shift
	done
	status=0
	timeout -k 5 300 "$LAB" run --brief --runs "$work/runs" "$@" >"$said" 2>&1 || status=$?
	if [ "$status" = 0 ]; then
		ok "$name: $(tail -n 1 "$said" | sed 's/^ *//')"
	elif [ "$status" = 4 ] || grep -q 'has no such setting' "$said"; then # all were skipped; or a kernel without it
		printf '  skip  %s: it cannot be set here\n' "$name"
	else
		fault "$name: exit status $status"
		quote "$said" 80
	fi
}

# A run with a setting proves nothing of the kernel as it is: its record lies apart.
copy_tree "$work/tree"
cd "$work/tree"
try "the kernel as it is" 0,4 '' build/lab run --quiet linger/02
[ "$status" = 0 ] || skip "the lab cannot run here"
cp build/runs/linger/02-rst/timeline.json "$work/before"
try "a setting" 0 '1 holds' build/lab run --brief --set net.ipv4.tcp_sack=0 linger/02
try "the record of the kernel as it is has stayed" 0 '' cmp "$work/before" build/runs/linger/02-rst/timeline.json
try "the setting's lies apart" 0 'R\. 6:6' build/lab show --runs build/set/net.ipv4.tcp_sack=0 linger/02
try "several settings have a place of their own" 0 '' \
	build/lab run --quiet --set net.ipv4.tcp_sack=0 --set 'net.ipv4.tcp_rmem=4096 131072 6291456' linger/02
[ -s "build/set/net.ipv4.tcp_sack=0,net.ipv4.tcp_rmem=4096_131072_6291456/linger/02-rst/result.json" ] ||
	fault "several settings: no result.json"
try "in the others' place" 2 'these need another place' build/lab run --runs build/runs --set net.ipv4.tcp_sack=0 linger/02
cd "$root"

under net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_congestion_control=reno
under net.ipv4.tcp_tw_reuse=1 net.ipv6.conf.all.disable_ipv6=1
conclude
