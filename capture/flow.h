/*
 * flow.h - what a packet means within its connection.
 *
 * A table of TCP connections that is fed packets in the order of their time stamps and
 * says of each segment: which connection, which direction, relative numbers, and
 * whether it is a retransmission, a probe or an update. It knows the wire only: who
 * owns an endpoint, or whether a segment was lost on its way, is for others to add.
 */
#ifndef CAPTURE_FLOW_H
#define CAPTURE_FLOW_H

#include "capture/packet.h"

/* What a segment is, beside its flags. Several can hold at once. */
enum segment_mark {
	MARK_BARE_ACK = 1 << 0, /* ACK set, no data, no SYN, FIN, RST or URG */
	MARK_WINDOW_UPDATE = 1 << 1, /* bare ACK that only moves the window */
	MARK_DUPLICATE_ACK =
		1 << 2, /* bare ACK that repeats the last one to the letter, with data outstanding */
	MARK_RETRANSMISSION = 1 << 3, /* carries sequence space (data, SYN, FIN) that was all sent before */
	MARK_KEEPALIVE_PROBE =
		1 << 4, /* one below the next expected, 0 or 1 byte, peer's window open, after a silence */
	MARK_ZERO_WINDOW_PROBE = 1 << 5, /* the same against a window of zero; or one new byte into it */
	MARK_PROBE_ANSWER = 1 << 6, /* bare ACK in reply to either kind of probe */
	MARK_ZERO_WINDOW = 1 << 7, /* advertises a window of zero (not SYN, RST) */
	MARK_OUT_OF_ORDER = 1 << 8, /* new sequence space, but below what was sent already */
	MARK_DSACK = 1 << 9, /* its first SACK block reports data received twice (RFC 2883) */
	MARK_PARTIAL_OVERLAP = 1 << 10, /* some old and some new sequence space */
	/* nothing new: a timer has it sent */
	MARKS_AGAIN = MARK_RETRANSMISSION | MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE,
};

enum { NO_SEGMENT = -1, NO_CONNECTION = -1 };

struct segment {
	struct packet packet; /* a copy of the decoded packet; its bytes are the giver's */
	int connection; /* index among flow_connection()s */
	bool from_initiator; /* sent by the side that sent the first SYN (else: the first segment seen) */
	uint32_t first, end; /* relative sequence numbers; end = first + payload, SYN and FIN not counted */
	uint32_t ack; /* relative; 0 where ACK is not set */
	uint32_t window; /* bytes, scaled where the scale is known */
	unsigned marks; /* enum segment_mark */
	int original; /* MARK_RETRANSMISSION: index of the first segment that carried its first byte or flag */
	/* Proofs that the receiver had it already when it came (for MARK_RETRANSMISSION):
	 * the first segment of the peer, earlier in time, that acknowledged all of it; */
	int acknowledged_by;
	/* and a later one whose D-SACK block covers it. NO_SEGMENT where there is none (yet). */
	int dsacked_by;
};

/* One incarnation of a connection: a SYN with another initial number on the same four-tuple
 * opens a new one. side 0 is the initiator. */
struct connection {
	struct endpoint side[2];
	bool saw_syn[2];
	uint32_t isn[2]; /* absolute number that is relative 0 */
	int first_segment;
	int64_t begin_ns;
};

struct flow_table;

struct flow_table *flow_new(void); /* NULL: no memory */
void flow_free(struct flow_table *table);

/* Adds a packet; time must not go back. Returns the index of its segment, or NO_SEGMENT
 * where the packet is not a whole TCP segment. Earlier segments' dsacked_by may change. */
int flow_add(struct flow_table *table, const struct packet *packet);

size_t flow_segment_count(const struct flow_table *table);
size_t flow_connection_count(const struct flow_table *table);
/* Valid until the next flow_add(). */
const struct segment *flow_segment(const struct flow_table *table, int index);
const struct connection *flow_connection(const struct flow_table *table, int index);

#endif
