/* test_judge.c - acts, calls, states, never and the outcome; the wire is in test_judge_wire.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/story.h"
#include "tests/suites.h"

/* A script whose wire is uninteresting here: the client connects, and what the case is about follows. */
#define OPENING_SCRIPT                                                                                       \
	"start server\n"                                                                                     \
	"start client\n"                                                                                     \
	"client > server  S\n"                                                                               \
	"server > client  S. ack 1\n"
#define OPENING_STORY                                                                                                                       \
	"0.000 action start server\n"                                                                                                       \
	"0.001 server call listen(3<l>, 5) = 0\n"                                                                                           \
	"0.002 server enters accept(3<l>, NULL, NULL\n"                                                                                     \
	"0.100 action start client\n"                                                                                                       \
	"0.110 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.01\n" \
	"0.111 client > server S\n"                                                                                                         \
	"0.112 server > client S. ack 1\n"                                                                                                  \
	"0.113 client > server . 1:1 ack 1\n"                                                                                               \
	"0.114 server returns ) = 4<s> took 0.112\n"

static void holds(const char *script, const char *story)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "it does not hold: %s", tale.judgement.reason);
	ck_assert_uint_eq(tale.judgement.acts_complete, tale.script->act_count);
	for (size_t i = 0; i < tale.script->line_count; i++)
		ck_assert_int_eq(tale.judgement.lines[i].status, LINE_MET);
	tale_end(&tale);
}

/* The first divergence is at the line that contains `at` ("" for no line), with these words in its texts. */
static void fails(const char *script, const char *story, const char *at, const char *words, const char *cause)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	const struct failure *f = tale.judgement.failures;
	char text[2048];

	ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "it does not fail");
	ck_assert_uint_ge(tale.judgement.failure_count, 1);
	snprintf(text, sizeof(text), "%s | %s | %s | %s", f->expected, f->instead, f->difference, f->cause);
	if (*at)
		ck_assert_msg(f->line != NO_LINE && strstr(f->expected, at), "it fails elsewhere: %s", text);
	else
		ck_assert_msg(f->line == NO_LINE, "it fails at a line: %s", text);
	ck_assert_msg(strstr(f->instead, words) || strstr(f->difference, words), "no \"%s\" in: %s", words,
		      text);
	ck_assert_msg(strstr(f->cause, cause) != NULL, "no \"%s\" in: %s", cause, text);
	ck_assert(*tale.judgement.reason);
	tale_end(&tale);
}

static struct tale live(const char *script, const char *story)
{
	return tale_judged(script, story, JUDGE_LIVE);
}

/* ---- calls ---- */

START_TEST(calls_are_an_ordered_selection)
{
	static const char script[] =
		OPENING_SCRIPT "client: write() = 5\n"
			       "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0\n"
			       "client: close() = 0\n"
			       "client exits 0\n"
			       "server: accept() = 4\n"
			       "client > server  P. 1:6(5)\n"
			       "client > server  R. 6:6(0)\n";
	static const char story[] = OPENING_STORY
		"0.200 client call getsockopt(3<c>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0\n"
		"0.201 client call write(3<c>, \"hello\", 5) = 5\n"
		"0.2011 client > server P. 1:6 ack 1\n"
		"0.202 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
		"0.203 client call close(3<c>) = 0 took 0.001\n"
		"0.2035 client > server R. 6:6 ack 1\n"
		"0.205 client call exit_group(0) = ?\n"
		"0.206 client exits 0\n"
		"0.300 end\n";

	holds(script, story);
}
END_TEST

#define CLOSE_SCRIPT OPENING_SCRIPT "client: close() = 0\n"

START_TEST(missing_call_fails)
{
	fails(CLOSE_SCRIPT, OPENING_STORY "0.3 end\n", "close() = 0", "nothing", "");
	fails(CLOSE_SCRIPT, OPENING_STORY "0.2 client exits 0\n0.3 end\n", "close() = 0", "client had exited",
	      "ended before");
	fails("start server\nstart client\nserver.1: close() = 0\n",
	      "0.0 action start server\n0.1 action start client\n0.3 end\n", "close()", "no server.1", "");
}
END_TEST

