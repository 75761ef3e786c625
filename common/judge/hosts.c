/*
 * hosts.c - world hosts: whose packet it is where no program's socket tells.
 *
 * What the router says it says in its own name. What a host's kernel says for nobody, as a RST from a port at which
 * nothing has ever listened, is the host's.
 */
#include "common/judge/work.h"

#include <string.h>

const char *host_name_at(const struct timeline *t, const struct address *a)
{
	int host = timeline_host_at(t, a);

	return host == NOBODY ? NULL : t->hosts[host].name;
}

bool is_router(const struct timeline *t, const struct address *a)
{
	const char *name = host_name_at(t, a);

	return name && strcmp(name, "router") == 0;
}

static const char *name_of(const struct timeline *t, int actor, const struct address *a)
{
	if (is_router(t, a) || actor < 0 || (size_t)actor >= t->actor_count)
		return host_name_at(t, a);
	return t->actors[actor].name;
}

const char *packet_from(const struct timeline *t, const struct event *e)
{
	return name_of(t, e->packet.from, &e->packet.packet.source);
}

const char *packet_to(const struct timeline *t, const struct event *e)
{
	return name_of(t, e->packet.to, &e->packet.packet.destination);
}

/* Neighbour discovery and multicast listeners are the link's own housekeeping, as ARP is. */
static bool is_housekeeping(const struct packet *p)
{
	return p->problem == PACKET_WHOLE && p->transport == TRANSPORT_ICMP6 &&
	       ((p->icmp.type >= 130 && p->icmp.type <= 137) || p->icmp.type == 143);
}

bool packet_is_told(const struct event *e)
{
	return !e->packet.again && !is_housekeeping(&e->packet.packet);
}
