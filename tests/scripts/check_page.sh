#!/bin/sh
# The page that `lab report` writes, in a real browser: it renders, filters, steps, presents, prints; its verdicts are those
# of the results, its links lead somewhere, and nothing that a script or a program says breaks out of it.
# usage: check_page.sh [RUN...]   (which scenarios are run for it: linger, and some of what else there is)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
command -v chromedriver >/dev/null 2>&1 || skip "no chromedriver"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
	command -v google-chrome >/dev/null 2>&1 || skip "no chromium"
bound=600

copy_tree "$work/tree"
cd "$work/tree"
[ $# -gt 0 ] || set -- linger reuseaddr crash/28 crash/29 keepalive/20
try "runs" 0,1,4 '' build/lab run --quiet --json result.json "$@"

# What wants to get out: names, titles, arguments, what is typed, what programs say and are sent.
python3 - <<'END'
import os

os.mkdir("hostile")
evil = "</script><img src=x onerror=broken=1>"
script = f"""title    </title>{evil} \"'&lt;{{{{script}}}} \u2028 \u202e
claim    hostile-claim  fails  "{evil}"
start server = exec sh -c 'printf "\\033]0;x\\007 bell \\033[31m red <script>broken=1</script>"; cat; exit 0' '{evil}'
start client = exec sh -c 'read x; echo "$x"' javascript:broken=1 '{evil}'
type client "<svg onload=broken=1>\\x07 bell \\x1b[31m red \\xe2\\x80\\xa8 \\xff"
* client exits 0
control start client = exec sh -c 'read x; exit 1' '{evil}'
"""
with open("hostile/01-<b>&\"'.lab", "w", encoding="utf-8") as file:
    file.write(script)
with open("hostile/02-long.lab", "w", encoding="utf-8") as file:
    file.write(f"title {'long ' * 1600}\nclaim hostile-long holds\nstart client = exec sh -c 'exit 0' {'x' * 8000}\n"
               "* client exits 0\ncontrol start client = exec sh -c 'exit 1'\n")
END
try "hostile scripts" 0,1 '' build/lab run --brief hostile/*.lab
for name in '01-<b>&"'"'" 02-long; do
	[ -s "build/runs/hostile/$name/result.json" ] || { fault "hostile/$name was not run" && quote "$said"; }
done

find build/runs -name result.json -mindepth 3 -maxdepth 3 | sed 's,/result.json$,,' >names
set --
while IFS= read -r name; do set -- "$@" "$name"; done <names
try "lab report" 0,1 'scenarios' build/lab report -o report.html "$@"
size=$(wc -c <report.html)
scripts=$(find labs -name '*.lab' | wc -l)
whole=$((150000 + (size - 150000) * scripts / $#))
# What a page has of its own, and 12 KB a scenario.
if [ "$whole" -lt $((150000 + 12000 * scripts)) ]; then ok "the page of all $scripts scenarios has some $((whole / 1000)) KB"; else fault "the page of all $scripts scenarios has some $whole bytes"; fi

try "a page of one" 0 '1 scenarios' build/lab report -o one.html linger/02
try "no such run" 2 "no record of 'linger/99'" build/lab report -o two.html linger/99
[ ! -e two.html ] || fault "a page was written all the same"
try "where it cannot be written" 1 'ENOENT|No such file' build/lab report -o nowhere/one.html linger/02
try "nothing was run yet" 2 'no record in' build/lab report --runs nothing -o two.html

status=0
python3 "$root/tests/support/drive_page.py" report.html build/runs result.json >driven 2>&1 || status=$?
cat driven
case $status in
0) ok "in the browser" ;;
77) skip "$(tail -n 1 driven)" ;;
*) fault "in the browser" ;;
esac
conclude
