/*
 * parties.c - who sent a packet to whom, in the script's names.
 *
 * In a run of our own every endpoint has an owner (strace tells whose socket it is). In a capture from
 * elsewhere (JUDGE_WIRE) nobody knows: there the first wire line's parties are the two ends of the first
 * segment, and further actors are found where a line first meets them.
 */
#include "common/judge/work.h"

#include <string.h>

struct known {
	const char *actor;
	struct endpoint endpoint;
};

/* How many connections a pair of actors has had. */
struct pair {
	const char *a, *b;
	unsigned connections;
};

struct parties {
	struct known *known;
	size_t known_count, known_capacity;
	struct pair *pairs;
	size_t pair_count, pair_capacity;
	unsigned *number; /* per connection of the flow table; 0: not met yet */
};

static struct endpoint source_of(const struct packet *p)
{
	struct endpoint e = { .address = p->source };

	if (p->transport == TRANSPORT_TCP)
		e.port = p->tcp.source_port;
	else if (p->transport == TRANSPORT_UDP)
		e.port = p->udp.source_port;
	return e;
}

static struct endpoint destination_of(const struct packet *p)
{
	struct endpoint e = { .address = p->destination };

	if (p->transport == TRANSPORT_TCP)
		e.port = p->tcp.destination_port;
	else if (p->transport == TRANSPORT_UDP)
		e.port = p->udp.destination_port;
	return e;
}

/* ICMP has no ports: there, and only there, the address alone decides. */
static bool same_end(const struct endpoint *a, const struct endpoint *b)
{
	return !a->port || !b->port ? address_equal(&a->address, &b->address) : endpoint_equal(a, b);
}

static const char *known_as(const struct parties *p, const struct endpoint *e)
{
	for (size_t i = 0; i < p->known_count; i++)
		if (same_end(&p->known[i].endpoint, e))
			return p->known[i].actor;
	return NULL;
}

static bool is_actor(const struct work *w, int owner, const char *actor)
{
	return owner >= 0 && (size_t)owner < w->timeline->actor_count &&
	       strcmp(w->timeline->actors[owner].name, actor) == 0;
}

/* May this endpoint be the actor's? It is known as his; or unknown, and he has none or others on that host. */
static bool could_be(const struct work *w, const char *actor, int owner, const struct endpoint *e)
{
	const struct parties *p = w->parties;
	const char *name = known_as(p, e);
	bool has_any = false;

	if (owner != NOBODY) /* somebody has said whose it is */
		return is_actor(w, owner, actor);
	if (name)
		return strcmp(name, actor) == 0;
	for (size_t i = 0; i < p->known_count; i++) {
		if (strcmp(p->known[i].actor, actor) != 0)
			continue;
		has_any = true;
		if (address_equal(&p->known[i].endpoint.address, &e->address))
			return true;
	}
	return !has_any;
}

static void know(struct work *w, const char *actor, const struct endpoint *e)
{
	struct parties *p = w->parties;

	if (known_as(p, e))
		return;
	p->known = arena_grow(w->out->arena, p->known, p->known_count, &p->known_capacity, sizeof(*p->known));
	p->known[p->known_count++] = (struct known){ actor, *e };
}

static struct pair *find_pair(const struct parties *p, const char *a, const char *b)
{
	for (size_t i = 0; i < p->pair_count; i++) {
		struct pair *x = &p->pairs[i];

		if ((strcmp(x->a, a) == 0 && strcmp(x->b, b) == 0) ||
		    (strcmp(x->a, b) == 0 && strcmp(x->b, a) == 0))
			return x;
	}
	return NULL;
}

/* The number that a packet's connection has, or would get now. */
static unsigned number_of(const struct work *w, const struct line *l, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct pair *pair;

	if (w->mode != JUDGE_WIRE || !s || s->connection < 0)
		return e->packet.number;
	if (w->parties->number[s->connection])
		return w->parties->number[s->connection];
	pair = find_pair(w->parties, l->from.actor, l->to.actor);
	return pair ? pair->connections + 1 : 1;
}

