/*
 * excuse.c - is a segment needless that no line names, and does the record prove it?
 *
 * A machine that stalls for a moment makes TCP send again what was never lost. Such a segment proves nothing
 * about the claim, but it must not be mistaken for one that the claim forbids. So it is excused only if the
 * record itself shows that the receiving TCP had every byte of it already:
 *
 *   - it repeats what was sent before, byte for byte, and is neither a probe nor a RST;
 *   - none of what it repeats was lost, and the link was whole from then until now, and nothing was done to any packet on it;
 *   - and either the receiver had acknowledged all of it before (the acknowledgement crossed with it, or the
 *     sender was slow to see it), or the receiver says so itself with a D-SACK (RFC 2883).
 *
 * One thing more the kernel does on a machine with several processors, and says so itself (a comment in
 * tcp_rcv_state_process(), net/ipv4/tcp_input.c): a FIN that comes while the socket that was closed is just being
 * replaced by its TIME_WAIT entry finds the old socket, and is dropped. Seen here once in some thousand runs. It is
 * sent again, and the entry answers. The record shows all of that but the drop itself: the receiver had closed, its own
 * FIN had been acknowledged a moment before, and what is sent again is acknowledged.
 *
 * And a delayed acknowledgement may change places with the end of its connection: a timer sends it on one processor while
 * another sends the FIN or the RST of the same socket. It comes too late, or draws another one that does, and is
 * answered with a RST, as by RFC 9293 3.10.7.1 whatever meets no connection is. That RST is excused if the record shows
 * what it answers, a bare acknowledgement of just before, and that the connection had ended for its sender already.
 */
#include "common/judge/work.h"

#include <string.h>

/* Between the acknowledgement of the receiver's FIN and the FIN that is dropped. Measured: 7 us. */
static const int64_t MOMENT_NS = 5000000;

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

static bool link_whole(const struct timeline *t, int64_t from, int64_t to)
{
	for (size_t i = 0; i < t->cut_count; i++)
		if (t->cuts[i].from_ns <= to && t->cuts[i].to_ns >= from)
			return false;
	for (size_t i = 0; i < t->fault_count; i++)
		if (t->faults[i].sent_ns >= from && t->faults[i].sent_ns <= to)
			return false;
	return true;
}

/* Whether a process of that actor had closed something, or was gone, by then. */
static bool had_closed(const struct timeline *t, int actor, int64_t by_ns)
{
	for (size_t i = 0; i < t->event_count && t->events[i]->time_ns <= by_ns; i++) {
		const struct event *e = t->events[i];

		if (e->kind == EVENT_CALL && t->processes[e->call.process].actor == actor &&
		    e->call.row->kin == KIN_CLOSE)
			return true;
		if (e->kind == EVENT_EXIT && t->processes[e->exit.process].actor == actor)
			return true;
	}
	return false;
}

/* The first segment from..to that this side sent and that acknowledges up to there; NO_SEGMENT where there is none. */
static int acknowledgement(const struct work *w, int connection, bool from_initiator, uint32_t ack, int from,
			   int to)
{
	for (int i = from; i < to; i++) {
		const struct segment *s = flow_segment(w->timeline->flows, i);

		if (s->connection == connection && s->from_initiator == from_initiator &&
		    (s->packet.tcp.flags & (FLAG_ACK | FLAG_RST)) == FLAG_ACK &&
		    (int32_t)(s->ack - ack) >= 0 && !event_of(w, i)->packet.lost)
			return i;
	}
	return NO_SEGMENT;
}

