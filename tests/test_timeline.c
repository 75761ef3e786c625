/* test_timeline.c - the record of a run: order, flows, losses, and whose socket an endpoint is. */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/record/calls.h"
#include "common/record/timeline.h"
#include "tests/frames.h"
#include "tests/suites.h"

#define C4 "127.0.0.1"
#define S4 "127.0.0.2"

static const int64_t MS = 1000000;
static const int64_t base_ns = 1795250525000000000;

/* ---- a timeline that is easy to write ---- */

static struct timeline *t;
static struct call_reader *readers[4];
static uint8_t room[FRAME_ROOM];

static void setup(void)
{
	t = timeline_new();
}

static void teardown(void)
{
	for (size_t i = 0; i < 4; i++) {
		call_reader_free(readers[i]);
		readers[i] = NULL;
	}
	timeline_free(t);
}

static int actor(const char *name, int pid)
{
	int index = timeline_add_actor(t, name, name, pid);

	readers[index] = call_reader_new(t, index);
	return index;
}

/* A line of strace: pid, milliseconds, and what follows. */
static void __attribute__((format(printf, 4, 5))) line(int index, int pid, double ms, const char *format, ...)
{
	char text[1024], stamped[1200];
	va_list args;
	int n;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	n = snprintf(stamped, sizeof(stamped), "%-5d 1795250525.%06d %s\n", pid, (int)(ms * 1000), text);
	call_reader_feed(readers[index], stamped, (size_t)n);
}

static struct event *tcp(double ms, const char *from, unsigned from_port, const char *to, unsigned to_port,
			 unsigned flags, uint32_t seq, uint32_t ack, size_t data)
{
	struct packet p;

	frame_tcp(&p, room, base_ns + (int64_t)(ms * 1e6), from, from_port, to, to_port, flags, seq, ack,
		  data);
	return timeline_add_packet(t, 0, &p);
}

static struct event *udp(double ms, const char *from, unsigned from_port, const char *to, unsigned to_port)
{
	struct packet p;

	frame_udp(&p, room, base_ns + (int64_t)(ms * 1e6), from, from_port, to, to_port, 5);
	return timeline_add_packet(t, 0, &p);
}

static void owned(const struct event *e, int from, int to, unsigned number)
{
	ck_assert_int_eq(e->packet.from, from);
	ck_assert_int_eq(e->packet.to, to);
	ck_assert_uint_eq(e->packet.number, number);
}

