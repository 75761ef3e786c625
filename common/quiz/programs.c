/* programs.c - what a lab's programs say of themselves; see programs.h. */
#include "common/quiz/programs.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/record/store.h"

enum { LIMIT_SOURCE = 1 << 20, COLUMNS = 12 };

struct notes {
	struct program_note *all;
	size_t count, capacity;
};

static void add(struct arena *arena, struct notes *n, const char *name, const char *text)
{
	int columns = text_columns(name) + 2;

	if (!*text)
		return;
	n->all = arena_grow(arena, n->all, n->count, &n->capacity, sizeof(*n->all));
	n->all[n->count++] = (struct program_note){ name, text, columns < COLUMNS ? COLUMNS : columns };
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

/* What stands behind "\t-l  " and on the lines below that go on with it; "" where nothing does. */
static const char *option_text(struct arena *arena, const char *source, char letter)
{
	char head[] = { '\t', '-', letter, ' ', '\0' };
	const char *at = source, *line, *text = "";

	while (*text == '\0' && (line = next_line(arena, &at)))
		if (strncmp(line, head, 4) == 0)
			text = arena_string(arena, line + 4 + strspn(line + 4, " "));
	while (*text && (line = next_line(arena, &at)) && strncmp(line, "\t ", 2) == 0 && line[2])
		text = arena_printf(arena, "%s %s", text, line + 1 + strspn(line + 1, " \t"));
	return text;
}

static bool told(const struct notes *n, const char *name, size_t from)
{
	for (size_t i = from; i < n->count; i++)
		if (strcmp(n->all[i].name, name) == 0)
			return true;
	return false;
}

/* Options of all starts of this program. */
static void add_options(struct arena *arena, struct notes *n, const struct script *s, const char *program,
			const char *source)
{
	size_t from = n->count;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind != LINE_START || l->start.exec || strcmp(l->start.program, program) != 0)
			continue;
		for (size_t k = 0; k < l->start.argument_count; k++)
			for (const char *c = l->start.arguments[k] + 1; *l->start.arguments[k] == '-' && *c;
			     c++) {
				const char *name = arena_printf(arena, "  -%c", *c);

				if (!told(n, name, from))
					add(arena, n, name, option_text(arena, source, *c));
			}
	}
}

struct program_note *program_notes(struct arena *arena, const struct script *s, const char *folder,
				   size_t *count)
{
	struct notes n = { 0 };

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
	*count = n.count;
	return n.all;
}
