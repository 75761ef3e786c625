/*
 * test_tutor.c - the likely cause of a failure: what the record supports is told, and what it does not is not. The stories
 * are those of our labs' programs with a line missing or wrong, as they were measured.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "common/tutor/tutor.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define WRITES                                                                                               \
	"0.2 client call write(3<c>, \"hello\", 5) = 5\n"                                                    \
	"0.2001 client > server P. 1:6 ack 1\n0.2002 server > client . 1:1 ack 6\n"
#define SHUTS(how)  "0.19 client call shutdown(3<c>, " how ") = 0\n"
#define CLOSES	    "0.21 client call close(3<c>) = 0\n"
#define KEEPS	    "0.12 client call setsockopt(3<c>, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0\n"
#define IDLE	    "0.121 client call setsockopt(3<c>, SOL_TCP, TCP_KEEPIDLE, [1], 4) = 0\n"
#define INTERVAL    "0.122 client call setsockopt(3<c>, SOL_TCP, TCP_KEEPINTVL, [1], 4) = 0\n"
#define PROBES	    "1.2 client > server . 0:0 ack 1\n1.201 server > client . 1:1 ack 1\n"
#define PROBE_LINES "client > server  . 0:0(0)  keep-alive probe\nserver > client  . 1:1(0)  probe answer\n"
#define BUFFER	    "0.0001 server call setsockopt(3<l>, SOL_SOCKET, SO_RCVBUF, [2304], 4) = 0\n"
#define GETS_EPIPE                                                                                           \
	"0.3 client call write(3<c>, \"x\", 1) = -1 EPIPE (Broken pipe)\n0.31 client enters read(0</dev/pts/0>, \n"

static const struct {
	const char *lines, *story, *at, *cause;
} told[] = {
	/* SHUT_WR replaced by SHUT_RD: the client goes on writing, or does nothing more. */
	{ "client > server  F. 1:1(0) ack 1\n", SHUTS("SHUT_RD") WRITES, "F. 1:1",
	  "the client called shutdown(SHUT_RD), which sends nothing" },
	{ "client > server  P. 1:6(5)\nclient > server  F. 6:6(0) ack 1\n", WRITES SHUTS("SHUT_RD"), "F. 6:6",
	  "the client called shutdown(SHUT_RD), which sends nothing" },
	{ "client > server  F. 1:1(0) ack 1\n", WRITES, "F. 1:1",
	  "data came before the FIN: the client has called neither close() nor" },
	{ "client > server  F. 1:1(0) ack 1\n", "0.19 client call close(3<c>) = 0\n" WRITES, "F. 1:1",
	  "did the client write more than" },
	{ "client > server  F. 1:1(0) ack 1\n", SHUTS("SHUT_RDWR"), "F. 1:1",
	  "data before it waits for the server's window" },
	{ "client > server  R. 1:1(0) ack 1\n", "", "R. 1:1", "the client has not closed the socket" },
	{ "client > server  R. 1:1(0) ack 1\n", CLOSES, "R. 1:1", "the connection had ended already" },
	{ "client > server  F. 1:1(0) ack 1\n",
	  "0.19 client call dup(3<c>) = 4<c>\n0.2 client call close(3<c>) = 0\n", "F. 1:1",
	  "another descriptor (fork, dup) still refers to the client's socket" },
	{ "client > server  R. 1:1(0) ack 1\n",
	  "0.19 client call dup(3<c>) = 4<c>\n0.2 client call close(3<c>) = 0\n", "R. 1:1",
	  "another descriptor (fork, dup) still refers to the client's socket" },

	/* A keep-alive option is missing. */
	{ PROBE_LINES, IDLE INTERVAL, "keep-alive probe", "SO_KEEPALIVE is not on at the client's end" },
	{ PROBE_LINES, KEEPS "0.2 client call setsockopt(3<c>, SOL_SOCKET, SO_KEEPALIVE, [0], 4) = 0\n",
	  "keep-alive probe", "SO_KEEPALIVE is not on at the client's end" },
	{ PROBE_LINES, KEEPS INTERVAL, "keep-alive probe", "the client has not set TCP_KEEPIDLE" },
	{ PROBE_LINES PROBE_LINES, KEEPS IDLE PROBES, "keep-alive probe",
	  "the client has not set TCP_KEEPINTVL" },
	{ PROBE_LINES "client > server  R. 1:1(0) ack 1  lost\n", KEEPS IDLE PROBES "1.3 cut\n", "R. 1:1",
	  "the client has not given up: it has not set TCP_KEEPINTVL" },
	{ PROBE_LINES "client: read() = -1 ETIMEDOUT\n",
	  KEEPS IDLE "0.2 client enters read(3<c>, \n" PROBES "1.3 cut\n", "ETIMEDOUT",
	  "the client has not given up: it has not set TCP_KEEPINTVL" },
	{ PROBE_LINES "server > client  R. 1:1(0)\n", KEEPS IDLE INTERVAL PROBES "1.3 cut\n", "R. 1:1",
	  "the link is cut or a host is down" },

	/* SO_RCVBUF is missing: no advice of a "data" line where there is one. */
	{ "client > server  data 1:4097\nclient > server  data 4097:6001\n",
	  "0.2 client > server P. 1:6001 ack 1\n", "data 1:4097", "the server has not set SO_RCVBUF" },
	{ "client > server  P. 1:6(5)\nserver > client  . ack 6 zero window\n", WRITES, "zero window",
	  "the server has not set SO_RCVBUF" },
	{ "client > server  P. 1:9(8) ack 1\n", WRITES, "P. 1:9", "\"data FIRST:END\" takes any number" },

	/* SIG_UNBLOCK is missing. */
	{ "client: --- SIGPIPE ---\n",
	  "0.2 client call rt_sigtimedwait([PIPE], NULL, {tv_sec=0, tv_nsec=0}, 8) = 13\n" GETS_EPIPE,
	  "SIGPIPE", "the client blocks SIGPIPE" },
	{ "client: --- SIGPIPE ---\n", GETS_EPIPE, "SIGPIPE", "the signal is blocked or ignored, or" },
	{ "client > server  P. 1:6(5)\nclient: --- SIGPIPE ---\n", WRITES, "SIGPIPE",
	  "comes only from a write() after the RST" },

	/* Another status is told by what was printed. */
	{ "client exits 2\n", "0.2 client exits 1\n", "exits 2",
	  "the client gave up; what it printed says why" },

	/* The end of a process, and what its kernel sends. */
	{ "client: --- SIGPIPE ---\n",
	  "0.2 client call rt_sigtimedwait([PIPE], NULL, {tv_sec=0, tv_nsec=0}, 8) = 13\n0.3 client exits 0\n",
	  "SIGPIPE", "the client blocks SIGPIPE" },
	{ "client: --- SIGPIPE ---\n",
	  "0.3 client call write(3<c>, \"x\", 1) = -1 EPIPE (Broken pipe)\n0.31 client exits 0\n", "SIGPIPE",
	  "the signal is blocked or ignored, or" },
	{ "client: --- SIGPIPE ---\n", "0.31 client exits 0\n", "SIGPIPE",
	  "comes only from a write() after the RST" },
	{ "client dies SIGPIPE\n", "0.31 client exits 0\n", "dies", "the program caught or ignored it" },
	{ "client dies SIGPIPE\n", "0.31 client exits 1\n", "dies", "the program caught or ignored it" },
	{ "client exits 0\n", "0.31 client exits 127\n", "exits 0", "is it installed?" },
	{ "client exits 0\n", "0.31 client killed SIGSEGV\n", "exits 0", "a signal ended the client" },
	{ "client: setsockopt(SOL_SOCKET, SO_KEEPALIVE, [1], ...) = 0\n", "0.31 client exits 0\n",
	  "SO_KEEPALIVE", "the client never set that option" },
	{ "client > server  R. 1:1(0) ack 1\n", WRITES, "R. 1:1",
	  "what TCP has sent already cannot be discarded" },
	{ "client > server  P. 1:6(5) ack 1\n", "0.2 client > server R. 1:1 ack 1\n", "P. 1:6",
	  "the connection was aborted before that data was sent" },
	{ "never client > server  R\n",
	  "0.19 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
	  "0.2 client > server R. 1:1 ack 1\n",
	  "", "the client had set SO_LINGER {on, 0}, and then close() sends a RST" },
	{ "client > server  UDP 5\n", "", "UDP 5", "no such datagram was sent" },
	{ "client > server  . 0:0(0)  zero-window probe\n", "", "zero-window",
	  "data that waits for a closed window" },

	{ "client > server  P. 1:6(5) ack 1\n",
	  "0.2 client > server P. 1:6 ack 1\n0.201 server > client . 1:1 ack 6 win 0\n0.5 client > server . 5:5 ack 1\n",
	  "", "asks whether the server has room again" },
	{ "client > server  S  lost\nserver > client  S. ack 1\n", "0.19 cut\n0.2 client#2 > server S\n",
	  "S. ack 1", "the SYN got no answer: the link is cut or a host is down" },

	/* What was cut is told where something was. */
	{ "client > server  S\nserver > client  S. ack 1\n", "0.2 client#2 > server S\n", "S. ack 1",
	  "it was lost, or the listener's backlog is full" },
	{ "client > server  P. 1:6(5)  lost\nserver > client  . ack 7\n", "0.19 cut\n" WRITES, "ack 7",
	  "the link is cut or a host is down" },
};

