/*
 * remarks.h - what one event means, for people who do not read the notation yet: each flag and number of a segment, what
 * a call is for and what its error says, what a signal does. A list of them is made by who shows it, in its order.
 */
#ifndef COMMON_TUTOR_REMARKS_H
#define COMMON_TUTOR_REMARKS_H

#include "common/record/timeline.h"

/* One thing said: "R" - "RST: the connection is aborted …". A label without a text is a heading. */
struct remark {
	const char *label, *text;
};

/* Starts as { .arena = ... }, in which all of it lives. */
struct remarks {
	struct arena *arena;
	struct remark *list;
	size_t count, capacity;
};

void remark(struct remarks *r, const char *label, const char *text);

void remark_packet(struct remarks *r, const struct timeline *t, const struct event *e);
/* A call that is only entered: nothing that was known when it returned. */
void remark_entry(struct remarks *r, const struct timeline *t, const struct event *e);
/* A whole call, or the return of one that has waited. */
void remark_call(struct remarks *r, const struct timeline *t, const struct event *e, bool waited);
/* Several like this one, which these words tell together. */
void remark_calls(struct remarks *r, const struct timeline *t, const struct event *e, const char *words);
void remark_signal(struct remarks *r, const struct timeline *t, const struct event *e);
void remark_exit(struct remarks *r, const struct timeline *t, const struct event *e);

#endif
