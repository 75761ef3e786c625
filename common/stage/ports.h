/*
 * ports.h - the links of a world as the kernel has them: a pair of virtual Ethernet devices (veth(4)) for each host's end of
 * one. The far device is the host's eth0, the near one is in the network namespace in which the director lives, and is
 * captured there. Nobody outside common/stage/ includes it.
 *
 * A router's near devices have its addresses: that namespace is the first router of the world. Where several hosts share a
 * link, or there is no router, the near devices are plugged into a bridge instead, the link's switch.
 *
 * Where a cable of ours (cable.h) lies between the two there are two pairs:
 *
 *	[host] eth0 ── client [cable] client.in ── client [router or switch]
 *
 * The cable has a network namespace of its own, in which nobody has an address: what comes out of the one device it puts
 * into the other. Its end towards the host is what is captured then: a frame is seen as it is sent and as it arrives.
 */
#ifndef COMMON_STAGE_PORTS_H
#define COMMON_STAGE_PORTS_H

#include <net/if.h>

#include "common/base/arena.h"
#include "common/script/worlds.h"

enum {
	FIRST_PORT = 10, /* the number of the first near device; the next to the second */
	FIRST_CABLE = 50, /* and of the cable's end towards it */
};

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
	bool cabled; /* a cable lies between the two */
	int cable_index; /* number and name of its end towards us, in the cable's namespace. Its other end has those of the */
	char cable_name[IFNAMSIZ]; /* near device: "client" */
};

/* The ports of all hosts but `here`, the router that we are ourselves (NO_HOST: none), in the order of the hosts. mtu: what the
 * script says; 0: nothing. Without cables; into arena. */
struct port *ports_of(struct arena *arena, const struct world *w, int here, unsigned mtu, size_t *count);
/* What a device's hardware address ends in: 02:00:00:00:01:01 is that of the first port's host, …:fe of the near device. All are
 * locally administered, and the same in each run. */
enum port_device { PORT_FAR = 0x01, PORT_CABLE_IN = 0xca, PORT_CABLE_OUT = 0xcb, PORT_NEAR = 0xfe };
enum { HARDWARE_ADDRESS = 6 };
void port_hardware_address(const struct port *p, enum port_device which, uint8_t mac[HARDWARE_ADDRESS]);
/* Where the director's markers are sent from this host: an address of the router's on the link, or of the switch. */
const struct address *port_marker_address(const struct port *p);
const char *port_host(const struct port *p); /* its host's name */

#endif
