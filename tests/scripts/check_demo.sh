#!/bin/sh
# The lecture, as a lecturer has it: through a pseudo-terminal, with keys, other sizes, Ctrl-C and a terminal that goes
# away; and as plain text. Nothing of the outcome may be on the screen before it is asked for.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
copy_tree "$work/tree"
cd "$work/tree"
LAB=$work/tree/build/lab

# It plays for some seconds, and what it waits for is its secret.
cat >waiting.lab <<'END'
title    SECRET
start sleeper = exec sleep 4
wait 4s
sleeper exits 0
END

# Without a terminal.
try "no terminal: it says what to use instead" 2 "is no terminal.*lab run.*lab show.*--auto" "$LAB" demo linger/02
try "no such lab" 2 "lab demo: no lab, scenario or file 'nowhere'; labs here:.* linger" "$LAB" demo nowhere
try "a faulty duration" 2 "expected a duration such as 3s" "$LAB" demo --auto soon linger/02
try "help" 0 "usage: lab demo" "$LAB" demo --help
printf 'title x\nstart server\nbogus line\n' >faulty.lab
try "a faulty script" 2 "faulty.lab:3:" "$LAB" demo faulty.lab
try "--auto without a terminal: plain text" 0 "What will happen.*R\. 6:6.*What has it shown.*linger-zero-sends-rst: holds" \
	"$LAB" demo --auto 0s linger/02
# All before the second act's answer tells nothing of it.
sed '/connect(3)/,$d' "$said" >"$work/before"
if grep -qE 'RST|R\. |ECONNRESET|zero-sends' "$work/before"; then
	fault "plain text: the outcome before the question"
	quote "$work/before"
else
	ok "plain text: each question before its answer"
fi
if LC_ALL=C grep -q "$(printf '\033')" "$said"; then
	fault "plain text: it has escape sequences"
else
	ok "plain text: no escape sequences"
fi
sed 's/R\. 6:6(0)/F. 6:6(0)/' labs/linger/02-rst.lab >labs/linger/99-wrong.lab
try "a scenario that does not hold" 1 "It does not hold here.*expected" "$LAB" demo --auto 0s linger/99
rm labs/linger/99-wrong.lab

# On a terminal.
status=0
PYTHONDONTWRITEBYTECODE=1 timeout -k 5 150 python3 "$root/tests/support/drive_demo.py" "$LAB" linger/02 waiting.lab >"$work/driven" 2>&1 ||
	status=$?
cat "$work/driven"
checks=$((checks + $(grep -cE '^  (ok|FAIL) ' "$work/driven" || true)))
failures=$((failures + $(grep -c '^  FAIL ' "$work/driven" || true)))
[ $status = 0 ] || grep -q '^  FAIL ' "$work/driven" || fault "the driver ended with status $status"

if [ -e build/runs ]; then
	fault "a lecture has left a record"
else
	ok "no record is left"
fi
conclude
