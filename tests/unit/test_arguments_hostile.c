/* test_arguments_hostile.c - arguments that end anywhere, that lie, and that are made to be slow or to take much memory. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/whole_arguments.h"
#include "tests/unit/suites.h"

static const struct {
	const char *call, *arguments, *result;
} calls[] = {
	{ "accept4",
	  "3<TCP:[127.0.0.1:9877]>, {sa_family=AF_INET, sin_port=htons(56258), sin_addr=inet_addr(\"127.0.0.1\")}, [128 => 16], SOCK_CLOEXEC",
	  "7<TCP:[127.0.0.1:9877->127.0.0.1:56258]>" },
	{ "connect",
	  "27<UDPv6:[[::]:51840]>, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=1}, 28",
	  "-1 ECONNREFUSED (Connection refused)" },
	{ "bind", "23<UNIX-STREAM:[11,\"/tmp/s\\\"o<c]>k\"]>, {sa_family=AF_UNIX, sun_path=@\"/tmp/x\"}, 110",
	  "0" },
	{ "getsockopt", "4<TCP:[1]>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, [8]", "0" },
	{ "setsockopt",
	  "4<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO_OLD, \"\\1\\0\\0\\0\\0\\0\\0\\0\\364\\1\\0\\0\\0\\0\\0\\0\", 16",
	  "0" },
	{ "sendmsg",
	  "4<TCP:[1]>, {msg_name={sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.1\")}, msg_namelen=16, msg_iov=[{iov_base=\"one\", iov_len=3}, {iov_base=\"two\"..., iov_len=300}], msg_iovlen=2, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[6<TCP:[1.2.3.4:5->6.7.8.9:10]>]}], msg_controllen=24, msg_flags=0}, MSG_DONTWAIT",
	  "6" },
	{ "recvmmsg",
	  "5<TCP:[1]>, [{msg_hdr={msg_name=0x7ffd, msg_namelen=0, msg_iov=[{iov_base=\"t\", iov_len=1}], msg_iovlen=1}, msg_len=1}], 1, MSG_DONTWAIT, {tv_sec=1, tv_nsec=0}",
	  "1 (left {tv_sec=0, tv_nsec=999999271})" },
	{ "ppoll",
	  "[{fd=5<TCP:[127.0.0.1:9877->127.0.0.1:56246]>, events=POLLIN}, {fd=-1}], 2, {tv_sec=1, tv_nsec=5}, NULL, 8",
	  "1 ([{fd=5, revents=POLLIN|POLLHUP}], left {tv_sec=0, tv_nsec=999999548})" },
	{ "pselect6",
	  "6, [3<TCP:[1]> 5<TCP:[2]>], [4<TCP:[3]>], NULL, {tv_sec=1, tv_nsec=4000000}, {sigmask=[], sigsetsize=8}",
	  "2 (in [5], out [4], left {tv_sec=1, tv_nsec=3996808})" },
	{ "wait4", "16, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL && WCOREDUMP(s)}], WNOHANG, NULL", "16" },
	{ "waitid",
	  "P_PID, 15, {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15, si_uid=0, si_status=7}, WEXITED, NULL",
	  "0" },
	{ "clone3", "{flags=CLONE_VM|CLONE_THREAD, exit_signal=0} => {parent_tid=[18]}, 88", "18" },
	{ "openat", "AT_FDCWD</tmp>, \"/tmp/a,b(c\", O_RDWR|O_CREAT, 0600", "18</tmp/a,b(c>" },
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

/* A copy that ends exactly where the text does, so that a sanitizer sees who reads on. */
static void read_whole(const struct call_row *row, const char *text, size_t length, const char *result,
		       size_t result_length)
{
	struct arena *arena = arena_new();
	char *copy = malloc(length ? length : 1), *returned = malloc(result_length ? result_length : 1);
	struct arguments args;
	struct call_outcome o;

	memcpy(copy, text, length);
	memcpy(returned, result, result_length);
	args = arguments_read(arena, row, copy, length);
	ck_assert(arguments_are_whole(&args, false));
	for (size_t i = 0; argument_file(&args, i); i++)
		ck_assert(file_is_whole(argument_file(&args, i)));
	o = outcome_read(arena, returned, result_length, &args);
	ck_assert(arguments_are_whole(&args, o.ending == CALL_GAVE_NUMBER));
	ck_assert(file_is_whole(o.made.file) && strlen(o.plain) <= result_length);
	free(copy);
	free(returned);
	arena_free(arena);
}

