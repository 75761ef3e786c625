/*
 * ether.h - the devices of a port: making them, giving them addresses and routes, and taking one away from its host. Nobody
 * outside common/stage/ includes it. All return false with a sentence in error.
 *
 * Those of near devices are called where we live, those of far ones in the host.
 */
#ifndef COMMON_STAGE_ETHER_H
#define COMMON_STAGE_ETHER_H

#include "common/base/error.h"
#include "common/stage/ports.h"

enum {
	PATIENCE_MS = 60000
}; /* how long the kernel gets for what it does in its own time: this only ends a hang */

/* Here: makes the switch that the port is plugged into, where it has one that is not there yet, with its addresses. */
bool ether_switch(const struct port *p, struct error *error);
/* Makes both devices of the port, the far one in this network namespace. Where it has a cable: there. */
bool ether_make(const struct port *p, int net, struct error *error);
/* Here: makes the pair that joins us and the port's cable, whose network namespace this is. Nothing where it has none. */
bool ether_join(const struct port *p, int net, struct error *error);
/* Here: plugs the near device into the port's switch, where it has one. */
bool ether_plug_into_switch(const struct port *p, struct error *error);
/* Brings its end up, and waits until frames can pass; the far end must be up. */
bool ether_near_up(const struct port *p, struct error *error);
/* Once it is up: the router's addresses. The kernel may still be at work on it. Nothing where it is plugged into a switch. */
bool ether_near_address(const struct port *p, struct error *error);
/* In the host: brings its end up, with lo. */
bool ether_far_up(const struct port *p, struct error *error);
/* In the host, once its end is up: its addresses and, where there is a router, its way out. */
bool ether_far_address(const struct port *p, struct error *error);
/* Waits until the addresses are its own in earnest. */
bool ether_near_ready(const struct port *p, struct error *error);
bool ether_far_ready(const struct port *p, struct error *error);

/* In the cable's namespace: brings both of its ends up; and its end towards us down, as that towards the host has no carrier
 * any more, and up again. */
bool ether_cable_up(const struct port *p, struct error *error);
bool ether_cable_break(const struct port *p, struct error *error);
bool ether_cable_mend(const struct port *p, struct error *error);

/* In the host: takes its end away into another network namespace, ours, where it is down. */
bool ether_unplug(const struct port *p, int net, struct error *error);
/* Here: waits until it is known that nobody is at the other end. */
bool ether_near_notices(const struct port *p, struct error *error);
/* Here: what waits for an answer of the host's is thrown away. A real router would send it when the host is back, after each
 * retransmission that it holds, as many as there happen to be. */
bool ether_near_forget(const struct port *p, struct error *error);
/* Here: gives the end to the host again. */
bool ether_plug(const struct port *p, int net, struct error *error);

#endif
