/* observe_calls.c - a call, a signal or the end of a process in the words of a question; see words.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/quiz/words.h"
#include "common/script/pattern.h"

/* What is read or written is no answer: of a long string its beginning is enough. */
enum { TOLD_OF_STRING = 24 };

/* Of the calls that the line speaks of: is it one that the question is about? */
static bool call_asked(const struct line *l, enum question_kind kind, const struct call *c,
		       struct arena *arena)
{
	const struct call_pattern *p = &l->call;
	struct arguments own = call_own_arguments(p, c);
	size_t asked = arguments_asked(l) ? p->argument_count : 0;

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

const char *process_word(const struct line *l, const struct question *question, const struct event *e,
			 struct arena *arena)
{
	if (e->kind == EVENT_SIGNAL)
		return WORD_YES;
	if (e->kind == EVENT_EXIT)
		return end_word(e->exit.status, e->exit.signal);
	if (!e->call.returned || !call_asked(l, question->kind, &e->call, arena))
		return NULL;
	return call_answer(l, question, e, arena);
}

/* The event itself, and, where time is part of the answer, how long the call took. */
const char *process_evidence(const struct question *question, const struct timeline *t, const struct event *e,
			     struct arena *arena)
{
	const char *text = strings_shortened(arena, event_text(t, e, arena), TOLD_OF_STRING);
	char buf[DURATION_TEXT];

	if (e->kind == EVENT_CALL && e->call.returned && question->words && question->words->late)
		text = arena_printf(arena, "%s, which took %s", text,
				    duration_text(event_end(e) - e->time_ns, buf));
	return text;
}