/* Is it a FIN that met a socket on its way to TIME_WAIT, and was acknowledged when it came again? */
static bool met_time_wait(const struct work *w, const struct event *e, const struct segment *s)
{
	int64_t first_ns = event_of(w, s->original)->time_ns;
	int end = (int)flow_segment_count(w->timeline->flows);

	if (!(s->packet.tcp.flags & FLAG_FIN) || s->end != s->first || e->packet.to == NOBODY ||
	    !had_closed(w->timeline, e->packet.to, e->time_ns) ||
	    acknowledgement(w, s->connection, !s->from_initiator, s->end + 1, e->packet.segment + 1, end) < 0)
		return false;
	for (int i = 0; i < s->original; i++) {
		const struct segment *fin = flow_segment(w->timeline->flows, i);
		int answer;

		if (fin->connection != s->connection || fin->from_initiator == s->from_initiator ||
		    !(fin->packet.tcp.flags & FLAG_FIN))
			continue;
		answer = acknowledgement(w, s->connection, s->from_initiator, fin->end + 1, i + 1,
					 s->original);
		return answer >= 0 && first_ns - event_of(w, answer)->time_ns <= MOMENT_NS;
	}
	return false;
}

/* Had the connection ended for this side before segment `before`: by a RST of either, or by both FINs, its own acknowledged? */
static bool had_ended(const struct work *w, const struct segment *s, int before)
{
	bool both = false;
	int fin = NO_SEGMENT;

	for (int i = 0; i < before; i++) {
		const struct segment *old = flow_segment(w->timeline->flows, i);

		if (old->connection != s->connection || event_of(w, i)->packet.lost)
			continue;
		if (old->packet.tcp.flags & FLAG_RST)
			return true;
		if (!(old->packet.tcp.flags & FLAG_FIN))
			continue;
		if (old->from_initiator == s->from_initiator)
			fin = i;
		else
			both = true;
	}
	return both && fin >= 0 &&
	       acknowledgement(w, s->connection, !s->from_initiator,
			       flow_segment(w->timeline->flows, fin)->end + 1, fin + 1, before) >= 0;
}

/* The bare acknowledgement of just before that a RST answers; NO_SEGMENT where it answers something else. */
static int answered(const struct work *w, const struct event *e, const struct segment *s)
{
	for (int i = e->packet.segment - 1; i >= 0; i--) {
		const struct segment *old = flow_segment(w->timeline->flows, i);

		if (old->connection != s->connection || old->from_initiator == s->from_initiator)
			continue;
		if (old->packet.payload_length || old->ack != s->first || event_of(w, i)->packet.lost ||
		    (old->packet.tcp.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST | FLAG_ACK)) != FLAG_ACK ||
		    (old->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE)) ||
		    e->time_ns - event_of(w, i)->time_ns > MOMENT_NS)
			return NO_SEGMENT;
		return i;
	}
	return NO_SEGMENT;
}

/* Is it a RST for an acknowledgement that came when all was over? */
static bool answers_late_acknowledgement(const struct work *w, const struct event *e, const struct segment *s,
					 const char **proof)
{
	int late;

	if ((s->packet.tcp.flags & (FLAG_RST | FLAG_ACK)) != FLAG_RST || e->packet.lost)
		return false;
	late = answered(w, e, s);
	if (late < 0 || !had_ended(w, s, late))
		return false;
	*proof = arena_printf(
		w->out->arena,
		"the answer to frame %u, an acknowledgement that came when the connection had ended",
		event_of(w, late)->packet.packet.frame);
	return true;
}

enum excuse excuse_find(const struct work *w, const struct event *e, const char **proof)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct event *shown;

	if (s && answers_late_acknowledgement(w, e, s, proof))
		return EXCUSE_PROVED;
	if (!s || !(s->marks & MARK_RETRANSMISSION) || s->original < 0 || e->packet.lost ||
	    (s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE | MARK_PARTIAL_OVERLAP)) ||
	    (s->packet.tcp.flags & FLAG_RST))
		return EXCUSE_NONE;
	if (event_of(w, s->original)->packet.lost || !repeats(w, s, e->packet.segment) ||
	    !link_whole(w->timeline, event_of(w, s->original)->time_ns, e->time_ns))
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
	if (met_time_wait(w, e, s)) {
		*proof = "a FIN may be dropped while a closed socket becomes its TIME_WAIT entry";
		return EXCUSE_PROVED;
	}
	return EXCUSE_UNPROVED;
}
