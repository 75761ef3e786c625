/* test_judge_came.c - what came where a line stands, whether the line is met or not. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define SCRIPT                                                                                               \
	OPENING_SCRIPT "type client \"x\"\n" /* act 3 */                                                     \
		       "client > server  P. 1:6(5)\n" /* 5 */                                                \
		       "may client > server  P. 1:6(5) retransmission\n" /* 6 */                             \
		       "client: read() = 5\n" /* 7 */                                                        \
		       "client: write(3, \"hello\") = 5\n" /* 8 */                                           \
		       "client: --- SIGPIPE ---\n" /* 9 */                                                   \
		       "client exits 0\n" /* 10 */                                                           \
		       "state client ESTABLISHED\n" /* 11 */                                                 \
		       "never server > client  F.\n" /* 12 */                                                \
		       "kill client KILL\n"                                                                  \
		       "client > server  F.\n" /* 14 */
#define STORY                                                                                                \
	OPENING_STORY "0.120 client enters read(3<c>\n"                                                      \
		      "0.200 action type client \"x\"\n"                                                     \
		      "0.201 client returns , \"\", 100) = 0 took 0.08\n"                                    \
		      "0.202 client call write(1, \"hello\", 5) = 5\n"                                       \
		      "0.203 client call write(3<c>, \"other\", 5) = -1 EPIPE (Broken pipe)\n"               \
		      "0.204 client signal SIGURG\n"                                                         \
		      "0.205 client signal SIGPIPE\n"                                                        \
		      "0.210 client > server P. 1:6 ack 1\n"                                                 \
		      "0.211 server > client . 1:1 ack 6\n"                                                  \
		      "0.212 client > server P. 6:9 ack 1\n"                                                 \
		      "0.213 server > client R. 1:1 ack 9\n"                                                 \
		      "0.300 sockets client CLOSE_WAIT, server LISTEN\n"                                     \
		      "0.301 sockets client LAST_ACK\n"                                                      \
		      "0.400 end\n"

/* Of a line of SCRIPT, by its index: what came, one a line. */
static const char *came(const struct tale *tale, size_t line)
{
	const char *text = "";
	struct arena *a = tale->judgement.arena;
	size_t *events, count;

	if (!judgement_came(tale->script, tale->timeline, &tale->judgement, line, a, &events, &count))
		return "not begun";
	for (size_t i = 0; i < count; i++) {
		const struct event *e = tale->timeline->events[events[i]];

		text = arena_printf(a, "%s%s\n", text,
				    e->kind == EVENT_SOCKETS ? "table" : event_text(tale->timeline, e, a));
	}
	return text;
}

START_TEST(what_came)
{
	struct tale tale = tale_judged(SCRIPT, STORY, JUDGE_FINAL);

	ck_assert_str_eq(came(&tale, 5),
			 "client > server  P. 1:6(5) ack 1\nclient > server  P. 6:9(3) ack 1\n");
	/* Entered in the act before, it counts where it returns. */
	ck_assert_str_eq(came(&tale, 7), "client: read(3, \"\", 100) = 0\n");
	ck_assert_str_eq(came(&tale, 8), "client: write(3, \"other\", 5) = -1 EPIPE\n");
	ck_assert_str_eq(came(&tale, 9), "client: --- SIGPIPE ---\n");
	ck_assert_str_eq(came(&tale, 10), "");
	ck_assert_str_eq(came(&tale, 11), "table\ntable\n");
	ck_assert_str_eq(came(&tale, 12), "server > client  . ack 6\nserver > client  R. 1:1(0) ack 9\n");
	ck_assert_str_eq(came(&tale, 14), "not begun");
	ck_assert_str_eq(came(&tale, 2), "client > server  S 0:0(0)\nclient > server  . ack 1\n");
	tale_end(&tale);
}
END_TEST

/* What a "may" line takes is no answer to what comes next; that it came is for the line itself to say. */
START_TEST(by_chance)
{
	static const char script[] = OPENING_SCRIPT "type client \"x\"\n"
						    "client > server  P. 1:6(5)\n"
						    "may client > server  P. 1:6(5) retransmission\n"
						    "client > server  F.\n";
	static const char story[] = OPENING_STORY "0.200 action type client \"x\"\n"
						  "0.210 client > server P. 1:6 ack 1\n"
						  "0.410 client > server P. 1:6 ack 1\n"
						  "0.420 client > server P. 6:9 ack 1\n"
						  "0.500 end\n";
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_uint_eq(tale.judgement.lines[6].event_count, 1);
	ck_assert_str_eq(came(&tale, 7),
			 "client > server  P. 1:6(5) ack 1\nclient > server  P. 6:9(3) ack 1\n");
	tale_end(&tale);
}
END_TEST

/* Several processes of one name: in the order of their returns, not of their beginnings. */
START_TEST(in_the_order_of_returns)
{
	static const char script[] = OPENING_SCRIPT "type client \"x\"\nclient > server  P. 1:6(5)\n"
						    "server: read() = 5\n";
	static const char story[] = OPENING_STORY "0.200 action type client \"x\"\n"
						  "0.201 server enters read(4<s>\n"
						  "0.210 client > server P. 1:6 ack 1\n"
						  "0.211 server returns , \"hello\", 5) = 5 took 0.01\n"
						  "0.212 server call read(4<s>, \"\", 5) = 0\n"
						  "0.300 end\n";
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_str_eq(came(&tale, 6), "server: read(4, \"hello\", 5) = 5\nserver: read(4, \"\", 5) = 0\n");
	tale_end(&tale);
}
END_TEST

Suite *suite_judge_came(void)
{
	Suite *s = suite_create("judge_came");
	TCase *t = tcase_create("came");

	tcase_add_test(t, what_came);
	tcase_add_test(t, by_chance);
	tcase_add_test(t, in_the_order_of_returns);
	suite_add_tcase(s, t);
	return s;
}
