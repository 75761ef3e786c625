/* summary.h - the closing lines under a ladder, and the table of many scenarios. */
#ifndef COMMON_REPORT_SUMMARY_H
#define COMMON_REPORT_SUMMARY_H

#include "common/report/ladder.h"
#include "common/report/result.h"

/* "linger/02-rst   title": for a scenario of which there is no ladder. */
void summary_head(struct text *out, const struct scenario_result *r, const struct ladder_style *style);
/* The verdict, the controls, needless retransmissions with their proofs, and each claim with its evidence.
 * j and t may be NULL: then of the needless retransmissions nothing is said. */
void summary_draw(struct text *out, const struct scenario_result *r, const struct judgement *j,
		  const struct timeline *t, const struct ladder_style *style);
/* One line a scenario, the reason under what does not pass, and the counts. */
void results_table_draw(struct text *out, struct scenario_result *const *results, size_t count,
			const struct ladder_style *style);

#endif
