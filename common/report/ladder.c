/*
 * ladder.c - from the record to the rows of a picture, in order of time; see ladder.h and ladder_rows.h.
 *
 * A row is one step as a person would tell it: the call, the segment that it sent, and the call at the other
 * end that the segment woke share one row. Nothing is put into a row that would turn its order round.
 */
#include "common/report/ladder.h"

#include <string.h>

#include "common/report/ladder_layout.h"

enum {
	BAND_ROWS = 3, /* of an action that is long; then it is cut */
	STEP_NS = 300000, /* what follows a segment within this time may share its row */
	GAP_NS = 100000000,
	CLOCK_SLACK_NS = 2000, /* strace cuts its stamps to microseconds */
};

static struct row *add_row(struct ladder *l, enum row_kind kind, int64_t time_ns)
{
	l->rows = arena_grow(l->arena, l->rows, l->row_count, &l->row_capacity, sizeof(*l->rows));
	l->rows[l->row_count] = (struct row){ .kind = kind, .time_ns = time_ns };
	return &l->rows[l->row_count++];
}

static void mark_row(const struct ladder *l, struct row *row, size_t event)
{
	const struct event_mark *m = &l->marks[event];
	enum mark mark = m->broken	 ? ROW_BROKEN
			 : m->excused	 ? ROW_EXCUSED
			 : m->starred	 ? ROW_STARRED
			 : m->line_count ? ROW_MET
					 : ROW_PLAIN;

	if (mark > row->mark)
		row->mark = mark;
	for (unsigned i = 0; i < m->line_count; i++) {
		bool there = false;

		for (unsigned k = 0; k < row->line_count; k++)
			there = there || row->lines[k] == m->lines[i];
		if (!there && row->line_count < ROW_LINES)
			row->lines[row->line_count++] = m->lines[i];
	}
}

static bool call_contains(const struct ladder *l, size_t call, int64_t time_ns)
{
	int64_t end = l->end_ns[call];

	return l->timeline->events[call]->kind == EVENT_CALL &&
	       time_ns >= l->begin_ns[call] - CLOCK_SLACK_NS &&
	       (end == INT64_MAX || time_ns <= end + CLOCK_SLACK_NS);
}

/* A segment joins the row of the call that sent it. */
static bool wire_joins(const struct ladder *l, const struct row *row, const struct event *e, enum side from)
{
	const struct cell *cell = &row->side[from];

	if (l->style->full || row->kind != ROW_EVENT || row->wire.there)
		return false;
	if (cell->kind != CELL_POINT && cell->kind != CELL_OPEN)
		return false;
	/* First whether it is a call at all: a signal or an exit is drawn as such a cell too. */
	return row->side[!from].kind == CELL_NONE && call_contains(l, cell->event, e->time_ns) &&
	       !call_brings(l->timeline->events[cell->event]->call.row);
}

/* A call joins the row of the segment that woke it (at the receiver), or within which it was sent. */
static bool cell_joins(const struct ladder *l, const struct row *row, const struct moment *m, enum side side)
{
	const struct event *e = l->timeline->events[m->event], *wire;

	if (l->style->full || row->kind != ROW_EVENT || !row->wire.there || row->wire.inside ||
	    row->wire.lost)
		return false;
	wire = l->timeline->events[row->wire_event];
	if (row->side[side].kind != CELL_NONE || m->at_ns - wire->time_ns > STEP_NS || e->kind != EVENT_CALL)
		return false;
	if (side == row->wire.from)
		return m->part == CELL_CLOSE && call_contains(l, m->event, wire->time_ns);
	return m->part == CELL_CLOSE || (m->part == CELL_POINT && call_brings(e->call.row));
}

static struct row *last_row(struct ladder *l)
{
	return l->row_count ? &l->rows[l->row_count - 1] : NULL;
}

static void add_wire(struct ladder *l, const struct moment *m)
{
	const struct event *e = l->timeline->events[m->event];
	struct row *row = last_row(l);
	enum side from, to;
	bool arrow = packet_sides(l, e, &from, &to);
	bool from_router = is_router(l->timeline, &e->packet.packet.source);
	bool to_router = is_router(l->timeline, &e->packet.packet.destination);

	if (!row || !arrow || from_router || !wire_joins(l, row, e, from))
		row = add_row(l, ROW_EVENT, e->time_ns);
	row->time_ns = e->time_ns;
	row->wire_event = m->event;
	row->wire = (struct row_wire){ .there = true,
				       .inside = !arrow,
				       .from = from,
				       .lost = e->packet.lost,
				       .router = from_router ? ROUTER_SENDS
						 : to_router ? ROUTER_RECEIVES
							     : ROUTER_FORWARDS,
				       .frame = e->packet.packet.frame,
				       .look = packet_look(l, m->event) };
	packet_words(l, m->event, &row->wire.words);
	mark_row(l, row, m->event);
}

