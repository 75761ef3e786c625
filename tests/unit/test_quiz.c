/* test_quiz.c - questions from a script, and answers from what happened. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/quiz/words.h"
#include "tests/support/quiz_asks.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define RST_SCRIPT                                                                                           \
	"claim an-abort fails \"where it is none: a FIN\"\n" OPENING_SCRIPT                                  \
	"client > server  P. 1:6(5) ack 1\n"                                                                 \
	"client: close() = 0\n"                                                                              \
	"* client > server  R. 6:6(0) ack 1     # the comment\n"                                             \
	"server: read() = -1 ECONNRESET\n"                                                                   \
	"* state client CLOSED\n"
#define RST_STORY                                                                                            \
	OPENING_STORY "0.20 client > server P. 1:6 ack 1\n"                                                  \
		      "0.21 server call read(4<s>, \"hello\", 100) = 5\n"                                    \
		      "0.22 client call close(3<c>) = 0\n"                                                   \
		      "0.221 client > server R. 6:6 ack 1\n"                                                 \
		      "0.23 server call read(4<s>, 0x1, 100) = -1 ECONNRESET (Connection reset by peer)\n"   \
		      "0.24 sockets server LISTEN\n0.3 end\n"
#define FIN_STORY                                                                                            \
	OPENING_STORY "0.20 client > server P. 1:6 ack 1\n"                                                  \
		      "0.21 server call read(4<s>, \"hello\", 100) = 5\n"                                    \
		      "0.22 client call close(3<c>) = 0\n"                                                   \
		      "0.221 client > server F. 6:6 ack 1\n"                                                 \
		      "0.23 server call read(4<s>, \"\", 100) = 0\n"                                         \
		      "0.24 sockets client FIN_WAIT_2, server LISTEN\n0.3 end\n"

/* What the story answers to the n-th question, from 1. */
static void sees(const char *script, const char *story, size_t n, const char *answer, const char *evidence)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	struct quiz *q = quiz_make(tale.script);
	struct observation seen;

	ck_assert_uint_ge(q->count, n);
	seen = observe(q, &q->questions[n - 1], tale.timeline, &tale.judgement, q->arena);
	ck_assert_ptr_nonnull(seen.answer);
	ck_assert_str_eq(seen.answer, answer);
	ck_assert_msg(strstr(seen.evidence, evidence) != NULL, "\"%s\" is not in \"%s\"", evidence,
		      seen.evidence);
	ck_assert(answer_right(&q->questions[n - 1], answer_read(q->arena, &q->questions[n - 1], answer),
			       &seen));
	ck_assert(!answer_right(&q->questions[n - 1], NULL, &seen));
	quiz_free(q);
	tale_end(&tale);
}

START_TEST(questions)
{
	asks(RST_SCRIPT, 1, "What does client send to server next?", "RST");
	asks(RST_SCRIPT, 2, "What does server's read() return after the data?", "-1 ECONNRESET");
	asks(RST_SCRIPT, 3, "In which state is client's end of the connection then?", "CLOSED");
}
END_TEST

START_TEST(observed)
{
	sees(RST_SCRIPT, RST_STORY, 1, "RST", "R. 6:6(0) ack 1");
	sees(RST_SCRIPT, RST_STORY, 2, "-1 ECONNRESET", "server: read(4");
	sees(RST_SCRIPT, RST_STORY, 3, "CLOSED", "no socket of client");
	/* The run does not hold: what came answers, not what the script says. */
	sees(RST_SCRIPT, FIN_STORY, 1, "FIN", "F. 6:6(0) ack 1");
	sees(RST_SCRIPT, FIN_STORY, 2, "0 (end of file)", "server: read(4");
	sees(RST_SCRIPT, FIN_STORY, 3, "FIN_WAIT_2", "FIN_WAIT_2");
}
END_TEST

