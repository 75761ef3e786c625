/*
 * meanings.h - what a flag, a mark, an error, a signal or a TCP state means, in a few words for people who do not read the
 * notation yet. What a call means is in the table of calls (call_meaning()). NULL where the table does not know it.
 */
#ifndef COMMON_TUTOR_MEANINGS_H
#define COMMON_TUTOR_MEANINGS_H

#include <stdbool.h>

const char *flag_meaning(unsigned flag, bool with_ack); /* enum tcp_flag */
const char *mark_meaning(unsigned mark); /* enum segment_mark */
const char *errno_meaning(const char *name);
const char *signal_meaning(const char *name);
const char *fault_meaning(unsigned kind); /* enum fault_kind */
const char *state_meaning(unsigned state); /* as the kernel numbers them; 0 is CLOSED */

#endif
