/*
 * predict_file.c - answers from a file; see predict.h.
 *
 *	# a comment
 *	linger/02 1: RST
 *	linger/02 2:            not known
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command/predict.h"
#include "common/record/store.h"

enum { LIMIT = 1 << 20 };

static void __attribute__((format(printf, 3, 4)))
complain(const struct predict *p, unsigned line, const char *format, ...)
{
	char *sentence = NULL;
	struct text safe = { 0 };
	va_list args;

	va_start(args, format);
	if (vasprintf(&sentence, format, args) < 0)
		sentence = NULL;
	va_end(args);
	text_add_safe(&safe, sentence ? sentence : "out of memory");
	fprintf(stderr, "%s:%u: %s\n", p->answers, line, text_chars(&safe));
	text_free(&safe);
	free(sentence);
}

/* "linger/02 1: RST". An answer may be empty. */
static bool entry_read(char *text, struct predict_entry *e)
{
	char *name = text + strspn(text, " \t"), *number, *end, *colon = strchr(name, ':');
	size_t length = strcspn(name, " \t");

	number = name + length + strspn(name + length, " \t");
	e->number = strtoul(number, &end, 10);
	if (!colon || end == number || *number == '-' || end + strspn(end, " \t") != colon)
		return false;
	name[length] = '\0';
	e->name = name;
	e->answer = colon + 1 + strspn(colon + 1, " \t");
	return true;
}

bool predict_file_open(struct predict *p)
{
	size_t capacity = 0, length;
	char *file = store_read_file(p->answers, LIMIT, &length), *at, *line;
	unsigned number = 0;

	if (!file)
		return error_tell_errno("lab predict", "%s", p->answers);
	at = arena_string(p->run.arena, file);
	free(file);
	while ((line = strsep(&at, "\n"))) {
		struct predict_entry e = { .line = ++number };

		line[strcspn(line, "\r")] = '\0';
		for (char *c = line; *c; c++)
			if (*c == '#' && (c == line || c[-1] == ' ' || c[-1] == '\t'))
				*c-- = '\0', c = c < line ? line - 1 : c;
		if (!line[strspn(line, " \t")])
			continue;
		if (!entry_read(line, &e)) {
			complain(
				p, e.line,
				"expected LAB/NN QUESTION: ANSWER, as in \"linger/02 1: RST\", and found \"%s\"",
				line);
			p->faulty = true;
			continue;
		}
		p->entries =
			arena_grow(p->run.arena, p->entries, p->entry_count, &capacity, sizeof(*p->entries));
		p->entries[p->entry_count++] = e;
	}
	if (!p->entry_count && !p->faulty)
		error_tell("lab predict",
			   "%s: no answer in it (%s predict --sheet writes a sheet to fill in)", p->answers,
			   program_invocation_name);
	return p->entry_count;
}

char **predict_file_names(const struct predict *p, int *count)
{
	char **words = arena_alloc(p->run.arena, (p->entry_count + 1) * sizeof(char *));

	*count = 0;
	for (size_t i = 0; i < p->entry_count; i++) {
		bool known = false;

		for (int k = 0; k < *count; k++)
			known = known || strcmp(words[k], p->entries[i].name) == 0;
		if (!known)
			words[(*count)++] = arena_string(p->run.arena, p->entries[i].name);
	}
	return words;
}

/* "linger/02", or "linger/02-rst". */
static struct prediction *prediction_of(struct predict *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct script *s = p->all[i].job->script;

		if (strcmp(p->all[i].name, name) == 0 || strcmp(s->path, name) == 0 ||
		    strcmp(arena_printf(p->run.arena, "%s/%s", s->lab, s->name), name) == 0)
			return &p->all[i];
	}
	return NULL;
}

static const char *choices_text(struct arena *arena, const struct question *q)
{
	const char *text = "";

	for (size_t i = 0; q->choices && q->choices[i]; i++)
		text = arena_printf(arena, "%s%s%c) %s", text, *text ? "  " : "", (int)('a' + i),
				    q->choices[i]);
	return text;
}

static bool entry_take(struct predict *p, const struct predict_entry *e)
{
	struct prediction *one = prediction_of(p, e->name);
	const struct question *q;
	size_t index = e->number - 1;

	if (!one)
		return true; /* of a scenario that was not asked for */
	if (e->number < 1 || e->number > one->quiz->count) {
		complain(p, e->line, "question %zu: %s has %zu of them, from 1", e->number, one->name,
			 one->quiz->count);
		return false;
	}
	q = &one->quiz->questions[index];
	if (one->lines[index]) {
		complain(p, e->line, "%s %zu is answered already, in line %u", one->name, e->number,
			 one->lines[index]);
		return false;
	}
	one->lines[index] = e->line;
	one->given[index] = answer_read(p->run.arena, q, e->answer);
	if (!one->given[index] && *e->answer) {
		one->refused[index] = arena_string(p->run.arena, e->answer);
		complain(
			p, e->line,
			"\"%s\" is no answer to %s %zu, and counts as none; expected a letter or its words: %s",
			e->answer, one->name, e->number, choices_text(p->run.arena, q));
	}
	return true;
}

bool predict_file_take(struct predict *p)
{
	for (size_t i = 0; i < p->entry_count; i++)
		p->faulty |= !entry_take(p, &p->entries[i]);
	return !p->faulty;
}
