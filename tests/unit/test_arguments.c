/* test_arguments.c - a call's arguments from strace's text: descriptors, addresses and what holds them. */
#include <fcntl.h>

#include "tests/support/read_arguments.h"
#include "tests/unit/suites.h"

START_TEST(texts_are_kept)
{
	read_call(
		"sendmsg",
		"3</tmp/a,b(c>, {msg_name=NULL, msg_iov=[{iov_base=\"a, \\\"b\", iov_len=5}]},  MSG_DONTWAIT");
	ck_assert_uint_eq(args.count, 3);
	ck_assert_str_eq(arg(0)->text, "3</tmp/a,b(c>");
	ck_assert_str_eq(arg(0)->plain, "3");
	ck_assert_str_eq(arg(1)->text, "{msg_name=NULL, msg_iov=[{iov_base=\"a, \\\"b\", iov_len=5}]}");
	ck_assert_ptr_eq(arg(1)->plain, arg(1)->text);
	ck_assert_str_eq(arg(2)->text, "MSG_DONTWAIT");
	read_call("poll",
		  "[{fd=3<TCP:[127.0.0.1:1->127.0.0.2:2]>, events=POLLIN}, {fd=4</x>(deleted)}], 2, -1");
	ck_assert_str_eq(arg(0)->plain, "[{fd=3, events=POLLIN}, {fd=4(deleted)}]");
	read_call("write", "1, \"5<TCP:[1]>\", 9"); /* what a program writes is no file */
	ck_assert_str_eq(arg(1)->plain, "\"5<TCP:[1]>\"");
	read_call("pause", "");
	ck_assert_uint_eq(args.count, 0);
	read_call("close", "   ");
	ck_assert_uint_eq(args.count, 0);
}
END_TEST

static const struct {
	const char *text;
	enum file_kind kind;
	int number;
} files[] = {
	{ "3<TCP:[127.0.0.1:45158->127.0.0.2:9877]>", FILE_SOCKET, 3 },
	{ "3<TCPv6:[[::1]:9878->[::1]:60282]>", FILE_SOCKET, 3 },
	{ "7<UDP:[77]>", FILE_SOCKET, 7 },
	{ "3<RAW:[77]>", FILE_SOCKET, 3 },
	{ "3<socket:[77]>", FILE_SOCKET, 3 },
	{ "23<UNIX-STREAM:[11,\"/tmp/s\\\"o<c]>k\"]>", FILE_UNIX, 23 },
	{ "25<UNIX-STREAM:[11->12]>", FILE_UNIX, 25 },
	{ "28<NETLINK:[115]>", FILE_NETLINK, 28 },
	{ "12<pipe:[1151]>", FILE_PIPE, 12 },
	{ "0</dev/null<char 1:3>>", FILE_DEVICE, 0 },
	{ "0</dev/pts/0<char 136:0>>", FILE_DEVICE, 0 },
	{ "18</tmp/a,b(c>", FILE_ON_DISK, 18 },
	{ "18</tmp/gone>(deleted)", FILE_ON_DISK, 18 },
	{ "18</developer>", FILE_ON_DISK, 18 },
	{ "21<anon_inode:[timerfd]>", FILE_TIMER, 21 },
	{ "8<anon_inode:[eventpoll]>", FILE_OTHER, 8 },
	{ "8<>", FILE_OTHER, 8 },
	{ "99", FILE_UNTOLD, 99 },
	{ "-1", FILE_UNTOLD, -1 },
	{ "-9", FILE_UNTOLD, -1 },
};

START_TEST(descriptors)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct argument *a;

		read_call("close", files[i].text);
		a = of_kind(0, VALUE_DESCRIPTORS);
		ck_assert_uint_eq(a->descriptors.count, 1);
		ck_assert_int_eq(a->descriptors.at[0].number, files[i].number);
		ck_assert_msg(a->descriptors.at[0].file->kind == files[i].kind, "%s", files[i].text);
		ck_assert_ptr_eq(argument_file(&args, 0), a->descriptors.at[0].file);
		ck_assert_ptr_null(argument_file(&args, 1));
	}
	read_call("openat", "AT_FDCWD</tmp>, \"x\", O_RDONLY");
	ck_assert_int_eq(of_kind(0, VALUE_DESCRIPTORS)->descriptors.at[0].number, AT_FDCWD);
	ck_assert_str_eq(arg(0)->plain, "AT_FDCWD");
	read_call("close", "1234567890"); /* of no process */
	of_kind(0, VALUE_NONE);
}
END_TEST

