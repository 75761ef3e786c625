/*
 * story_clock.c - when a call really ran; see story.h.
 *
 * strace stamps a call when it begins to write it down, and only then, after it has looked up whose descriptor that
 * is, lets it run: what it gives as the duration begins later than the stamp. Drawn as written, a read() would return
 * before the segment that woke it has come, and a SYN would leave after connect() has returned. So a call is moved to
 * where it can have run: not before its cause is there, and to its end before its process does the next thing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/report/story.h"

enum { SLACK_NS = 2000, JUST_NS = 1000, SENDS_WITHIN_NS = 20000000, TOLD_WITHIN_NS = 1000000 };

/* What one socket has taken in: both directions of a connection are two of these. */
struct stream {
	struct endpoint local, remote;
	uint64_t taken; /* bytes that calls have read */
	uint64_t arrived; /* bytes that had come when the packet at `next` was looked at */
	size_t next; /* among the packets */
	int64_t arrived_ns, fin_ns, rst_ns;
};

struct clock {
	struct story *story;
	size_t *packets; /* events that are segments, in order */
	size_t packet_count;
	struct stream *streams;
	size_t stream_count, stream_capacity;
};

static const struct segment *segment_at(const struct clock *k, size_t packet)
{
	return timeline_segment(k->story->timeline, k->story->timeline->events[k->packets[packet]]);
}

static int64_t time_at(const struct clock *k, size_t packet)
{
	return k->story->timeline->events[k->packets[packet]]->time_ns;
}

static bool goes(const struct segment *s, const struct endpoint *from, const struct endpoint *to)
{
	struct endpoint source = packet_source(&s->packet), destination = packet_destination(&s->packet);

	return (!from || endpoint_equal(from, &source)) && (!to || endpoint_equal(to, &destination));
}

