/*
 * adversity.h - a machine that is busy at the worst moments: programs are held up between their calls, the director
 * between its actions, for 10 ms to 1 s each time, as a seed says.
 *
 * No claim may depend on any of it. What a soak on a busy machine finds by luck, this finds on purpose; the same seed
 * holds the same run up at the same places.
 */
#ifndef COMMON_STAGE_ADVERSITY_H
#define COMMON_STAGE_ADVERSITY_H

#include <stdint.h>

#include "common/base/text.h"

/* A stream of choices; 0 is none: nobody is held up. */
struct adversity {
	uint64_t state;
};

/* The stream of one run: seed 0 gives none. run names it ("linger/02-rst"), control is which of its runs it is. */
struct adversity adversity_of_run(uint64_t seed, const char *run, uint64_t control);
/* The stream of one of its programs: it does not depend on which others there are. */
struct adversity adversity_of_actor(struct adversity run, const char *actor);
/* The stream of one of its calls: a call that is watched from now on does not shift the others. */
struct adversity adversity_of_call(struct adversity actor, const char *name);

/* How long to stand still now, in ns; 0 as often as not. */
int64_t adversity_pause(struct adversity *a);
/* Whether, and how, a program is to be held up behind one of its calls: adds "NAME:delay_exit=US:when=N" (strace(1),
 * -e inject) to out. name is as strace takes it ("?read@64"). False: not behind this one. strace's duration of a call
 * does not contain a delay at its exit, so `within` and `takes` mean what they always mean. */
bool adversity_delay(struct adversity *a, const char *name, struct text *out);

#endif
