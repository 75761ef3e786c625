/* test_arguments_values.c - a call's arguments from strace's text: options, times, names, bytes; and what it returned. */
#include "tests/support/read_arguments.h"
#include "tests/unit/suites.h"

START_TEST(options)
{
	read_call("setsockopt", "3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=30}, 8");
	ck_assert_str_eq(of_kind(1, VALUE_NAMES)->names, "SOL_SOCKET");
	ck_assert(argument_names(&args, ARG_OPTION, "SO_LINGER"));
	ck_assert_int_eq(of_kind(3, VALUE_LINGER)->linger.on, 1);
	ck_assert_int_eq(arg(3)->linger.seconds, 30);
	ck_assert_int_eq(of_kind(4, VALUE_NUMBER)->number, 8);
	read_call("getsockopt", "3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]");
	ck_assert_str_eq(of_kind(3, VALUE_NAMES)->names, "ECONNREFUSED");
	read_call("getsockopt", "3, SOL_TCP, TCP_CONGESTION, \"reno\\0\\0\", [20 => 16]");
	ck_assert_uint_eq(of_kind(3, VALUE_BYTES)->bytes.length, 6);
	ck_assert_int_eq(of_kind(4, VALUE_NUMBER)->number, 16);
	read_call("setsockopt", "3, SOL_SOCKET, SO_LINGER, 0x7ffde5861958, 4");
	of_kind(3, VALUE_POINTER);
	read_call("setsockopt", "3, 0x63 /* SOL_?? */, 99, [1], 4");
	ck_assert_int_eq(of_kind(1, VALUE_NUMBER)->number, 0x63);
	ck_assert_int_eq(of_kind(3, VALUE_NUMBER)->number, 1);
	read_call("setsockopt", "3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=99999999999}, 8");
	of_kind(3, VALUE_NONE); /* no int */
}
END_TEST

/* strace 6.1 does not know SO_RCVTIMEO_OLD, and writes its bytes. */
START_TEST(a_time_limit_as_an_option)
{
	read_call("setsockopt", "3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=500}, 16");
	ck_assert_int_eq(of_kind(3, VALUE_TIME)->time.ns, 1000500000);
	read_call(
		"setsockopt",
		"3, SOL_SOCKET, SO_RCVTIMEO_OLD, \"\\1\\0\\0\\0\\0\\0\\0\\0\\364\\1\\0\\0\\0\\0\\0\\0\", 16");
	ck_assert_int_eq(of_kind(3, VALUE_TIME)->time.ns, 1000500000);
	ck_assert(!arg(3)->time.endless);
	read_call("setsockopt", "3, SOL_SOCKET, SO_SNDTIMEO, {tv_sec=0, tv_usec=0}, 16");
	ck_assert(of_kind(3, VALUE_TIME)->time.endless);
	read_call(
		"setsockopt",
		"3, SOL_SOCKET, SO_SNDTIMEO, \"\\377\\377\\377\\377\\377\\377\\377\\377\\0\\0\\0\\0\\0\\0\\0\\0\", 16");
	of_kind(3, VALUE_BYTES); /* a time before all time */
	read_call("setsockopt",
		  "3, SOL_TCP, TCP_INFO, \"\\1\\0\\0\\0\\0\\0\\0\\0\\364\\1\\0\\0\\0\\0\\0\\0\", 16");
	of_kind(3, VALUE_BYTES);
}
END_TEST

static const struct {
	const char *call, *text;
	int known, endless; /* as flags */
	int64_t ns;
} limits[] = {
	{ "poll", "[{fd=3}], 1, -1", 1, 1, 0 },
	{ "poll", "[{fd=3}], 1, 0", 1, 0, 0 },
	{ "poll", "[{fd=3}], 1, 1500", 1, 0, 1500000000 },
	{ "poll", "[{fd=3}], 1", 0, 0, 0 },
	{ "epoll_wait", "8<anon_inode:[eventpoll]>", 0, 0, 0 },
	{ "epoll_wait", "8<anon_inode:[eventpoll]>, [], 4, -1", 1, 1, 0 },
	{ "ppoll", "[{fd=3}], 1, NULL, NULL, 8", 1, 1, 0 },
	{ "ppoll", "[{fd=3}], 1, NULL, [], 8", 1, 1, 0 },
	{ "select", "4, [3], NULL, NULL, NULL", 1, 1, 0 },
	{ "select", "4, [3], NULL, NULL, {tv_sec=5, tv_usec=7}", 1, 0, 5000007000 },
	{ "pselect6", "4, [3], NULL, NULL, {tv_sec=0, tv_nsec=1000000}, NULL", 1, 0, 1000000 },
	{ "select", "4, [3], NULL, NULL, {tv_sec=9223372036854775807, tv_usec=7}", 1, 0, INT64_MAX },
	{ "select", "4, [3], NULL, NULL, {tv_sec=-1, tv_usec=0}", 1, 0, 0 },
	{ "select", "4, [3], NULL, NULL, {tv_sec=1}", 0, 0, 0 },
	{ "select", "4, [3], NULL, NULL, 0x7ffd", 0, 0, 0 },
	{ "read", "3, \"\", 5", 0, 0, 0 },
};

