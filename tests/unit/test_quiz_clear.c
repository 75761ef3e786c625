/* test_quiz_clear.c - a question has one meaning: where it stands in its step is in its words. */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/quiz/words.h"
#include "tests/support/quiz_asks.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

/* What is "then" is so at the end of its step: what is over by then is no question, nor is a socket that listens. */
START_TEST(states_that_last)
{
	static const char script[] = OPENING_SCRIPT "kill client CONT\n"
						    "* client > server  F. 1:1(0) ack 1\n"
						    "* state client FIN_WAIT_1\n"
						    "* state server ESTABLISHED\n"
						    "* state client CLOSED\n"
						    "* state server LISTEN\n"
						    "* server: accept() <unfinished ...>\n"
						    "kill client CONT\n"
						    "* state server CLOSE_WAIT\n"
						    "* server > client F. 1:1(0)\n";

	asks(script, 2, "In which state is server's end of the connection then?", "ESTABLISHED");
	asks(script, 3, "In which state is client's end of the connection then?", "CLOSED");
	asks(script, 4, "What does server's accept() return?", WORD_BLOCKS);
	asks(script, 5, "What does server send to client next?", "FIN");
}
END_TEST

/* Each question of a chain names what it comes after. */
START_TEST(chain)
{
	static const char script[] =
		OPENING_SCRIPT "kill client CONT\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=0, l_linger=0}) = 0\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}) = 0\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=6}) = 0\n";

	asks(script, 2, "What value does client's next getsockopt(SOL_SOCKET, SO_LINGER) report after that?",
	     "l_onoff=1, l_linger=5");
	asks(script, 3,
	     "What value does client's next getsockopt(SOL_SOCKET, SO_LINGER) report after what question 2 asks for?",
	     "l_onoff=1, l_linger=6");
}
END_TEST

/* A question does not give away the answer to the one before it. */
START_TEST(probe_answered)
{
	static const char script[] = OPENING_SCRIPT "kill server STOP\n"
						    "* client > server  . 0:0(0) ack 1  keep-alive probe\n"
						    "* server > client  . ack 1  probe answer\n";

	asks(script, 1, "What does client send to server next?", "keep-alive probe");
	asks(script, 2, "Does server answer that with a bare acknowledgement?", "yes");
}
END_TEST

/* What a program reads from a file, a setting for instance, may be the answer. */
START_TEST(files_hidden)
{
	struct script *s =
		story_script(OPENING_SCRIPT "kill client CONT\n"
					    "client: read(..., \"7200\\n\", ...) = 5\n"
					    "client: read() = 5\n"
					    "* client: getsockopt(SOL_TCP, TCP_KEEPIDLE, [7200]) = 0\n");
	struct quiz *q = quiz_make(s);
	size_t line = q->questions[0].line;

	ck_assert_str_eq(q->questions[0].expected, "7200");
	ck_assert(quiz_shows(q, line - 1));
	ck_assert(!quiz_shows(q, line - 2));
	quiz_free(q);
	script_free(s);
}
END_TEST

/* Of a question with "and when" the choices have times, and only of such a one; and no two of a step are in the same words. */
static void is_clear(const struct quiz *q, size_t n)
{
	const struct question *one = &q->questions[n];
	bool times = false;

	for (size_t i = 0; one->choices && one->choices[i]; i++)
		times = times || strstr(one->choices[i], "at once");
	ck_assert_msg(times == (strstr(one->asks, "and when") != NULL), "%s: %s", q->script->path, one->asks);
	for (size_t i = 0; i < n; i++)
		ck_assert_msg(one->number != q->questions[i].number ||
				      strcmp(one->asks, q->questions[i].asks) != 0,
			      "%s: (step %u) %s", q->script->path, one->number, one->asks);
}

START_TEST(all_labs)
{
	struct script_error error;
	glob_t found;

	ck_assert_int_eq(glob("labs/*/*.lab", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct script *s = script_load(found.gl_pathv[i], &error);
		struct quiz *q;

		ck_assert_ptr_nonnull(s);
		q = quiz_make(s);
		ck_assert_msg(q->count, "%s: no question", s->path);
		for (size_t n = 0; n < q->count; n++)
			is_clear(q, n);
		quiz_free(q);
		script_free(s);
	}
	globfree(&found);
}
END_TEST

Suite *suite_quiz_clear(void)
{
	Suite *s = suite_create("quiz_clear");
	TCase *t = tcase_create("quiz_clear");

	tcase_add_test(t, states_that_last);
	tcase_add_test(t, chain);
	tcase_add_test(t, probe_answered);
	tcase_add_test(t, files_hidden);
	tcase_add_test(t, all_labs);
	suite_add_tcase(s, t);
	return s;
}