/* One call of the client, by what a line says of it and what strace wrote. */
static const struct {
	const char *line, *call, *cause;
} told_of_calls[] = {
	{ "read() <unfinished ...>", "read(3<c>, 0x7, 5) = -1 EHOSTUNREACH (No)", "which ends a connect()" },
	{ "read() = 5", "read(3<c>, 0x7, 5) = -1 EHOSTUNREACH (No)", "the router has answered with ICMP" },
	{ "read() <unfinished ...>", "read(3<c>, \"\", 5) = 0", "the peer's FIN had arrived" },
	{ "read() <unfinished ...>", "read(3<c>, 0x7, 5) = -1 EAGAIN (No)",
	  "the socket is non-blocking, or" },
	{ "read() <unfinished ...>", "read(3<c>, 0x7, 5) = -1 ECONNRESET (No)",
	  "had aborted the connection" },
	{ "read() = 5  takes 1s", "read(3<c>, \"hello\", 5) = 5", "the call did not have to wait so long" },
	{ "write() = -1 ECONNRESET", "write(3<c>, \"x\", 1) = -1 EPIPE (No)", "ECONNRESET is told once" },
	{ "write() = -1 EPIPE", "write(3<c>, \"x\", 1) = -1 ECONNRESET (No)",
	  "the first call after it gets" },
	{ "write() = -1 EPIPE", "write(3<c>, \"x\", 1) = 1", "write() still succeeds" },
	{ "read() = -1 ECONNRESET", "read(3<c>, \"\", 5) = 0", "with a FIN and not with a RST" },
	{ "read() = -1 ECONNRESET", "read(3<c>, \"hello\", 5) = 5",
	  "no RST had arrived when this was called" },
	{ "read() = 0", "read(3<c>, 0x7, 5) = -1 ECONNRESET (No)", "where a FIN was expected" },
	{ "read() = 5", "read(3<c>, 0x7, 5) = -1 ECONNRESET (No)",
	  "the peer had aborted the connection with a RST" },
	{ "read() = 5", "read(3<c>, \"\", 5) = 0", "the peer had closed: its FIN stands" },
	{ "write() = 5", "write(3<c>, \"x\", 1) = -1 EPIPE (No)", "nothing can be written any more" },
	{ "read() = 5", "read(3<c>, 0x7, 5) = -1 EAGAIN (No)",
	  "ran out before what the call waits for came" },
	{ "connect(4) = 0", "connect(4<c2>, <to>) = -1 ECONNREFUSED (No)", "nobody listens on that port" },
	{ "read() = 5", "read(3<c>, 0x7, 5) = -1 ETIMEDOUT (No)", "TCP gave up after its last" },
	{ "bind() = 0", "bind(4<c2>, <to>) = -1 EADDRINUSE (No)", "perhaps one in TIME_WAIT" },
	{ "close() = 0", "close(3) = -1 EBADF (No)", "that descriptor was closed before" },
	{ "read() = 5", "read(3<c>, 0x7, 5) = -1 EINTR (No)", "its handler was set without SA_RESTART" },
	{ "shutdown(SHUT_WR) = 0", "shutdown(3<c>, SHUT_WR) = -1 ENOTCONN (No)",
	  "the socket was never connected" },
	{ "setsockopt(SOL_SOCKET, SO_KEEPALIVE, [1], ...) = 0",
	  "setsockopt(3<c>, SOL_SOCKET, SO_KEEPALIVE, [0], 4) = 0", "another option or another value" },
	{ "setsockopt(SOL_SOCKET, SO_KEEPALIVE, [1], ...) = 0", "getsockname(3<c>, 0x7, [16]) = 0",
	  "the client never set that option" },
};

