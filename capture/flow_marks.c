/*
 * flow_marks.c - what kind of segment it is: probe, retransmission, update, duplicate.
 *
 * Only what was on the wire before counts. Where the wire cannot tell two things apart, the
 * comment says which is chosen.
 */
#include "capture/flow_state.h"

/* A keep-alive follows a silence, of seconds as a rule. Two processors may put two segments on the wire in the wrong
 * order, within microseconds. */
enum { OVERTAKEN_NS = 10000000 };

static bool has_flags(const struct segment *s, unsigned flags)
{
	return (s->packet.tcp.flags & flags) != 0;
}

static bool is_bare_ack(const struct segment *s)
{
	return has_flags(s, FLAG_ACK) && !has_flags(s, FLAG_SYN | FLAG_FIN | FLAG_RST | FLAG_URG) &&
	       s->packet.payload_length == 0;
}

/* One byte, sent again just as it was sent before: a TCP that has a lost byte to repeat does that, and one
 * whose keep-alive probes carry a byte does it only after a segment of that very byte, and if it
 * keeps the byte at all. So this is taken for a retransmission. */
static bool repeats_its_original(const struct segment *s, const struct reading *r,
				 const struct flow_direction *d)
{
	const struct sent_range *original = history_find(d, r->from);

	if (!original || original->from != r->from)
		return false;
	return !s->packet.payload_captured || !d->has_last_byte || s->packet.payload[0] == d->last_byte;
}

/* A probe makes the peer say where it stands: it lies outside what the peer expects, so it must be answered
 * (RFC 9293 section 3.10.7.4). Linux sends no data in one; others send one byte. */
static unsigned probe_marks(const struct segment *s, const struct reading *r, const struct flow_direction *d,
			    const struct flow_direction *other)
{
	bool shut = other->told_window && other->window == 0;
	uint32_t length = s->packet.payload_length;

	if (!has_flags(s, FLAG_ACK) || has_flags(s, FLAG_SYN | FLAG_FIN | FLAG_RST) || length > 1)
		return 0;
	if (shut && length == 1 && r->from == d->high)
		return MARK_ZERO_WINDOW_PROBE; /* RFC 9293 section 3.8.6.1: one new byte */
	if (r->from != d->high - 1)
		return 0;
	if (shut)
		return MARK_ZERO_WINDOW_PROBE;
	if (length == 0 && s->packet.time_ns - d->high_ns < OVERTAKEN_NS)
		return 0; /* nobody probes so soon: an ACK that the FIN behind it has overtaken */
	if (d->acked && d->una < d->high)
		return 0; /* no keep-alive while data is outstanding: an old ACK, or a retransmission */
	if (length == 1 && repeats_its_original(s, r, d))
		return 0;
	return MARK_KEEPALIVE_PROBE;
}

/* In a simultaneous open each side sends its SYN a second time, now with ACK (RFC 9293 figure 8):
 * another segment, which says something new. */
static bool is_simultaneous_open(const struct segment *s, const struct flow_direction *d)
{
	return has_flags(s, FLAG_SYN) && has_flags(s, FLAG_ACK) && !d->syn_had_ack;
}

static void mark_sequence_space(struct segment *s, const struct reading *r, const struct flow_direction *d)
{
	switch (history_coverage(d, r->from, r->to)) {
	case COVERED_WHOLLY:
		if (is_simultaneous_open(s, d))
			return;
		s->marks |= MARK_RETRANSMISSION;
		s->original = history_find(d, r->from)->segment;
		s->acknowledged_by = history_acknowledger(d, r->to);
		return;
	case COVERED_PARTLY: s->marks |= MARK_PARTIAL_OVERLAP; return;
	case COVERED_NOT:
		if (r->from < d->high)
			s->marks |= MARK_OUT_OF_ORDER;
		return;
	}
}

static void mark_bare_ack(struct segment *s, const struct reading *r, const struct flow_direction *d,
			  const struct flow_direction *other)
{
	/* The window in a SYN is never scaled, so a SYN's cannot be compared. */
	bool repeats = d->told_ack && !d->told_by_syn && r->ack == d->ack && r->from == d->high;

	if (other->probe_open)
		s->marks |= MARK_PROBE_ANSWER;
	if (repeats && s->window != d->window && s->packet.tcp.options.sack_count == 0)
		s->marks |= MARK_WINDOW_UPDATE;
	/* RFC 5681 section 2, but for its demand that the SACK blocks be new. */
	if (repeats && s->window == d->window && other->high > r->ack && !other->probe_open)
		s->marks |= MARK_DUPLICATE_ACK;
}

/* RFC 2883 section 4: the first block lies below the ACK, or within the second block. */
static bool reports_duplicate(const struct segment *s)
{
	const struct tcp_options *o = &s->packet.tcp.options;
	uint32_t left = o->sack[0].left, length = o->sack[0].right - left;

	if (!has_flags(s, FLAG_ACK) || has_flags(s, FLAG_RST) || o->sack_count == 0)
		return false;
	if (length == 0 || length > INT32_MAX)
		return false;
	if ((int32_t)(s->packet.tcp.acknowledgment - o->sack[0].right) >= 0)
		return true;
	return o->sack_count > 1 && (int32_t)(left - o->sack[1].left) >= 0 &&
	       (int32_t)(o->sack[1].right - o->sack[0].right) >= 0;
}

void mark_segment(struct segment *s, const struct reading *r, const struct flow_direction *d,
		  const struct flow_direction *other)
{
	unsigned probe = probe_marks(s, r, d, other);

	s->marks |= probe;
	if (is_bare_ack(s)) {
		s->marks |= MARK_BARE_ACK;
		if (!probe)
			mark_bare_ack(s, r, d, other);
	}
	if (r->to > r->from && !probe)
		mark_sequence_space(s, r, d);
	if (s->window == 0 && has_flags(s, FLAG_ACK) && !has_flags(s, FLAG_SYN | FLAG_RST))
		s->marks |= MARK_ZERO_WINDOW;
	if (reports_duplicate(s))
		s->marks |= MARK_DSACK;
}
