/*
 * owners.c - whose socket an endpoint is, from the calls.
 *
 * strace shows both ends of a socket behind its descriptor as soon as the kernel knows them, so most
 * is plain reading. What is left:
 *   - a connect() that is refused never shows its own end: the SYN that left while it ran, to where it
 *     went, is its own ("claims" below; the same for sendto() on an unbound UDP socket);
 *   - a listening socket answers before accept() returns: who is bound to the endpoint owns it;
 *   - a wildcard address (0.0.0.0, ::) stands for all;
 *   - nothing is bound, as at a closed port: then the only actor on that address, or on that host, is meant, as
 *     its host.
 * The rules are tried in the order of their strength. A segment that no socket sent (an
 * injected one) belongs to whom its source endpoint belongs: that is what the wire shows.
 */
#include "common/record/owners.h"

#include <netinet/in.h>
#include <string.h>

/* ---- whose an endpoint is ---- */

/* Owners that somebody has named for a capture from elsewhere. */
static int named_owner(const struct owners *o, const struct endpoint *e)
{
	for (size_t i = 0; i < o->t->owned_count; i++) {
		const struct owned_endpoint *named = &o->t->owned[i];

		if (address_equal(&named->endpoint.address, &e->address) &&
		    (!named->endpoint.port || named->endpoint.port == e->port))
			return named->actor;
	}
	return NOBODY;
}

typedef int fact_lookup(const struct facts *f, const struct fact_key *key, int64_t time_ns);

static int bound_owner(const struct owners *o, uint8_t protocol, const struct endpoint *e, int64_t time_ns,
		       fact_lookup *lookup)
{
	struct fact_key key = fact_key(FACT_BOUND, protocol, e, NULL);
	int host = timeline_host_at(o->t, &e->address);
	int owner = lookup(&o->heard->facts, &key, time_ns);

	if (owner == NOBODY) {
		key = owners_port_key(protocol, e->address.family, e->port, host);
		owner = lookup(&o->heard->facts, &key, time_ns);
	}
	if (owner == NOBODY && e->address.family == 4) {
		key = owners_port_key(protocol, 6, e->port, host);
		owner = lookup(&o->heard->facts, &key, time_ns);
	}
	return owner;
}

/* The only actor that had been started on this address's host by then; of several nobody can tell. */
static int host_owner(const struct owners *o, const struct address *a, int64_t time_ns)
{
	const struct timeline *t = o->t;
	int host = timeline_host_at(t, a), owner = NOBODY;

	for (size_t i = 0; host != NOBODY && i < t->actor_count; i++) {
		if (t->actors[i].host != host || o->heard->actors[i].began_ns > time_ns)
			continue;
		if (owner != NOBODY)
			return NOBODY;
		owner = (int)i;
	}
	return owner;
}

/* The weaker rules, for an endpoint of which no pair is known. */
static int endpoint_owner(const struct owners *o, uint8_t protocol, const struct endpoint *e, int64_t time_ns)
{
	struct endpoint host = { .address = e->address };
	const struct fact_entry *entry;
	struct fact_key key;
	int owner = bound_owner(o, protocol, e, time_ns, facts_owner_then);

	if (owner == NOBODY) {
		key = fact_key(FACT_CLAIMED, protocol, e, NULL);
		owner = facts_owner_near(&o->claims, &key, time_ns);
	}
	if (owner == NOBODY) {
		key = fact_key(FACT_LOCAL, protocol, e, NULL);
		owner = facts_owner_near(&o->heard->facts, &key, time_ns);
	}
	if (owner == NOBODY)
		owner = bound_owner(o, protocol, e, time_ns, facts_owner_near);
	/* In world hosts a host speaks for itself, and not for who will have the port one day. */
	if (owner != NOBODY && o->t->host_count && o->heard->actors[owner].began_ns > time_ns)
		owner = NOBODY;
	if (owner != NOBODY)
		return owner;
	if (o->t->host_count)
		return host_owner(o, &e->address, time_ns);
	key = fact_key(FACT_ADDRESS, 0, &host, NULL);
	entry = facts_find(&o->heard->facts, &key);
	return entry && !entry->mixed ? facts_owner_near(&o->heard->facts, &key, time_ns) : NOBODY;
}

