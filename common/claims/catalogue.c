/* catalogue.c - reads the catalogue of claims; see catalogue.h. */
#include "common/claims/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/claims/columns.h"

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

/* ---- the columns that say more than a text ---- */

static const struct {
	const char *word;
	enum sentence_form form;
} forms[] = {
	{ "may", SENTENCE_MAY },
	{ "same", SENTENCE_SAME },
	{ "constant", SENTENCE_CONSTANT },
};

static bool read_form(struct columns *r, struct claim *new, const char *text)
{
	static const char question[] = "question ";
	enum { PARTS_MOST = 64 };

	if (!*text)
		return true;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].word, text) == 0) {
			new->form = forms[i].form;
			return true;
		}
	if (strncmp(text, question, strlen(question)) == 0) {
		char *end;
		unsigned long parts = strtoul(text + strlen(question), &end, 10);

		new->form = SENTENCE_QUESTION;
		new->parts = (unsigned)parts;
		if (!*end && parts && parts <= PARTS_MOST)
			return true;
	}
	return columns_fault(
		r,
		"'%.80s', column form: '%.40s' is none of may, same, constant and question 7 (its parts, 1 to %d)",
		new->id, text, PARTS_MOST);
}

static void read_contradicts(struct columns *r, struct claim *new, const char *text)
{
	size_t capacity = 0;

	for (const char *at = text; *at;) {
		size_t length;

		at += strspn(at, "; ");
		length = strcspn(at, "; ");
		if (!length)
			break;
		new->contradicts = arena_grow(r->arena, new->contradicts, new->contradicts_count, &capacity,
					      sizeof(*new->contradicts));
		new->contradicts[new->contradicts_count++] = arena_substring(r->arena, at, length);
		at += length;
	}
}

static bool read_predicts(struct columns *r, struct claim *new)
{
	struct error fault = { 0 };
	char text[ERROR_TEXT];

	if (strncmp(new->predicts, "- ", 2) == 0) {
		new->unpredicted = new->predicts + 2;
		return true;
	}
	if (!*new->predicts || prediction_parse(&new->prediction, new->predicts, &fault))
		return true;
	return columns_fault(r, "'%.80s', column predicts: %s", new->id, error_text(&fault, text));
}

static bool check_contradicts(struct columns *r, const struct catalogue *c)
{
	for (size_t i = 0; i < c->count; i++)
		for (size_t k = 0; k < c->claims[i].contradicts_count; k++) {
			r->line = c->claims[i].line;
			if (strcmp(c->claims[i].contradicts[k], c->claims[i].id) == 0)
				return columns_fault(r, "'%.80s' contradicts itself", c->claims[i].id);
			if (!find(c, c->claims[i].contradicts[k]))
				return columns_fault(
					r, "'%.80s' contradicts '%.80s', which is not in the catalogue",
					c->claims[i].id, c->claims[i].contradicts[k]);
		}
	return true;
}

enum {
	COLUMN_ID,
	COLUMN_CLAIM,
	COLUMN_TOPIC,
	COLUMN_SOURCES,
	COLUMN_KIND,
	COLUMN_EXPERIMENT,
	COLUMN_WORLD,
	COLUMN_FORM,
	COLUMN_CONTRADICTS,
	COLUMN_PREDICTS,
	COLUMNS,
};

static bool read_claim(struct columns *r, const struct catalogue *c, const int at[COLUMNS], struct claim *new)
{
	const struct claim *same;

	*new = (struct claim){
		.line = r->line,
		.id = columns_field(r, at[COLUMN_ID]),
		.claim = columns_field(r, at[COLUMN_CLAIM]),
		.topic = columns_field(r, at[COLUMN_TOPIC]),
		.sources = columns_field(r, at[COLUMN_SOURCES]),
		.kind = columns_field(r, at[COLUMN_KIND]),
		.experiment = columns_field(r, at[COLUMN_EXPERIMENT]),
		.world = columns_field(r, at[COLUMN_WORLD]),
		.predicts = columns_field(r, at[COLUMN_PREDICTS]),
	};
	if (!is_id(new->id))
		return columns_fault(r, "'%.80s' is no id: expected lower-case words joined by '-'", new->id);
	if (!*new->claim)
		return columns_fault(r, "'%.80s' has no text in column 'claim'", new->id);
	same = find(c, new->id);
	if (same)
		return columns_fault(r, "'%.80s' is there twice: first in line %u", new->id, same->line);
	read_contradicts(r, new, columns_field(r, at[COLUMN_CONTRADICTS]));
	return read_form(r, new, columns_field(r, at[COLUMN_FORM])) && read_predicts(r, new);
}

static bool read_claims(struct columns *r, struct catalogue *c)
{
	static const char *const names[COLUMNS] = {
		[COLUMN_ID] = "id",
		[COLUMN_CLAIM] = "claim",
		[COLUMN_TOPIC] = "topic",
		[COLUMN_SOURCES] = "sources",
		[COLUMN_KIND] = "kind",
		[COLUMN_EXPERIMENT] = "experiment",
		[COLUMN_WORLD] = "world",
		[COLUMN_FORM] = "form",
		[COLUMN_CONTRADICTS] = "contradicts",
		[COLUMN_PREDICTS] = "predicts",
	};
	size_t capacity = 0;
	int at[COLUMNS] = { 0 };

	if (!columns_find(r, names, COLUMNS, 2, at))
		return false;
	while (columns_row(r)) {
		struct claim new;

		if (!read_claim(r, c, at, &new))
			return false;
		c->claims = arena_grow(c->arena, c->claims, c->count, &capacity, sizeof(new));
		c->claims[c->count++] = new;
	}
	return check_contradicts(r, c);
}

struct catalogue *catalogue_parse(const char *path, const char *text, size_t length, struct error *error)
{
	struct arena *arena = arena_new();
	struct catalogue *c = arena_alloc(arena, sizeof(*c));
	struct columns r;

	c->arena = arena;
	if (columns_begin(&r, arena, path, text, length, error) && read_claims(&r, c))
		return c;
	catalogue_free(c);
	return NULL;
}

bool catalogue_add_undecidable(struct catalogue *c, const char *path, const char *text, size_t length,
			       struct error *error)
{
	static const char *const names[] = { "id", "reason" };
	struct columns r;
	int at[2] = { -1, -1 };

	if (!columns_begin(&r, c->arena, path, text, length, error) || !columns_find(&r, names, 2, 2, at))
		return false;
	while (columns_row(&r)) {
		const char *id = columns_field(&r, at[0]), *reason = columns_field(&r, at[1]);
		struct claim *claim = find(c, id);

		if (!claim)
			return columns_fault(&r, "'%.80s' is not in the catalogue of claims", id);
		if (!*reason)
			return columns_fault(&r, "'%.80s' has no text in column 'reason'", id);
		if (claim->undecidable)
			return columns_fault(&r, "'%.80s' is there twice", id);
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
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++)
		prediction_free(&c->claims[i].prediction);
	arena_free(c->arena);
}
