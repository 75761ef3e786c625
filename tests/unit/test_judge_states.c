/* test_judge_states.c - socket tables, and what must never be. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/tutor/tutor.h"

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define STATE_SCRIPT(line) OPENING_SCRIPT "client: close() = 0\n" line
#define STATE_STORY	   OPENING_STORY "0.2 client call close(3<c>) = 0\n"

static struct tale live(const char *script, const char *story)
{
	return tale_judged(script, story, JUDGE_LIVE);
}

START_TEST(states)
{
	tale_holds(STATE_SCRIPT("state client FIN_WAIT_2\nstate server CLOSE_WAIT\n"),
		   STATE_STORY "0.21 sockets client FIN_WAIT_2, server CLOSE_WAIT, server LISTEN\n0.3 end\n");
	tale_holds(STATE_SCRIPT("state client CLOSED\nstate server LISTEN\n"),
		   STATE_STORY "0.21 sockets server LISTEN\n0.3 end\n");
	tale_holds(STATE_SCRIPT("state client FIN_WAIT_1 Send-Q > 0\n"),
		   STATE_STORY "0.21 sockets client FIN_WAIT_1 0 7\n0.3 end\n");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client FIN_WAIT_1 Send-Q > 7\n"),
		   STATE_STORY "0.21 sockets client FIN_WAIT_1 0 7\n0.3 end\n", "state", "Send-Q 7", "");
	/* The other end's socket, and a listening one, are not the connection. */
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client FIN_WAIT_2\n"),
		   STATE_STORY "0.21 sockets server FIN_WAIT_2\n0.3 end\n", "state", "CLOSED", "RST");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state server CLOSED\n"),
		   STATE_STORY "0.21 sockets server ESTABLISHED, server LISTEN\n0.3 end\n", "state",
		   "ESTABLISHED", "still open");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client CLOSED\n"), STATE_STORY "0.3 end\n", "state",
		   "not read again", "");
	/* A table from before the lines above were met says nothing. */
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client FIN_WAIT_2\n"),
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
	ck_assert_ptr_nonnull(strstr(tutor_cause(tale.script, tale.timeline, &tale.judgement, 0),
				     "TIME_WAIT for a minute"));
	tale_end(&tale);
	/* Even if it goes away later. */
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client CLOSED\n"),
		   STATE_STORY "0.21 sockets client TIME_WAIT\n0.25 sockets\n0.3 end\n", "CLOSED",
		   "TIME_WAIT", "");
	/* After a stated time it may well have been there before. */
	tale_holds(STATE_SCRIPT("state client TIME_WAIT\n+60s state client CLOSED\n"), STATE_STORY
		   "0.21 sockets client TIME_WAIT\n30.1 sockets client TIME_WAIT\n60.3 sockets\n60.4 end\n");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client TIME_WAIT\n+60s state client CLOSED\n"),
		   STATE_STORY "0.21 sockets client TIME_WAIT\n30.1 sockets\n60.4 end\n", "+60s",
		   "at least 60.00 s", "");
}
END_TEST

/* CLOSED is said of what was there once, be it a connection or a socket that listened. */
START_TEST(closed_was_open)
{
	static const char listens[] = "start server\nserver: listen() = 0\nstate server CLOSED\n";
	static const char story[] = "0.0 action start server\n0.1 server call listen(3<l>, 5) = 0\n";
	char text[1024];

	tale_holds(STATE_SCRIPT("state client#1 CLOSED\n"),
		   STATE_STORY "0.21 sockets server LISTEN\n0.3 end\n");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client#3 CLOSED\n"),
		   STATE_STORY "0.21 sockets\n0.3 end\n", "client#3", "client#3 never had a TCP socket", "");
	tale_fails(JUDGE_FINAL, "start server\nstart client\nstate client CLOSED\n",
		   "0.0 action start server\n0.1 action start client\n0.2 sockets\n0.3 end\n", "state client",
		   "client never had a TCP socket", "");
	/* It has only listened. */
	snprintf(text, sizeof(text), "%s0.2 sockets server LISTEN\n0.3 end\n", story);
	tale_fails(JUDGE_FINAL, listens, text, "CLOSED", "LISTEN", "");
	snprintf(text, sizeof(text), "%s0.2 sockets\n0.3 end\n", story);
	tale_holds(listens, text);
	/* Its connection is gone, and it listens for the next. */
	tale_holds(STATE_SCRIPT("state server CLOSED\n"),
		   STATE_STORY "0.21 sockets server LISTEN\n0.3 end\n");
	/* What comes later was not there when the table was read. */
	tale_fails(
		JUDGE_FINAL,
		"start server\nstart client\nstate client CLOSED\nkill client USR1\nclient > server  S\n",
		"0.0 action start server\n0.1 action start client\n0.2 sockets\n0.3 action kill client USR1\n"
		"0.4 client > server S\n0.5 end\n",
		"state client", "never had", "");
}
END_TEST

START_TEST(timer_that_was_asked_for)
{
	tale_fails(JUDGE_FINAL, "world hosts\n" STATE_SCRIPT("state client ESTABLISHED timer keepalive\n"),
		   STATE_STORY "0.21 sockets client ESTABLISHED 0 5 1 1500 1600 3 0\n0.3 end\n",
		   "timer keepalive", "Recv-Q 0 Send-Q 5 timer on", "");
	tale_fails(JUDGE_FINAL, STATE_SCRIPT("state client ESTABLISHED timer keepalive\n"),
		   STATE_STORY "0.21 sockets client ESTABLISHED 0 5\n0.3 end\n", "timer keepalive",
		   "timer off", "");
}
END_TEST

