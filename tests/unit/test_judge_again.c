/* test_judge_again.c - needless retransmissions: excused with proof, and never without. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define END_STORY   "9.000 end\n"
#define SEND_SCRIPT OPENING_SCRIPT "client > server  P. 1:6(5) ack 1\n"
#define SEND_STORY  OPENING_STORY "0.2 client > server P. 1:6 ack 1\n"

static void excused(const char *script, const char *story, const char *proof)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "it does not hold: %s", tale.judgement.reason);
	ck_assert_uint_eq(tale.judgement.excused_count, 1);
	ck_assert_msg(strstr(tale.judgement.excuse[0], proof) != NULL, "the proof is: %s",
		      tale.judgement.excuse[0]);
	ck_assert(tale.judgement.accounted[tale.judgement.excused[0]]);
	tale_end(&tale);
}

START_TEST(excused_with_proof)
{
	excused(SEND_SCRIPT,
		SEND_STORY "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:6 ack 1\n" END_STORY,
		"frame 5 had acknowledged all of it");
	excused(SEND_SCRIPT,
		SEND_STORY "0.41 client > server . 1:6 ack 1\n"
			   "0.42 server > client . 1:1 ack 6 sack 1:6\n" END_STORY,
		"D-SACK in frame 6");
	/* Part of a larger one, and several joined to one. */
	excused(SEND_SCRIPT,
		SEND_STORY "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 3:6 ack 1\n" END_STORY,
		"frame 5");
	excused(OPENING_SCRIPT "client > server  data 1:11\nclient > server  F.\n",
		OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.21 client > server P. 6:11 ack 1\n"
			      "0.22 client > server F. 11:11 ack 1\n0.23 server > client . 1:1 ack 12\n"
			      "0.4 client > server FP. 1:11 ack 1\n" END_STORY,
		"frame 7");
	/* A SYN, and a FIN. */
	excused(OPENING_SCRIPT, OPENING_STORY "0.3 client > server S\n" END_STORY, "frame 2");
	excused(OPENING_SCRIPT "client > server F.\n",
		OPENING_STORY "0.2 client > server F. 1:1 ack 1\n0.21 server > client . 1:1 ack 2\n"
			      "0.5 client > server F. 1:1 ack 1\n" END_STORY,
		"frame 5");
}
END_TEST

START_TEST(not_excused)
{
	static const struct {
		const char *what, *story;
	} cases[] = {
		{ "no proof", "0.41 client > server P. 1:6 ack 1\n0.42 server > client . 1:1 ack 6\n" },
		{ "acknowledged in part",
		  "0.21 server > client . 1:1 ack 5\n0.41 client > server P. 1:6 ack 1\n" },
		{ "D-SACK of a part",
		  "0.41 client > server P. 1:6 ack 1\n0.42 server > client . 1:1 ack 6 sack 1:5\n" },
		{ "other bytes",
		  "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:6 ack 1 other\n" },
		{ "other flags", "0.21 server > client . 1:1 ack 6\n0.41 client > server FP. 1:6 ack 1\n" },
		{ "URG", "0.21 server > client . 1:1 ack 6\n0.41 client > server UP. 1:6 ack 1\n" },
		{ "new bytes at its end",
		  "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:7 ack 1\n" },
		{ "a RST", "0.21 server > client . 1:1 ack 6\n0.41 client > server R. 1:6 ack 1\n" },
		{ "the acknowledgement was lost",
		  "0.205 cut\n0.21 server > client . 1:1 ack 6\n0.3 mend\n0.41 client > server P. 1:6 ack 1\n" },
		{ "the cable was cut between",
		  "0.21 server > client . 1:1 ack 6\n0.25 cut\n0.3 mend\n0.41 client > server P. 1:6 ack 1\n" },
		{ "lost itself",
		  "0.21 server > client . 1:1 ack 6\n0.4 cut\n0.41 client > server P. 1:6 ack 1\n" },
		{ "the D-SACK was lost",
		  "0.41 client > server P. 1:6 ack 1\n0.415 cut\n0.42 server > client . 1:1 ack 6 sack 1:6\n" },
		{ "a keep-alive probe",
		  "0.21 server > client . 1:1 ack 6\n3.0 client > server . 5:5 ack 1\n" },
		{ "a keep-alive probe with a byte",
		  "0.21 server > client . 1:1 ack 6\n3.0 client > server . 5:6 ack 1\n" },
		{ "a zero-window probe",
		  "0.21 server > client . 1:1 ack 6 win 0\n3.0 client > server . 5:5 ack 1\n" },
	};
	char story[2048];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tale tale;

		snprintf(story, sizeof(story), SEND_STORY "%s" END_STORY, cases[i].story);
		tale = tale_judged(SEND_SCRIPT, story, JUDGE_FINAL);
		ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "excused: %s", cases[i].what);
		ck_assert_uint_eq(tale.judgement.excused_count, 0);
		ck_assert_int_eq(tale.judgement.failures[0].line, NO_LINE);
		tale_end(&tale);
	}
}
END_TEST

