/*
 * states.c - state lines against the kernel's tables of sockets.
 *
 * A line is asked for once every line written before it in its act is met; then the first table that holds
 * what it says (table_match.c) meets it. A TIME_WAIT where CLOSED is expected settles the matter at once: it will
 * stay for a minute.
 */
#include "common/judge/work.h"

/* When every line written before this one in its act was met, and when that was known. False while one is not. */
static bool ready_since(const struct work *w, const struct act *act, size_t line, int64_t *since,
			size_t *order)
{
	*since = act->from_ns;
	*order = 0;

	for (size_t i = act->first_line; i < line; i++) {
		if (!line_is_awaited(&w->script->lines[i]))
			continue;
		if (w->out->lines[i].status != LINE_MET)
			return false;
		if (w->met_ns[i] > *since)
			*since = w->met_ns[i];
		if (w->met_order[i] > *order)
			*order = w->met_order[i];
	}
	return true;
}

/* When the state line before it in the act was met, or the act's action was performed. */
static int64_t before_ns(const struct work *w, const struct act *act, size_t line)
{
	for (size_t i = line; i-- > act->first_line;)
		if (w->script->lines[i].kind == LINE_STATE && !w->script->lines[i].never)
			return w->met_ns[i];
	return act->from_ns;
}

static void state_line(struct work *w, const struct act *act, size_t line)
{
	const struct timeline *t = w->timeline;
	const struct line *l = &w->script->lines[line];
	int last = NO_EVENT;
	int64_t since;
	size_t order;

	if (!ready_since(w, act, line, &since, &order))
		return;
	for (size_t i = act->first_event; i < act->past_event; i++) {
		const struct event *e = t->events[i];
		bool time_wait;

		if (e->kind != EVENT_SOCKETS || e->time_ns < since || e->order < order)
			continue;
		last = (int)i;
		if (table_satisfies(w, l, e, &time_wait)) {
			line_met(w, line, i, e->time_ns);
			too_early(w, line, (int)i, before_ns(w, act, line), e->time_ns);
			return;
		}
		if (time_wait && l->after_ns < 0) {
			fail(w, (int)line, last, e->time_ns, table_text(w, l, e), NULL);
			return;
		}
	}
	if (act_is_over(w, act))
		fail(w, (int)line, last, act->to_ns,
		     last == NO_EVENT ? "nothing: the kernel's table was not read again"
				      : table_text(w, l, t->events[last]),
		     NULL);
	else if (w->mode == JUDGE_LIVE && w->out->asks_state == NO_LINE)
		w->out->asks_state = (int)line;
}

void states_judge(struct work *w)
{
	for (unsigned a = 0; a <= w->script->act_count; a++) {
		const struct act *act = &w->acts[a];

		for (size_t i = act->first_line; act->begun && i < act->past_line; i++)
			if (w->script->lines[i].kind == LINE_STATE && !w->script->lines[i].never)
				state_line(w, act, i);
	}
}
