/* catalogue.c - reads the catalogue of claims; see catalogue.h. */
#include "common/claims/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MOST = 32 };

/* A table being read, line by line. */
struct table_reading {
	struct arena *arena;
	const char *path;
	const char *next, *end;
	unsigned line;
	char *fields[COLUMNS_MOST]; /* of the line read last */
	size_t field_count;
	struct error *error;
};

/* The table is faulty: "notes/claims.tsv:12: …". */
static bool faulty(struct table_reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool faulty(struct table_reading *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(r->error, 0, format, args);
	va_end(args);
	return r->line ? error_within(r->error, "%s:%u", r->path, r->line)
		       : error_within(r->error, "%s", r->path);
}

static char *trim(char *s)
{
	size_t length;

	s += strspn(s, " \r");
	length = strlen(s);
	while (length && strchr(" \r", s[length - 1]))
		s[--length] = '\0';
	return s;
}

/* Splits the line at its tabs, into the reading's fields. */
static void split(struct table_reading *r, char *line)
{
	r->field_count = 0;
	while (line && r->field_count < COLUMNS_MOST) {
		char *tab = strchr(line, '\t');

		if (tab)
			*tab = '\0';
		r->fields[r->field_count++] = trim(line);
		line = tab ? tab + 1 : NULL;
	}
}

/* The next line that says something. False at the end. */
static bool read_row(struct table_reading *r)
{
	while (r->next < r->end) {
		const char *newline = memchr(r->next, '\n', (size_t)(r->end - r->next));
		const char *stop = newline ? newline : r->end;
		char *line = arena_substring(r->arena, r->next, (size_t)(stop - r->next));

		r->next = newline ? newline + 1 : r->end;
		r->line++;
		if (line[strspn(line, " \t\r")] == '\0' || *line == '#')
			continue;
		split(r, line);
		return true;
	}
	return false;
}

static bool begin(struct table_reading *r, struct arena *arena, const char *path, const char *text,
		  size_t length, struct error *error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* some editors begin a file with it */

	*r = (struct table_reading){
		.arena = arena, .path = path, .next = text, .end = text + length, .error = error
	};
	if (memchr(text, '\0', length))
		return faulty(r, "this is no text: it holds a NUL byte");
	if (length >= 3 && memcmp(text, mark, 3) == 0)
		r->next += 3;
	if (!read_row(r)) {
		r->line = 0;
		return faulty(r, "the file is empty: expected a first line that names the columns");
	}
	return true;
}

/* Where each wanted column stands, from the first line; -1 where it is missing. */
static bool find_columns(struct table_reading *r, const char *const *names, size_t count, size_t needed,
			 int *columns)
{
	for (size_t i = 0; i < count; i++) {
		columns[i] = -1;
		for (size_t k = 0; k < r->field_count; k++)
			if (strcmp(r->fields[k], names[i]) == 0)
				columns[i] = (int)k;
		if (i < needed && columns[i] < 0)
			return faulty(r, "expected a column '%s' in the line that names the columns",
				      names[i]);
	}
	return true;
}

static const char *field(const struct table_reading *r, int column)
{
	return column >= 0 && (size_t)column < r->field_count ? r->fields[column] : "";
}

/* An id is what a script's claim line can name: lower-case words joined by '-'. */
static bool is_id(const char *id)
{
	return *id && *id != '-' && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static struct claim *find(const struct catalogue *c, const char *id)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->claims[i].id, id) == 0)
			return &c->claims[i];
	return NULL;
}

const struct claim *catalogue_find(const struct catalogue *c, const char *id)
{
	return find(c, id);
}

