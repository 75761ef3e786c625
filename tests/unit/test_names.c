/* test_names.c - errno's and signals' names, both ways. That no name is missing, tests/scripts/check_portable.sh looks up
 * in the system's headers. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "common/base/names.h"
#include "tests/unit/suites.h"

START_TEST(errnos)
{
	int before = 0;

	for (size_t i = 0; errno_names(i, NULL); i++) {
		const char *name = errno_names(i, NULL);
		int number = errno_number(name, strlen(name));

		ck_assert_int_gt(number, before); /* by number, and none twice */
		ck_assert_str_eq(errno_name(number), name);
		before = number;
	}
	ck_assert_int_ge(before, EHWPOISON);
	ck_assert_int_eq(errno_number("ECONNRESET", 10), ECONNRESET);
	ck_assert_int_eq(errno_number("ECONNRESETTING", 10), ECONNRESET); /* length counts */
	ck_assert_int_eq(errno_number("ECONN", 5), 0);
	ck_assert_int_eq(errno_number("", 0), 0);
	ck_assert_ptr_null(errno_name(0));
	ck_assert_ptr_null(errno_name(-1));
	ck_assert_ptr_null(errno_name(4711));
}
END_TEST

/* Second names lead to the number, and strace's name leads back. */
START_TEST(second_names)
{
	ck_assert_str_eq(errno_name(errno_number("EWOULDBLOCK", 11)), "EAGAIN");
	ck_assert_str_eq(errno_name(errno_number("ENOTSUP", 7)), "EOPNOTSUPP");
	ck_assert_str_eq(errno_name(errno_number("EDEADLOCK", 9)), "EDEADLK");
	ck_assert_str_eq(signal_name(signal_number("SIGPOLL", 7)), "SIGIO");
	ck_assert_str_eq(signal_name(signal_number("POLL", 4)), "SIGIO");
}
END_TEST

START_TEST(signals)
{
	int before = 0;

	for (size_t i = 0; signal_names(i, NULL); i++) {
		const char *name = signal_names(i, NULL);
		int number = signal_number(name, strlen(name));

		ck_assert_int_gt(number, before);
		ck_assert_str_eq(signal_name(number), name);
		ck_assert_int_eq(signal_number(name + 3, strlen(name + 3)), number);
		before = number;
	}
	ck_assert_int_eq(signal_number("KILL", 4), SIGKILL);
	ck_assert_int_eq(signal_number("SIGKILLER", 7), SIGKILL);
	ck_assert_int_eq(signal_number("SIG", 3), 0);
	ck_assert_int_eq(signal_number("", 0), 0);
	ck_assert_ptr_null(signal_name(0));
	ck_assert_ptr_null(signal_name(SIGRTMIN));
}
END_TEST

Suite *suite_names(void)
{
	Suite *s = suite_create("names");
	TCase *tc = tcase_create("names");

	tcase_add_test(tc, errnos);
	tcase_add_test(tc, second_names);
	tcase_add_test(tc, signals);
	suite_add_tcase(s, tc);
	return s;
}
