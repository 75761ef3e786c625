#!/bin/sh
# A program of the reader's own in place of the lab's: as ours or not, what a teacher says then, and that it proves nothing.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
PATH=/usr/bin:/bin:$PATH # where python3 is a wrapper it takes a second to start under strace

copy_tree "$work/tree"
cp -R tests/students "$work/tree/"
cd "$work/tree"
lab=build/lab
sh=$(command -v sh)

try "ours, to compare with" 0,4 '' "$lab" run --quiet linger/01 linger/02 linger/08
[ "$status" = 0 ] || skip "the lab cannot run here"
"$lab" claims linger-zero-sends-rst >"$work/claim.before" 2>&1 || true

# ---- as ours ----

try "a client in Python does as ours" 0 '5 of 5 as ours · 1 skipped' \
	"$lab" run --brief --client students/good.py --json "$work/good.json" linger/01 linger/02 linger/08 linger/10 linger/20 linger/28
try "a sorting server in Python, steered by its standard input" 0 '3 as ours' \
	"$lab" run --brief --server students/sorter.py shutdown/01 shutdown/28 shutdown/38
sed '/^ *sys.stdin.readline/s/sys.*/pass/' students/sorter.py >students/hasty.py
chmod +x students/hasty.py
try "and one that waits for no line" 1 'your server has gone ahead: ours waits for a line' \
	"$lab" run --brief --server students/hasty.py shutdown/01
try "what has no part in it is told" 4 "the lab's client has no part in it" "$lab" run --brief --client students/good.py linger/20
try "our own programs do as ours, each in its labs' worlds" 0 '4 as ours' "$lab" run --brief \
	--client "$PWD/build/labs/crash/client" --server build/labs/crash/server crash/01 crash/10 crash/27 crash/49
mkdir "$work/it's # a \"folder\""
cp students/good.py "$work/it's # a \"folder\"/my client"
try "blanks, quotes and # in its path" 0 '1 as ours' "$lab" run --brief --client "$work/it's # a \"folder\"/my client" linger/02
try "arguments of one's own" 1 'your client sent a RST: it had set SO_LINGER \{on, 0 s\}' \
	"$lab" run --brief --client students/good.py --client-args "'--linger' \"0\"" linger/01

# ---- what a teacher says ----

try "SO_LINGER forgotten" 1 'your client sent a FIN: .* never calls setsockopt\(SO_LINGER\)' \
	"$lab" run --brief --client students/forgets_linger.py linger/02
says_not "a lesson names nothing that it should have replaced" '@[a-z]'
try "the whole story has the comparison, too" 1 'beside ours calls setsockopt\(SO_LINGER, \{l_onoff=1, l_linger=0\}\) before write\(\); yours does not' \
	"$lab" run --client students/forgets_linger.py linger/02
try "fewer bytes" 1 'closed before it had sent all that ours sends: does it do what its arguments say \(--write 10000 --linger 30\)' \
	"$lab" run --brief --client students/forgets_linger.py linger/08
try "never closed" 1 'your client never closes \(it is in recvfrom\(\)\)' "$lab" run --brief --client students/never_closes.py linger/01
try "exits at once" 1 'your client ended with status 3 before it had a connection.*client said|client said.*your client ended with status 3' \
	"$lab" run --brief --client students/exits.sh linger/01
try "a server without SO_REUSEADDR" 1 'your server never calls setsockopt\(SO_REUSEADDR\)' \
	"$lab" run --brief --server students/plain_server.py reuseaddr/01
student() {
	printf '#!/usr/bin/env python3\nimport socket, sys, time\n' >"students/$1"
	cat >>"students/$1"
	chmod +x "students/$1"
}
student address.py <<'END'
socket.create_connection(("127.0.0.1", 9877))
END
try "the wrong address" 1 'connects to 127.0.0.1 port 9877; the server listens on 127.0.0.2 port 9877' \
	"$lab" run --brief --client students/address.py linger/01
student leaves.py <<'END'
s = socket.create_connection(("127.0.0.2", 9877))
sys.stdin.readline()
END
try "closes instead of writing" 1 'your client closed and had sent nothing' \
	"$lab" run --brief --client students/leaves.py sigpipe/02
