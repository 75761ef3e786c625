/*
 * ports.h - the links of a world as the kernel has them: a pair of virtual Ethernet devices (veth(4)) for each host's end of
 * one. The far device is the host's eth0, the near one is in the network namespace in which the director lives, and is
 * captured there. Nobody outside common/stage/ includes it.
 *
 * A router's near devices have its addresses: that namespace is the first router of the world. Where several hosts share a
 * link, or there is no router, the near devices are plugged into a bridge instead, the link's switch.
 */
#ifndef COMMON_STAGE_PORTS_H
#define COMMON_STAGE_PORTS_H

#include <net/if.h>

#include "common/base/arena.h"
#include "common/script/worlds.h"

enum { FIRST_PORT = 10 }; /* the number of the first near device; the next to the second */

struct port {
	const struct world *world;
	int host; /* at the far end: index into world.hosts */
	unsigned link; /* index into world.links */
	unsigned position; /* among the ports of this link */
	const struct world_end *far; /* what the host has there */
	const struct world_end *near; /* what the router has on this link; NULL: it is not on it */
	unsigned mtu;
	/* Numbers and names of the devices. The two ends have different numbers: where they have the same, the kernel takes the
	 * loss of a carrier for a small matter that has a second's time. */
	int index, far_index;
	int bridge; /* number of the switch; 0: none, point to point */
	char name[IFNAMSIZ], far_name[IFNAMSIZ]; /* "client", "eth0" */
	char off_name[IFNAMSIZ]; /* "client.off": of the far one while it is unplugged, and here */
};

/* The ports of all hosts but `here`, the router that we are ourselves (NO_HOST: none), in the order of the hosts. mtu: what the
 * script says; 0: nothing. Into arena. */
struct port *ports_of(struct arena *arena, const struct world *w, int here, unsigned mtu, size_t *count);
/* Where the director's markers are sent from this host: an address of the router's on the link, or of the switch. */
const struct address *port_marker_address(const struct port *p);
const char *port_host(const struct port *p); /* its host's name */

#endif
