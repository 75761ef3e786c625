/* test_descriptors.c - which process holds which socket, from when to when; and that it is closed with the last. */
#include <netinet/tcp.h>

#include "common/record/sockets.h"
#include "tests/support/traced_run.h"
#include "tests/unit/suites.h"

#define S_END "<TCP:[" S4 ":9877->" C4 ":45756]>"
#define FORK                                                                                                 \
	"clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x1) = "
#define THREAD                                                                                               \
	"clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = "

static int server;

/* The server (pid 3) listens with descriptor 3 and has accepted a connection as descriptor 4. */
static void serve(void)
{
	setup();
	server = actor("server", 3);
	listening(server, 3, 1, S4, 9877);
	tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	tcp(3.2, S4, 9877, C4, 45756, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	tcp(3.3, C4, 45756, S4, 9877, FLAG_ACK, 11, 21, 0);
	line(server, 3, 2, "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 4" S_END " <0.001400>");
}

/* The server's end of the connection. */
static const struct socket *accepted(void)
{
	timeline_index(t);
	return &t->sockets[1];
}

static int state(void)
{
	const struct socket *s = accepted();

	return s->changes[s->change_count - 1].state;
}

static double ms_of(int64_t time_ns)
{
	return time_ns == INT64_MAX ? -1 : (double)((time_ns - base_ns) / 1000) / 1000;
}

/* The n-th holder: process, descriptor, from, to (-1: it holds it still). */
static void held(size_t n, const char *process, int descriptor, double from_ms, double to_ms)
{
	const struct socket *s = accepted();

	ck_assert_uint_lt(n, s->hold_count);
	ck_assert_str_eq(t->processes[s->holds[n].process].name, process);
	ck_assert_int_eq(s->holds[n].descriptor, descriptor);
	ck_assert_double_eq_tol(ms_of(s->holds[n].from_ns), from_ms, 0.001);
	ck_assert_double_eq_tol(ms_of(s->holds[n].to_ns), to_ms, 0.001);
}

START_TEST(fork_shares)
{
	line(server, 3, 4, FORK "15 <0.000100>");
	line(server, 3, 5, "close(4" S_END ") = 0 <0.000010>");
	line(server, 15, 6, "read(4" S_END ", \"hello\", 100) = 5 <0.000010>");
	line(server, 15, 7, "close(3<TCP:[" S4 ":9877]>) = 0 <0.000010>");
	line(server, 3, 8, "accept(3<TCP:[" S4 ":9877]>, NULL, NULL");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	held(0, "server", 4, 3.4, 5.01);
	held(1, "server.1", 4, 4.1, -1);
	ck_assert_int_eq(t->sockets[2].changes[t->sockets[2].change_count - 1].state, TCP_LISTEN);
	line(server, 15, 9, "close(4" S_END ") = 0 <0.000010>");
	line(server, 15, 9.5, "exit_group(0) = ?");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
	held(1, "server.1", 4, 4.1, 9.01);
}
END_TEST

/* The child is heard of before its parent's fork() has returned. */
START_TEST(a_child_that_speaks_first)
{
	line(server, 3, 4, "clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>");
	line(server, 15, 4.1, "read(4" S_END ", \"hello\", 100) = 5 <0.000010>");
	line(server, 3, 4.2, "<... clone resumed>) = 15 <0.000200>");
	line(server, 3, 5, "close(4" S_END ") = 0 <0.000010>");
	line(server, 3, 8, "pause(");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	held(1, "server.1", 4, 4.1, -1);
	ck_assert_uint_eq(accepted()->hold_count, 2);
}
END_TEST

/* The end of a process lets go of all that it held, but not for others. */
START_TEST(exit_lets_go)
{
	line(server, 3, 4, FORK "15 <0.000100>");
	line(server, 3, 6, "+++ killed by SIGKILL +++");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	line(server, 15, 7, "+++ exited with 0 +++");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
	held(0, "server", 4, 3.4, 6);
	held(1, "server.1", 4, 4.1, 7);
}
END_TEST

START_TEST(copies)
{
	static const char *const calls[] = { "dup(4" S_END ") = 5" S_END, "dup2(4" S_END ", 5) = 5" S_END,
					     "dup3(4" S_END ", 5, O_CLOEXEC) = 5" S_END,
					     "fcntl(4" S_END ", F_DUPFD, 5) = 5" S_END };

	line(server, 3, 4, "%s <0.000010>", calls[_i]);
	line(server, 3, 5, "close(4" S_END ") = 0 <0.000010>");
	line(server, 3, 6, "pause() = ? ERESTARTNOHAND (To be restarted if no handler)");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	held(1, "server", 5, 4.01, -1);
	line(server, 3, 7, "write(5" S_END ", \"x\", 1) = 1 <0.000010>");
	line(server, 3, 8, "close(5" S_END ") = 0 <0.000010>");
	line(server, 3, 9, "exit_group(0) = ?");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
}
END_TEST

/* dup2() of something else closes what was there. A copy onto itself changes nothing. */
START_TEST(another_takes_its_place)
{
	line(server, 3, 4, "dup2(4" S_END ", 4) = 4" S_END " <0.000010>");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	ck_assert_uint_eq(accepted()->hold_count, 1);
	line(server, 3, 5, "fcntl(4" S_END ", F_GETFD) = 0 <0.000010>");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	line(server, 3, 6, "dup2(1<pipe:[99]>, 4) = 4<pipe:[99]> <0.000010>");
	line(server, 3, 7, "exit_group(0) = ?");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
}
END_TEST

/* What is closed in a way that strace does not show, and opened again, is another socket. */
START_TEST(a_descriptor_is_used_again)
{
	line(server, 3, 5, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4<TCP:[88]> <0.000010>");
	line(server, 3, 6, "getsockopt(4<TCP:[88]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0 <0.000010>");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
	ck_assert_uint_eq(t->socket_count, 4);
	line(server, 3, 7, "getsockopt(4<TCP:[89]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0 <0.000010>");
	timeline_index(t);
	ck_assert_uint_eq(t->socket_count, 5);
}
END_TEST

/* execve() closes what is marked so, by whichever call. */
START_TEST(close_on_exec)
{
	static const char *const marks[] = { "fcntl(4" S_END ", F_SETFD, FD_CLOEXEC) = 0",
					     "fcntl(4" S_END ", F_SETFD, 0) = 0",
					     "fcntl(4" S_END ", F_DUPFD_CLOEXEC, 5) = 5" S_END };

	line(server, 3, 4, "%s <0.000010>", marks[_i]);
	line(server, 3, 5,
	     "execve(\"/bin/true\", [\"true\"], 0x7ff /* 9 vars */) = -1 ENOENT (No such file or directory) <0.000010>");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	line(server, 3, 6, "execve(\"/bin/true\", [\"true\"], 0x7ff /* 9 vars */) = 0 <0.000010>");
	line(server, 3, 7, "pause(");
	ck_assert_int_eq(state(), _i == 0 ? TCP_FIN_WAIT1 : TCP_ESTABLISHED);
	held(0, "server", 4, 3.4, _i == 0 ? 6.01 : -1);
	if (_i == 2)
		held(1, "server", 5, 4.01, 6.01);
}
END_TEST

static const struct {
	const char *call;
	int state;
	double to_ms; /* -1: the descriptor stays open */
} ranges[] = {
	{ "close_range(3, 4294967295, 0) = 0", TCP_FIN_WAIT1, 4.01 },
	{ "close_range(4, 4, 0) = 0", TCP_FIN_WAIT1, 4.01 },
	{ "close_range(5, 4294967295, 0) = 0", TCP_ESTABLISHED, -1 },
	{ "close_range(0, 3, 0) = 0", TCP_ESTABLISHED, -1 },
	{ "close_range(4, 3, 0) = -1 EINVAL (Invalid argument)", TCP_ESTABLISHED, -1 },
	{ "close_range(3, 4294967295, CLOSE_RANGE_CLOEXEC) = 0", TCP_FIN_WAIT1, 6.01 },
	{ "close_range(5, 9, CLOSE_RANGE_CLOEXEC) = 0", TCP_ESTABLISHED, -1 },
};

/* What is in the range is closed, or marked: then the execve() that comes later does it. */
START_TEST(a_range_is_closed)
{
	line(server, 3, 4, "%s <0.000010>", ranges[_i].call);
	ck_assert_int_eq(state(), ranges[_i].to_ms == 4.01 ? TCP_FIN_WAIT1 : TCP_ESTABLISHED);
	line(server, 3, 6, "execve(\"/bin/true\", [\"true\"], 0x7ff /* 9 vars */) = 0 <0.000010>");
	line(server, 3, 7, "pause(");
	ck_assert_int_eq(state(), ranges[_i].state);
	held(0, "server", 4, 3.4, ranges[_i].to_ms);
}
END_TEST

/* A thread that unshares them first closes its own alone. */
START_TEST(a_range_of_a_thread)
{
	static const char *const flags[] = { "0", "CLOSE_RANGE_UNSHARE" };

	line(server, 3, 4, THREAD "15 <0.000100>");
	line(server, 15, 5, "close_range(3, 4294967295, %s) = 0 <0.000010>", flags[_i]);
	line(server, 3, 6, "pause(");
	ck_assert_int_eq(state(), _i ? TCP_ESTABLISHED : TCP_FIN_WAIT1);
	held(0, "server", 4, 3.4, _i ? -1 : 5.01);
	ck_assert_uint_eq(accepted()->hold_count, _i ? 2 : 1);
	if (_i)
		held(1, "server.1", 4, 5.01, 5.01);
}
END_TEST

/* Threads have the same descriptors: one closes for all. But a call that is under way keeps the socket open (labs/linger/24). */
START_TEST(threads_share)
{
	line(server, 3, 4, THREAD "15 <0.000100>");
	line(server, 15, 4.5, "read(4" S_END ",  <unfinished ...>");
	line(server, 3, 5, "close(4" S_END ") = 0 <0.000010>");
	line(server, 3, 6, "pause(");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	ck_assert_uint_eq(accepted()->hold_count, 1);
	held(0, "server", 4, 3.4, 5.01);
	line(server, 15, 8, "<... read resumed>\"hello\", 100) = 5 <0.003500>");
	line(server, 15, 8.5, "exit(0) = ?");
	line(server, 15, 8.6, "+++ exited with 0 +++");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
}
END_TEST

/* The end of a thread is not that of the process; with the last of them all is closed. */
START_TEST(the_last_thread)
{
	line(server, 3, 4, THREAD "15 <0.000100>");
	line(server, 15, 5, "+++ exited with 0 +++");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	line(server, 3, 6, "+++ exited with 0 +++");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
}
END_TEST

/* A thread uses what another one's accept() has not been heard to return. */
START_TEST(a_thread_is_faster)
{
	line(server, 3, 4, THREAD "15 <0.000100>");
	tcp(5.1, C4, 45757, S4, 9877, FLAG_SYN, 10, 0, 0);
	tcp(5.2, S4, 9877, C4, 45757, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	tcp(5.3, C4, 45757, S4, 9877, FLAG_ACK, 11, 21, 0);
	line(server, 15, 5.5, "write(5<TCP:[" S4 ":9877->" C4 ":45757]>, \"x\", 1) = 1 <0.000010>");
	line(server, 3, 4.9,
	     "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 5<TCP:[" S4 ":9877->" C4 ":45757]> <0.000500>");
	line(server, 3, 9, "pause(");
	timeline_index(t);
	ck_assert_int_eq(t->sockets[3].changes[t->sockets[3].change_count - 1].state, TCP_ESTABLISHED);
	ck_assert_uint_eq(t->sockets[3].hold_count, 1);
}
END_TEST

/* A descriptor is passed over a Unix socket (UNP section 15.7). */
START_TEST(passed_to_another_process)
{
	line(server, 3, 3.6, FORK "15 <0.000100>");
	line(server, 15, 3.8, "close(4" S_END ") = 0 <0.000010>");
	line(server, 15, 4,
	     "recvmsg(7<UNIX-STREAM:[5->6]>, {msg_name=NULL, msg_controllen=20, msg_control=[{cmsg_len=20, "
	     "cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[9" S_END
	     "]}], msg_flags=0}, 0) = 1 <0.000010>");
	line(server, 3, 5, "close(4" S_END ") = 0 <0.000010>");
	line(server, 3, 6, "pause(");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
	held(2, "server.1", 9, 4.01, -1);
	line(server, 15, 7, "+++ exited with 0 +++");
	ck_assert_int_eq(state(), TCP_FIN_WAIT1);
}
END_TEST

/* close() of a number that is no descriptor closes nothing. */
START_TEST(bad_descriptor)
{
	line(server, 3, 4, "close(9) = -1 EBADF (Bad file descriptor) <0.000010>");
	line(server, 3, 5, "close(5<pipe:[99]>) = 0 <0.000010>");
	line(server, 3, 6, "pause(");
	ck_assert_int_eq(state(), TCP_ESTABLISHED);
}
END_TEST

Suite *suite_descriptors(void)
{
	Suite *s = suite_create("descriptors");
	TCase *tc = tcase_create("holders");

	tcase_add_checked_fixture(tc, serve, teardown);
	tcase_add_test(tc, fork_shares);
	tcase_add_test(tc, a_child_that_speaks_first);
	tcase_add_test(tc, exit_lets_go);
	tcase_add_loop_test(tc, copies, 0, 4);
	tcase_add_test(tc, another_takes_its_place);
	tcase_add_test(tc, a_descriptor_is_used_again);
	tcase_add_loop_test(tc, close_on_exec, 0, 3);
	tcase_add_loop_test(tc, a_range_is_closed, 0, sizeof(ranges) / sizeof(ranges[0]));
	tcase_add_loop_test(tc, a_range_of_a_thread, 0, 2);
	tcase_add_test(tc, threads_share);
	tcase_add_test(tc, the_last_thread);
	tcase_add_test(tc, a_thread_is_faster);
	tcase_add_test(tc, passed_to_another_process);
	tcase_add_test(tc, bad_descriptor);
	suite_add_tcase(s, tc);
	return s;
}
