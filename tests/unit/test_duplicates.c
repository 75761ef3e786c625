/* test_duplicates.c - two links with a router between them: what is seen twice arrived, what is seen once was lost. */
#include <check.h>
#include <stdlib.h>

#include "common/record/timeline.h"
#include "tests/support/frames.h"
#include "tests/unit/suites.h"

#define C4 "192.0.2.1"
#define S4 "198.51.100.1"
#define C6 "2001:db8:1::1"
#define S6 "2001:db8:2::1"

enum { CLIENT, ROUTER, SERVER }; /* hosts */
enum { NEAR, FAR }; /* links: the client's, the server's */

static const int64_t MS = 1000000;
static const int64_t base_ns = 1795250525000000000;
static struct timeline *t;
static uint8_t room[FRAME_ROOM];

static struct address address(const char *text)
{
	struct address a = { 0 };

	ck_assert(address_parse(text, &a));
	return a;
}

static void setup(void)
{
	struct address client[] = { address(C4), address(C6) }, server[] = { address(S4), address(S6) };
	struct address router[] = { address("192.0.2.254"), address("198.51.100.254"),
				    address("2001:db8:1::fe"), address("2001:db8:2::fe") };

	t = timeline_new();
	ck_assert_int_eq(timeline_add_host(t, "client", client, 2), CLIENT);
	ck_assert_int_eq(timeline_add_host(t, "router", router, 4), ROUTER);
	ck_assert_int_eq(timeline_add_host(t, "server", server, 2), SERVER);
	ck_assert_int_eq(timeline_add_link(t, "client", DLT_RAW, CLIENT), NEAR);
	ck_assert_int_eq(timeline_add_link(t, "server", DLT_RAW, SERVER), FAR);
}

static void teardown(void)
{
	timeline_free(t);
}

static struct event *put(double ms, unsigned link, size_t length)
{
	struct packet p;

	packet_decode(&p, DLT_RAW, room, (uint32_t)length, (uint32_t)length,
		      base_ns + (int64_t)(ms * (double)MS));
	return timeline_add_packet(t, link, &p);
}

/* As the router changes it: the hop limit, and here the checksum too, as if hardware had to work it out. */
static struct event *put_forwarded(double ms, unsigned link, const struct event *first)
{
	const struct packet *p = &first->packet.packet;
	bool v6 = p->source.family == 6;

	memcpy(room, p->bytes, p->captured);
	room[v6 ? 7 : 8]--;
	if (!v6)
		room[10] ^= 0x55;
	if (p->transport == TRANSPORT_TCP)
		room[(v6 ? 40 : 20) + 16] ^= 0x55;
	return put(ms, link, p->captured);
}

static struct event *tcp(double ms, unsigned link, const char *from, const char *to, uint32_t seq,
			 unsigned id)
{
	bool back = link == FAR;
	struct packet p;

	frame_tcp(&p, room, 0, from, back ? 9877 : 40000, to, back ? 40000 : 9877, FLAG_ACK | FLAG_PSH, seq,
		  1, 5);
	if (p.source.family == 4)
		frame_put16(room + 4, id);
	return put(ms, link, p.captured);
}

static void end(double ms)
{
	timeline_add(t, EVENT_ACTION, base_ns + (int64_t)(ms * (double)MS))->action.text = "end";
}

static void arrived(const struct event *first, const struct event *second)
{
	ck_assert(!first->packet.duplicate && second->packet.duplicate);
	ck_assert_int_eq(first->packet.arrived_ns, second->time_ns);
	ck_assert(!first->packet.lost && !second->packet.lost);
}

static void lost(const struct event *e)
{
	ck_assert(!e->packet.duplicate && e->packet.lost);
	ck_assert_int_eq(e->packet.arrived_ns, 0);
}

/* To an address that no host has: it leaves its sender once, wherever else it is seen. */
START_TEST(what_is_for_all_is_told_once)
{
	struct event *first = tcp(1, NEAR, C4, "255.255.255.255", 100, 1);
	struct event *heard = put_forwarded(1.1, FAR, first);

	end(2);
	timeline_index(t);
	ck_assert(!first->packet.duplicate && heard->packet.duplicate);
	ck_assert(!first->packet.lost && !heard->packet.lost);
	ck_assert_int_eq(first->packet.host, CLIENT);
}
END_TEST