static void add_cell(struct ladder *l, const struct moment *m)
{
	const struct event *e = l->timeline->events[m->event];
	enum side side = side_of_process(l, event_process(e));
	struct row *row = last_row(l);
	struct cell *cell;

	if (!row || !cell_joins(l, row, m, side))
		row = add_row(l, ROW_EVENT, m->at_ns);
	cell = &row->side[side];
	*cell = (struct cell){ .kind = m->part == CELL_NONE ? CELL_POINT : m->part,
			       .event = m->event,
			       .lane = -1 };
	if (e->kind == EVENT_SIGNAL)
		signal_words(l, e, &cell->words);
	else if (e->kind == EVENT_EXIT)
		exit_words(l, e, &cell->words);
	else
		call_words(l, e, m->part, false, &cell->words);
	cell->look = l->marks[m->event].broken	  ? LOOK_BAD
		     : l->marks[m->event].starred ? LOOK_STRONG
						  : LOOK_PLAIN;
	if (e->kind != EVENT_CALL && cell->look == LOOK_PLAIN)
		cell->look = LOOK_NOTE;
	if (m->part != CELL_OPEN || event_end(e) == INT64_MAX)
		mark_row(l, row, m->event);
}

static void add_fold(struct ladder *l, struct fold *f, const struct moment *m)
{
	struct row *row;

	if (!f->drawn) {
		row = add_row(l, ROW_EVENT, m->at_ns);
		if (f->data && f->segments) {
			row->wire = (struct row_wire){ .there = true,
						       .from = f->from,
						       .look = f->from == LEFT ? LOOK_LEFT : LOOK_RIGHT };
			row->wire_event = f->last_segment_event;
			fold_label(l, f, &row->wire.words);
		}
		for (int side = 0; side < SIDES; side++)
			if (f->calls[side].count) {
				row->side[side] = (struct cell){ .kind = CELL_FOLD,
								 .event = f->calls[side].event,
								 .lane = -1 };
				fold_words(l, &f->calls[side], &row->side[side].words);
			}
		f->drawn = true;
	}
	mark_row(l, last_row(l), m->event);
}

/* States are drawn where they change, and where a line of the script was met by them. */
static void add_states(struct ladder *l, const struct moment *m, const char **before)
{
	const struct event_mark *mark = &l->marks[m->event];
	struct row *row = NULL;

	for (size_t i = 0; i < l->timeline->actor_count; i++) {
		const char *now = states_text(l, m->event, (int)i);
		enum side side = l->actor_side[i];
		bool asked = false;

		for (size_t k = 0; l->script && mark->line_count && k < l->script->line_count; k++)
			for (unsigned n = 0; n < mark->line_count; n++)
				asked = asked || (l->script->lines[k].number == mark->lines[n] &&
						  line_from(&l->script->lines[k]) &&
						  strcmp(l->script->lines[k].from.actor,
							 l->timeline->actors[i].name) == 0);
		if (!now || (!asked && before[i] && strcmp(now, before[i]) == 0))
			continue;
		before[i] = now;
		if (!row) {
			row = last_row(l);
			if (!row || row->kind != ROW_STATES || row->banner[side])
				row = add_row(l, ROW_STATES, m->at_ns);
		} else if (row->banner[side]) {
			row = add_row(l, ROW_STATES, m->at_ns);
		}
		row->banner[side] = l->actors_on[side] > 1 ? arena_printf(l->arena, "%s: %s",
									  l->timeline->actors[i].name, now)
							   : now;
	}
	if (!row && (mark->line_count || mark->broken))
		row = add_row(l, ROW_STATES, m->at_ns);
	if (row)
		mark_row(l, row, m->event);
}

