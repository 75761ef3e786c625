/*
 * rest.h - is everybody at rest?
 *
 * A process is at rest when it is gone, stopped, or asleep inside a system call and its strace is waiting
 * for it: then nothing happens before a kernel timer fires or the director does something. This is
 * what the director waits for instead of sleeping.
 */
#ifndef COMMON_STAGE_REST_H
#define COMMON_STAGE_REST_H

#include "common/record/timeline.h"

/* What /proc has of the timeline's processes, kept open: { 0 } at first, then of rest_all() alone until rest_end(). */
struct rest {
	struct rest_process *processes;
	size_t count;
};

void rest_end(struct rest *r);

/* Whether every living process of the timeline, and its tracer, is at rest now. Reads /proc. seen: only those whose
 * strace shows the call that they sleep in; without it also a sleep in a call that is not traced, which looks
 * like a short sleep on the way: so ask for that only after nothing has happened for a while. */
bool rest_all(struct rest *r, const struct timeline *t, bool seen);

/* Whether each actor's program has been executed, so that only its own doings keep it from rest. */
bool rest_begun(const struct timeline *t);

/* Whether, with everybody at rest, nothing can happen any more within `bound_ns`: all calls that are waited in are
 * without a time limit, no socket has a timer that fires before, and no router still looks for a host. sockets is the
 * kernel's table of now; lost_ns: when the first host was lost, INT64_MAX where none was. */
bool rest_forever(const struct timeline *t, const struct sockets_event *sockets, int64_t lost_ns,
		  int64_t bound_ns);

#endif
