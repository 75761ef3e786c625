/* test_quiescence.c - whether anything can still happen when everybody is in a call. */
#include "common/stage/quiescence.h"
#include "tests/support/traced_run.h"
#include "tests/unit/suites.h"

static const int64_t SECOND = INT64_C(1000000000);

/* What a client that is in this call, which has not returned, waits for. */
static bool forever(const char *call)
{
	static const struct sockets_event none = { 0 };

	line(0, 3, 10, "%s <unfinished ...>", call);
	return quiescent_for(t, &none, INT64_MAX, 5 * SECOND);
}

static const struct {
	const char *call;
	int forever; /* as a flag */
} waits[] = {
	{ "read(3<TCP:[1]>, ", 1 },
	{ "accept(3<TCP:[127.0.0.2:9877]>, ", 1 },
	{ "recvmsg(3<TCP:[1]>, ", 1 },
	{ "wait4(-1, ", 1 },
	{ "pause(", 1 },
	{ "poll([{fd=3<TCP:[1]>, events=POLLIN}], 1, -1", 1 },
	{ "ppoll([{fd=3<TCP:[1]>, events=POLLIN}], 1, NULL, NULL, 8", 1 },
	{ "ppoll([{fd=3<TCP:[1]>, events=POLLIN}], 1, NULL, [], 8", 1 },
	{ "select(4, [3<TCP:[1]>], NULL, NULL, NULL", 1 },
	{ "pselect6(4, [3<TCP:[1]>], NULL, NULL, NULL, NULL", 1 },
	/* it ends by itself */
	{ "poll([{fd=3<TCP:[1]>, events=POLLIN}], 1, 60000", 0 },
	{ "poll([{fd=-1}], 1, 60000", 0 },
	{ "ppoll([{fd=3<TCP:[1]>, events=POLLIN}], 1, {tv_sec=60, tv_nsec=0}, NULL, 8", 0 },
	{ "select(4, [3<TCP:[1]>], NULL, NULL, {tv_sec=60, tv_usec=0}", 0 },
	{ "pselect6(4, [3<TCP:[1]>], NULL, NULL, {tv_sec=60, tv_nsec=0}, NULL", 0 },
	{ "clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=60, tv_nsec=0}, ", 0 },
	{ "read(5<anon_inode:[timerfd]>, ", 0 },
	{ "poll([{fd=3<TCP:[1]>, events=POLLIN}, {fd=5<anon_inode:[timerfd]>, events=POLLIN}], 2, -1", 0 },
	/* the kernel's timers end it */
	{ "connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr(\"127.0.0.2\")}, 16",
	  0 },
	{ "close(3<TCP:[1]>", 0 },
	/* nobody can tell */
	{ "epoll_wait(8<anon_inode:[eventpoll]>, ", 0 },
	{ "futex(0x7ffd, FUTEX_WAIT_PRIVATE, 0, NULL", 0 },
};

START_TEST(what_a_process_waits_for)
{
	actor("client", 3);
	ck_assert_msg(forever(waits[_i].call) == waits[_i].forever, "%s", waits[_i].call);
}
END_TEST

static const char *const clocks[] = {
	"setsockopt(3<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=60, tv_usec=0}, 16) = 0 <0.1>",
	"setsockopt(3<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO_OLD, \"<\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", 16) = 0 <0.1>",
	"alarm(60) = 0 <0.1>",
	"setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=60, tv_usec=0}}, NULL) = 0 <0.1>",
	"timerfd_settime(5<anon_inode:[timerfd]>, 0, {it_interval={tv_sec=0, tv_nsec=0}, it_value={tv_sec=60, tv_nsec=0}}, NULL) = 0 <0.1>",
};

START_TEST(a_clock_was_set)
{
	actor("client", 3);
	line(0, 3, 1, "%s", clocks[_i]);
	ck_assert(!forever("read(3<TCP:[1]>, "));
}
END_TEST

/* To have asked for a time limit, to have taken it away, and to have written of one, is none. */
START_TEST(no_clock_was_set)
{
	actor("client", 3);
	line(0, 3, 1,
	     "getsockopt(3<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=60, tv_usec=0}, [16]) = 0 <0.1>");
	line(0, 3, 2, "setsockopt(3<TCP:[1]>, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=0, tv_usec=0}, 16) = 0 <0.1>");
	line(0, 3, 3, "write(3<TCP:[1]>, \"SO_RCVTIMEO\", 11) = 11 <0.1>");
	ck_assert(forever("read(3<TCP:[1]>, "));
}
END_TEST

START_TEST(a_socket_has_a_timer)
{
	struct kernel_socket socket = { .timer = 1, .timer_ms = 4000 };
	struct sockets_event table = { &socket, 1 };

	actor("client", 3);
	line(0, 3, 10, "read(3<TCP:[1]>,  <unfinished ...>");
	ck_assert(!quiescent_for(t, &table, INT64_MAX, 5 * SECOND));
	ck_assert(quiescent_for(t, &table, INT64_MAX, 3 * SECOND));
}
END_TEST

Suite *suite_quiescence(void)
{
	Suite *s = suite_create("quiescence");
	TCase *tc = tcase_create("quiescence");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, what_a_process_waits_for, 0, sizeof(waits) / sizeof(waits[0]));
	tcase_add_loop_test(tc, a_clock_was_set, 0, sizeof(clocks) / sizeof(clocks[0]));
	tcase_add_test(tc, no_clock_was_set);
	tcase_add_test(tc, a_socket_has_a_timer);
	suite_add_tcase(s, tc);
	return s;
}
