/* test_adversity.c - the same seed holds the same run up at the same places, and no seed nobody. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "common/stage/adversity.h"
#include "tests/unit/suites.h"

enum { CHOICES = 2000 };

START_TEST(no_seed_no_delay)
{
	struct adversity a = adversity_of_run(0, "linger/02-rst", 3),
			 of_actor = adversity_of_actor(a, "client");
	struct text text = { 0 };

	for (int i = 0; i < CHOICES; i++) {
		ck_assert_int_eq(adversity_pause(&a), 0);
		ck_assert(!adversity_delay(&of_actor, "read", &text));
	}
	ck_assert_str_eq(text_chars(&text), "");
}
END_TEST

START_TEST(half_of_the_pauses_last)
{
	struct adversity a = adversity_of_run(1, "linger/02-rst", 0);
	int none = 0, brief = 0;

	for (int i = 0; i < CHOICES; i++) {
		int64_t ns = adversity_pause(&a);

		ck_assert(ns == 0 || (ns >= 10000000 && ns <= 1000000000));
		none += ns == 0;
		brief += ns > 0 && ns < 100000000;
	}
	ck_assert_int_gt(none, CHOICES * 2 / 5);
	ck_assert_int_lt(none, CHOICES * 3 / 5);
	ck_assert_int_gt(brief, CHOICES / 5);
	ck_assert_int_lt(brief, CHOICES * 3 / 10);
}
END_TEST

START_TEST(a_call_in_three_is_delayed)
{
	struct adversity a = adversity_of_actor(adversity_of_run(1, "linger/02-rst", 0), "client");
	int delayed = 0;

	for (int i = 0; i < CHOICES; i++) {
		struct text text = { 0 };
		long us;
		unsigned when;
		char rest;

		if (adversity_delay(&a, "?read@64", &text)) {
			ck_assert_int_eq(sscanf(text_chars(&text), "?read@64:delay_exit=%ld:when=%u%c", &us,
						&when, &rest),
					 2);
			ck_assert(us >= 10000 && us <= 1000000 && when >= 1 && when <= 4);
			delayed++;
		}
		text_free(&text);
	}
	ck_assert_int_gt(delayed, CHOICES / 4);
	ck_assert_int_lt(delayed, CHOICES / 2);
}
END_TEST

/* The first choices of a stream, as one number. */
static uint64_t first_choices(struct adversity a)
{
	uint64_t sum = 0;

	for (int i = 0; i < 16; i++)
		sum = sum * 31 + (uint64_t)adversity_pause(&a);
	return sum;
}

START_TEST(each_run_and_program_has_its_own)
{
	struct adversity run = adversity_of_run(7, "linger/02-rst", 0);
	uint64_t expected = first_choices(run);

	ck_assert_uint_eq(first_choices(adversity_of_run(7, "linger/02-rst", 0)), expected);
	ck_assert_uint_ne(first_choices(adversity_of_run(8, "linger/02-rst", 0)), expected);
	ck_assert_uint_ne(first_choices(adversity_of_run(7, "linger/03-default", 0)), expected);
	ck_assert_uint_ne(first_choices(adversity_of_run(7, "linger/02-rst", 1)), expected);
	ck_assert_uint_ne(first_choices(adversity_of_actor(run, "client")),
			  first_choices(adversity_of_actor(run, "server")));
	ck_assert_uint_eq(first_choices(adversity_of_actor(run, "client")),
			  first_choices(adversity_of_actor(run, "client")));
	ck_assert_uint_ne(first_choices(adversity_of_call(run, "read")),
			  first_choices(adversity_of_call(run, "readv")));
	ck_assert_uint_eq(first_choices(adversity_of_call(adversity_of_run(0, "", 0), "read")), 0);
}
END_TEST

Suite *suite_adversity(void)
{
	Suite *s = suite_create("adversity");
	TCase *c = tcase_create("choices");

	tcase_add_test(c, no_seed_no_delay);
	tcase_add_test(c, half_of_the_pauses_last);
	tcase_add_test(c, a_call_in_three_is_delayed);
	tcase_add_test(c, each_run_and_program_has_its_own);
	suite_add_tcase(s, c);
	return s;
}
