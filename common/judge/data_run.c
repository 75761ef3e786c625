/*
 * data_run.c - "data 1:N": as many data segments as carry that range without a gap.
 *
 * A run whose end is known ("1:11", or a name that has a value) is done when it is reached. What an open end takes is known
 * only when something else comes: so it counts as done with every segment, and when another continues it, what was taken
 * after it (bare acknowledgements only) is given back.
 */
#include "common/judge/track.h"

/* Where a run that begins at `first` must end, if its line says so. */
static bool run_target(const struct wire_track *k, const struct line *l, uint32_t first, uint32_t *target)
{
	uint64_t known;

	if (number_known(&l->segment.end, &k->w->names, &known))
		*target = (uint32_t)known;
	else if (number_known(&l->segment.length, &k->w->names, &known))
		*target = first + (uint32_t)known;
	else
		return false;
	return true;
}

/* The names that have got a value since k->before was taken are this run's. */
static void binds(struct wire_track *k)
{
	for (size_t i = 0; i < k->before.count; i++)
		k->bound[i] = k->bound[i] || (k->w->names.bound[i] && !k->before.bound[i]);
}

void run_remembers(struct wire_track *k, size_t line, size_t event)
{
	binds(k);
	k->behind = arena_grow(k->w->scratch, k->behind, k->behind_count, &k->behind_capacity,
			       sizeof(*k->behind));
	k->behind[k->behind_count++] = (struct taken_behind){ line, event };
}

static void give_back(struct wire_track *k)
{
	while (k->behind_count) {
		const struct taken_behind *b = &k->behind[--k->behind_count];

		line_gives_back(k->w, b->line, b->event);
	}
	for (size_t i = 0; i < k->w->names.count; i++) {
		k->w->names.bound[i] = k->w->names.bound[i] && !k->bound[i];
		k->bound[i] = false;
	}
}

/* The run's end is here, as far as we know: its names get their values and the track goes on. */
static void close_run(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct line *l = &w->script->lines[k->run.line];
	int64_t when = w->timeline->events[event]->time_ns;

	bindings_copy(&k->before, &w->names);
	number_matches(&l->segment.end, k->run.end, &w->names);
	number_matches(&l->segment.length, k->run.end - k->run.first, &w->names);
	binds(k);
	line_done(w, k->run.line, event, when);
	track_goes_on(k, k->run.line + 1, when);
}

/* Would the segment continue this run (or begin it: first == end)? */
static bool run_goes_on(const struct wire_track *k, const struct data_run *run, const struct event *e)
{
	const struct work *w = k->w;
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct line *l = &w->script->lines[run->line];

	if (!segment_is_data(s) || s->first != run->end || (l->segment.lost && !e->packet.lost) ||
	    !parties_fit(w, l, e))
		return false;
	if (!run->bounded || s->end != run->target)
		return !run->bounded || (int32_t)(run->target - s->end) > 0;
	return number_fits(&l->segment.end, s->end, &w->names) &&
	       number_fits(&l->segment.length, s->end - run->first, &w->names);
}

static void extend_run(struct wire_track *k, size_t event)
{
	const struct event *e = k->w->timeline->events[event];

	if (!k->run.bounded && k->line != k->run.line)
		give_back(k);
	k->run.end = timeline_segment(k->w->timeline, e)->end;
	line_takes(k->w, k->run.line, event);
	if (!k->run.bounded) {
		close_run(k, event);
	} else if (k->run.end == k->run.target) {
		close_run(k, event);
		k->run.open = false;
	}
}

bool run_continues(struct wire_track *k, size_t event)
{
	if (!k->run.open || !run_goes_on(k, &k->run, k->w->timeline->events[event]))
		return false;
	extend_run(k, event);
	return true;
}

bool run_begins(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct line *l = track_line(k);
	struct data_run run = { .open = true, .line = k->line };

	if (!s || !number_fits(&l->segment.first, s->first, &w->names))
		return false;
	run.first = run.end = s->first;
	run.bounded = run_target(k, l, s->first, &run.target);
	if (!run_goes_on(k, &run, e))
		return false;
	number_matches(&l->segment.first, s->first, &w->names);
	too_early(w, k->line, (int)event, track_before_ns(k), e->time_ns);
	k->run = run;
	k->behind_count = 0;
	for (size_t i = 0; i < w->names.count; i++)
		k->bound[i] = false;
	extend_run(k, event);
	return true;
}
