/*
 * wire.c - the wire's track: strict order, and an account of every segment.
 *
 * Inside an act each segment that matters must be the next line of the wire. "data 1:N" takes as many
 * data segments as carry that range without a gap. A run whose end is known ("1:11", or a name that has a
 * value) is done when it is reached. What an open end takes is known only when something else comes: so it
 * counts as done with every segment, and when another continues it, what was taken after it is given back.
 */
#include "common/judge/work.h"

/* A data run that has begun. Bounded: the track stays at its line until the target is reached. Else the track
 * has gone on to the next line, and comes back for a segment that continues the run. */
struct data_run {
	bool open, bounded;
	size_t line;
	uint32_t first, end, target; /* relative numbers; target: where it ends, if bounded */
	size_t failures; /* as many were there when it was last continued */
};

struct wire_track {
	struct work *w;
	const struct act *act;
	size_t line; /* the next wire line, or act->past_line */
	struct data_run run;
	int64_t last_ns; /* of the line before */
	int exhausted; /* a "may" line that would take the segment, had it not taken all that it may; or NO_LINE */
	struct bindings saved; /* the names as they were before an open end was bound */
};

enum taken { TAKEN, DIVERGED, WAITS };

/* Moves to the next wire line of the act that is an expectation. */
static void skip_to_wire(struct wire_track *k)
{
	const struct script *s = k->w->script;

	while (k->line < k->act->past_line &&
	       (!line_is_wire(&s->lines[k->line]) || line_spans(&s->lines[k->line])))
		k->line++;
}

static const struct line *current(const struct wire_track *k)
{
	return k->line < k->act->past_line ? &k->w->script->lines[k->line] : NULL;
}

static void go_to(struct wire_track *k, size_t line, int64_t now_ns)
{
	k->last_ns = now_ns;
	k->line = line;
	skip_to_wire(k);
}

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

/* The run's end is here, as far as we know: its names get their values and the track goes on. */
static void close_run(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct line *l = &w->script->lines[k->run.line];
	int64_t when = w->timeline->events[event]->time_ns;

	number_matches(&l->segment.end, k->run.end, &w->names);
	number_matches(&l->segment.length, k->run.end - k->run.first, &w->names);
	w->met_ns[k->run.line] = when;
	w->met_order[k->run.line] = event_known_order(w, event);
	if (w->out->lines[k->run.line].status == LINE_OPEN)
		w->out->lines[k->run.line].status = LINE_MET;
	go_to(k, k->run.line + 1, when);
}

/* Gives back what the lines after an open run have taken: bare acknowledgements only. */
static void give_back(struct wire_track *k)
{
	struct work *w = k->w;

	for (size_t i = k->run.line + 1; i < k->line; i++) {
		if (!line_is_wire(&w->script->lines[i]) || line_spans(&w->script->lines[i]))
			continue;
		w->out->lines[i].status = LINE_OPEN;
		w->out->lines[i].event_count = 0;
	}
	w->out->failure_count = k->run.failures;
	bindings_copy(&w->names, &k->saved);
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
	k->run.failures = k->w->out->failure_count;
	line_takes(k->w, k->run.line, event);
	if (!k->run.bounded) {
		bindings_copy(&k->saved, &k->w->names);
		close_run(k, event);
	} else if (k->run.end == k->run.target) {
		close_run(k, event);
		k->run.open = false;
	}
}

static bool begin_run(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct segment *s = timeline_segment(w->timeline, e);
	const struct line *l = current(k);
	struct data_run run = { .open = true, .line = k->line };

	if (!s || !number_fits(&l->segment.first, s->first, &w->names))
		return false;
	run.first = run.end = s->first;
	run.bounded = run_target(k, l, s->first, &run.target);
	if (!run_goes_on(k, &run, e))
		return false;
	number_matches(&l->segment.first, s->first, &w->names);
	too_early(w, k->line, (int)event, k->last_ns, e->time_ns);
	parties_learn(w, l, e);
	k->run = run;
	extend_run(k, event);
	return true;
}

/* One packet against the current line; takes it where it matches. */
static bool take_by_line(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct line *l = current(k);

	if (!l || (k->run.open && k->run.bounded))
		return false;
	if (l->kind == LINE_DATA)
		return begin_run(k, event);
	if (!line_fits(w, l, e, &w->names))
		return false;
	parties_learn(w, l, e);
	too_early(w, k->line, (int)event, k->last_ns, e->time_ns);
	line_met(w, k->line, event, e->time_ns);
	if (must_be_named(w->timeline, e))
		k->run.open = false;
	go_to(k, k->line + 1, e->time_ns);
	return true;
}