/* The bytes of a text's first words that have room; 0 if all of it has, or not even one word. */
static size_t words_that_fit(const struct ladder *l, const char *text, int room)
{
	size_t fit = 0;

	if (strip_columns(l->style, text) <= room)
		return 0;
	for (size_t at = strcspn(text, " "); text[at]; at += 1 + strcspn(text + at + 1, " ")) {
		if (strip_columns(l->style, arena_substring(l->arena, text, at)) > room)
			break;
		fit = at;
	}
	return fit;
}

static void add_action(struct ladder *l, const struct moment *m, int64_t before_ns)
{
	const struct action_event *action = &l->timeline->events[m->event]->action;
	int room = strip_width(l->style) - ladder_content(l->style) - BAND_EXTRA;
	const char *rest = action->text;
	struct row *row;
	size_t head;

	/* The end is worth a row only where the waiting for it was. */
	if (!action->line && m->at_ns - before_ns < GAP_NS)
		return;
	row = add_row(l, ROW_BAND, m->at_ns);
	if (action->line)
		row->lines[row->line_count++] = action->line;
	for (int rows = 1; rows < BAND_ROWS && (head = words_that_fit(l, rest, room)); rows++) {
		row->band = arena_substring(l->arena, rest, head);
		rest += head + strspn(rest + head, " ");
		row = add_row(l, ROW_MORE, m->at_ns);
	}
	row->band = rest;
}

/* As duration_text(), but never wider than the six columns that the gutter has for it. */
static const char *gap_text(struct ladder *l, int64_t ns)
{
	double seconds = (double)ns / 1e9;
	char buf[DURATION_TEXT];

	if (seconds < 9.99)
		return arena_string(l->arena, duration_text(ns, buf));
	if (seconds >= 6000)
		return arena_printf(l->arena, "%.2f h", seconds / 3600);
	return arena_printf(l->arena, seconds < 99.9 ? "%.1f s" : "%.0f s", seconds);
}

static void add_gap(struct ladder *l, int64_t from_ns, int64_t to_ns)
{
	add_row(l, ROW_GAP, to_ns)->band = arena_printf(l->arena, "⋮ %s", gap_text(l, to_ns - from_ns));
}

static bool shows_states(struct ladder *l, const struct moment *m, const char *const *before)
{
	if (l->marks[m->event].line_count || l->marks[m->event].broken)
		return true;
	for (size_t i = 0; i < l->timeline->actor_count; i++) {
		const char *now = states_text(l, m->event, (int)i);

		if (now && (!before[i] || strcmp(now, before[i]) != 0))
			return true;
	}
	return false;
}

static void make_rows(struct ladder *l)
{
	const char **before = arena_alloc(l->arena, (l->timeline->actor_count + 1) * sizeof(*before));
	int64_t last_ns = l->moment_count ? l->moments[0].at_ns : 0;

	for (size_t i = 0; i < l->moment_count; i++) {
		const struct moment *m = &l->moments[i];
		const struct event *e = l->timeline->events[m->event];

		if (m->fold && l->folds[m->fold].drawn) {
			add_fold(l, &l->folds[m->fold], m);
			last_ns = m->at_ns;
			continue;
		}
		if (e->kind == EVENT_SOCKETS && !shows_states(l, m, before))
			continue;
		if (m->at_ns - last_ns > GAP_NS)
			add_gap(l, last_ns, m->at_ns);
		if (m->fold)
			add_fold(l, &l->folds[m->fold], m);
		else if (e->kind == EVENT_PACKET)
			add_wire(l, m);
		else if (e->kind == EVENT_SOCKETS)
			add_states(l, m, before);
		else if (e->kind == EVENT_ACTION)
			add_action(l, m, last_ns);
		else
			add_cell(l, m);
		last_ns = m->at_ns;
	}
}

void ladder_prepare(struct ladder *l)
{
	ladder_choose_sides(l);
	ladder_mark_lines(l);
	ladder_set_clock(l);
	ladder_find_moments(l);
	if (!l->style->full)
		ladder_fold(l);
}

void ladder_build(struct ladder *l)
{
	ladder_prepare(l);
	make_rows(l);
	ladder_make_brackets(l);
	ladder_make_lives(l);
}

void ladder_draw(struct text *out, const struct script *script, const struct timeline *timeline,
		 const struct judgement *judgement, const struct ladder_style *style)
{
	struct ladder l = { .arena = arena_new(),
			    .script = script,
			    .timeline = timeline,
			    .judgement = judgement,
			    .style = style };

	ladder_build(&l);
	ladder_rows_draw(out, &l);
	arena_free(l.arena);
}
