/* acts_loopback.c - cut and mend where there is one host; see play.h. */
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

void loopback_cut(struct stage *s, const struct line *line)
{
	static const struct address any = { 0 };
	const struct address *source = &any, *destination = &any;
	struct error error;

	if (line->from.actor) {
		source = address_of(s, line->from.actor);
		destination = address_of(s, line->to.actor);
	}
	if (!source || !destination)
		trouble(s, "cut %s > %s: no packet yet shows their addresses", line->from.actor,
			line->to.actor);
	else if (!filter_cut(source, destination, &error))
		trouble_within(s, "cut", &error);
	else
		timeline_add_cut(s->t, record_now(), source, destination);
}

void loopback_mend(struct stage *s)
{
	struct error error;

	/* From this moment on a segment may arrive; it is lost only if it was sent before. */
	timeline_mend(s->t, record_now());
	if (!filter_mend(&error))
		trouble_within(s, "mend", &error);
}