START_TEST(another_result_fails)
{
	fails(CLOSE_SCRIPT,
	      OPENING_STORY
	      "0.2 client call close(3<c>) = -1 EAGAIN (Resource temporarily unavailable) took 0.01\n0.3 end\n",
	      "close() = 0", "client: close(3) = -1 EAGAIN", "ran out");
	fails(CLOSE_SCRIPT, OPENING_STORY "0.2 client enters close(3<c>\n0.3 end\n", "close() = 0",
	      "unfinished", "has not returned");
	fails(OPENING_SCRIPT "server: read() = 0\n",
	      OPENING_STORY
	      "0.2 server call read(4<s>, 0x7ffc53b08500, 100) = -1 ECONNRESET (Connection reset by peer)\n0.3 end\n",
	      "read() = 0", "ECONNRESET", "aborted");
}
END_TEST

START_TEST(only_sockets_without_a_number)
{
	fails(CLOSE_SCRIPT, OPENING_STORY "0.2 client call close(4</etc/passwd>) = 0\n0.3 end\n", "close()",
	      "another descriptor", "");
	holds(OPENING_SCRIPT "client: close(4) = 0\n",
	      OPENING_STORY "0.2 client call close(4</etc/passwd>) = 0\n0.3 end\n");
	holds(OPENING_SCRIPT "client: close() = -1 EBADF\n",
	      OPENING_STORY "0.2 client call close(3) = -1 EBADF (Bad file descriptor)\n0.3 end\n");
}
END_TEST

START_TEST(order_of_calls_counts)
{
	static const char script[] = OPENING_SCRIPT "client: shutdown(SHUT_WR) = 0\nclient: read() = 0\n";

	holds(script, OPENING_STORY "0.2 client call shutdown(3<c>, SHUT_WR) = 0\n"
				    "0.21 client call read(3<c>, \"\", 100) = 0\n0.3 end\n");
	fails(script,
	      OPENING_STORY "0.2 client call read(3<c>, \"\", 100) = 0\n"
			    "0.21 client call shutdown(3<c>, SHUT_WR) = 0\n0.3 end\n",
	      "read() = 0", "", "");
}
END_TEST

