/* ladder_states.c - whose socket is in which state; see ladder_rows.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/report/ladder_rows.h"

static void learn(struct ladder *l, const struct endpoint *endpoint, int actor)
{
	if (actor == NOBODY || !endpoint->address.family)
		return;
	/* From the end: what was learnt last is asked for most. */
	for (size_t i = l->owner_count; i-- > 0;)
		if (l->owners[i].actor == actor && endpoint_equal(&l->owners[i].endpoint, endpoint))
			return;
	l->owners = arena_grow(l->arena, l->owners, l->owner_count, &l->owner_capacity, sizeof(*l->owners));
	l->owners[l->owner_count++] = (struct endpoint_owner){ *endpoint, actor };
}

static void learn_number(struct ladder *l, const struct endpoint *a, const struct endpoint *b,
			 unsigned number)
{
	for (size_t i = l->pair_count; i-- > 0;)
		if ((endpoint_equal(&l->pairs[i].side[0], a) && endpoint_equal(&l->pairs[i].side[1], b)) ||
		    (endpoint_equal(&l->pairs[i].side[0], b) && endpoint_equal(&l->pairs[i].side[1], a))) {
			l->pairs[i].number = number; /* the last one between these endpoints */
			return;
		}
	l->pairs = arena_grow(l->arena, l->pairs, l->pair_count, &l->pair_capacity, sizeof(*l->pairs));
	l->pairs[l->pair_count++] = (struct pair_number){ { *a, *b }, number };
}

static unsigned number_of(const struct ladder *l, const struct kernel_socket *s)
{
	for (size_t i = 0; i < l->pair_count; i++)
		if ((endpoint_equal(&l->pairs[i].side[0], &s->local) &&
		     endpoint_equal(&l->pairs[i].side[1], &s->remote)) ||
		    (endpoint_equal(&l->pairs[i].side[1], &s->local) &&
		     endpoint_equal(&l->pairs[i].side[0], &s->remote)))
			return l->pairs[i].number;
	return 0;
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

			learn(l, &source, e->packet.from);
			learn(l, &destination, e->packet.to);
			if (l->many_connections)
				learn_number(l, &source, &destination, e->packet.number);
		} else if (e->kind == EVENT_CALL && e->call.has_local && e->call.process >= 0) {
			learn(l, &e->call.local, t->processes[e->call.process].actor);
		}
	}
}

static bool is_its_own(const struct ladder *l, const struct kernel_socket *s, int actor)
{
	for (size_t i = 0; i < l->owner_count; i++)
		if (l->owners[i].actor == actor && endpoint_equal(&l->owners[i].endpoint, &s->local))
			return true;
	return false;
}

const char *states_text(struct ladder *l, size_t event, int actor)
{
	const struct sockets_event *table = &l->timeline->events[event]->sockets;
	struct text t = { 0 };
	bool listens = false;
	const char *text;

	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (s->protocol != IPPROTO_TCP || !is_its_own(l, s, actor))
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
