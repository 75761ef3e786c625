/* quiz_asks.h - what a prediction asks of a script, for the tests of the quiz. */
#ifndef TESTS_QUIZ_ASKS_H
#define TESTS_QUIZ_ASKS_H

#include <check.h>

#include "common/quiz/words.h"
#include "tests/support/story.h"

/* The n-th question of a script, and the script's own answer. */
static inline void asks(const char *text, size_t n, const char *question, const char *expected)
{
	struct script *s = story_script(text);
	struct quiz *q = quiz_make(s);

	ck_assert_uint_ge(q->count, n);
	ck_assert_str_eq(q->questions[n - 1].asks, question);
	ck_assert_str_eq(q->questions[n - 1].expected, expected);
	quiz_free(q);
	script_free(s);
}

#endif
