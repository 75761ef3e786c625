/* test_calls.c - from strace's text to events: what a line says, families of processes; see test_calls_*.c for the rest. */
#include <netinet/in.h>
#include <stdio.h>

#include "tests/support/read_calls.h"
#include "tests/unit/suites.h"

/* ---- one line ---- */

START_TEST(a_call_that_returned)
{
	const struct call *c;

	ck_assert_uint_eq(
		feed("3     1795250525.321221 write(3<TCP:[127.0.0.1:45756->127.0.0.2:9877]>, \"hello\", 5) = 5 "
		     "<0.000117>\n"),
		1);
	c = call(0);
	ck_assert_int_eq(event(0)->time_ns, 1795250525321221000);
	ck_assert_str_eq(c->name, "write");
	ck_assert_str_eq(c->arguments, "3<TCP:[127.0.0.1:45756->127.0.0.2:9877]>, \"hello\", 5");
	ck_assert_str_eq(c->result, "5");
	ck_assert(c->returned && call_on_socket(c) && c->file->has_local && c->file->has_remote &&
		  !c->errno_name);
	ck_assert_int_eq(c->value, 5);
	ck_assert_int_eq(c->descriptor, 3);
	ck_assert_uint_eq(c->file->local.port, 45756);
	ck_assert_uint_eq(c->file->remote.port, 9877);
	ck_assert_int_eq(event_end(event(0)) - event(0)->time_ns, 117000);
	ck_assert_str_eq(process_of(c->process), "server");
	ck_assert_ptr_null(call_reader_complaint(r));
}
END_TEST

static const struct {
	const char *line;
	const char *arguments, *result;
	int returned; /* as a flag */
	int64_t value;
	const char *errno_name;
	int descriptor, is_socket;
} lines[] = {
	{ "read(4<TCP:[1.2.3.4:5->6.7.8.9:10]>, 0x7ffc, 100) = -1 ECONNRESET (Connection reset by peer) <0.000013>",
	  "4<TCP:[1.2.3.4:5->6.7.8.9:10]>, 0x7ffc, 100", "-1 ECONNRESET (Connection reset by peer)", true, -1,
	  "ECONNRESET", 4, true },
	{ "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[6742]> <0.000086>",
	  "AF_INET, SOCK_STREAM, IPPROTO_IP", "3<TCP:[6742]>", true, 3, NULL, -1, false },
	{ "write(3<TCP:[6742]>, \"x\", 1) = 1 (DELAYED) <0.000011>", "3<TCP:[6742]>, \"x\", 1", "1", true, 1,
	  NULL, 3, true },
	{ "exit_group(3)   = ?", "3", "?", false, 0, NULL, -1, false },
	{ "accept(3<TCP:[127.0.0.2:9877]>, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) <0.030526>",
	  "3<TCP:[127.0.0.2:9877]>, NULL, NULL", "? ERESTARTSYS (To be restarted if SA_RESTART is set)",
	  false, 0, NULL, 3, true },
	{ "accept(3<TCP:[127.0.0.2:9877]>,  <unfinished ...>) = ?", "3<TCP:[127.0.0.2:9877]>", "?", false, 0,
	  NULL, 3, true },
	{ "mmap(NULL, 4096) = 0x7f1200000000 <0.000010>", "NULL, 4096", "0x7f1200000000", true,
	  0x7f1200000000, NULL, -1, false },
	{ "poll([{fd=3<TCP:[1.2.3.4:5]>, events=POLLIN}], 1, -1) = 1 ([{fd=3, revents=POLLIN}]) <0.02>",
	  "[{fd=3<TCP:[1.2.3.4:5]>, events=POLLIN}], 1, -1", "1 ([{fd=3, revents=POLLIN}])", true, 1, NULL,
	  -1, false },
	{ "select(4, [3<TCP:[1]>], NULL, NULL, {tv_sec=1, tv_usec=0}) = 0 (Timeout) <1.000100>",
	  "4, [3<TCP:[1]>], NULL, NULL, {tv_sec=1, tv_usec=0}", "0 (Timeout)", true, 0, NULL, -1, false },
	{ "write(1</dev/pts/0<char 136:0>>, \"= 3 <0.1>) = 4 \\\"(\\\\\", 5) = 5 <0.000001>",
	  "1</dev/pts/0<char 136:0>>, \"= 3 <0.1>) = 4 \\\"(\\\\\", 5", "5", true, 5, NULL, 1, false },
	{ "write(1<pipe:[12]>, \"aaaa\"..., 500) = 500 <0.000001>", "1<pipe:[12]>, \"aaaa\"..., 500", "500",
	  true, 500, NULL, 1, false },
	{ "read(3</tmp/a(b>, \"\", 5) = 0 <0.000001>", "3</tmp/a(b>, \"\", 5", "0", true, 0, NULL, 3, false },
	{ "connect(3<UNIX-STREAM:[77->88, \"/a)b\"]>, {sa_family=AF_UNIX}, 110) = 0 <0.000001>",
	  "3<UNIX-STREAM:[77->88, \"/a)b\"]>, {sa_family=AF_UNIX}, 110", "0", true, 0, NULL, 3, false },
	{ "close(99) = -1 EBADF (Bad file descriptor) <0.000001>", "99", "-1 EBADF (Bad file descriptor)",
	  true, -1, "EBADF", 99, false },
	{ "wait4(16, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 16 <0.1>",
	  "16, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL", "16", true, 16, NULL, -1, false },
	{ "pause() = ? ERESTARTNOHAND (To be restarted if no handler) <1.5>", "",
	  "? ERESTARTNOHAND (To be restarted if no handler)", false, 0, NULL, -1, false },
	{ "read(4<TCPv6:[[::1]:9878->[::1]:60282]>, \"\", 5) = 0 <0.000044>",
	  "4<TCPv6:[[::1]:9878->[::1]:60282]>, \"\", 5", "0", true, 0, NULL, 4, true },
	{ "odd(18446744073709551616) = 18446744073709551616 <0.1>", "18446744073709551616",
	  "18446744073709551616", false, 0, NULL, -1, false },
	{ "close(3<TCP:[5]>) =", "3<TCP:[5]>", "", false, 0, NULL, 3, true },
};