START_TEST(causes_told_of_calls)
{
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%sclient: %s\n", OPENING_SCRIPT, told_of_calls[_i].line);
	snprintf(story, sizeof(story), "%s0.2 client call %s\n9 end\n", OPENING_STORY,
		 told_of_calls[_i].call);
	tale_fails(JUDGE_FINAL, script, story, told_of_calls[_i].line, "", told_of_calls[_i].cause);
}
END_TEST

/* The client's state after its close(), or the server's. */
static const struct {
	const char *who, *expected, *before, *table, *cause;
} told_of_states[] = {
	{ "client", "CLOSED", "", "client TIME_WAIT", "keeps the connection in TIME_WAIT for a minute" },
	{ "client", "TIME_WAIT", "", "server LISTEN", "the client did not close first, or a RST" },
	{ "client", "CLOSED", "", "client FIN_WAIT_1", "or the FIN, is not acknowledged" },
	{ "client", "CLOSED", "", "client FIN_WAIT_2", "the peer has not closed its end yet" },
	{ "client", "CLOSED", "", "client ESTABLISHED", "the socket is still open" },
	{ "client", "FIN_WAIT_2", "0.201 cut\n", "client FIN_WAIT_1", "the link is cut or a host is down" },
	{ "client", "FIN_WAIT_2", "", "client FIN_WAIT_1", "or the peer is silent" },
	{ "client", "FIN_WAIT_1", "", "client FIN_WAIT_2", "the FIN is acknowledged already" },
	{ "client", "FIN_WAIT_2", "", "client TIME_WAIT", "the peer has closed its end as well" },
	{ "client", "FIN_WAIT_1", "", "client TIME_WAIT", "and the peer has closed as well" },
	{ "client", "ESTABLISHED", "", "client SYN_SENT", "the SYN has not been answered" },
	{ "server", "CLOSE_WAIT", "", "server ESTABLISHED", "no FIN of the peer has arrived" },
	{ "server", "ESTABLISHED", "", "server CLOSE_WAIT", "the peer has closed, and the server has not" },
	{ "server", "LISTEN", "", "client FIN_WAIT_2", "the server does not listen (any more)" },
	{ "client", "FIN_WAIT_1", "", "server LISTEN", "or the kernel gave it up" },
	{ "client", "FIN_WAIT_2", "", "server LISTEN", "the orphan's tcp_fin_timeout" },
	{ "client", "ESTABLISHED", "", "server LISTEN", "was never made, or has ended" },
};