/* Each timer, and each figure, is compared with the socket's own, and told where it differs. */
START_TEST(timers_and_figures)
{
	static const char *const timers[] = { "off", "on", "keepalive", "timewait", "persist" };
	static const struct {
		const char *asked, *told; /* told: NULL where it holds */
	} figures[] = {
		{ "Recv-Q 3", NULL },
		{ "Recv-Q 4", "Recv-Q 3" },
		{ "MSS 0", NULL },
		{ "MSS 1460", "MSS 0" },
		{ "retrans 0", NULL },
		{ "retrans > 0", "retrans 0" },
		{ "unacked < 1", NULL },
		{ "unacked 2", "unacked 0" },
		{ "backoff 3", NULL },
		{ "backoff 2", "backoff 3" },
		{ "probes 7", NULL },
		{ "probes >= 8", "probes 7" },
		{ "rto 1600ms", NULL },
		{ "rto < 1s", "rto 1.60 s" },
		{ "expires <= 1500ms", NULL },
		{ "expires > 2s", "expires 1.50 s" },
	};
	char script[512], story[512];

	for (size_t is = 0; is < 5; is++)
		for (size_t asked = 0; asked < 5; asked++) {
			snprintf(script, sizeof(script), STATE_SCRIPT("state client ESTABLISHED timer %s\n"),
				 timers[asked]);
			snprintf(story, sizeof(story),
				 STATE_STORY "0.21 sockets client ESTABLISHED 0 0 %zu 1500\n0.3 end\n", is);
			if (is == asked)
				tale_holds(script, story);
			else
				tale_fails(JUDGE_FINAL, script, story, "state client", timers[is], "");
		}
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		snprintf(script, sizeof(script), STATE_SCRIPT("state client ESTABLISHED %s\n"),
			 figures[i].asked);
		snprintf(story, sizeof(story),
			 STATE_STORY "0.21 sockets client ESTABLISHED 3 0 1 1500 1600 3 7\n0.3 end\n");
		if (figures[i].told)
			tale_fails(JUDGE_FINAL, script, story, "state client", figures[i].told, "");
		else
			tale_holds(script, story);
	}
}
END_TEST

START_TEST(never_a_state)
{
	static const char script[] =
		OPENING_SCRIPT "never state client TIME_WAIT\nkill client USR1\nclient exits 0\n";
	static const char rest[] = "0.3 action kill client USR1\n0.4 client exits 0\n";
	char text[1024];

	/* A table is read for it, or it has shown nothing. */
	snprintf(text, sizeof(text), OPENING_STORY "%s0.5 end\n", rest);
	tale_fails(JUDGE_FINAL, script, text, "never state", "table was not read", "");
	snprintf(text, sizeof(text), OPENING_STORY "0.2 sockets\n%s0.5 end\n", rest);
	tale_holds(script, text);
	snprintf(text, sizeof(text), OPENING_STORY "0.2 sockets\n%s0.45 sockets client TIME_WAIT\n0.5 end\n",
		 rest);
	tale_fails(JUDGE_FINAL, script, text, "never state", "state client TIME_WAIT", "");
	/* Where something else has gone wrong already, that is the reason. */
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.3 action kill client USR1\n0.5 end\n",
		   "client exits", "", "");
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

START_TEST(never)
{
	static const char script[] =
		OPENING_SCRIPT "never client > server  R.\nnever client: close() = -1 EAGAIN\n"
			       "never state client TIME_WAIT\nnever client: --- SIGPIPE ---\n";

	tale_holds(script, OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 sockets\n0.3 end\n");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.2 client call close(3<c>) = -1 EAGAIN (Again)\n0.3 end\n",
		   "never client: close", "EAGAIN", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 sockets client TIME_WAIT\n0.3 end\n",
		   "never state", "TIME_WAIT", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client signal SIGPIPE\n0.3 end\n",
		   "never client: ---", "SIGPIPE", "");
	/* From its act on only, and to the end of the run only. */
	tale_holds(
		"start server\nstart client\nclient > server S\nserver > client S. ack 1\nclient: close() = 0\n"
		"kill client USR1\nnever client: close() = 0\n",
		OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 action kill client USR1\n0.3 end\n"
			      "0.31 client call close(4<c>) = 0\n");
	tale_fails(
		JUDGE_FINAL,
		"start server\nstart client\nclient > server S\nserver > client S. ack 1\nclient: close() = 0\n"
		"kill client USR1\nnever client: close() = 0\n",
		OPENING_STORY "0.2 client call close(3<c>) = 0\n0.25 action kill client USR1\n"
			      "0.26 client call close(4<c>) = 0\n0.3 end\n",
		"never client: close", "close(4)", "");
}
END_TEST

Suite *suite_judge_states(void)
{
	Suite *s = suite_create("judge_states");
	TCase *c = tcase_create("judge_states");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, states);
	tcase_add_test(c, time_wait_where_closed_is_expected);
	tcase_add_test(c, asks_for_states);
	tcase_add_test(c, closed_was_open);
	tcase_add_test(c, timer_that_was_asked_for);
	tcase_add_test(c, timers_and_figures);
	tcase_add_test(c, never_a_state);
	tcase_add_test(c, never);
	suite_add_tcase(s, c);
	return s;
}
