/*
 * director.h - plays a script: performs its actions, each when all that was expected before has been seen and
 * everybody is at rest, and puts everything that happens on one timeline.
 *
 * Runs inside the world. It decides when to go on, never what is true: it asks the judge.
 */
#ifndef COMMON_STAGE_DIRECTOR_H
#define COMMON_STAGE_DIRECTOR_H

#include "common/record/timeline.h"
#include "common/script/script.h"
#include "common/stage/cast.h"
#include "common/stage/wire.h"

/* Told what is awaited ("client: close() = 0") when that has taken a quarter of a second, and "" when it is over. */
typedef void direct_progress(void *context, const char *awaits);

struct direction {
	const struct script *script;
	const char *folder; /* where the lab's programs are */
	struct hosts *hosts; /* of a hosts world, else NULL */
	direct_progress *progress; /* may be NULL */
	void *context;
	struct adversity adversity; /* holds this run up; {0}: nobody does */
	int hangup_fd; /* when its other end is closed, nobody wants the result: give up. -1: none */
};

/* Plays d->script into t, which is indexed at the end. c holds the cast with its texts, w the capture; cast_end() and
 * wire_end() are the caller's, when it has time: the kernel takes some 30 ms to close a capture.
 * What goes wrong with the experiment itself stands in t->trouble. */
void direct(const struct direction *d, struct timeline *t, struct cast *c, struct wire *w);

#endif