START_TEST(both_directions_are_paired)
{
	struct event *there = tcp(1, NEAR, C4, S4, 100, 1), *there_again = put_forwarded(1.1, FAR, there);
	struct event *back = tcp(2, FAR, S4, C4, 500, 1), *back_again = put_forwarded(2.1, NEAR, back);
	struct event *there6 = tcp(3, NEAR, C6, S6, 100, 0), *there6_again = put_forwarded(3.1, FAR, there6);

	for (int i = 0; i < 2; i++, end(4)) {
		timeline_index(t);
		arrived(there, there_again);
		arrived(back, back_again);
		arrived(there6, there6_again);
		ck_assert_int_eq(there->packet.host, CLIENT);
		ck_assert_int_eq(there_again->packet.host, CLIENT);
		ck_assert_int_eq(back->packet.host, SERVER);
		ck_assert_int_eq(there6->packet.host, CLIENT);
		/* Frames are counted all, segments once. */
		ck_assert_uint_eq(there6_again->packet.packet.frame, 6);
		ck_assert_int_eq(there_again->packet.segment, NO_SEGMENT);
		ck_assert_int_ne(back->packet.segment, NO_SEGMENT);
		ck_assert_uint_eq(flow_segment_count(t->flows), 3);
	}
}
END_TEST

/* Live, the two captures are read in turn: a duplicate may come before its original. */
START_TEST(a_duplicate_waits_for_its_original)
{
	struct event *before = tcp(1, NEAR, C4, S4, 100, 1), *before_again = put_forwarded(1.1, FAR, before);
	struct event *late, *late_again;

	frame_put16(room + 4, 2);
	late_again = put(2.1, FAR, before_again->packet.packet.captured);
	timeline_index(t);
	arrived(before, before_again);
	ck_assert(late_again->packet.duplicate);
	ck_assert_uint_eq(flow_segment_count(t->flows), 1);
	ck_assert_uint_eq(late_again->packet.packet.frame, 3);
	late = tcp(2, NEAR, C4, S4, 100, 2);
	timeline_index(t);
	arrived(late, late_again);
	ck_assert_uint_eq(flow_segment_count(t->flows), 2);
	ck_assert_uint_eq(late_again->packet.packet.frame, 4);
	ck_assert(timeline_segment(t, late)->marks & MARK_RETRANSMISSION);
}
END_TEST

START_TEST(without_a_duplicate_it_is_lost_when_the_run_ends)
{
	struct event *e = tcp(1, NEAR, C4, S4, 100, 1), *action = timeline_add(t, EVENT_ACTION, base_ns);

	action->action.line = 3;
	timeline_index(t);
	ck_assert(!e->packet.lost);
	end(5);
	timeline_index(t);
	lost(e);
}
END_TEST

START_TEST(in_a_cut_it_is_lost_at_once_unless_it_arrived)
{
	struct address server = address(S4);
	struct event *slipped, *slipped_again, *stopped, *back, *after;

	timeline_add_cut(t, base_ns + 2 * MS, NULL, &server);
	slipped = tcp(2.5, NEAR, C4, S4, 100, 1);
	slipped_again = put_forwarded(2.6, FAR, slipped);
	stopped = tcp(3, NEAR, C4, S4, 100, 2);
	back = tcp(3, FAR, S4, C4, 500, 2);
	timeline_mend(t, base_ns + 4 * MS);
	after = tcp(5, NEAR, C4, S4, 100, 3);
	timeline_index(t);
	arrived(slipped, slipped_again);
	lost(stopped);
	ck_assert(!back->packet.lost && !after->packet.lost);
}
END_TEST

/* IPv6 has no identification: a retransmission looks like the original, which a cut stopped. */
START_TEST(of_two_that_look_the_same_the_one_that_could_arrive)
{
	struct event *stopped, *again, *arrival;

	timeline_add_cut(t, base_ns, NULL, NULL);
	stopped = tcp(1, NEAR, C6, S6, 100, 0);
	timeline_mend(t, base_ns + 2 * MS);
	again = tcp(3, NEAR, C6, S6, 100, 0);
	arrival = put_forwarded(3.1, FAR, again);
	timeline_index(t);
	lost(stopped);
	arrived(again, arrival);
}
END_TEST

START_TEST(in_order_where_all_could_arrive)
{
	struct event *first = tcp(1, NEAR, C6, S6, 100, 0), *second = tcp(2, NEAR, C6, S6, 100, 0);
	struct event *one = put_forwarded(3, FAR, first), *two = put_forwarded(4, FAR, first);

	timeline_index(t);
	arrived(first, one);
	arrived(second, two);
}
END_TEST

