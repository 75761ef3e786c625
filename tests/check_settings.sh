#!/bin/sh
# No verdict depends on how this machine's TCP happens to be set: all labs once more under other settings. A scenario that
# says that it requires a setting is skipped there, and told.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/lib.sh
. tests/lib.sh

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
	elif [ "$status" = 4 ]; then # all were skipped
		printf '  skip  %s: it cannot be set here\n' "$name"
	else
		fault "$name: exit status $status"
		quote "$said" 80
	fi
}

under net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_congestion_control=reno
under net.ipv4.tcp_tw_reuse=1 net.ipv6.conf.all.disable_ipv6=1
conclude
