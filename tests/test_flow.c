/*
 * test_flow.c - what each segment means within its connection.
 *
 * Segments are made as decoded packets, not as bytes, so that each test reads like a trace.
 */
#include <check.h>
#include <string.h>

#include "capture/flow.h"
#include "tests/suites.h"

enum { CLIENT, SERVER };

static struct flow_table *table;
static uint32_t isn[2]; /* absolute number of relative 0, for each side */
static uint16_t client_port;
static int64_t now;

static void set_up(void)
{
	table = flow_new();
	ck_assert_ptr_nonnull(table);
	isn[CLIENT] = 1000000;
	isn[SERVER] = 0xfffffffeu; /* wraps soon */
	client_port = 5000;
	now = 0;
}

static void tear_down(void)
{
	flow_free(table);
}

static struct packet make(int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t length)
{
	struct packet p;

	memset(&p, 0, sizeof(p));
	p.time_ns = now += 20000000;
	p.source.family = p.destination.family = 4;
	p.source.bytes[3] = (uint8_t)(from + 1);
	p.destination.bytes[3] = (uint8_t)(2 - from);
	p.protocol = 6;
	p.transport = TRANSPORT_TCP;
	p.tcp.source_port = from == CLIENT ? client_port : 80;
	p.tcp.destination_port = from == CLIENT ? 80 : client_port;
	p.tcp.sequence = isn[from] + seq;
	p.tcp.acknowledgment = flags & FLAG_ACK ? isn[1 - from] + ack : 0;
	p.tcp.flags = (uint16_t)flags;
	p.tcp.window = 100;
	p.tcp.header_length = 20;
	p.payload_length = length;
	return p;
}

static int feed(const struct packet *p)
{
	int index = flow_add(table, p);

	ck_assert_int_ne(index, NO_SEGMENT);
	ck_assert_uint_eq(flow_segment_count(table), (size_t)index + 1);
	return index;
}

/* flags without ACK mean: no ACK number */
static int send(int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t length)
{
	struct packet p = make(from, flags, seq, ack, length);

	return feed(&p);
}

static int send_window(int from, uint32_t seq, uint32_t ack, uint16_t window)
{
	struct packet p = make(from, FLAG_ACK, seq, ack, 0);

	p.tcp.window = window;
	return feed(&p);
}

/* A bare ACK with SACK blocks, edges relative. */
static int send_sack(int from, uint32_t seq, uint32_t ack, unsigned blocks, const uint32_t *edges)
{
	struct packet p = make(from, FLAG_ACK, seq, ack, 0);

	p.tcp.options.sack_count = (uint8_t)blocks;
	for (size_t i = 0; i < blocks; i++) {
		p.tcp.options.sack[i].left = isn[1 - from] + edges[2 * i];
		p.tcp.options.sack[i].right = isn[1 - from] + edges[2 * i + 1];
	}
	return feed(&p);
}

static int data(int from, uint32_t seq, uint32_t ack, uint32_t length)
{
	return send(from, FLAG_ACK | FLAG_PSH, seq, ack, length);
}

static int bare(int from, uint32_t seq, uint32_t ack)
{
	return send(from, FLAG_ACK, seq, ack, 0);
}

static const struct segment *at(int index)
{
	return flow_segment(table, index);
}

static void handshake(void)
{
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	bare(CLIENT, 1, 1);
}

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

/* ---- windows ---- */

START_TEST(scaled_windows)
{
	struct packet p = make(CLIENT, FLAG_SYN, 0, 0, 0);

	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 15; /* counts as 14 */
	ck_assert_uint_eq(at(feed(&p))->window, 100);
	p = make(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 2;
	ck_assert_uint_eq(at(feed(&p))->window, 100);
	ck_assert_uint_eq(at(feed(&p))->window, 100); /* never in a SYN, though both have agreed by now */
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->window, 100 << 14);
	ck_assert_uint_eq(at(data(SERVER, 1, 1, 1))->window, 400);
	ck_assert_uint_eq(at(send(SERVER, FLAG_RST | FLAG_ACK, 2, 1, 0))->window, 400);
}
END_TEST

START_TEST(scale_takes_two)
{
	struct packet p = make(CLIENT, FLAG_SYN, 0, 0, 0);

	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 7;
	feed(&p);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->window, 100);
}
END_TEST

