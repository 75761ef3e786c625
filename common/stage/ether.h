/*
 * ether.h - the links between the hosts and the router: making them, giving them addresses and routes, and taking one
 * away from its host. Nobody outside common/stage/ includes it. All return false with a sentence in error.
 */
#ifndef COMMON_STAGE_ETHER_H
#define COMMON_STAGE_ETHER_H

#include "common/stage/hosts.h"

enum { ROUTER_END = 10 }; /* number of the router's interface to the first host; the next to the second */
enum {
	PATIENCE_MS = 60000
}; /* how long the kernel gets for what it does in its own time: this only ends a hang */

/* In the router: makes both ends of the host's link, one of them in the host. */
bool ether_make(const struct hosts *h, int host, struct error *error);
/* In the router: brings its end up, and waits until frames can pass; the host's end must be up. */
bool ether_router_up(int host, struct error *error);
/* In the router, once its end is up. The kernel may still be at work on it. */
bool ether_router_address(int host, struct error *error);
/* In the host: brings its end up, with lo. */
bool ether_host_up(int host, struct error *error);
/* In the host, once its end is up: its address and its way out, the router. */
bool ether_host_address(int host, struct error *error);
/* In the router, or in the host: waits until the addresses are its own in earnest. */
bool ether_router_ready(int host, struct error *error);
bool ether_host_ready(int host, struct error *error);

/* In the host: takes its end away, to the router, where it is down. */
bool ether_unplug(const struct hosts *h, int host, struct error *error);
/* In the router: waits until it knows that nobody is at the other end. */
bool ether_router_notices(int host, struct error *error);
/* In the router: what waits there for an answer of the host's is thrown away. A real router would send it when the host
 * is back, after each retransmission that it holds, as many as there happen to be. */
bool ether_router_forget(int host, struct error *error);
/* In the router: gives the end to the host again. */
bool ether_plug(const struct hosts *h, int host, struct error *error);

#endif