void parties_prepare(struct work *w)
{
	const struct timeline *t = w->timeline;
	struct parties *p = arena_alloc(w->out->arena, sizeof(*p));
	const struct line *first = NULL;

	w->parties = p;
	if (w->mode != JUDGE_WIRE)
		return;
	p->number = arena_alloc(w->out->arena, flow_connection_count(t->flows) * sizeof(*p->number));
	for (size_t i = 0; i < w->script->line_count && !first; i++)
		if (line_is_wire(&w->script->lines[i]) && !line_spans(&w->script->lines[i]))
			first = &w->script->lines[i];
	for (size_t i = 0; i < t->event_count && first; i++) {
		const struct packet *packet = &t->events[i]->packet.packet;
		struct endpoint from, to;

		if (t->events[i]->kind != EVENT_PACKET || !must_be_named(t, t->events[i]))
			continue;
		from = source_of(packet);
		to = destination_of(packet);
		know(w, first->from.actor, &from);
		know(w, first->to.actor, &to);
		return;
	}
}

bool parties_fit(const struct work *w, const struct line *l, const struct event *e)
{
	unsigned wanted = l->from.connection ? l->from.connection : l->to.connection;

	if (w->mode == JUDGE_WIRE) {
		struct endpoint from = source_of(&e->packet.packet), to = destination_of(&e->packet.packet);

		if (!could_be(w, l->from.actor, e->packet.from, &from) ||
		    !could_be(w, l->to.actor, e->packet.to, &to))
			return false;
	} else if (!party_sent(w->script, w->timeline, &l->from, e) ||
		   !party_gets(w->script, w->timeline, &l->to, e)) {
		return false;
	}
	return !wanted || number_of(w, l, e) == wanted;
}

void parties_learn(struct work *w, const struct line *l, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	struct parties *p = w->parties;
	struct endpoint from = source_of(&e->packet.packet), to = destination_of(&e->packet.packet);
	struct pair *pair;

	if (w->mode != JUDGE_WIRE)
		return;
	know(w, l->from.actor, &from);
	know(w, l->to.actor, &to);
	if (!s || s->connection < 0 || p->number[s->connection])
		return;
	pair = find_pair(p, l->from.actor, l->to.actor);
	if (!pair) {
		p->pairs = arena_grow(w->out->arena, p->pairs, p->pair_count, &p->pair_capacity,
				      sizeof(*p->pairs));
		pair = &p->pairs[p->pair_count++];
		*pair = (struct pair){ .a = l->from.actor, .b = l->to.actor };
	}
	p->number[s->connection] = ++pair->connections;
}

bool sent_by_other(const struct work *w, const struct line *l, const struct event *e)
{
	const char *name = party_from(w, e);

	if (w->mode == JUDGE_WIRE)
		return name && strcmp(name, l->from.actor) != 0;
	return name && !party_sent(w->script, w->timeline, &l->from, e);
}

const char *party_from(const struct work *w, const struct event *e)
{
	struct endpoint from = source_of(&e->packet.packet);
	const char *name = packet_from(w->timeline, e);

	return name || w->mode != JUDGE_WIRE ? name : known_as(w->parties, &from);
}

const char *party_to(const struct work *w, const struct event *e)
{
	struct endpoint to = destination_of(&e->packet.packet);
	const char *name = packet_to(w->timeline, e);

	return name || w->mode != JUDGE_WIRE ? name : known_as(w->parties, &to);
}

unsigned party_number(const struct work *w, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);

	if (w->mode != JUDGE_WIRE)
		return e->packet.number;
	return s && s->connection >= 0 ? w->parties->number[s->connection] : 0;
}

/* May a program turn out to be behind this end? Not behind the router's, nor on a host where the script starts none. */
static bool may_be_known(const struct work *w, int owner, const struct address *a)
{
	const struct script *s = w->script;
	int host = timeline_host_at(w->timeline, a);

	if (owner != NOBODY || host == NOBODY)
		return owner == NOBODY;
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_START && s->lines[i].start.host != NO_HOST &&
		    timeline_host_named(w->timeline, s->world->hosts[s->lines[i].start.host].name) == host)
			return true;
	return false;
}

bool party_unknown(const struct work *w, const struct event *e)
{
	return w->mode == JUDGE_LIVE && (may_be_known(w, e->packet.from, &e->packet.packet.source) ||
					 may_be_known(w, e->packet.to, &e->packet.packet.destination));
}
