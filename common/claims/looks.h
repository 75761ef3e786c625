/* looks.h - how verdicts and cases look on a terminal. Private to common/claims. */
#ifndef COMMON_CLAIMS_LOOKS_H
#define COMMON_CLAIMS_LOOKS_H

#include "common/claims/table.h"

/* LOOK_… of strip.h */
unsigned claim_look(enum claim_status s);
unsigned claim_case_look(const struct claim_says *says);

#endif
