/*
 * search.h - finds claims by words: of their sentences, exceptions, ids, topics and evidence; by an errno or a signal, or
 * what it means ("broken pipe"); by options, TCP states and calls.
 *
 * Upper and lower case, '-', '_' and "()" do not count: TIME_WAIT, "time-wait" and "time wait" are the same. A word may be
 * the beginning of one.
 */
#ifndef COMMON_CLAIMS_SEARCH_H
#define COMMON_CLAIMS_SEARCH_H

#include "common/claims/table.h"

struct claim_hit {
	const struct claim_row *row;
	unsigned score;
};

/* The claims that have all of the words, best first; into arena. */
struct claim_hit *claims_search(struct arena *arena, const struct claims_table *t, const char *const *words,
				size_t count, size_t *hits);
/* Nothing was found: which word nothing says, and what may have been meant. Into arena. */
const char *claims_search_hint(struct arena *arena, const struct claims_table *t, const char *const *words,
			       size_t count);

/* What is known of a claim and stands in no sentence about it: its experiment and prediction, its scenarios' titles and
 * evidence, each once. */
void search_background(struct text *out, const struct claim_row *row);
/* Adds a blank and text, unless out says it already; NULL adds nothing. */
void search_add_once(struct text *out, const char *text);
/* What the names in a text mean, in words, each once: "EPIPE" adds "Broken pipe". */
void search_meanings(struct text *out, const char *text);

#endif
