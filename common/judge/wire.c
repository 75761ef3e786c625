/*
 * wire.c - the wire: which packet is on which track, and what comes of those that no line names.
 *
 * The tracks of an act are independent of each other: each is judged by itself (track.c), with all of its packets. Lines of
 * "each" are a pattern: every connection of the two has a track of its own with these lines (family.c).
 */
#include "common/judge/family.h"

static struct act_wire wire_new(struct work *w, const struct act *act, struct family *families)
{
	struct act_wire wire = { .w = w, .act = act, .families = families };

	families_begin(&wire);
	for (size_t i = act->first_event; i < act->past_event; i++) {
		const struct event *e = w->timeline->events[i];

		if (e->kind == EVENT_PACKET && !packet_is_injected(w->timeline, e))
			track_receives(family_track(&wire, e), i);
	}
	return wire;
}

/* ---- all tracks ---- */

/* Of those that wait for a line above, the first: nothing will come of that line any more. */
static struct wire_track *first_waiting(const struct act_wire *wire)
{
	struct wire_track *first = NULL;

	for (size_t i = 0; i < wire->count; i++) {
		struct wire_track *k = wire->tracks[i];

		if (k->progress == WAITS_FOR_LINE && (!first || k->line < first->line))
			first = k;
	}
	return first;
}

/* Each as far as it comes with the packets before event `limit`. */
static void advance(struct act_wire *wire, size_t limit)
{
	for (;;) {
		struct wire_track *waiting;
		bool moved = false;

		for (size_t i = 0; i < wire->count; i++) {
			struct wire_track *k = wire->tracks[i];

			if (k->progress == WAITS_FOR_LINE)
				k->progress = GOES_ON;
			moved = track_advance(k, limit) || moved;
		}
		families_settle(wire);
		waiting = first_waiting(wire);
		if (moved)
			continue;
		if (!waiting || !act_is_over(wire->w, wire->act))
			return;
		waiting->opened = true;
	}
}

/* Live: the next packet whose owner may yet be told, from event `from` on. */
static size_t next_unknown(const struct act_wire *wire, size_t from)
{
	const struct work *w = wire->w;

	while (from < wire->act->past_event && !act_is_over(w, wire->act)) {
		const struct event *e = w->timeline->events[from];

		if (e->kind == EVENT_PACKET && !packet_is_injected(w->timeline, e) &&
		    must_be_named(w->timeline, e) && party_unknown(w, e))
			return from;
		from++;
	}
	return wire->act->past_event;
}

/* Unless the line means the host itself, of which strace has nothing to say. */
static bool takes_unknown(struct act_wire *wire, size_t event)
{
	struct wire_track *k = family_track(wire, wire->w->timeline->events[event]);

	bool taken;

	if (k->progress != GOES_ON || k->packets[k->at] != event)
		return false;
	track_enter(k);
	taken = track_takes(k, event);
	track_leave(k);
	k->at += taken;
	return taken;
}

static void advance_all(struct act_wire *wire)
{
	size_t limit = next_unknown(wire, wire->act->first_event);

	advance(wire, limit);
	while (limit < wire->act->past_event && takes_unknown(wire, limit)) {
		limit = next_unknown(wire, limit + 1);
		advance(wire, limit);
	}
}

/* ---- divergences ---- */

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

/* Live: it differs from a name that an open run has bound, and that may get another value yet. */
static bool may_be_mended(const struct act_wire *wire, const struct wire_track *k)
{
	for (size_t i = 0; i < wire->count && !act_is_over(wire->w, wire->act); i++) {
		const struct wire_track *other = wire->tracks[i];

		if (other != k && other->run.open && !other->run.bounded &&
		    track_shares_name(k, &wire->w->script->lines[other->run.line]))
			return true;
	}
	return false;
}

/* The first line of the act that was open when this came. */
static int open_line(const struct act_wire *wire, size_t event)
{
	const struct script *s = wire->w->script;

	for (size_t i = wire->act->first_line; i < wire->act->past_line; i++) {
		const struct line_result *r = &wire->w->out->lines[i];

		if (s->lines[i].track != NO_TRACK &&
		    (r->status == LINE_OPEN || (r->event_count && line_last_event(r) > event)))
			return (int)i;
	}
	return NO_LINE;
}

/* It is what "then …" expects, only before a line above: that one was expected there. */
static bool came_before(const struct act_wire *wire, const struct wire_track *k)
{
	const struct script *s = wire->w->script;
	size_t event = k->packets[k->at];
	const struct event *e = wire->w->timeline->events[event];
	const struct line *l = track_line(k), *above = NULL;

	if (l && l->then && track_would_take(k, event))
		above = track_open_above(k, event);
	if (above)
		fail(wire->w, (int)(above - s->lines), (int)event, e->time_ns, NULL,
		     arena_printf(wire->w->out->arena, "that is for line %u, \"then ...\": it came too early",
				  l->number));
	return above != NULL;
}

/* Where no line is left for it, it counts for the line that was expected there, of whatever track. */
static void diverged(const struct act_wire *wire, const struct wire_track *k)
{
	struct work *w = wire->w;
	size_t event = k->packets[k->at];
	const struct event *e = w->timeline->events[event];
	int line = track_line(k) ? (int)k->line : open_line(wire, event);
	const char *difference = wrong_with(k);

	if (came_before(wire, k))
		return;
	if (line != NO_LINE && !difference && !track_line(k) && k->index != NO_TRACK)
		difference = arena_printf(w->out->arena, "of %s and %s no line is left",
					  w->script->tracks[k->index].ends[0],
					  w->script->tracks[k->index].ends[1]);
	track_enter(k);
	if (line != NO_LINE && !difference)
		difference = packet_difference(w, &w->script->lines[line], e);
	track_leave(k);
	fail(w, line, (int)event, e->time_ns, NULL, difference);
}

static void wire_of_act(struct work *w, const struct act *act, struct family *families)
{
	struct act_wire wire = wire_new(w, act, families);

	advance_all(&wire);
	for (int left = false; left <= true; left++) /* what no line is left for, before any line is broken */
		for (size_t i = 0; i < wire.count; i++) {
			const struct wire_track *k = wire.tracks[i];

			if (k->progress == DIVERGED && left == (track_line(k) != NULL) &&
			    !may_be_mended(&wire, k))
				diverged(&wire, k);
		}
	for (size_t i = 0; i < wire.count; i++)
		if (wire.tracks[i]->progress != DIVERGED)
			track_finish(wire.tracks[i], wire.busy == 1);
}

void wire_judge(struct work *w)
{
	struct family *families = arena_alloc(w->scratch, (w->script->track_count + 1) * sizeof(*families));
	struct act all = { .begun = true,
			   .ended = true,
			   .from_ns = INT64_MIN,
			   .to_ns = w->end_ns,
			   .past_event = w->end_event,
			   .past_line = w->script->line_count };

	if (w->mode == JUDGE_WIRE) {
		wire_of_act(w, &all, families);
		return;
	}
	for (unsigned i = 0; i <= w->script->act_count; i++)
		if (w->acts[i].begun)
			wire_of_act(w, &w->acts[i], families);
}
