#!/bin/sh
# No verdict depends on how busy the machine is: all labs with their controls, programs and director held up at random.
# The seed is the same each time; `make adversity` takes another at each call.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
bound=600

copy_tree "$work/tree"
cp -R tests "$work/tree/"
cd "$work/tree"
try "a seed" 0,4 '' build/lab run --brief --adversity 7 linger/02
[ "$status" = 0 ] || skip "the lab cannot run here"
[ -s build/adversity/7/linger/02-rst/result.json ] || fault "the record does not lie in build/adversity/7"
[ ! -e build/runs ] || fault "something was written to build/runs"
try "a seed that is none" 2 'expected a number above 0' build/lab run --adversity no linger/02
try "a seed of 0" 2 'expected a number above 0' build/lab run --adversity 0 linger/02
# shellcheck disable=SC2046 # one seed, one round
# Held up they are: strace says so of a call, at many a call.
try "they are held up" 0 '' build/lab run --brief --adversity 8 linger
try "strace says so" 0 'DELAYED' grep -rh DELAYED build/adversity/8
try "all labs" 0 'adversity: 1 rounds, .* 0 false' env SEED=7 tests/adversity.sh 1
cat "$said"
conclude
