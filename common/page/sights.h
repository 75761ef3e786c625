/*
 * sights.h - what a run that was captured on several links says of a packet beyond its first sight: when it arrived, and
 * whether the router between the hosts sent it or is meant by it.
 *
 * On the loopback there is one link, and all of it is unknown.
 */
#ifndef COMMON_PAGE_SIGHTS_H
#define COMMON_PAGE_SIGHTS_H

#include "common/record/timeline.h"

/* 0: not known. */
static inline int64_t sight_arrival(const struct event *e)
{
	(void)e;
	return 0;
}

static inline bool sight_from_router(const struct timeline *t, const struct event *e)
{
	(void)t, (void)e;
	return false;
}

static inline bool sight_to_router(const struct timeline *t, const struct event *e)
{
	(void)t, (void)e;
	return false;
}

#endif