START_TEST(how_long_a_call_waits)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct time_value limit = { 0 };

		read_call(limits[i].call, limits[i].text);
		ck_assert_msg(argument_limit(&args, &limit) == limits[i].known, "%s", limits[i].text);
		ck_assert_int_eq(limit.endless, limits[i].endless);
		if (!limit.endless)
			ck_assert_int_eq(limit.ns, limits[i].ns);
	}
}
END_TEST

START_TEST(names)
{
	read_call("recvfrom", "3, \"x\", 5, MSG_PEEK|MSG_DONTWAIT, NULL, NULL");
	ck_assert(argument_names(&args, ARG_FLAGS, "MSG_PEEK") &&
		  argument_names(&args, ARG_FLAGS, "MSG_DONTWAIT"));
	ck_assert(!argument_names(&args, ARG_FLAGS, "MSG_") && !argument_names(&args, ARG_FLAGS, "PEEK") &&
		  !argument_names(&args, ARG_FLAGS, "") && !argument_names(&args, ARG_OPTION, "MSG_PEEK"));
	read_call("recvfrom", "3, \"MSG_PEEK\", 5, 0, NULL, NULL");
	ck_assert(!argument_names(&args, ARG_FLAGS, "MSG_PEEK"));
	ck_assert_int_eq(of_kind(3, VALUE_NUMBER)->number, 0);
	read_call("clone", "child_stack=0x1, flags=CLONE_VM|CLONE_THREAD, parent_tid=[5]");
	ck_assert(argument_names(&args, ARG_FLAGS, "CLONE_THREAD"));
	read_call("clone3", "{flags=CLONE_VM|CLONE_THREAD, exit_signal=0} => {parent_tid=[18]}, 88");
	ck_assert(argument_names(&args, ARG_FLAGS, "CLONE_THREAD"));
	read_call("kill", "12, SIGTERM");
	ck_assert_str_eq(of_kind(1, VALUE_NAMES)->names, "SIGTERM");
	read_call("kill", "12, 0");
	ck_assert_int_eq(of_kind(1, VALUE_NUMBER)->number, 0);
	read_call("fcntl", "3<TCP:[1]>, F_SETFL, O_RDONLY|O_NONBLOCK");
	ck_assert(argument_names(&args, ARG_FLAGS, "O_NONBLOCK"));
}
END_TEST

static const struct {
	const char *call, *text;
	int how, status;
	const char *signal;
} statuses[] = {
	{ "wait4", "16, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL", CHILD_EXITED, 3, NULL },
	{ "wait4", "-1, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL", CHILD_KILLED, 0, "SIGKILL" },
	{ "wait4", "-1, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}], 0, NULL", CHILD_KILLED,
	  0, "SIGSEGV" },
	{ "wait4", "-1, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}], WSTOPPED, NULL", CHILD_STOPPED, 0,
	  "SIGSTOP" },
	{ "wait4", "-1, [{WIFCONTINUED(s)}], WCONTINUED, NULL", CHILD_WENT_ON, 0, NULL },
	{ "waitid",
	  "P_PID, 15, {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15, si_uid=0, si_status=7, si_utime=0}, WEXITED, NULL",
	  CHILD_EXITED, 7, NULL },
	{ "waitid", "P_PID, 15, {si_signo=SIGCHLD, si_code=CLD_DUMPED, si_status=SIGABRT}, WEXITED, NULL",
	  CHILD_KILLED, 0, "SIGABRT" },
	{ "waitid", "P_ALL, 0, {si_signo=SIGCHLD, si_code=CLD_STOPPED, si_status=SIGTSTP}, WSTOPPED, NULL",
	  CHILD_STOPPED, 0, "SIGTSTP" },
	{ "waitid",
	  "P_ALL, 0, {si_signo=SIGCHLD, si_code=CLD_CONTINUED, si_status=SIGCONT}, WCONTINUED, NULL",
	  CHILD_WENT_ON, 0, NULL },
	{ "wait4", "-1, NULL, 0, NULL", -1, 0, NULL },
	{ "wait4", "-1, 0x7ffd, 0, NULL", -1, 0, NULL },
	{ "wait4", "16, [{WIFEXITED(s) && WEXITSTATUS(s) == 999}], 0, NULL", -1, 0, NULL },
	{ "waitid", "P_ALL, 0, {si_signo=SIGCHLD, si_code=CLD_KILLED, si_status=}, 0, NULL", -1, 0, NULL },
	{ "waitid", "P_ALL, 0, {}, WNOHANG, NULL", -1, 0, NULL },
};

START_TEST(how_a_child_ended)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		const struct argument *a;

		read_call(statuses[i].call, statuses[i].text);
		a = argument_shaped(&args, ARG_STATUS);
		ck_assert_msg((a->kind == VALUE_STATUS) == (statuses[i].how >= 0), "%s", statuses[i].text);
		if (a->kind != VALUE_STATUS)
			continue;
		ck_assert_int_eq(a->status.how, statuses[i].how);
		ck_assert_int_eq(a->status.exit_status, statuses[i].status);
		ck_assert_pstr_eq(a->status.signal, statuses[i].signal);
	}
}
END_TEST