/* ---- connections ---- */

static struct fact_key connection_key(uint8_t protocol, const struct endpoint *a, const struct endpoint *b)
{
	bool swap = memcmp(a->address.bytes, b->address.bytes, sizeof(a->address.bytes)) > 0 ||
		    (address_equal(&a->address, &b->address) && a->port > b->port);

	return swap ? fact_key(FACT_CONNECTION, protocol, b, a) : fact_key(FACT_CONNECTION, protocol, a, b);
}

static void find_ends(struct owners *o, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct connection *c = flow_connection(o->t->flows, (int)i);
		struct fact_key key = connection_key(IPPROTO_TCP, &c->side[0], &c->side[1]);
		struct fact_entry *e = facts_at(&o->ends, &key);

		o->until[i] = INT64_MAX;
		o->before[i] = e->number;
		if (e->number >= 0)
			o->until[e->number] = c->begin_ns;
		e->number = (int)i;
	}
}

static int pair_owner(const struct owners *o, const struct connection *c, size_t index, int side)
{
	struct fact_key key = fact_key(FACT_PAIR, IPPROTO_TCP, &c->side[side], &c->side[!side]);
	int owner = named_owner(o, &c->side[side]);

	return owner != NOBODY ? owner
			       : facts_owner_within(&o->heard->facts, &key, c->begin_ns, o->until[index]);
}

/* Which connect() its SYN is of: one of this actor's, or NOBODY: of any on its host. */
static int find_opener(struct owners *o, const struct connection *c, size_t index, int actor)
{
	const struct request *r = owners_claim(o, IPPROTO_TCP, &c->side[0], &c->side[1], c->begin_ns, actor);

	o->t->openers[index] = r ? r->call : NULL;
	return r ? r->actor : NOBODY;
}

/* First who is known by the socket itself, so that its connect() is not taken for another's. */
static void own_connections(struct owners *o, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct connection *c = flow_connection(o->t->flows, (int)i);
		int *side = o->sides[i];

		side[0] = pair_owner(o, c, i, 0);
		side[1] = pair_owner(o, c, i, 1);
		if (side[0] == NOBODY)
			side[0] = bound_owner(o, IPPROTO_TCP, &c->side[0], c->begin_ns, facts_owner_then);
		if (side[0] != NOBODY && c->saw_syn[0])
			find_opener(o, c, i, side[0]);
	}
	o->first_free = 0;
	for (size_t i = 0; i < count; i++) {
		const struct connection *c = flow_connection(o->t->flows, (int)i);
		int *side = o->sides[i];

		if (side[0] == NOBODY && c->saw_syn[0])
			side[0] = find_opener(o, c, i, NOBODY);
	}
	for (size_t i = 0; i < count; i++) {
		const struct connection *c = flow_connection(o->t->flows, (int)i);

		for (int s = 0; s < 2; s++)
			if (o->sides[i][s] == NOBODY)
				o->sides[i][s] = endpoint_owner(o, IPPROTO_TCP, &c->side[s], c->begin_ns);
	}
}

/* Both directions between two actors count together; NOBODY is one more actor. */
static unsigned *pair_count(const struct owners *o, unsigned *pairs, int a, int b)
{
	size_t first = (size_t)a + 1, second = (size_t)b + 1;
	size_t low = first < second ? first : second, high = first < second ? second : first;

	return &pairs[low * (o->t->actor_count + 1) + high];
}

static void number_connections(struct owners *o, size_t count)
{
	for (size_t i = 0; i < count; i++)
		o->numbers[i] = ++*pair_count(o, o->pairs, o->sides[i][0], o->sides[i][1]);
}

/* ---- packets ---- */

