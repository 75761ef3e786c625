/*
 * calls.c - each actor's track of calls, signals and its end: an ordered selection.
 *
 * A line is met by the first call that fits its name, arguments and result; calls that no line mentions are
 * passed over. A call counts by its return, so one that was entered in an earlier act and returns in this one
 * belongs to this one. Durations are then checked on the call that was so found. "+2s" is measured from the
 * end of what met the line before in the same track (or from the act's action) to this call's return.
 *
 * One that has not returned stands in the order by its entry: what is written above it had returned before, what is written
 * below it (by another thread, or a signal) came after.
 */
#include "common/judge/work.h"
#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

/* What the processes of one name did, in the order in which it counts. */
struct call_track {
	const char *name;
	size_t *events;
	int64_t *counts_ns;
	size_t count, capacity, counts_capacity;
	size_t next; /* first event that no line of an earlier act, or earlier in this, has passed */
};

struct call_tracks {
	struct call_track *track;
	size_t count, capacity;
	int *of_process; /* index of a process's track, or -1 */
};

static bool in_call_track(const struct line *l)
{
	return line_traits(l->kind)->track == TRACK_PROCESS && !l->counts;
}

static struct call_track *track_named(struct call_tracks *all, const char *name)
{
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->track[i].name, name) == 0)
			return &all->track[i];
	return NULL;
}

struct keyed {
	int64_t ns;
	size_t event;
};

