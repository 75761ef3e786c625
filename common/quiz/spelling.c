/* spelling.c - the letters of a program's options in words, from the comment at the top of its source; see programs.h. */
#include <stdlib.h>
#include <string.h>

#include "common/quiz/programs.h"
#include "common/record/store.h"

enum { LIMIT_SOURCE = 1 << 20 };

struct spelling {
	struct arena *arena;
	const char *source;
	const char **words;
	size_t count, capacity;
};

static void add(struct spelling *s, const char *word)
{
	s->words = arena_grow(s->arena, s->words, s->count, &s->capacity, sizeof(*s->words));
	s->words[s->count++] = word;
}

/* The head of a line such as " *	-l, --linger SECONDS   ...": "--linger SECONDS"; NULL where none has the option, which is
 * "-l," or "--linger". */
static const char *head_of(const struct spelling *s, const char *option)
{
	const char *end = strstr(s->source, "\n */"), *at = s->source;
	size_t length = strlen(option);

	while ((at = strstr(at, "\n *\t-")) && at < end) {
		const char *gap = strstr(at += 4, "  "), *word = strstr(at, "--");

		if (!gap || !word || word > gap)
			continue;
		if (strncmp(at, option, length) == 0 ||
		    (strncmp(word, option, length) == 0 && strchr(" ", word[length])))
			return arena_substring(s->arena, word, (size_t)(gap - word));
	}
	return NULL;
}

/* Adds the option of which the comment has this head. value: what is said with it, NULL if nothing is. Returns whether it
 * takes the value: an argument in capitals is one, another is part of the phrase: "--sigpipe ignore" for -i. */
static bool add_option(struct spelling *s, const char *head, const char *value)
{
	size_t length = strcspn(head, " ");
	const char *argument = head + length + strspn(head + length, " ");
	bool takes = *argument >= 'A' && *argument <= 'Z';

	add(s, arena_substring(s->arena, head, length));
	if (takes ? value != NULL : *argument != '\0')
		add(s, takes ? value : argument);
	return takes && value;
}

/* Adds an argument that begins with one '-': several letters perhaps, the last with its value behind it. Returns whether
 * the next argument is that value. */
static bool add_letters(struct spelling *s, const char *argument, const char *next)
{
	for (const char *c = argument + 1; *c; c++) {
		const char *head = head_of(s, arena_printf(s->arena, "-%c,", *c));

		if (!head) {
			add(s, arena_printf(s->arena, "-%s", c));
			return false;
		}
		if (add_option(s, head, c[1] ? c + 1 : next))
			return !c[1];
	}
	return false;
}

static bool add_word(struct spelling *s, const char *argument, const char *next)
{
	const char *equals = strchr(argument, '=');
	const char *word =
		equals ? arena_substring(s->arena, argument, (size_t)(equals - argument)) : argument;
	const char *head = head_of(s, word);

	add(s, word);
	if (equals)
		add(s, equals + 1);
	if (equals || !next || !head || !strchr(head, ' '))
		return false;
	add(s, next);
	return true;
}

struct start_pattern program_spelled(struct arena *arena, const struct start_pattern *start,
				     const char *folder)
{
	struct start_pattern spelled = *start;
	struct spelling s = { .arena = arena };
	char *source;
	size_t length;

	if (start->exec || strchr(start->program, '/'))
		return spelled;
	source = store_read_file(arena_printf(arena, "%s/%s.c", folder, start->program), LIMIT_SOURCE,
				 &length);
	if (!source)
		return spelled;
	s.source = source;
	for (size_t i = 0; i < start->argument_count; i++) {
		const char *argument = start->arguments[i];
		const char *next = i + 1 < start->argument_count ? start->arguments[i + 1] : NULL;

		if (strncmp(argument, "--", 2) == 0)
			i += add_word(&s, argument, next);
		else if (*argument == '-' && argument[1])
			i += add_letters(&s, argument, next);
		else
			add(&s, argument);
	}
	spelled.arguments = s.words;
	spelled.argument_count = s.count;
	free(source);
	return spelled;
}
