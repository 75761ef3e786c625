/* test_hosts.c - worlds with hosts, as the programs and the capture see them. */
#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/stage/filter.h"
#include "common/stage/hosts.h"
#include "common/stage/lasthop.h"
#include "common/stage/network.h"
#include "common/stage/sockets.h"
#include "common/stage/wire.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

#define C4 "192.0.2.1"
#define S4 "198.51.100.1"
#define C6 "2001:db8:1::1"
#define S6 "2001:db8:2::1"

/* As world hosts names them. */
enum { CLIENT, ROUTER, SERVER };

static struct error error;
static struct hosts hosts;

/* False: not here; the test is skipped. */
static bool own_world(const char *name, unsigned mtu)
{
	if (!own_network(0))
		return false;
	ck_assert_msg(hosts_build(&hosts, world_named(name, strlen(name)), mtu, false, &error), "%s",
		      said(&error));
	return true;
}

static bool own_hosts(unsigned mtu)
{
	return own_world("hosts", mtu);
}

static int socket_in(int host, int type, const char *address, uint16_t port)
{
	int fd;

	ck_assert(hosts_enter(&hosts, host));
	fd = bound_socket(type, address, port);
	hosts_leave(&hosts);
	return fd;
}

static bool has_news(int fd, int ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, ms) == 1;
}

/* One datagram from a host to another. */
static bool passes_between(int host, const char *from, int other, const char *to, int ms)
{
	int sender = socket_in(host, SOCK_DGRAM, from, 0), receiver = socket_in(other, SOCK_DGRAM, to, 0);
	bool there;

	ck_assert_int_eq(connect_to(sender, to, bound_port(receiver)), 0);
	there = send(sender, "x", 1, 0) == 1 && has_news(receiver, ms);
	close(sender);
	close(receiver);
	return there;
}

static bool passes(const char *from, const char *to, int ms)
{
	return passes_between(CLIENT, from, SERVER, to, ms);
}

START_TEST(datagrams_pass_the_router)
{
	if (!own_hosts(0))
		return;
	ck_assert(passes(C4, S4, 1000));
	ck_assert(passes(C6, S6, 1000));
	hosts_close(&hosts);
}
END_TEST

/* In both families. */
static void stop(int from, int to)
{
	const struct world *w = hosts.world;
	const struct filter_path paths[] = { { 4, world_address(w, from, 0), world_address(w, to, 0) },
					     { 6, world_address(w, from, 1), world_address(w, to, 1) } };

	ck_assert_msg(filter_stop(FILTER_ROUTER, paths, 2, &error), "%s", said(&error));
}

START_TEST(a_cut_in_the_router)
{
	static const struct filter_path any[] = { { 4, NULL, NULL }, { 6, NULL, NULL } };

	if (!own_hosts(0))
		return;
	if (!filter_possible(&error))
		return;
	stop(SERVER, CLIENT);
	ck_assert(passes(C4, S4, 1000) && passes(C6, S6, 1000));
	stop(CLIENT, SERVER);
	ck_assert(!passes(C4, S4, 30) && !passes(C6, S6, 30));
	ck_assert_msg(filter_forward(FILTER_ROUTER, &error), "%s", said(&error));
	ck_assert(passes(C4, S4, 1000) && passes(C6, S6, 1000));
	ck_assert_msg(filter_stop(FILTER_ROUTER, any, 2, &error), "%s", said(&error));
	ck_assert(!passes(C4, S4, 30) && !passes(C6, S6, 30));
	hosts_close(&hosts);
}
END_TEST

/* The errno of a connect() from the client's host, and how long it took, in ms. */
static int connecting(const char *from, const char *to, long *ms)
{
	int fd = socket_in(CLIENT, SOCK_STREAM, from, 0), number;
	struct timespec begin, end;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	number = connect_to(fd, to, 9877);
	clock_gettime(CLOCK_MONOTONIC, &end);
	*ms = (end.tv_sec - begin.tv_sec) * 1000 + (end.tv_nsec - begin.tv_nsec) / 1000000;
	close(fd);
	return number;
}