static int by_time(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

/* One process's calls follow each other; only where several share a name can their ends be out of order. */
static void sort_track(struct work *w, struct call_track *k)
{
	struct keyed *keyed;
	bool sorted = true;

	for (size_t i = 1; i < k->count && sorted; i++)
		sorted = k->counts_ns[i - 1] <= k->counts_ns[i];
	if (sorted)
		return;
	keyed = arena_alloc(w->out->arena, k->count * sizeof(*keyed));
	for (size_t i = 0; i < k->count; i++)
		keyed[i] = (struct keyed){ k->counts_ns[i], k->events[i] };
	qsort(keyed, k->count, sizeof(*keyed), by_time);
	for (size_t i = 0; i < k->count; i++) {
		k->counts_ns[i] = keyed[i].ns;
		k->events[i] = keyed[i].event;
	}
}

static void collect(struct work *w, struct call_tracks *all)
{
	const struct timeline *t = w->timeline;
	struct arena *a = w->out->arena;

	for (size_t i = 0; i < w->script->line_count; i++) {
		const struct line *l = &w->script->lines[i];

		if (!in_call_track(l) || track_named(all, l->process))
			continue;
		all->track = arena_grow(a, all->track, all->count, &all->capacity, sizeof(*all->track));
		all->track[all->count++] = (struct call_track){ .name = l->process };
	}
	all->of_process = arena_alloc(a, t->process_count * sizeof(*all->of_process));
	for (size_t i = 0; i < t->process_count; i++) {
		struct call_track *k = track_named(all, t->processes[i].name);

		all->of_process[i] = k ? (int)(k - all->track) : -1;
	}
	for (size_t i = 0; i < t->event_count; i++) {
		int process = event_process(t->events[i]);
		struct call_track *k;

		if (process < 0 || all->of_process[process] < 0)
			continue;
		k = &all->track[all->of_process[process]];
		k->events = arena_grow(a, k->events, k->count, &k->capacity, sizeof(*k->events));
		k->counts_ns =
			arena_grow(a, k->counts_ns, k->count, &k->counts_capacity, sizeof(*k->counts_ns));
		k->events[k->count] = i;
		k->counts_ns[k->count++] = event_counts_ns(w, i);
	}
	for (size_t i = 0; i < all->count; i++)
		sort_track(w, &all->track[i]);
}

/* When the last process of this name ended (where it was never born: of its actor); INT64_MAX: it lives. */
static int64_t track_ended_ns(const struct work *w, const char *name)
{
	const struct timeline *t = w->timeline;
	size_t stem = strcspn(name, ".");
	bool known = timeline_process_named(t, name) != NOBODY;
	int64_t ended = INT64_MIN;

	for (size_t i = 0; i < t->process_count; i++) {
		const char *other = t->processes[i].name;

		if (known ? strcmp(other, name) != 0
			  : strncmp(other, name, stem) != 0 || (other[stem] && other[stem] != '.'))
			continue;
		if (w->exit_ns[i] > ended)
			ended = w->exit_ns[i];
	}
	return ended == INT64_MIN ? INT64_MAX : ended;
}

/* ---- the lines of one act ---- */

struct call_place {
	struct work *w;
	const struct act *act;
	struct call_track *k;
	size_t pos; /* in k->events */
	int64_t last_ns; /* end of what met the line before */
	int64_t after_ns; /* what meets the next line comes after this; INT64_MIN: nothing was met in this act yet */
};

static void check_duration(struct call_place *p, size_t line, size_t event)
{
	struct work *w = p->w;
	const struct line *l = &w->script->lines[line];
	const struct event *e = w->timeline->events[event];
	int64_t end = event_counts_ns(w, event),
		took = e->kind == EVENT_CALL ? e->call.end_ns - e->time_ns : 0;
	char a[DURATION_TEXT], b[DURATION_TEXT];
	const char *words = NULL;

	if (e->kind == EVENT_CALL && l->call.within_ns >= 0 && took > l->call.within_ns)
		words = arena_printf(w->out->arena, "it took %s, at most %s was expected",
				     duration_text(took, a), duration_text(l->call.within_ns, b));
	else if (e->kind == EVENT_CALL && l->call.takes_ns >= 0 && took < l->call.takes_ns - TICK_NS)
		words = arena_printf(w->out->arena, "it took %s, at least %s was expected",
				     duration_text(took, a), duration_text(l->call.takes_ns, b));
	if (words)
		fail(w, (int)line, (int)event, end, NULL, words);
	too_early(w, line, (int)event, p->last_ns, event_latest_ns(w, event));
}

/* A line "<unfinished ...>": a call that was entered before the act's end and had not returned then. */
static bool take_unfinished(struct call_place *p, size_t line)
{
	const struct timeline *t = p->w->timeline;

	for (size_t i = p->k->next; i < p->k->count; i++) {
		const struct event *e = t->events[p->k->events[i]];

		if (p->k->counts_ns[i] < p->act->to_ns)
			continue;
		if (e->time_ns >= p->act->to_ns)
			break;
		if (e->time_ns < p->after_ns || !line_fits(p->w, &p->w->script->lines[line], e, &p->w->names))
			continue;
		line_met(p->w, line, p->k->events[i], e->time_ns);
		too_early(p->w, line, (int)p->k->events[i], p->last_ns, e->time_ns);
		p->last_ns = e->time_ns;
		p->after_ns = e->time_ns + 1;
		return true;
	}
	return false;
}

static bool take(struct call_place *p, size_t line)
{
	const struct timeline *t = p->w->timeline;
	const struct line *l = &p->w->script->lines[line];

	if (l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED)
		return take_unfinished(p, line);
	for (size_t i = p->pos; i < p->k->count && p->k->counts_ns[i] < p->act->to_ns; i++) {
		size_t event = p->k->events[i];

		if (p->k->counts_ns[i] < p->after_ns || !line_fits(p->w, l, t->events[event], &p->w->names))
			continue;
		p->pos = i + 1;
		line_met(p->w, line, event, p->k->counts_ns[i]);
		check_duration(p, line, event);
		p->last_ns = p->k->counts_ns[i];
		p->after_ns = p->last_ns;
		return true;
	}
	return false;
}

/* No call met the line: which one comes nearest? The last of those that are most alike, as a program
 * often repeats a call until it tells something else. One that has not returned counts as well. */
static int nearest(const struct call_place *p, const struct line *l)
{
	const struct timeline *t = p->w->timeline;
	enum likeness best = UNLIKE;
	int found = NO_EVENT;

	for (size_t i = p->pos; i < p->k->count; i++) {
		const struct event *e = t->events[p->k->events[i]];
		enum likeness like;

		if (e->time_ns >= p->act->to_ns)
			break;
		like = line_likeness(p->w, l, e);
		if (like && like >= best) {
			best = like;
			found = (int)p->k->events[i];
		}
	}
	return found;
}

/* What the actor was doing instead, where no call is like the one expected. */
static const char *nothing_text(const struct call_place *p, int64_t ended)
{
	const struct timeline *t = p->w->timeline;
	struct arena *a = p->w->out->arena;

	if (timeline_process_named(t, p->k->name) == NOBODY)
		return arena_printf(a, "nothing: there was no %s", p->k->name);
	if (ended < p->act->to_ns) {
		const char *how = ended_text(p->w, p->k->name, ended);

		return how ? how : arena_printf(a, "nothing: %s had ended", p->k->name);
	}
	for (size_t i = p->k->next; i < p->k->count; i++) {
		const struct event *e = t->events[p->k->events[i]];

		if (e->kind == EVENT_CALL && e->time_ns < p->act->to_ns &&
		    p->k->counts_ns[i] >= p->act->to_ns)
			return arena_printf(a, "nothing more: %s", event_text(t, e, a));
	}
	return "nothing";
}

static const char *call_difference(const struct call_place *p, const struct line *l, int near)
{
	const struct event *e;

	if (near == NO_EVENT || l->kind != LINE_CALL)
		return "";
	e = p->w->timeline->events[near];
	if (line_fits(p->w, l, e, &p->w->names))
		return "it came before what met the line above";
	switch (line_likeness(p->w, l, e)) {
	case OTHER_RESULT: return e->call.result ? "another result" : "it had not returned";
	case OTHER_ARGUMENTS: return "other arguments";
	case OTHER_NAME: return "another call of its kind";
	case OTHER_DESCRIPTOR:
	case UNLIKE: break;
	}
	return "another descriptor";
}

/* Has the process made that call, or one of its kind, about what the line means, at any time? */
static bool ever_called(const struct call_place *p, const struct line *l)
{
	for (size_t i = 0; i < p->k->count; i++)
		if (line_likeness(p->w, l, p->w->timeline->events[p->k->events[i]]) > OTHER_DESCRIPTOR)
			return true;
	return false;
}

/* What it never called it has not called otherwise: that it called the same about something else is beside the point. NULL:
 * it did, or the nearest is of another kind. */
static const char *never_called(const struct call_place *p, const struct line *l, int near)
{
	const struct work *w = p->w;
	struct arena *a = w->out->arena;
	const char *on = l->kind == LINE_CALL && l->call.descriptor >= 0
				 ? arena_printf(a, "descriptor %d", l->call.descriptor)
				 : "a socket";

	if (l->kind != LINE_CALL || near == NO_EVENT ||
	    line_likeness(w, l, w->timeline->events[near]) != OTHER_DESCRIPTOR || ever_called(p, l))
		return NULL;
	return arena_printf(a, "nothing: %s never called %s() on %s, only on another descriptor: %s",
			    l->process, l->call.name, on,
			    event_text(w->timeline, w->timeline->events[near], a));
}

static void not_met(struct call_place *p, size_t line, int64_t ended)
{
	const struct line *l = &p->w->script->lines[line];
	int near = nearest(p, l);
	int64_t when = ended < p->act->to_ns ? ended : p->act->to_ns;
	const char *never = never_called(p, l, near);

	if (never) {
		fail(p->w, (int)line, NO_EVENT, when, never, NULL);
		return;
	}
	fail(p->w, (int)line, near, when, near == NO_EVENT ? nothing_text(p, ended) : NULL,
	     call_difference(p, l, near));
}

static void lines_of_act(struct call_place *p)
{
	struct work *w = p->w;
	int64_t ended = track_ended_ns(w, p->k->name);
	bool over = act_is_over(w, p->act) || (ended < p->act->to_ns && !w->names_tentative);

	for (size_t i = p->act->first_line; i < p->act->past_line; i++) {
		const struct line *l = &w->script->lines[i];

		if (!in_call_track(l) || l->never || strcmp(l->process, p->k->name) != 0 || take(p, i))
			continue;
		if (!over)
			return; /* it may come yet, and what follows it must come after it */
		not_met(p, i, ended);
	}
}

void calls_judge(struct work *w)
{
	struct call_tracks all = { 0 };

	collect(w, &all);
	for (unsigned a = 0; a <= w->script->act_count; a++) {
		const struct act *act = &w->acts[a];

		for (size_t i = 0; act->begun && i < all.count; i++) {
			struct call_track *k = &all.track[i];
			struct call_place p = {
				.w = w, .act = act, .k = k, .last_ns = act->from_ns, .after_ns = INT64_MIN
			};

			while (k->next < k->count && k->counts_ns[k->next] < act->from_ns)
				k->next++;
			p.pos = k->next;
			lines_of_act(&p);
		}
	}
}
