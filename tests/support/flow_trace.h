/*
 * flow_trace.h - a trace, segment by segment, for the tests of the flows. Each file has one of its own.
 *
 * Segments are made as decoded packets, not as bytes, so that each test reads like a trace.
 */
#ifndef TESTS_FLOW_TRACE_H
#define TESTS_FLOW_TRACE_H

#include <check.h>
#include <string.h>

#include "capture/flow.h"

enum { CLIENT, SERVER };

static struct flow_table *table;
static uint32_t isn[2]; /* absolute number of relative 0, for each side */
static uint16_t client_port;
static int64_t now;

static inline void set_up(void)
{
	table = flow_new();
	ck_assert_ptr_nonnull(table);
	isn[CLIENT] = 1000000;
	isn[SERVER] = 0xfffffffeu; /* wraps soon */
	client_port = 5000;
	now = 0;
}

static inline void tear_down(void)
{
	flow_free(table);
}

static inline struct packet make(int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t length)
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

static inline int feed(const struct packet *p)
{
	int index = flow_add(table, p);

	ck_assert_int_ne(index, NO_SEGMENT);
	ck_assert_uint_eq(flow_segment_count(table), (size_t)index + 1);
	return index;
}

/* flags without ACK mean: no ACK number */
static inline int send(int from, unsigned flags, uint32_t seq, uint32_t ack, uint32_t length)
{
	struct packet p = make(from, flags, seq, ack, length);

	return feed(&p);
}

static inline int send_window(int from, uint32_t seq, uint32_t ack, uint16_t window)
{
	struct packet p = make(from, FLAG_ACK, seq, ack, 0);

	p.tcp.window = window;
	return feed(&p);
}

/* A bare ACK with SACK blocks, edges relative. */
static inline int send_sack(int from, uint32_t seq, uint32_t ack, unsigned blocks, const uint32_t *edges)
{
	struct packet p = make(from, FLAG_ACK, seq, ack, 0);

	p.tcp.options.sack_count = (uint8_t)blocks;
	for (size_t i = 0; i < blocks; i++) {
		p.tcp.options.sack[i].left = isn[1 - from] + edges[2 * i];
		p.tcp.options.sack[i].right = isn[1 - from] + edges[2 * i + 1];
	}
	return feed(&p);
}

static inline int data(int from, uint32_t seq, uint32_t ack, uint32_t length)
{
	return send(from, FLAG_ACK | FLAG_PSH, seq, ack, length);
}

static inline int bare(int from, uint32_t seq, uint32_t ack)
{
	return send(from, FLAG_ACK, seq, ack, 0);
}

static inline const struct segment *at(int index)
{
	return flow_segment(table, index);
}

static inline void handshake(void)
{
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	bare(CLIENT, 1, 1);
}

#endif