START_TEST(what_is_behind_a_socket)
{
	const struct annotation *file;

	read_call("read", "4<TCP:[127.0.0.1:45158->127.0.0.2:9877]>, \"\", 5");
	file = argument_file(&args, 0);
	ck_assert_uint_eq(file->protocol, 6);
	ck_assert(file->has_local && file->has_remote);
	ck_assert_uint_eq(file->local.port, 45158);
	ck_assert_uint_eq(file->remote.port, 9877);
	read_call("read", "4<UDPv6:[[::ffff:127.0.0.1]:53]>, \"\", 5");
	file = argument_file(&args, 0);
	ck_assert_uint_eq(file->protocol, 17);
	ck_assert(file->has_local && !file->has_remote);
	ck_assert_uint_eq(file->local.address.family, 4);
	read_call("read", "4<TCP:[6742]>, \"\", 5");
	ck_assert(!argument_file(&args, 0)->has_local);
}
END_TEST

START_TEST(sets_of_descriptors)
{
	const struct argument *a;

	read_call("pselect6", "6, [3<TCP:[1]> 5<TCP:[2]>], [4<TCP:[3]>], NULL, {tv_sec=1, tv_nsec=0}, NULL");
	a = of_kind(1, VALUE_DESCRIPTORS);
	ck_assert_uint_eq(a->descriptors.count, 2);
	ck_assert_int_eq(a->descriptors.at[1].number, 5);
	ck_assert_str_eq(a->plain, "[3 5]");
	of_kind(3, VALUE_POINTER);
	ck_assert(argument_has_file(&args, FILE_SOCKET) && !argument_has_file(&args, FILE_PIPE));
	outcome("2 (in [5], out [4], left {tv_sec=0, tv_nsec=999})");
	ck_assert(!a->descriptors.at[0].ready && a->descriptors.at[1].ready);
	ck_assert(arg(2)->descriptors.at[0].ready);

	read_call("select", "4, [0 3], NULL, [3], NULL");
	outcome("1 (except [3])");
	ck_assert(!arg(1)->descriptors.at[0].ready && !arg(1)->descriptors.at[1].ready);
	ck_assert(arg(3)->descriptors.at[0].ready);

	read_call("pipe2", "[12<pipe:[1]>, 13<pipe:[1]>], O_CLOEXEC");
	ck_assert_uint_eq(of_kind(0, VALUE_DESCRIPTORS)->descriptors.count, 2);
	ck_assert_int_eq(arg(0)->descriptors.at[1].number, 13);
	read_call("select", "0, [], NULL, NULL, NULL");
	ck_assert_uint_eq(of_kind(1, VALUE_DESCRIPTORS)->descriptors.count, 0);
}
END_TEST

