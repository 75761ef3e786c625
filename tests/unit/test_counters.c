/* test_counters.c - what the kernel's counters say, and that the director's own markers are not in it. */
#include <arpa/inet.h>
#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/stage/counters.h"
#include "common/stage/hosts.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

enum { CLIENT, ROUTER, SERVER }; /* as world hosts names them */

static struct error error;
static struct hosts hosts;
static struct timeline *t;
static struct wire wire;
static struct counters counters;
static struct reading_event moved;

static void begin(const struct hosts *of)
{
	t = timeline_new();
	ck_assert_msg(wire_begin(&wire, t, of, &error), "%s", said(&error));
	counters_read(&counters, t, &wire, &moved);
	ck_assert_uint_eq(moved.move_count, 0);
}

static void end(void)
{
	counters_end(&counters);
	wire_end(&wire);
	timeline_free(t);
}

static void send_markers(int rounds)
{
	while (rounds--) {
		wire_send_markers(&wire);
		for (int waited = 0; !wire_drained(&wire) && waited < 3000; waited++) {
			ck_assert_msg(wire_read(&wire, &error) >= 0, "%s", said(&error));
			poll(NULL, 0, !wire_drained(&wire));
		}
		ck_assert(wire_drained(&wire));
	}
}

/* By how much it has moved at the last reading. */
static int64_t by(int host, const char *name)
{
	for (size_t i = 0; i < moved.move_count; i++)
		if (moved.moves[i].host == host && strcmp(moved.moves[i].name, name) == 0)
			return moved.moves[i].by;
	return 0;
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < t->counter_count; i++)
		if (strcmp(t->counters[i], name) == 0)
			return true;
	return false;
}

/* No counter of IPv4 or UDP, by any name that this kernel may have for one: IPv6 goes on by itself when it comes up. */
static void none_of_the_markers(void)
{
	counters_read(&counters, t, &wire, &moved);
	for (size_t i = 0; i < moved.move_count; i++)
		ck_assert_msg(strstr(moved.moves[i].name, "6") != NULL, "%s moved by %lld",
			      moved.moves[i].name, (long long)moved.moves[i].by);
}

START_TEST(names_are_those_of_nstat)
{
	if (!own_network(0))
		return;
	begin(NULL);
	ck_assert(is_known("TcpExtTCPAbortOnData"));
	ck_assert(is_known("TcpActiveOpens"));
	ck_assert(is_known("IpExtInOctets"));
	ck_assert(is_known("Ip6InReceives"));
	ck_assert(!is_known("TCPAbortOnData"));
	end();
}
END_TEST

START_TEST(markers_are_left_out)
{
	if (!own_network(0))
		return;
	begin(NULL);
	send_markers(5);
	none_of_the_markers();
	/* What else is sent is counted, with markers before and behind it. */
	send_markers(2);
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
	send_markers(3);
	counters_read(&counters, t, &wire, &moved);
	ck_assert_int_eq(by(NOBODY, "UdpOutDatagrams"), 1);
	ck_assert_int_eq(by(NOBODY, "IpOutRequests"), 1);
	ck_assert_int_eq(by(NOBODY, "IpInReceives"), 1);
	none_of_the_markers();
	end();
}
END_TEST

static void refused(int host, const char *from, const char *to)
{
	int fd;

	ck_assert(hosts_enter(&hosts, host));
	fd = bound_socket(SOCK_STREAM, from, 0);
	hosts_leave(&hosts);
	ck_assert_int_ne(connect_to(fd, to, 9877), 0);
	close(fd);
}

START_TEST(each_host_has_its_own)
{
	if (!own_network(0))
		return;
	ck_assert_msg(hosts_build(&hosts, world_named("hosts", 5), 0, false, &error), "%s", said(&error));
	begin(&hosts);
	send_markers(4);
	none_of_the_markers();
	refused(CLIENT, "192.0.2.1", "198.51.100.1");
	send_markers(1);
	counters_read(&counters, t, &wire, &moved);
	ck_assert_int_eq(by(CLIENT, "TcpActiveOpens"), 1);
	ck_assert_int_eq(by(CLIENT, "TcpAttemptFails"), 1);
	ck_assert_int_eq(by(SERVER, "TcpActiveOpens"), 0);
	ck_assert_int_eq(by(SERVER, "TcpOutRsts"), 1);
	ck_assert_int_eq(by(ROUTER, "IpForwDatagrams"), 2);
	end();
	hosts_close(&hosts);
}
END_TEST

/* A host that comes back is a network that has counted nothing yet, its own markers included. */
START_TEST(a_reboot_counts_from_nothing)
{
	if (!own_network(0))
		return;
	ck_assert_msg(hosts_build(&hosts, world_named("hosts", 5), 0, false, &error), "%s", said(&error));
	begin(&hosts);
	refused(SERVER, "198.51.100.1", "192.0.2.1");
	counters_read(&counters, t, &wire, &moved);
	ck_assert_int_eq(by(SERVER, "TcpActiveOpens"), 1);
	ck_assert_msg(hosts_crash(&hosts, SERVER, &error), "%s", said(&error));
	counters_read(&counters, t, &wire, &moved);
	ck_assert_int_eq(by(SERVER, "TcpActiveOpens"), 0);
	ck_assert_msg(hosts_boot(&hosts, SERVER, &error), "%s", said(&error));
	send_markers(2);
	refused(SERVER, "198.51.100.1", "192.0.2.1");
	send_markers(2);
	counters_read(&counters, t, &wire, &moved);
	ck_assert_int_eq(by(SERVER, "TcpActiveOpens"), 1);
	ck_assert_int_eq(by(SERVER, "UdpOutDatagrams"), 0);
	ck_assert_int_eq(by(ROUTER, "UdpInDatagrams"), 0);
	end();
	hosts_close(&hosts);
}
END_TEST

Suite *suite_counters(void)
{
	Suite *suite = suite_create("counters");
	TCase *kernel = tcase_create("kernel");

	tcase_set_timeout(kernel, 60);
	tcase_add_test(kernel, names_are_those_of_nstat);
	tcase_add_test(kernel, markers_are_left_out);
	tcase_add_test(kernel, each_host_has_its_own);
	tcase_add_test(kernel, a_reboot_counts_from_nothing);
	suite_add_tcase(suite, kernel);
	return suite;
}
