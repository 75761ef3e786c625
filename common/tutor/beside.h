/*
 * beside.h - the calls of a program of the reader's own beside those of ours, from two records of one scenario.
 */
#ifndef COMMON_TUTOR_BESIDE_H
#define COMMON_TUTOR_BESIDE_H

#include "common/record/timeline.h"

/* The first thing that this actor does with its sockets in one record and not in the other: "ours calls
 * setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before write(); yours does not". A place is named only by what both do. Into arena; "" where there is none. */
const char *calls_beside(const struct timeline *ours, const struct timeline *yours, const char *actor,
			 struct arena *arena);

#endif
