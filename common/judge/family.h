/*
 * family.h - the tracks of one act: those of the script, and of lines that say "each" one for each connection. Private to wire.c
 * and family.c.
 */
#ifndef COMMON_JUDGE_FAMILY_H
#define COMMON_JUDGE_FAMILY_H

#include "common/judge/track.h"

/* A track of the script. */
struct family {
	struct wire_track
		*track; /* of "each": of no connection; its lines are awaited until there is one. NULL: has
				   * neither a line nor a packet in the act */
	bool each;
	struct wire_track **of[2]; /* of "each", by the number of the connection: TCP; UDP */
	size_t capacity[2];
};

struct act_wire {
	struct work *w;
	const struct act *act;
	struct family
		*families; /* those of script.tracks, and one more of what no line of it expects at all */
	struct wire_track **tracks; /* all */
	size_t count, capacity, busy; /* busy: how many have a line in the act */
};

void families_begin(struct act_wire *wire);
/* The track that this packet is on. */
struct wire_track *family_track(struct act_wire *wire, const struct event *e);
void track_receives(struct wire_track *k, size_t event);
/* Lines of "each" are met when each connection has met them. */
void families_settle(struct act_wire *wire);

#endif
