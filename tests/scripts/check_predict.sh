#!/bin/sh
# `lab predict` and `lab run --script`: nothing of the outcome is seen before the reveal, answers from a file are graded by
# what comes, faulty ones are told, and who plays at a terminal can err, stop and interrupt.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3

copy_tree "$work/tree"
cd "$work/tree"

# ---- the sheet ----
try "the sheet of all scenarios" 0 '' build/lab predict --sheet
cp "$said" sheet
status=0
python3 - >"$work/leaks" <<'END' || status=$?
import glob, os, re, sys

with open("sheet", encoding="utf-8") as file:
    parts = dict((part.split(None, 1)[0], part) for part in file.read().split("\n# ---- ")[1:])
bad = 0
for path in sorted(glob.glob("labs/*/*.lab")):
    lab, name = path.split("/")[1], os.path.basename(path)[:-4]
    part = parts.get(lab + "/" + name.split("-")[0])
    if part and "left out, as it is not played on this machine" in part.split("\n")[0]:
        continue
    if not part or f"{lab}/{name.split('-')[0]} 1:\n" not in part:
        print(f"{path}: no question")
        bad += 1
        continue
    flat = " ".join(part.replace("\n#", " ").split())
    shown = [line.strip("# ") for line in part.split("\n")]
    secrets = [name]
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    # What is said of a program, or it is told, may be a comment's words too; what a step shows, a later star's.
    innocent = open(f"labs/{lab}/programs.txt", encoding="utf-8").read()
    innocent += "".join(line.split(" #")[0] for line in lines if re.match("(start|type) ", line))
    plain = [line.split(" #")[0].strip() for line in lines if not line.startswith("*")]
    for line in lines:
        if line.startswith("title"):
            secrets.append(line[5:].strip())
        elif line.startswith("claim"):
            secrets.append(line.split()[1])
            secrets += re.findall(r'"((?:[^"\\]|\\.)+)"', line)
        elif line.startswith("control"):
            continue
        else:
            comment = re.search(r"\s#\s*(\S+\s.*)$", line)
            if comment and comment.group(1) not in innocent:
                secrets.append(comment.group(1))
            if line.startswith("*"):
                starred = re.sub(r"^\*[0-9,]*\s+(\+\S+\s+)?", "", line).split(" #")[0].strip()
                if starred not in plain and starred in shown:
                    print(f"{path}: the sheet shows the starred line: {starred}")
                    bad += 1
    for secret in secrets:
        if " ".join(secret.split()) in flat:
            print(f"{path}: the sheet shows: {secret}")
            bad += 1
sys.exit(bad != 0)
END
if [ $status = 0 ]; then ok "shows no title, claim, comment, file name or starred line"; else fault "the sheet tells too much" && quote "$work/leaks"; fi

# ---- answers from a file ----
printf '# ours\nlinger/02 1: RST   # sure\nlinger/02 2: nothing\nlinger/02 3: a\n\nlinger/01 1: RST\n' >mixed
sed '/linger\/01/d; s/3: a/3: CLOSED/' mixed >right
try "all answers right" 0 'linger/02: 3 of 3' build/lab predict --answers right --json result.json
try "one wrong, three open" 1 'wrong.*FIN, not RST.*frame [0-9]+: client > server F\..*all: [0-9] of 7' build/lab predict --answers mixed
try "the ladder is drawn" 1 'linger/02-rst.*aborts the connection.*linger/01-fin' build/lab predict --answers mixed
if python3 -c '
import json
r = json.load(open("result.json"))
q = r["scenarios"][0]["questions"]
assert r["points"] == r["of"] == 3 and r["scenarios"][0]["scenario"] == "linger/02"
assert [one["observed"] for one in q] == [one["given"] for one in q] == ["RST", "nothing", "CLOSED"]
assert all(one["right"] and one["evidence"] for one in q)'; then ok "the result as JSON"; else fault "result.json" && quote result.json; fi
try "a sheet left blank" 1 '0 of 3' sh -c 'build/lab predict --sheet linger/02 >blank; build/lab predict --answers blank'

# ---- one that is no answer costs its own question only; a sheet is filled in as it is printed ----
printf 'linger/02 1: f) RST\nlinger/02 2: \033[31mEFOO\nlinger/02 3: B\n' >refused
try "no such answer is told, with the choices" 1 'refused:2: "\\x1b\[31mEFOO" is no answer.* d\) nothing +e\)' build/lab predict --answers refused --json refused.json
try "and the others count" 1 '1 +right.*2 +wrong.*nothing.*EFOO", in line 2, is none of the answers.*3 +right.*2 of 3' build/lab predict --answers refused
if python3 -c '
import json
q = json.load(open("refused.json"))["scenarios"][0]["questions"]
assert [one["points"] for one in q] == [1, 0, 1] and [one["right"] for one in q] == [True, False, True]
assert q[1]["given"] is None and "EFOO" in q[1]["refused"] and q[0]["refused"] is None'; then ok "the same as JSON"; else fault "refused.json" && quote refused.json; fi

