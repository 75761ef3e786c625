/* test_flow.c - connections: relative numbers, incarnations, and what belongs to none; see test_flow_*.c for the marks. */
#include "tests/support/flow_trace.h"
#include "tests/unit/suites.h"

/* ---- numbers ---- */

START_TEST(relative_numbers)
{
	const struct segment *s;
	int index;

	handshake();
	s = at(1);
	ck_assert(!s->from_initiator);
	ck_assert_uint_eq(s->first, 0);
	ck_assert_uint_eq(s->end, 0);
	ck_assert_uint_eq(s->ack, 1);
	index = data(SERVER, 1, 1, 10); /* crosses 2^32 */
	s = at(index);
	ck_assert_uint_eq(s->first, 1);
	ck_assert_uint_eq(s->end, 11);
	ck_assert_uint_eq(s->marks, 0);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 11))->ack, 11);
	ck_assert_uint_eq(at(data(SERVER, 1, 1, 10))->marks, MARK_RETRANSMISSION);
	ck_assert_uint_eq(flow_connection_count(table), 1);
	ck_assert(flow_connection(table, 0)->saw_syn[0] && flow_connection(table, 0)->saw_syn[1]);
	ck_assert_uint_eq(flow_connection(table, 0)->isn[1], isn[SERVER]);
	ck_assert_uint_eq(flow_connection(table, 0)->side[0].port, 5000);
}
END_TEST

START_TEST(numbers_beyond_four_gigabytes)
{
	uint32_t seq = 1;

	handshake();
	for (int i = 0; i < 70; i++) { /* 70 times 64 MB: once around */
		ck_assert_uint_eq(at(data(CLIENT, seq, 1, 1 << 26))->marks, 0);
		seq += 1 << 26;
		bare(SERVER, 1, seq);
	}
	ck_assert_uint_eq(at(data(CLIENT, seq - 5, 1, 5))->marks, MARK_RETRANSMISSION);
}
END_TEST

START_TEST(middle_of_a_connection)
{
	const struct segment *s = at(data(SERVER, 500, 300, 6));

	ck_assert(s->from_initiator); /* as far as we know */
	ck_assert_uint_eq(s->first, 1);
	ck_assert_uint_eq(s->end, 7);
	ck_assert_uint_eq(s->ack, 1);
	s = at(bare(CLIENT, 300, 506));
	ck_assert(!s->from_initiator);
	ck_assert_uint_eq(s->first, 1);
	ck_assert_uint_eq(s->ack, 7);
	s = at(data(CLIENT, 300, 506, 4));
	ck_assert_uint_eq(s->first, 1);
	ck_assert_uint_eq(s->marks, 0);
	s = at(data(SERVER, 490, 300, 10));
	ck_assert_uint_eq(s->first, (uint32_t)-9);
	ck_assert_uint_eq(s->marks, MARK_OUT_OF_ORDER);
}
END_TEST

START_TEST(middle_begins_with_a_probe)
{
	bare(SERVER, 500, 300);
	ck_assert_uint_eq(at(bare(CLIENT, 299, 500))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 500, 300))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(SERVER, 499, 300))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(CLIENT, 300, 500))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
}
END_TEST

START_TEST(refused)
{
	const struct segment *s;

	send(CLIENT, FLAG_SYN, 0, 0, 0);
	isn[SERVER] = 0;
	s = at(send(SERVER, FLAG_RST | FLAG_ACK, 0, 1, 0));
	ck_assert_uint_eq(s->first, 1); /* as tshark: the first that is seen, and no SYN */
	ck_assert_uint_eq(s->ack, 1);
	ck_assert_uint_eq(s->marks, 0);
}
END_TEST

/* ---- incarnations ---- */

START_TEST(same_ports_again)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	isn[CLIENT] += 77777;
	isn[SERVER] += 99999;
	handshake();
	ck_assert_uint_eq(flow_connection_count(table), 2);
	ck_assert_int_eq(at(data(CLIENT, 1, 1, 5))->connection, 1);
	ck_assert_uint_eq(at(bare(SERVER, 1, 6))->ack, 6);
	ck_assert_int_eq(flow_connection(table, 1)->first_segment, 4);
	client_port = 6000;
	handshake();
	ck_assert_uint_eq(flow_connection_count(table), 3);
}
END_TEST

START_TEST(roles_change)
{
	handshake();
	isn[SERVER] += 12345;
	send(SERVER, FLAG_SYN, 0, 0, 0);
	ck_assert_uint_eq(flow_connection_count(table), 2);
	ck_assert_uint_eq(flow_connection(table, 1)->side[0].port, 80);
}
END_TEST