/* What a server does first. */
static void listening(int index, int pid, double ms, const char *address, unsigned port)
{
	line(index, pid, ms, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[11]> <0.000010>");
	line(index, pid, ms + 0.1,
	     "bind(3<TCP:[11]>, {sa_family=AF_INET, sin_port=htons(%u), sin_addr=inet_addr(\"%s\")}, 16) = 0 <0.000010>",
	     port, address);
	line(index, pid, ms + 0.2, "listen(3<TCP:[%s:%u]>, 5) = 0 <0.000010>", address, port);
}

static void connecting(int index, int pid, double ms, unsigned port, const char *result)
{
	line(index, pid, ms,
	     "connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(%u), sin_addr=inet_addr(\"" S4
	     "\")}, 16) %s",
	     port, result);
}

/* ---- order ---- */

START_TEST(names_children_in_order_of_birth)
{
	int server = timeline_add_actor(t, "server", "server -p 9", 5);
	int client = timeline_add_actor(t, "client", "client", 6);
	int first = timeline_add_process(t, server, 7, 0);
	int second = timeline_add_process(t, server, 8, first);

	timeline_add_process(t, client, 9, 1);
	ck_assert_str_eq(t->processes[first].name, "server.1");
	ck_assert_str_eq(t->processes[second].name, "server.2");
	ck_assert_int_eq(t->processes[second].parent, first);
	ck_assert_int_eq(timeline_process_named(t, "client.1"), 4);
	ck_assert_int_eq(timeline_process_named(t, "server"), 0);
	ck_assert_int_eq(timeline_actor_named(t, "server"), server);
	ck_assert_int_eq(timeline_actor_named(t, "server.1"), NOBODY);
	ck_assert_int_eq(timeline_find_process(t, 8), second);
	t->processes[second].gone = true;
	ck_assert_int_eq(timeline_find_process(t, 8), NOBODY);
}
END_TEST

START_TEST(sorts_by_time_then_arrival)
{
	const struct event *late = timeline_add(t, EVENT_ACTION, 30),
			   *first = timeline_add(t, EVENT_ACTION, 10);
	const struct event *same = timeline_add(t, EVENT_SOCKETS, 30),
			   *second = timeline_add(t, EVENT_ACTION, 20);
	const struct event *wanted[] = { first, second, late, same };

	for (int again = 0; again < 2; again++) {
		timeline_index(t);
		for (size_t i = 0; i < 4; i++)
			ck_assert_ptr_eq(t->events[i], wanted[i]);
	}
	ck_assert_int_eq(timeline_origin(t), 10);
	ck_assert_int_eq(event_end(late), 30);
}
END_TEST

START_TEST(packets_are_copied_numbered_and_followed)
{
	struct event *ack = tcp(3, C4, 1000, S4, 9877, FLAG_ACK, 101, 501, 0);
	struct event *syn = tcp(1, C4, 1000, S4, 9877, FLAG_SYN, 100, 0, 0);
	struct event *other = udp(1.5, C4, 2000, S4, 53);
	struct event *synack = tcp(2, S4, 9877, C4, 1000, FLAG_SYN | FLAG_ACK, 500, 101, 0);
	struct event *data;

	ck_assert_ptr_ne(syn->packet.packet.bytes, room);
	timeline_index(t);
	ck_assert_uint_eq(syn->packet.packet.frame, 1);
	ck_assert_uint_eq(other->packet.packet.frame, 2);
	ck_assert_uint_eq(synack->packet.packet.frame, 3);
	ck_assert_uint_eq(ack->packet.packet.frame, 4);
	ck_assert_int_eq(other->packet.segment, NO_SEGMENT);
	ck_assert_ptr_null(timeline_segment(t, other));
	ck_assert_uint_eq(timeline_segment(t, ack)->ack, 1);
	ck_assert_uint_eq(t->flow_events[ack->packet.segment], 3);

	/* More comes, and one that is older than what was indexed. */
	data = tcp(4, C4, 1000, S4, 9877, FLAG_PSH | FLAG_ACK, 101, 501, 5);
	timeline_index(t);
	ck_assert_uint_eq(data->packet.packet.frame, 5);
	ck_assert_uint_eq(timeline_segment(t, data)->first, 1);
	other = tcp(0.5, C4, 999, S4, 9877, FLAG_SYN, 7, 0, 0);
	timeline_index(t);
	ck_assert_uint_eq(other->packet.packet.frame, 1);
	ck_assert_uint_eq(syn->packet.packet.frame, 2);
	ck_assert_uint_eq(data->packet.packet.frame, 6);
	ck_assert_int_eq(timeline_segment(t, data)->connection, 1);
	ck_assert_uint_eq(t->flow_events[data->packet.segment], 5);
	ck_assert_uint_eq(flow_segment_count(t->flows), 5);
}
END_TEST

START_TEST(growing_gives_the_same_as_all_at_once)
{
	struct timeline *grown = t, *whole = timeline_new();

	for (unsigned i = 0; i < 60; i++) {
		double ms = i % 7 == 3 ? i * 2 - 1.5 : i * 2; /* some arrive late */

		for (int k = 0; k < 2; k++) {
			t = k ? whole : grown;
			tcp(ms, i % 2 ? S4 : C4, i % 2 ? 9877 : 1000, i % 2 ? C4 : S4, i % 2 ? 1000 : 9877,
			    FLAG_ACK | FLAG_PSH, 100 + i, 200 + i, i % 5);
		}
		timeline_index(grown);
	}
	timeline_index(whole);
	t = grown;
	ck_assert_uint_eq(grown->event_count, whole->event_count);
	for (size_t i = 0; i < whole->event_count; i++) {
		const struct segment *a = timeline_segment(grown, grown->events[i]);
		const struct segment *b = timeline_segment(whole, whole->events[i]);

		ck_assert_int_eq(a->packet.time_ns, b->packet.time_ns);
		ck_assert_uint_eq(a->packet.frame, b->packet.frame);
		ck_assert_uint_eq(a->first, b->first);
		ck_assert_uint_eq(a->marks, b->marks);
		ck_assert_uint_eq(grown->flow_events[grown->events[i]->packet.segment], i);
	}
	timeline_free(whole);
}
END_TEST

START_TEST(a_cut_loses_its_direction_only)
{
	struct address client, server;
	struct event *before, *there, *back, *after, *all;

	address_parse(C4, &client);
	address_parse(S4, &server);
	before = tcp(1, C4, 1000, S4, 9877, FLAG_ACK, 1, 1, 0);
	timeline_add_cut(t, base_ns + 2 * MS, &client, &server);
	there = tcp(3, C4, 1000, S4, 9877, FLAG_ACK, 1, 1, 0);
	back = tcp(3, S4, 9877, C4, 1000, FLAG_ACK, 1, 1, 0);
	timeline_index(t);
	ck_assert(!before->packet.lost && there->packet.lost && !back->packet.lost);
	timeline_mend(t, base_ns + 4 * MS);
	after = tcp(4, C4, 1000, S4, 9877, FLAG_ACK, 1, 1, 0);
	timeline_add_cut(t, base_ns + 5 * MS, NULL, NULL);
	all = tcp(6, S4, 9877, C4, 1000, FLAG_ACK, 1, 1, 0);
	timeline_index(t);
	ck_assert(there->packet.lost && !after->packet.lost && all->packet.lost);
}
END_TEST

/* ---- owners ---- */

START_TEST(a_plain_connection)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn, *synack, *data, *fin;

	listening(server, 3, 1, S4, 9877);
	line(server, 3, 2,
	     "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 4<TCP:[" S4 ":9877->" C4 ":45756]> <0.003000>");
	connecting(client, 12, 3, 9877, "= 0 <0.000359>");
	line(client, 12, 6, "write(3<TCP:[" C4 ":45756->" S4 ":9877]>, \"hello\", 5) = 5 <0.000117>");
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	synack = tcp(3.2, S4, 9877, C4, 45756, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	data = tcp(6.05, C4, 45756, S4, 9877, FLAG_PSH | FLAG_ACK, 11, 21, 5);
	fin = tcp(7, S4, 9877, C4, 45756, FLAG_FIN | FLAG_ACK, 21, 16, 0);
	timeline_index(t);
	owned(syn, client, server, 1);
	owned(synack, server, client, 1);
	owned(data, client, server, 1);
	owned(fin, server, client, 1);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

START_TEST(a_refused_connect_is_known_by_its_syn)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn, *rst;

	listening(server, 3, 1, S4, 9878);
	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.000359>");
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	rst = tcp(3.2, S4, 9877, C4, 45756, FLAG_RST | FLAG_ACK, 0, 11, 0);
	timeline_index(t);
	owned(syn, client, server, 1); /* nothing is bound there, but the host is the server's */
	owned(rst, server, client, 1);
}
END_TEST

START_TEST(a_syn_is_known_before_connect_returns)
{
	int client = actor("client", 12);
	char text[] = "12 1795250525.003000 connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(9877), "
		      "sin_addr=inet_addr(\"127.0.0.2\")}, 16";
	struct event *syn;

	call_reader_feed(readers[client], text, strlen(text));
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, NOBODY, 1);
}
END_TEST