START_TEST(other_bytes_are_another_packet)
{
	struct event *e = tcp(1, NEAR, C4, S4, 100, 1), *other = put_forwarded(1.1, FAR, e);

	room[39] ^= 1;
	other = put(1.2, FAR, other->packet.packet.captured);
	end(2);
	timeline_index(t);
	ck_assert(!e->packet.lost && other->packet.duplicate);
	ck_assert_int_eq(e->packet.arrived_ns, base_ns + 1100000);
}
END_TEST

/* What the router says itself, or is told, is seen once and lost never. */
START_TEST(the_routers_own_are_seen_once)
{
	struct event *from, *to, *stranger;
	struct packet p;

	frame_udp(&p, room, 0, "192.0.2.254", 7, C4, 7, 4);
	from = put(1, NEAR, p.captured);
	frame_udp(&p, room, 0, C4, 7, "192.0.2.254", 7, 4);
	to = put(2, NEAR, p.captured);
	frame_udp(&p, room, 0, "203.0.113.1", 7, C4, 7, 4);
	stranger = put(3, NEAR, p.captured);
	timeline_add_cut(t, base_ns, NULL, NULL);
	end(4);
	timeline_index(t);
	ck_assert(!from->packet.duplicate && !to->packet.duplicate && !stranger->packet.duplicate);
	ck_assert(!from->packet.lost && !to->packet.lost && !stranger->packet.lost);
	ck_assert_int_eq(from->packet.host, ROUTER);
	ck_assert_int_eq(to->packet.host, CLIENT);
	ck_assert_int_eq(stranger->packet.host, NOBODY);
}
END_TEST

/* A flood whose packets all look the same must not take a minute. */
START_TEST(a_flood_is_paired_in_time)
{
	static const int MANY = 20000;

	for (int i = 0; i < MANY; i++)
		put_forwarded(i + 0.5, FAR, tcp(i, NEAR, C6, S6, 100, 0));
	for (int i = 0; i < MANY; i++)
		tcp(MANY + i, NEAR, C4, S4, (uint32_t)i * 5, (unsigned)i & 0xffff);
	end(3 * MANY);
	timeline_index(t);
	for (size_t i = 0; i < (size_t)MANY * 2; i++)
		ck_assert(!t->events[i]->packet.lost);
	lost(t->events[(size_t)MANY * 3 - 1]);
}
END_TEST

/* ---- what the cable says that it did ---- */

static void cable(enum fault_kind kind, const struct event *e, double due, unsigned times, double first,
		  double second)
{
	const struct packet *p = &e->packet.packet;
	struct fault f = { .kind = kind,
			   .line = 7,
			   .link = e->packet.link,
			   .frame = fault_frame_hash(p->bytes, p->captured, p->length),
			   .sent_ns = e->time_ns - 700, /* its stamp is its own */
			   .due_ns = due > 0 ? base_ns + (int64_t)(due * (double)MS) : 0,
			   .went_on_ns = { base_ns + (int64_t)(first * (double)MS),
					   base_ns + (int64_t)(second * (double)MS) },
			   .times = times };

	if (kind == FAULT_CORRUPT)
		f.changed = p->captured - 1;
	timeline_add_fault(t, &f);
}

/* Known at once, and not when the run has ended. */
START_TEST(what_the_cable_drops_is_lost_at_once)
{
	struct event *dropped = tcp(1, NEAR, C4, S4, 100, 1), *other = tcp(2, NEAR, C4, S4, 105, 2);

	cable(FAULT_DROP, dropped, 0, 0, 0, 0);
	timeline_index(t);
	lost(dropped);
	ck_assert(!other->packet.lost && other->packet.fault == NO_FAULT);
	ck_assert_int_eq(dropped->packet.fault, 0);
}
END_TEST

/* The same bytes twice: of the two the first is dropped, and what arrives is the second. */
START_TEST(the_nearest_of_the_same_frames_is_meant)
{
	struct event *dropped = tcp(1, NEAR, C6, S6, 100, 0), *again = tcp(201, NEAR, C6, S6, 100, 0);
	struct event *there = put_forwarded(201.1, FAR, again);

	cable(FAULT_DROP, dropped, 0, 0, 0, 0);
	end(300);
	timeline_index(t);
	lost(dropped);
	arrived(again, there);
}
END_TEST

