/* verdict.h - the verdict that follows from a claim's cases; see table.h. Private to common/claims. */
#ifndef COMMON_CLAIMS_VERDICT_H
#define COMMON_CLAIMS_VERDICT_H

#include "common/claims/table.h"

/* Sets status and figures of a row from its voices. */
void claim_weigh(struct claim_row *row);

#endif