START_TEST(nothing_comes)
{
	static const char script[] = OPENING_SCRIPT "kill server STOP\n"
						    "* never server > client  F.\n"
						    "* never client: --- SIGIO ---\n"
						    "* client: read() <unfinished ...>\n";
	static const char quiet[] = OPENING_STORY "0.12 client enters read(3<c>, \n"
						  "0.20 action kill server STOP\n0.3 end\n";
	static const char loud[] = OPENING_STORY "0.12 client enters read(3<c>, \n"
						 "0.20 action kill server STOP\n"
						 "0.21 server > client F. 1:1 ack 1\n"
						 "0.22 client returns \"\", 100) = 0 took 0.1\n"
						 "0.23 client signal SIGIO\n0.3 end\n";

	sees(script, quiet, 1, "nothing", "nothing came");
	sees(script, quiet, 2, "no", "nothing of the kind");
	sees(script, quiet, 3, "does not return (or is not called)", "read(3");
	sees(script, loud, 1, "FIN", "F. 1:1(0)");
	sees(script, loud, 2, "yes", "SIGIO");
	sees(script, loud, 3, "0 (end of file)", "read(3");
}
END_TEST

START_TEST(time_of_a_probe)
{
	static const char script[] =
		OPENING_SCRIPT "kill server STOP\n"
			       "+1s client > server  . 0:0(0) ack 1  keep-alive probe\n"
			       "* +2s client > server  . 0:0(0) ack 1  keep-alive probe\n";
	static const char story[] =
		OPENING_STORY "0.20 action kill server STOP\n"
			      "1.21 client > server . 0:0 ack 1\n1.22 server > client . 1:1 ack 1\n"
			      "3.60 client > server . 0:0 ack 1\n3.61 server > client . 1:1 ack 1\n"
			      "4.0 end\n";

	asks(script, 1, "What does client send to server next?", "keep-alive probe");
	asks(script, 2, "And how long after that does client send its next segment to server?", "2 seconds");
	sees(script, story, 2, "2 seconds", "2.39 s after");
}
END_TEST

START_TEST(one_after_the_other)
{
	static const char script[] = OPENING_SCRIPT "kill client CONT\n"
						    "* client: write() = 10\n"
						    "* client: write() = -1 EPIPE\n"
						    "client > server  data 1:21\n"
						    "* client > server  F. 21:21(0)\n";
	static const char story[] = OPENING_STORY
		"0.20 action kill client CONT\n"
		"0.21 client > server P. 1:11 ack 1\n0.211 client call write(3<c>, \"x\", 10) = 10\n"
		"0.22 client > server P. 11:21 ack 1\n0.221 client > server F. 21:21 ack 1\n"
		"0.23 client call write(3<c>, \"x\", 10) = -1 EPIPE (Broken pipe)\n0.3 end\n";

	/* The data may not be shown, as it stands below the first question: so it is asked for. */
	asks(script, 2, "What else does client's write() return after that?", "-1 EPIPE");
	asks(script, 3, "What does client send to server next?", "new data");
	asks(script, 4, "What else does client send to server after that?", "FIN");
	sees(script, story, 1, "a number of bytes", "= 10");
	sees(script, story, 2, "-1 EPIPE", "EPIPE");
	sees(script, story, 3, "new data", "P. 1:11(10)");
	sees(script, story, 4, "FIN", "F. 21:21(0)");
}
END_TEST

/* Nothing of what the outcome is in it, but for what stands above the first question. */
START_TEST(tells_nothing)
{
	struct script *s = story_script(RST_SCRIPT);
	struct quiz *q = quiz_make(s);
	struct text sheet = { 0 }, screen = { 0 };
	static const char *const secrets[] = { "an-abort", "unless", "comment",
					       "R. 6:6",   "= -1",   "state client" };

	quiz_sheet(&sheet, q, &(struct program_texts){ 0 });
	quiz_draw(&screen, q, &(struct program_texts){ 0 }, 80);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		ck_assert_ptr_null(strstr(text_chars(&sheet), secrets[i]));
		ck_assert_ptr_null(strstr(text_chars(&screen), secrets[i]));
	}
	ck_assert_ptr_nonnull(strstr(text_chars(&screen), "P. 1:6(5) ack 1"));
	text_free(&sheet);
	text_free(&screen);
	quiz_free(q);
	script_free(s);
}
END_TEST

