/* programs.c - what a lab's programs say of themselves; see programs.h. */
#include "common/quiz/programs.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/record/store.h"

enum { LIMIT_SOURCE = 1 << 20, COLUMNS_LEAST = 12 };

static void add(struct arena *arena, struct program_notes *n, const char *name, const char *text)
{
	int columns = text_columns(name) + 2;

	if (!*text)
		return;
	n->all = arena_grow(arena, n->all, n->count, &n->capacity, sizeof(*n->all));
	n->all[n->count++] = (struct program_note){ name, text };
	n->columns = columns > n->columns ? columns : n->columns;
}

/* The next line of the comment, without " * "; NULL at its end. */
static const char *next_line(struct arena *arena, const char **at)
{
	size_t length = strcspn(*at, "\n");
	const char *line = arena_substring(arena, *at, length);

	if (!**at || strncmp(line, " */", 3) == 0)
		return NULL;
	*at += length + (*(*at + length) == '\n');
	return strncmp(line, " *", 2) == 0 ? line + 2 : line;
}

/* " client.c - connects ... ", and what else the comment says, but for what is set off by a tab: usage and options. */
static const char *purpose(struct arena *arena, const char *source)
{
	const char *dash = strstr(source, " - "), *at, *line, *text = "";
	bool begins = false, prose = true;

	if (strncmp(source, "/*", 2) != 0 || !dash || dash > source + 200)
		return "";
	at = dash + 3;
	while ((line = next_line(arena, &at))) {
		const char *words = line + strspn(line, " \t");

		if (begins && *words)
			prose = *line != '\t';
		begins = !*words;
		if (prose && *words)
			text = arena_printf(arena, "%s%s%s", text, *text ? " " : "", words);
	}
	return text;
}

/* What stands behind "\t-l, --linger SECONDS  ", if that has the option; else NULL. */
static const char *behind_option(const char *line, const char *option)
{
	const char *gap = strstr(line, "  "), *at = line;
	size_t length = strlen(option);

	if (strncmp(line, "\t-", 2) != 0 || !gap)
		return NULL;
	while ((at = strstr(at + 1, option)) && at < gap)
		if (strchr("\t ", at[-1]) && strchr(", ", at[length]))
			return gap + strspn(gap, " ");
	return NULL;
}

/* What the comment says of an option, on its line and on those below that go on with it; "" where it says nothing. */
static const char *option_text(struct arena *arena, const char *source, const char *option)
{
	const char *at = source, *line, *text = NULL;

	while (!text && (line = next_line(arena, &at)))
		text = behind_option(line, option);
	while (text && (line = next_line(arena, &at)) && strncmp(line, "\t ", 2) == 0 && line[2])
		text = arena_printf(arena, "%s %s", text, line + 1 + strspn(line + 1, " \t"));
	return text ? text : "";
}

static bool told(const struct program_notes *n, const char *name, size_t from)
{
	for (size_t i = from; i < n->count; i++)
		if (strcmp(n->all[i].name, name) == 0)
			return true;
	return false;
}

static void add_option(struct arena *arena, struct program_notes *n, const char *option, const char *source,
		       size_t from)
{
	const char *name = arena_printf(arena, "  %s", option);

	if (!told(n, name, from))
		add(arena, n, name, option_text(arena, source, option));
}

/* "--linger", "--linger=0", "-l", or several letters: "-RC". */
static void add_argument(struct arena *arena, struct program_notes *n, const char *argument,
			 const char *source, size_t from)
{
	if (strncmp(argument, "--", 2) == 0) {
		add_option(arena, n, arena_substring(arena, argument, strcspn(argument, "=")), source, from);
		return;
	}
	for (const char *c = argument + 1; *argument == '-' && *c; c++)
		add_option(arena, n, arena_printf(arena, "-%c", *c), source, from);
}

/* Options of all starts of this program. */
static void add_options(struct arena *arena, struct program_notes *n, const struct script *s,
			const char *program, const char *source)
{
	size_t from = n->count;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind != LINE_START || l->start.exec || strcmp(l->start.program, program) != 0)
			continue;
		for (size_t k = 0; k < l->start.argument_count; k++)
			add_argument(arena, n, l->start.arguments[k], source, from);
	}
}

struct program_notes program_notes(struct arena *arena, const struct script *s, const char *folder)
{
	struct program_notes n = { .columns = COLUMNS_LEAST };

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];
		size_t length;
		char *source;

		if (l->kind != LINE_START || l->start.exec || strchr(l->start.program, '/') ||
		    told(&n, l->start.program, 0))
			continue;
		source = store_read_file(arena_printf(arena, "%s/%s.c", folder, l->start.program),
					 LIMIT_SOURCE, &length);
		if (!source)
			continue;
		add(arena, &n, l->start.program, purpose(arena, source));
		add_options(arena, &n, s, l->start.program, source);
		free(source);
	}
	return n;
}
