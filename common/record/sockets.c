/* sockets.c - all sockets of a run; see sockets.h. */
#include "common/record/sockets.h"

#include <netinet/in.h>

#include "common/record/socket_list.h"

/* Both ends of each connection, whether there is a socket or not: CLOSED is a state, too. */
static void add_connections(struct sockets *s)
{
	const struct timeline *t = s->t;
	size_t count = flow_connection_count(t->flows);

	s->place = arena_alloc(s->scratch, (2 * count + 1) * sizeof(*s->place));
	for (size_t i = 0; i < 2 * count; i++) {
		const struct connection *c = flow_connection(t->flows, (int)(i / 2));
		const struct segment *first = flow_segment(t->flows, c->first_segment);
		const struct packet_event *e = &t->events[t->flow_events[c->first_segment]]->packet;
		bool sender = (i % 2 == 0) == first->from_initiator;
		struct fact_key key = fact_key(FACT_PAIR, IPPROTO_TCP, &c->side[i % 2], &c->side[1 - i % 2]);
		struct fact_entry *place = facts_at(&s->places, &key);
		struct socket *x;

		list_add(s, IPPROTO_TCP, sender ? e->from : e->to);
		x = &s->all[i].socket;
		x->local = c->side[i % 2];
		x->remote = c->side[1 - i % 2];
		x->connection = (int)(i / 2);
		x->number = e->number;
		if (place->number == NO_SOCKET)
			place->number = (int)i;
		s->place[i] = (size_t)(place - s->places.entries);
	}
}

/* What was neither connected nor listened on. */
static void add_unused(struct sockets *s)
{
	for (size_t i = 0; i < descriptors_count(s->descriptors); i++) {
		struct description *d = descriptors_description(s->descriptors, (int)i);

		if (d->socket != NO_SOCKET || !d->protocol)
			continue;
		list_describe(s, list_add(s, d->protocol, d->actor), (int)i);
		if (d->last.has_local)
			s->all[d->socket].socket.local = d->last.local;
	}
}

void sockets_find(struct timeline *t, struct arena *arena)
{
	struct sockets s = { .t = t, .arena = arena, .scratch = arena_new() };

	s.places.arena = s.scratch;
	add_connections(&s);
	s.descriptors = descriptors_new(t, arena);
	sockets_walk(&s);
	add_unused(&s);
	t->sockets = arena_alloc(arena, (s.count + 1) * sizeof(*t->sockets));
	t->socket_count = s.count;
	for (size_t i = 0; i < s.count; i++) {
		t->sockets[i] = s.all[i].socket;
		if (s.all[i].description != NO_DESCRIPTION) {
			const struct description *d =
				descriptors_description(s.descriptors, s.all[i].description);

			t->sockets[i].holds = d->holds;
			t->sockets[i].hold_count = d->hold_count;
		}
	}
	arena_free(s.scratch);
}
