#!/bin/sh
# kernels.sh - the labs on this machine's own kernel and on each that is at hand, and what they say side by side.
#
# usage: kernels.sh [LAB | LAB/SCENARIO]...     without any: all labs
#   KERNEL=/path/to/bzImage   one more kernel, beside those in build/kernels/
#   TIME_MACHINE_LIMIT=7200   the real time, in seconds, that each machine gets
# Exit status: as compare.py's; 2 or 3 as time-machine.sh's where a machine did not come to an end.
set -eu
# shellcheck source=common/machine/guard.sh
. "$(dirname "$0")/guard.sh"
cd "$(dirname "$0")/../.."
export TIME_MACHINE_LIMIT="${TIME_MACHINE_LIMIT:-7200}"
out=build/time-machine
work=$(mktemp -d "${TMPDIR:-/tmp}/socklab-kernels.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
complain() {
	printf 'kernels: %s\n' "$*" >&2
	exit 2
}
# shellcheck source=common/machine/kernel.sh
. common/machine/kernel.sh

if [ $# = 0 ]; then
	for folder in labs/*/; do
		folder=${folder%/}
		set -- "$@" "${folder#labs/}"
	done
fi
here=$out/$(uname -r)-here # where a machine runs the same kernel, it has a folder of its own
mkdir -p "$here"
build/lab run --quiet --runs "$here/runs" --json "$here/result.json" "$@" || [ $? -ne 2 ] || exit 2
results=$here/result.json

# A kernel's own file, or its folder's name; each release once.
releases=
for kernel in build/kernels/*/vmlinuz ${KERNEL:+"$KERNEL"}; do
	case $kernel in
	*/*) file=$kernel ;;
	*) file=build/kernels/$kernel/vmlinuz ;;
	esac
	[ -r "$file" ] || [ "$kernel" != 'build/kernels/*/vmlinuz' ] || continue
	[ -r "$file" ] || complain "KERNEL=$kernel: no such file, or it may not be read"
	release=$(kernel_release "$file")
	case " $releases " in
	*" $release "*) continue ;;
	esac
	releases="$releases $release"
	case $kernel in
	build/kernels/*) kernel=$(basename "$(dirname "$kernel")") ;;
	esac
	# One processor is enough for a machine: they run side by side. They end with us (time-machine.sh), however we end.
	TIME_MACHINE_PARENT=$$ KERNEL=$kernel common/machine/time-machine.sh "$@" >"$work/$release.out" 2>"$work/$release.err" </dev/null &
	echo $! >"$work/$release.pid"
done

running() { for release in $releases; do kill -0 "$(cat "$work/$release.pid")" 2>/dev/null && return 0; done && false; }
waited=0
while running; do
	sleep 1
	waited=$((waited + 1))
	[ $((waited % 15)) != 0 ] || for release in $releases; do tail -n 1 "$work/$release.err" >&2; done
done

for release in $releases; do
	status=0
	wait "$(cat "$work/$release.pid")" || status=$?
	if [ $status = 2 ] || [ $status = 3 ]; then
		cat "$work/$release.err" >&2
		exit $status
	fi
	results="$results $out/$release/result.json"
done
# shellcheck disable=SC2086 # a list of files
python3 common/machine/compare.py $results
