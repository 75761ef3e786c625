/*
 * table.h - what became of the claims here: for each the verdict that all its scenarios together give, its exceptions or
 * answers, and the evidence. On a terminal, as Markdown, as JSON, and one claim in full.
 *
 * A scenario says only what it shows itself (script.h, enum claim_case). The verdict is computed: only cases that hold
 * confirm, only such as fail refute, both qualify, and a case that was not shown is missing and is said to be.
 */
#ifndef COMMON_CLAIMS_TABLE_H
#define COMMON_CLAIMS_TABLE_H

#include "common/claims/catalogue.h"
#include "common/report/ladder.h"
#include "common/report/result.h"

enum claim_status {
	CLAIM_CONFIRMED,
	CLAIM_RARELY, /* confirmed, but for cases that no ordinary program meets */
	CLAIM_QUALIFIED, /* it holds in some cases, and fails in others */
	CLAIM_REFUTED,
	CLAIM_ANSWERED,
	CLAIM_OPEN, /* of those that speak about it some were played, and none passed */
	CLAIM_CONTRADICTORY, /* two claims that cannot both hold are both confirmed */
	CLAIM_UNDECIDED, /* no experiment can decide it */
	CLAIM_UNPLAYED, /* none of those that speak about it was played here: each says why */
	CLAIM_UNTRIED, /* no scenario yet */
	CLAIM_STATUSES,
};

/* One claim with all that speaks about it. */
struct claim_row {
	const struct claim *claim;
	enum claim_status status;
	struct claim_voice { /* a case of it: one claim line of a scenario */
		const struct scenario_result *scenario;
		const struct claim_result *result;
		bool counts; /* not where it is about another kernel: then nothing is missing */
	} * voices;
	size_t voice_count;
	size_t shown, cases; /* so many of those that count are shown; of a question: of its parts */
	size_t holds, fails, rare; /* of those shown; rare ones are not among the fails */
};

struct claims_table {
	struct arena *arena;
	const char *kernel;
	struct claim_row *rows; /* in the catalogue's order, of the topics that were asked for */
	size_t count;
	size_t counts[CLAIM_STATUSES];
	size_t partly[CLAIM_STATUSES]; /* how many of them lack a case */
	const char **errors; /* sentences: contradictions, ids that are not in the catalogue */
	size_t error_count;
};

/* results: of all scripts that there are, played or not. topics: only these, in the catalogue's order; none: all. catalogue
 * and results must outlive the table. kernel: uname -r. A topic that the catalogue does not have is an error of the table. */
struct claims_table *claims_table_make(const struct catalogue *catalogue,
				       struct scenario_result *const *results, size_t result_count,
				       const char *const *topics, size_t topic_count, const char *kernel);
void claims_table_free(struct claims_table *t); /* NULL is allowed */
/* NULL where it has no row of that id. */
const struct claim_row *claims_table_find(const struct claims_table *t, const char *id);
/* Something is wrong: an error, a claim that is open, or one that lacks a case which was played. */
bool claims_table_is_faulty(const struct claims_table *t);

/* "confirmed", …, "no scenario yet". */
const char *claim_status_text(enum claim_status s);
/* Whether something became of it: it was played, or cannot be. */
bool claim_is_told(const struct claim_row *row);

/* draw.c: by topic. untried: also the claims that were not played or have no scenario yet; without it a topic that has
 * nothing else is one line. The summary and the errors close it. */
void claims_table_draw(struct text *out, const struct claims_table *t, bool untried,
		       const struct ladder_style *style);
/* answer.c: one claim, all that is known about it; its first line is the answer. lab: how the reader called us
 * ("build/lab"), for what is to be typed again. */
void claim_draw(struct text *out, const struct claims_table *t, const struct claim_row *row, const char *lab,
		const struct ladder_style *style);
/* The answer in one line: "confirmed  linger-zero-sends-rst  With {on, 0} close() sends an RST …". */
void claim_draw_line(struct text *out, const struct claim_row *row, const struct ladder_style *style);
/* markdown.c: the same table for a web page or a note. */
void claims_table_markdown(struct text *out, const struct claims_table *t);
/* Nothing but the verdicts, for a note: no frame and no time, which differ from run to run. */
void claims_table_markdown_short(struct text *out, const struct claims_table *t);
void claim_markdown(struct text *out, const struct claims_table *t, const struct claim_row *row);
/* json.c: for each claim that one of these results speaks of its verdict, its cases and what is missing. The caller owns
 * it. */
json_t *claims_table_json(const struct claims_table *t, struct scenario_result *const *results, size_t count);

/* The parts that the drawings share (words.c). */
/* "notes 000, 001; UNP1 7.5" */
void claim_sources_text(struct text *out, const char *sources);
/* "confirmed in 2 of 3 cases", "qualified: holds in 2 cases, fails in 1" */
void claim_verdict_words(struct text *out, const struct claim_row *row);
/* The exceptions, or the answers: what the voices say, each thing once; what is rare behind it, and said to be. */
void claim_instead_text(struct text *out, const struct claim_row *row);
/* Which cases are missing, and why: "linger/39-fin-series was not played: requires …"; nothing where none is. */
void claim_missing_text(struct text *out, const struct claim_row *row);
/* "linger/02-rst: frame 6, 1 call; linger/03-…: …" */
void claim_evidence_text(struct text *out, const struct claim_row *row);
/* Where and when it was played: "Linux 6.18, 2026-11-30, loopback"; of a constant compiler and libc instead. */
void claim_circumstances_text(struct text *out, const struct claim_row *row);
/* Of a claim about times: how long was really waited, where its sentence speaks of longer; nothing where that is said. */
void claim_waited_text(struct text *out, const struct claim_row *row);

#endif
