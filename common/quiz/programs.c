/* programs.c - reads a lab's programs.txt; see programs.h. */
#include "common/quiz/programs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/record/store.h"

enum { LIMIT_FILE = 1 << 20, INDENT = 2 };

struct reader {
	struct arena *arena;
	struct program_texts *texts;
	struct program_text *program; /* the last one, which lines may go on with */
	struct program_word *word;
};

static const char *joined(const struct reader *r, const char *text, const char *more)
{
	return arena_printf(r->arena, "%s%s%s", text, *text ? " " : "", more);
}

/* "client: connects, …": the bytes of the name; 0: it is no such line. */
static size_t name_length(const char *line)
{
	size_t length = strcspn(line, ": ");

	return line[length] == ':' && (!line[length + 1] || line[length + 1] == ' ') ? length : 0;
}

static bool begin_program(struct reader *r, const char *line, size_t length)
{
	struct program_texts *t = r->texts;

	t->all = arena_grow(r->arena, t->all, t->count, &t->capacity, sizeof(*t->all));
	r->program = &t->all[t->count++];
	*r->program = (struct program_text){ .name = arena_substring(r->arena, line, length) };
	r->program->text = line + length + 1 + strspn(line + length + 1, " ");
	r->word = NULL;
	return *r->program->text != '\0';
}

/* The next of what stands before a text, up to the end or a space; a comma behind it is no part of it. NULL: no more. */
static const char *next_part(struct arena *arena, const char **at, const char *end)
{
	const char *from = *at + strspn(*at, " ");
	size_t length = strcspn(from, " ");

	if (from >= end)
		return NULL;
	*at = from + length;
	return arena_substring(arena, from, length - (from[length - 1] == ','));
}

/* "-l, --linger SECONDS": what of it is there. */
static struct program_word split(struct arena *arena, const char *head, const char *gap)
{
	struct program_word w = { 0 };
	const char *part;

	if (*head != '-')
		return (struct program_word){ .word = arena_substring(arena, head, (size_t)(gap - head)) };
	while ((part = next_part(arena, &head, gap))) {
		if (strncmp(part, "--", 2) == 0)
			w.word = part;
		else if (*part == '-')
			w.letter = part;
		else
			w.argument = part;
	}
	return w;
}

/* "-l, --linger SECONDS    SO_LINGER …" */
static bool add_word(struct reader *r, const char *head)
{
	struct program_text *p = r->program;
	const char *gap = strstr(head, "  ");

	if (!p || !gap)
		return false;
	p->words = arena_grow(r->arena, p->words, p->count, &p->capacity, sizeof(*p->words));
	r->word = &p->words[p->count++];
	*r->word = split(r->arena, head, gap);
	r->word->text = gap + strspn(gap, " ");
	return true;
}

static bool read_line(struct reader *r, const char *line)
{
	size_t indent = strspn(line, " ");

	if (!line[indent] || *line == '#')
		return true;
	if (indent == INDENT)
		return add_word(r, line + indent);
	if (indent > INDENT && r->word)
		r->word->text = joined(r, r->word->text, line + indent);
	else if (!indent && name_length(line))
		return begin_program(r, line, name_length(line));
	else if (!indent && *line != '\t' && r->program && !r->word)
		r->program->text = joined(r, r->program->text, line);
	else
		return false;
	return true;
}

bool programs_parse(struct arena *arena, const char *path, const char *text, struct program_texts *texts,
		    struct error *error)
{
	struct reader r = { .arena = arena, .texts = texts };
	unsigned number = 1;

	*texts = (struct program_texts){ 0 };
	for (; *text; number++) {
		size_t length = strcspn(text, "\n"), end = length;

		while (end && strchr(" \t\r", text[end - 1]))
			end--;
		if (!read_line(&r, arena_substring(arena, text, end)))
			return error_set(
				error,
				"%s:%u: expected `NAME: what it does`, or two spaces, a word that it takes, "
				"two spaces and what that means",
				path, number);
		text += length + (text[length] == '\n');
	}
	return true;
}

bool programs_load(struct arena *arena, const char *folder, struct program_texts *texts, struct error *error)
{
	const char *path = arena_printf(arena, "%s/programs.txt", folder);
	size_t length;
	char *text = store_read_file(path, LIMIT_FILE, &length);
	bool good;

	*texts = (struct program_texts){ 0 };
	if (!text)
		return errno == ENOENT || errno == ENOTDIR || error_errno(error, "%s", path);
	good = programs_parse(arena, path, text, texts, error);
	free(text);
	return good;
}

const struct program_text *program_named(const struct program_texts *texts, const char *name)
{
	for (size_t i = 0; i < texts->count; i++)
		if (strcmp(texts->all[i].name, name) == 0)
			return &texts->all[i];
	return NULL;
}

const struct program_word *program_option(const struct program_text *program, const char *option)
{
	for (size_t i = 0; i < program->count; i++) {
		const struct program_word *w = &program->words[i];

		if ((w->letter && strcmp(w->letter, option) == 0) ||
		    (w->word && *w->word == '-' && strcmp(w->word, option) == 0))
			return w;
	}
	return NULL;
}