START_TEST(what_a_line_says)
{
	char text[1024];

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct call *c;

		snprintf(text, sizeof(text), "3 1795250525.321221 %s\n", lines[i].line);
		ck_assert_uint_eq(feed(text), 1);
		c = call(i);
		ck_assert_str_eq(c->arguments, lines[i].arguments);
		ck_assert_str_eq(c->result, lines[i].result);
		ck_assert_int_eq(c->returned, lines[i].returned);
		if (c->returned)
			ck_assert_int_eq(c->value, lines[i].value);
		ck_assert_pstr_eq(c->errno_name, lines[i].errno_name);
		ck_assert_int_eq(c->descriptor, lines[i].descriptor);
		ck_assert_int_eq(call_on_socket(c), lines[i].is_socket);
		ck_assert(c->end_ns >= event(i)->time_ns);
	}
	ck_assert_ptr_null(call_reader_complaint(r));
}
END_TEST

START_TEST(signals_and_exits)
{
	feed("3     1795250525.3 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
	     "3     1795250525.4 --- stopped by SIGSTOP ---\n"
	     "3     1795250525.5 +++ killed by SIGSEGV (core dumped) +++\n");
	ck_assert_int_eq(event(0)->kind, EVENT_SIGNAL);
	ck_assert_str_eq(event(0)->signal.name, "SIGPIPE");
	ck_assert_str_eq(event(0)->signal.text,
			 "SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0}");
	ck_assert_str_eq(event(1)->signal.name, "SIGSTOP");
	ck_assert_int_eq(event(2)->kind, EVENT_EXIT);
	ck_assert_str_eq(event(2)->exit.signal, "SIGSEGV");
	ck_assert_int_eq(event(2)->exit.status, -1);
	ck_assert(t->processes[event(2)->exit.process].gone);
	ck_assert_ptr_null(call_reader_complaint(r));
}
END_TEST

