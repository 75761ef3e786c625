/* test_many.c - lines for many: "each" connection, and "count". */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define END_STORY "9.000 end\n"
#define START_STORY                                                                                          \
	"0.000 action start server\n0.001 server call listen(3<l>, 5) = 0\n0.100 action start client\n"      \
	"0.101 client call close(3<c>) = 0\n0.102 client call close(4<c2>) = 0\n"
#define EACH_SCRIPT                                                                                          \
	"start server\n"                                                                                     \
	"start client\n"                                                                                     \
	"each client > server  S\n"                                                                          \
	"each server > client  S. ack 1\n"

/* Two connections side by side; the first's data in two pieces, the second's in one. */
#define PAIR_STORY                                                                                           \
	START_STORY "0.111 client > server S\n0.112 client#2 > server S\n"                                   \
		    "0.113 server > client#2 S. ack 1\n0.114 server > client S. ack 1\n"                     \
		    "0.120 client > server . 1:6 ack 1\n0.121 client#2 > server P. 1:4 ack 1\n"              \
		    "0.122 client > server P. 6:11 ack 1\n"

START_TEST(each_connection_has_the_lines)
{
	static const char script[] =
		EACH_SCRIPT "each client > server  data 1:N\neach client > server  F. N:N(0)\n";
	static const char story[] = PAIR_STORY "%s" END_STORY;
	static const struct {
		const char *story, *at, *words;
	} wrong[] = {
		{ "0.2 client > server F. 11:11 ack 1\n0.3 client#2 > server R. 4:4 ack 1\n",
		  "each client > server  F.", "client#2 > server  R." },
		{ "0.2 client > server F. 11:11 ack 1\n0.3 client#2 > server F. 5:5 ack 1\n",
		  "each client > server  F.", "client#2 > server  F. 5:5" },
		{ "0.2 client > server F. 11:11 ack 1\n", "each client > server  F.",
		  "nothing more between client#2 and server" },
		/* Nothing goes unaccounted, and a connection that comes late has them all to meet. */
		{ "0.2 client > server F. 11:11 ack 1\n0.3 client#2 > server F. 4:4 ack 1\n"
		  "0.4 server > client F. 1:1 ack 12\n",
		  "", "server > client  F." },
		{ "0.2 client > server F. 11:11 ack 1\n0.3 client#2 > server F. 4:4 ack 1\n0.4 client#3 > server S\n",
		  "each server > client  S.", "client#3" },
	};
	char text[2048];

	snprintf(text, sizeof(text), story,
		 "0.2 client > server F. 11:11 ack 1\n0.3 client#2 > server F. 4:4 ack 1\n");
	tale_holds(script, text);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), story, wrong[i].story);
		tale_fails(JUDGE_FINAL, script, text, wrong[i].at, wrong[i].words, "");
	}
	/* Where there is none they are not met. */
	tale_fails(JUDGE_FINAL, script, START_STORY END_STORY, "each client > server  S", "nothing", "");
}
END_TEST

START_TEST(all_the_rest)
{
	static const char script[] = EACH_SCRIPT "each client > server  ...\n";

	tale_holds(script, PAIR_STORY
		   "0.2 client > server R. 11:11 ack 1\n0.3 server > client#2 F. 1:1 ack 4\n" END_STORY);
	/* Not of others, and not before its time. */
	tale_fails(JUDGE_FINAL, script, PAIR_STORY "0.2 stranger > server S\n" END_STORY, "",
		   "127.0.0.9:5555", "");
	tale_fails(JUDGE_FINAL, script,
		   START_STORY "0.111 client > server S\n0.112 server > client R. ack 1\n" END_STORY,
		   "each server > client  S.", "R.", "");
	tale_fails(JUDGE_FINAL, EACH_SCRIPT "never client > server  R[.]\neach client > server  ...\n",
		   PAIR_STORY "0.2 client#2 > server R. 4:4 ack 1\n" END_STORY, "never",
		   "client#2 > server  R.", "");
}
END_TEST

