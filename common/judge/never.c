/*
 * never.c - what must not happen, from the action before the line to the end of the run.
 *
 * Each such line is broken by the first event that fits it. In the end, unbroken, it is met.
 */
#include "common/judge/work.h"

/* Does it break the line, by itself? A call counts by its return, as everywhere. */
static bool breaks(const struct work *w, const struct line *l, size_t event, int64_t from_ns,
		   struct bindings *names)
{
	const struct event *e = w->timeline->events[event];
	bool unfinished = l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED;
	int64_t counts;

	switch (e->kind) {
	case EVENT_PACKET:
	case EVENT_SOCKETS:
		if (e->time_ns < from_ns)
			return false;
		break;
	case EVENT_CALL:
	case EVENT_SIGNAL:
	case EVENT_EXIT:
		counts = event_counts_ns(w, event);
		if (!line_process(l) || !by_process(w, l, e) || counts < from_ns)
			return false;
		if (unfinished && (counts < w->end_ns || (w->mode == JUDGE_LIVE && w->end_ns == INT64_MAX)))
			return false; /* it has returned, or may return yet */
		if (l->kind == LINE_CALL && !unfinished && counts >= w->end_ns)
			return false;
		break;
	case EVENT_ACTION: return false;
	}
	bindings_copy(names, &w->names); /* what "never" compares, it does not bind */
	return line_fits(w, l, e, names);
}

/* A call that was entered before its act may return in it, so calls are looked at from the start. */
static void never_line(struct work *w, size_t line, int64_t from_ns, struct bindings *names)
{
	const struct line *l = &w->script->lines[line];

	for (size_t i = 0; i < w->end_event; i++) {
		const struct event *e = w->timeline->events[i];
		const char *instead = NULL;

		if (!breaks(w, l, i, from_ns, names))
			continue;
		if (e->kind == EVENT_SOCKETS)
			instead = table_text(w, l, &e->sockets);
		fail(w, (int)line, (int)i, event_counts_ns(w, i), instead, NULL);
		return;
	}
	if (w->mode != JUDGE_LIVE)
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
