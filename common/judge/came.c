/* came.c - what came where a line stands; see judge.h. */
#include "common/judge/work.h"

/* What a "may" line takes comes as often as a timer makes it, and what is excused comes by chance. */
static bool *by_chance(const struct work *w, const struct judgement *j)
{
	bool *chance = arena_alloc(w->scratch, w->timeline->event_count + 1);

	for (size_t i = 0; i < w->script->line_count; i++)
		for (size_t k = 0; w->script->lines[i].may && k < j->lines[i].event_count; k++)
			chance[j->lines[i].events[k]] = true;
	for (size_t i = 0; i < j->excused_count; i++)
		chance[j->excused[i]] = true;
	return chance;
}

/* Puts it behind all that count no later: nearly always at the end. */
static void insert(const struct work *w, size_t *events, size_t count, size_t event)
{
	int64_t counts = event_counts_ns(w, event);

	for (; count && event_counts_ns(w, events[count - 1]) > counts; count--)
		events[count] = events[count - 1];
	events[count] = event;
}

bool judgement_came(const struct script *script, const struct timeline *t, const struct judgement *j,
		    size_t line, struct arena *arena, size_t **events, size_t *count)
{
	struct judgement again;
	struct work w = {
		.script = script, .timeline = t, .mode = JUDGE_FINAL, .out = &again, .scratch = arena_new()
	};
	const struct line *l = &script->lines[line];
	const struct act *act;
	bool *chance, begun;

	judgement_begin(&w);
	act = &w.acts[l->act];
	chance = by_chance(&w, j);
	*events = arena_alloc(arena, (t->event_count + 1) * sizeof(**events));
	*count = 0;
	for (size_t i = 0; act->begun && i < t->event_count; i++)
		if (!chance[i] && event_in_act(&w, act, l, i) && line_concerns(&w, l, t->events[i]))
			insert(&w, *events, (*count)++, i);
	begun = act->begun;
	judgement_free(&again);
	arena_free(w.scratch);
	return begun;
}
