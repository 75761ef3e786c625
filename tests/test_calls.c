/* test_calls.c - from strace's text to events, in whatever pieces and however hostile it comes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/record/calls.h"
#include "common/record/store.h"
#include "tests/suites.h"

static struct timeline *t;
static struct call_reader *r;

static void begin(void)
{
	t = timeline_new();
	timeline_add_actor(t, "other", "other", 1);
	r = call_reader_new(t, timeline_add_actor(t, "server", "server", 3));
}

static void end(void)
{
	call_reader_free(r);
	timeline_free(t);
}

static size_t feed(const char *text)
{
	return call_reader_feed(r, text, strlen(text));
}

static const struct event *event(size_t index)
{
	ck_assert_uint_lt(index, t->event_count);
	return t->events[index];
}

static const struct call *call(size_t index)
{
	ck_assert_int_eq(event(index)->kind, EVENT_CALL);
	return &event(index)->call;
}

static const char *process_of(int process)
{
	return t->processes[process].name;
}

/* All that is known of the events, one line each. */
static char *dump(void)
{
	struct text out = { 0 };
	char local[ENDPOINT_TEXT], remote[ENDPOINT_TEXT];

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		const struct call *c = &e->call;

		text_addf(&out, "%lld %d ", (long long)e->time_ns, (int)e->kind);
		if (e->kind == EVENT_CALL)
			text_addf(&out, "%s %s(%s) = %s|%d %lld %s %lld|%d %d %s %s|%s\n",
				  process_of(c->process), c->name, c->arguments, c->result ? c->result : "-",
				  c->returned, (long long)c->value, c->errno_name ? c->errno_name : "-",
				  (long long)c->end_ns, c->descriptor, c->is_socket,
				  c->has_local ? endpoint_text(&c->local, local) : "-",
				  c->has_remote ? endpoint_text(&c->remote, remote) : "-", c->text);
		else if (e->kind == EVENT_SIGNAL)
			text_addf(&out, "%s %s %s\n", process_of(e->signal.process), e->signal.name,
				  e->signal.text);
		else
			text_addf(&out, "%s %d %s\n", process_of(e->exit.process), e->exit.status,
				  e->exit.signal ? e->exit.signal : "-");
	}
	for (size_t i = 0; i < t->process_count; i++)
		text_addf(&out, "%s %d of %s gone %d\n", process_of((int)i), t->processes[i].pid,
			  t->processes[i].parent == NOBODY ? "-" : process_of(t->processes[i].parent),
			  t->processes[i].gone);
	text_add(&out, call_reader_complaint(r) ? call_reader_complaint(r) : "no complaint");
	return out.chars;
}

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
	ck_assert(c->returned && c->is_socket && c->has_local && c->has_remote && !c->errno_name);
	ck_assert_int_eq(c->value, 5);
	ck_assert_int_eq(c->descriptor, 3);
	ck_assert_uint_eq(c->local.port, 45756);
	ck_assert_uint_eq(c->remote.port, 9877);
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
		ck_assert_int_eq(c->is_socket, lines[i].is_socket);
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
	ck_assert(e->call.is_socket && e->call.has_local && !e->call.has_remote && !e->call.result);
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
	ck_assert(call(1)->is_socket && !call(1)->result);
	feed("16    1795250525.300000 read(4<TCP:[1]>,  <unfinished ...>\n"
	     "3     1795250525.400000 <... accept resumed>NULL, NULL) = 5<TCP:[1]> <0.200000>\n"
	     "16    1795250525.500000 <... read resumed>\"hi\", 100) = 2 <0.150000>\n");
	ck_assert_uint_eq(t->event_count, 3);
	ck_assert_str_eq(call(1)->arguments, "3<TCP:[127.0.0.2:9877]>, NULL, NULL");
	ck_assert_int_eq(call(1)->value, 5);
	ck_assert_int_eq(call(1)->end_ns - event(1)->time_ns, 200000000);
	ck_assert_str_eq(call(2)->arguments, "4<TCP:[1]>, \"hi\", 100");
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

/* ---- whatever pieces it comes in ---- */

