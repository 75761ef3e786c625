#!/bin/sh
# kernels.sh - the labs on this machine's own kernel and on each that is at hand, and what they say side by side.
#
# usage: kernels.sh [LAB | LAB/SCENARIO]...     without any: all labs
#   KERNEL=/path/to/bzImage   one more kernel, beside those in build/kernels/
#   TIME_MACHINE_LIMIT=7200   the real time, in seconds, that each machine gets
# Exit status: as compare.py's; 2 or 3 as time-machine.sh's where a machine did not come to an end.
set -eu
cd "$(dirname "$0")/../.."
if [ "${TIME_MACHINE_GUARD:-}" != $$ ] && command -v setpriv >/dev/null 2>&1; then
	TIME_MACHINE_GUARD=$$ exec setpriv --pdeathsig TERM "$0" "$@"
fi
export TIME_MACHINE_LIMIT="${TIME_MACHINE_LIMIT:-7200}"
out=build/time-machine

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

for kernel in build/kernels/*/ ${KERNEL:+"$KERNEL"}; do
	case $kernel in
	build/kernels/\*/) continue ;;
	build/kernels/*) kernel=$(basename "$kernel") ;;
	esac
	status=0
	common=$(mktemp "${TMPDIR:-/tmp}/socklab-kernels.XXXXXX")
	KERNEL=$kernel common/machine/time-machine.sh "$@" >"$common" || status=$?
	release=$(sed -n 's/^Linux \([^:]*\): .*/\1/p' "$common" | tail -n 1)
	rm -f "$common"
	[ $status != 2 ] && [ $status != 3 ] || exit $status
	results="$results $out/$release/result.json"
done
# shellcheck disable=SC2086 # a list of files
python3 common/machine/compare.py $results