/* In a later act: the connections that have not ended, and those that begin. */
START_TEST(each_in_a_later_act)
{
	static const char script[] =
		EACH_SCRIPT "each client > server  ...\nkill server KILL\neach server > client  F.\n";
	static const char story[] =
		PAIR_STORY "%s0.5 action kill server KILL\n0.6 server > client#2 F. 1:1 ack 4\n%s" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "0.2 client > server R. 11:11 ack 1\n", "");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "", "");
	tale_fails(JUDGE_FINAL, script, text, "each server > client  F.",
		   "nothing more between client#1 and server", "");
	snprintf(text, sizeof(text), story, "0.2 client > server F. 11:11 ack 1\n", "");
	tale_fails(JUDGE_FINAL, script, text, "each server > client  F.", "nothing more", "");
	snprintf(text, sizeof(text), story,
		 "0.2 client > server F. 11:11 ack 1\n0.21 server > client F. 1:1 ack 12\n", "");
	tale_holds(script, text);
}
END_TEST

/* A state is asked for when the last of them has met its lines. */
START_TEST(states_after_each)
{
	static const char script[] = EACH_SCRIPT "each client > server  ...\nkill client USR1\n"
						 "each client > server  F.\nstate client#1 FIN_WAIT_1\n";
	static const char story[] =
		PAIR_STORY "0.2 action kill client USR1\n0.3 client#2 > server F. 4:4 ack 1\n"
			   "0.4 sockets client FIN_WAIT_1\n0.5 client > server F. 11:11 ack 1\n"
			   "0.6 sockets client %s\n" END_STORY;
	char text[1024];

	snprintf(text, sizeof(text), story, "FIN_WAIT_1");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "FIN_WAIT_2");
	tale_fails(JUDGE_FINAL, script, text, "state client#1 FIN_WAIT_1", "FIN_WAIT_2", "");
}
END_TEST

/* What a number names is not of "each". */
START_TEST(each_beside_a_number)
{
	static const char script[] = EACH_SCRIPT "each client > server  ...\nclient#2 > server  S\n"
						 "server > client#2  S. ack 1\nclient#2 > server  P. 1:4\n";

	tale_holds(script, PAIR_STORY END_STORY);
	tale_fails(JUDGE_FINAL, script, PAIR_STORY "0.2 client#2 > server F. 4:4 ack 1\n" END_STORY, "",
		   "client#2 > server  F.", "");
}
END_TEST

START_TEST(each_datagram)
{
	static const char script[] = "start server\nstart client\neach client > server  UDP 5\n"
				     "each server > client  ICMP port-unreachable\n";

	tale_holds(script, START_STORY "0.2 client > server UDP 5\n0.21 client#2 > server UDP 5\n"
				       "0.22 server > client ICMP\n0.23 server > client#2 ICMP\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   START_STORY "0.2 client > server UDP 5\n0.21 client#2 > server UDP 5\n"
			       "0.22 server > client ICMP\n" END_STORY,
		   "ICMP", "nothing more between client#2 and server", "");
}
END_TEST

/* "count" counts whatever others say of it, and accounts for the rest. */
START_TEST(so_many_come)
{
	static const struct {
		const char *line;
		bool holds;
	} counts[] = {
		{ "count 2 client > server  S\n", true },     { "count 1 client > server  S\n", false },
		{ "count 3 client > server  S\n", false },    { "count < 3 client > server  S\n", true },
		{ "count < 2 client > server  S\n", false },  { "count <= 1 client > server  S\n", false },
		{ "count >= 2 client > server  S\n", true },  { "count > 2 client > server  S\n", false },
		{ "count != 2 client > server  S\n", false }, { "count 0 client > server  R[.]\n", true },
		{ "count 2 client: close() = 0\n", true },    { "count 1 client: close() = 0\n", false },
		{ "count 0 client: close() = 0\n", false },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		struct text script = { 0 };

		text_addf(&script, "%s%s%s", EACH_SCRIPT, "each client > server  ...\n", counts[i].line);
		if (counts[i].holds)
			tale_holds(text_chars(&script), PAIR_STORY END_STORY);
		else
			tale_fails(JUDGE_FINAL, text_chars(&script), PAIR_STORY END_STORY, "count", "of them",
				   "");
		text_free(&script);
	}
}
END_TEST

