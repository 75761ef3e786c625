/*
 * never.c - what must not happen, from the action before the line to the end of the run.
 *
 * Each such line is broken by the first event that fits it. In the end, unbroken, it is met.
 */
#include "common/judge/work.h"

/* "<unfinished ...>" asks what has not returned when an act ends: the line's own, or a later one. When that was; INT64_MIN:
 * the call had returned each time, or may do so yet. */
static int64_t unfinished_ns(const struct work *w, const struct line *l, size_t event)
{
	int64_t entered = w->timeline->events[event]->time_ns, counts = event_counts_ns(w, event);

	for (unsigned k = l->act; k <= w->script->act_count; k++) {
		const struct act *act = &w->acts[k];

		if (act->begun && act_is_over(w, act) && entered < act->to_ns && counts >= act->to_ns)
			return act->to_ns;
	}
	return INT64_MIN;
}

/* Does it break the line, by itself, and when? A call counts by its return, as everywhere. INT64_MIN: it does not. */
static int64_t broken_ns(const struct work *w, const struct line *l, size_t event, int64_t from_ns,
			 struct bindings *names)
{
	const struct event *e = w->timeline->events[event];
	bool unfinished = l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED;
	int64_t counts = unfinished ? unfinished_ns(w, l, event) : event_counts_ns(w, event);

	if (counts < from_ns)
		return INT64_MIN;
	switch (e->kind) {
	case EVENT_PACKET:
	case EVENT_SOCKETS: break;
	case EVENT_CALL:
		if (!unfinished && counts >= w->end_ns)
			return INT64_MIN;
		/* fallthrough */
	case EVENT_SIGNAL:
	case EVENT_EXIT:
		if (!line_process(l) || !by_process(w, l, e))
			return INT64_MIN;
		break;
	case EVENT_READING:
	case EVENT_ACTION: return INT64_MIN;
	}
	bindings_copy(names, &w->names); /* what "never" compares, it does not bind */
	return line_fits(w, l, e, names) ? counts : INT64_MIN;
}

/* Whether the kernel's table was read after that. */
static bool looked_at(const struct work *w, int64_t from_ns)
{
	for (size_t i = 0; i < w->end_event; i++)
		if (w->timeline->events[i]->kind == EVENT_SOCKETS &&
		    w->timeline->events[i]->time_ns >= from_ns)
			return true;
	return false;
}

/* A call that was entered before its act may return in it, so calls are looked at from the start. */
static void never_line(struct work *w, size_t line, int64_t from_ns, struct bindings *names)
{
	const struct line *l = &w->script->lines[line];

	for (size_t i = 0; i < w->end_event; i++) {
		const struct event *e = w->timeline->events[i];
		const char *instead = NULL;
		int64_t when = broken_ns(w, l, i, from_ns, names);

		if (when == INT64_MIN)
			continue;
		if (e->kind == EVENT_SOCKETS)
			instead = table_text(w, l, e);
		fail(w, (int)line, (int)i, when, instead,
		     e->kind == EVENT_CALL && when != event_counts_ns(w, i)
			     ? "it had not returned when the act ended"
			     : NULL);
		return;
	}
	if (w->mode == JUDGE_LIVE)
		return;
	if (l->kind == LINE_STATE && !w->out->failure_count && !looked_at(w, from_ns))
		fail(w, (int)line, NO_EVENT, w->end_ns, "nothing: the kernel's table was not read", NULL);
	else
		w->out->lines[line].status = LINE_MET;
}

void never_judge(struct work *w)
{
	struct bindings names = bindings_new(w->scratch, w->names.count);

	for (size_t i = 0; i < w->script->line_count; i++) {
		const struct line *l = &w->script->lines[i];
		const struct act *act = &w->acts[l->act];

		if (!l->never || (w->mode == JUDGE_WIRE ? !line_is_wire(l) : !act->begun))
			continue;
		never_line(w, i, w->mode == JUDGE_WIRE ? INT64_MIN : act->from_ns, &names);
	}
}