/* The first packet that is not before `ns`. */
static size_t first_from(const struct clock *k, int64_t ns)
{
	size_t low = 0, high = k->packet_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (time_at(k, middle) < ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct stream *stream_of(struct clock *k, const struct endpoint *local, const struct endpoint *remote,
				int64_t from_ns)
{
	struct stream *s;

	for (size_t i = k->stream_count; i-- > 0;)
		if (endpoint_equal(&k->streams[i].local, local) &&
		    endpoint_equal(&k->streams[i].remote, remote))
			return &k->streams[i];
	k->streams = arena_grow(k->story->arena, k->streams, k->stream_count, &k->stream_capacity,
				sizeof(*k->streams));
	s = &k->streams[k->stream_count++];
	*s = (struct stream){ .local = *local, .remote = *remote, .fin_ns = INT64_MAX, .rst_ns = INT64_MAX };
	/* The last connection between these two that began before the call. */
	for (size_t i = 0; i < k->packet_count && time_at(k, i) <= from_ns; i++)
		if (segment_at(k, i)->packet.tcp.flags & FLAG_SYN && goes(segment_at(k, i), remote, local))
			s->next = i;
	return s;
}

/* Looks at the packets until `wanted` bytes are there; returns when that was, INT64_MAX where they never come. */
static int64_t arrival(struct clock *k, struct stream *s, uint64_t wanted)
{
	for (; s->next < k->packet_count && s->arrived < wanted; s->next++) {
		const struct event *e = k->story->timeline->events[k->packets[s->next]];
		const struct segment *segment = segment_at(k, s->next);

		if (e->packet.lost || !goes(segment, &s->remote, &s->local))
			continue;
		if (segment->packet.tcp.flags & FLAG_FIN && s->fin_ns == INT64_MAX)
			s->fin_ns = e->time_ns;
		if (segment->packet.tcp.flags & FLAG_RST && s->rst_ns == INT64_MAX)
			s->rst_ns = e->time_ns;
		if (segment->packet.payload_length && segment->end > s->arrived + 1) {
			s->arrived = segment->end - 1;
			s->arrived_ns = e->time_ns;
		}
	}
	return s->arrived >= wanted ? s->arrived_ns : INT64_MAX;
}

/* accept() gives the other end in its result: "4<TCP:[127.0.0.2:9877->127.0.0.1:45158]>". When its ACK came. */
static int64_t accepted(const struct clock *k, const struct event *e)
{
	uint16_t port = e->call.made.file->has_remote ? e->call.made.file->remote.port : 0;
	int64_t last = INT64_MAX;

	for (size_t i = first_from(k, e->time_ns); port && i < k->packet_count; i++) {
		const struct segment *s = segment_at(k, i);

		if (s->packet.tcp.source_port == port &&
		    (s->packet.tcp.flags & (FLAG_SYN | FLAG_ACK)) == FLAG_ACK)
			return time_at(k, i);
		if (s->packet.tcp.source_port == port && s->packet.tcp.flags & FLAG_SYN)
			last = time_at(k, i);
	}
	return last;
}

/* When what the call brought was there: it cannot have returned before. 0 where we do not know. */
static int64_t cause_of(struct clock *k, const struct event *e)
{
	const struct call *c = &e->call;
	struct stream *s;
	int64_t when;

	if (c->row->kin == KIN_ACCEPT)
		return c->value >= 0 ? accepted(k, e) : 0;
	if (!c->file->has_local || !c->file->has_remote || !call_brings(c->row))
		return 0;
	s = stream_of(k, &c->file->local, &c->file->remote, event_end(e));
	if (c->errno_name) {
		if (strcmp(c->errno_name, "ECONNRESET") != 0)
			return 0;
		arrival(k, s, UINT64_MAX);
		return s->rst_ns;
	}
	if (c->value > 0) {
		when = arrival(k, s, s->taken + (uint64_t)c->value);
		if (!argument_names(&c->args, ARG_FLAGS, "MSG_PEEK"))
			s->taken += (uint64_t)c->value;
		return when;
	}
	arrival(k, s, UINT64_MAX);
	return s->fin_ns;
}

/* Is it a segment that such a call sends? */
static bool sends(const struct call *c, const struct segment *s)
{
	unsigned flags = s->packet.tcp.flags;

	if (c->row->kin == KIN_CONNECT)
		return (flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
	if (c->row->kin == KIN_CLOSE || c->row->kin == KIN_SHUTDOWN)
		return flags & (FLAG_FIN | FLAG_RST);
	return c->row->direction == CALL_WRITES && s->packet.payload_length;
}

/* When the first segment left that the call can have sent, up to `until`; 0: none did. */
static int64_t effect_of(const struct clock *k, const struct event *e, int64_t until)
{
	int actor = k->story->timeline->processes[e->call.process].actor;

	for (size_t i = first_from(k, e->time_ns - SLACK_NS); i < k->packet_count && time_at(k, i) < until;
	     i++) {
		const struct event *packet = k->story->timeline->events[k->packets[i]];
		const struct segment *s = segment_at(k, i);

		if (packet->packet.from == actor && sends(&e->call, s) &&
		    goes(s, e->call.file->has_local && e->call.file->has_remote ? &e->call.file->local : NULL,
			 e->call.file->has_remote ? &e->call.file->remote : NULL))
			return packet->time_ns;
	}
	return 0;
}

/* An ICMP message to its actor that came just after the call had returned, by strace's stamps: what it reports cannot
 * have been known before. 0: there is none. */
static int64_t told_by_icmp(const struct clock *k, size_t event)
{
	static const char *const errors[] = { "EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED" };
	const struct timeline *t = k->story->timeline;
	const struct event *e = t->events[event];
	int64_t end = event_end(e);
	bool reports = false;

	for (size_t i = 0; e->call.errno_name && i < sizeof(errors) / sizeof(errors[0]); i++)
		reports = reports || strcmp(e->call.errno_name, errors[i]) == 0;
	for (size_t i = event; reports && i < t->event_count && t->events[i]->time_ns < end + TOLD_WITHIN_NS;
	     i++) {
		const struct event *m = t->events[i];

		if (m->kind == EVENT_PACKET && m->time_ns > end && packet_is_told(m) &&
		    (m->packet.packet.transport == TRANSPORT_ICMP ||
		     m->packet.packet.transport == TRANSPORT_ICMP6) &&
		    m->packet.to == t->processes[e->call.process].actor)
			return m->time_ns;
	}
	return 0;
}

static void set_call(struct clock *k, size_t event, int64_t next_ns)
{
	const struct event *e = k->story->timeline->events[event];
	int64_t length = event_end(e) - e->time_ns, room, when, shift = 0;

	if (!e->call.returned || event_end(e) == INT64_MAX)
		return;
	room = next_ns - event_end(e);
	if (room <= 0)
		return;
	when = told_by_icmp(k, event);
	if (when && when + JUST_NS < next_ns) {
		k->story->end_ns[event] = when + JUST_NS;
		return;
	}
	when = cause_of(k, e);
	if (when && when != INT64_MAX && when > event_end(e)) {
		shift = when - event_end(e) + JUST_NS;
	} else if (!when) {
		when = effect_of(k, e,
				 next_ns < event_end(e) + SENDS_WITHIN_NS ? next_ns
									  : event_end(e) + SENDS_WITHIN_NS);
		if (when > event_end(e) + SLACK_NS)
			shift = when - e->time_ns - JUST_NS;
		/* It must be over before its process goes on; then it may have begun a little earlier. */
		if (shift > room && when <= e->time_ns + room + length)
			shift = room;
	}
	if (shift <= 0 || shift > room)
		return;
	k->story->begin_ns[event] += shift;
	k->story->end_ns[event] += shift;
}

void story_set_clock(struct story *story)
{
	const struct timeline *t = story->timeline;
	struct clock k = { .story = story };
	int64_t *next = arena_alloc(story->arena, (t->event_count + 1) * sizeof(*next));
	int64_t *last = arena_alloc(story->arena, (t->process_count + 1) * sizeof(*last));

	story->begin_ns = arena_alloc(story->arena, (t->event_count + 1) * sizeof(*story->begin_ns));
	story->end_ns = arena_alloc(story->arena, (t->event_count + 1) * sizeof(*story->end_ns));
	k.packets = arena_alloc(story->arena, (t->event_count + 1) * sizeof(*k.packets));
	for (size_t i = 0; i < t->process_count; i++)
		last[i] = INT64_MAX;
	for (size_t i = t->event_count; i-- > 0;) {
		int process = event_process(t->events[i]);

		story->begin_ns[i] = t->events[i]->time_ns;
		story->end_ns[i] = event_end(t->events[i]);
		if (process < 0)
			continue;
		next[i] = last[process];
		last[process] = t->events[i]->time_ns;
	}
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET && t->events[i]->packet.segment != NO_SEGMENT)
			k.packets[k.packet_count++] = i;
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_CALL && t->events[i]->call.process >= 0)
			set_call(&k, i, next[i]);
}