START_TEST(causes_told_of_states)
{
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%sclient: close() = 0\nstate %s %s\n", OPENING_SCRIPT,
		 told_of_states[_i].who, told_of_states[_i].expected);
	snprintf(story, sizeof(story), "%s0.2 client call close(3<c>) = 0\n%s0.21 sockets %s\n9 end\n",
		 OPENING_STORY, told_of_states[_i].before, told_of_states[_i].table);
	tale_fails(JUDGE_FINAL, script, story, "state", "", told_of_states[_i].cause);
}
END_TEST

/* Whether it had ever come to listen() is three stories. */
START_TEST(causes_of_who_does_not_listen)
{
	static const char script[] = "start server\nstate server LISTEN\n";
	static const char slow[] =
		"0 action start server\n0.1 server call socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<l>\n"
		"0.2 server enters nanosleep({tv_sec=60, tv_nsec=0}, \n5 sockets\n5.1 end\n";
	static const char failed[] =
		"0 action start server\n0.1 server call socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<l>\n"
		"0.2 server call bind(3<l>, <to>) = -1 EADDRINUSE (Address already in use)\n5 sockets\n5.1 end\n";
	static const char closed[] = "0 action start server\n0.1 server call listen(3<l>, 5) = 0\n"
				     "0.2 server call close(3<l>) = 0\n5 sockets\n5.1 end\n";

	tale_fails(JUDGE_FINAL, script, slow, "LISTEN", "",
		   "the server did not come to listen() in the time that the script gives it");
	tale_fails(JUDGE_FINAL, script, failed, "LISTEN", "", "its bind() or listen() failed");
	tale_fails(JUDGE_FINAL, script, closed, "LISTEN", "", "it did, and the socket was closed");
}
END_TEST

