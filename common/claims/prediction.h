/*
 * prediction.h - what a claim predicts, in the lab's notation: "X > Y R[.] ; state X CLOSED ; never X > Y F".
 *
 * X, Y and Z stand for actors, each for another one; "router" is the router of world hosts. The lines are read by the
 * parser of scripts. What a scenario shows is measured by them: a starred line of a claim that holds must be an instance of
 * each, one of a claim that fails must contradict at least one (notes/claims.md).
 */
#ifndef COMMON_CLAIMS_PREDICTION_H
#define COMMON_CLAIMS_PREDICTION_H

#include "common/base/error.h"
#include "common/script/script.h"

struct claim_prediction {
	struct script *script; /* owns the lines */
	const struct line *lines;
	size_t count;
};

/* False with a sentence in e. prediction_free() otherwise. */
bool prediction_parse(struct claim_prediction *p, const char *text, struct error *e);
void prediction_free(struct claim_prediction *p);

/* Is there for each prediction a star of the script's claim `index` that is an instance of it, all with the same actors for
 * X, Y and Z? Returns the first prediction for which there is none; NULL: they all are. */
const struct line *prediction_unshown(const struct claim_prediction *p, const struct script *s, size_t index);
/* Does a star of it contradict one of them? */
bool prediction_contradicted(const struct claim_prediction *p, const struct script *s, size_t index);

#endif