START_TEST(they_end_anywhere)
{
	size_t length = strlen(calls[_i].arguments), result = strlen(calls[_i].result);

	for (size_t n = 0; n <= length; n++)
		read_whole(call_row(calls[_i].call), calls[_i].arguments, n, calls[_i].result,
			   n % (result + 1));
	for (size_t n = 0; n <= result; n++)
		read_whole(call_row(calls[_i].call), calls[_i].arguments, length, calls[_i].result, n);
}
END_TEST

/* Each byte in turn is another one: brackets, quotes and what ends them. */
START_TEST(a_byte_is_another)
{
	static const char others[] = "\"\\{}[]()<>, =|-0\x80";
	size_t length = strlen(calls[_i].arguments);
	char *text = malloc(length);

	for (size_t at = 0; at < length; at++)
		for (size_t k = 0; k < sizeof(others) - 1; k++) {
			memcpy(text, calls[_i].arguments, length);
			text[at] = others[k];
			read_whole(call_row(calls[_i].call), text, length, calls[_i].result,
				   strlen(calls[_i].result));
		}
	free(text);
}
END_TEST

/* What one call writes, read as another's. */
START_TEST(every_call_with_every_text)
{
	const struct call_row *row;

	for (size_t i = 0; (row = call_row_at(i)); i++)
		for (size_t k = 0; k < CALLS; k++)
			read_whole(row, calls[k].arguments, strlen(calls[k].arguments), calls[k].result,
				   strlen(calls[k].result));
}
END_TEST

/* Very much of the same: neither more than its length in time, nor many times its length in memory (the arena would
 * end the test under the limit of a sanitizer). */
START_TEST(very_much_of_the_same)
{
	static const char *const fills[] = {
		",",
		"[",
		"{",
		"(",
		"\"\\",
		"5<",
		"<",
		"5<TCP:[",
		"{fd=1}, ",
		"1 ",
		"|A",
		"\"",
		"a=",
		"\\0",
		"{a={",
		"5<x> ",
		"{iov_base=\"a\", iov_len=1}, ",
		"5<A:[\"",
	};
	static const char *const heads[] = {
		"", "[", "{", "{fd=", "[{fd=5", "5<TCP:[1]>, {", "5, {msg_iov=[", "5, \""
	};
	static const char *const names[] = { "poll", "select", "connect", "sendmsg", "write", "setsockopt" };
	enum { LENGTH = 1 << 18 };
	char *text = malloc(LENGTH + 64);
	size_t used = 0;

	for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++) {
		used = strlen(heads[h]);
		memcpy(text, heads[h], used);
		while (used + strlen(fills[_i]) <= LENGTH) {
			memcpy(text + used, fills[_i], strlen(fills[_i]));
			used += strlen(fills[_i]);
		}
		memcpy(text + used, "}]", 2);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			read_whole(call_row(names[i]), text, used + 2, "1 ([{fd=1, revents=POLLIN}])", 28);
	}
	free(text);
}
END_TEST

START_TEST(as_many_as_are_read)
{
	struct arena *arena = arena_new();
	struct text text = { 0 };
	struct arguments args;

	text_add(&text, "[");
	for (int i = 0; i < ELEMENTS_MOST * 2; i++)
		text_addf(&text, "{fd=%d, events=POLLIN}, ", i);
	text_add(&text, "...]");
	args = arguments_read(arena, call_row("poll"), text.chars, text.length);
	ck_assert_uint_eq(args.at[0].polled.count, ELEMENTS_MOST);
	ck_assert_int_eq(args.at[0].polled.at[ELEMENTS_MOST - 1].number, ELEMENTS_MOST - 1);
	text_free(&text);
	for (int i = 0; i < ARGUMENTS_READ_MOST * 2; i++)
		text_addf(&text, "%d,", i);
	args = arguments_read(arena, call_row("futex"), text.chars, text.length);
	ck_assert_uint_eq(args.count, ARGUMENTS_READ_MOST);
	text_free(&text);
	arena_free(arena);
}
END_TEST

Suite *suite_arguments_hostile(void)
{
	Suite *s = suite_create("arguments_hostile");
	TCase *tc = tcase_create("hostile");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, they_end_anywhere, 0, CALLS);
	tcase_add_loop_test(tc, a_byte_is_another, 0, CALLS);
	tcase_add_test(tc, every_call_with_every_text);
	tcase_add_loop_test(tc, very_much_of_the_same, 0, 18);
	tcase_add_test(tc, as_many_as_are_read);
	suite_add_tcase(s, tc);
	return s;
}