static int datagram_end_owner(const struct owners *o, uint8_t protocol, const struct endpoint *e,
			      const struct endpoint *other, int64_t time_ns)
{
	struct fact_key key = fact_key(FACT_PAIR, protocol, e, other);
	int owner = named_owner(o, e);

	if (owner == NOBODY)
		owner = facts_owner_near(&o->heard->facts, &key, time_ns);
	if (owner == NOBODY)
		owner = bound_owner(o, protocol, e, time_ns, facts_owner_then);
	return owner;
}

static void own_datagram(struct owners *o, struct packet_event *p, uint8_t protocol,
			 const struct endpoint *source, const struct endpoint *destination)
{
	int64_t time_ns = p->packet.time_ns;
	struct fact_key key = connection_key(protocol, source, destination);
	struct fact_entry *e;

	p->from = datagram_end_owner(o, protocol, source, destination, time_ns);
	p->to = datagram_end_owner(o, protocol, destination, source, time_ns);
	if (protocol == IPPROTO_UDP) {
		const struct request *r = owners_claim(o, protocol, source, destination, time_ns, p->from);

		p->from = p->from == NOBODY && r ? r->actor : p->from;
	}
	if (p->from == NOBODY)
		p->from = endpoint_owner(o, protocol, source, time_ns);
	if (p->to == NOBODY)
		p->to = endpoint_owner(o, protocol, destination, time_ns);
	if (protocol != IPPROTO_UDP)
		return;
	e = facts_at(&o->ends, &key);
	if (e->number < 0)
		e->number = (int)++*pair_count(o, o->udp_pairs, p->from, p->to);
	p->number = (unsigned)e->number;
}

static int quoted_owner(const struct owners *o, uint8_t protocol, const struct endpoint *e,
			const struct endpoint *other, int64_t time_ns)
{
	int owner = datagram_end_owner(o, protocol, e, other, time_ns);

	return owner == NOBODY ? endpoint_owner(o, protocol, e, time_ns) : owner;
}

/* An error is about the connection of its time, where there are several of the same endpoints: this one is the last. */
static void quoted_connection(const struct owners *o, struct packet_event *p, const struct endpoint *source,
			      int connection)
{
	bool by_initiator;

	while (o->before[connection] >= 0 &&
	       flow_connection(o->t->flows, connection)->begin_ns > p->packet.time_ns)
		connection = o->before[connection];
	by_initiator = endpoint_equal(source, &flow_connection(o->t->flows, connection)->side[0]);
	p->number = o->numbers[connection];
	p->quoted = o->sides[connection][by_initiator];
}

/* An ICMP error comes from the host of the datagram's destination and goes to its source. The router's come from
 * nobody: no actor lives there. */
static void own_icmp(struct owners *o, struct packet_event *p)
{
	const struct icmp_header *h = &p->packet.icmp;
	struct endpoint source = { h->quoted_source, h->quoted_source_port };
	struct endpoint destination = { h->quoted_destination, h->quoted_destination_port };
	const struct fact_entry *e;
	struct fact_key key;
	bool by_router;

	if (!h->quotes || !h->quotes_ports ||
	    (h->quoted_protocol != IPPROTO_TCP && h->quoted_protocol != IPPROTO_UDP)) {
		source = (struct endpoint){ .address = p->packet.source };
		destination = (struct endpoint){ .address = p->packet.destination };
		p->from = endpoint_owner(o, 0, &source, p->packet.time_ns);
		p->to = endpoint_owner(o, 0, &destination, p->packet.time_ns);
		return;
	}
	by_router = p->host != NOBODY && p->host != timeline_host_at(o->t, &destination.address);
	if (!by_router)
		p->from = datagram_end_owner(o, h->quoted_protocol, &destination, &source, p->packet.time_ns);
	p->to = datagram_end_owner(o, h->quoted_protocol, &source, &destination, p->packet.time_ns);
	if (p->from == NOBODY && !by_router)
		p->from = endpoint_owner(o, h->quoted_protocol, &destination, p->packet.time_ns);
	if (p->to == NOBODY)
		p->to = endpoint_owner(o, h->quoted_protocol, &source, p->packet.time_ns);
	p->quoted = quoted_owner(o, h->quoted_protocol, &destination, &source, p->packet.time_ns);
	key = connection_key(h->quoted_protocol, &source, &destination);
	e = facts_find(&o->ends, &key);
	if (!e || e->number < 0)
		return;
	if (h->quoted_protocol == IPPROTO_TCP)
		quoted_connection(o, p, &source, e->number);
	else
		p->number = (unsigned)e->number;
}

