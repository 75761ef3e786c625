/*
 * fuzz_flow.c - any sequence of segments on one connection, against a second, simple-minded reckoning.
 *
 * Each RECORD bytes are one segment with small numbers, close to where 2^32 wraps. Which of a direction's
 * numbers were sent before, and by which segment, is kept here in a plain table, and must give the same marks.
 */
#include <stdlib.h>
#include <string.h>

#include "capture/flow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORD = 6, SPACE = 1024, NOBODY = -1 };

static const uint32_t initial[2] = { 0xffffffd0u, 0xffffffffu };

struct model {
	int sender[2][SPACE]; /* who sent this number first */
};

static void require(bool condition)
{
	if (!condition)
		abort();
}

static struct packet make(int side, unsigned flags, uint32_t seq, uint32_t ack, uint32_t length)
{
	struct packet p;

	memset(&p, 0, sizeof(p));
	p.source.family = p.destination.family = 4;
	p.source.bytes[0] = (uint8_t)side;
	p.destination.bytes[0] = (uint8_t)!side;
	p.transport = TRANSPORT_TCP;
	p.tcp.flags = (uint16_t)flags;
	p.tcp.sequence = initial[side] + seq;
	p.tcp.acknowledgment = initial[!side] + ack;
	p.payload_length = length;
	return p;
}

static void check_marks(const struct model *m, const struct segment *s, int side, uint32_t from, uint32_t to)
{
	unsigned probe = s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE);
	unsigned old = 0, above = 0;

	require(s->first == from);
	if (probe || from == to) {
		require(!(s->marks & (MARK_RETRANSMISSION | MARK_PARTIAL_OVERLAP | MARK_OUT_OF_ORDER)));
		return;
	}
	for (uint32_t i = from; i < to; i++)
		old += m->sender[side][i] != NOBODY;
	for (uint32_t i = to; i < SPACE; i++)
		above += m->sender[side][i] != NOBODY;
	require(!(s->marks & MARK_RETRANSMISSION) == (old != to - from));
	require(!(s->marks & MARK_PARTIAL_OVERLAP) == (old == 0 || old == to - from));
	require(!(s->marks & MARK_OUT_OF_ORDER) == (old != 0 || above == 0));
	if (s->marks & MARK_RETRANSMISSION)
		require(s->original == m->sender[side][from]);
}

static void check_acknowledgment(const struct flow_table *flows, const struct segment *s, int side,
				 uint32_t to)
{
	const struct segment *by;

	if (!(s->marks & MARK_RETRANSMISSION) || s->acknowledged_by == NO_SEGMENT)
		return;
	by = flow_segment(flows, s->acknowledged_by);
	require(by->from_initiator == (side == 1) && by->packet.tcp.flags & FLAG_ACK);
	require((int32_t)(by->ack - to) >= 0);
}

static void take_record(struct flow_table *flows, struct model *m, const uint8_t *at)
{
	int side = at[0] & 1;
	unsigned flags = FLAG_ACK | (at[0] & 2 ? FLAG_PSH : 0) | (at[0] & 4 ? FLAG_FIN : 0) |
			 (at[0] & 8 ? FLAG_RST : 0);
	uint32_t seq = 1 + at[1], length = at[0] & 16 ? at[2] : at[2] & 1, ack = at[3];
	struct packet p = make(side, flags, seq, ack, length);
	uint32_t to = flags & FLAG_RST ? seq : seq + length + !!(flags & FLAG_FIN);
	int index;

	p.tcp.window = at[0] & 32 ? 100 : 0;
	if (at[0] & 64) {
		p.tcp.options.sack_count = 1;
		p.tcp.options.sack[0].left = initial[!side] + at[4];
		p.tcp.options.sack[0].right = initial[!side] + at[4] + at[5];
	}
	index = flow_add(flows, &p);
	require(index != NO_SEGMENT);
	check_marks(m, flow_segment(flows, index), side, seq, to);
	check_acknowledgment(flows, flow_segment(flows, index), side, to);
	for (uint32_t i = seq; i < to; i++)
		if (m->sender[side][i] == NOBODY)
			m->sender[side][i] = index;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flow_table *flows = flow_new();
	struct packet syn = make(0, FLAG_SYN, 0, 0, 0), answer = make(1, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	struct model m;

	require(flows != NULL);
	/* Both SYNs first, so that relative 0 is settled. */
	memset(&m, 0xff, sizeof(m));
	m.sender[0][0] = flow_add(flows, &syn);
	m.sender[1][0] = flow_add(flows, &answer);
	for (size_t at = 0; at + RECORD <= size; at += RECORD)
		take_record(flows, &m, data + at);
	require(flow_connection_count(flows) == 1);
	for (size_t i = 0; i < flow_segment_count(flows); i++) {
		const struct segment *s = flow_segment(flows, (int)i);

		if (s->dsacked_by == NO_SEGMENT)
			continue;
		require(s->marks & MARK_RETRANSMISSION && s->dsacked_by > (int)i);
		require(flow_segment(flows, s->dsacked_by)->from_initiator != s->from_initiator);
	}
	flow_free(flows);
	return 0;
}