START_TEST(an_unreachable_host_is_reported_at_once)
{
	long ms;

	if (!own_hosts(0))
		return;
	ck_assert_int_eq(connecting(C4, S4, &ms), ECONNREFUSED);
	for (int round = 0; round < 2; round++) {
		ck_assert_msg(lasthop_lose(&hosts, SERVER, &error), "%s", said(&error));
		ck_assert_int_eq(connecting(C4, S4, &ms), EHOSTUNREACH);
		ck_assert_int_lt(ms, 900);
		ck_assert_int_eq(connecting(C6, S6, &ms), EHOSTUNREACH);
		ck_assert_int_lt(ms, 900);
		ck_assert_msg(lasthop_find(&hosts, SERVER, &error), "%s", said(&error));
		ck_assert_int_eq(connecting(C4, S4, &ms), ECONNREFUSED);
		ck_assert_int_eq(connecting(C6, S6, &ms), ECONNREFUSED);
	}
	hosts_close(&hosts);
}
END_TEST

static pid_t program_in(int host, int fd)
{
	pid_t pid = fork();

	if (pid == 0) {
		/* Traced, as all programs on stage are; with its socket: when it dies a FIN is due. */
		if (!hosts_enter(&hosts, host) || ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(1);
		for (;;)
			pause();
	}
	close(fd);
	return pid;
}

/* Reads what the wire shows and counts TCP segments from the server's host since the last time. */
static int segments_from_server(struct wire *w, size_t *from)
{
	int n = 0;

	for (unsigned round = 0; round < wire_rounds(w); round++) {
		wire_send_markers(w);
		for (int waited = 0; !wire_drained(w) && waited < 3000; waited++) {
			ck_assert_msg(wire_read(w, &error) >= 0, "%s", said(&error));
			poll(NULL, 0, !wire_drained(w));
		}
		ck_assert(wire_drained(w));
	}
	timeline_index(w->timeline);
	for (; *from < w->timeline->event_count; ++*from) {
		const struct packet_event *p = &w->timeline->events[*from]->packet;

		n += !p->duplicate && p->packet.transport == TRANSPORT_TCP &&
		     p->host == timeline_host_named(w->timeline, "server");
	}
	return n;
}

START_TEST(a_crash_is_silent_and_a_reboot_forgets)
{
	int listener, client, accepted;
	struct timeline *t = timeline_new();
	size_t seen = 0;
	struct wire w;
	pid_t pid;
	char byte;

	if (!own_hosts(0))
		return;
	ck_assert_msg(wire_begin(&w, t, &hosts, &error), "%s", said(&error));
	listener = socket_in(SERVER, SOCK_STREAM, S4, 9877);
	ck_assert_int_eq(listen(listener, 1), 0);
	client = socket_in(CLIENT, SOCK_STREAM, C4, 0);
	ck_assert_int_eq(connect_to(client, S4, 9877), 0);
	accepted = accept(listener, NULL, NULL);
	ck_assert_int_ge(accepted, 0);
	close(listener);
	pid = program_in(SERVER, accepted);
	ck_assert_int_ge(segments_from_server(&w, &seen), 1); /* its SYN */

	/* Its program dies with the host; its socket says nothing to anybody. */
	ck_assert_msg(hosts_crash(&hosts, SERVER, &error), "%s", said(&error));
	ck_assert(!hosts_crash(&hosts, SERVER, &error));
	ck_assert_str_eq(said(&error), "host server is down already");
	ck_assert_int_eq(send(client, "hello", 5, 0), 5);
	ck_assert_int_eq(segments_from_server(&w, &seen), 0);
	ck_assert(!has_news(client, 500));

	/* What the router held is gone; the next retransmission finds a host that knows nothing of it. */
	ck_assert_msg(hosts_boot(&hosts, SERVER, &error), "%s", said(&error));
	wire_send_markers(&w);
	ck_assert(has_news(client, 5000));
	ck_assert_int_eq(recv(client, &byte, 1, 0), -1);
	ck_assert_int_eq(errno, ECONNRESET);
	ck_assert_int_eq(segments_from_server(&w, &seen), 1);
	ck_assert(passes(C4, S4, 1000));
	ck_assert(passes(C6, S6, 1000));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	wire_end(&w);
	timeline_free(t);
	hosts_close(&hosts);
}
END_TEST

static void setting_is(int host, const char *wanted)
{
	char value[32] = "";

	if (host >= 0)
		ck_assert(hosts_enter(&hosts, host));
	ck_assert(network_sysctl_read("net.ipv4.tcp_retries2", value, sizeof(value)));
	if (host >= 0)
		hosts_leave(&hosts);
	ck_assert_str_eq(value, wanted);
}

START_TEST(settings_are_of_one_host_or_of_all)
{
	if (!own_hosts(0))
		return;
	ck_assert_msg(hosts_sysctl(&hosts, NO_HOST, "net.ipv4.tcp_retries2", "7", &error), "%s",
		      said(&error));
	ck_assert_msg(hosts_sysctl(&hosts, CLIENT, "net.ipv4.tcp_retries2", "3", &error), "%s", said(&error));
	ck_assert_msg(hosts_sysctl(&hosts, ROUTER, "net.ipv4.tcp_retries2", "4", &error), "%s", said(&error));
	setting_is(CLIENT, "3");
	setting_is(SERVER, "7");
	setting_is(-1, "4");
	ck_assert(!hosts_sysctl(&hosts, CLIENT, "net.ipv4.no_such", "3", &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "net.ipv4.no_such=3: ENOENT"));
	ck_assert_msg(hosts_crash(&hosts, CLIENT, &error), "%s", said(&error));
	ck_assert(!hosts_sysctl(&hosts, CLIENT, "net.ipv4.tcp_retries2", "3", &error));
	ck_assert_str_eq(said(&error), "sysctl net.ipv4.tcp_retries2: host client is down");
	ck_assert_msg(hosts_sysctl(&hosts, NO_HOST, "net.ipv4.tcp_retries2", "8", &error), "%s",
		      said(&error));
	setting_is(SERVER, "8");
	hosts_close(&hosts);
}
END_TEST

START_TEST(the_table_is_of_all_hosts_that_are_up)
{
	struct sockets_event table;
	struct arena *arena = arena_new();
	int client, server;

	if (!own_hosts(0))
		return;
	client = socket_in(CLIENT, SOCK_STREAM, C4, 1111);
	server = socket_in(SERVER, SOCK_STREAM, S4, 2222);
	ck_assert_int_eq(listen(client, 1), 0);
	ck_assert_int_eq(listen(server, 1), 0);
	sockets_of_hosts(&hosts);
	ck_assert_msg(sockets_read(arena, &table, &error), "%s", said(&error));
	ck_assert_uint_eq(table.count, 2);
	ck_assert_uint_eq(table.sockets[0].local.port, 1111);
	ck_assert_uint_eq(table.sockets[1].local.port, 2222);
	ck_assert_msg(hosts_crash(&hosts, CLIENT, &error), "%s", said(&error));
	ck_assert_msg(sockets_read(arena, &table, &error), "%s", said(&error));
	ck_assert_uint_eq(table.count, 1);
	ck_assert_uint_eq(table.sockets[0].local.port, 2222);
	sockets_of_hosts(NULL);
	arena_free(arena);
	hosts_close(&hosts);
}
END_TEST

/* No frame is larger than the MTU: no segmentation offload. */
START_TEST(frames_are_as_large_as_the_mtu_allows)
{
	static char data[20000];
	struct timeline *t = timeline_new();
	int listener, client;
	size_t seen = 0, large = 0;
	struct wire w;

	if (!own_hosts(600))
		return;
	ck_assert_msg(wire_begin(&w, t, &hosts, &error), "%s", said(&error));
	listener = socket_in(SERVER, SOCK_STREAM, S4, 9877);
	ck_assert_int_eq(listen(listener, 1), 0);
	client = socket_in(CLIENT, SOCK_STREAM, C4, 0);
	ck_assert_int_eq(connect_to(client, S4, 9877), 0);
	ck_assert_int_gt(send(client, data, sizeof(data), 0), 2000);
	segments_from_server(&w, &seen);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct packet *p = &t->events[i]->packet.packet;

		ck_assert_uint_le(p->ip_length, 600);
		ck_assert(!t->events[i]->packet.duplicate || t->events[i]->packet.packet.hop_limit == 63);
		large += p->ip_length == 600;
	}
	ck_assert_uint_ge(large, 4);
	wire_end(&w);
	timeline_free(t);
	hosts_close(&hosts);
}
END_TEST

