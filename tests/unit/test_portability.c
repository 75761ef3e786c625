/* test_portability.c - what not every C library has: closing descriptors, and renaming with flags. What they do on an older
 * kernel is in tests/scripts/check_errors.sh. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/portability.h"
#include "tests/unit/suites.h"

enum { FIRST = 20, LAST = 29 };

static void open_some(void)
{
	for (int fd = FIRST; fd <= LAST; fd++)
		ck_assert_int_eq(dup2(STDIN_FILENO, fd), fd);
}

/* In a child, as the test's own descriptors are not ours to close: its exit status. */
static int in_child(int (*act)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(act());
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* How many of them are open still; 100 where it failed. */
static int close_upper_half(void)
{
	int open = 0;

	if (!close_from(FIRST + 5))
		return 100;
	for (int fd = FIRST; fd <= LAST; fd++)
		open += fcntl(fd, F_GETFD) >= 0;
	return open;
}

/* How many of them a program would inherit. */
static int close_upper_half_on_exec(void)
{
	int inherited = 0;

	if (!close_on_exec_from(FIRST + 5))
		return 100;
	for (int fd = FIRST; fd <= LAST; fd++)
		inherited += fcntl(fd, F_GETFD) == 0;
	return inherited;
}

START_TEST(closing)
{
	open_some();
	ck_assert_int_eq(in_child(close_upper_half), 5);
	ck_assert_int_eq(in_child(close_upper_half_on_exec), 5);
}
END_TEST

START_TEST(renaming)
{
	char folder[] = "/tmp/portability-XXXXXX";
	struct stat one, two, st;
	int at;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(at, 0);
	ck_assert_int_eq(mkdirat(at, "one", 0700), 0);
	ck_assert_int_eq(mkdirat(at, "two", 0700), 0);
	ck_assert_int_eq(fstatat(at, "one", &one, 0), 0);
	ck_assert_int_eq(fstatat(at, "two", &two, 0), 0);
	ck_assert_int_eq(rename_with_flags(at, "one", at, "two", RENAME_NOREPLACE), -1);
	ck_assert_int_eq(errno, EEXIST);
	if (rename_with_flags(at, "one", at, "two", RENAME_EXCHANGE) == 0) {
		ck_assert_int_eq(fstatat(at, "one", &st, 0), 0);
		ck_assert_uint_eq(st.st_ino, two.st_ino);
		ck_assert_int_eq(fstatat(at, "two", &st, 0), 0);
		ck_assert_uint_eq(st.st_ino, one.st_ino);
	} else {
		ck_assert_int_eq(errno, EINVAL); /* not on every file system */
	}
	ck_assert_int_eq(unlinkat(at, "one", AT_REMOVEDIR), 0);
	ck_assert_int_eq(unlinkat(at, "two", AT_REMOVEDIR), 0);
	close(at);
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

Suite *suite_portability(void)
{
	Suite *s = suite_create("portability");
	TCase *tc = tcase_create("portability");

	tcase_add_test(tc, closing);
	tcase_add_test(tc, renaming);
	suite_add_tcase(s, tc);
	return s;
}