START_TEST(durations)
{
	static const char within[] = OPENING_SCRIPT "client: close() = 0 within 10ms\n";
	static const char takes[] = OPENING_SCRIPT "client: close() = 0 takes 2s\n";

	holds(within, OPENING_STORY "0.2 client call close(3<c>) = 0 took 0.009\n0.3 end\n");
	fails(within, OPENING_STORY "0.2 client call close(3<c>) = 0 took 0.02\n0.3 end\n", "within",
	      "it took 20 ms", "wait");
	holds(takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 2.01\n3.0 end\n");
	holds(takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 1.993\n3.0 end\n");
	fails(takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 1.98\n3.0 end\n", "takes 2s",
	      "at least 2.00 s", "");
}
END_TEST

START_TEST(delay_after_the_line_before)
{
	static const char script[] = OPENING_SCRIPT "client: write() = 5\n+1s client: close() = 0\n"
						    "client > server  P. 1:6(5)\n";
	static const char begin[] = OPENING_STORY "0.2 client call write(3<c>, \"hello\", 5) = 5\n"
						  "0.2001 client > server P. 1:6 ack 1\n";
	char story[4096];

	snprintf(story, sizeof(story), "%s1.3 client call close(3<c>) = 0\n2 end\n", begin);
	holds(script, story);
	snprintf(story, sizeof(story), "%s0.9 client call close(3<c>) = 0\n2 end\n", begin);
	fails(script, story, "close()", "at least 1.00 s", "");
	/* It is the return that counts. */
	snprintf(story, sizeof(story), "%s0.9 client call close(3<c>) = 0 took 0.4\n2 end\n", begin);
	holds(script, story);
}
END_TEST

START_TEST(names_are_shared_with_the_wire)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  data 1:N\nserver: read() = 5\nclient: write() = M\n"
			       "client: write() = M\n";
	static const char two[] = OPENING_STORY "0.2 client call write(3<c>, \"hello\", 5) = 5\n"
						"0.2001 client > server P. 1:6 ack 1\n"
						"0.21 server call read(4<s>, \"hello\", 100) = 5\n"
						"0.22 client call write(3<c>, \"hello\", 5) = %s\n"
						"0.2201 client > server P. 6:11 ack 1\n0.4 end\n";
	char story[4096];

	snprintf(story, sizeof(story), two, "5");
	holds(script, story);
	snprintf(story, sizeof(story), two, "4");
	fails(script, story, "write() = M", "= 4", "");
}
END_TEST

START_TEST(signals_and_deaths)
{
	static const char script[] =
		OPENING_SCRIPT "client: write() = -1 EPIPE\nclient: --- SIGPIPE ---\nclient dies SIGPIPE\n";
	static const char story[] =
		OPENING_STORY "0.2 client call write(3<c>, \"x\", 1) = -1 EPIPE (Broken pipe)\n"
			      "0.201 client signal SIGPIPE\n"
			      "0.202 client killed SIGPIPE\n0.3 end\n";

	holds(script, story);
	fails(OPENING_SCRIPT "client exits 0\n", story, "exits 0", "client dies SIGPIPE", "signal");
	fails(OPENING_SCRIPT "client: --- SIGPIPE ---\n",
	      OPENING_STORY "0.2 client call write(3<c>, \"x\", 1) = 1\n0.25 client exits 0\n0.3 end\n",
	      "SIGPIPE", "had exited", "SIGPIPE comes only from");
	fails(OPENING_SCRIPT "client exits 0\n", OPENING_STORY "0.25 client exits 1\n0.3 end\n", "exits 0",
	      "client exits 1", "gave up");
	fails(OPENING_SCRIPT "client: write() = -1 EPIPE\n",
	      OPENING_STORY
	      "0.2 client call write(3<c>, \"x\", 1) = -1 ECONNRESET (Connection reset by peer)\n0.3 end\n",
	      "EPIPE", "ECONNRESET", "told once");
}
END_TEST

START_TEST(children_have_their_own_track)
{
	static const char script[] =
		OPENING_SCRIPT "server: clone() = ...\nserver.1: close(3) = 0\nserver: close(4) = 0\n"
			       "server.1 exits 3\n";
	static const char story[] = OPENING_STORY
		"0.2 server call clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 201\n"
		"0.21 server call close(4<s>) = 0\n"
		"0.22 server.1 call close(3<l>) = 0\n"
		"0.23 server enters accept(3<l>, NULL, NULL\n"
		"0.24 server.1 call exit_group(3) = ?\n"
		"0.25 server.1 exits 3\n"
		"0.26 server returns ) = 5<s2>\n"
		"0.3 end\n";
	char *numbers = strdup(story);

	numbers[0] = '0';
	/* The server was started first: its processes are 100, 101. */
	memcpy(strstr(numbers, "= 201"), "= 101", 5);
	holds(script, numbers);
	free(numbers);
}
END_TEST

START_TEST(a_call_counts_by_its_return)
{
	static const char script[] = "start server\n"
				     "server: listen() = 0\n"
				     "server: accept() <unfinished ...>\n"
				     "start client\n"
				     "client > server  S\n"
				     "server > client  S. ack 1\n"
				     "server: accept() = 4\n";

	holds(script, OPENING_STORY "0.3 end\n");
	/* It had returned when the client was started. */
	fails(script,
	      "0.000 action start server\n0.001 server call listen(3<l>, 5) = 0\n"
	      "0.002 server call accept(3<l>, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n"
	      "0.100 action start client\n0.3 end\n",
	      "unfinished", "EAGAIN", "non-blocking");
	/* An earlier act's call does not meet a later act's line. */
	fails("start server\nstart client\nserver: listen() = 0\n", OPENING_STORY "0.3 end\n", "", "S", "");
}
END_TEST

START_TEST(unfinished_to_the_end)
{
	static const char script[] = OPENING_SCRIPT "client: close() <unfinished ...>\n";

	holds(script, OPENING_STORY "0.2 client enters close(3<c>\n0.3 end\n");
	fails(script, OPENING_STORY "0.2 client call close(3<c>) = 0\n0.3 end\n", "unfinished",
	      "close(3) = 0", "had returned already");
	holds(OPENING_SCRIPT "client: close() = ?\nclient dies SIGKILL\n", OPENING_STORY
	      "0.2 client enters close(3<c>\n0.25 client returns ) = ?\n0.26 client killed SIGKILL\n0.3 end\n");
}
END_TEST

/* ---- states ---- */

#define STATE_SCRIPT(line) OPENING_SCRIPT "client: close() = 0\n" line
#define STATE_STORY	   OPENING_STORY "0.2 client call close(3<c>) = 0\n"

START_TEST(states)
{
	holds(STATE_SCRIPT("state client FIN_WAIT_2\nstate server CLOSE_WAIT\n"),
	      STATE_STORY "0.21 sockets client FIN_WAIT_2, server CLOSE_WAIT, server LISTEN\n0.3 end\n");
	holds(STATE_SCRIPT("state client CLOSED\nstate server LISTEN\n"),
	      STATE_STORY "0.21 sockets server LISTEN\n0.3 end\n");
	holds(STATE_SCRIPT("state client FIN_WAIT_1 Send-Q > 0\n"),
	      STATE_STORY "0.21 sockets client FIN_WAIT_1 0 7\n0.3 end\n");
	fails(STATE_SCRIPT("state client FIN_WAIT_1 Send-Q > 7\n"),
	      STATE_STORY "0.21 sockets client FIN_WAIT_1 0 7\n0.3 end\n", "state", "Send-Q 7", "");
	/* The other end's socket, and a listening one, are not the connection. */
	fails(STATE_SCRIPT("state client FIN_WAIT_2\n"),
	      STATE_STORY "0.21 sockets server FIN_WAIT_2\n0.3 end\n", "state", "CLOSED", "RST");
	fails(STATE_SCRIPT("state server CLOSED\n"),
	      STATE_STORY "0.21 sockets server ESTABLISHED, server LISTEN\n0.3 end\n", "state", "ESTABLISHED",
	      "still open");
	fails(STATE_SCRIPT("state client CLOSED\n"), STATE_STORY "0.3 end\n", "state", "not read again", "");
	/* A table from before the lines above were met says nothing. */
	fails(STATE_SCRIPT("state client FIN_WAIT_2\n"),
	      OPENING_STORY "0.19 sockets client FIN_WAIT_2\n"
			    "0.2 client call close(3<c>) = 0\n0.3 end\n",
	      "state", "not read again", "");
}
END_TEST

START_TEST(time_wait_where_closed_is_expected)
{
	struct tale tale =
		live(STATE_SCRIPT("state client CLOSED\n"), STATE_STORY "0.21 sockets client TIME_WAIT\n");

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	ck_assert_ptr_nonnull(strstr(tale.judgement.failures[0].cause, "TIME_WAIT for a minute"));
	tale_end(&tale);
	/* Even if it goes away later. */
	fails(STATE_SCRIPT("state client CLOSED\n"),
	      STATE_STORY "0.21 sockets client TIME_WAIT\n0.25 sockets\n0.3 end\n", "CLOSED", "TIME_WAIT",
	      "");
	/* After a stated time it may well have been there before. */
	holds(STATE_SCRIPT("state client TIME_WAIT\n+60s state client CLOSED\n"), STATE_STORY
	      "0.21 sockets client TIME_WAIT\n30.1 sockets client TIME_WAIT\n60.3 sockets\n60.4 end\n");
	fails(STATE_SCRIPT("state client TIME_WAIT\n+60s state client CLOSED\n"),
	      STATE_STORY "0.21 sockets client TIME_WAIT\n30.1 sockets\n60.4 end\n", "+60s",
	      "at least 60.00 s", "");
}
END_TEST

START_TEST(asks_for_states)
{
	static const char script[] = STATE_SCRIPT("state client FIN_WAIT_2\nstate client TIME_WAIT\n");
	struct tale tale = live(script, OPENING_STORY);

	ck_assert_int_eq(tale.judgement.asks_state, NO_LINE);
	ck_assert_uint_eq(tale.judgement.acts_complete, 1);
	ck_assert_str_eq(judgement_awaits(tale.script, &tale.judgement), "\"client: close() = 0\" (line 6)");
	tale_end(&tale);

	tale = live(script, STATE_STORY "0.21 sockets client FIN_WAIT_1\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_int_eq(tale.judgement.asks_state, 5);
	ck_assert_str_eq(judgement_awaits(tale.script, &tale.judgement),
			 "\"state client FIN_WAIT_2\" (line 7)");
	tale_end(&tale);

	tale = live(script, STATE_STORY "0.21 sockets client FIN_WAIT_2\n");
	ck_assert_int_eq(tale.judgement.asks_state, 6);
	tale_end(&tale);

	tale = live(script, STATE_STORY "0.21 sockets client FIN_WAIT_2\n0.22 sockets client TIME_WAIT\n");
	ck_assert_int_eq(tale.judgement.asks_state, NO_LINE);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	ck_assert_str_eq(judgement_awaits(tale.script, &tale.judgement), "");
	tale_end(&tale);
}
END_TEST

/* ---- never ---- */

START_TEST(never)
{
	static const char script[] =
		OPENING_SCRIPT "never client > server  R.\nnever client: close() = -1 EAGAIN\n"
			       "never state client TIME_WAIT\nnever client: --- SIGPIPE ---\n";

	holds(script, OPENING_STORY "0.2 client call close(3<c>) = 0\n0.3 end\n");
	fails(script, OPENING_STORY "0.2 client call close(3<c>) = -1 EAGAIN (Again)\n0.3 end\n",
	      "never client: close", "EAGAIN", "");
	fails(script, OPENING_STORY "0.2 sockets client TIME_WAIT\n0.3 end\n", "never state", "TIME_WAIT",
	      "");
	fails(script, OPENING_STORY "0.2 client signal SIGPIPE\n0.3 end\n", "never client: ---", "SIGPIPE",
	      "");
	/* From its act on only, and to the end of the run only. */
	holds("start server\nstart client\nclient > server S\nserver > client S. ack 1\nclient: close() = 0\n"
	      "kill client USR1\nnever client: close() = 0\n",
	      OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 action kill client USR1\n0.3 end\n"
			    "0.31 client call close(4<c>) = 0\n");
	fails("start server\nstart client\nclient > server S\nserver > client S. ack 1\nclient: close() = 0\n"
	      "kill client USR1\nnever client: close() = 0\n",
	      OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 action kill client USR1\n"
			    "0.26 client call close(4<c>) = 0\n0.3 end\n",
	      "never client: close", "close(4)", "");
}
END_TEST

/* ---- live, and the outcome ---- */

START_TEST(live_is_open_until_it_is_definite)
{
	static const char script[] = CLOSE_SCRIPT "client exits 0\n";
	struct tale tale = live(script, OPENING_STORY);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	tale_end(&tale);
	tale = live(script, OPENING_STORY "0.2 client enters close(3<c>\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_uint_eq(tale.judgement.acts_complete, 1);
	tale_end(&tale);
	tale = live(script, OPENING_STORY "0.2 client call close(3<c>) = -1 EAGAIN (Again)\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN); /* it may call it again */
	tale_end(&tale);
	tale = live(script,
		    OPENING_STORY "0.2 client call close(3<c>) = -1 EAGAIN (Again)\n0.25 client exits 0\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
	tale = live(script, OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 client exits 0\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	tale_end(&tale);
	/* Not judged: the wire's next segment has no owner yet, as strace's text is late. */
	tale = live("start server\nstart client\nclient > server S\n",
		    "0 action start server\n0.1 action start client\n0.2 stranger > server S\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	tale_end(&tale);
	/* A blocked call is as good as unfinished until something comes. */
	tale = live(OPENING_SCRIPT "client: close() <unfinished ...>\n",
		    OPENING_STORY "0.2 client enters close(3<c>\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	tale_end(&tale);
}
END_TEST

START_TEST(acts_without_expectations)
{
	static const char script[] = "sysctl net.ipv4.tcp_fin_timeout=1\nstart server\nwait 10ms\n";
	struct tale tale = live(script, "");

	ck_assert_uint_eq(tale.judgement.acts_complete, 0);
	tale_end(&tale);
	tale = live(script, "0 action sysctl net.ipv4.tcp_fin_timeout=1\n0.1 action start server\n");
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	tale_end(&tale);
	holds(script,
	      "0 action sysctl net.ipv4.tcp_fin_timeout=1\n0.1 action start server\n0.2 action wait 10ms\n0.3 end\n");
	fails(script, "0 action sysctl net.ipv4.tcp_fin_timeout=1\n0.1 action start server\n0.3 end\n",
	      "wait 10ms", "run ended", "");
	fails(script, "", "sysctl", "run ended", "");
}
END_TEST

START_TEST(a_hole_in_the_record)
{
	struct tale tale = tale_judged(CLOSE_SCRIPT,
				       OPENING_STORY "0.2 client call close(3<c>) = 0\n0.3 end\ndropped 3\n",
				       JUDGE_FINAL);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_INCONCLUSIVE);
	ck_assert_ptr_nonnull(strstr(tale.judgement.reason, "3 packets were dropped"));
	tale_end(&tale);
	tale = tale_judged(CLOSE_SCRIPT, OPENING_STORY "0.3 end\ntrouble no marker came\n", JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(tale.judgement.reason, "no marker came");
	tale_end(&tale);
	tale = live(CLOSE_SCRIPT, OPENING_STORY "dropped 1\n");
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_INCONCLUSIVE);
	tale_end(&tale);
}
END_TEST

START_TEST(failures_in_the_order_of_time)
{
	static const char script[] =
		OPENING_SCRIPT "client: write() = 5\nclient: close() = 0\nserver: read() = 0\n"
			       "client > server  F. 1:1(0)\n";
	struct tale tale = tale_judged(script,
				       OPENING_STORY "0.2 client > server R. 1:1 ack 1\n"
						     "0.25 client exits 0\n0.3 end\n",
				       JUDGE_FINAL);
	const struct judgement *j = &tale.judgement;

	ck_assert_uint_eq(j->failure_count, 4);
	ck_assert_str_eq(j->failures[0].expected, "client > server  F. 1:1(0)");
	ck_assert_str_eq(j->failures[0].instead, "client > server  R. 1:1(0) ack 1");
	ck_assert_str_eq(j->failures[1].expected, "client: write() = 5");
	ck_assert_str_eq(j->failures[2].expected, "client: close() = 0");
	ck_assert_str_eq(j->failures[3].expected, "server: read() = 0");
	tale_end(&tale);
}
END_TEST

START_TEST(texts_of_events)
{
	static const char *const texts[] = {
		"start server",
		"server: accept(3, NULL, NULL) <unfinished ...>",
		"client: write(3, \"a<b>\", 4) = 4",
		"client > server  P. 1:5(4) ack 1",
		"client: --- SIGPIPE ---",
		"client exits 3",
	};
	struct tale tale = live(
		"start server\nstart client\n",
		"0 action start server\n0.1 server enters accept(3<l>, NULL, NULL\n0.2 action start client\n"
		"0.25 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0\n"
		"0.26 client > server S\n0.27 server > client S. ack 1\n"
		"0.3 client call write(3<c>, \"a<b>\", 4) = 4\n0.31 client > server P. 1:5 ack 1\n"
		"0.4 client signal SIGPIPE\n0.5 client exits 3\n");

	for (size_t i = 0, k = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		bool found = false;

		for (; k < tale.timeline->event_count && !found; k++)
			found = strcmp(event_text(tale.timeline, tale.timeline->events[k],
						  tale.judgement.arena),
				       texts[i]) == 0;
		ck_assert_msg(found, "no event reads: %s", texts[i]);
	}
	tale_end(&tale);
}
END_TEST

Suite *suite_judge(void)
{
	Suite *s = suite_create("judge");
	TCase *calls = tcase_create("calls"), *states_case = tcase_create("states"),
	      *outcome = tcase_create("outcome");

	tcase_add_test(calls, calls_are_an_ordered_selection);
	tcase_add_test(calls, missing_call_fails);
	tcase_add_test(calls, another_result_fails);
	tcase_add_test(calls, only_sockets_without_a_number);
	tcase_add_test(calls, order_of_calls_counts);
	tcase_add_test(calls, durations);
	tcase_add_test(calls, delay_after_the_line_before);
	tcase_add_test(calls, names_are_shared_with_the_wire);
	tcase_add_test(calls, signals_and_deaths);
	tcase_add_test(calls, children_have_their_own_track);
	tcase_add_test(calls, a_call_counts_by_its_return);
	tcase_add_test(calls, unfinished_to_the_end);
	suite_add_tcase(s, calls);
	tcase_add_test(states_case, states);
	tcase_add_test(states_case, time_wait_where_closed_is_expected);
	tcase_add_test(states_case, asks_for_states);
	tcase_add_test(states_case, never);
	suite_add_tcase(s, states_case);
	tcase_add_test(outcome, live_is_open_until_it_is_definite);
	tcase_add_test(outcome, acts_without_expectations);
	tcase_add_test(outcome, a_hole_in_the_record);
	tcase_add_test(outcome, failures_in_the_order_of_time);
	tcase_add_test(outcome, texts_of_events);
	suite_add_tcase(s, outcome);
	return s;
}
