#!/bin/sh
# No invalid access and no leak, by valgrind, in the commands that read: records, captures, scripts, the catalogue.
# (`lab run` makes its worlds by clone(2), which valgrind refuses: check_sanitized.sh is for that.)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need valgrind
case $LAB in *san*) skip "a sanitized build cannot run under valgrind" ;; esac
bound=120

copy_tree "$work/tree"
cd "$work/tree"
build/lab run --quiet linger/01 linger/02 linger/09 linger/18 >/dev/null 2>&1 || true
grind() { # NAME STATUS PATTERN ARGUMENT...
	name=$1 wanted=$2 pattern=$3
	shift 3
	try "$name" "$wanted" "$pattern" valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
		--errors-for-leak-kinds=definite,indirect,possible --track-fds=no build/lab "$@"
}
grind "lab judge" 0,1 'linger/02-rst' judge
grind "lab show" 0 'R\. 6:6' show linger/02 linger/18
grind "lab show --full, wide, ASCII" 0 'R\. 6:6' show --full --width 140 --ascii --color=always linger/02
grind "lab show of a control" 0 'F\. 6:6' show build/runs/linger/02-rst/control-1
grind "lab watch -r, holds" 0 'holds on the wire' watch -r build/runs/linger/02-rst/wire.pcapng labs/linger/02-rst.lab
grind "lab watch -r, does not" 1 'expected' watch -r build/runs/linger/02-rst/wire.pcapng labs/linger/01-fin.lab
for file in "$root"/tests/fixtures/*; do
	grind "lab watch -r $(basename "$file")" 0,1,2 '' watch -r "$file" labs/linger/02-rst.lab
done
grind "lab claims" 0,1 'linger-zero-sends-rst' claims
grind "one claim" 0,1 'linger-zero-sends-rst' claims linger-zero-sends-rst
grind "lab claims --markdown" 0,1 '' claims --markdown "$work/claims.md"
for command in run judge show watch claims shell doctor; do
	grind "lab $command --help" 0 "usage: lab $command" $command --help
done
grind "no lab of that name" 2 'no lab' run nowhere
cp build/runs/linger/02-rst/script.lab "$work/good.lab"
i=0
# One character of a script after another is a different one.
while [ $i -lt 12 ]; do
	i=$((i + 1))
	at=$((i * 61))
	{ head -c $at "$work/good.lab" && printf '%%' && tail -c +$((at + 2)) "$work/good.lab"; } >"$work/faulty.lab"
	grind "a faulty script, at $at" 0,1,2 '' watch -r build/runs/linger/02-rst/wire.pcapng "$work/faulty.lab"
done
: >build/runs/linger/01-fin/timeline.json
head -c 300 build/runs/linger/09-linger-expires/wire.pcapng >"$work/cut"
cp "$work/cut" build/runs/linger/09-linger-expires/wire.pcapng
grind "broken records" 2 'timeline.json' judge
conclude
