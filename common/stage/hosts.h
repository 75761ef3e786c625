/*
 * hosts.h - world hosts: a client's host and a server's host, with a router between them.
 *
 *	client eth0 192.0.2.1 ── 192.0.2.254 client [router] server 198.51.100.254 ── 198.51.100.1 eth0 server
 *	       2001:db8:1::1 ── 2001:db8:1::fe               2001:db8:2::fe ── 2001:db8:2::1
 *
 * The router is the run's own network namespace; each host is one more, joined to it by a pair of virtual Ethernet
 * devices. They live as long as the run: nothing but its descriptors and processes holds them.
 *
 * To act in a host the calling process enters its namespace, and leaves it again: so it must have one thread.
 */
#ifndef COMMON_STAGE_HOSTS_H
#define COMMON_STAGE_HOSTS_H

#include "capture/packet.h"
#include "common/stage/world.h"

enum { HOST_CLIENT, HOST_SERVER, HOSTS };

/* IPv4 and IPv6. */
enum { FAMILIES = 2 };

struct hosts {
	int router; /* namespace descriptors */
	int net[HOSTS]; /* -1: it is down */
	unsigned boots[HOSTS]; /* how often it has come up */
	unsigned mtu;
};

const char *host_name(int host); /* "client"; also the router's interface to it */
int host_named(const char *name); /* -1 for the router */
const struct address *host_addresses(int host); /* FAMILIES of them */
/* The router's on its link to this host. */
const struct address *router_addresses(int host);

/* Makes the hosts out of the calling process's network namespace, which becomes the router. mtu 0: 1500.
 * False with a sentence in error, as the others. */
bool hosts_build(struct hosts *h, unsigned mtu, struct error *error);
void hosts_close(struct hosts *h);

/* From here on the calling process is in the host's network, until hosts_leave(). */
bool hosts_enter(const struct hosts *h, int host);
void hosts_leave(const struct hosts *h);

/* Its power goes: the interface first, so that nothing that its processes leave behind is sent; then they are killed. */
bool hosts_crash(struct hosts *h, int host, struct error *error);
/* It comes back, with its addresses and without a memory. */
bool hosts_boot(struct hosts *h, int host, struct error *error);

/* Sets net.… in the network of one host, or (NULL) of all and the router. */
bool hosts_sysctl(const struct hosts *h, const char *host, const char *name, const char *value,
		  struct error *error);

#endif
