/*
 * packets.c - whose a packet is, and whether a script must name it.
 *
 * What the router says it says in its own name. What a host's kernel says for nobody, as a RST from a port at which
 * nothing has ever listened, is the host's.
 */
#include "common/judge/work.h"

#include <netinet/in.h>
#include <string.h>

bool is_router(const struct timeline *t, const struct address *a)
{
	int host = timeline_host_at(t, a);

	return host != NOBODY && !timeline_has_link(t, host);
}

const char *end_name(const struct timeline *t, int actor, const struct address *a)
{
	int host = timeline_host_at(t, a);

	if (!is_router(t, a) && actor >= 0 && (size_t)actor < t->actor_count)
		return t->actors[actor].name;
	return host == NOBODY ? NULL : t->hosts[host].name;
}

const char *packet_from(const struct timeline *t, const struct event *e)
{
	return end_name(t, e->packet.from, &e->packet.packet.source);
}

const char *packet_to(const struct timeline *t, const struct event *e)
{
	return end_name(t, e->packet.to, &e->packet.packet.destination);
}

static bool is_end(const struct script *s, const struct timeline *t, const struct party *p, int actor,
		   const struct address *a)
{
	int host = timeline_host_at(t, a);

	if (!is_router(t, a) && actor >= 0 && (size_t)actor < t->actor_count)
		return strcmp(t->actors[actor].name, p->actor) == 0;
	return host != NOBODY && p->host != NO_HOST &&
	       timeline_host_named(t, s->world->hosts[p->host].name) == host;
}

bool party_sent(const struct script *s, const struct timeline *t, const struct party *p,
		const struct event *e)
{
	struct endpoint end = packet_source(&e->packet.packet);

	return p->at.address.family ? endpoint_fits(&p->at, &end)
				    : is_end(s, t, p, e->packet.from, &end.address);
}

bool party_gets(const struct script *s, const struct timeline *t, const struct party *p,
		const struct event *e)
{
	struct endpoint end = packet_destination(&e->packet.packet);

	return p->at.address.family ? endpoint_fits(&p->at, &end)
				    : is_end(s, t, p, e->packet.to, &end.address);
}

/* Neighbour discovery and who listens to which group (MLD, IGMP) are the link's own housekeeping, as ARP is. */
static bool is_housekeeping(const struct packet *p)
{
	if (p->problem != PACKET_WHOLE)
		return false;
	if (p->transport == TRANSPORT_ICMP6)
		return (p->icmp.type >= 130 && p->icmp.type <= 137) || p->icmp.type == 143;
	return p->transport == TRANSPORT_OTHER && p->protocol == IPPROTO_IGMP;
}

bool packet_is_told(const struct event *e)
{
	return !e->packet.duplicate && !is_housekeeping(&e->packet.packet);
}

bool must_be_named(const struct timeline *t, const struct event *e)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(t, e);

	if (!packet_is_told(e) || packet_is_injected(t, e)) /* the action that injects it names it */
		return false;
	switch (p->problem) {
	case PACKET_UNKNOWN_LINK:
	case PACKET_NOT_IP:
	case PACKET_FRAGMENT: /* the rest of a datagram whose head was accounted for */ return false;
	case PACKET_TRUNCATED:
	case PACKET_BAD_LENGTH: return true;
	case PACKET_WHOLE: break;
	}
	switch (p->transport) {
	case TRANSPORT_NONE: return false;
	case TRANSPORT_OTHER: /* no line can name it: whatever it is, nobody expects it */
	case TRANSPORT_UDP:
	case TRANSPORT_ICMP:
	case TRANSPORT_ICMP6: return true;
	case TRANSPORT_TCP:
		return !s || p->payload_length ||
		       (p->tcp.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST | FLAG_URG)) ||
		       (s->marks & MARKS_AGAIN);
	}
	return true;
}
