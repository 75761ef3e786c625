/*
 * returns.c - when did a call return: before an action, or because of it?
 *
 * strace stamps a call when it is entered, then writes it down, and only then lets it run; -T measures from
 * there. So entry plus duration is a little earlier than the return, by as long as the writing took: a fraction
 * of a millisecond, and more where the machine stalls. That little could put a return before the very action
 * that caused it. But the director performs an action only when everybody is at rest and all that strace wrote
 * is on record: so what came to us after the action, returned after it.
 */
#include "common/judge/work.h"

#include <string.h>

/* Where the order of arrival is not on record: no stamp is late by more than this. */
#define LATE_NS INT64_C(20000000)

void returns_prepare(struct work *w)
{
	const struct timeline *t = w->timeline;
	struct arena *a = w->out->arena;
	size_t *last = arena_alloc(a, t->process_count * sizeof(*last));

	w->exit_ns = arena_alloc(a, t->process_count * sizeof(*w->exit_ns));
	for (size_t i = 0; i < t->process_count; i++) {
		w->exit_ns[i] = INT64_MAX;
		last[i] = t->event_count;
	}
	w->next_event = arena_alloc(a, t->event_count * sizeof(*w->next_event));
	for (size_t i = t->event_count; i-- > 0;) {
		int process = event_process(t->events[i]);

		if (process < 0)
			continue;
		if (t->events[i]->kind == EVENT_EXIT)
			w->exit_ns[process] = t->events[i]->time_ns;
		w->next_event[i] = last[process];
		last[process] = i;
	}
}

/* What its process did next; NULL: nothing (yet). */
static const struct event *next_of(const struct work *w, size_t event)
{
	size_t next = w->next_event[event];

	return next < w->timeline->event_count ? w->timeline->events[next] : NULL;
}

/* Did the call return after this action? By its stamps it was before, but they are early. */
static bool returned_after(const struct work *w, size_t event, const struct event *action)
{
	const struct event *e = w->timeline->events[event], *next = next_of(w, event);

	if (e->call.end_order)
		return action->order < e->call.end_order;
	return action->order > e->order && (!next || action->order < next->order) &&
	       action->time_ns - e->call.end_ns < LATE_NS;
}

int64_t event_counts_ns(const struct work *w, size_t event)
{
	const struct event *e = w->timeline->events[event];
	const struct event *end =
		w->end_event < w->timeline->event_count ? w->timeline->events[w->end_event] : NULL;

	if (e->kind != EVENT_CALL)
		return e->time_ns;
	if (!e->call.end_ns)
		return e->call.process >= 0 ? w->exit_ns[e->call.process] : INT64_MAX;
	if (end && e->call.end_ns < end->time_ns && returned_after(w, event, end))
		return end->time_ns;
	for (unsigned k = w->script->act_count; k > 0 && w->mode != JUDGE_WIRE; k--) {
		const struct act *act = &w->acts[k];

		if (!act->begun || act->first_event == 0)
			continue;
		if (act->from_ns <= e->call.end_ns)
			break;
		if (returned_after(w, event, w->timeline->events[act->first_event - 1]))
			return act->from_ns;
	}
	return e->call.end_ns;
}

int64_t event_latest_ns(const struct work *w, size_t event)
{
	const struct event *e = w->timeline->events[event], *next = next_of(w, event);
	int64_t counts = event_counts_ns(w, event);

	if (e->kind != EVENT_CALL || counts > INT64_MAX - LATE_NS)
		return counts;
	return next && next->time_ns < counts + LATE_NS ? next->time_ns : counts + LATE_NS;
}

size_t event_known_order(const struct work *w, size_t event)
{
	const struct event *e = w->timeline->events[event];

	return e->kind == EVENT_CALL && e->call.end_order ? e->call.end_order : e->order;
}

bool by_process(const struct work *w, const struct line *l, const struct event *e)
{
	int process = event_process(e);

	return process >= 0 && strcmp(w->timeline->processes[process].name, l->process) == 0;
}

bool event_in_act(const struct work *w, const struct act *act, const struct line *l, size_t event)
{
	int64_t counts;

	if (line_traits(l->kind)->track != TRACK_PROCESS)
		return event >= act->first_event && event < act->past_event;
	counts = event_counts_ns(w, event);
	return by_process(w, l, w->timeline->events[event]) && counts >= act->from_ns && counts < act->to_ns;
}