#define CLOSE_SCRIPT OPENING_SCRIPT "client > server F.\nserver > client F.\n"
#define CLOSED	     "0.199 client call close(3<c>) = 0\n"
#define FIN	     "0.2 client > server F. 1:1 ack 1\n"
#define ITS_ACK	     "0.2001 server > client . 1:1 ack 2\n"
#define OTHER_FIN    "0.2002 server > client F. 1:1 ack 2\n"
#define FIN_AGAIN    "0.41 server > client F. 1:1 ack 2\n"
#define ANSWER	     "0.4101 client > server . 2:2 ack 2\n"

START_TEST(fin_meets_time_wait)
{
	static const struct {
		const char *what, *story;
	} cases[] = {
		{ "nobody has closed", FIN ITS_ACK OTHER_FIN FIN_AGAIN ANSWER },
		{ "its own FIN was not acknowledged before", CLOSED FIN OTHER_FIN FIN_AGAIN ANSWER },
		{ "it was, but long before",
		  CLOSED FIN ITS_ACK "0.3 server > client F. 1:1 ack 2\n0.51 server > client F. 1:1 ack 2\n"
				     "0.52 client > server . 2:2 ack 2\n" },
		{ "nobody answers", CLOSED FIN ITS_ACK OTHER_FIN FIN_AGAIN },
		{ "a RST answers", CLOSED FIN ITS_ACK OTHER_FIN FIN_AGAIN "0.4101 client > server R 2:2\n" },
		{ "the cable was cut", CLOSED FIN ITS_ACK OTHER_FIN "0.25 cut\n0.3 mend\n" FIN_AGAIN ANSWER },
		{ "the FIN of who closed comes again",
		  CLOSED FIN "0.41 client > server F. 1:1 ack 1\n0.4101 server > client . 1:1 ack 2\n"
			     "0.4102 server > client F. 1:1 ack 2\n" },
	};
	char story[2048];

	excused(CLOSE_SCRIPT, OPENING_STORY CLOSED FIN ITS_ACK OTHER_FIN FIN_AGAIN ANSWER END_STORY,
		"becomes its TIME_WAIT entry");
	/* It had ended, which closes as well. */
	excused(CLOSE_SCRIPT,
		OPENING_STORY "0.199 client exits 0\n" FIN ITS_ACK OTHER_FIN FIN_AGAIN ANSWER END_STORY,
		"becomes its TIME_WAIT entry");
	/* Who closed has sent no FIN, so there is no TIME_WAIT. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "server > client F.\n",
		   OPENING_STORY CLOSED
		   "0.2 server > client F. 1:1 ack 1\n0.41 server > client F. 1:1 ack 1\n"
		   "0.4101 client > server . 1:1 ack 2\n" END_STORY,
		   "", "F. 1:1(0)", "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tale tale;

		snprintf(story, sizeof(story), OPENING_STORY "%s" END_STORY, cases[i].story);
		tale = tale_judged(CLOSE_SCRIPT, story, JUDGE_FINAL);
		ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "excused: %s", cases[i].what);
		ck_assert_uint_eq(tale.judgement.excused_count, 0);
		tale_end(&tale);
	}
}
END_TEST

START_TEST(late_acknowledgement)
{
	static const struct {
		const char *what, *story;
	} cases[] = {
		{ "nothing had ended", "0.2 server > client . 1:1 ack 1\n0.2001 client > server R 1:1\n" },
		{ "its own FIN was not acknowledged",
		  FIN "0.2001 server > client F. 1:1 ack 1\n0.2002 server > client . 2:2 ack 1\n"
		      "0.2003 client > server R 1:1\n" },
		{ "it answers data", FIN ITS_ACK OTHER_FIN "0.3 client > server . 2:2 ack 2\n"
							   "0.3001 server > client P. 2:7 ack 2\n"
							   "0.3002 client > server R 2:2\n" },
		{ "it answers nothing that fits", FIN ITS_ACK OTHER_FIN ANSWER
		  "0.4102 client > server . 2:2 ack 2\n0.4103 server > client R 5:5\n" },
		{ "it answers what came long before", FIN ITS_ACK OTHER_FIN ANSWER
		  "0.4102 client > server . 2:2 ack 2\n0.6 server > client R 2:2\n" },
		{ "the first acknowledgement of its FIN",
		  FIN ITS_ACK OTHER_FIN ANSWER "0.4102 server > client R 2:2\n" },
		{ "a RST with an acknowledgement",
		  FIN ITS_ACK OTHER_FIN ANSWER "0.4102 client > server . 2:2 ack 2\n"
					       "0.4103 server > client R. 2:2 ack 2\n" },
	};
	static const char abort_script[] = OPENING_SCRIPT "client > server R.\n";
	char story[2048];

	/* After both FINs, and after a RST. */
	excused(CLOSE_SCRIPT,
		OPENING_STORY FIN ITS_ACK OTHER_FIN ANSWER "0.4102 client > server . 2:2 ack 2\n"
							   "0.4103 server > client R 2:2\n" END_STORY,
		"the answer to frame 8");
	excused(abort_script,
		OPENING_STORY "0.2 client > server R. 1:1 ack 1\n0.2003 client > server . 1:1 ack 1\n"
			      "0.2004 server > client R 1:1\n" END_STORY,
		"the answer to frame 5");
	/* That RST never arrived, and those of another connection are none of this one. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client > server R. lost\n",
		   OPENING_STORY "0.19 cut\n0.2 client > server R. 1:1 ack 1\n0.21 mend\n"
				 "0.3 client > server . 1:1 ack 1\n0.3001 server > client R 1:1\n" END_STORY,
		   "", "server > client  R 1:1(0)", "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tale tale;

		snprintf(story, sizeof(story), OPENING_STORY "%s" END_STORY, cases[i].story);
		tale = tale_judged(i ? CLOSE_SCRIPT : OPENING_SCRIPT, story, JUDGE_FINAL);
		ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "excused: %s", cases[i].what);
		ck_assert_uint_eq(tale.judgement.excused_count, 0);
		tale_end(&tale);
	}
}
END_TEST

START_TEST(a_line_takes_it_first)
{
	static const char script[] = SEND_SCRIPT "client > server  P. 1:6(5) retransmission\n";
	static const char story[] = SEND_STORY "0.21 server > client . 1:1 ack 6\n%s" END_STORY;
	char text[2048];
	struct tale tale;

	snprintf(text, sizeof(text), story, "0.41 client > server P. 1:6 ack 1\n");
	tale = tale_judged(script, text, JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
	ck_assert_uint_eq(tale.judgement.excused_count, 0);
	tale_end(&tale);
	snprintf(text, sizeof(text), story, "");
	tale_fails(JUDGE_FINAL, script, text, "retransmission", "nothing", "sent again in time");
}
END_TEST

START_TEST(excused_within_a_run)
{
	excused(OPENING_SCRIPT "client > server  data 1:N\nclient > server  F. N:N(0)\n",
		OPENING_STORY "0.2 client > server . 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			      "0.3 client > server . 1:6 ack 1\n0.31 client > server . 6:9 ack 1\n"
			      "0.4 client > server F. 9:9 ack 1\n" END_STORY,
		"frame 5");
	excused(OPENING_SCRIPT "client > server  data 1:9\nclient > server  F. 9:9(0)\n",
		OPENING_STORY "0.2 client > server . 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			      "0.3 client > server . 1:6 ack 1\n0.31 client > server . 6:9 ack 1\n"
			      "0.4 client > server F. 9:9 ack 1\n" END_STORY,
		"frame 5");
}
END_TEST

START_TEST(unproved_is_open_while_live)
{
	struct tale tale =
		tale_judged(SEND_SCRIPT, SEND_STORY "0.41 client > server P. 1:6 ack 1\n", JUDGE_LIVE);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	ck_assert_uint_eq(tale.judgement.excused_count, 0);
	tale_end(&tale);
	/* The next action was performed, and no D-SACK had come. */
	tale = tale_judged(SEND_SCRIPT "kill client USR1\n",
			   SEND_STORY "0.41 client > server P. 1:6 ack 1\n0.5 action kill client USR1\n",
			   JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
	/* Other bytes are definite at once. */
	tale = tale_judged(SEND_SCRIPT, SEND_STORY "0.41 client > server P. 1:6 ack 1 other\n", JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
}
END_TEST

Suite *suite_judge_again(void)
{
	Suite *s = suite_create("judge_again");
	TCase *c = tcase_create("judge_again");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, excused_with_proof);
	tcase_add_test(c, not_excused);
	tcase_add_test(c, fin_meets_time_wait);
	tcase_add_test(c, late_acknowledgement);
	tcase_add_test(c, a_line_takes_it_first);
	tcase_add_test(c, excused_within_a_run);
	tcase_add_test(c, unproved_is_open_while_live);
	suite_add_tcase(s, c);
	return s;
}