START_TEST(causes_told)
{
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%s%s", OPENING_SCRIPT, told[_i].lines);
	snprintf(story, sizeof(story), "%s%s9 end\n", OPENING_STORY, told[_i].story);
	tale_fails(JUDGE_FINAL, script, story, told[_i].at, "", told[_i].cause);
}
END_TEST

#define LINGERS(on, time)                                                                                    \
	"0.13 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=" on ", l_linger=" time           \
	"}, 8) = 0\n"

/* The same of a program of the reader's own. */
static const struct {
	const char *lines, *story, *at, *cause;
} told_of_yours[] = {
	{ "client > server  F. 1:1(0) ack 1\n", SHUTS("SHUT_RD") WRITES, "F. 1:1",
	  "your client called shutdown(SHUT_RD), which sends nothing" },
	{ "client > server  F. 1:1(0) ack 1\n", SHUTS("SHUT_RD"), "F. 1:1",
	  "your client called shutdown(SHUT_RD), which sends nothing" },
	{ PROBE_LINES, IDLE INTERVAL "0.2 client enters read(0</dev/pts/0>, \n", "keep-alive probe",
	  "your client has not switched SO_KEEPALIVE on" },
	{ PROBE_LINES, KEEPS INTERVAL, "keep-alive probe", "your client has not set TCP_KEEPIDLE" },
	{ PROBE_LINES PROBE_LINES, KEEPS IDLE PROBES, "keep-alive probe",
	  "your client has not set TCP_KEEPINTVL" },
	{ PROBE_LINES "client > server  R. 1:1(0) ack 1  lost\n", KEEPS IDLE PROBES "1.3 cut\n", "R. 1:1",
	  "your client has not given up: it has not set TCP_KEEPINTVL" },
	{ "client: --- SIGPIPE ---\n", GETS_EPIPE, "SIGPIPE", "something ignores SIGPIPE" },
	{ "client > server  P. 1:6(5)\n", CLOSES "0.2101 client > server F. 1:1 ack 1\n", "P. 1:6",
	  "your client closed and had sent nothing" },
	{ "client > server  R. 1:1(0)\n", LINGERS("1", "0") CLOSES "0.2101 client > server F. 1:1 ack 1\n",
	  "R. 1:1", "had it closed with unread data" },
	{ "client > server  R. 1:1(0)\n", "", "R. 1:1", "without close() there is no RST" },
	{ "client: close() <unfinished ...>\n", LINGERS("1", "0") CLOSES, "close()",
	  "with SO_LINGER {on, 0 s} it aborts" },
	{ "client: close() = 0  takes 1s\n", LINGERS("1", "0") CLOSES, "close()",
	  "with SO_LINGER {on, 0 s} it aborts" },
	{ "client: close() = 0  within 10ms\n", LINGERS("1", "2") "0.21 client call close(3<c>) = 0 took 2\n",
	  "close()", "which set SO_LINGER with a time above 0" },
	{ "client exits 0\n", "", "exits 0", "your client never closes, and does not end" },
	{ "client exits 0\n", CLOSES, "exits 0", "your client does not end" },
	{ "client > server  P. 1:6(5)\n", "0.21 client exits 0\n", "P. 1:6",
	  "ended with status 0 and had sent nothing" },
	{ "client > server  P. 1:6(5) ack 1\nclient > server  P. 6:11(5)\n", WRITES, "P. 6:11",
	  "your client sent less than ours does" },
	{ "", WRITES, "", "your client sent more than ours does: does it write twice" },
	{ "server: read() = 5\n", "0.2 client enters read(0</dev/pts/0>, \n", "read()",
	  "your client waits for its standard input, and the script types nothing here" },
};