static const char sample[] =
	"3     1795250525.1 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[6742]> <0.000086>\n"
	"3     1795250525.2 clone(child_stack=NULL, flags=SIGCHLD) = 16 <0.000407>\n"
	"3     1795250525.3 accept(3<TCP:[127.0.0.2:9877]>,  <unfinished ...>\n"
	"16    1795250525.4 write(4<TCP:[127.0.0.2:9877->127.0.0.1:45756]>, \"a\\\")<unfinished ...> = 3 <0.1>\\33\", 5 "
	"<unfinished ...>\n"
	"3     1795250525.5 <... accept resumed>NULL, NULL) = ? ERESTARTSYS (To be restarted) <0.2>\n"
	"3     1795250525.6 --- SIGCHLD {si_signo=SIGCHLD} ---\n"
	"16    1795250525.7 <... write resumed>) = -1 EPIPE (Broken pipe) <0.3>\n"
	"strace: Process 12 attached\n"
	"16    1795250525.8 exit_group(3)   = ?\n"
	"16    1795250525.9 +++ exited with 3 +++\n"
	"3     1795250526.0 accept(3<TCP:[127.0.0.2:9877]>, NULL, NULL";

static void same_in_pieces(const char *text, size_t length, size_t step)
{
	char *whole, *pieces;

	begin();
	call_reader_feed(r, text, length);
	whole = dump();
	end();
	/* In two pieces, cut everywhere; then in pieces of 1, 2, 3, ... bytes. */
	for (size_t cut = 0; cut <= length; cut += step) {
		begin();
		call_reader_feed(r, text, cut);
		call_reader_feed(r, text + cut, length - cut);
		pieces = dump();
		ck_assert_str_eq(pieces, whole);
		free(pieces);
		end();
	}
	for (size_t size = 1; size < 40; size++) {
		size_t kept;

		begin();
		for (size_t at = 0; at < length; at += size)
			call_reader_feed(r, text + at, length - at < size ? length - at : size);
		pieces = dump();
		ck_assert_str_eq(pieces, whole);
		ck_assert(memcmp(call_reader_text(r, &kept), text, length) == 0 && kept == length);
		free(pieces);
		end();
	}
	free(whole);
}

START_TEST(the_same_in_all_pieces)
{
	same_in_pieces(sample, strlen(sample), 1);
}
END_TEST

START_TEST(a_recorded_server_in_pieces)
{
	static const char *const files[] = { "tests/fixtures/echo-server.strace",
					     "tests/fixtures/echo-client.strace" };
	size_t length;
	char *text = store_read_file(files[_i], 1 << 20, &length);

	ck_assert_ptr_nonnull(text);
	same_in_pieces(text, length, 37);
	begin();
	call_reader_feed(r, text, length);
	ck_assert_ptr_null(call_reader_complaint(r));
	ck_assert_uint_gt(t->event_count, 30);
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_CALL)
			ck_assert_ptr_nonnull(t->events[i]->call.result);
	end();
	free(text);
}
END_TEST

/* ---- hostile ---- */

START_TEST(what_is_not_straces_is_kept_as_a_complaint)
{
	static const char *const bad[] = {
		"/usr/bin/strace: exec: Permission denied",
		"strace: Process 12 attached",
		"3",
		"3 ",
		"3 17",
		"3 1.",
		"x 1.5 a()",
		"0 1.5 a() = 0",
		"99999999999 1.5 a() = 0",
		"3 99999999999.5 a() = 0",
		"3 1.1234567890 a() = 0",
		"3 1.5  ",
		"3 1.5 close",
		"3 1.5 <... close",
		"3 1.5 <... close resumed>) = 0",
		"3 1.5 --- SIG",
		"3 1.5 +++ what +++",
		"3 1.5 ++++++",
		"3 1.5 +++ exited with 99999999999999999999 +++",
		"-3 1.5 close() = 0",
		"3 -1.5 close() = 0",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		begin();
		ck_assert_uint_eq(feed(bad[i]), 0);
		ck_assert_uint_eq(feed("\n"), 0);
		ck_assert_uint_eq(t->event_count, 0);
		ck_assert_str_eq(call_reader_complaint(r), bad[i]);
		feed("3 1.5 close(3) = 0 <0.1>\n");
		ck_assert_uint_eq(t->event_count, 1); /* and goes on */
		end();
	}
}
END_TEST

START_TEST(a_complaint_does_no_harm_on_a_terminal)
{
	feed("\033[2J\n");
	ck_assert_str_eq(call_reader_complaint(r), "\\x1b[2J");
}
END_TEST

