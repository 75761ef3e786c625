/* test_judge.c - acts, what is open while a run is live, and the outcome; see test_judge_*.c for the tracks. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define CLOSE_SCRIPT OPENING_SCRIPT "client: close() = 0\n"

static struct tale live(const char *script, const char *story)
{
	return tale_judged(script, story, JUDGE_LIVE);
}

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
	tale_holds(
		script,
		"0 action sysctl net.ipv4.tcp_fin_timeout=1\n0.1 action start server\n0.2 action wait 10ms\n0.3 end\n");
	tale_fails(JUDGE_FINAL, script,
		   "0 action sysctl net.ipv4.tcp_fin_timeout=1\n0.1 action start server\n0.3 end\n",
		   "wait 10ms", "run ended", "");
	tale_fails(JUDGE_FINAL, script, "", "sysctl", "run ended", "");
}
END_TEST

START_TEST(an_action_about_somebody_who_has_ended)
{
	static const char script[] = OPENING_SCRIPT "kill client KILL\nclient dies SIGKILL\n";

	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client exits 3\n0.5 end\n", "kill client KILL",
		   "nothing: client had exited with status 3", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client killed SIGPIPE\n0.5 end\n",
		   "kill client KILL", "nothing: client had died of SIGPIPE", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.5 end\n", "kill client KILL",
		   "nothing: the run ended before this action", "");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "eof client\nclient exits 0\n",
		   OPENING_STORY "0.2 client exits 3\n0.5 end\n", "eof client",
		   "nothing: client had exited with status 3", "");
	/* What came before is the divergence. */
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.15 client > server F. 1:1 ack 1\n0.2 client exits 0\n0.5 end\n", "",
		   "client > server  F.", "");
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
		"0.25 client call connect(3<c>, <to>) = 0\n"
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
	TCase *c = tcase_create("judge");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, live_is_open_until_it_is_definite);
	tcase_add_test(c, acts_without_expectations);
	tcase_add_test(c, an_action_about_somebody_who_has_ended);
	tcase_add_test(c, a_hole_in_the_record);
	tcase_add_test(c, failures_in_the_order_of_time);
	tcase_add_test(c, texts_of_events);
	suite_add_tcase(s, c);
	return s;
}
