/*
 * parties.c - who sent a packet to whom, in the script's names.
 *
 * In a run of our own every endpoint has an owner (strace tells whose socket it is). In a capture from
 * elsewhere (JUDGE_WIRE) nobody knows: there the first wire line's parties are the two ends of the first
 * segment, and those of each further connection are the parties of the next line that expects one.
 */
#include "common/judge/work.h"

#include <string.h>

struct known {
	const char *actor;
	struct endpoint endpoint;
	bool asked; /* for a connection to come: nothing is known of where the actor's own would leave from */
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

static const char *known_as(const struct parties *p, const struct endpoint *e)
{
	for (size_t i = 0; i < p->known_count; i++)
		if (endpoint_fits(&p->known[i].endpoint, e))
			return p->known[i].actor;
	return NULL;
}

static bool is_actor(const struct work *w, int owner, const char *actor)
{
	return owner >= 0 && (size_t)owner < w->timeline->actor_count &&
	       strcmp(w->timeline->actors[owner].name, actor) == 0;
}

static bool is_syn(const struct event *e)
{
	return e->packet.packet.transport == TRANSPORT_TCP &&
	       (e->packet.packet.tcp.flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
}

/* May this endpoint be the actor's? It is known as his; or unknown, and he has none or others on that host. opens: it asks
 * for a connection, and need not leave from where he is asked for one. */
static bool could_be(const struct work *w, const struct party *party, int owner, const struct endpoint *e,
		     bool opens)
{
	const char *actor = party->actor;
	const struct parties *p = w->parties;
	const char *name = known_as(p, e);
	bool has_any = false;

	if (party->at.address.family)
		return endpoint_fits(&party->at, e);
	if (owner != NOBODY) /* somebody has said whose it is */
		return is_actor(w, owner, actor);
	if (name)
		return strcmp(name, actor) == 0;
	for (size_t i = 0; i < p->known_count; i++) {
		if (strcmp(p->known[i].actor, actor) != 0 || (opens && p->known[i].asked))
			continue;
		has_any = true;
		if (address_equal(&p->known[i].endpoint.address, &e->address))
			return true;
	}
	return !has_any;
}

static void know(struct work *w, const char *actor, const struct endpoint *e, bool asked)
{
	struct parties *p = w->parties;

	if (known_as(p, e))
		return;
	p->known = arena_grow(w->out->arena, p->known, p->known_count, &p->known_capacity, sizeof(*p->known));
	p->known[p->known_count++] = (struct known){ actor, *e, asked };
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

bool parties_fit(const struct work *w, const struct line *l, const struct event *e)
{
	unsigned wanted = line_connection(l);

	if (w->mode == JUDGE_WIRE) {
		struct endpoint from = packet_source(&e->packet.packet),
				to = packet_destination(&e->packet.packet);

		if (!could_be(w, &l->from, e->packet.from, &from, is_syn(e)) ||
		    !could_be(w, &l->to, e->packet.to, &to, false))
			return false;
	} else if (!party_sent(w->script, w->timeline, &l->from, e) ||
		   !party_gets(w->script, w->timeline, &l->to, e)) {
		return false;
	}
	return !wanted || number_of(w, l, e) == wanted;
}

/* A capture from elsewhere: the line's parties are this packet's ends, and its connection is one more of theirs. */
static void learn(struct work *w, const struct line *l, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	struct parties *p = w->parties;
	struct endpoint from = packet_source(&e->packet.packet), to = packet_destination(&e->packet.packet);
	struct pair *pair;

	know(w, l->from.actor, &from, false);
	know(w, l->to.actor, &to, is_syn(e));
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

static bool is_opener(const struct line *l)
{
	return l->kind == LINE_SEGMENT && (l->segment.flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
}

/* The line that tells who these are: the next one that expects a connection, for its first segment; for anything else, or
 * where there is none, the first whose parties they may be. */
static const struct line *line_for(const struct work *w, const struct event *e, bool *used)
{
	for (int openers = is_syn(e); openers >= 0; openers--)
		for (size_t i = 0; i < w->script->line_count; i++) {
			const struct line *l = &w->script->lines[i];

			if (l->track == NO_TRACK || (openers && (used[i] || !is_opener(l))) ||
			    !parties_fit(w, l, e))
				continue;
			used[i] = true;
			return l;
		}
	return NULL;
}

/* The first line of the wire is about the first packet. */
static const struct line *first_line(const struct work *w, bool *used)
{
	for (size_t i = 0; i < w->script->line_count; i++)
		if (w->script->lines[i].track != NO_TRACK) {
			used[i] = true;
			return &w->script->lines[i];
		}
	return NULL;
}

/* Whose ends they are has been said before. */
static bool is_known(const struct work *w, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	struct endpoint from = packet_source(&e->packet.packet), to = packet_destination(&e->packet.packet);

	if (s && s->connection >= 0)
		return w->parties->number[s->connection];
	return known_as(w->parties, &from) && known_as(w->parties, &to);
}

void parties_prepare(struct work *w)
{
	const struct timeline *t = w->timeline;
	struct parties *p = arena_alloc(w->out->arena, sizeof(*p));
	bool *used = arena_alloc(w->scratch, w->script->line_count + 1);

	w->parties = p;
	if (w->mode != JUDGE_WIRE)
		return;
	p->number = arena_alloc(w->out->arena, flow_connection_count(t->flows) * sizeof(*p->number));
	for (size_t i = 0; i < w->end_event; i++) {
		const struct event *e = t->events[i];
		const struct line *l;

		if (e->kind != EVENT_PACKET || !must_be_named(t, e) || is_known(w, e))
			continue;
		l = p->known_count ? line_for(w, e, used) : first_line(w, used);
		if (l)
			learn(w, l, e);
	}
}

bool sent_by_other(const struct work *w, const struct line *l, const struct event *e)
{
	const char *name = party_from(w, e);

	if (w->mode == JUDGE_WIRE)
		return name && strcmp(name, l->from.actor) != 0;
	return name && !party_sent(w->script, w->timeline, &l->from, e);
}

static const char *name_of(const struct work *w, int owner, const struct endpoint *e)
{
	const char *name = end_name(w->timeline, owner, &e->address);

	return name || w->mode != JUDGE_WIRE ? name : known_as(w->parties, e);
}

const char *party_from(const struct work *w, const struct event *e)
{
	struct endpoint from = packet_source(&e->packet.packet);

	return name_of(w, e->packet.from, &from);
}

const char *party_to(const struct work *w, const struct event *e)
{
	struct endpoint to = packet_destination(&e->packet.packet);

	return name_of(w, e->packet.to, &to);
}

/* The address by which the script names this end, whoever has it or nobody; NULL: by none. */
static const char *written_as(const struct script *s, const struct endpoint *end)
{
	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (line_is_wire(l) && l->from.at.address.family && endpoint_fits(&l->from.at, end))
			return party_end(&l->from);
		if (line_is_wire(l) && l->to.at.address.family && endpoint_fits(&l->to.at, end))
			return party_end(&l->to);
	}
	return NULL;
}

/* An ICMP error is on the track of what it quotes. */
int packet_track(const struct work *w, const struct event *e)
{
	const struct packet *p = &e->packet.packet;
	bool quotes = (p->transport == TRANSPORT_ICMP || p->transport == TRANSPORT_ICMP6) && p->icmp.quotes &&
		      p->icmp.quotes_ports;
	struct endpoint from = packet_source(p), to = packet_destination(p);
	int owners[] = { quotes ? e->packet.to : e->packet.from, quotes ? e->packet.quoted : e->packet.to };

	if (quotes) {
		from = (struct endpoint){ p->icmp.quoted_source, p->icmp.quoted_source_port };
		to = (struct endpoint){ p->icmp.quoted_destination, p->icmp.quoted_destination_port };
	}
	for (int written = 0; written < 4; written++) {
		const char *a = written & 1 ? written_as(w->script, &from) : name_of(w, owners[0], &from);
		const char *b = written & 2 ? written_as(w->script, &to) : name_of(w, owners[1], &to);
		int track = a && b ? script_track(w->script, a, b, party_number(w, e)) : NO_TRACK;

		if (track != NO_TRACK)
			return track;
	}
	return NO_TRACK;
}

unsigned party_number(const struct work *w, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);

	if (w->mode != JUDGE_WIRE)
		return e->packet.number;
	return s && s->connection >= 0 ? w->parties->number[s->connection] : 0;
}

/* May a program turn out to be behind this end? Not behind the router's, nor on a host where the script starts none. */
static bool may_be_known(const struct work *w, int owner, const struct endpoint *end)
{
	const struct script *s = w->script;
	int host = timeline_host_at(w->timeline, &end->address);

	if (written_as(s, end)) /* it need not be anybody's */
		return false;
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
	struct endpoint from = packet_source(&e->packet.packet), to = packet_destination(&e->packet.packet);

	return w->mode == JUDGE_LIVE &&
	       (may_be_known(w, e->packet.from, &from) || may_be_known(w, e->packet.to, &to));
}
