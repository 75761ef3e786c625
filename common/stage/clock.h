/* clock.h - the two clocks of a run. Nobody outside common/stage/ includes it. */
#ifndef COMMON_STAGE_CLOCK_H
#define COMMON_STAGE_CLOCK_H

#include <stdint.h>

/* The clock of the record, in ns: strace and libpcap stamp with it (CLOCK_REALTIME). */
int64_t record_now(void);
/* The clock of our own waits, in ns, which nobody sets (CLOCK_MONOTONIC). */
int64_t steady_now(void);

#endif