student buffer.py <<'END'
s = socket.create_connection(("127.0.0.2", 9877))
f = s.makefile("w")
f.write("hello")
s.recv(1)
END
try "bytes left in a buffer" 1 'sent nothing.*when that is flushed' "$lab" run --brief --client students/buffer.py linger/01
student keyboard.py <<'END'
s = socket.create_connection(("127.0.0.2", 9877))
s.sendall(10000 * b"x")
s.recv(1)
s.recv(100)
END
try "the keyboard not read, and typed when it has ended" 1 'a line was typed for your client, which had exited with status 0 by then: ours waits there' \
	"$lab" run --brief --client students/keyboard.py linger/05
# What it did before the action is the divergence, though by then there is nobody left whom the action is about.
student at_once.py <<'END'
s = socket.create_connection(("127.0.0.2", 9877))
s.sendall(b"hello")
s.close()
END
for play in 1 2 3; do
	try "closes before the server's child is to be killed ($play)" 1 \
		'no line of the script names this: client > server P. 1:6\(5\) ack 1 .*no line of the script names this: client > server P. 1:6\(5\) ack 1 .*2 differ' \
		"$lab" run --brief --client students/at_once.py crash/01 crash/12
done
try "dead of an error before the line is typed" 1 'exited with status 1 by then \(the last call of its socket that failed: connect\(\), ECONNREFUSED\)' \
	"$lab" run --brief --client students/keyboard.py sigpipe/17
student pipe.py <<'END'
s = socket.create_connection(("127.0.0.2", 9877))
for line in sys.stdin:
    try:
        s.send(b"hello")
    except OSError:
        pass
END
try "SIGPIPE, which Python ignores" 1 'something ignores SIGPIPE' "$lab" run --brief --client students/pipe.py sigpipe/02
cat >"$work/nothing.c" <<'END'
int main(void) { __builtin_trap(); }
END
if ${CC:-cc} -o students/trap "$work/nothing.c" 2>/dev/null; then
	try "killed by a signal" 1 'your client was killed by SIG(ILL|TRAP)' "$lab" run --brief --client students/trap linger/01
fi

# ---- it proves nothing ----

"$lab" claims linger-zero-sends-rst >"$work/claim.after" 2>&1 || true
try "the claims are as before" 0 '' cmp "$work/claim.before" "$work/claim.after"
try "its record lies apart" 0 '' test -f build/own/linger/02-rst/wire.pcapng
cat >"$work/no_claim.py" <<'END'
import json
import sys

result = json.load(open(sys.argv[1]))
assert not result["claims"]
assert not any(s["claims"] for s in result["scenarios"])
assert sum(s.get("yours", False) for s in result["scenarios"]) == 5
END
try "the result makes no claim" 0 '' python3 "$work/no_claim.py" "$work/good.json"
try "the verdict again, from the record" 1 '1 differs' "$lab" judge build/own/linger/02-rst
try "no place among ours" 2 'there are the records of our programs' "$lab" run --runs build/runs --client students/good.py linger/01

# ---- what cannot be run ----

try "no such program" 2 'lab run: --client students/none: no such file' "$lab" run --client students/none linger/01
try "a folder" 2 'not a file that could be executed' "$lab" run --client students linger/01
cp students/good.py students/plain
chmod -x students/plain
try "not executable" 2 'may not be executed: chmod \+x students/plain' "$lab" run --client students/plain linger/01
echo 'int main(void);' >students/text
chmod +x students/text
try "neither program nor script" 2 'its first line should be, for example, #!' "$lab" run --client students/text linger/01
printf '#!%s/none -u\n' "$work" >students/text
try "an interpreter that is not there" 2 'first line says #!.*none, which is not there' "$lab" run --client students/text linger/01
try "arguments of nobody" 2 '\-\-server-args: whose\?' "$lab" run --client "$sh" --server-args x linger/01
try "an open quote" 2 'the quote that begins here is not closed' "$lab" run --client "$sh" --client-args "-c 'x" linger/01
try "a line break in the arguments" 2 'a line break' "$lab" run --client "$sh" --client-args "a
b" linger/01

# ---- make ----

cd "$root"
try "make's CLIENT, with quotes in it" 0 "run --client './it'.''s' --client-args '-l \"0\"' +--brief linger" \
	"${MAKE:-make}" --no-print-directory -n lab-linger CLIENT="./it's" CLIENT_ARGS='-l "0"'
try "make's SERVER, of one scenario" 0 "run +--server './x' +linger/02" "${MAKE:-make}" --no-print-directory -n lab-linger SERVER=./x S=02
conclude