faulty() {
	printf '%s\n' "$2" >faulty
	try "$1" 2 "$3" build/lab predict --answers faulty
}
faulty "no colon" 'linger/02 1 RST' 'faulty:1: expected LAB/NN QUESTION: ANSWER'
faulty "no number" 'linger/02: RST' 'faulty:1: expected LAB/NN QUESTION: ANSWER'
faulty "no such question" 'linger/02 9: RST' 'faulty:1: question 9: linger/02 has 3'
faulty "all faults at once" "$(printf 'linger/02 9: RST\nNobody\nlinger/02 2: EFOO')" 'faulty:2: expected.*faulty:1: question 9.*faulty:3: "EFOO" is no answer'
faulty "answered twice" "$(printf 'linger/02 1: RST\nlinger/02 1: FIN')" 'faulty:2: .*already, in line 1'
faulty "no such scenario" 'linger/99 1: RST' "no lab, scenario or file 'linger/99'"
faulty "nothing in it" '# nothing' 'no answer in it'
try "no such file" 2 'nowhere: ENOENT' build/lab predict --answers nowhere
try "nothing asked for" 2 'usage' build/lab predict
printf 'title x\nrequires program no-such-program\nstart client = exec true\n* client exits 0\n' >cannot.lab
try "no question about what cannot be played" 4 'cannot is skipped, as .*requires the program no-such-program' build/lab predict cannot.lab </dev/null
if grep -q '1\. ' "$said"; then fault "a question was asked"; else ok "none was asked"; fi
try "it is left out of a sheet" 0 '1 of 2 are left out.*cannot +\(left out, as .*# requires the program' build/lab predict --sheet cannot.lab linger/02
if grep -q 'cannot 1:' "$said"; then fault "a question is in the sheet"; else ok "none is in it"; fi
try "all skipped" 4 'cannot be graded: skip' sh -c 'echo "cannot.lab 1: a" >skipped; build/lab predict --answers skipped'
printf 'title x\nstart client = exec true \033]0;x\007 \377\n* client exits 0\ncontrol start client = exec false\n' >hostile.lab
try "a hostile script" 0,1,2 '' sh -c 'echo a | build/lab predict hostile.lab'
if grep -q "$(printf '\033')" "$said"; then fault "an escape of the script reached the terminal"; else ok "nothing breaks out"; fi

# ---- a script of one's own ----
mkdir mine
printf 'title x\nstart server\nstart client --linger 0\nclient > server S\nserver > client S.\nclient > server P.\n* client > server R. 6:6(0) ack 1\ncontrol start client --linger off\n' >mine/rst.lab
try "an answer to a lab" 0 '02-rst.lab starts the same; of its 4 starred lines this one has 1 .*has not line' \
	build/lab run --runs other --script mine/rst.lab linger
sed 's/R\. 6/F. 6/' mine/rst.lab >mine/fin.lab
sed 's/--linger/-l/' mine/rst.lab >mine/letters.lab
try "with the letters of before it is the same answer" 0 'linger/02-rst.lab starts the same; of its [0-9]+ starred lines this one has 1' \
	build/lab run --runs other --script mine/letters.lab linger/02
try "a wrong one" 1 'verdict fail' build/lab run --runs other --script mine/fin.lab linger
try "an answer to a scenario, with names of its own" 0 'verdict pass .*02-rst.lab starts the same' \
	sh -c 'sed "s/^start client/start me = client/; s/^control start client/control start me = client/; s/client >/me >/; s/> client/> me/" mine/rst.lab >mine/me.lab
	exec build/lab run --runs other --script mine/me.lab linger/02'
try "an answer to another scenario is none, though it holds" 1 'verdict fail no answer to linger/01: that does .start client. \(.*01-fin.lab:[0-9]+\)' \
	build/lab run --runs other --script mine/rst.lab --gradescope answer.grade --json answer.json linger/01
says_not "what is no answer is not compared" 'compared|controls'
try "and it gets no point" 0 '"score": 0.0' cat answer.grade
try "nor a pass" 0 '"verdict": "fail"' cat answer.json
try "a folder for a script of one's own" 2 'mine: this is a folder; give one script, as mine/mine.lab' build/lab run --script mine linger/02
awk '/^## A scenario/ { here = 1 } here && /^```/ { n++; next } n == 1' notes/lab-language.md >mine/example.lab
try "the example of notes/lab-language.md holds" 0 '02-rst.lab starts the same; of its 4 starred lines this one has 2' \
	build/lab run --runs other --script mine/example.lab linger/02
try "without a control nothing is shown, as it says" 1 'inconclusive no control: nothing has been shown .*not shown' \
	sh -c 'grep -v ^control mine/example.lab >mine/no-control.lab; exec build/lab run --runs other --programs linger mine/no-control.lab'
try "whose programs" 0 '1 holds' build/lab run --brief --runs other --programs linger mine/rst.lab
try "no such lab" 2 "no lab 'lingo'" build/lab run --script mine/rst.lab lingo
try "no lab said" 2 'expected one LAB' build/lab run --script mine/rst.lab
try "no such script" 2 'ENOENT' build/lab run --script mine/none.lab linger

# ---- at a terminal ----
rm -rf build/runs
status=0
timeout -k 5 60 python3 "$root/tests/support/drive_predict.py" >"$said" 2>&1 || status=$?
if [ $status = 0 ]; then ok "played at a terminal"; else fault "at a terminal: status $status"; fi
quote "$said" 60
conclude