static bool read_claims(struct table_reading *r, struct catalogue *c)
{
	static const char *const names[] = {
		"id", "claim", "topic", "sources", "kind", "experiment", "world"
	};
	enum { NAMES = sizeof(names) / sizeof(names[0]) };
	size_t capacity = 0;
	int at[NAMES] = { 0 };

	if (!find_columns(r, names, NAMES, 2, at))
		return false;
	while (read_row(r)) {
		struct claim new = {
			.line = r->line,
			.id = field(r, at[0]),
			.claim = field(r, at[1]),
			.topic = field(r, at[2]),
			.sources = field(r, at[3]),
			.kind = field(r, at[4]),
			.experiment = field(r, at[5]),
			.world = field(r, at[6]),
		};
		const struct claim *same;

		if (!is_id(new.id))
			return faulty(r, "'%.80s' is no id: expected lower-case words joined by '-'", new.id);
		if (!*new.claim)
			return faulty(r, "'%.80s' has no text in column 'claim'", new.id);
		same = find(c, new.id);
		if (same)
			return faulty(r, "'%.80s' is there twice: first in line %u", new.id, same->line);
		c->claims = arena_grow(c->arena, c->claims, c->count, &capacity, sizeof(new));
		c->claims[c->count++] = new;
	}
	return true;
}

struct catalogue *catalogue_parse(const char *path, const char *text, size_t length, struct error *error)
{
	struct arena *arena = arena_new();
	struct catalogue *c = arena_alloc(arena, sizeof(*c));
	struct table_reading r;

	c->arena = arena;
	if (begin(&r, arena, path, text, length, error) && read_claims(&r, c))
		return c;
	arena_free(arena);
	return NULL;
}

bool catalogue_add_undecidable(struct catalogue *c, const char *path, const char *text, size_t length,
			       struct error *error)
{
	static const char *const names[] = { "id", "reason" };
	struct table_reading r;
	int at[2] = { -1, -1 };

	if (!begin(&r, c->arena, path, text, length, error) || !find_columns(&r, names, 2, 2, at))
		return false;
	while (read_row(&r)) {
		const char *id = field(&r, at[0]), *reason = field(&r, at[1]);
		struct claim *claim = find(c, id);

		if (!claim)
			return faulty(&r, "'%.80s' is not in the catalogue of claims", id);
		if (!*reason)
			return faulty(&r, "'%.80s' has no text in column 'reason'", id);
		if (claim->undecidable)
			return faulty(&r, "'%.80s' is there twice", id);
		claim->undecidable = reason;
	}
	return true;
}

/* The whole file, malloc'd. NULL with errno. */
static char *read_whole(const char *path, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = fd >= 0 ? malloc(CATALOGUE_LIMIT) : NULL;
	ssize_t n = -1;
	int saved;

	*length = 0;
	while (text && *length < CATALOGUE_LIMIT &&
	       (n = read(fd, text + *length, CATALOGUE_LIMIT - *length)) > 0)
		*length += (size_t)n;
	saved = text && *length == CATALOGUE_LIMIT ? EFBIG : errno;
	if (fd >= 0)
		close(fd);
	if (text && n == 0)
		return text;
	free(text);
	errno = saved;
	return NULL;
}

struct catalogue *catalogue_load(const char *folder, struct error *error)
{
	struct catalogue *c = NULL;
	char path[4096];
	size_t length;
	char *text;

	snprintf(path, sizeof(path), "%s/claims.tsv", folder);
	text = read_whole(path, &length);
	if (text)
		c = catalogue_parse(path, text, length, error);
	else
		error_errno(error, "%s", path);
	free(text);
	if (!c)
		return NULL;
	snprintf(path, sizeof(path), "%s/undecidable.tsv", folder);
	text = read_whole(path, &length);
	if (!text && errno == ENOENT)
		return c; /* every claim can be decided */
	if (!text)
		error_errno(error, "%s", path);
	if (!text || !catalogue_add_undecidable(c, path, text, length, error)) {
		catalogue_free(c);
		c = NULL;
	}
	free(text);
	return c;
}

void catalogue_free(struct catalogue *c)
{
	if (c)
		arena_free(c->arena);
}