START_TEST(what_is_counted_is_accounted_for)
{
	static const char script[] = "start server\nstart client\ncount 3 client > server  UDP 5\n";
	static const char story[] = START_STORY "0.2 client > server UDP 5\n0.21 client#2 > server UDP 5\n"
						"0.22 client > server UDP %s\n" END_STORY;
	char text[1024];

	snprintf(text, sizeof(text), story, "5");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "6");
	tale_fails(JUDGE_FINAL, script, text, "", "UDP 6", "");
	/* In its own act alone. */
	tale_fails(JUDGE_FINAL,
		   "start server\nstart client\ncount 1 client > server  UDP 5\nkill client KILL\n",
		   START_STORY "0.2 client > server UDP 5\n0.3 action kill client KILL\n"
			       "0.4 client > server UDP 5\n" END_STORY,
		   "", "UDP 5", "");
}
END_TEST

/* A needless retransmission is none of them. */
START_TEST(needless_ones_do_not_count)
{
	static const char *const scripts[] = {
		EACH_SCRIPT "each client > server  P. 1:6\ncount 1 client > server  P. 1:6\n",
		EACH_SCRIPT "each client > server  ...\ncount 1 client > server  P. 1:6\n",
	};
	static const char story[] =
		START_STORY "0.111 client > server S\n0.112 server > client S. ack 1\n"
			    "0.2 client > server P. 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			    "0.4 client > server P. 1:6 ack 1\n" END_STORY;

	/* Nor is one that may yet be proved to be so. */
	struct tale live = tale_judged(scripts[1],
				       START_STORY
				       "0.111 client > server S\n0.112 server > client S. ack 1\n"
				       "0.2 client > server P. 1:6 ack 1\n0.4 client > server P. 1:6 ack 1\n",
				       JUDGE_LIVE);

	ck_assert_int_eq(live.judgement.outcome, OUTCOME_OPEN);
	tale_end(&live);
	for (size_t i = 0; i < 2; i++) {
		struct tale tale = tale_judged(scripts[i], story, JUDGE_FINAL);

		ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
		ck_assert_int_eq(tale.judgement.excused_count, 1);
		tale_end(&tale);
	}
}
END_TEST

/* While it lasts: what can be reached yet is open, and what is passed is broken. */
START_TEST(counts_while_live)
{
	static const struct {
		const char *count;
		enum outcome outcome;
		enum line_status status;
	} live[] = {
		{ "count 3", OUTCOME_OPEN, LINE_OPEN },	   { "count > 2", OUTCOME_OPEN, LINE_OPEN },
		{ "count 2", OUTCOME_OPEN, LINE_MET },	   { "count < 3", OUTCOME_OPEN, LINE_MET },
		{ "count 1", OUTCOME_FAILS, LINE_BROKEN },
	};
	char script[512];

	for (size_t i = 0; i < sizeof(live) / sizeof(live[0]); i++) {
		struct tale tale;

		snprintf(script, sizeof(script),
			 EACH_SCRIPT "each client > server  ...\n%s client > server  S\n", live[i].count);
		tale = tale_judged(script, PAIR_STORY, JUDGE_LIVE);
		ck_assert_int_eq(tale.judgement.outcome, live[i].outcome);
		ck_assert_int_eq(tale.judgement.lines[5].status, live[i].status);
		tale_end(&tale);
	}
}
END_TEST