START_TEST(causes_told_of_yours)
{
	static const char opening[] = "yours client\nstart server\nstart client = exec /mine\n"
				      "client > server  S\nserver > client  S. ack 1\n";
	static const char opened[] = "0.000 action start server\n"
				     "0.002 server enters accept(3<l>, NULL, NULL\n"
				     "0.100 action start client = exec /mine\n"
				     "0.110 client call connect(3<c>, <to>) = 0 took 0.01\n"
				     "0.111 client > server S\n"
				     "0.112 server > client S. ack 1\n"
				     "0.113 client > server . 1:1 ack 1\n"
				     "0.114 server returns ) = 4<s> took 0.112\n";
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%s%s", opening, told_of_yours[_i].lines);
	snprintf(story, sizeof(story), "%s%s9 end\n", opened, told_of_yours[_i].story);
	tale_fails(JUDGE_FINAL, script, story, told_of_yours[_i].at, "", told_of_yours[_i].cause);
}
END_TEST

/* Before there is a connection. */
#define PLACE(port) "{sa_family=AF_INET, sin_port=htons(" port "), sin_addr=inet_addr(\"127.0.0.2\")}, 16"
#define OUR_SERVER                                                                                           \
	"0 action start server\n0.001 server call bind(3<l>, " PLACE(                                        \
		"9877") ") = 0\n0.1 action start client = exec /mine\n"
#define OUR_CLIENT                                                                                           \
	"0.1 action start client\n0.11 client enters connect(3<c>, " PLACE(                                  \
		"9877") "\n0.111 client > server S\n9 end\n"
#define YOUR_CLIENT "yours client\nstart server\nstart client = exec /mine\n"
#define YOUR_SERVER "yours server\nstart server = exec /mine\nstart client\n"

START_TEST(causes_told_before_a_connection)
{
	tale_fails(JUDGE_FINAL, YOUR_CLIENT "client: connect() = 0\n",
		   OUR_SERVER
		   "0.2 client call connect(3<c>, " PLACE("80") ") = -1 ECONNREFUSED (No)\n9 end\n",
		   "connect()", "",
		   "connects to 127.0.0.2 port 80, where nobody listens; the server listens on");
	tale_fails(JUDGE_FINAL, YOUR_CLIENT "client: write() = 5\n",
		   OUR_SERVER "0.2 client call connect(3<c>, " PLACE("80") ") = 0\n9 end\n", "write()", "",
		   "connected to 127.0.0.2 port 80; the server listens on 127.0.0.2 port 9877");
	tale_fails(JUDGE_FINAL, YOUR_CLIENT "client: connect() = 0\n",
		   OUR_SERVER "0.2 client enters pause(\n9 end\n", "connect()", "",
		   "your client never called connect()");
	tale_fails(JUDGE_FINAL, YOUR_SERVER,
		   "0 action start server = exec /mine\n0.001 server call bind(3<l>, " PLACE(
			   "80") ") = 0\n" OUR_CLIENT,
		   "", "",
		   "your server listens on 127.0.0.2 port 80; the client connects to 127.0.0.2 port 9877");
	tale_fails(JUDGE_FINAL, YOUR_SERVER "client > server  S\nserver > client  S. ack 1\n",
		   "0 action start server = exec /mine\n0.001 server enters pause(\n" OUR_CLIENT,
		   "> server  S", "", "your server has not bound an address");
}
END_TEST

