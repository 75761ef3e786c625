/*
 * excuse.c - is a retransmission needless, and does the record prove it?
 *
 * A machine that stalls for a moment makes TCP send again what was never lost. Such a segment proves nothing
 * about the claim, but it must not be mistaken for one that the claim forbids. So it is excused only if the
 * record itself shows that the receiving TCP had every byte of it already:
 *
 *   - it repeats what was sent before, byte for byte, and is neither a probe nor a RST;
 *   - none of what it repeats was lost, and the cable was whole from then until now;
 *   - and either the receiver had acknowledged all of it before (the acknowledgement crossed with it, or the
 *     sender was slow to see it), or the receiver says so itself with a D-SACK (RFC 2883).
 */
#include "common/judge/work.h"

#include <string.h>

/* How many segments one retransmission may join together (tcp_retrans_collapse); a bound for our search. */
enum { MOST_JOINED = 256 };

static const struct event *event_of(const struct work *w, int segment)
{
	return w->timeline->events[w->timeline->flow_events[segment]];
}

static bool same_bytes(const struct segment *again, const struct segment *old, uint32_t from, uint32_t to)
{
	uint32_t in_new = from - again->first, in_old = from - old->first, count = to - from;

	if (in_new >= again->packet.payload_captured || in_old >= old->packet.payload_captured)
		return true; /* not captured: nothing contradicts */
	if (count > again->packet.payload_captured - in_new)
		count = again->packet.payload_captured - in_new;
	if (count > old->packet.payload_captured - in_old)
		count = old->packet.payload_captured - in_old;
	return memcmp(again->packet.payload + in_new, old->packet.payload + in_old, count) == 0;
}

/* Does an earlier segment of the same sender hold sequence space that could be repeated? */
static bool can_repeat(const struct work *w, const struct segment *again, int index)
{
	const struct segment *old = flow_segment(w->timeline->flows, index);
	unsigned flags = old->packet.tcp.flags;

	return old->connection == again->connection && old->from_initiator == again->from_initiator &&
	       (old->packet.payload_length || (flags & (FLAG_SYN | FLAG_FIN))) && !(flags & FLAG_RST) &&
	       !(old->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE)) &&
	       !event_of(w, index)->packet.lost;
}

/* Does the segment repeat only what was sent before and not lost? Several small segments may come again as
 * one, with the FIN that followed them, and a part of a large one alone. */
static bool repeats(const struct work *w, const struct segment *again, int index)
{
	uint32_t covered = again->first;
	int searched = 0;

	for (int i = again->original; i >= 0 && i < index && searched < MOST_JOINED; i++, searched++) {
		const struct segment *old = flow_segment(w->timeline->flows, i);
		unsigned differ = (again->packet.tcp.flags ^ old->packet.tcp.flags) & ~(unsigned)FLAG_PSH;
		uint32_t to = (int32_t)(again->end - old->end) < 0 ? again->end : old->end;

		if (!can_repeat(w, again, i) || (int32_t)(old->first - covered) > 0 ||
		    (int32_t)(old->end - covered) < 0)
			continue;
		if ((differ & ~(unsigned)FLAG_FIN) || !same_bytes(again, old, covered, to))
			return false;
		covered = to;
		if (covered != again->end)
			continue;
		if (again->packet.tcp.flags & FLAG_FIN) {
			if ((old->packet.tcp.flags & FLAG_FIN) && old->end == again->end)
				return true;
			continue; /* the FIN may have followed in a segment of its own */
		}
		return !(old->packet.tcp.flags & FLAG_FIN) || old->end != again->end;
	}
	return false;
}

static bool cable_whole(const struct timeline *t, int64_t from, int64_t to)
{
	for (size_t i = 0; i < t->cut_count; i++)
		if (t->cuts[i].from_ns <= to && t->cuts[i].to_ns >= from)
			return false;
	return true;
}

enum excuse excuse_find(const struct work *w, const struct event *e, const char **proof)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct event *shown;

	if (!s || !(s->marks & MARK_RETRANSMISSION) || s->original < 0 || e->packet.lost ||
	    (s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE | MARK_PARTIAL_OVERLAP)) ||
	    (s->packet.tcp.flags & FLAG_RST))
		return EXCUSE_NONE;
	if (event_of(w, s->original)->packet.lost || !repeats(w, s, e->packet.segment) ||
	    !cable_whole(w->timeline, event_of(w, s->original)->time_ns, e->time_ns))
		return EXCUSE_NONE;
	if (s->acknowledged_by >= 0 && !event_of(w, s->acknowledged_by)->packet.lost) {
		shown = event_of(w, s->acknowledged_by);
		*proof =
			arena_printf(w->out->arena,
				     "needless: frame %u had acknowledged all of it before it was sent again",
				     shown->packet.packet.frame);
		return EXCUSE_PROVED;
	}
	if (s->dsacked_by >= 0 && !event_of(w, s->dsacked_by)->packet.lost) {
		shown = event_of(w, s->dsacked_by);
		*proof = arena_printf(w->out->arena,
				      "needless: the D-SACK in frame %u says that it came twice",
				      shown->packet.packet.frame);
		return EXCUSE_PROVED;
	}
	return EXCUSE_UNPROVED;
}