/* "may …" lines of the acts that have begun: nobody waits for them, but they account for what comes. */
static bool take_by_permission(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];

	k->exhausted = NO_LINE;
	for (size_t i = 0; i < k->act->past_line; i++) {
		const struct line *l = &w->script->lines[i];

		if (!l->may || !line_fits(w, l, e, &w->names))
			continue;
		if (l->may_most && w->out->lines[i].event_count == l->may_most) {
			k->exhausted = (int)i;
			continue;
		}
		line_takes(w, i, event);
		w->out->lines[i].status = LINE_MET;
		return true;
	}
	return false;
}

static void excused(struct work *w, size_t event, const char *proof)
{
	struct judgement *j = w->out;

	j->excused =
		arena_grow(j->arena, j->excused, j->excused_count, &w->excused_capacity, sizeof(*j->excused));
	j->excuse =
		arena_grow(j->arena, j->excuse, j->excused_count, &w->excuse_capacity, sizeof(*j->excuse));
	j->excused[j->excused_count] = event;
	j->excuse[j->excused_count++] = proof;
	j->accounted[event] = true;
}

/* What is wrong with it, in words; NULL: see packet_difference(). */
static const char *wrong_with(const struct wire_track *k)
{
	struct arena *a = k->w->out->arena;
	const struct line *may;

	if (k->run.open && k->run.bounded)
		return arena_printf(a, "of %u:%u the script has had %u:%u so far", k->run.first,
				    k->run.target, k->run.first, k->run.end);
	if (k->exhausted == NO_LINE)
		return NULL;
	may = &k->w->script->lines[k->exhausted];
	return arena_printf(a, "line %u lets %u of these come, and so many had", may->number, may->may_most);
}

static void diverged(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct line *l = current(k);
	const char *difference = wrong_with(k);

	if (l && !difference)
		difference = packet_difference(w, l, e);
	fail(w, l ? (int)k->line : NO_LINE, (int)event, e->time_ns, NULL, difference);
}

static enum taken take(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const char *proof;

	if (!must_be_named(w->timeline, e)) {
		take_by_line(k, event);
		return TAKEN;
	}
	/* Unless the line means the host itself, of which strace has nothing to say. */
	if (party_unknown(w, e) && !act_is_over(w, k->act))
		return take_by_line(k, event) ? TAKEN : WAITS;
	if (k->run.open && run_goes_on(k, &k->run, e)) {
		extend_run(k, event);
		return TAKEN;
	}
	if (take_by_line(k, event) || take_by_permission(k, event))
		return TAKEN;
	switch (excuse_find(w, e, &proof)) {
	case EXCUSE_PROVED: excused(w, event, proof); return TAKEN;
	case EXCUSE_UNPROVED:
		if (!act_is_over(w, k->act))
			return TAKEN; /* open: the receiver's D-SACK has not had its chance yet */
		break;
	case EXCUSE_NONE: break;
	}
	diverged(k, event);
	return DIVERGED;
}

/* The act's window has been read to its end. */
static void finish(struct wire_track *k)
{
	struct work *w = k->w;

	if (k->run.open && !k->run.bounded && !act_is_over(w, k->act))
		w->names_tentative = true;
	if (!current(k) || !act_is_over(w, k->act))
		return;
	if (k->run.open && k->run.bounded)
		fail(w, (int)k->line, NO_EVENT, k->act->to_ns,
		     arena_printf(w->out->arena, "only %u:%u(%u) of it", k->run.first, k->run.end,
				  k->run.end - k->run.first),
		     NULL);
	else
		fail(w, (int)k->line, NO_EVENT, k->act->to_ns, "nothing more on the wire", NULL);
}

static void wire_of_act(struct work *w, const struct act *act, struct bindings saved)
{
	const struct timeline *t = w->timeline;
	struct wire_track k = { .w = w,
				.act = act,
				.line = act->first_line,
				.last_ns = act->from_ns,
				.exhausted = NO_LINE,
				.saved = saved };

	skip_to_wire(&k);
	for (size_t i = act->first_event; i < act->past_event; i++) {
		enum taken taken;

		if (t->events[i]->kind != EVENT_PACKET)
			continue;
		taken = take(&k, i);
		if (taken == DIVERGED)
			return;
		if (taken == WAITS)
			break;
	}
	finish(&k);
}

void wire_judge(struct work *w)
{
	struct bindings saved = bindings_new(w->out->arena, w->names.count);
	struct act all = { .begun = true,
			   .ended = true,
			   .from_ns = INT64_MIN,
			   .to_ns = w->end_ns,
			   .past_event = w->end_event,
			   .past_line = w->script->line_count };

	if (w->mode == JUDGE_WIRE) {
		wire_of_act(w, &all, saved);
		return;
	}
	for (unsigned i = 0; i <= w->script->act_count; i++)
		if (w->acts[i].begun)
			wire_of_act(w, &w->acts[i], saved);
}
