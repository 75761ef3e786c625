/* told_claims.h - a scenario's result that speaks of one claim, for the tests of what is made of many. */
#ifndef TESTS_TOLD_CLAIMS_H
#define TESTS_TOLD_CLAIMS_H

#include "common/report/result.h"

struct told_claim {
	struct scenario_result result;
	struct claim_result claim;
};

/* "claim … holds", and the other things that a line can say. */
extern const struct claim_says holds;
struct claim_says fails(const char *text);
struct claim_says rarely(const char *text);
struct claim_says answers(unsigned part, unsigned parts, const char *text);

/* linger/NAME says this of the claim, with so many pieces of evidence (at most 4). It is in *t. */
struct scenario_result *tell(struct told_claim *t, const char *name, enum verdict verdict, const char *id,
			     struct claim_says says, size_t evidence_count);

#endif
