/*
 * catalogue.h - the claims that scenarios give verdicts on: notes/claims.tsv, one claim a line, and
 * notes/undecidable.tsv, which says of some why no experiment can decide them.
 *
 * Both are tables of columns between tabs whose first line names the columns; empty lines and lines that begin with '#'
 * are skipped. Columns may stand in any order, unknown ones are ignored; `id` and `claim` (`id` and `reason`) must
 * be there.
 */
#ifndef COMMON_CLAIMS_CATALOGUE_H
#define COMMON_CLAIMS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"
#include "common/base/error.h"
#include "common/claims/prediction.h"

/* What kind of sentence a claim is: what shows it, and what an exception is. */
enum sentence_form {
	SENTENCE_PLAIN,
	SENTENCE_MAY, /* something can happen: one case confirms, and where it does not happen is no exception */
	SENTENCE_SAME, /* two ways do the same: a variant of the script must hold as well */
	SENTENCE_CONSTANT, /* a size, a prototype, a limit: a matter of compiler and libc, and not of the kernel */
	SENTENCE_QUESTION, /* of so many parts: answered when each has its evidence */
};

/* One row. A column that is not there is "". */
struct claim {
	unsigned line; /* of the file */
	const char *id, *topic, *claim, *sources, *kind, *experiment, *world;
	enum sentence_form form; /* column form: may, same, constant, question 7 */
	unsigned parts; /* of a question; else 0 */
	const char **
		contradicts; /* ids of claims that cannot hold as well; column contradicts, separated by ';' */
	size_t contradicts_count;
	const char *predicts; /* as written; "" where nothing is */
	struct claim_prediction prediction; /* of it; count 0: none */
	const char *unpredicted; /* column predicts, "- reason": why it has none; NULL */
	const char *undecidable; /* why no experiment can decide it; NULL where one can */
};

struct catalogue {
	struct arena *arena;
	struct claim *claims; /* in the order of the file */
	size_t count;
};

enum { CATALOGUE_LIMIT = 4 << 20 }; /* bytes of a file */

/* Reads a catalogue. NULL with "notes/claims.tsv:12: …" in error. */
struct catalogue *catalogue_parse(const char *path, const char *text, size_t length, struct error *error);
/* Adds the reasons to the claims. False with a sentence in error. */
bool catalogue_add_undecidable(struct catalogue *c, const char *path, const char *text, size_t length,
			       struct error *error);
/* Both, from `folder`/claims.tsv and, if it is there, `folder`/undecidable.tsv. */
struct catalogue *catalogue_load(const char *folder, struct error *error);
void catalogue_free(struct catalogue *c); /* NULL is allowed */

/* NULL where there is none of that id. */
const struct claim *catalogue_find(const struct catalogue *c, const char *id);

#endif
