/*
 * table.h - what became of the claims on this kernel: for each its verdict, what Linux does instead, and
 * the scenarios and frames that show it. On a terminal, as Markdown, and one claim in detail.
 *
 * The table judges nothing: it puts together what the scenarios' results say, and says where they
 * contradict each other.
 */
#ifndef COMMON_CLAIMS_TABLE_H
#define COMMON_CLAIMS_TABLE_H

#include "common/claims/catalogue.h"
#include "common/report/ladder.h"
#include "common/report/result.h"

enum claim_status {
	CLAIM_CONFIRMED,
	CLAIM_QUALIFIED,
	CLAIM_REFUTED,
	CLAIM_ANSWERED,
	CLAIM_UNSETTLED, /* of those that speak about it one was played and did not pass */
	CLAIM_CONTRADICTORY, /* two scenarios that passed give it different verdicts */
	CLAIM_UNDECIDABLE, /* no experiment can decide it */
	CLAIM_UNPLAYED, /* those that speak about it were not played here: each says why */
	CLAIM_UNTRIED, /* no scenario yet */
	CLAIM_STATUSES,
};

/* One claim with all that speaks about it. */
struct claim_row {
	const struct claim *claim;
	enum claim_status status;
	struct claim_voice {
		const struct scenario_result *scenario;
		const struct claim_result *result;
	} * voices;
	size_t voice_count;
};

struct claims_table {
	struct arena *arena;
	const char *kernel;
	struct claim_row *rows; /* in the catalogue's order, of the topics that were asked for */
	size_t count;
	size_t counts[CLAIM_STATUSES];
	const char **errors; /* sentences: contradictions, ids that are not in the catalogue */
	size_t error_count;
};

/* topics: only these, in the catalogue's order; none: all. catalogue and results must outlive the table. kernel: uname -r.
 * A topic that the catalogue does not have is an error of the table. */
struct claims_table *claims_table_make(const struct catalogue *catalogue,
				       struct scenario_result *const *results, size_t result_count,
				       const char *const *topics, size_t topic_count, const char *kernel);
void claims_table_free(struct claims_table *t); /* NULL is allowed */

/* "confirmed", …, "no scenario yet". */
const char *claim_status_text(enum claim_status s);
/* Whether something became of it: it was played, or cannot be. */
bool claim_is_told(const struct claim_row *row);

/* By topic. untried: also the claims that were not played or have no scenario yet; without it a topic that has nothing
 * else is one line. The summary and the errors close it. */
void claims_table_draw(struct text *out, const struct claims_table *t, bool untried,
		       const struct ladder_style *style);
/* "12 confirmed · 3 qualified · …", and the errors. */
void claims_table_draw_summary(struct text *out, const struct claims_table *t,
			       const struct ladder_style *style);
/* One claim: all that is known about it. lab: how the reader called us ("build/lab"), for what is to be typed again.
 * False where it is not in the table. */
bool claims_table_draw_claim(struct text *out, const struct claims_table *t, const char *id, const char *lab,
			     const struct ladder_style *style);
/* The same table for a web page or a note. */
void claims_table_markdown(struct text *out, const struct claims_table *t);

/* The parts that the drawings share (words.c). */
/* "notes 000, 001; UNP1 7.5" */
void claim_sources_text(struct text *out, const char *sources);
/* What Linux does instead, or under which condition: what the voices say, each thing once. */
void claim_instead_text(struct text *out, const struct claim_row *row);
/* "linger/02-rst: frame 6, 1 call; linger/03-…: …" */
void claim_evidence_text(struct text *out, const struct claim_row *row);

#endif
