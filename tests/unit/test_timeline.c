/* test_timeline.c - the record of a run: names of processes, order, flows, losses. */
#include "tests/unit/suites.h"
#include "tests/support/traced_run.h"

static const int64_t MS = 1000000;

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

START_TEST(nothing_at_all)
{
	timeline_index(t);
	ck_assert_int_eq(timeline_origin(t), 0);
	timeline_free(NULL);
}
END_TEST

Suite *suite_timeline(void)
{
	Suite *s = suite_create("timeline");
	TCase *order = tcase_create("order");

	tcase_add_checked_fixture(order, setup, teardown);
	tcase_add_test(order, names_children_in_order_of_birth);
	tcase_add_test(order, sorts_by_time_then_arrival);
	tcase_add_test(order, packets_are_copied_numbered_and_followed);
	tcase_add_test(order, growing_gives_the_same_as_all_at_once);
	tcase_add_test(order, a_cut_loses_its_direction_only);
	tcase_add_test(order, nothing_at_all);
	suite_add_tcase(s, order);
	return s;
}