/* As world lan names them. */
enum { FIRST, SECOND, THIRD };
#define L1 "192.0.2.1"
#define L2 "192.0.2.2"
#define L3 "192.0.2.3"

START_TEST(hosts_of_one_link_reach_each_other)
{
	const struct filter_path path = { 4, world_address(world_named("lan", 3), FIRST, 0),
					  world_address(world_named("lan", 3), SECOND, 0) };

	if (!own_world("lan", 0))
		return;
	ck_assert(passes_between(FIRST, L1, SECOND, L2, 1000) && passes_between(SECOND, L2, THIRD, L3, 1000));
	ck_assert(passes_between(THIRD, "2001:db8:1::3", FIRST, "2001:db8:1::1", 1000));
	ck_assert_msg(filter_stop(FILTER_SWITCH, &path, 1, &error), "%s", said(&error));
	ck_assert(!passes_between(FIRST, L1, SECOND, L2, 30));
	ck_assert(passes_between(SECOND, L2, FIRST, L1, 1000) && passes_between(FIRST, L1, THIRD, L3, 1000));
	ck_assert_msg(filter_forward(FILTER_SWITCH, &error), "%s", said(&error));
	ck_assert(passes_between(FIRST, L1, SECOND, L2, 1000));
	ck_assert_msg(hosts_crash(&hosts, SECOND, &error), "%s", said(&error));
	ck_assert(passes_between(FIRST, L1, THIRD, L3, 1000));
	ck_assert_msg(hosts_boot(&hosts, SECOND, &error), "%s", said(&error));
	ck_assert(passes_between(FIRST, L1, SECOND, L2, 1000));
	hosts_close(&hosts);
}
END_TEST

