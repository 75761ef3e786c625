/*
 * divergence.h - one failure as a teacher looks at it: what was expected of whom, what came, and what the record says of that
 * program up to then. Private to common/tutor.
 */
#ifndef COMMON_TUTOR_DIVERGENCE_H
#define COMMON_TUTOR_DIVERGENCE_H

#include "common/tutor/study.h"
#include "common/tutor/things.h"

struct divergence {
	const struct script *script;
	const struct timeline *timeline;
	const struct line *line; /* the one that is broken; NULL: none */
	const struct event *event; /* what came instead; NULL: nothing */
	int64_t end_ns; /* of the run; INT64_MAX while it goes on */
	int64_t now_ns; /* of what came; where nothing did, or a call has not returned, the end */
	enum thing expected, came;
	const char *who, *peer; /* of whom we speak, and the other end; NULL: nobody knows */
	struct study study; /* of who */
};

/* Of whoever sent, called, or is in the state. */
struct divergence divergence_of_all(const struct script *script, const struct timeline *timeline,
				    const struct failure *failure);
/* The same failure, of a program of the reader's own; false: none plays. */
bool divergence_of_yours(const struct divergence *of_all, const struct failure *failure,
			 struct divergence *out);

#endif
