/*
 * track.c - one track of the wire: strict order, and an account of every segment.
 *
 * Each packet that matters must be the next line of its track. A bare acknowledgement may go unmentioned. What fits no line
 * may be allowed ("may"), or needless (excuse.c); else the track has diverged.
 *
 * A name gets its value at the line that stands first in the script. So a line that shares one with a line above, on another
 * track, waits until that one has it. And "then …" waits for all lines above, of whatever track: it must come after them.
 */
#include "common/judge/track.h"

enum taken { TAKEN, STOPPED };

void track_enter(const struct wire_track *k)
{
	k->w->names = k->names;
}

void track_leave(const struct wire_track *k)
{
	k->w->names = k->shared;
}

/* ---- lines that wait for those of other tracks ---- */

bool track_shares_name(const struct wire_track *k, const struct line *other)
{
	const struct line *l = track_line(k);

	return l && lines_share_name(l, other);
}

/* Is a line above, on another track, still open that gives a name of this one its value, or that it must come after? */
static bool waits_for_line(const struct wire_track *k)
{
	const struct script *s = k->w->script;
	const struct line *l = track_line(k);

	for (size_t i = k->act->first_line; i < k->line && !k->opened; i++)
		if (s->lines[i].track != NO_TRACK && s->lines[i].track != k->index &&
		    k->w->out->lines[i].status == LINE_OPEN &&
		    (l->then || (!l->each && lines_share_name(&s->lines[i], l))))
			return true;
	return false;
}

/* The line above, on whatever track, that was not met yet when this came; NULL: all were. */
const struct line *track_open_above(const struct wire_track *k, size_t event)
{
	const struct script *s = k->w->script;

	for (size_t i = k->act->first_line; i < k->line; i++) {
		const struct line_result *r = &k->w->out->lines[i];

		if (s->lines[i].track != NO_TRACK && (!r->event_count || line_last_event(r) > event))
			return &s->lines[i];
	}
	return NULL;
}

/* Would the packet meet the line, as far as the names are known? */
bool track_would_take(const struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct line *l = track_line(k);
	const struct segment *s = timeline_segment(w->timeline, e);
	struct bindings before = k->before;

	if (l->kind == LINE_DATA)
		return segment_is_data(s) && parties_fit(w, l, e) &&
		       number_fits(&l->segment.first, s->first, &w->names);
	bindings_copy(&before, &w->names);
	return line_fits(w, l, e, &before);
}

/* ---- one packet ---- */

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

/* Live: a receiver's D-SACK, which would be the proof that this was needless, has not had its chance yet. */
static bool is_excused(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const char *proof;

	switch (excuse_find(w, w->timeline->events[event], &proof)) {
	case EXCUSE_PROVED: excused(w, event, proof); return true;
	case EXCUSE_UNPROVED: return w->unproved[event] = !act_is_over(w, k->act);
	case EXCUSE_NONE: break;
	}
	return false;
}

/* Whatever it is; but what is needless is told apart, as everywhere. */
static bool takes_rest(struct wire_track *k, size_t event)
{
	if (must_be_named(k->w->timeline, k->w->timeline->events[event]) && !is_excused(k, event))
		line_takes(k->w, k->line, event);
	return true;
}

bool track_takes(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];
	const struct line *l = track_line(k);

	if (!l || (k->run.open && k->run.bounded))
		return false;
	if (waits_for_line(k) && track_would_take(k, event)) {
		k->progress = WAITS_FOR_LINE;
		return false;
	}
	if (l->then && track_open_above(k, event))
		return false;
	if (l->kind == LINE_DATA)
		return run_begins(k, event);
	if (l->kind == LINE_REST)
		return takes_rest(k, event);
	bindings_copy(&k->before, &w->names);
	if (!line_fits(w, l, e, &w->names))
		return false;
	too_early(w, k->line, (int)event, track_before_ns(k), e->time_ns);
	line_met(w, k->line, event, e->time_ns);
	if (must_be_named(w->timeline, e))
		k->run.open = false;
	else if (k->run.open)
		run_remembers(k, k->line, event);
	track_goes_on(k, k->line + 1, e->time_ns);
	return true;
}

/* "count …" lines of the act account for what no other line does; how many there are is for counts.c to say. */
static bool is_counted(const struct wire_track *k, size_t event)
{
	const struct script *s = k->w->script;
	const struct event *e = k->w->timeline->events[event];

	for (size_t i = k->act->first_line; i < k->act->past_line; i++)
		if (s->lines[i].counts && line_is_wire(&s->lines[i]) &&
		    line_fits(k->w, &s->lines[i], e, &(struct bindings){ 0 }))
			return k->w->out->accounted[event] = true;
	return false;
}

/* "may …" lines of the acts that have begun: nobody waits for them, but they account for what comes. */
static bool take_by_permission(struct wire_track *k, size_t event)
{
	struct work *w = k->w;
	const struct event *e = w->timeline->events[event];

	k->exhausted = NO_LINE;
	for (size_t i = 0; i < k->act->past_line; i++) {
		const struct line *l = &w->script->lines[i];

		if (!l->may || !line_fits(w, l, e, &k->shared))
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

static enum taken take(struct wire_track *k, size_t event)
{
	if (!must_be_named(k->w->timeline, k->w->timeline->events[event])) {
		track_takes(k, event);
		return k->progress == GOES_ON ? TAKEN : STOPPED;
	}
	if (run_continues(k, event) || track_takes(k, event))
		return TAKEN;
	if (k->progress != GOES_ON)
		return STOPPED;
	if (take_by_permission(k, event) || is_excused(k, event) || is_counted(k, event))
		return TAKEN;
	k->progress = DIVERGED;
	return STOPPED;
}

bool track_advance(struct wire_track *k, size_t limit)
{
	size_t from = k->at;

	track_enter(k);
	while (k->progress == GOES_ON && k->at < k->packet_count && k->packets[k->at] < limit)
		if (take(k, k->packets[k->at]) == TAKEN)
			k->at++;
	track_leave(k);
	return k->at > from;
}

/* "client#2" */
static const char *end_text(const struct wire_track *k, int end)
{
	const struct track *t = &k->w->script->tracks[k->index];
	unsigned number = k->connection ? k->connection : t->connection;

	return number && !end ? arena_printf(k->w->out->arena, "%s#%u", t->ends[0], number) : t->ends[end];
}

void track_finish(struct wire_track *k, bool alone)
{
	struct work *w = k->w;
	struct arena *a = w->out->arena;
	const struct line *l = track_line(k);
	const char *nothing = "nothing more on the wire";

	if (k->run.open && !k->run.bounded && !act_is_over(w, k->act))
		w->names_tentative = true;
	if (!l || l->kind == LINE_REST || !act_is_over(w, k->act))
		return;
	if (k->run.open && k->run.bounded)
		nothing = arena_printf(a, "only %u:%u(%u) of it", k->run.first, k->run.end,
				       k->run.end - k->run.first);
	else if (!alone)
		nothing = arena_printf(a, "nothing more between %s and %s", end_text(k, 0), end_text(k, 1));
	fail(w, (int)k->line, NO_EVENT, k->act->to_ns, nothing, NULL);
}
