/*
 * duplicates.h - which packets arrived, and which were lost. Private to common/record: timeline_index() calls
 * duplicates_assign().
 */
#ifndef COMMON_RECORD_DUPLICATES_H
#define COMMON_RECORD_DUPLICATES_H

#include "common/record/timeline.h"

/* fault_packets.c: sets fault of every packet to which the cable has done something. */
void faults_find_packets(struct timeline *t);
/* Sets host, again, fault, arrived_ns and lost of every packet. Events are sorted. */
void duplicates_assign(struct timeline *t);

#endif