START_TEST(bytes)
{
	const struct argument *a;

	read_call("write", "3, \"a\\n\\t\\\"\\\\\\0b\\1772\\377\\r\", 9");
	a = of_kind(1, VALUE_BYTES);
	ck_assert_uint_eq(a->bytes.length, 11);
	ck_assert_mem_eq(a->bytes.at, "a\n\t\"\\\0b\1772\377\r", 12);
	ck_assert(!a->bytes.cut);
	read_call("write", "3, \"aaaa\"..., 500");
	ck_assert(of_kind(1, VALUE_BYTES)->bytes.cut);
	read_call("read", "3, 0x7ffd, 500");
	of_kind(1, VALUE_POINTER);
	read_call("openat", "AT_FDCWD, \"/etc/hosts\", O_RDONLY|O_CLOEXEC");
	ck_assert_str_eq(of_kind(1, VALUE_BYTES)->bytes.at, "/etc/hosts");
	for (size_t i = 0; i < 3; i++) { /* it ends early */
		static const char *const ends[] = { "3, \"abc", "3, \"abc\\", "3, \"" };

		read_call("write", ends[i]);
		of_kind(1, VALUE_NONE);
	}
}
END_TEST

static const struct {
	const char *text, *plain;
	enum call_ending ending;
	int64_t value;
	const char *error;
	int made;
} outcomes[] = {
	{ "0", "0", CALL_GAVE_NUMBER, 0, NULL, -1 },
	{ "-1 ECONNRESET (Connection reset by peer)", "-1 ECONNRESET", CALL_GAVE_NUMBER, -1, "ECONNRESET",
	  -1 },
	{ "4<TCP:[127.0.0.2:9877->127.0.0.1:45756]>", "4", CALL_GAVE_NUMBER, 4, NULL, 4 },
	{ "0x2 (flags O_RDWR)", "0x2", CALL_GAVE_NUMBER, 2, NULL, -1 },
	{ "0x7f1200000000", "0x7f1200000000", CALL_GAVE_NUMBER, 0x7f1200000000, NULL, -1 },
	{ "1 (in [3], left {tv_sec=0, tv_usec=1})", "1", CALL_GAVE_NUMBER, 1, NULL, -1 },
	{ "?", "?", CALL_NEVER_RETURNS, 0, NULL, -1 },
	{ "? ERESTARTSYS (To be restarted if SA_RESTART is set)", "? ERESTARTSYS", CALL_CUT_SHORT, 0, NULL,
	  -1 },
	{ "? <unavailable>", "?", CALL_CUT_SHORT, 0, NULL, -1 },
	{ "18446744073709551616", "18446744073709551616", CALL_GAVE_OTHER, 0, NULL, -1 },
	{ "", "", CALL_GAVE_OTHER, 0, NULL, -1 },
	{ "5x", "5x", CALL_GAVE_OTHER, 0, NULL, -1 },
	{ "-1 E", "-1 E", CALL_GAVE_NUMBER, -1, "E", -1 },
};

START_TEST(what_a_call_returned)
{
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		struct call_outcome o;

		read_call("accept", "3<TCP:[1]>, NULL, NULL");
		o = outcome(outcomes[i].text);
		ck_assert_str_eq(o.text, outcomes[i].text);
		ck_assert_str_eq(o.plain, outcomes[i].plain);
		ck_assert_msg(o.ending == outcomes[i].ending, "%s", o.text);
		if (o.ending == CALL_GAVE_NUMBER)
			ck_assert_int_eq(o.value, outcomes[i].value);
		ck_assert_pstr_eq(o.errno_name, outcomes[i].error);
		ck_assert_int_eq(o.made.number, outcomes[i].made);
		ck_assert_ptr_nonnull(o.made.file);
	}
	ck_assert_uint_eq(outcome("4<TCP:[127.0.0.2:9877->127.0.0.1:45756]>").made.file->remote.port, 45756);
}
END_TEST

/* Of a call that the table does not know only its first descriptor can be told, by what is behind it. */
START_TEST(a_call_without_a_row)
{
	read_call("nonsense", "3<TCP:[1]>, 4<TCP:[1]>, 0");
	ck_assert_int_eq(of_kind(0, VALUE_DESCRIPTORS)->descriptors.at[0].number, 3);
	of_kind(1, VALUE_NONE);
	ck_assert_str_eq(arg(1)->plain, "4");
	read_call("nonsense", "3, NULL");
	of_kind(0, VALUE_NONE);
}
END_TEST

Suite *suite_arguments_values(void)
{
	Suite *s = suite_create("arguments_values");
	TCase *tc = tcase_create("arguments_values");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, options);
	tcase_add_test(tc, a_time_limit_as_an_option);
	tcase_add_test(tc, how_long_a_call_waits);
	tcase_add_test(tc, names);
	tcase_add_test(tc, how_a_child_ended);
	tcase_add_test(tc, bytes);
	tcase_add_test(tc, what_a_call_returned);
	tcase_add_test(tc, a_call_without_a_row);
	suite_add_tcase(s, tc);
	return s;
}
