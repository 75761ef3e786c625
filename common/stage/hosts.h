/*
 * hosts.h - a world's hosts: each a network namespace, joined as its description says (common/script/worlds.h). World hosts:
 *
 *	client eth0 192.0.2.1 ── 192.0.2.254 client [router] server 198.51.100.254 ── 198.51.100.1 eth0 server
 *	       2001:db8:1::1 ── 2001:db8:1::fe               2001:db8:2::fe ── 2001:db8:2::1
 *
 * The run's own network namespace is the router, or holds the switches. Hosts live as long as the run: nothing but its
 * descriptors and processes holds them.
 *
 * To act in a host the calling process enters its namespace, and leaves it again: so it must have one thread.
 */
#ifndef COMMON_STAGE_HOSTS_H
#define COMMON_STAGE_HOSTS_H

#include "common/base/arena.h"
#include "common/base/error.h"
#include "common/stage/ports.h"

struct hosts {
	struct arena *arena; /* of what follows; NULL: there are none */
	const struct world *world;
	int here; /* our own namespace's descriptor */
	int cables; /* the cables' namespace's; -1: there are none */
	int router; /* the host that this is; NO_HOST: none */
	int *net; /* per host of the world: its namespace's descriptor; -1: it is down */
	unsigned *boots; /* per host: how often it has come up */
	struct port *ports;
	size_t port_count;
};

/* Makes the hosts out of the calling process's network namespace, which becomes the router. mtu 0: Ethernet's. cables: with
 * one on each link, through which nothing passes unless somebody carries it (cable.h).
 * False with a sentence in error, as the others. */
bool hosts_build(struct hosts *h, const struct world *world, unsigned mtu, bool cables, struct error *error);
void hosts_close(struct hosts *h); /* {0} is allowed */

/* From here on the calling process is in the host's network, until hosts_leave(). */
bool hosts_enter(const struct hosts *h, int host);
void hosts_leave(const struct hosts *h);
/* The same among the cables, where there are any. */
bool hosts_enter_cables(const struct hosts *h);
/* Is it up, and one on which programs run? */
bool hosts_has_programs(const struct hosts *h, int host);

/* Its power goes: the interfaces first, so that nothing that its processes leave behind is sent; then they are killed. */
bool hosts_crash(struct hosts *h, int host, struct error *error);
/* It comes back, with its addresses and without a memory. */
bool hosts_boot(struct hosts *h, int host, struct error *error);

/* Sets net.… in the network of one host, or (NO_HOST) of all that are up. */
bool hosts_sysctl(const struct hosts *h, int host, const char *name, const char *value, struct error *error);

#endif
