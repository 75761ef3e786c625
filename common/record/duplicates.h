/*
 * duplicates.h - which packets arrived, and which were lost. Private to common/record: timeline_index() calls
 * duplicates_assign().
 */
#ifndef COMMON_RECORD_DUPLICATES_H
#define COMMON_RECORD_DUPLICATES_H

#include "common/record/timeline.h"

/* Sets host, again, arrived_ns and lost of every packet. Events are sorted. */
void duplicates_assign(struct timeline *t);

#endif