START_TEST(a_call_that_blocks_is_there_at_once)
{
	const struct event *e;

	ck_assert_uint_eq(feed("3     1795250525.324890 acc"), 0);
	ck_assert_uint_eq(t->event_count, 0);
	ck_assert_uint_eq(feed("ept("), 1);
	e = event(0);
	ck_assert_str_eq(e->call.name, "accept");
	ck_assert_int_eq(e->call.descriptor, -1);
	ck_assert_uint_eq(feed("3<TCP:[127.0.0.2:9877]>, NULL, NULL"), 0);
	ck_assert_ptr_eq(event(0), e);
	ck_assert_str_eq(e->call.arguments, "3<TCP:[127.0.0.2:9877]>, NULL, NULL");
	ck_assert(call_on_socket(&e->call) && e->call.file->has_local && !e->call.file->has_remote &&
		  !e->call.result);
	ck_assert_int_eq(e->call.file->protocol, IPPROTO_TCP);
	ck_assert_uint_eq(e->call.file->inode, 0);
	ck_assert_int_eq(event_end(e), INT64_MAX);
	ck_assert_uint_eq(feed(") = 4<TCP:[127.0.0.2:9877->127.0.0.1:45756]> <0.066140>"), 0);
	ck_assert_uint_eq(feed("\n"), 1);
	ck_assert_uint_eq(t->event_count, 1);
	ck_assert_str_eq(e->call.result, "4<TCP:[127.0.0.2:9877->127.0.0.1:45756]>");
	ck_assert_int_eq(e->call.value, 4);
	ck_assert_int_eq(e->call.end_ns - e->time_ns, 66140000);
}
END_TEST

START_TEST(an_interrupted_call_is_joined)
{
	feed("3     1795250525.1 clone(child_stack=NULL) = 16 <0.1>\n"
	     "3     1795250525.200000 accept(3<TCP:[127.0.0.2:9877]>,  <unfinished ...>\n");
	ck_assert_str_eq(call(1)->arguments, "3<TCP:[127.0.0.2:9877]>");
	ck_assert(call_on_socket(call(1)) && !call(1)->result);
	feed("16    1795250525.300000 read(4<TCP:[1]>,  <unfinished ...>\n"
	     "3     1795250525.400000 <... accept resumed>NULL, NULL) = 5<TCP:[1]> <0.200000>\n"
	     "16    1795250525.500000 <... read resumed>\"hi\", 100) = 2 <0.150000>\n");
	ck_assert_uint_eq(t->event_count, 3);
	ck_assert_str_eq(call(1)->arguments, "3<TCP:[127.0.0.2:9877]>, NULL, NULL");
	ck_assert_int_eq(call(1)->value, 5);
	ck_assert_int_eq(call(1)->end_ns - event(1)->time_ns, 200000000);
	ck_assert_str_eq(call(2)->arguments, "4<TCP:[1]>, \"hi\", 100");
	ck_assert_uint_eq(call(2)->file->inode, 1);
	ck_assert_str_eq(call(2)->text,
			 "16    1795250525.300000 read(4<TCP:[1]>, \"hi\", 100) = 2 <0.150000>");
	ck_assert_str_eq(process_of(call(2)->process), "server.1");
	ck_assert_ptr_null(call_reader_complaint(r));
}
END_TEST

/* It never returns; it ends when its process does. */
START_TEST(a_process_dies_in_its_call)
{
	feed("3     1795250525.100000 accept(3<TCP:[1]>, NULL, NULL");
	feed(") = ? <unavailable>\n3     1795250525.900000 +++ killed by SIGKILL +++\n");
	ck_assert_str_eq(call(0)->result, "? <unavailable>");
	ck_assert_int_eq(call(0)->end_ns - event(0)->time_ns, 800000000);
	feed("4     1795250526.100000 read(3<TCP:[1]>,  <unfinished ...>\n4     1795250526.300000 +++ exited with 0 +++\n");
	ck_assert_str_eq(call(2)->result, "?");
	ck_assert(!call(2)->returned);
	ck_assert_int_eq(call(2)->end_ns - event(2)->time_ns, 200000000);
}
END_TEST

/* ---- families ---- */

START_TEST(children_are_named_before_they_speak)
{
	feed("3 1795250525.1 clone(child_stack=NULL, flags=SIGCHLD) = 16 <0.1>\n"
	     "3 1795250525.2 vfork() = 17 <0.1>\n"
	     "3 1795250525.3 fork() = -1 EAGAIN (Resource temporarily unavailable) <0.1>\n"
	     "17 1795250525.4 close(0) = 0 <0.1>\n"
	     "16 1795250525.5 clone3({flags=CLONE_VM} => {parent_tid=[18]}, 88) = 18 <0.1>\n"
	     "18 1795250525.5 exit(0) = ?\n");
	ck_assert_uint_eq(t->process_count, 5);
	ck_assert_str_eq(process_of(2), "server.1");
	ck_assert_int_eq(t->processes[2].pid, 16);
	ck_assert_int_eq(t->processes[3].parent, 1);
	ck_assert_str_eq(process_of(4), "server.3");
	ck_assert_int_eq(t->processes[4].parent, 2);
	ck_assert_str_eq(process_of(call(3)->process), "server.2");
}
END_TEST