START_TEST(syn_again)
{
	int first = send(CLIENT, FLAG_SYN, 0, 0, 0), again = send(CLIENT, FLAG_SYN, 0, 0, 0);

	ck_assert_uint_eq(flow_connection_count(table), 1);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, first);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
	first = send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	again = send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, first);
	bare(CLIENT, 1, 1);
	again = send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_int_eq(at(again)->acknowledged_by, 4);
}
END_TEST

START_TEST(simultaneous_open)
{
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN, 0, 0, 0);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_SYN | FLAG_ACK, 0, 1, 0))->marks, 0);
	ck_assert_uint_eq(at(send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0))->marks, 0);
	ck_assert_uint_eq(flow_connection_count(table), 1);
	ck_assert_uint_eq(at(send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0))->marks, MARK_RETRANSMISSION);
	ck_assert_uint_eq(at(data(CLIENT, 1, 1, 2))->first, 1);
}
END_TEST

START_TEST(syn_ack_seen_first)
{
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert(!at(0)->from_initiator); /* somebody sent it a SYN */
	ck_assert_uint_eq(at(0)->ack, 1);
	send(CLIENT, FLAG_SYN, 0, 0, 0); /* overtaken */
	ck_assert_uint_eq(flow_connection_count(table), 1);
	ck_assert_uint_eq(at(1)->first, 0);
	ck_assert(at(1)->from_initiator);
}
END_TEST

/* A half-open connection's old end answers a SYN with an ACK; after the RST the SYN comes again. */
START_TEST(half_open)
{
	uint32_t old = isn[SERVER];

	isn[SERVER] += 5000;
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	{
		struct packet p = make(SERVER, FLAG_ACK, 0, 0, 0);

		p.tcp.sequence = old + 700;
		p.tcp.acknowledgment = isn[CLIENT] - 4000;
		feed(&p);
	}
	send(CLIENT, FLAG_RST, (uint32_t)-4000, 0, 0);
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(flow_connection_count(table), 1);
	ck_assert_uint_eq(at(4)->first, 0);
	ck_assert_uint_eq(at(4)->marks, 0);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->ack, 1);
}
END_TEST

/* ---- what is no segment ---- */

START_TEST(what_is_no_segment)
{
	struct packet p = make(CLIENT, FLAG_ACK, 1, 1, 0);

	p.problem = PACKET_TRUNCATED;
	ck_assert_int_eq(flow_add(table, &p), NO_SEGMENT);
	p = make(CLIENT, FLAG_ACK, 1, 1, 0);
	p.fragment = true;
	ck_assert_int_eq(flow_add(table, &p), NO_SEGMENT);
	p = make(CLIENT, FLAG_ACK, 1, 1, 0);
	p.transport = TRANSPORT_UDP;
	ck_assert_int_eq(flow_add(table, &p), NO_SEGMENT);
	p = make(CLIENT, FLAG_ACK, 1, 1, UINT32_MAX);
	ck_assert_int_eq(flow_add(table, &p), NO_SEGMENT);
	ck_assert_uint_eq(flow_segment_count(table), 0);
	ck_assert_uint_eq(flow_connection_count(table), 0);
}
END_TEST

START_TEST(many_connections)
{
	for (unsigned i = 0; i < 3000; i++) {
		client_port = (uint16_t)(1024 + i);
		isn[CLIENT] = i * 7919;
		send(CLIENT, FLAG_SYN, 0, 0, 0);
	}
	ck_assert_uint_eq(flow_connection_count(table), 3000);
	for (unsigned i = 0; i < 3000; i++) {
		client_port = (uint16_t)(1024 + i);
		isn[CLIENT] = i * 7919;
		ck_assert_int_eq(at(send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0))->connection, (int)i);
	}
	ck_assert_uint_eq(flow_connection_count(table), 3000);
}
END_TEST

Suite *suite_flow(void)
{
	Suite *suite = suite_create("flow");
	TCase *tcase = tcase_create("flow");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, relative_numbers);
	tcase_add_test(tcase, numbers_beyond_four_gigabytes);
	tcase_add_test(tcase, middle_of_a_connection);
	tcase_add_test(tcase, middle_begins_with_a_probe);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, same_ports_again);
	tcase_add_test(tcase, roles_change);
	tcase_add_test(tcase, syn_again);
	tcase_add_test(tcase, simultaneous_open);
	tcase_add_test(tcase, syn_ack_seen_first);
	tcase_add_test(tcase, half_open);
	tcase_add_test(tcase, what_is_no_segment);
	tcase_add_test(tcase, many_connections);
	suite_add_tcase(suite, tcase);
	return suite;
}
