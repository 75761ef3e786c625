/* program_notes.c - what is to be known of the programs that a script starts; see programs.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/quiz/programs.h"

enum { COLUMNS_LEAST = 12 };

static void add(struct arena *arena, struct program_notes *n, const char *name, const char *text)
{
	int columns = text_columns(name) + 2;

	n->all = arena_grow(arena, n->all, n->count, &n->capacity, sizeof(*n->all));
	n->all[n->count++] = (struct program_note){ name, text };
	n->columns = columns > n->columns ? columns : n->columns;
}

static bool told(const struct program_notes *n, const char *name, size_t from)
{
	for (size_t i = from; i < n->count; i++)
		if (strcmp(n->all[i].name, name) == 0)
			return true;
	return false;
}

static void add_option(struct arena *arena, struct program_notes *n, const char *option,
		       const struct program_text *program, size_t from)
{
	const struct program_word *word = program_option(program, option);
	const char *name = arena_printf(arena, "  %s", option);

	if (word && !told(n, name, from))
		add(arena, n, name, word->text);
}

/* "--linger", "--linger=0", "-l", or several letters: "-RC". */
static void add_argument(struct arena *arena, struct program_notes *n, const char *argument,
			 const struct program_text *program, size_t from)
{
	if (strncmp(argument, "--", 2) == 0) {
		add_option(arena, n, arena_substring(arena, argument, strcspn(argument, "=")), program, from);
		return;
	}
	for (const char *c = argument + 1; *argument == '-' && *c; c++)
		add_option(arena, n, arena_printf(arena, "-%c", *c), program, from);
}

/* Options of all starts of this program. */
static void add_options(struct arena *arena, struct program_notes *n, const struct script *s,
			const struct program_text *program)
{
	size_t from = n->count;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind != LINE_START || l->start.exec || strcmp(l->start.program, program->name) != 0)
			continue;
		for (size_t k = 0; k < l->start.argument_count; k++)
			add_argument(arena, n, l->start.arguments[k], program, from);
	}
}

struct program_notes program_notes(struct arena *arena, const struct script *s,
				   const struct program_texts *texts)
{
	struct program_notes n = { .columns = COLUMNS_LEAST };

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];
		const struct program_text *program;

		if (l->kind != LINE_START || l->start.exec || told(&n, l->start.program, 0))
			continue;
		program = program_named(texts, l->start.program);
		if (!program)
			continue;
		add(arena, &n, program->name, program->text);
		add_options(arena, &n, s, program);
	}
	return n;
}