static void in_order(const char *const *choices)
{
	for (size_t k = 0; choices[k] && choices[k + 1]; k++)
		ck_assert_msg(strcasecmp(choices[k], choices[k + 1]) < 0 ||
				      strcmp(choices[k + 1], WORD_OTHER) == 0,
			      "%s stands before %s", choices[k], choices[k + 1]);
}

/* Where the right answer stands says nothing: the choices are those of the kind of question, in alphabetical order. */
START_TEST(choices)
{
	static const char *const calls[] = { "read",	 "write",   "bind",   "close",
					     "shutdown", "connect", "accept", "poll" };
	struct script *rst = story_script(RST_SCRIPT);
	struct script *fin = story_script(OPENING_SCRIPT "* client > server F. 1:1(0)\n");
	struct quiz *a = quiz_make(rst), *b = quiz_make(fin);

	ck_assert_ptr_eq(a->questions[0].choices, b->questions[0].choices);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		in_order(result_words(call_row(calls[i]), false)->choices);
		in_order(result_words(call_row(calls[i]), true)->choices);
	}
	in_order(segment_choices);
	in_order(yes_no_choices);
	in_order(end_choices);
	in_order(state_choices);
	in_order(timer_choices);
	in_order(so_error_choices);
	in_order(select_choices);
	in_order(when_choices);
	quiz_free(a);
	quiz_free(b);
	script_free(rst);
	script_free(fin);
}
END_TEST

static void means(const struct quiz *q, size_t n, const char *given, const char *choice)
{
	const char *answer = answer_read(q->arena, &q->questions[n - 1], given);

	if (!choice) {
		ck_assert_msg(!answer, "\"%s\" was taken for \"%s\"", given, answer);
		return;
	}
	ck_assert_msg(answer != NULL, "\"%s\" was not understood", given);
	ck_assert_str_eq(answer, choice);
}

START_TEST(answers)
{
	struct script *s = story_script(RST_SCRIPT);
	struct quiz *q = quiz_make(s);
	char longest[5000];

	means(q, 1, "RST", "RST");
	means(q, 1, "  rst\t", "RST");
	means(q, 1, "R.", "RST");
	means(q, 1, "a", "FIN");
	/* As a sheet prints it. */
	means(q, 1, "f", "RST");
	means(q, 1, "F", "RST");
	means(q, 1, "f)", "RST");
	means(q, 1, "f.", "RST");
	means(q, 1, " F)  rst ", "RST");
	means(q, 1, "f) RST", "RST");
	means(q, 1, "f) FIN", NULL); /* which of the two? */
	means(q, 1, "i) RST", NULL);
	means(q, 1, "F.", "FIN"); /* as tcpdump has it */
	means(q, 2, "g) 0 (end of file)", "0 (end of file)");
	means(q, 2, "D) -1 ECONNRESET", "-1 ECONNRESET");
	means(q, 1, "h", "something else");
	means(q, 1, "i", NULL);
	means(q, 1, "", NULL);
	means(q, 1, "\x1b[31m", NULL);
	means(q, 2, "ECONNRESET", "-1 ECONNRESET");
	means(q, 2, "= -1 ECONNRESET (Connection reset by peer)", "-1 ECONNRESET");
	means(q, 2, "-1", NULL);
	means(q, 2, "0", "0 (end of file)");
	means(q, 2, "eof", "0 (end of file)");
	means(q, 2, "blocks", "does not return (or is not called)");
	means(q, 3, "time-wait", "TIME_WAIT");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	means(q, 1, longest, NULL);
	quiz_free(q);
	script_free(s);
}
END_TEST

/* Whether an answer to the first question of a script is right. */
static bool right(const char *script, const char *story, const char *given)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	struct quiz *q = quiz_make(tale.script);
	struct observation seen = observe(q, &q->questions[0], tale.timeline, &tale.judgement, q->arena);
	bool is_right = answer_right(&q->questions[0], answer_read(q->arena, &q->questions[0], given), &seen);

	quiz_free(q);
	tale_end(&tale);
	return is_right;
}

