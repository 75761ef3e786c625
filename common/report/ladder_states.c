/* ladder_states.c - whose socket is in which state; see ladder_rows.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/report/ladder_rows.h"

static void learn(struct ladder *l, const struct endpoint *endpoint, int actor, size_t event)
{
	if (actor == NOBODY || !endpoint->address.family)
		return;
	/* From the end: what was learnt last is asked for most. */
	for (size_t i = l->owner_count; i-- > 0;)
		if (l->owners[i].actor == actor && endpoint_equal(&l->owners[i].endpoint, endpoint))
			return;
	l->owners = arena_grow(l->arena, l->owners, l->owner_count, &l->owner_capacity, sizeof(*l->owners));
	l->owners[l->owner_count++] = (struct endpoint_owner){ *endpoint, actor, event };
}

/* Between these endpoints, in this order or the other; *side is the one of a. From the end: what was learnt last is
 * asked for most. */
static struct pair_number *find_pair(const struct ladder *l, const struct endpoint *a,
				     const struct endpoint *b, int *side)
{
	for (size_t i = l->pair_count; i-- > 0;)
		for (*side = 0; *side < 2; ++*side)
			if (endpoint_equal(&l->pairs[i].side[*side], a) &&
			    endpoint_equal(&l->pairs[i].side[!*side], b))
				return &l->pairs[i];
	return NULL;
}

/* The last connection between two endpoints counts. */
static void learn_pair(struct ladder *l, const struct endpoint *source, const struct endpoint *destination,
		       const struct packet_event *e)
{
	int side;
	struct pair_number *pair = find_pair(l, source, destination, &side);

	if (!pair) {
		l->pairs =
			arena_grow(l->arena, l->pairs, l->pair_count, &l->pair_capacity, sizeof(*l->pairs));
		pair = &l->pairs[l->pair_count++];
		*pair = (struct pair_number){ .side = { *source, *destination } };
		side = 0;
	}
	pair->owner[side] = e->from;
	pair->owner[!side] = e->to;
	pair->number = l->many_connections ? e->number : 0;
}

static unsigned number_of(const struct ladder *l, const struct kernel_socket *s)
{
	int side;
	const struct pair_number *pair = find_pair(l, &s->local, &s->remote, &side);

	return pair ? pair->number : 0;
}

/* Every endpoint that an actor was seen with, on the wire or in a call. */
void owners_learn(struct ladder *l)
{
	const struct timeline *t = l->timeline;

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (e->kind == EVENT_PACKET && e->packet.segment != NO_SEGMENT) {
			const struct packet *p = &e->packet.packet;
			struct endpoint source = { p->source, p->tcp.source_port };
			struct endpoint destination = { p->destination, p->tcp.destination_port };

			learn(l, &source, e->packet.from, i);
			learn(l, &destination, e->packet.to, i);
			learn_pair(l, &source, &destination, &e->packet);
		} else if (e->kind == EVENT_CALL && e->call.has_local && e->call.process >= 0) {
			learn(l, &e->call.local, t->processes[e->call.process].actor, i);
		}
	}
}

/* Of a connection that was seen it is known whose it is. Else it is his who was seen with its own end: where several
 * were, up to then. */
static bool is_its_own(const struct ladder *l, const struct kernel_socket *s, int actor, size_t event)
{
	int side;
	const struct pair_number *pair = find_pair(l, &s->local, &s->remote, &side);
	bool later = false, other = false;

	if (pair && pair->owner[side] != NOBODY)
		return pair->owner[side] == actor;
	for (size_t i = 0; i < l->owner_count; i++) {
		const struct endpoint_owner *o = &l->owners[i];

		if (!endpoint_equal(&o->endpoint, &s->local))
			continue;
		if (o->actor == actor && o->since <= event)
			return true;
		later = later || o->actor == actor;
		other = other || (o->actor != actor && o->since <= event);
	}
	return later && !other;
}

const char *states_text(struct ladder *l, size_t event, int actor)
{
	const struct sockets_event *table = &l->timeline->events[event]->sockets;
	struct text t = { 0 };
	bool listens = false;
	const char *text;

	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (s->protocol != IPPROTO_TCP || !is_its_own(l, s, actor, event))
			continue;
		if (s->state == TCP_LISTEN) {
			listens = true;
			continue;
		}
		text_add(&t, t.length ? ", " : "");
		if (number_of(l, s))
			text_addf(&t, "#%u ", number_of(l, s));
		text_add(&t, tcp_state_text(s->state));
		if (s->receive_queue)
			text_addf(&t, " Recv-Q %u", s->receive_queue);
		if (s->send_queue)
			text_addf(&t, " Send-Q %u", s->send_queue);
	}
	if (t.length)
		text = arena_string(l->arena, t.chars);
	else if (l->actor_spoke[actor] < event)
		text = "CLOSED";
	else
		text = listens ? "LISTEN" : NULL;
	text_free(&t);
	return text;
}

static bool is_wildcard(const struct address *a)
{
	static const uint8_t zero[16];

	return memcmp(a->bytes, zero, sizeof(zero)) == 0;
}

/* The one endpoint that all actors of a side share; without its port where they had several, "" where even the
 * addresses differ. */
static const char *endpoint_of(const struct ladder *l, enum side side)
{
	const struct endpoint *first = NULL;
	bool ports = false;
	char buf[ENDPOINT_TEXT];

	for (size_t i = 0; i < l->owner_count; i++) {
		const struct endpoint *e = &l->owners[i].endpoint;

		if (l->actor_side[l->owners[i].actor] != side || !e->port || is_wildcard(&e->address))
			continue;
		if (!first)
			first = e;
		else if (!address_equal(&first->address, &e->address))
			return "";
		else
			ports = ports || first->port != e->port;
	}
	if (!first)
		return "";
	return arena_printf(l->arena, " %s",
			    ports ? address_text(&first->address, buf) : endpoint_text(first, buf));
}

const char *side_title(const struct ladder *l, enum side side)
{
	struct text t = { 0 };
	const char *title;

	for (size_t i = 0; i < l->timeline->actor_count; i++)
		if (l->actor_side[i] == side && (l->actor_acts[i] || l->timeline->actor_count < 3))
			text_addf(&t, "%s%s", t.length ? ", " : "", l->timeline->actors[i].name);
	if (t.length)
		text_add(&t, endpoint_of(l, side));
	else if (!l->timeline->actor_count)
		text_add(&t, side == LEFT ? "initiator" : "responder");
	title = arena_string(l->arena, text_chars(&t));
	text_free(&t);
	return title;
}
