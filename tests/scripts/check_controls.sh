#!/bin/sh
# A verdict could have gone the other way: the program without the line that matters, a script with anything in it
# changed, a program that sends one segment too many, a script without a control or with one that changes nothing: none
# of them passes, and each is told in words that a student understands.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3 cc
compile() { cc -std=gnu11 -D_GNU_SOURCE -I. -o "$@"; }

copy_tree "$work/tree"

# ---- the interesting line deleted ----

without=$work/tree/labs/linger/client.c
sed '/Setsockopt(.*SO_LINGER/d' labs/linger/client.c >"$without"
cmp -s labs/linger/client.c "$without" && fault "labs/linger/client.c has no line with Setsockopt() and SO_LINGER"
compile "$work/tree/build/labs/linger/client" "$without" common/net.c
try "a client without setsockopt()" 1 'instead client > server F\. .*perhaps .*FIN where RST was expected: was SO_LINGER' \
	env -C "$work/tree" build/lab run linger/02
says_not "and it shows nothing" 'linger-zero-sends-rst +(holds|confirmed|qualified)'
cp "$build/labs/linger/client" "$work/tree/build/labs/linger/client"

# scenario | source | what sed does to it | what must be said
cat >"$work/deleted" <<'END'
keepalive/03|keepalive/pending|/sigaction(SIGIO/d|expected client: rt_sigaction\(SIGIO
keepalive/03|keepalive/pending|/F_SETOWN/d|expected client: fcntl\(F_SETOWN
keepalive/03|keepalive/pending|/O_ASYNC/d|expected client: fcntl\(F_SETFL, ...ASYNC...\)
keepalive/03|keepalive/pending|s/POLLIN . POLLPRI . POLLRDHUP/0/|instead client: poll\(.*events=0
crash/10|crash/server|s/WNOHANG/0/|instead server: wait4\(-1\) <unfinished \.\.\.>
crash/10|crash/server|s/SA_RESTART/0/|instead nothing: server had exited with status 1
crash/16|crash/step|/SIGPIPE/d|instead nothing: client had died of SIGPIPE
sigpipe/34|sigpipe/async|/sigaction(SIGIO/d|instead nothing: client had died of SIGIO
sigpipe/34|sigpipe/async|/F_SETOWN, getpid/d|expected client: --- SIGIO ---
sigpipe/34|sigpipe/async|/O_ASYNC/d|expected client: --- SIGIO ---
sigpipe/35|sigpipe/async|/setpgid/d|expected client.1: --- SIGIO ---
sigpipe/35|sigpipe/async|s/-group/group/|expected client.2: --- SIGIO ---
sigpipe/37|sigpipe/async|/sigaction(SIGUSR1/d|instead nothing: client had died of SIGUSR1
sigpipe/37|sigpipe/async|/F_SETSIG/d|expected never client: --- SIGIO ---
END
while IFS='|' read -r scenario program change pattern; do
	sed "$change" "labs/$program.c" >"$work/tree/labs/$program.c"
	cmp -s "labs/$program.c" "$work/tree/labs/$program.c" && fault "labs/$program.c: sed $change changes nothing"
	compile "$work/tree/build/labs/$program" "$work/tree/labs/$program.c" common/net.c
	try "$scenario with $program.c after sed $change" 1 "$pattern" \
		env -C "$work/tree" build/lab run --no-control "$scenario"
	cp "$build/labs/$program" "$work/tree/build/labs/$program"
done <"$work/deleted"

# ---- the script changed ----

# Scripts of a lab "linger" outside the tree: they find its programs.
mkdir "$work/linger"
cat >"$work/linger/rst.lab" <<'END'
title    close() aborts the connection with a RST
claim    linger-zero-sends-rst  holds
start server
start client --linger 0
client > server  S  0:0(0)
server > client  S. 0:0(0) ack 1
client > server  P. 1:6(5) ack 1
client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0
client: close() = 0
* client > server  R. 6:6(0) ack 1
server: read() = -1 ECONNRESET
client exits 0
state client CLOSED
control start client --linger off
END
cat >"$work/linger/fin.lab" <<'END'
title    close() sends a FIN
claim    close-sends-fin  holds
start server
start client
client > server  S  0:0(0)
server > client  S. 0:0(0) ack 1
client > server  P. 1:6(5) ack 1
client: close() = 0
* client > server  F. 6:6(0) ack 1
server: read() = 5
server: read() = 0
server > client  F. 1:1(0) ack 7
client exits 0
state client TIME_WAIT
control start client --linger 0
END

# name | script | what sed does to it | the line that must be named | a pattern of the reason
cat >"$work/changes" <<'END'
a-rst-for-fin|rst|10s/R\./F./|10|flags R. where F. was expected
a-fin-for-rst|fin|9s/F\./R./|9|flags F. where R. was expected
a-push-forgotten|fin|7s/P\./. /|7|flags
a-length|fin|7s/1:6(5)/1:7(6)/|7|1:6
a-sequence-number|fin|9s/6:6/7:7/|9|6:6
an-acknowledgement|fin|12s/ack 7/ack 6/|12|ack 7
a-window|fin|5s/$/ win 1/|5|win
an-option|fin|5s/$/ <mss 1460,...>/|5|mss
a-mark|fin|9s/$/ retransmission/|9|retransmission
a-direction|fin|12s/server > client/client > server/|12|server > client
a-segment-deleted|fin|7d|8|P. 1:6(5)
a-segment-added|fin|9a server > client  R. 1:1(0) ack 7|10|F. 1:1
a-segment-twice|fin|9p|10|
a-datagram-added|fin|7a client > server  UDP 5|8|F. 6:6
an-errno|rst|11s/ECONNRESET/EPIPE/|11|ECONNRESET
a-result|fin|10s/= 5/= 6/|10|another result
a-call|fin|8s/close()/shutdown(SHUT_WR)/|8|shutdown
a-calls-argument|rst|8s/l_linger=0/l_linger=1/|8|l_linger=0
a-duration|fin|8s/$/ takes 1s/|8|
an-exit-status|fin|13s/0/1/|13|exit
an-end-by-a-signal|fin|13s/exits 0/dies SIGKILL/|13|exit
a-state|fin|14s/TIME_WAIT/CLOSED/|14|TIME_WAIT
another-state|rst|13s/CLOSED/TIME_WAIT/|13|
END
while IFS='|' read -r name script change line reason; do
	sed "$change" "$work/linger/$script.lab" >"$work/linger/$name.lab"
done <"$work/changes"

sed '12d' "$work/linger/fin.lab" >"$work/linger/the-last-segment-deleted.lab"
sed '9i never server: close()' "$work/linger/fin.lab" >"$work/linger/a-never.lab"
sed '9i never server > client  F.' "$work/linger/fin.lab" >"$work/linger/a-never-segment.lab"

# The kernel's table is read for this line alone.
sed '/^state/d; 9i never state client TIME_WAIT' "$work/linger/fin.lab" >"$work/linger/a-never-state.lab"

# ---- one thing too many on the wire, which no line names ----

cat >"$work/linger/extra.c" <<'END'
/* Sends "hello" and closes, and does one thing besides. */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in server = { .sin_family = AF_INET };

static int dial(int kind)
{
	int fd = socket(AF_INET, kind, 0);

	connect(fd, (struct sockaddr *)&server, sizeof(server));
	return fd;
}

int main(int argc, char **argv)
{
	const struct linger abort = { 1, 0 };
	const char *what = argc > 1 ? argv[1] : "";
	int fd;

	server.sin_port = htons(9877);
	inet_pton(AF_INET, "127.0.0.2", &server.sin_addr);
	fd = dial(SOCK_STREAM);
	if (strcmp(what, "nothing") != 0)
		write(fd, "hello", 5);
	if (strcmp(what, "data") == 0)
		write(fd, "!", 1);
	if (strcmp(what, "urgent") == 0)
		send(fd, "!", 1, MSG_OOB);
	if (strcmp(what, "datagram") == 0)
		write(dial(SOCK_DGRAM), "!", 1);
	if (strcmp(what, "connection") == 0)
		dial(SOCK_STREAM);
	if (strcmp(what, "refused") == 0) {
		server.sin_port = htons(9);
		dial(SOCK_STREAM);
	}
	if (strcmp(what, "rst") == 0 || strcmp(what, "both") == 0)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
	if (strcmp(what, "both") == 0)
		shutdown(fd, SHUT_WR);
	close(fd);
	return 0;
}
END
compile "$work/linger/extra" -w "$work/linger/extra.c"
extras="plain nothing data urgent datagram connection refused rst both"
for what in $extras; do
	sed "s/^start client.*/start client = extra $what/; s/^control.*/control start client = extra rst/" \
		"$work/linger/fin.lab" >"$work/linger/extra-$what.lab"
done
sed 's/^start client.*/start client = extra both/; 8d' "$work/linger/rst.lab" >"$work/linger/extra-fin.lab"
# The control must be another one where that is what is tested; its own does not matter there.
sed 's/^control.*/control start client = extra plain/' "$work/linger/extra-rst.lab" >"$work/linger/x" &&
	mv "$work/linger/x" "$work/linger/extra-rst.lab"

# ---- controls ----

sed '/^control/d' "$work/linger/rst.lab" >"$work/linger/no-control.lab"
sed 's/^control.*/control start client --linger 0 --write 5/' "$work/linger/rst.lab" >"$work/linger/idle-control.lab"
sed 's/^control.*/control start client --linger 0 --write 4/' "$work/linger/rst.lab" >"$work/linger/early-control.lab"

# All of them side by side; then one by one what came of it.
try "scripts that do not hold" 1 '' "$LAB" run --quiet --runs "$work/runs" --json "$work/all.json" "$work"/linger/*.lab
cat >"$work/reason.py" <<'END'
import json, sys

for s in json.load(open(sys.argv[1]))["scenarios"]:
    if s["name"] == sys.argv[2]:
        shown = all(claim["shown"] for claim in s["claims"])
        print(f"{s['verdict']}{' shown' if shown else ''}: {s['reason']}")
END
# came NAME PATTERN
came() {
	reason=$(python3 "$work/reason.py" "$work/all.json" "$1")
	if printf '%s\n' "$reason" | grep -qE -e "$2"; then ok "$1: $reason"; else fault "$1: $reason (expected: $2)"; fi
}
came rst '^pass shown: $'
came fin '^pass shown: $'
came extra-plain '^pass shown: $'
while IFS='|' read -r name script change line reason; do
	came "$name" "^fail: line $line expects .*$(printf '%s' "$reason" | sed 's/[().]/\\&/g')"
done <"$work/changes"
came the-last-segment-deleted '^fail: no line of the script names this: server > client  F\. 1:1\(0\) ack 7'
came a-never '^fail: line 9 says .never server: close\(\)., and there was server: close'
came a-never-segment '^fail: line 9 says .*, and there was server > client  F\. 1:1'
came a-never-state '^fail: line 9 says .never state client TIME_WAIT., and there was state client TIME_WAIT'
came extra-nothing '^fail: line 7 expects'
came extra-data '^fail: line 9 expects .*6:7\(1\)'
came extra-urgent '^fail: line 9 expects .*6:7\(1\)'
came extra-datagram '^fail: .*UDP 1'
came extra-connection '^fail: .*S  ?0:0'
came extra-refused '^fail: .*S  ?0:0'
came extra-rst '^fail: line 9 expects .*R\.'
came extra-fin '^fail: line 9 expects .*R\. .* instead: client > server  F\. 6:6'
# After shutdown() a close() with SO_LINGER {on, 0} may still send a RST: the peer's FIN decides which it is.
came extra-both '^(pass shown: $|fail: .*R\.)'
came no-control '^inconclusive: no control: nothing has been shown'
# shellcheck disable=SC2016 # the backquotes are the message's
came idle-control '^fail: the control `start client --linger 0 --write 5` held as well'
# shellcheck disable=SC2016
came early-control '^fail: the control `start client --linger 0 --write 4` failed, but not at a starred line'
conclude
