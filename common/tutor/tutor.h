/*
 * tutor.h - what a teacher says where a run does not hold. The judge finds; the tutor explains what it found, from the same
 * script and the same record. A cause is told only where the record supports it.
 *
 * Below, what stands in other headers: beside.h (a program of the reader's own beside ours), remarks.h and meanings.h
 * (what a segment, a call, an error or a state means).
 */
#ifndef COMMON_TUTOR_TUTOR_H
#define COMMON_TUTOR_TUTOR_H

#include "common/judge/judge.h"

/* One sentence of likely cause for judgement->failures[failure], into the judgement's arena; "" where we know none. The
 * script and the timeline are those that were judged. */
const char *tutor_cause(const struct script *script, const struct timeline *timeline,
			const struct judgement *judgement, size_t failure);

#endif