/* Where the record supports none, none is told. */
static const struct {
	const char *lines, *story;
} untold[] = {
	/* The buffer is as the script wants it: something else let more through. */
	{ "client > server  data 1:4097\nclient > server  data 4097:6001\n",
	  BUFFER "0.2 client > server P. 1:6001 ack 1\n" },
	/* Nothing more is expected of the client: it is not the window that was to stop it. */
	{ "client > server  data 1:4097\n", "0.2 client > server P. 1:6001 ack 1\n" },
	{ PROBE_LINES PROBE_LINES, KEEPS IDLE INTERVAL PROBES },
	/* Not the error differs. */
	{ "client: shutdown(SHUT_WR) = -1 ENOTCONN\n",
	  "0.2 client call shutdown(3<c>, SHUT_RD) = -1 ENOTCONN (No)\n" },
	{ "server > client  . ack 6\n", "" },
};

/* Of a capture from elsewhere no call is on record: then it is asked what the program did. */
static const struct {
	const char *line, *cause;
} told_of_captures[] = {
	{ "client > server  . 0:0(0)  keep-alive probe\n", "was SO_KEEPALIVE set, with times" },
	{ "client > server  F. 1:1(0)\n", "the socket was not closed, another descriptor" },
	{ "client > server  R. 1:1(0)\n", "or the connection had ended already" },
};

START_TEST(causes_told_of_captures)
{
	char script[2048];

	snprintf(script, sizeof(script), "%s%s", OPENING_SCRIPT, told_of_captures[_i].line);
	tale_fails(JUDGE_WIRE, script,
		   "0.111 stranger > server S\n0.112 server > stranger S. ack 1\n"
		   "0.113 stranger > server . 1:1 ack 1\n9 end\n",
		   "client > server", "", told_of_captures[_i].cause);
}
END_TEST

START_TEST(nothing_told)
{
	char script[2048], story[4096];
	struct tale tale;

	snprintf(script, sizeof(script), "%s%s", OPENING_SCRIPT, untold[_i].lines);
	snprintf(story, sizeof(story), "%s%s9 end\n", OPENING_STORY, untold[_i].story);
	tale = tale_judged(script, story, JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	ck_assert_str_eq(tutor_cause(tale.script, tale.timeline, &tale.judgement, 0), "");
	tale_end(&tale);
}
END_TEST

Suite *suite_tutor(void)
{
	Suite *suite = suite_create("tutor");
	TCase *causes = tcase_create("causes");

	tcase_add_loop_test(causes, causes_told, 0, (int)(sizeof(told) / sizeof(told[0])));
	tcase_add_loop_test(causes, causes_told_of_yours, 0,
			    (int)(sizeof(told_of_yours) / sizeof(told_of_yours[0])));
	tcase_add_loop_test(causes, causes_told_of_calls, 0,
			    (int)(sizeof(told_of_calls) / sizeof(told_of_calls[0])));
	tcase_add_test(causes, causes_of_who_does_not_listen);
	tcase_add_loop_test(causes, causes_told_of_states, 0,
			    (int)(sizeof(told_of_states) / sizeof(told_of_states[0])));
	tcase_add_loop_test(causes, causes_told_of_captures, 0,
			    (int)(sizeof(told_of_captures) / sizeof(told_of_captures[0])));
	tcase_add_test(causes, causes_told_before_a_connection);
	tcase_add_loop_test(causes, nothing_told, 0, (int)(sizeof(untold) / sizeof(untold[0])));
	suite_add_tcase(suite, causes);
	return suite;
}