START_TEST(window_updates)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	send_window(SERVER, 1, 6, 100);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 200))->marks, MARK_BARE_ACK | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 50))->marks, MARK_BARE_ACK | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 0))->marks,
			  MARK_BARE_ACK | MARK_WINDOW_UPDATE | MARK_ZERO_WINDOW);
	data(CLIENT, 6, 1, 5);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 11, 300))->marks,
			  MARK_BARE_ACK); /* moves the ACK as well */
}
END_TEST

START_TEST(window_after_the_handshake_is_no_update)
{
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(at(send_window(CLIENT, 1, 1, 333))->marks, MARK_BARE_ACK);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 1, 333))->marks, MARK_BARE_ACK);
}
END_TEST

START_TEST(duplicate_acks)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK); /* the last one was a SYN */
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_DUPLICATE_ACK);
	bare(SERVER, 1, 6);
	ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK); /* nothing is outstanding */
}
END_TEST

/* ---- probes ---- */

START_TEST(keepalive)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 6);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
		ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	}
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 5, 1, 1))->marks, MARK_KEEPALIVE_PROBE); /* with a byte */
	ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(SERVER, 0, 6))->marks,
			  MARK_BARE_ACK | MARK_KEEPALIVE_PROBE); /* both ways */
	ck_assert_uint_eq(at(bare(CLIENT, 6, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(data(CLIENT, 6, 1, 5))->marks, 0);
}
END_TEST

/* Before any data one below the next expected is the SYN's number; behind a FIN it is the FIN's. */
START_TEST(keepalive_at_the_edges)
{
	handshake();
	ck_assert_uint_eq(at(bare(CLIENT, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 1, 1, 0);
	bare(SERVER, 1, 2);
	ck_assert_uint_eq(at(bare(SERVER, 0, 2))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(CLIENT, 2, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
}
END_TEST

/* close() on one processor, the acknowledgement of the peer's FIN on another. */
START_TEST(an_ack_that_a_fin_overtook_is_no_probe)
{
	struct packet p;

	handshake();
	send(SERVER, FLAG_FIN | FLAG_ACK, 1, 1, 0);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 1, 2, 0);
	p = make(SERVER, FLAG_ACK, 2, 2, 0);
	p.time_ns -= 19999000;
	feed(&p);
	p = make(CLIENT, FLAG_ACK, 1, 2, 0);
	p.time_ns -= 39998000;
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_BARE_ACK);
}
END_TEST

START_TEST(keepalives_cross)
{
	handshake();
	ck_assert_uint_eq(at(bare(CLIENT, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
}
END_TEST

START_TEST(no_keepalive_while_data_is_outstanding)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK);
	ck_assert_uint_eq(at(data(CLIENT, 5, 1, 1))->marks, MARK_RETRANSMISSION);
}
END_TEST

/* One byte, sent again because the acknowledgment was lost or late, is no probe. */
START_TEST(one_byte_again_is_a_retransmission)
{
	handshake();
	data(CLIENT, 1, 1, 1);
	ck_assert_uint_eq(at(data(CLIENT, 1, 1, 1))->marks, MARK_RETRANSMISSION);
	bare(SERVER, 1, 2);
	ck_assert_uint_eq(at(data(CLIENT, 1, 1, 1))->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(6)->acknowledged_by, 5);
}
END_TEST

START_TEST(one_other_byte_is_a_probe)
{
	struct packet p;

	handshake();
	p = make(CLIENT, FLAG_ACK | FLAG_PSH, 1, 1, 1);
	p.payload = (const uint8_t *)"a";
	p.payload_captured = 1;
	feed(&p);
	bare(SERVER, 1, 2);
	p.payload = (const uint8_t *)"\0";
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_KEEPALIVE_PROBE);
	p.payload = (const uint8_t *)"a";
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_RETRANSMISSION);
}
END_TEST

START_TEST(zero_window_probe)
{
	handshake();
	data(CLIENT, 1, 1, 50);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW_PROBE);
		ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks,
				  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_ZERO_WINDOW);
	}
	ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW_PROBE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 70))->marks,
			  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks,
			  MARK_BARE_ACK | MARK_KEEPALIVE_PROBE); /* open now */
}
END_TEST

