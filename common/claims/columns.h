/*
 * columns.h - a table of columns between tabs whose first line names them: notes/claims.tsv and the like.
 *
 * Empty lines and lines that begin with '#' are skipped. Columns may stand in any order, unknown ones are ignored.
 */
#ifndef COMMON_CLAIMS_COLUMNS_H
#define COMMON_CLAIMS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"
#include "common/base/error.h"

enum { COLUMNS_MOST = 32 };

/* A table being read, row by row. */
struct columns {
	struct arena *arena; /* of all texts that come out of it */
	const char *path;
	const char *next, *end;
	unsigned line; /* of the row read last; 0: it is the file as a whole */
	char *fields[COLUMNS_MOST]; /* of the row read last */
	size_t field_count;
	struct error *error;
};

/* Reads the line that names the columns. False with a sentence in error. */
bool columns_begin(struct columns *c, struct arena *arena, const char *path, const char *text, size_t length,
		   struct error *error);
/* Where each of the wanted columns stands; -1 where it is missing, which is an error for the first `needed`. */
bool columns_find(struct columns *c, const char *const *names, size_t count, size_t needed, int *at);
/* The next row that says something. False at the end. */
bool columns_row(struct columns *c);
/* "" where the row has none. at: from columns_find. */
const char *columns_field(const struct columns *c, int at);
/* "notes/claims.tsv:12: …" in error; returns false. */
bool columns_fault(struct columns *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
