/* looks.c - how verdicts and cases look on a terminal; see looks.h. */
#include "common/claims/looks.h"

#include "common/report/strip.h"

unsigned claim_look(enum claim_status s)
{
	static const unsigned looks[CLAIM_STATUSES] = {
		[CLAIM_CONFIRMED] = LOOK_GOOD | LOOK_STRONG,
		[CLAIM_RARELY] = LOOK_GOOD | LOOK_STRONG,
		[CLAIM_QUALIFIED] = LOOK_NOTE | LOOK_STRONG,
		[CLAIM_REFUTED] = LOOK_NOTE | LOOK_STRONG,
		[CLAIM_ANSWERED] = LOOK_GOOD | LOOK_STRONG,
		[CLAIM_OPEN] = LOOK_BAD,
		[CLAIM_CONTRADICTORY] = LOOK_BAD | LOOK_STRONG,
		[CLAIM_UNDECIDED] = LOOK_DIM,
		[CLAIM_UNPLAYED] = LOOK_DIM,
		[CLAIM_UNTRIED] = LOOK_DIM,
	};

	return s < CLAIM_STATUSES ? looks[s] : (unsigned)LOOK_PLAIN;
}

unsigned claim_case_look(const struct claim_says *says)
{
	if (says->rare)
		return LOOK_DIM;
	return says->what == CASE_FAILS ? LOOK_NOTE : LOOK_GOOD;
}