/* The switch knows from the start who is where: the third host's port carries nothing of the others'. */
START_TEST(a_switch_floods_nothing)
{
	struct timeline *t = timeline_new();
	size_t seen = 0, told = 0;
	struct wire w;

	if (!own_world("lan", 0))
		return;
	ck_assert_msg(wire_begin(&w, t, &hosts, &error), "%s", said(&error));
	ck_assert(passes_between(FIRST, L1, SECOND, L2, 1000));
	segments_from_server(&w, &seen);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct packet_event *p = &t->events[i]->packet;

		ck_assert_int_ne(t->links[p->link].host, THIRD);
		ck_assert(!p->lost);
		told += !p->duplicate;
	}
	ck_assert_uint_eq(told, 1);
	wire_end(&w);
	timeline_free(t);
	hosts_close(&hosts);
}
END_TEST

/* As world switched names them. */
enum { BEHIND_ROUTER, ITS_ROUTER, ON_SWITCH, OTHER_ON_SWITCH };

/* Of those behind the router one dies: the router's own link is up all the same, and leads to the other. */
START_TEST(a_router_with_a_switch_behind_it)
{
	if (!own_world("switched", 0))
		return;
	ck_assert(passes_between(BEHIND_ROUTER, C4, ON_SWITCH, S4, 1000));
	ck_assert(passes_between(ON_SWITCH, S6, BEHIND_ROUTER, C6, 1000));
	ck_assert(passes_between(BEHIND_ROUTER, C6, OTHER_ON_SWITCH, "2001:db8:2::2", 1000));
	ck_assert(passes_between(ON_SWITCH, S4, OTHER_ON_SWITCH, "198.51.100.2", 1000));
	ck_assert_msg(hosts_crash(&hosts, ON_SWITCH, &error), "%s", said(&error));
	ck_assert(passes_between(BEHIND_ROUTER, C4, OTHER_ON_SWITCH, "198.51.100.2", 1000));
	ck_assert_msg(hosts_boot(&hosts, ON_SWITCH, &error), "%s", said(&error));
	ck_assert(passes_between(BEHIND_ROUTER, C4, ON_SWITCH, S4, 1000));
	ck_assert(passes_between(BEHIND_ROUTER, C6, ON_SWITCH, S6, 1000));
	hosts_close(&hosts);
}
END_TEST

Suite *suite_hosts(void)
{
	Suite *suite = suite_create("hosts");
	TCase *stage = tcase_create("hosts");

	tcase_set_timeout(stage, 60);
	tcase_add_test(stage, datagrams_pass_the_router);
	tcase_add_test(stage, a_cut_in_the_router);
	tcase_add_test(stage, an_unreachable_host_is_reported_at_once);
	tcase_add_test(stage, a_crash_is_silent_and_a_reboot_forgets);
	tcase_add_test(stage, settings_are_of_one_host_or_of_all);
	tcase_add_test(stage, the_table_is_of_all_hosts_that_are_up);
	tcase_add_test(stage, frames_are_as_large_as_the_mtu_allows);
	tcase_add_test(stage, hosts_of_one_link_reach_each_other);
	tcase_add_test(stage, a_switch_floods_nothing);
	tcase_add_test(stage, a_router_with_a_switch_behind_it);
	suite_add_tcase(suite, stage);
	return suite;
}
