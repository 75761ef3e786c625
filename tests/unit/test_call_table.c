/* test_call_table.c - the table of calls: each row whole, the calls of one kin alike, and which of them a run watches. */
#include <check.h>
#include <string.h>

#include "common/calls/table.h"
#include "tests/support/parsed_script.h"
#include "tests/unit/suites.h"

static const struct call_row *named(const char *name)
{
	ck_assert_msg(call_is_known(call_row(name)), "%s", name);
	return call_row(name);
}

static bool takes(const struct call_row *row, enum argument_shape shape)
{
	for (size_t i = 0; i < ARGUMENTS_MOST; i++)
		if (row->takes[i] == shape)
			return true;
	return false;
}

START_TEST(no_call_has_two_rows)
{
	const struct call_row *row;

	for (size_t i = 0; (row = call_row_at(i)); i++) {
		ck_assert(*row->name &&
			  strspn(row->name, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(row->name));
		ck_assert_ptr_eq(call_row(row->name), row); /* the first of that name is this one */
		ck_assert_msg(call_meaning(row), "%s", row->name);
	}
}
END_TEST

START_TEST(arguments_are_told_to_their_end)
{
	const struct call_row *row;

	for (size_t i = 0; (row = call_row_at(i)); i++) {
		bool ended = false, limited = takes(row, ARG_MILLISECONDS) || takes(row, ARG_LIMIT);

		for (size_t k = 0; k < ARGUMENTS_MOST; k++) {
			ck_assert_msg(!ended || !row->takes[k], "%s: a gap", row->name);
			ck_assert_msg(!k || row->takes[k] != ARG_FD, "%s: what it is about is its first",
				      row->name);
			ended = ended || !row->takes[k];
		}
		ck_assert_msg(limited == (row->wait == CALL_WAITS_LIMITED), "%s: a limit", row->name);
		if (call_moves_bytes(row))
			ck_assert_msg(call_takes_fd(row), "%s: data of what?", row->name);
	}
}
END_TEST

/* Who watches one of them watches all, and shows them in one way. */
START_TEST(kin_are_alike)
{
	const struct call_row *a, *b;

	for (size_t i = 0; (a = call_row_at(i)); i++)
		for (size_t k = 0; (b = call_row_at(k)); k++) {
			unsigned differ = a->flags ^ b->flags;

			ck_assert(call_same_kin(a, b) == call_same_kin(b, a) && call_same_kin(a, a));
			if (!call_same_kin(a, b))
				continue;
			ck_assert_msg(a->direction == b->direction && a->show == b->show &&
					      !(differ & (CALL_IF_NAMED | CALL_SETS_UP | CALL_ASKS)),
				      "%s and %s", a->name, b->name);
			ck_assert_str_eq(call_kin_name(a), call_kin_name(b));
		}
	ck_assert_str_eq(call_kin_name(named("recvmmsg")), "read");
	ck_assert_str_eq(call_kin_name(named("pselect6")), "select");
	ck_assert_str_eq(call_kin_name(named("futex")), "futex");
	ck_assert_str_eq(call_meaning(named("accept4")), call_meaning(named("accept")));
	ck_assert(!call_same_kin(named("futex"), named("pause"))); /* kin of none are not each other's */
	ck_assert(!call_same_kin(call_row("nonsense"), call_row("folly")));
}
END_TEST

START_TEST(what_the_table_does_not_know)
{
	const struct call_row *row = call_row("nonsense");

	ck_assert(!call_is_known(row) && !call_takes_fd(row) && !call_brings(row) && !call_moves_bytes(row));
	ck_assert_ptr_null(call_meaning(row));
	ck_assert(!call_is_known(call_row("")) && !call_is_known(call_row("rea")) &&
		  !call_is_known(call_row("reads")));
}
END_TEST

START_TEST(functions_of_the_library)
{
	static const struct {
		const char *function, *call;
	} functions[] = {
		{ "recv", "recvfrom" },		 { "wait", "wait4" },  { "waitpid", "wait4" },
		{ "usleep", "clock_nanosleep" }, { "open", "openat" }, { "fork", "clone" },
		{ "closefrom", "close_range" },
	};
	const struct call_row *row;

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		ck_assert_ptr_eq(call_of_function(functions[i].function, strlen(functions[i].function)),
				 named(functions[i].call));
	ck_assert_ptr_null(call_of_function("read", 4));
	ck_assert_ptr_null(call_of_function("wai", 3));
	ck_assert_ptr_null(call_of_function("", 0));
	for (size_t i = 0; (row = call_row_at(i)); i++) /* a call is no function that makes itself */
		ck_assert_ptr_ne(call_of_function(row->name, strlen(row->name)), row);
}
END_TEST

/* What every run has watched since there are records must stay watched: a `never` line may rest on it. */
START_TEST(what_is_always_watched)
{
	static const char *const always[] = {
		"socket",
		"socketpair",
		"bind",
		"listen",
		"accept",
		"accept4",
		"connect",
		"getsockname",
		"getpeername",
		"getsockopt",
		"setsockopt",
		"sendto",
		"sendmsg",
		"sendmmsg",
		"recvfrom",
		"recvmsg",
		"recvmmsg",
		"shutdown",
		"read",
		"write",
		"readv",
		"writev",
		"pread64",
		"pwrite64",
		"sendfile",
		"splice",
		"close",
		"dup",
		"dup2",
		"dup3",
		"fcntl",
		"ioctl",
		"poll",
		"ppoll",
		"select",
		"pselect6",
		"epoll_create",
		"epoll_create1",
		"epoll_ctl",
		"epoll_wait",
		"epoll_pwait",
		"epoll_pwait2",
		"execve",
		"clone",
		"clone3",
		"vfork",
		"exit",
		"exit_group",
		"wait4",
		"waitid",
		"kill",
		"tkill",
		"tgkill",
		"pause",
		"futex",
		"restart_syscall",
		"io_uring_enter",
		"alarm",
		"setitimer",
		"nanosleep",
		"clock_nanosleep",
		"rt_sigaction",
		"rt_sigsuspend",
		"rt_sigtimedwait",
		"signalfd4",
	};
	struct script *s = parse(HEAD "client: close()" TAIL);

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		ck_assert_msg(script_watches(s, named(always[i])), "%s", always[i]);
	/* A clock that will wake somebody is heard of, or nothing might seem to be left to come. */
	ck_assert(script_watches(s, named("timerfd_settime")) && script_watches(s, named("timer_settime")));
	script_free(s);
}
END_TEST

START_TEST(what_is_watched_where_it_is_named)
{
	struct script *plain = parse(HEAD "client: close()" TAIL);
	struct script *names =
		parse(HEAD "client: close()\nnever server: openat(..., \"/etc/hosts\", ...)" TAIL);

	ck_assert(!script_watches(plain, named("openat")) && !script_watches(plain, named("getpid")));
	ck_assert(script_watches(names, named("openat")) &&
		  script_watches(names, named("open"))); /* its kin */
	ck_assert(!script_watches(names, named("getpid")) && !script_watches(names, named("newfstatat")));
	script_free(plain);
	script_free(names);
}
END_TEST

Suite *suite_call_table(void)
{
	Suite *s = suite_create("call_table");
	TCase *rows = tcase_create("rows"), *watched = tcase_create("watched");

	tcase_add_test(rows, no_call_has_two_rows);
	tcase_add_test(rows, arguments_are_told_to_their_end);
	tcase_add_test(rows, kin_are_alike);
	tcase_add_test(rows, what_the_table_does_not_know);
	tcase_add_test(rows, functions_of_the_library);
	suite_add_tcase(s, rows);

	tcase_add_test(watched, what_is_always_watched);
	tcase_add_test(watched, what_is_watched_where_it_is_named);
	suite_add_tcase(s, watched);
	return s;
}
