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
	  "the cable is cut or a host is down" },

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

	/* What was cut is told where something was. */
	{ "client > server  S\nserver > client  S. ack 1\n", "0.2 client#2 > server S\n", "S. ack 1",
	  "it was lost, or the listener's backlog is full" },
	{ "client > server  P. 1:6(5)  lost\nserver > client  . ack 7\n", "0.19 cut\n" WRITES, "ack 7",
	  "the cable is cut or a host is down" },
};

START_TEST(causes_told)
{
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%s%s", OPENING_SCRIPT, told[_i].lines);
	snprintf(story, sizeof(story), "%s%s9 end\n", OPENING_STORY, told[_i].story);
	tale_fails(JUDGE_FINAL, script, story, told[_i].at, "", told[_i].cause);
}
END_TEST

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
	tcase_add_loop_test(causes, nothing_told, 0, (int)(sizeof(untold) / sizeof(untold[0])));
	suite_add_tcase(suite, causes);
	return suite;
}