static void own_packet(struct owners *o, struct packet_event *p)
{
	const struct packet *q = &p->packet;
	const struct segment *s = p->segment == NO_SEGMENT ? NULL : flow_segment(o->t->flows, p->segment);
	struct endpoint source = packet_source(q), destination = packet_destination(q);

	p->from = p->to = p->quoted = NOBODY;
	p->number = 0;
	if (p->duplicate) /* the original says it */
		return;
	if (s && s->connection != NO_CONNECTION) {
		p->from = o->sides[s->connection][!s->from_initiator];
		p->to = o->sides[s->connection][s->from_initiator];
		p->number = o->numbers[s->connection];
	} else if (q->transport == TRANSPORT_TCP) {
		own_datagram(o, p, IPPROTO_TCP, &source, &destination);
	} else if (q->transport == TRANSPORT_UDP) {
		own_datagram(o, p, IPPROTO_UDP, &source, &destination);
	} else if (q->transport == TRANSPORT_ICMP || q->transport == TRANSPORT_ICMP6) {
		own_icmp(o, p);
	} else if (q->source.family) {
		p->from = endpoint_owner(o, 0, &source, q->time_ns);
		p->to = endpoint_owner(o, 0, &destination, q->time_ns);
	}
	for (int end = 0; end < 2; end++) {
		int actor = end ? p->to : p->from;

		if (actor == NOBODY || o->spoke[actor])
			continue;
		o->spoke[actor] = true;
		o->spoke_first[actor] = !end;
	}
}

/* On the right stands who waits for others: it listens, or has a bound UDP socket and lets the other speak first, or
 * asked for a port, whether it got it or not, and did nothing else. Where no call was traced, it is who did not begin. */
static void place_actors(struct owners *o)
{
	for (size_t i = 0; i < o->t->actor_count; i++) {
		const struct heard_actor *h = &o->heard->actors[i];
		bool waits = !o->spoke_first[i];

		o->t->actors[i].right =
			!h->traced ? o->spoke[i] && waits
				   : h->listens || (h->bound_udp && waits) || (h->binds && !h->connects);
	}
}

void owners_assign(struct timeline *t)
{
	size_t count = flow_connection_count(t->flows), pairs = (t->actor_count + 1) * (t->actor_count + 1);
	struct arena *scratch = arena_new();
	struct owners o = {
		.t = t,
		.claims = { .arena = scratch },
		.ends = { .arena = scratch },
		.sides = arena_alloc(scratch, count * sizeof(*o.sides)),
		.until = arena_alloc(scratch, count * sizeof(*o.until)),
		.before = arena_alloc(scratch, count * sizeof(*o.before)),
		.numbers = arena_alloc(scratch, count * sizeof(*o.numbers)),
		.spoke = arena_alloc(scratch, t->actor_count * sizeof(bool)),
		.spoke_first = arena_alloc(scratch, t->actor_count * sizeof(bool)),
		.pairs = arena_alloc(scratch, pairs * sizeof(unsigned)),
		.udp_pairs = arena_alloc(scratch, pairs * sizeof(unsigned)),
	};

	owners_hear(t);
	o.heard = t->heard;
	for (size_t i = 0; i < o.heard->request_count; i++)
		o.heard->requests[i].claimed = false;
	t->openers = arena_alloc(t->index_arena, (count + 1) * sizeof(struct event *));
	find_ends(&o, count);
	own_connections(&o, count);
	number_connections(&o, count);
	o.first_free = 0;
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET)
			own_packet(&o, &t->events[i]->packet);
	place_actors(&o);
	arena_free(scratch);
}
