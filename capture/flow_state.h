/*
 * flow_state.h - what a flow table remembers of each direction; for flow*.c only.
 *
 * Sequence numbers on the wire are modulo 2^32. In here they are 64 bits wide, relative to the
 * direction's initial number and never wrapping: unwrap() finds the one nearest to what was sent last.
 */
#ifndef CAPTURE_FLOW_STATE_H
#define CAPTURE_FLOW_STATE_H

#include "capture/flow.h"

/* Sequence space that was sent, and the segment that sent it first. */
struct sent_range {
	int64_t from, to;
	int segment;
};

/* From this segment of the peer on, everything below `to` was acknowledged. */
struct acknowledged {
	int64_t to;
	int segment;
};

/* One direction of a connection: what its sender sent, and what its receiver said of that. */
struct flow_direction {
	bool based; /* relative 0 is known */
	int64_t high; /* one past the highest sequence space sent: the next expected */
	int64_t high_ns; /* when it became that */

	struct sent_range *sent; /* sorted, disjoint */
	size_t sent_count, sent_capacity;
	struct acknowledged *acks; /* rising */
	size_t ack_count, ack_capacity;
	int *unproved; /* retransmissions that no D-SACK covers (yet) */
	size_t unproved_count, unproved_capacity;

	bool acked; /* the receiver has acknowledged something */
	int64_t una; /* the highest such number */

	bool has_scale, syn_had_ack; /* of the sender's SYN */
	uint8_t scale;

	/* The sender's own last word: */
	bool told_window, told_ack;
	uint32_t window; /* bytes, scaled */
	int64_t ack; /* in the other direction's numbers */
	bool told_by_syn;

	bool probe_open; /* the sender's last probe has not been answered */
	bool has_last_byte;
	uint8_t last_byte; /* the byte below `high` */
};

/* Where a segment lies and what it says, in numbers that do not wrap. */
struct reading {
	int64_t from, to; /* sequence space, SYN and FIN included */
	int64_t ack; /* valid with FLAG_ACK */
};

static inline int64_t unwrap(int64_t near, uint32_t relative)
{
	return near + (int32_t)(relative - (uint32_t)near);
}

/* flow_history.c: what was sent and acknowledged before. */
enum coverage { COVERED_NOT, COVERED_PARTLY, COVERED_WHOLLY };

enum coverage history_coverage(const struct flow_direction *d, int64_t from, int64_t to);
/* The range that holds `at`, NULL where it was never sent. */
const struct sent_range *history_find(const struct flow_direction *d, int64_t at);
void history_sent(struct flow_direction *d, int64_t from, int64_t to, int segment);
void history_acknowledged(struct flow_direction *d, int64_t to, int segment);
/* The first segment of the peer that acknowledged everything below `to`, or NO_SEGMENT. */
int history_acknowledger(const struct flow_direction *d, int64_t to);
void history_free(struct flow_direction *d);

/* flow_marks.c: sets s->marks and s->original, s->acknowledged_by from what was seen before it.
 * d: the segment's own direction; other: the reverse. */
void mark_segment(struct segment *s, const struct reading *r, const struct flow_direction *d,
		  const struct flow_direction *other);

/* Makes room for array[count]. Out of memory ends the program: a record with a hole proves nothing. */
void *flow_grow(void *array, size_t count, size_t *capacity, size_t element);

#endif
