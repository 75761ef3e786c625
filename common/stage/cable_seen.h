/*
 * cable_seen.h - what hosts have sent each other so far, as a cable sees it: connections with their numbers, and the last
 * packet of each host. Nobody outside the cable's process has it.
 */
#ifndef COMMON_STAGE_CABLE_SEEN_H
#define COMMON_STAGE_CABLE_SEEN_H

#include "capture/flow.h"
#include "common/base/arena.h"
#include "common/script/worlds.h"

enum {
	SEEN_KEPT = 128
}; /* bytes of a packet, from its IP header on: as much as an ICMP message has to quote, and more */

/* The last packet that a host has sent to another, of a kind. */
struct seen_packet {
	bool there;
	struct packet packet; /* its bytes are these: */
	uint8_t bytes[SEEN_KEPT];
	size_t length;
};

struct seen {
	const struct world *world;
	struct flow_table *flows;
	struct seen_packet *last, *last_datagram; /* per host that sent it */
	int64_t last_ns;
};

void seen_begin(struct seen *s, const struct world *world, struct arena *arena);
void seen_end(struct seen *s);

/* A packet that a host sends, in the order in which they are sent. Its segment, valid until the next; NULL: it is none. */
const struct segment *seen_take(struct seen *s, const struct packet *p);

/* Which of the connections of its two hosts this one is, from 1 in the order in which they began. */
unsigned seen_number(const struct seen *s, int connection);
/* The connection of two hosts of this number, 0: the last; NO_CONNECTION: there is none. */
int seen_connection(const struct seen *s, int host, int other, unsigned number);

#endif
