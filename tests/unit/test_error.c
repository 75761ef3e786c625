/* test_error.c - an error is one sentence with its parts, however it was put together. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "tests/unit/suites.h"

static void assert_text(const struct error *e, const char *expected)
{
	char text[ERROR_TEXT];

	ck_assert_str_eq(error_text(e, text), expected);
}

START_TEST(parts)
{
	struct error e = { 0 };

	ck_assert(!error_is_set(&e));
	ck_assert(!error_set(&e, "host %s is down", "client"));
	ck_assert(error_is_set(&e));
	assert_text(&e, "host client is down");
	errno = EPERM;
	ck_assert(!error_errno(&e, "setting up %s", "lo"));
	assert_text(&e, "setting up lo: EPERM: Operation not permitted");
	ck_assert_int_eq(e.number, EPERM);
	error_advise(&e, "see `%s`", "lab doctor");
	assert_text(&e, "setting up lo: EPERM: Operation not permitted (see `lab doctor`)");
	error_number(&e, ENOENT, "script.lab");
	assert_text(&e,
		    "script.lab: ENOENT: No such file or directory"); /* the old advice is not about this */
	error_number(&e, 4711, "ptrace");
	assert_text(&e, "ptrace: Unknown error 4711");
}
END_TEST

/* What it was part of goes in front; errno and what to do stay. */
START_TEST(passed_on)
{
	struct error e = { 0 };

	error_number(&e, ENODEV, "interface %s", "lo");
	error_advise(&e, "modprobe it");
	error_within(&e, "bringing up %s", "the world");
	assert_text(&e, "bringing up the world: interface lo: ENODEV: No such device (modprobe it)");
	error_within(&e, "%s", e.attempt); /* its own text as an argument */
	assert_text(&e, "bringing up the world: interface lo: bringing up the world: interface lo: "
			"ENODEV: No such device (modprobe it)");
	ck_assert(!error_set(NULL, "nobody asks"));
	ck_assert(!error_within(NULL, "nobody"));
	ck_assert(!error_advise(NULL, "nobody"));
}
END_TEST

/* Too long a path must not end in half a character, nor push errno out of the sentence. */
START_TEST(cut)
{
	char path[4096], text[ERROR_TEXT];
	struct error e = { 0 };

	for (size_t shift = 0; shift < 2; shift++) {
		memset(path, 'x', shift);
		for (size_t i = shift; i + 2 < sizeof(path); i += 2)
			memcpy(path + i, "\xc3\xa9", 3);
		error_number(&e, EACCES, "%s", path);
		error_within(&e, "look at");
		error_advise(&e, "%s", path);
		error_text(&e, text);
		ck_assert_uint_ge(strlen(e.attempt), ERROR_ATTEMPT - 3);
		ck_assert_uint_ge(strlen(e.advice), ERROR_ADVICE - 3);
		ck_assert_int_eq(e.attempt[strlen(e.attempt) - 1], '\xa9');
		ck_assert_int_eq(e.advice[strlen(e.advice) - 1], '\xa9');
		ck_assert_ptr_nonnull(strstr(text, ": EACCES: Permission denied ("));
		ck_assert_int_eq(text[strlen(text) - 1], ')');
	}
}
END_TEST

static FILE *printed;
static int standard_error;

static void setup(void)
{
	printed = tmpfile();
	ck_assert_ptr_nonnull(printed);
	standard_error = dup(STDERR_FILENO);
	ck_assert_int_ge(dup2(fileno(printed), STDERR_FILENO), 0);
}

/* What has been written on standard error since setup(). */
static const char *written(void)
{
	static char out[512];
	size_t n;

	fflush(stderr);
	dup2(standard_error, STDERR_FILENO);
	close(standard_error);
	rewind(printed);
	n = fread(out, 1, sizeof(out) - 1, printed);
	out[n] = '\0';
	fclose(printed);
	return out;
}

START_TEST(shown)
{
	struct error e = { 0 };

	error_set(&e, "x\033[2J.lab:1:3: expected a word\n  a\tb\n  \t^");
	error_print(&e, "lab judge");
	ck_assert_str_eq(written(), "lab judge: x\\x1b[2J.lab:1:3: expected a word\n  a\tb\n  \t^\n");
}
END_TEST

/* Where it is found; an errno is the caller's, and a name from outside is harmless. */
START_TEST(told)
{
	bool good = error_tell("lab run", "no lab '%s'", "x\033c");

	errno = ENOENT;
	good = error_tell_errno("lab run", "--script %s", "a.lab") || good;
	ck_assert_str_eq(written(), "lab run: no lab 'x\\x1bc'\n"
				    "lab run: --script a.lab: ENOENT: No such file or directory\n");
	ck_assert(!good);
}
END_TEST

Suite *suite_error(void)
{
	Suite *s = suite_create("error");
	TCase *tc = tcase_create("error"), *tells = tcase_create("told");

	tcase_add_test(tc, parts);
	tcase_add_test(tc, passed_on);
	tcase_add_test(tc, cut);
	suite_add_tcase(s, tc);
	tcase_add_checked_fixture(tells, setup, NULL);
	tcase_add_test(tells, shown);
	tcase_add_test(tells, told);
	suite_add_tcase(s, tells);
	return s;
}
