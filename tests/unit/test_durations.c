/* test_durations.c - how long scenarios took: kept, read again, and never a reason to fail. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/record/durations.h"
#include "tests/unit/suites.h"

static char folder[] = "/tmp/durations-XXXXXX";
static struct arena *arena;

static void begin(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	arena = arena_new();
}

static void end(void)
{
	unlink(arena_printf(arena, "%s/durations", folder));
	ck_assert_int_eq(rmdir(folder), 0);
	arena_free(arena);
}

static void write_by_hand(const char *text)
{
	FILE *out = fopen(arena_printf(arena, "%s/durations", folder), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(text, out), 0);
	ck_assert_int_eq(fclose(out), 0);
}

START_TEST(kept)
{
	struct durations d = durations_load(arena, folder);

	ck_assert_uint_eq(d.count, 0);
	ck_assert_int_eq(duration_of(&d, "labs/a/01-x.lab"), -1);
	duration_set(&d, "labs/a/01-x.lab", INT64_C(1500000000));
	duration_set(&d, "a path/with blanks.lab", INT64_C(20000000));
	duration_set(&d, "labs/a/01-x.lab", INT64_C(2500000000));
	durations_save(&d);
	d = durations_load(arena, folder);
	ck_assert_uint_eq(d.count, 2);
	ck_assert_int_eq(duration_of(&d, "labs/a/01-x.lab"), INT64_C(2500000000));
	ck_assert_int_eq(duration_of(&d, "a path/with blanks.lab"), INT64_C(20000000));
	ck_assert_int_eq(duration_of(&d, "a path/with"), -1);
}
END_TEST

START_TEST(spoilt)
{
	struct durations d;

	write_by_hand(
		"1.000 good.lab\nnonsense\n\n-1 negative.lab\nnan nan.lab\n1e300 huge.lab\n2.0\n3.000 last.lab");
	d = durations_load(arena, folder);
	ck_assert_uint_eq(d.count, 2);
	ck_assert_int_eq(duration_of(&d, "good.lab"), INT64_C(1000000000));
	ck_assert_int_eq(duration_of(&d, "last.lab"), INT64_C(3000000000));
}
END_TEST

START_TEST(nowhere)
{
	struct durations d = durations_load(arena, "/nonexistent/folder");

	duration_set(&d, "a.lab", 1);
	durations_save(&d); /* the next run does without */
	ck_assert_int_eq(duration_of(&d, "a.lab"), 1);
}
END_TEST

Suite *suite_durations(void)
{
	Suite *s = suite_create("durations");
	TCase *c = tcase_create("durations");

	tcase_add_checked_fixture(c, begin, end);
	tcase_add_test(c, kept);
	tcase_add_test(c, spoilt);
	tcase_add_test(c, nowhere);
	suite_add_tcase(s, c);
	return s;
}
