/* socket_list.c - the list of sockets while it is made; see socket_list.h. */
#include "common/record/socket_list.h"

#include <netinet/in.h>

int list_add(struct sockets *s, uint8_t protocol, int actor)
{
	s->all = arena_grow(s->scratch, s->all, s->count, &s->capacity, sizeof(*s->all));
	s->all[s->count] = (struct listed){
		.socket = { .protocol = protocol, .actor = actor, .connection = NO_CONNECTION },
		.description = NO_DESCRIPTION
	};
	return (int)s->count++;
}

static struct fact_key place_key(const struct endpoint *local, const struct endpoint *remote)
{
	return fact_key(FACT_PAIR, IPPROTO_TCP, local, remote);
}

int list_at(const struct sockets *s, const struct endpoint *local, const struct endpoint *remote)
{
	struct fact_key key = place_key(local, remote);
	const struct fact_entry *e = facts_find(&s->places, &key);

	return e ? e->number : NO_SOCKET;
}

void list_put(struct sockets *s, const struct endpoint *local, const struct endpoint *remote, int socket)
{
	struct fact_key key = place_key(local, remote);

	facts_at(&s->places, &key)->number = socket;
}

/* Calls are stamped a little early: time does not go back for that. */
void list_changed(struct sockets *s, int socket, int64_t time_ns, size_t event, bool received)
{
	struct listed *l = &s->all[socket];
	struct socket *x = &l->socket;
	const struct state_change *last = x->change_count ? &x->changes[x->change_count - 1] : NULL;

	if ((last ? last->state : STATE_CLOSED) == l->end.state)
		return;
	if (last && last->time_ns > time_ns)
		time_ns = last->time_ns;
	x->changes =
		arena_grow(s->arena, x->changes, x->change_count, &l->change_capacity, sizeof(*x->changes));
	x->changes[x->change_count++] = (struct state_change){ time_ns, l->end.state, event, received };
}

void list_enter(struct sockets *s, int socket, int state, int64_t time_ns, size_t event)
{
	s->all[socket].end.state = state;
	list_changed(s, socket, time_ns, event, false);
}

void list_describe(struct sockets *s, int socket, int description)
{
	struct description *d =
		description == NO_DESCRIPTION ? NULL : descriptors_description(s->descriptors, description);

	if (!d || d->protocol != s->all[socket].socket.protocol)
		return;
	d->socket = socket;
	s->all[socket].description = description;
}
