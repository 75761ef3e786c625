/* verdict.h - the verdict that follows from a claim's cases; see table.h. Private to common/claims. */
#ifndef COMMON_CLAIMS_VERDICT_H
#define COMMON_CLAIMS_VERDICT_H

#include "common/claims/table.h"

/* Sets status and figures of a row from its voices. */
void claim_weigh(struct claim_row *row);

/* old.c: while there are claim lines in the old form, in which each scenario gave the whole verdict. */
/* Whether all voices of the row are such: then it counts as it did: settled when all that were played say the same. What
 * contradicts is a sentence into arena; NULL: nothing. */
bool claim_weigh_old(struct claim_row *row, struct arena *arena, const char **contradiction);
/* What a line of the old form says, as cases: a qualified one both holds and fails. */
bool case_holds(const struct claim_says *says);
bool case_fails(const struct claim_says *says);

#endif
