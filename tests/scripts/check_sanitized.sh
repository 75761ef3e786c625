#!/bin/sh
# Real runs with their controls by the build with ASan and UBSan: no report.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
lab=${SAN_LAB:-$root/build/san/lab}
[ -x "$lab" ] || skip "no build/san/lab (tests/check.sh makes it)"
export UBSAN_OPTIONS=print_stacktrace=1
bound=300

# quiet_as NAME STATUS ARGUMENT...
quiet_as() {
	name=$1 wanted=$2
	shift 2
	try "$name" "$wanted" '' "$lab" "$@"
	says_not "$name: no report" 'runtime error|AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer'
}
quiet_as "three scenarios with their controls" 0 run --runs "$work/runs" --json "$work/j" --tap "$work/t" --junit "$work/x" linger/01 linger/02 linger/18
quiet_as "one whose controls fail at a state" 0 run --brief --runs "$work/runs" shutdown/13
quiet_as "all of them, briefly" 0,1 run --brief --runs "$work/runs" linger
quiet_as "judged" 0,1 judge --runs "$work/runs"
quiet_as "shown" 0 show --full --runs "$work/runs" linger/01 linger/09 linger/18
quiet_as "claims" 0,1 claims --runs "$work/runs"
quiet_as "doctor" 0,4 doctor
quiet_as "shell" 0 shell linger -- true
quiet_as "a program of one's own" 1 run --brief --runs "$work/own" --gradescope "$work/g" --client tests/students/exits.sh linger/01 linger/02 linger/20
sed 's/^\(\* *\|\*[0-9,]* \)client > server  F\./\1client > server  R./' labs/linger/01-fin.lab >"$work/broken.lab"
mkdir "$work/linger"
mv "$work/broken.lab" "$work/linger/"
quiet_as "one that fails" 1 run --runs "$work/runs" "$work/linger/broken.lab"
[ -n "$(find "$work" -name '*.out' -exec grep -lE 'runtime error|Sanitizer' {} +)" ] && fault "a program of the pair has a report"
conclude
