#!/bin/sh
# A question gets its answer in one command, on one screen, from a tree in which nothing was played yet; words find it; and
# what was played by another version, or by another script, is not taken for the answer.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3
bound=120
copy_tree "$work/tree"
cd "$work/tree"

skips='there is no record of it here'
try "before anything was played" 0 "not played.*linger/02-rst.*$skips" build/lab claims linger-zero-skips-time-wait
try "a claim's scenarios, played" 0 'qualified .*linger-zero-skips-time-wait' \
	build/lab claims --play linger-zero-skips-time-wait
[ -s build/runs/linger/02-rst/result.json ] || skip "no scenario can be run here"
[ "$(echo build/runs/*/*)" = "build/runs/linger/02-rst build/runs/linger/03-too-late-for-rst" ] ||
	fault "it has played something else: $(echo build/runs/*/*)"

# ---- one screen ----

# screen.py COMMAND...: what it says on a terminal of 80 columns and 24 lines; a line that is broken counts twice
cat >"$work/screen.py" <<'END_PY'
import fcntl, os, pty, re, struct, sys, termios

pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while True:
    try:
        piece = os.read(fd, 65536)
    except OSError:
        piece = b""
    if not piece:
        break
    said += piece
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
lines = re.sub(r"\x1b\[[0-9;]*m", "", said.decode()).replace("\r", "").rstrip("\n").split("\n")
print("\n".join(lines))
rows = sum(max(1, -(-len(line) // 80)) for line in lines)
print(f"rows {rows}" + (": more than a screen, with the prompt" if rows > 23 else ""))
sys.exit(status)
END_PY
said_of() {
	try "$1" 0 "$2" python3 "$work/screen.py" build/lab claims "$3" "$4" "$5" "$6"
	says_not "$1: one screen" 'more than a screen'
}
said_of "SO_LINGER 0 TIME_WAIT: the answer comes first" \
	'^qualified +linger-zero-skips-time-wait .*holds +linger/02-rst.* [um]s after close\(\): client > server R\. 6:6\(0\)' \
	SO_LINGER 0 TIME_WAIT --all
try "its evidence: what else could have come" 0 'with --linger off in place of --linger 0: a FIN came' \
	build/lab claims linger-zero-sends-rst
try "what never came" 0 'a RST came; no client > server R\[\.\] to the end of the run' \
	build/lab claims linger-zero-sends-rst
try "its circumstances" 0 'Linux [0-9]+\.[0-9]+[^ ]*, 20[0-9-]+, world loopback' build/lab claims linger-zero-sends-rst
try "the audit" 0,1 '' build/lab claims --audit
says_not "nothing of a scenario that was not played" 'no control fails first'

# ---- found by words ----

try "an errno's message" 0 'sigpipe-write-' build/lab claims --all broken pipe
try "another" 0 'EADDRINUSE|reuseaddr-' build/lab claims --all address already in use
try "and another" 0 'ECONNRESET|so-error|keepalive-rst' build/lab claims --all connection reset by peer
try "a state" 0 'TIME_WAIT' build/lab claims --all TIME_WAIT
try "an option" 0 'keepalive-' build/lab claims --all TCP_USER_TIMEOUT
try "as Markdown" 0 '^# linger-zero-skips-time-wait .*\*\*qualified' \
	build/lab claims --markdown - linger-zero-skips-time-wait

# ---- what is no answer ----

sed -i 's/"version": *2/"version": 1/' build/runs/linger/02-rst/result.json
try "a result of another version: what to do" 0 '1 result was made by another version of lab: run .* again' \
	build/lab claims linger-zero-skips-time-wait
try "it is not misread" 0 'linger-zero-skips-time-wait .*missing.*linger/02-rst' build/lab claims linger-zero-skips-time-wait
try "played again" 0 'qualified: holds in 1 case, fails in 1 ' build/lab claims --play linger-zero-skips-time-wait
sed -i 's/^client exits 0/client exits  0/' labs/linger/02-rst.lab
try "another blank in the script" 0 'qualified: holds in 1 case, fails in 1 ' build/lab claims linger-zero-skips-time-wait
sed -i '/^client exits/d' labs/linger/02-rst.lab
try "another script" 0 'linger/02-rst.*the script is another since it was played' \
	build/lab claims linger-zero-skips-time-wait

# ---- for programs ----

try "JSON" 0 '' build/lab run --quiet --json "$work/result.json" linger/03
python3 - "$work/result.json" <<'END_PY' || fault "JSON: the claims are not as they should be"
import json, sys

r = json.load(open(sys.argv[1]))
assert r["version"] == 2, r["version"]
(claim,) = [c for c in r["claims"] if c["id"] == "linger-zero-skips-time-wait"]
cases = {c["scenario"]: c for c in claim["cases"]}
assert claim["verdict"] == "refuted" and claim["shown"] == 1 and claim["of"] == 2, claim["verdict"]
assert "linger/02-rst" in claim["missing"]
assert cases["linger/03-too-late-for-rst"]["shown"] is True
assert cases["linger/02-rst"]["shown"] is False and cases["linger/02-rst"]["why"]
END_PY
conclude