START_TEST(a_child_speaks_before_its_parents_fork_returns)
{
	feed("3 1795250525.1 clone(child_stack=NULL) = 16 <0.1>\n"
	     "16 1795250525.2 fork( <unfinished ...>\n"
	     "17 1795250525.3 close(0) = 0 <0.1>\n"
	     "17 1795250525.4 +++ exited with 0 +++\n"
	     "16 1795250525.5 <... fork resumed>) = 17 <0.1>\n"
	     "3 1795250525.6 clone3({flags=CLONE_VM}, 88 <unfinished ...>\n"
	     "16 1795250525.61 vfork( <unfinished ...>\n"
	     "18 1795250525.62 close(0) = 0 <0.1>\n"
	     "3 1795250525.7 <... clone3 resumed>) = 18 <0.1>\n");
	ck_assert_uint_eq(t->process_count, 5);
	ck_assert_int_eq(t->processes[3].pid, 17);
	ck_assert_int_eq(t->processes[3].parent, 2);
	ck_assert_str_eq(process_of(4), "server.3");
	ck_assert_int_eq(t->processes[4].parent, 1); /* guessed 16, and put right */
}
END_TEST

START_TEST(a_number_is_used_again)
{
	feed("3 1795250525.1 fork() = 16 <0.1>\n16 1795250525.2 +++ exited with 0 +++\n"
	     "3 1795250525.3 fork() = 16 <0.1>\n16 1795250525.4 +++ exited with 1 +++\n");
	ck_assert_uint_eq(t->process_count, 4);
	ck_assert_str_eq(process_of(event(3)->exit.process), "server.2");
	ck_assert(t->processes[2].gone && t->processes[3].gone && !t->processes[1].gone);
}
END_TEST

START_TEST(a_thread_calls_execve)
{
	feed("3 1795250525.1 clone(child_stack=0x1, flags=CLONE_THREAD) = 5 <0.1>\n"
	     "3 1795250525.2 pause( <unfinished ...>\n"
	     "5 1795250525.3 execve(\"/bin/true\", [\"true\"], 0x1 /* 0 vars */ <unfinished ...>\n"
	     "3 1795250525.4 +++ superseded by execve in pid 5 +++\n"
	     "3 1795250525.5 <... execve resumed>) = 0 <0.2>\n"
	     "3 1795250525.6 exit_group(0) = ?\n3 1795250525.7 +++ exited with 0 +++\n");
	ck_assert_ptr_null(call_reader_complaint(r));
	ck_assert_str_eq(call(2)->name, "execve");
	ck_assert_int_eq(call(2)->value, 0);
	ck_assert_str_eq(process_of(call(2)->process), "server");
	ck_assert(t->processes[1].gone && t->processes[2].gone);
	ck_assert_str_eq(process_of(event(4)->exit.process), "server");
}
END_TEST

START_TEST(the_program_has_another_number_here)
{
	feed("4711 1795250525.1 execve(\"./server\", [\"./server\"], 0x1) = 0 <0.1>\n4711 1795250525.2 fork() = 4712 <0.1>\n");
	ck_assert_str_eq(process_of(call(0)->process), "server");
	ck_assert_uint_eq(t->process_count, 3);
}
END_TEST

Suite *suite_calls(void)
{
	Suite *s = suite_create("calls");
	TCase *one = tcase_create("lines"), *family = tcase_create("families");

	tcase_add_checked_fixture(one, begin, end);
	tcase_add_test(one, a_call_that_returned);
	tcase_add_test(one, what_a_line_says);
	tcase_add_test(one, signals_and_exits);
	tcase_add_test(one, a_call_that_blocks_is_there_at_once);
	tcase_add_test(one, an_interrupted_call_is_joined);
	tcase_add_test(one, a_process_dies_in_its_call);
	suite_add_tcase(s, one);

	tcase_add_checked_fixture(family, begin, end);
	tcase_add_test(family, children_are_named_before_they_speak);
	tcase_add_test(family, a_child_speaks_before_its_parents_fork_returns);
	tcase_add_test(family, a_number_is_used_again);
	tcase_add_test(family, a_thread_calls_execve);
	tcase_add_test(family, the_program_has_another_number_here);
	suite_add_tcase(s, family);
	return s;
}
