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

/* Whether every living process of the timeline, and its tracer, is at rest now. Reads /proc. */
bool rest_all(const struct timeline *t);

/* Whether, with everybody at rest, nothing can happen any more within `bound_ns`: all calls that are waited in are
 * without a time limit, and no socket has a timer that fires before. sockets is the kernel's table of now. */
bool rest_forever(const struct timeline *t, const struct sockets_event *sockets, int64_t bound_ns);

#endif