START_TEST(a_syn_outside_of_any_connect_is_nobodys)
{
	int client = actor("client", 12);
	struct event *early, *elsewhere, *late;

	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.001000>");
	early = tcp(2.9, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	elsewhere = tcp(3.5, C4, 2, S4, 9878, FLAG_SYN, 10, 0, 0);
	line(client, 12, 4.05, "close(3<TCP:[77]>) = 0 <0.000010>"); /* now connect() is over */
	late = tcp(4.1, C4, 3, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(early, NOBODY, NOBODY, 1);
	owned(elsewhere, NOBODY, NOBODY, 2);
	owned(late, NOBODY, NOBODY, 3);
}
END_TEST

/* strace stamps a call before it writes it down, and measures its duration only from there. */
START_TEST(a_syn_may_leave_later_than_the_stamps_say)
{
	int client = actor("client", 12);
	struct event *syn;

	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.000100>");
	syn = tcp(3.6, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, NOBODY, 1);
}
END_TEST

/* Two clients enter connect() one after the other; the second's SYN leaves first, and is told apart by
 * what strace shows later. Then the first's is the one that is left. */
START_TEST(two_clients_at_once)
{
	int server = actor("server", 3), one = actor("one", 12), two = actor("two", 13);
	struct event *syn[2];

	listening(server, 3, 1, S4, 9877);
	connecting(one, 12, 3, 9877, "= 0 <0.002000>");
	connecting(two, 13, 3.1, 9877, "= 0 <0.002000>");
	syn[0] = tcp(3.2, C4, 2002, S4, 9877, FLAG_SYN, 10, 0, 0);
	syn[1] = tcp(3.3, C4, 2001, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t); /* by what is known now: in the order of the calls */
	owned(syn[0], one, server, 1);
	owned(syn[1], two, server, 1);
	line(two, 13, 6, "close(3<TCP:[" C4 ":2002->" S4 ":9877]>) = 0 <0.000117>");
	timeline_index(t);
	owned(syn[0], two, server, 1);
	owned(syn[1], one, server, 1);
}
END_TEST

START_TEST(connections_are_numbered_per_pair)
{
	int server = actor("server", 3), one = actor("one", 12), two = actor("two", 13);
	struct event *syn[4], *back;

	listening(server, 3, 1, S4, 9877);
	for (int i = 0; i < 4; i++) {
		int who = i == 1 ? two : one;

		syn[i] = tcp(3 + i, C4, 2000 + (unsigned)i, S4, 9877, FLAG_SYN, 10, 0, 0);
		line(who, who == one ? 12 : 13, 3.5 + i,
		     "close(3<TCP:[" C4 ":%d->" S4 ":9877]>) = 0 <0.000010>", 2000 + i);
	}
	/* The server connects back. */
	line(one, 12, 8, "listen(5<TCP:[" C4 ":3000]>, 5) = 0 <0.000010>");
	line(server, 3, 9, "read(7<TCP:[" S4 ":4000->" C4 ":3000]>, \"\", 5) = 0 <0.000010>");
	back = tcp(8.5, S4, 4000, C4, 3000, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn[0], one, server, 1);
	owned(syn[1], two, server, 1);
	owned(syn[2], one, server, 2);
	owned(syn[3], one, server, 3);
	owned(back, server, one, 4);
}
END_TEST

START_TEST(children_share_with_their_actor)
{
	int server = actor("server", 3);
	struct event *data;

	listening(server, 3, 1, S4, 9877);
	line(server, 3, 5, "fork() = 16 <0.000407>");
	line(server, 16, 6, "write(4<TCP:[" S4 ":9999->" C4 ":45756]>, \"hello\", 5) = 5 <0.000117>");
	data = tcp(6.1, S4, 9999, C4, 45756, FLAG_PSH | FLAG_ACK, 11, 21, 5);
	timeline_index(t);
	owned(data, server, NOBODY, 1);
}
END_TEST

START_TEST(an_injected_segment_is_its_endpoints_owners)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *stranger, *elsewhere, *late;

	listening(server, 3, 1, S4, 9877);
	tcp(2, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	line(client, 12, 6, "write(3<TCP:[" C4 ":45756->" S4 ":9877]>, \"hello\", 5) = 5 <0.000117>");
	elsewhere = tcp(7, C4, 45756, S4, 9999, FLAG_RST, 10, 0, 0); /* same source, no such connection */
	stranger = tcp(8, "127.0.0.9", 666, S4, 9877, FLAG_RST, 10, 0, 0);
	line(server, 3, 9, "+++ killed by SIGKILL +++");
	late = tcp(10, S4, 9877, C4, 45756, FLAG_RST, 10, 0, 0); /* owned once */
	timeline_index(t);
	owned(elsewhere, client, server, 2);
	owned(stranger, NOBODY, server, 1);
	owned(late, server, client, 1);
}
END_TEST

START_TEST(a_wildcard_address_stands_for_all)
{
	int four = actor("four", 3), six = actor("six", 4);
	struct event *to_four, *to_six, *mapped;

	listening(four, 3, 1, "0.0.0.0", 9877);
	line(six, 4, 2, "listen(3<TCPv6:[[::]:9878]>, 5) = 0 <0.000010>");
	to_four = tcp(3, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	to_six = tcp(4, "::1", 1, "::1", 9878, FLAG_SYN, 10, 0, 0);
	mapped = tcp(5, C4, 2, S4, 9878, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(to_four, NOBODY, four, 1);
	owned(to_six, NOBODY, six, 1);
	owned(mapped, NOBODY, six, 2);
}
END_TEST

START_TEST(ipv6_and_mapped_addresses)
{
	int client = actor("client", 12);
	struct event *six, *mapped, *refused;

	line(client, 12, 1,
	     "connect(3<TCPv6:[77]>, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), "
	     "inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}, 28) = -1 ECONNREFUSED (Connection refused) <0.0010>");
	line(client, 12, 5, "close(3<TCPv6:[[::1]:60282->[::1]:9878]>) = 0 <0.000010>");
	line(client, 12, 6,
	     "close(4<TCPv6:[[::ffff:127.0.0.1]:37928->[::ffff:127.0.0.2]:9878]>) = 0 <0.000010>");
	refused = tcp(1.1, "::1", 5, "::1", 9, FLAG_SYN, 10, 0, 0);
	six = tcp(4, "::1", 60282, "::1", 9878, FLAG_SYN, 10, 0, 0);
	mapped = tcp(4.5, C4, 37928, S4, 9878, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	ck_assert_int_eq(refused->packet.from, client);
	ck_assert_int_eq(six->packet.from, client);
	owned(mapped, client, NOBODY, 1);
}
END_TEST

/* A client's port, and later a server's, can be another's after it was left. */
START_TEST(endpoints_change_hands)
{
	int first = actor("first", 3), second = actor("second", 4), a = actor("a", 5), b = actor("b", 6);
	struct event *syn[2];

	listening(first, 3, 1, S4, 9877);
	line(a, 5, 2.5, "write(3<TCP:[" C4 ":5000->" S4 ":9877]>, \"x\", 1) = 1 <0.000010>");
	line(first, 3, 3, "+++ exited with 0 +++");
	listening(second, 4, 4, S4, 9877);
	line(b, 6, 6, "write(3<TCP:[" C4 ":5000->" S4 ":9877]>, \"x\", 1) = 1 <0.000010>");
	syn[0] = tcp(2, C4, 5000, S4, 9877, FLAG_SYN, 1000, 0, 0);
	tcp(2.1, C4, 5000, S4, 9877, FLAG_RST, 1001, 0, 0);
	syn[1] = tcp(5, C4, 5000, S4, 9877, FLAG_SYN, 900000, 0, 0);
	timeline_index(t);
	owned(syn[0], a, first, 1);
	owned(syn[1], b, second, 1);
}
END_TEST

START_TEST(strings_of_a_program_own_nothing)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn;

	listening(server, 3, 1, S4, 9877);
	line(client, 12, 2,
	     "write(1</dev/pts/0<char 136:0>>, \"3<TCP:[" C4 ":7->" S4 ":9877]>\", 5) = 5 <0.000117>");
	syn = tcp(3, C4, 7, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, NOBODY, server, 1);
}
END_TEST

START_TEST(datagrams)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *first, *answer, *second, *refused, *unreachable;
	struct packet p;
	uint8_t quoted[FRAME_ROOM];

	line(server, 3, 1,
	     "bind(4<UDP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"0.0.0.0\")}, 16) = 0 <0.000125>");
	line(client, 12, 2,
	     "sendto(4<UDP:[9]>, \"dgram\", 5, 0, {sa_family=AF_INET, sin_port=htons(5000), "
	     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 5 <0.000359>");
	first = udp(2.1, C4, 34048, S4, 5000);
	answer = udp(2.5, S4, 5000, C4, 34048);
	line(client, 12, 3,
	     "connect(5<UDP:[19]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = 0 <0.000010>");
	line(client, 12, 4, "send(5<UDP:[" C4 ":40000->" S4 ":5000]>, \"x\", 1, 0) = 1 <0.000010>");
	second = udp(4.001, C4, 40000, S4, 5000);
	line(client, 12, 5,
	     "sendto(4<UDP:[0.0.0.0:34048]>, \"dg\", 2, 0, {sa_family=AF_INET, sin_port=htons(5003), "
	     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 2 <0.000420>");
	refused = udp(5.1, C4, 34048, S4, 5003);
	memcpy(quoted, room, sizeof(quoted));
	line(server, 3, 5.5, "close(6<TCP:[" S4 ":9877]>) = 0 <0.000010>"); /* its host is 127.0.0.2 */
	frame_unreachable(&p, room, base_ns + (int64_t)(5.2e6), S4, C4, quoted);
	unreachable = timeline_add_packet(t, 0, &p);
	timeline_index(t);
	owned(first, client, server, 1);
	owned(answer, server, client, 1);
	owned(second, client, server, 2);
	owned(refused, client, server, 3);
	owned(unreachable, server, client, 3);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

START_TEST(datagrams_to_a_shared_port)
{
	int first = actor("first", 3), second = actor("second", 4), client = actor("client", 12);
	struct event *to_first, *to_second, *unread;

	for (int i = 0; i < 2; i++)
		line(i ? second : first, i ? 4 : 3, 1 + i,
		     "bind(4<UDP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
		     "\")}, 16) = 0 <0.000125>");
	for (int i = 0; i < 3; i++)
		line(client, 12, 3 + i,
		     "sendto(4<UDP:[9]>, \"x\", 1, 0, {sa_family=AF_INET, sin_port=htons(5000), "
		     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 1 <0.000359>");
	to_first = udp(3.1, C4, 41, S4, 5000);
	to_second = udp(4.1, C4, 42, S4, 5000);
	unread = udp(5.1, C4, 43, S4, 5000);
	for (int i = 0; i < 2; i++)
		line(i ? second : first, i ? 4 : 3, 7 - i,
		     i ? "recvfrom(4<UDP:[" S4
			 ":5000]>, \"x\", 9, 0, {sa_family=AF_INET, sin_port=htons(42), "
			 "sin_addr=inet_addr(\"" C4 "\")}, [16]) = 1 <0.000010>"
		       : "recvfrom(4<UDP:[" S4
			 ":5000]>, \"x\", 9, 0, {sa_family=AF_INET, sin_port=htons(41), "
			 "sin_addr=inet_addr(\"" C4 "\")}, [16]) = 1 <0.000010>");
	timeline_index(t);
	owned(to_first, client, first, 1);
	owned(to_second, client, second, 1);
	owned(unread, client, second, 2); /* bound last: the kernel asks it first */
	ck_assert(t->actors[first].right && t->actors[second].right && !t->actors[client].right);
}
END_TEST

/* One that asks for a port waits for others, even where the port is refused; but not if it connects. */
START_TEST(sides_of_who_binds)
{
	int refused = actor("refused", 3), client = actor("client", 4);

	line(refused, 3, 1,
	     "bind(3<TCP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = -1 EADDRINUSE (Address already in use) <0.000125>");
	line(client, 4, 2,
	     "bind(3<TCP:[11]>, {sa_family=AF_INET, sin_port=htons(40000), sin_addr=inet_addr(\"" C4
	     "\")}, 16) = 0 <0.000125>");
	line(client, 4, 3,
	     "connect(3<TCP:[" C4
	     ":40000]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = -1 ECONNREFUSED (Connection refused) <0.000125>");
	timeline_index(t);
	ck_assert(t->actors[refused].right && !t->actors[client].right);
}
END_TEST

START_TEST(a_capture_from_elsewhere)
{
	int client = timeline_add_actor(t, "client", "", 0), server = timeline_add_actor(t, "server", "", 0);
	struct endpoint e = { .port = 0 }, f = { .port = 9877 };
	struct event *syn, *other;

	address_parse(C4, &e.address);
	address_parse(S4, &f.address);
	timeline_add_owned(t, client, &e);
	timeline_add_owned(t, server, &f);
	syn = tcp(1, C4, 7, S4, 9877, FLAG_SYN, 10, 0, 0);
	other = tcp(2, C4, 8, S4, 1, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, server, 1);
	owned(other, client, NOBODY, 1);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

START_TEST(nothing_at_all)
{
	timeline_index(t);
	ck_assert_int_eq(timeline_origin(t), 0);
	timeline_free(NULL);
}
END_TEST

/* Indexed again and again while a run grows: no step may cost more than its length. */
START_TEST(ten_thousand_events_have_their_owners)
{
	int server = actor("server", 3), client = actor("client", 12);

	listening(server, 3, 1, S4, 9877);
	for (unsigned i = 0; i < 2500; i++) {
		unsigned port = 10000 + i;
		double at = 2 + i * 0.3;

		connecting(client, 12, at, 9877,
			   i % 2 ? "= 0 <0.000100>" : "= -1 ECONNREFUSED (Connection refused) <0.000100>");
		tcp(at + 0.01, C4, port, S4, 9877, FLAG_SYN, 10, 0, 0);
		tcp(at + 0.02, S4, 9877, C4, port, FLAG_RST | FLAG_ACK, 0, 11, 0);
		line(server, 3, at + 0.1,
		     "read(4<TCP:[" S4 ":9877->" C4 ":%u]>, \"hello\", 5) = 5 <0.000010>", port);
	}
	timeline_index(t);
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET)
			ck_assert(t->events[i]->packet.from != NOBODY && t->events[i]->packet.to != NOBODY);
}
END_TEST

Suite *suite_timeline(void)
{
	Suite *s = suite_create("timeline");
	TCase *order = tcase_create("order"), *owners = tcase_create("owners");

	tcase_add_checked_fixture(order, setup, teardown);
	tcase_add_test(order, names_children_in_order_of_birth);
	tcase_add_test(order, sorts_by_time_then_arrival);
	tcase_add_test(order, packets_are_copied_numbered_and_followed);
	tcase_add_test(order, growing_gives_the_same_as_all_at_once);
	tcase_add_test(order, a_cut_loses_its_direction_only);
	tcase_add_test(order, nothing_at_all);
	suite_add_tcase(s, order);

	tcase_add_checked_fixture(owners, setup, teardown);
	tcase_add_test(owners, a_plain_connection);
	tcase_add_test(owners, a_refused_connect_is_known_by_its_syn);
	tcase_add_test(owners, a_syn_is_known_before_connect_returns);
	tcase_add_test(owners, a_syn_outside_of_any_connect_is_nobodys);
	tcase_add_test(owners, a_syn_may_leave_later_than_the_stamps_say);
	tcase_add_test(owners, two_clients_at_once);
	tcase_add_test(owners, connections_are_numbered_per_pair);
	tcase_add_test(owners, children_share_with_their_actor);
	tcase_add_test(owners, an_injected_segment_is_its_endpoints_owners);
	tcase_add_test(owners, a_wildcard_address_stands_for_all);
	tcase_add_test(owners, ipv6_and_mapped_addresses);
	tcase_add_test(owners, endpoints_change_hands);
	tcase_add_test(owners, strings_of_a_program_own_nothing);
	tcase_add_test(owners, datagrams);
	tcase_add_test(owners, datagrams_to_a_shared_port);
	tcase_add_test(owners, sides_of_who_binds);
	tcase_add_test(owners, a_capture_from_elsewhere);
	tcase_add_test(owners, ten_thousand_events_have_their_owners);
	suite_add_tcase(s, owners);
	return s;
}