/* An act with lines of "each" is complete when every connection that is there has met them. */
START_TEST(each_while_live)
{
	struct tale tale =
		tale_judged(EACH_SCRIPT "each client > server  data 1:4\n", PAIR_STORY, JUDGE_LIVE);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
	tale = tale_judged(EACH_SCRIPT "each client > server  data 1:N\neach client > server  F. N:N(0)\n",
			   PAIR_STORY "0.2 client > server F. 11:11 ack 1\n", JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_int_eq(tale.judgement.lines[4].status, LINE_MET);
	ck_assert_int_eq(tale.judgement.lines[5].status, LINE_OPEN);
	tale_end(&tale);
}
END_TEST

/* In a capture from elsewhere, too. */
START_TEST(many_from_elsewhere)
{
	static const char script[] = EACH_SCRIPT "each client > server  ...\ncount %u client > server  S\n"
						 "never client > server  F.\ncount 2 client: close() = 0\n";
	char text[1024];
	struct tale tale;

	snprintf(text, sizeof(text), script, 2U);
	tale = tale_judged(text, PAIR_STORY END_STORY, JUDGE_WIRE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
	ck_assert_int_eq(tale.judgement.lines[7].status, LINE_UNSEEN);
	tale_end(&tale);
	snprintf(text, sizeof(text), script, 3U);
	tale_fails(JUDGE_WIRE, text, PAIR_STORY END_STORY, "count 3", "2 of them", "");
}
END_TEST

START_TEST(where_they_have_no_place)
{
	static const struct {
		const char *lines, *message;
	} wrong[] = {
		{ "each client#2 > server S", "'each' is every connection: no number" },
		{ "each client: close() = 0", "'each' is for segments, datagrams and ICMP" },
		{ "each never client > server R", "speaks of every connection anyway" },
		{ "never each client > server R", "stands once, before the expectation" },
		{ "client > server S\nthen each client > server F.", "no 'then'" },
		{ "client > server ...", "is for 'each' alone" },
		{ "each client > server ...\neach client > server F.", "nothing is left for this" },
		{ "each client > server S\nclient > server F.",
		  "without 'each', speaks of the same connections" },
		{ "each client > server data 1:N\nclient: write() = N",
		  "its NAME is another number of each" },
		{ "each kill client KILL", "this is an action" },
		{ "count client > server S", "how many, as in count 50" },
		{ "count 5 state client CLOSED", "'count' is for segments" },
		{ "count 5 client > server data 1:5", "'count' is for segments" },
		{ "count 5 client: read() <unfinished ...>", "has not returned" },
		{ "count 5 kill client KILL", "this is an action" },
		{ "then count 5 client > server S", "no 'then'" },
		{ "each count 5 client > server S", "no 'each'" },
		{ "count 5 client > server P. 1:N", "N has no value yet" },
	};
	char script[512];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct script_error error;

		snprintf(script, sizeof(script), "title t\nstart server\nstart client\n%s\n", wrong[i].lines);
		ck_assert_msg(!script_parse("x.lab", script, strlen(script), &error), "%s", script);
		ck_assert_msg(strstr(error.message, wrong[i].message) != NULL, "%s: %s", wrong[i].lines,
			      error.message);
	}
}
END_TEST

Suite *suite_many(void)
{
	Suite *s = suite_create("many");
	TCase *c = tcase_create("many");

	tcase_add_test(c, each_connection_has_the_lines);
	tcase_add_test(c, all_the_rest);
	tcase_add_test(c, each_in_a_later_act);
	tcase_add_test(c, states_after_each);
	tcase_add_test(c, each_beside_a_number);
	tcase_add_test(c, each_datagram);
	tcase_add_test(c, so_many_come);
	tcase_add_test(c, what_is_counted_is_accounted_for);
	tcase_add_test(c, needless_ones_do_not_count);
	tcase_add_test(c, counts_while_live);
	tcase_add_test(c, each_while_live);
	tcase_add_test(c, many_from_elsewhere);
	tcase_add_test(c, where_they_have_no_place);
	suite_add_tcase(s, c);
	return s;
}
