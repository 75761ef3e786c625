/* spelling.c - the letters of a program's options in words; see programs.h. */
#include <string.h>

#include "common/quiz/programs.h"

struct spelling {
	struct arena *arena;
	const struct program_text *program;
	const char **words;
	size_t count, capacity;
};

static void add(struct spelling *s, const char *word)
{
	s->words = arena_grow(s->arena, s->words, s->count, &s->capacity, sizeof(*s->words));
	s->words[s->count++] = word;
}

/* An argument in capitals is a value; another is part of the phrase: "--sigpipe ignore" for -i. */
static bool takes_value(const struct program_word *w)
{
	return w->argument && *w->argument >= 'A' && *w->argument <= 'Z';
}

/* Adds an argument that begins with one '-': several letters perhaps, the last with its value behind it. Returns whether
 * the next argument is that value. */
static bool add_letters(struct spelling *s, const char *argument, const char *next)
{
	for (const char *c = argument + 1; *c; c++) {
		const struct program_word *w = program_option(s->program, arena_printf(s->arena, "-%c", *c));
		const char *value = c[1] ? c + 1 : next;

		if (!w || !w->word) {
			add(s, arena_printf(s->arena, "-%s", c));
			return false;
		}
		add(s, w->word);
		if (!takes_value(w)) {
			if (w->argument)
				add(s, w->argument);
			continue;
		}
		if (value)
			add(s, value);
		return value && value == next;
	}
	return false;
}

/* "--linger=0" in two arguments. */
static void add_word(struct spelling *s, const char *argument)
{
	size_t length = strcspn(argument, "=");

	add(s, arena_substring(s->arena, argument, length));
	if (argument[length])
		add(s, argument + length + 1);
}

/* Adds one argument, and the next where that is its value; returns whether it was. */
static bool add_argument(struct spelling *s, const char *argument, const char *next)
{
	const struct program_word *w;

	if (argument[0] != '-' || !argument[1]) {
		add(s, argument);
		return false;
	}
	if (argument[1] != '-')
		return add_letters(s, argument, next);
	add_word(s, argument);
	w = program_option(s->program, argument);
	if (!w || !w->argument || !next)
		return false;
	add(s, next);
	return true;
}

struct start_pattern program_spelled(struct arena *arena, const struct start_pattern *start,
				     const struct program_texts *texts)
{
	struct start_pattern spelled = *start;
	struct spelling s = { .arena = arena };

	if (!start->exec)
		s.program = program_named(texts, start->program);
	if (!s.program)
		return spelled;
	for (size_t i = 0; i < start->argument_count; i++) {
		const char *next = i + 1 < start->argument_count ? start->arguments[i + 1] : NULL;

		i += add_argument(&s, start->arguments[i], next);
	}
	spelled.arguments = s.words;
	spelled.argument_count = s.count;
	return spelled;
}
