/* cable_seen.c - what hosts have sent each other so far; see cable_seen.h. */
#include "common/stage/cable_seen.h"

#include <stdlib.h>
#include <string.h>

void seen_begin(struct seen *s, const struct world *world, struct arena *arena)
{
	*s = (struct seen){ .world = world, .flows = flow_new() };
	if (!s->flows)
		abort();
	s->last = arena_alloc(arena, world->host_count * sizeof(*s->last));
	s->last_datagram = arena_alloc(arena, world->host_count * sizeof(*s->last_datagram));
}

void seen_end(struct seen *s)
{
	flow_free(s->flows);
	s->flows = NULL;
}

static bool is_endpoint(const struct world *w, int host)
{
	return host != NO_HOST && w->hosts[host].role == ROLE_ENDPOINT;
}

static void keep(struct seen_packet *kept, const struct packet *p)
{
	size_t there = p->captured - p->ip_offset;

	kept->there = true;
	kept->packet = *p;
	kept->length = there < SEEN_KEPT ? there : SEEN_KEPT;
	memcpy(kept->bytes, p->bytes + p->ip_offset, kept->length);
}

const struct segment *seen_take(struct seen *s, const struct packet *p)
{
	int from = world_host_at(s->world, &p->source), segment;
	struct packet in_order = *p;

	if (from != NO_HOST && is_endpoint(s->world, world_host_at(s->world, &p->destination))) {
		keep(&s->last[from], p);
		if (p->transport == TRANSPORT_UDP)
			keep(&s->last_datagram[from], p);
	}
	if (in_order.time_ns < s->last_ns)
		in_order.time_ns = s->last_ns;
	s->last_ns = in_order.time_ns;
	segment = flow_add(s->flows, &in_order);
	return segment == NO_SEGMENT ? NULL : flow_segment(s->flows, segment);
}

static bool is_between(const struct seen *s, int connection, int host, int other)
{
	const struct connection *c = flow_connection(s->flows, connection);
	int a = world_host_at(s->world, &c->side[0].address),
	    b = world_host_at(s->world, &c->side[1].address);

	return (a == host && b == other) || (a == other && b == host);
}

unsigned seen_number(const struct seen *s, int connection)
{
	const struct connection *c = flow_connection(s->flows, connection);
	int host = world_host_at(s->world, &c->side[0].address),
	    other = world_host_at(s->world, &c->side[1].address);
	unsigned number = 1;

	for (int i = 0; i < connection; i++)
		number += is_between(s, i, host, other);
	return number;
}

int seen_connection(const struct seen *s, int host, int other, unsigned number)
{
	int found = NO_CONNECTION;

	for (int i = 0; i < (int)flow_connection_count(s->flows); i++) {
		if (!is_between(s, i, host, other))
			continue;
		found = i;
		if (number && --number == 0)
			return i;
	}
	return number ? NO_CONNECTION : found;
}