START_TEST(what_poll_waits_for)
{
	const struct argument *a;

	read_call("poll", "[{fd=5<TCP:[1]>, events=POLLIN}, {fd=-1}, {fd=5<TCP:[1]>, events=POLLOUT}, "
			  "{fd=4</dev/null>, events=POLLIN|POLLOUT}], 4, -1");
	a = of_kind(0, VALUE_POLLED);
	ck_assert_uint_eq(a->polled.count, 4);
	ck_assert_int_eq(a->polled.at[1].number, -1);
	ck_assert_str_eq(a->polled.at[1].events, "");
	ck_assert_str_eq(a->polled.at[3].events, "POLLIN|POLLOUT");
	ck_assert_ptr_null(a->polled.at[0].revents); /* it has not returned */
	ck_assert(argument_file(&args, 3)->kind == FILE_DEVICE && !argument_file(&args, 4));
	outcome("2 ([{fd=5, revents=POLLIN|POLLHUP}, {fd=4, revents=POLLOUT}])");
	ck_assert_str_eq(a->polled.at[0].revents, "POLLIN|POLLHUP");
	ck_assert_str_eq(a->polled.at[2].revents, "");
	ck_assert_str_eq(a->polled.at[3].revents, "POLLOUT");

	read_call("ppoll", "[{fd=5, events=POLLIN}], 1, {tv_sec=1, tv_nsec=5}, NULL, 8");
	outcome("1 ([{fd=5, revents=POLLIN}], left {tv_sec=0, tv_nsec=999})");
	ck_assert_str_eq(arg(0)->polled.at[0].revents, "POLLIN");
	read_call("poll", "[{fd=5, events=POLLIN}], 1, 100");
	outcome("0 (Timeout)");
	ck_assert_str_eq(arg(0)->polled.at[0].revents, "");
	read_call("poll", "[{fd=5, events=POLLIN}], 1, 100");
	outcome("? ERESTART_RESTARTBLOCK (Interrupted by signal)");
	ck_assert_ptr_null(arg(0)->polled.at[0].revents);
}
END_TEST

static const struct {
	const char *text, *family, *endpoint, *path;
} addresses[] = {
	{ "{sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}", "AF_INET",
	  "127.0.0.2:9877", NULL },
	{ "{sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", "
	  "&sin6_addr), sin6_scope_id=1}",
	  "AF_INET6", "[::1]:9", NULL },
	{ "{sa_family=AF_INET6, sin6_port=htons(9), inet_pton(AF_INET6, \"::ffff:10.0.0.1\", &sin6_addr)}",
	  "AF_INET6", "10.0.0.1:9", NULL },
	{ "{sa_family=AF_UNIX, sun_path=\"/tmp/s\\\"o<c]>k, sin_port=htons(7)\"}", "AF_UNIX", NULL,
	  "/tmp/s\"o<c]>k, sin_port=htons(7)" },
	{ "{sa_family=AF_UNIX, sun_path=@\"abs\"}", "AF_UNIX", NULL, "@abs" },
	{ "{sa_family=AF_UNIX}", "AF_UNIX", NULL, NULL },
	{ "{sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}", "AF_NETLINK", NULL, NULL },
	{ "{sa_family=AF_UNSPEC, sa_data=\"\\0\\0\"}", "AF_UNSPEC", NULL, NULL },
	/* not as it should be */
	{ "{sa_family=AF_INET, sin_port=htons(99999), sin_addr=inet_addr(\"127.0.0.2\")}", "AF_INET", NULL,
	  NULL },
	{ "{sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr(\"500.0.0.2\")}", "AF_INET", NULL,
	  NULL },
	{ "{sa_family=AF_INET, sin_addr=inet_addr(\"127.0.0.2\")}", "AF_INET", NULL, NULL },
	{ "{sa_family=AF_INET6, sin6_port=htons(9), inet_pton(AF_INET6)}", "AF_INET6", NULL, NULL },
};

START_TEST(addresses_of_sockets)
{
	char buf[ENDPOINT_TEXT];

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		const struct socket_address *a;

		read_call("connect", arena_printf(arena, "3, %s, 16", addresses[i].text));
		a = argument_address(&args);
		ck_assert_ptr_nonnull(a);
		ck_assert_str_eq(a->family, addresses[i].family);
		ck_assert_pstr_eq(a->path, addresses[i].path);
		ck_assert_pstr_eq(a->has_endpoint ? endpoint_text(&a->endpoint, buf) : NULL,
				  addresses[i].endpoint);
	}
	read_call("connect", "3, 0x7ffd38, 16");
	ck_assert_ptr_null(argument_address(&args));
	of_kind(1, VALUE_POINTER);
	read_call("accept", "3, NULL, NULL");
	ck_assert_ptr_null(argument_address(&args));
	read_call("write",
		  "3, \"{sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr(\\\"1.2.3.4\\\")}\", 16");
	ck_assert_ptr_null(argument_address(&args)); /* a program's own text */
}
END_TEST