/* Flags that a program prints are right in any order; numbers of a structure are not. */
START_TEST(order_of_words)
{
	static const char script[] = OPENING_SCRIPT "* client: write(1, \"poll: POLLERR POLLHUP\\n\") = 22\n";
	static const char story[] =
		OPENING_STORY "0.2 client call write(1, \"poll: POLLERR POLLHUP\\n\", 22) = 22\n0.3 end\n";

	ck_assert(right(script, story, "POLLERR POLLHUP"));
	ck_assert(right(script, story, "pollhup|pollerr"));
	ck_assert(!right(script, story, "POLLERR"));
	ck_assert(!right(script, story, "POLLERR POLLHUP POLLIN"));
}
END_TEST

/* "and when" is asked where times are among the choices, and then the time is shown. */
START_TEST(time_of_a_call)
{
	static const char script[] = OPENING_SCRIPT "kill client CONT\n"
						    "* client: read() = -1 ETIMEDOUT takes 2s\n"
						    "* client: close() = 0 takes 2s\n";
	static const char story[] = OPENING_STORY
		"0.20 action kill client CONT\n"
		"0.30 client call read(3<c>, \"\", 100) = -1 ETIMEDOUT (Connection timed out) took 2.1\n"
		"2.50 client call close(3<c>) = 0 took 2.02\n5 end\n";

	asks(script, 1, "What does client's read() return?", "-1 ETIMEDOUT");
	asks(script, 2, "What does client's close() return, and when?", "0, after a second or more");
	sees(script, story, 2, "0, after a second or more", "which took 2.02 s");
}
END_TEST

START_TEST(long_evidence)
{
	static const char script[] = OPENING_SCRIPT "* client: read() = 40\n";
	static const char story[] = OPENING_STORY
		"0.2 client call read(3<c>, \"0123456789012345678901234567890123456789\", 100) = 40\n0.3 end\n";

	sees(script, story, 1, "data", "read(3, \"012345678901234567890123\"..., 100) = 40");
}
END_TEST

START_TEST(own_words)
{
	static const char script[] =
		OPENING_SCRIPT "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}) = 0\n";
	static const char story[] = OPENING_STORY
		"0.2 client call getsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, [8]) = 0\n0.3 end\n";
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	struct quiz *q = quiz_make(tale.script);
	const struct question *one = &q->questions[0];
	struct observation seen = observe(q, one, tale.timeline, &tale.judgement, q->arena);

	ck_assert_ptr_null(one->choices);
	ck_assert_str_eq(seen.answer, "l_onoff=1, l_linger=5");
	ck_assert(answer_right(one, answer_read(q->arena, one, "{l_onoff=1, l_linger=5}"), &seen));
	ck_assert(answer_right(one, answer_read(q->arena, one, " 1 5 "), &seen));
	ck_assert(!answer_right(one, answer_read(q->arena, one, "1 6"), &seen));
	ck_assert(!answer_right(one, answer_read(q->arena, one, "1"), &seen));
	ck_assert(!answer_right(one, answer_read(q->arena, one, "1 5 8"), &seen));
	quiz_free(q);
	tale_end(&tale);
}
END_TEST

Suite *suite_quiz(void)
{
	Suite *s = suite_create("quiz");
	TCase *t = tcase_create("quiz");

	tcase_add_test(t, questions);
	tcase_add_test(t, observed);
	tcase_add_test(t, nothing_comes);
	tcase_add_test(t, time_of_a_probe);
	tcase_add_test(t, one_after_the_other);
	tcase_add_test(t, tells_nothing);
	tcase_add_test(t, choices);
	tcase_add_test(t, answers);
	tcase_add_test(t, order_of_words);
	tcase_add_test(t, time_of_a_call);
	tcase_add_test(t, long_evidence);
	tcase_add_test(t, own_words);
	suite_add_tcase(s, t);
	return s;
}