START_TEST(zero_window_probe_with_a_new_byte)
{
	handshake();
	data(CLIENT, 1, 1, 50);
	send_window(SERVER, 1, 51, 0);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 51, 1, 1))->marks, MARK_ZERO_WINDOW_PROBE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks,
			  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_ZERO_WINDOW);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 51, 1, 1))->marks,
			  MARK_ZERO_WINDOW_PROBE); /* the same byte */
	send_window(SERVER, 1, 51, 100);
	ck_assert_uint_eq(at(data(CLIENT, 51, 1, 20))->marks, MARK_PARTIAL_OVERLAP);
}
END_TEST

START_TEST(window_of_an_rst_does_not_count)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 6);
	{
		struct packet p = make(SERVER, FLAG_RST | FLAG_ACK, 1, 6, 0);

		p.tcp.window = 0;
		ck_assert_uint_eq(at(feed(&p))->marks, 0);
	}
	ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
}
END_TEST

/* ---- sequence space sent again ---- */

START_TEST(retransmission_and_its_proofs)
{
	static const uint32_t block[] = { 1, 6 };
	int original, ack, again, dsack;

	handshake();
	original = data(CLIENT, 1, 1, 5);
	ack = bare(SERVER, 1, 6);
	again = data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, original);
	ck_assert_int_eq(at(again)->acknowledged_by, ack);
	ck_assert_int_eq(at(again)->dsacked_by, NO_SEGMENT);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_uint_eq(at(dsack)->marks, MARK_BARE_ACK | MARK_DSACK);
	ck_assert_int_eq(at(again)->dsacked_by, dsack);
}
END_TEST

START_TEST(acknowledged_in_part_is_no_proof)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	data(CLIENT, 6, 1, 5);
	bare(SERVER, 1, 6);
	again = data(CLIENT, 1, 1, 10); /* both in one */
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, 3);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
	bare(SERVER, 1, 11); /* later: that is no proof either */
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
}
END_TEST

START_TEST(fin_has_a_number_as_well)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	bare(SERVER, 1, 6);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, 4);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT); /* the data, not the FIN */
	bare(SERVER, 1, 7);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	ck_assert_int_eq(at(again)->acknowledged_by, 7);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK | FLAG_PSH, 1, 1, 5); /* joined with the data */
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->acknowledged_by, 7);
}
END_TEST

START_TEST(each_dsack_proves_one_copy)
{
	static const uint32_t block[] = { 1, 6 };
	int first, second, dsack;

	handshake();
	data(CLIENT, 1, 1, 5);
	first = data(CLIENT, 1, 1, 5);
	second = data(CLIENT, 1, 1, 5);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_int_eq(at(first)->dsacked_by, dsack);
	ck_assert_int_eq(at(second)->dsacked_by, NO_SEGMENT);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_int_eq(at(second)->dsacked_by, dsack);
}
END_TEST

START_TEST(one_dsack_for_two_neighbours)
{
	static const uint32_t block[] = { 1, 11 };
	int first, second, dsack;

	handshake();
	data(CLIENT, 1, 1, 10);
	first = data(CLIENT, 1, 1, 5);
	second = data(CLIENT, 6, 1, 5);
	dsack = send_sack(SERVER, 1, 11, 1, block);
	ck_assert_int_eq(at(first)->dsacked_by, dsack);
	ck_assert_int_eq(at(second)->dsacked_by, dsack);
}
END_TEST

START_TEST(dsack_that_covers_a_part_proves_nothing)
{
	static const uint32_t block[] = { 1, 5 };
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	again = data(CLIENT, 1, 1, 5);
	ck_assert(at(send_sack(SERVER, 1, 6, 1, block))->marks & MARK_DSACK);
	ck_assert_int_eq(at(again)->dsacked_by, NO_SEGMENT);
}
END_TEST

START_TEST(dsack_within_the_second_block)
{
	static const uint32_t inside[] = { 20, 25, 15, 30 }, beside[] = { 20, 25, 30, 40 },
			      sack[] = { 15, 30 };

	handshake();
	data(CLIENT, 1, 1, 40);
	ck_assert(at(send_sack(SERVER, 1, 10, 2, inside))->marks & MARK_DSACK);
	ck_assert(!(at(send_sack(SERVER, 1, 10, 2, beside))->marks & MARK_DSACK));
	ck_assert(!(at(send_sack(SERVER, 1, 10, 1, sack))->marks & MARK_DSACK));
}
END_TEST