START_TEST(messages)
{
	const struct argument *a;

	read_call(
		"sendmsg",
		"4, {msg_name={sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.1\")}, "
		"msg_namelen=16, msg_iov=[{iov_base=\"one\", iov_len=3}, {iov_base=\"two\", iov_len=3}], "
		"msg_iovlen=2, msg_controllen=0, msg_flags=0}, MSG_DONTWAIT");
	a = of_kind(1, VALUE_MESSAGE);
	ck_assert_uint_eq(argument_address(&args)->endpoint.port, 9877);
	ck_assert_str_eq(a->message->data.at, "onetwo");
	ck_assert_uint_eq(a->message->data.length, 6);
	read_call("recvmmsg",
		  "5, [{msg_hdr={msg_name=0x7ffde, msg_namelen=0, msg_iov=[{iov_base=\"t\", iov_len=1}], "
		  "msg_iovlen=1}, msg_len=1}], 1, MSG_DONTWAIT, {tv_sec=1, tv_nsec=0}");
	ck_assert_str_eq(of_kind(1, VALUE_MESSAGE)->message->data.at, "t");
	ck_assert_ptr_null(argument_address(&args));
	read_call("recvmsg",
		  "5, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], msg_iovlen=1, "
		  "msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
		  "cmsg_data=[6<TCP:[1.2.3.4:5->6.7.8.9:10]>]}], msg_controllen=24, msg_flags=0}, 0");
	ck_assert_uint_eq(argument_file(&args, 1)->local.port, 5); /* a descriptor that was passed */
	read_call("readv", "5, [{iov_base=\"ab\", iov_len=2}, {iov_base=0x7ffd, iov_len=3}], 2");
	ck_assert_uint_eq(of_kind(1, VALUE_BYTES)->bytes.length, 2);
	ck_assert(arg(1)->bytes.cut);
}
END_TEST

static const struct {
	const char *text, *shortened;
} told[] = {
	{ "close(3) = 0", "close(3) = 0" },
	{ "write(1, \"1234\", 4) = 4", "write(1, \"1234\", 4) = 4" },
	{ "write(1, \"12345\", 5) = 5", "write(1, \"1234\"..., 5) = 5" },
	{ "write(1, \"123\\n\", 4) = 4", "write(1, \"123\\n\", 4) = 4" },
	{ "write(1, \"123\\n5\", 5) = 5", "write(1, \"123\\n\"..., 5) = 5" },
	{ "write(1, \"12\\\"45678\", 8) = 8", "write(1, \"12\\\"\"..., 8) = 8" },
	{ "write(1, \"123456\"..., 60) = 60", "write(1, \"1234\"..., 60) = 60" },
	{ "write(1, \"123\"..., 60) = 60", "write(1, \"123\"..., 60) = 60" },
	{ "write(1, \"1234", "write(1, \"1234" },
	{ "writev(1, [{\"12345\"}, {\"\"}, {\"1\"}])", "writev(1, [{\"1234\"...}, {\"\"}, {\"1\"}])" },
	{ "read(3</tmp/a\"bcdefgh>, \"\", 1) = 0", "read(3</tmp/a\"bcdefgh>, \"\", 1) = 0" },
	{ "", "" },
};

START_TEST(long_strings_in_less_room)
{
	ck_assert_str_eq(strings_shortened(arena, told[_i].text, 4), told[_i].shortened);
}
END_TEST

Suite *suite_arguments(void)
{
	Suite *s = suite_create("arguments");
	TCase *tc = tcase_create("arguments");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, texts_are_kept);
	tcase_add_test(tc, descriptors);
	tcase_add_test(tc, what_is_behind_a_socket);
	tcase_add_test(tc, sets_of_descriptors);
	tcase_add_test(tc, what_poll_waits_for);
	tcase_add_test(tc, addresses_of_sockets);
	tcase_add_test(tc, messages);
	tcase_add_loop_test(tc, long_strings_in_less_room, 0, sizeof(told) / sizeof(told[0]));
	suite_add_tcase(s, tc);
	return s;
}
