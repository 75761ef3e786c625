#!/bin/sh
# Each whole scenario of notes/lab-language.md is played, and holds: a block that begins with a comment such as "# mine.lab" or
# with a title is one.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh

# The first line of a block names it; a title alone has the number of its line.
awk -v folder="$work" '
	/^```/ { inside = !inside; first = inside; name = ""; next }
	first && /^# [a-z0-9-]+\.lab/ { name = $2; sub(/:$/, "", name) }
	first && /^title / { name = "line-" NR ".lab" }
	{ first = 0 }
	inside && name { print >(folder "/" name) }
' notes/lab-language.md

LC_ALL=C.UTF-8 "$LAB" run --quiet linger/01 >/dev/null 2>&1 || skip "the lab cannot run here"
for script in "$work"/*.lab; do
	try "$(basename "$script")" 0,4 '' "$LAB" run --brief --runs "$work/runs" --programs linger "$script"
done
[ "$checks" -ge 3 ] || fault "only $checks scenarios were found in the page"
conclude