START_TEST(what_passes_twice_arrives_twice)
{
	struct event *e = tcp(1, NEAR, C4, S4, 100, 1), *first = put_forwarded(1.2, FAR, e),
		     *second = put_forwarded(1.3, FAR, e);

	cable(FAULT_DUPLICATE, e, 0, 2, 1.1, 1.15);
	end(2);
	timeline_index(t);
	arrived(e, first);
	ck_assert(second->packet.duplicate && !second->packet.lost);
}
END_TEST

/* Nobody takes it: it is lost, and what arrives is no packet of the story. */
START_TEST(what_is_changed_is_lost_though_it_arrives)
{
	struct event *e = tcp(1, NEAR, C4, S4, 100, 1), *there;

	cable(FAULT_CORRUPT, e, 0, 1, 1.1, 0);
	memcpy(room, e->packet.packet.bytes, e->packet.packet.captured);
	room[8]--;
	room[e->packet.packet.captured - 1] ^= 1;
	there = put(1.2, FAR, e->packet.packet.captured);
	for (int i = 0; i < 2; i++, end(2)) {
		timeline_index(t);
		lost(e);
		ck_assert(there->packet.duplicate);
	}
}
END_TEST

/* What was sent again, letter by letter, is there before it. */
START_TEST(what_is_held_back_joins_behind_the_others)
{
	struct event *late = tcp(1, NEAR, C6, S6, 100, 0), *again = tcp(201, NEAR, C6, S6, 100, 0);
	struct event *first = put_forwarded(201.1, FAR, again), *second = put_forwarded(301.1, FAR, late);

	cable(FAULT_DELAY, late, 301, 0, 0, 0);
	timeline_index(t);
	ck_assert(!late->packet.lost && fault_holds(&t->faults[0]));
	arrived(again, first);
	cable(FAULT_DELAY, late, 301, 1, 301, 0);
	ck_assert_uint_eq(t->fault_count, 1);
	end(400);
	timeline_index(t);
	ck_assert(!fault_holds(&t->faults[0]));
	arrived(again, first);
	arrived(late, second);
}
END_TEST

START_TEST(what_is_held_back_to_the_end_is_lost)
{
	struct event *e = tcp(1, NEAR, C4, S4, 100, 1);

	cable(FAULT_REORDER, e, 0, 0, 0, 0);
	timeline_index(t);
	ck_assert(!e->packet.lost);
	end(2);
	timeline_index(t);
	lost(e);
}
END_TEST

/* It is seen on the link of whom it is for, and nobody has sent it. */
START_TEST(what_is_injected_has_arrived)
{
	struct event *e = tcp(1, NEAR, S4, C4, 500, 9);

	cable(FAULT_INJECT, e, 0, 1, 1, 0);
	end(2);
	timeline_index(t);
	ck_assert(packet_is_injected(t, e));
	ck_assert(!e->packet.duplicate && !e->packet.lost);
	ck_assert_int_eq(e->packet.arrived_ns, e->time_ns);
	ck_assert_int_ne(e->packet.segment, NO_SEGMENT);
}
END_TEST

Suite *suite_duplicates(void)
{
	Suite *suite = suite_create("duplicates");
	TCase *duplicates = tcase_create("duplicates");

	tcase_add_checked_fixture(duplicates, setup, teardown);
	tcase_add_test(duplicates, both_directions_are_paired);
	tcase_add_test(duplicates, what_is_for_all_is_told_once);
	tcase_add_test(duplicates, a_duplicate_waits_for_its_original);
	tcase_add_test(duplicates, without_a_duplicate_it_is_lost_when_the_run_ends);
	tcase_add_test(duplicates, in_a_cut_it_is_lost_at_once_unless_it_arrived);
	tcase_add_test(duplicates, of_two_that_look_the_same_the_one_that_could_arrive);
	tcase_add_test(duplicates, in_order_where_all_could_arrive);
	tcase_add_test(duplicates, other_bytes_are_another_packet);
	tcase_add_test(duplicates, the_routers_own_are_seen_once);
	tcase_add_test(duplicates, a_flood_is_paired_in_time);
	tcase_add_test(duplicates, what_the_cable_drops_is_lost_at_once);
	tcase_add_test(duplicates, the_nearest_of_the_same_frames_is_meant);
	tcase_add_test(duplicates, what_passes_twice_arrives_twice);
	tcase_add_test(duplicates, what_is_changed_is_lost_though_it_arrives);
	tcase_add_test(duplicates, what_is_held_back_joins_behind_the_others);
	tcase_add_test(duplicates, what_is_held_back_to_the_end_is_lost);
	tcase_add_test(duplicates, what_is_injected_has_arrived);
	suite_add_tcase(suite, duplicates);
	return suite;
}