START_TEST(half_lines_are_events_all_the_same)
{
	feed("3 1.5 close(3<TCP:[1]\n3 1.6 close((((\n3 1.7 close(\"\n3 1.8 close(3<TCP:[1]>) 0 <0.1>\n");
	ck_assert_uint_eq(t->event_count, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_null(call(i)->result);
	ck_assert_str_eq(call_reader_complaint(r), "3 1.5 close(3<TCP:[1]");
}
END_TEST

START_TEST(megabytes_without_a_newline)
{
	static const char fills[] = { 'x', '<', '(', '"', ')', ' ', '5', '\0' };
	size_t length = CALL_LIMIT_LINE + 100;
	char *text = malloc(length);

	memset(text, fills[_i], length);
	feed("3 1.5 write(5<");
	for (size_t at = 0; at < length; at += 65536)
		call_reader_feed(r, text + at, length - at < 65536 ? length - at : 65536);
	feed("\n3 2.5 close(3) = 0 <0.1>\n");
	ck_assert_str_eq(call(t->event_count - 1)->name, "close");
	ck_assert_ptr_nonnull(call_reader_complaint(r));
	free(text);
}
END_TEST

/* "5<5<5<…", ") ) ) ": nothing may take more than its length. */
START_TEST(a_line_made_to_be_slow)
{
	static const char *const fills[] = {
		"5<", ") ", "\"\\", "5<TCP:[", "sa_family=AF_INET", "(<", ")   "
	};
	struct text line = { 0 };

	text_add(&line, "3 1.5 connect(5<TCP:[1]>, ");
	while (line.length < CALL_LIMIT_LINE - 100)
		text_add(&line, fills[_i]);
	text_add(&line, ") = 0 <0.1>\n");
	call_reader_feed(r, line.chars, line.length);
	timeline_index(t);
	ck_assert_uint_eq(t->event_count, 1);
	text_free(&line);
}
END_TEST

START_TEST(a_flood_of_calls_ends)
{
	char line[64];

	for (int i = 0; i < CALL_LIMIT_EVENTS + 1000; i++) {
		int n = snprintf(line, sizeof(line), "%d 1.5 close(3) = 0 <0.1>\n", i % 2 ? 3 : 100 + i);

		call_reader_feed(r, line, (size_t)n);
	}
	ck_assert(call_reader_flooded(r));
	ck_assert_uint_eq(t->event_count, CALL_LIMIT_EVENTS);
	ck_assert_str_eq(call_reader_complaint(r),
			 "a flood of system calls: the record ends after 200,000 of them");
	ck_assert_uint_eq(feed("3 1.5 close(3) = 0 <0.1>\n"), 0);
}
END_TEST

START_TEST(a_flood_of_text_ends)
{
	size_t length = CALL_LIMIT_TEXT / 4, kept;
	char *text = malloc(length);

	memset(text, 'x', length);
	for (int i = 0; i < 5; i++)
		call_reader_feed(r, text, length);
	ck_assert(call_reader_flooded(r));
	call_reader_text(r, &kept);
	ck_assert_uint_le(kept, CALL_LIMIT_TEXT);
	free(text);
}
END_TEST

Suite *suite_calls(void)
{
	Suite *s = suite_create("calls");
	TCase *one = tcase_create("lines"), *family = tcase_create("families"),
	      *pieces = tcase_create("pieces");
	TCase *hostile = tcase_create("hostile");

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

	tcase_set_timeout(pieces, 60);
	tcase_add_test(pieces, the_same_in_all_pieces);
	tcase_add_loop_test(pieces, a_recorded_server_in_pieces, 0, 2);
	tcase_add_test(pieces, what_is_not_straces_is_kept_as_a_complaint);
	suite_add_tcase(s, pieces);

	tcase_set_timeout(hostile, 30);
	tcase_add_checked_fixture(hostile, begin, end);
	tcase_add_test(hostile, a_complaint_does_no_harm_on_a_terminal);
	tcase_add_test(hostile, half_lines_are_events_all_the_same);
	tcase_add_loop_test(hostile, megabytes_without_a_newline, 0, 8);
	tcase_add_loop_test(hostile, a_line_made_to_be_slow, 0, 7);
	tcase_add_test(hostile, a_flood_of_calls_ends);
	tcase_add_test(hostile, a_flood_of_text_ends);
	suite_add_tcase(s, hostile);
	return s;
}
