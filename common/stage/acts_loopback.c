/*
 * acts_loopback.c - cut and mend where there is one host; see play.h.
 *
 * Each packet is seen once, before it meets the rule that drops it, and a rule takes its time to come into force, on a busy
 * machine so long that a retransmission falls into it. So no clock tells which packet was the first to be lost, or the last,
 * but the rule does: it counts, and packets come to it in the order in which they were seen. What came before the action took
 * effect belongs to the act before.
 */
#include "common/stage/filter.h"
#include "common/stage/play.h"

static const struct address *address_of(struct stage *s, const char *actor)
{
	int index = timeline_actor_named(s->t, actor);

	for (size_t i = 0; i < s->t->event_count; i++) {
		const struct event *e = s->t->events[i];

		if (e->kind != EVENT_PACKET)
			continue;
		if (e->packet.from == index)
			return &e->packet.packet.source;
		if (e->packet.to == index)
			return &e->packet.packet.destination;
	}
	return NULL;
}

/* How many packets were dropped, all of which are on record: asked anew where one came meanwhile. */
static bool count_dropped(struct stage *s, size_t *dropped, struct error *error)
{
	size_t events;

	do {
		events = 0;
		if (!filter_dropped(dropped, error) || !drain(s, &events))
			return false;
	} while (events);
	timeline_index(s->t);
	return true;
}

/* Of the packets that the new cut would have stopped from the action on, only the last so many were dropped. */
static bool begin_cut(struct stage *s, const struct address *source, const struct address *destination,
		      struct error *error)
{
	int64_t *from_ns = &s->action->time_ns;
	size_t dropped, lost;

	if (!filter_cut(source, destination, error))
		return false;
	timeline_add_cut(s->t, *from_ns, source, destination);
	if (!count_dropped(s, &dropped, error))
		return false;
	lost = timeline_lost_since(s->t, INT64_MIN);
	*from_ns = timeline_behind_lost(s->t, *from_ns, lost > dropped ? lost - dropped : 0);
	s->t->cuts[s->t->cut_count - 1].from_ns = *from_ns;
	s->t->indexed = false;
	return true;
}

void loopback_cut(struct stage *s, const struct line *line)
{
	static const struct address any = { 0 };
	const struct address *source = &any, *destination = &any;
	struct error error = { 0 };

	if (line->from.actor) {
		source = address_of(s, line->from.actor);
		destination = address_of(s, line->to.actor);
	}
	if (!source || !destination)
		trouble(s, "cut %s > %s: no packet yet shows their addresses", line->from.actor,
			line->to.actor);
	else if (!begin_cut(s, source, destination, &error))
		trouble_within(s, "cut", &error);
}

/* Of the packets that the cuts would have stopped from the action on, only the first so many were dropped. */
static bool end_cuts(struct stage *s, struct error *error)
{
	int64_t *to_ns = &s->action->time_ns, latest;
	size_t dropped, before, events = 0;

	if (!s->t->cut_count)
		return true;
	if (!filter_mend(error))
		return false;
	latest = record_now();
	/* Whatever comes meanwhile, no more of it is dropped. */
	if (!drain(s, &events) || !filter_dropped(&dropped, error))
		return false;
	timeline_index(s->t);
	before = timeline_lost_since(s->t, INT64_MIN) - timeline_lost_since(s->t, *to_ns);
	*to_ns = timeline_behind_lost(s->t, *to_ns, dropped > before ? dropped - before : 0);
	if (*to_ns > latest)
		*to_ns = latest;
	timeline_mend(s->t, *to_ns);
	return true;
}

void loopback_mend(struct stage *s)
{
	struct error error = { 0 };

	if (!end_cuts(s, &error))
		trouble_within(s, "mend", &error);
}
