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

struct entry {
	unsigned line;
	const char *name; /* "linger/02" */
	size_t number; /* of the question, from 1 */
	const char *answer; /* "" where there is none */
};

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
static bool entry_read(const struct predict *p, char *text, struct entry *e)
{
	char *name = text + strspn(text, " \t"), *number, *end, *colon = strchr(name, ':');
	size_t length = strcspn(name, " \t");

	number = name + length + strspn(name + length, " \t");
	e->number = strtoul(number, &end, 10);
	if (!colon || end == number || *number == '-' || end + strspn(end, " \t") != colon) {
		complain(p, e->line,
			 "expected LAB/NN QUESTION: ANSWER, as in \"linger/02 1: RST\", and found \"%s\"",
			 text);
		return false;
	}
	name[length] = '\0';
	e->name = name;
	e->answer = colon + 1 + strspn(colon + 1, " \t");
	return true;
}

/* The lines that say something; NULL with a message where the file cannot be read. *good: whether all are entries. */
static struct entry *entries_read(struct predict *p, size_t *count, bool *good)
{
	struct entry *all = NULL;
	size_t capacity = 0, length;
	char *file = store_read_file(p->answers, LIMIT, &length), *at, *line;
	unsigned number = 0;

	*count = 0;
	*good = true;
	if (!file) {
		fprintf(stderr, "lab predict: %s: %s: %s\n", p->answers, strerrorname_np(errno),
			strerror(errno));
		*good = false;
		return NULL;
	}
	at = arena_string(p->run.arena, file);
	free(file);
	while ((line = strsep(&at, "\n"))) {
		struct entry e = { .line = ++number };

		line[strcspn(line, "\r")] = '\0';
		for (char *c = line; *c; c++)
			if (*c == '#' && (c == line || c[-1] == ' ' || c[-1] == '\t'))
				*c-- = '\0', c = c < line ? line - 1 : c;
		if (!line[strspn(line, " \t")])
			continue;
		if (!entry_read(p, line, &e)) {
			*good = false;
			continue;
		}
		all = arena_grow(p->run.arena, all, *count, &capacity, sizeof(*all));
		all[(*count)++] = e;
	}
	return all;
}

bool predict_file_names(struct predict *p, char ***words, int *count)
{
	size_t n;
	bool good;
	const struct entry *all = entries_read(p, &n, &good);

	*words = arena_alloc(p->run.arena, (n + 1) * sizeof(char *));
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		bool known = false;

		for (int k = 0; k < *count; k++)
			known = known || strcmp((*words)[k], all[i].name) == 0;
		if (!known)
			(*words)[(*count)++] = arena_string(p->run.arena, all[i].name);
	}
	if (good && !*count)
		fprintf(stderr,
			"lab predict: %s: no answer in it (%s predict --sheet writes a sheet to fill in)\n",
			p->answers, program_invocation_name);
	return good && *count;
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
		text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "", q->choices[i]);
	return text;
}

static bool entry_take(struct predict *p, const struct entry *e, unsigned **lines)
{
	struct prediction *one = prediction_of(p, e->name);
	const struct question *q;

	if (!one)
		return true; /* of a scenario that was not asked for */
	if (e->number < 1 || e->number > one->quiz->count) {
		complain(p, e->line, "question %zu: %s has %zu of them, from 1", e->number, one->name,
			 one->quiz->count);
		return false;
	}
	q = &one->quiz->questions[e->number - 1];
	if (lines[one - p->all][e->number - 1]) {
		complain(p, e->line, "%s %zu is answered already, in line %u", one->name, e->number,
			 lines[one - p->all][e->number - 1]);
		return false;
	}
	lines[one - p->all][e->number - 1] = e->line;
	one->given[e->number - 1] = answer_read(p->run.arena, q, e->answer);
	if (!one->given[e->number - 1] && *e->answer) {
		complain(p, e->line, "\"%s\" is no answer to %s %zu; expected one of: %s", e->answer,
			 one->name, e->number, choices_text(p->run.arena, q));
		return false;
	}
	return true;
}

bool predict_file_read(struct predict *p)
{
	unsigned **lines = arena_alloc(p->run.arena, (p->count + 1) * sizeof(unsigned *));
	size_t count;
	bool good;
	const struct entry *all = entries_read(p, &count, &good);

	for (size_t i = 0; i < p->count; i++)
		lines[i] = arena_alloc(p->run.arena, (p->all[i].quiz->count + 1) * sizeof(unsigned));
	for (size_t i = 0; i < count; i++)
		good = entry_take(p, &all[i], lines) && good;
	return good;
}
