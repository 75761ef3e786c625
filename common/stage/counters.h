/*
 * counters.h - what the kernel counts of a network: /proc/net/netstat, snmp and snmp6 (proc(5)), by the names that nstat(8)
 * prints. They belong to a network namespace and start at 0 with it. Reading all takes some 30 us.
 */
#ifndef COMMON_STAGE_COUNTERS_H
#define COMMON_STAGE_COUNTERS_H

#include "common/record/timeline.h"
#include "common/stage/wire.h"

/* Of each host, or of the one network that there is: { 0 } at first, then of counters_read() alone until counters_end(). */
struct counters {
	struct network *networks;
	size_t count;
};

/* What has moved since the last time; the first time that is nothing. A host that has come up again counts from 0. Less what the
 * director's markers moved: the wire has counted them. New names are added to the timeline, in whose arena all of it is. */
void counters_read(struct counters *c, struct timeline *t, struct wire *w, struct reading_event *out);
void counters_end(struct counters *c);

#endif
