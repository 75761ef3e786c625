#!/bin/sh
# The forms in which a result leaves, as those read them that are to: TAP by prove, JUnit by a schema, JSON and Gradescope's
# results.json by Python. Whatever titles, names and programs say, nothing breaks out; and the exit status is a grade, too.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3 prove xmllint
PATH=/usr/bin:/bin:$PATH

copy_tree "$work/tree"
cp -R tests/students "$work/tree/"
schema=$root/tests/fixtures/junit.rng
cd "$work/tree"
lab=build/lab

# forms NAME STATUS ARGUMENT...: one run, all forms of it in $work/NAME.*
forms() {
	form_name=$1 form_status=$2
	shift 2
	try "$form_name" "$form_status" '' "$lab" run --quiet --json "$work/$form_name.json" --tap "$work/$form_name.tap" \
		--junit "$work/$form_name.xml" --gradescope "$work/$form_name.grade" "$@"
}
# read_by NAME PROVE-STATUS: each form by its reader
read_by() {
	try "$1: TAP by prove" "$2" 'Files=1, Tests=[0-9]+' prove --exec cat "$work/$1.tap"
	says_not "$1: TAP is well-formed" 'Parse errors|Bad plan|No plan|Unknown'
	try "$1: JUnit by the schema" 0 'validates' xmllint --nonet --noout --relaxng "$schema" "$work/$1.xml"
	try "$1: the same in all of them" 0 '' python3 "$work/compare.py" "$work/$1"
}

cat >"$work/compare.py" <<'END'
import json
import re
import sys
import xml.etree.ElementTree as tree

name = sys.argv[1]
result = json.loads(open(name + ".json", encoding="utf-8").read())
grade = json.loads(open(name + ".grade", encoding="utf-8").read())
junit = tree.parse(name + ".xml").getroot()
tap = [l for l in open(name + ".tap", encoding="utf-8") if l.startswith(("ok ", "not ok "))]
scenarios, tests = result["scenarios"], grade["tests"]
cases = junit.findall(".//testcase")
assert len(scenarios) == len(tests) == len(cases) == len(tap), "not as many tests in each"
assert isinstance(grade["output"], str) and grade["execution_time"] >= 0
by_name = {}
for case in cases:
    by_name.setdefault(case.get("classname") + "/" + case.get("name"), []).append(case)
for scenario, test, line in zip(scenarios, tests, tap):
    verdict = scenario["verdict"]
    assert line.startswith("ok " if verdict in ("pass", "skip") else "not ok "), line
    assert bool(re.search(r"(?<!\\)# SKIP", line)) == (verdict == "skip"), line
    # https://gradescope-autograders.readthedocs.io/en/latest/specs/
    assert set(test) <= {"score", "max_score", "status", "name", "name_format", "number", "output",
                         "output_format", "tags", "visibility", "extra_data"}, test
    assert test["max_score"] == (0 if verdict == "skip" else 1), test
    assert test["score"] == (1 if verdict == "pass" else 0), test
    assert test.get("status") == {"pass": "passed", "skip": None}.get(verdict, "failed"), test
    assert test["name_format"] == test["output_format"] == "text", test
    for text in (test["name"], test["output"]):
        assert all(c == "\n" or c >= " " and c != "\x7f" for c in text), "a control character"
    assert "\n" not in test["name"]
    assert len(test["output"]) < 300000
kinds = {"pass": None, "fail": "failure", "inconclusive": "error", "skip": "skipped"}
wanted = sorted(str(kinds[s["verdict"]]) for s in scenarios)
there = sorted(next((c.tag for c in case if c.tag in ("failure", "error", "skipped")), "None") for case in cases)
assert wanted == there, (wanted, there)
for suite in junit:
    for kind, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert len(suite.findall("testcase/" + kind)) == int(suite.get(count)), count
END

# ---- a grade ----

forms good 0,4 linger/02 linger/20
[ "$status" = 0 ] || skip "the lab cannot run here"
read_by good 0
forms student 1 --client students/forgets_linger.py linger/01 linger/02 linger/20
read_by student 1
try "the score is that of the tests" 0 '^\[1.0, 0.0, 0.0\] \[1.0, 1.0, 0.0\] None' python3 -c '
import json, sys
g = json.load(open(sys.argv[1]))
print([t["score"] for t in g["tests"]], [t["max_score"] for t in g["tests"]], g.get("score"))' "$work/student.grade"
try "a student reads why" 0 'never calls setsockopt\(SO_LINGER\)' grep -o 'never calls setsockopt(SO_LINGER)' "$work/student.grade"
forms skipped 4 --client students/good.py linger/20
read_by skipped 0

# ---- what wants to break out ----

cat >"$work/hostile.py" <<'END'
import os

os.mkdir("hostile")
evil = "]]><x/>&amp;'\"<!-- # SKIP \\# TODO <script>alert(1)</script> {{ok 3}} \u2028\u202e\ufffe"
script = f"""title    {evil}
claim    hostile-claim  fails  "{evil.replace(chr(92), '').replace(chr(34), '')}"
start server = exec python3 hostile/talk.py
* server exits 0
control start server = exec python3 hostile/talk.py "]]>" '<&">'
"""
for name in ("01-]]> & <b>", "02-\"quotes' # SKIP", "03-\u00e9\u2028"):
    with open(f"hostile/{name}.lab", "w", encoding="utf-8") as f:
        f.write(script)
with open("hostile/talk.py", "w", encoding="utf-8") as f:
    f.write("""#!/usr/bin/env python3
import os, sys
out = b"\\0 \\x1b[31mred \\x1b]0;title\\x07 \\xff\\xfe \\xc0\\x80 \\xed\\xa0\\x80 ]]></failure></testsuites>"
os.write(1, b"  ---\\nBail out!\\n1..3\\n" + b"]]>" * 15000 + b"\\nnot ok 99\\n" + out + b"\\n")
sys.exit(7)
""")
os.chmod("hostile/talk.py", 0o755)
END
python3 "$work/hostile.py"
forms hostile 1 ./hostile
read_by hostile 1
try "nothing is taken for another test" 0 '^3 ?$' grep -cE '^(not )?ok ' "$work/hostile.tap"
forms hostile-student 1 --client hostile/talk.py linger/01
read_by hostile-student 1
try "what it said is in the grade, made harmless" 0 'red' grep -o '.x1b.31mred' "$work/hostile-student.grade"

# ---- exit status, and the wrong end ----

try "nothing can be written there" 1 '/dev/full: ENOSPC' "$lab" run --gradescope /dev/full --quiet linger/02
try "on standard output, and nothing else there" 0 '^\{ "output": "1 of 1 scenarios' "$lab" run --gradescope - linger/02
try "annotations beside the script" 1 "^::error file=.*linger/02-rst.lab,title=linger/02-rst - fail::" "$lab" run --annotations - --client "$root/tests/students/exits.sh" linger/02
try "a program that cannot be run is no grade" 2 'no such file' "$lab" run --client none --gradescope "$work/none.grade" linger/02
[ ! -e "$work/none.grade" ] || fault "a grade for nothing"
conclude