START_TEST(dsack_blocks_that_are_nonsense)
{
	static const uint32_t empty[] = { 3, 3 }, reversed[] = { 6, 1 };

	handshake();
	data(CLIENT, 1, 1, 5);
	data(CLIENT, 1, 1, 5);
	ck_assert(!(at(send_sack(SERVER, 1, 6, 1, empty))->marks & MARK_DSACK));
	ck_assert(!(at(send_sack(SERVER, 1, 6, 1, reversed))->marks & MARK_DSACK));
}
END_TEST

START_TEST(out_of_order_and_overlap)
{
	handshake();
	data(CLIENT, 1, 1, 10);
	ck_assert_uint_eq(at(data(CLIENT, 21, 1, 10))->marks, 0); /* a gap: lost, or not captured */
	ck_assert_uint_eq(at(data(CLIENT, 11, 1, 10))->marks, MARK_OUT_OF_ORDER);
	ck_assert_uint_eq(at(data(CLIENT, 26, 1, 10))->marks, MARK_PARTIAL_OVERLAP);
	ck_assert_uint_eq(at(data(CLIENT, 5, 1, 30))->marks, MARK_RETRANSMISSION); /* from four segments */
	ck_assert_int_eq(at(7)->original, 3);
	ck_assert_uint_eq(at(data(CLIENT, 41, 1, 5))->marks, 0);
	ck_assert_uint_eq(at(data(CLIENT, 30, 1, 16))->marks, MARK_PARTIAL_OVERLAP); /* over a gap */
	ck_assert_uint_eq(at(data(CLIENT, 30, 1, 16))->marks, MARK_RETRANSMISSION);
}
END_TEST

START_TEST(what_was_never_sent_is_not_acknowledged)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 1000); /* another incarnation's, or a forgery */
	again = data(CLIENT, 1, 1, 5);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
}
END_TEST

START_TEST(rst_proves_nothing)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	send(SERVER, FLAG_RST | FLAG_ACK, 1, 6, 0);
	ck_assert_int_eq(at(data(CLIENT, 1, 1, 5))->acknowledged_by, NO_SEGMENT);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_RST, 6, 0, 0))->marks, 0);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_RST, 6, 0, 0))->marks, 0); /* has no sequence space */
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
	tcase_add_test(tcase, scaled_windows);
	tcase_add_test(tcase, scale_takes_two);
	tcase_add_test(tcase, window_updates);
	tcase_add_test(tcase, window_after_the_handshake_is_no_update);
	tcase_add_test(tcase, duplicate_acks);
	tcase_add_test(tcase, keepalive);
	tcase_add_test(tcase, keepalive_at_the_edges);
	tcase_add_test(tcase, an_ack_that_a_fin_overtook_is_no_probe);
	tcase_add_test(tcase, keepalives_cross);
	tcase_add_test(tcase, no_keepalive_while_data_is_outstanding);
	tcase_add_test(tcase, one_byte_again_is_a_retransmission);
	tcase_add_test(tcase, one_other_byte_is_a_probe);
	tcase_add_test(tcase, zero_window_probe);
	tcase_add_test(tcase, zero_window_probe_with_a_new_byte);
	tcase_add_test(tcase, window_of_an_rst_does_not_count);
	tcase_add_test(tcase, retransmission_and_its_proofs);
	tcase_add_test(tcase, acknowledged_in_part_is_no_proof);
	tcase_add_test(tcase, fin_has_a_number_as_well);
	tcase_add_test(tcase, each_dsack_proves_one_copy);
	tcase_add_test(tcase, one_dsack_for_two_neighbours);
	tcase_add_test(tcase, dsack_that_covers_a_part_proves_nothing);
	tcase_add_test(tcase, dsack_within_the_second_block);
	tcase_add_test(tcase, dsack_blocks_that_are_nonsense);
	tcase_add_test(tcase, out_of_order_and_overlap);
	tcase_add_test(tcase, what_was_never_sent_is_not_acknowledged);
	tcase_add_test(tcase, rst_proves_nothing);
	tcase_add_test(tcase, what_is_no_segment);
	tcase_add_test(tcase, many_connections);
	suite_add_tcase(suite, tcase);
	return suite;
}
