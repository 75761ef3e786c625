/*
 * filter.h - cuts and mends a link: packet filter rules in the world's own network namespace
 * (libnftables), so that a segment is seen on the wire and never arrives. Also brings links up and sets
 * their MTU (rtnetlink through libmnl).
 */
#ifndef COMMON_STAGE_FILTER_H
#define COMMON_STAGE_FILTER_H

#include "capture/packet.h"
#include "common/base/error.h"

/* Drops, on arrival, all packets from source to destination; family 0 means any loopback address but the
 * marker's (127.0.0.3). Takes effect before it returns. Several cuts add up. */
bool filter_cut(const struct address *source, const struct address *destination, struct error *error);
/* Undoes all cuts. */
bool filter_mend(struct error *error);
/* How many packets all these cuts have stopped, those of the mended ones among them: after filter_cut() only. It counts what has
 * come to the rule, a moment after the capture saw it. */
bool filter_dropped(size_t *packets, struct error *error);

/* The same for what is forwarded by a router, or by a switch (bridge), or both: in this namespace. */
enum filter_place { FILTER_ROUTER = 1 << 0, FILTER_SWITCH = 1 << 1 };
struct filter_path {
	uint8_t family; /* of both addresses: 4, 6 */
	const struct address *source, *destination; /* NULL: anybody's */
};
/* Nothing is forwarded on any of these paths any more. */
bool filter_stop(unsigned places, const struct filter_path *paths, size_t count, struct error *error);
bool filter_forward(unsigned places, struct error *error); /* undoes all stops */

/* Whether cutting works here (a probe that leaves nothing behind); the sentence says what is missing. */
bool filter_possible(struct error *error);

/* Brings interface `name` up; mtu 0 leaves it, else sets it and switches segmentation offload off
 * (gso_max_size and gso_max_segs), so that every frame fits. */
bool link_up(const char *name, unsigned mtu, struct error *error);

#endif
