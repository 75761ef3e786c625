#!/bin/sh
# Every line of every script could have failed: each is altered in all ways, and judged against the record of a run in which it
# held (tests/support/tool_mutate.c). What holds all the same is in tests/mutations.tsv, each with its reason.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
mutate=$build/tests/mutate
[ -x "$mutate" ] || mutate=$root/build/tests/mutate
[ -x "$mutate" ] || skip "no mutate (make tests)"
bound=600

# Without a control nothing is shown, which makes them inconclusive: the records are what is wanted.
try "the labs" 0,1,4 '' "$LAB" run --no-control --brief --quiet --runs "$work/runs"
set -- "$work"/runs/*/*/timeline.json
[ -e "$1" ] || skip "no scenario can be run here"
for record; do
	shift
	set -- "$@" "${record%/timeline.json}"
done
try "altered, each fails or is listed" 0 '[0-9]+ scripts, altered [0-9]{5} times' "$mutate" tests/mutations.tsv "$@"
tail -n 1 "$said"
# And what is not in the list is told: without it there is some.
: >"$work/none"
try "and what is not listed is told" 1 'deleted, by may: .* in place of' "$mutate" "$work/none" "$@"
conclude
