/*
 * quiescence.h - can anything happen before a timer fires?
 *
 * A process is at rest when it is gone, stopped, or asleep inside a system call and its strace is waiting
 * for it: then nothing happens before a kernel timer fires or the director does something. This is
 * what the director waits for instead of sleeping.
 */
#ifndef COMMON_STAGE_QUIESCENCE_H
#define COMMON_STAGE_QUIESCENCE_H

#include "common/record/timeline.h"

/* What /proc has of the timeline's processes, kept open: { 0 } at first, then of quiescent_now() alone until quiescence_end(). */
struct quiescence {
	struct watched_process *processes;
	size_t count;
};

void quiescence_end(struct quiescence *r);

/* Whether every living process of the timeline, and its tracer, is at rest now. Reads /proc. seen: only those whose
 * strace shows the call that they sleep in; without it also a sleep in a call that is not traced, which looks
 * like a short sleep on the way: so ask for that only after nothing has happened for a while. */
bool quiescent_now(struct quiescence *r, const struct timeline *t, bool seen);

/* Whether each actor's program has been executed, so that only its own doings keep it from rest. */
bool all_executed(const struct timeline *t);

/* Whether, with everybody at rest, nothing can happen any more within `bound_ns`: all calls that are waited in are
 * without a time limit, no socket has a timer that fires before, no cable holds a frame back, and no router still looks for a host. sockets is the
 * kernel's table of now; lost_ns: when the first host was lost, INT64_MAX where none was. */
bool quiescent_for(const struct timeline *t, const struct sockets_event *sockets, int64_t lost_ns,
		   int64_t bound_ns);

#endif
