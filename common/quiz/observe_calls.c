/* observe_calls.c - which call, signal or end of a process came at a question's place; see words.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/quiz/words.h"
#include "common/script/pattern.h"

/* What is read or written is no answer: of a long string its beginning is enough. */
enum { TOLD_OF_STRING = 24 };

/* Is it one of the calls that the question is about? */
static bool call_asked(const struct line *l, enum question_kind kind, const struct call *c,
		       struct arena *arena)
{
	const struct call_pattern *p = &l->call;
	struct arguments own = call_own_arguments(p, c);
	size_t asked = arguments_asked(l) ? p->argument_count : 0;

	if (strcmp(c->name, p->name) != 0 || !call_is_about(p, c))
		return false;
	if (kind == ASK_PRINTS)
		return true;
	if (kind == ASK_PRINTED) {
		const char *prefix = own.count && own.at[0].kind == VALUE_BYTES
					     ? printed_prefix(arena, &own.at[0].bytes)
					     : NULL;

		return prefix && strcmp(prefix, line_prefix(arena, l)) == 0;
	}
	if (kind == ASK_OPTION)
		asked = 2;
	for (size_t i = 0; i < asked; i++)
		if (i >= own.count || !argument_fits(p->arguments[i], &own.at[i]))
			return false;
	return true;
}

/* A call that has returned, in the words of the question. */
static const char *call_answer(const struct line *l, const struct question *question, const struct event *e,
			       struct arena *arena)
{
	const struct call *c = &e->call;
	struct arguments own = call_own_arguments(&l->call, c);

	switch (question->kind) {
	case ASK_CALL:
		return result_word(question->words, c->value, c->errno_name, event_end(e) - e->time_ns);
	case ASK_OPTION: return c->errno_name || own.count < 3 ? WORD_OTHER : value_word(arena, &own.at[2]);
	case ASK_PRINTED:
		return own.count && own.at[0].kind == VALUE_BYTES ? printed_word(arena, &own.at[0].bytes)
								  : WORD_OTHER;
	default: return WORD_YES;
	}
}

static const char *word_of(const struct line *l, const struct question *question, const struct event *e,
			   struct arena *arena)
{
	switch (question->kind) {
	case ASK_SIGNAL:
		return e->kind == EVENT_SIGNAL && strcmp(e->signal.name, l->signal) == 0 ? WORD_YES : NULL;
	case ASK_END: return e->kind == EVENT_EXIT ? end_word(e->exit.status, e->exit.signal) : NULL;
	default: break;
	}
	if (e->kind != EVENT_CALL || !e->call.returned || !call_asked(l, question->kind, &e->call, arena))
		return NULL;
	return call_answer(l, question, e, arena);
}

static const char *nothing_word(enum question_kind kind)
{
	switch (kind) {
	case ASK_CALL:
	case ASK_OPTION: return WORD_BLOCKS;
	case ASK_END: return "lives on";
	case ASK_PRINTED: return WORD_NOTHING;
	default: return WORD_NO;
	}
}

/* The event itself, and, where time is part of the answer, how long the call took. */
static struct observation seen(const char *word, const struct question *question, const struct timeline *t,
			       const struct event *e, struct arena *arena)
{
	const char *text = strings_shortened(arena, event_text(t, e, arena), TOLD_OF_STRING);
	char buf[DURATION_TEXT];

	if (e->kind == EVENT_CALL && e->call.returned && question->words && question->words->late)
		text = arena_printf(arena, "%s, which took %s", text,
				    duration_text(event_end(e) - e->time_ns, buf));
	return (struct observation){ word, text };
}

/* By the order in which things became known, as the judge's acts go: a call by its return. */
static bool came_within(const struct timeline *t, const struct event *e, struct span span)
{
	size_t known = e->kind == EVENT_CALL && e->call.end_order ? e->call.end_order : e->order;

	return known > t->events[span.first]->order &&
	       (span.past >= t->event_count || known <= t->events[span.past]->order);
}

struct observation observe_process(const struct quiz *q, const struct question *question,
				   const struct timeline *t, const struct judgement *j, struct span span,
				   struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	const struct event *met = l->never ? NULL : line_met_by(j, t, question->line);
	int process = timeline_process_named(t, l->process);
	const char *last = NULL;
	size_t groups = 0;

	if (met && l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED)
		return seen(WORD_BLOCKS, question, t, met, arena);
	if (met && word_of(l, question, met, arena))
		return seen(word_of(l, question, met, arena), question, t, met, arena);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		const char *word;

		if (process == NOBODY || event_process(e) != process || !came_within(t, e, span))
			continue;
		word = word_of(l, question, e, arena);
		if (!word || (last && strcmp(word, last) == 0))
			continue;
		if (groups++ == question->place)
			return seen(word, question, t, e, arena);
		last = word;
	}
	return (struct observation){ nothing_word(question->kind),
				     groups ? "nothing more of the kind in this step"
					    : "nothing of the kind in this step" };
}
