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
	l->rows = arena_grow(l->story.arena, l->rows, l->row_count, &l->row_capacity, sizeof(*l->rows));
	l->rows[l->row_count] = (struct row){ .kind = kind, .time_ns = time_ns };
	return &l->rows[l->row_count++];
}

static void mark_row(struct row *row, const struct moment *m)
{
	if (m->mark > row->mark)
		row->mark = m->mark;
	for (unsigned i = 0; i < m->line_count; i++) {
		bool there = false;

		for (unsigned k = 0; k < row->line_count; k++)
			there = there || row->lines[k] == m->lines[i];
		if (!there && row->line_count < TOLD_LINES)
			row->lines[row->line_count++] = m->lines[i];
	}
}

static bool call_contains(const struct ladder *l, size_t call, int64_t time_ns)
{
	int64_t end = l->story.end_ns[call];

	return l->story.timeline->events[call]->kind == EVENT_CALL &&
	       time_ns >= l->story.begin_ns[call] - CLOCK_SLACK_NS &&
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
	       !call_brings(l->story.timeline->events[cell->event]->call.row);
}

/* A call joins the row of the segment that woke it (at the receiver), or within which it was sent. */
static bool cell_joins(const struct ladder *l, const struct row *row, const struct moment *m, enum side side)
{
	const struct event *e = l->story.timeline->events[m->event], *wire;

	if (l->style->full || row->kind != ROW_EVENT || !row->wire.there || row->wire.inside ||
	    row->wire.lost)
		return false;
	wire = l->story.timeline->events[row->wire_event];
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

/* By who sent it, and by what is the matter with it. */
static unsigned wire_look(const struct ladder *l, const struct moment *m)
{
	const struct event *e = l->story.timeline->events[m->event];
	const struct segment *s = timeline_segment(l->story.timeline, e);
	unsigned look = m->wire.from_router ? LOOK_NOTE : m->wire.from == LEFT ? LOOK_LEFT : LOOK_RIGHT;

	if (e->packet.lost || m->mark == TOLD_BROKEN || (s && s->packet.tcp.flags & FLAG_RST))
		look = LOOK_BAD;
	else if (m->mark == TOLD_EXCUSED)
		look = LOOK_DIM;
	else if (s && s->marks & (MARK_RETRANSMISSION | MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE))
		look = LOOK_NOTE;
	return look | (l->story.marks[m->event].starred ? (unsigned)LOOK_STRONG : 0);
}

static void add_wire(struct ladder *l, const struct moment *m)
{
	const struct event *e = l->story.timeline->events[m->event];
	const struct moment_wire *w = &m->wire;
	struct row *row = last_row(l);

	if (!row || !w->arrow || w->from_router || !wire_joins(l, row, e, w->from))
		row = add_row(l, ROW_EVENT, e->time_ns);
	row->time_ns = e->time_ns;
	row->wire_event = m->event;
	row->wire = (struct row_wire){ .there = true,
				       .inside = !w->arrow,
				       .from = w->from,
				       .lost = e->packet.lost,
				       .router = w->from_router ? ROUTER_SENDS
						 : w->to_router ? ROUTER_RECEIVES
								: ROUTER_FORWARDS,
				       .words = m->words,
				       .frame = e->packet.packet.frame,
				       .look = wire_look(l, m) };
	mark_row(row, m);
}

static void add_cell(struct ladder *l, const struct moment *m)
{
	const struct event *e = l->story.timeline->events[m->event];
	const struct event_mark *mark = &l->story.marks[m->event];
	struct row *row = last_row(l);

	if (!row || !cell_joins(l, row, m, m->side))
		row = add_row(l, ROW_EVENT, m->at_ns);
	row->side[m->side] = (struct cell){ .kind = m->part,
					    .event = m->event,
					    .words = m->words,
					    .lane = -1,
					    .look = mark->broken	    ? LOOK_BAD
						    : mark->starred	    ? LOOK_STRONG
						    : e->kind != EVENT_CALL ? LOOK_NOTE
									    : LOOK_PLAIN };
	mark_row(row, m);
}

static void add_fold(struct ladder *l, const struct moment *m, bool *drawn)
{
	const struct fold *f = &l->story.folds[m->fold];
	struct row *row;

	if (!*drawn) {
		row = add_row(l, ROW_EVENT, m->at_ns);
		if (f->label.count) {
			row->wire = (struct row_wire){ .there = true,
						       .from = f->from,
						       .words = f->label,
						       .look = f->from == LEFT ? LOOK_LEFT : LOOK_RIGHT };
			row->wire_event = f->last_segment_event;
		}
		for (int side = 0; side < SIDES; side++)
			if (f->calls[side].count)
				row->side[side] = (struct cell){ .kind = CELL_FOLD,
								 .event = f->calls[side].event,
								 .words = f->calls[side].words,
								 .lane = -1 };
		*drawn = true;
	}
	mark_row(last_row(l), m);
}

/* The states of one table stand side by side, and below each other where a side has several. */
static void add_states(struct ladder *l, const struct moment *m)
{
	struct row *row = NULL;

	for (size_t i = 0; i < m->state_count; i++) {
		enum side side = l->story.actor_side[m->states[i].actor];

		if (!row) {
			row = last_row(l);
			if (!row || row->kind != ROW_STATES || row->banner[side])
				row = add_row(l, ROW_STATES, m->at_ns);
		} else if (row->banner[side]) {
			row = add_row(l, ROW_STATES, m->at_ns);
		}
		row->banner[side] = story_state_text(&l->story, &m->states[i]);
	}
	mark_row(row ? row : add_row(l, ROW_STATES, m->at_ns), m);
}

/* The bytes of a text's first words that have room; 0 if all of it has, or not even one word. */
static size_t words_that_fit(const struct ladder *l, const char *text, int room)
{
	size_t fit = 0;

	if (strip_columns(l->style, text) <= room)
		return 0;
	for (size_t at = strcspn(text, " "); text[at]; at += 1 + strcspn(text + at + 1, " ")) {
		if (strip_columns(l->style, arena_substring(l->story.arena, text, at)) > room)
			break;
		fit = at;
	}
	return fit;
}

static void add_action(struct ladder *l, const struct moment *m)
{
	int room = strip_width(l->style) - ladder_content(l->style) - BAND_EXTRA;
	const char *rest = m->words.texts[0];
	struct row *row = add_row(l, ROW_BAND, m->at_ns);
	size_t head;

	mark_row(row, m);
	for (int rows = 1; rows < BAND_ROWS && (head = words_that_fit(l, rest, room)); rows++) {
		row->band = arena_substring(l->story.arena, rest, head);
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
		return arena_string(l->story.arena, duration_text(ns, buf));
	if (seconds >= 6000)
		return arena_printf(l->story.arena, "%.2f h", seconds / 3600);
	return arena_printf(l->story.arena, seconds < 99.9 ? "%.1f s" : "%.0f s", seconds);
}

static void add_gap(struct ladder *l, int64_t from_ns, int64_t to_ns)
{
	add_row(l, ROW_GAP, to_ns)->band = arena_printf(l->story.arena, "⋮ %s", gap_text(l, to_ns - from_ns));
}

static void add_moment(struct ladder *l, const struct moment *m, bool *fold_drawn)
{
	if (m->fold) {
		add_fold(l, m, &fold_drawn[m->fold]);
		return;
	}
	switch (l->story.timeline->events[m->event]->kind) {
	case EVENT_PACKET: add_wire(l, m); break;
	case EVENT_SOCKETS: add_states(l, m); break;
	case EVENT_ACTION: add_action(l, m); break;
	case EVENT_CALL:
	case EVENT_SIGNAL:
	case EVENT_EXIT: add_cell(l, m); break;
	}
}

static void make_rows(struct ladder *l)
{
	const struct story *story = &l->story;
	bool *fold_drawn = arena_alloc(story->arena, (story->fold_count + 1) * sizeof(*fold_drawn));
	int64_t last_ns = story->moment_count ? story->moments[0].at_ns : 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		const struct moment *m = &story->moments[i];

		if (!m->told)
			continue;
		if (m->at_ns - last_ns > GAP_NS && !(m->fold && fold_drawn[m->fold]))
			add_gap(l, last_ns, m->at_ns);
		add_moment(l, m, fold_drawn);
		last_ns = m->at_ns;
	}
}

void ladder_build(struct ladder *l)
{
	l->story.full = l->style->full;
	story_make(&l->story);
	make_rows(l);
	ladder_make_brackets(l);
	ladder_make_lives(l);
}

void ladder_draw(struct text *out, const struct script *script, const struct timeline *timeline,
		 const struct judgement *judgement, const struct ladder_style *style)
{
	struct ladder l = { .story = { .arena = arena_new(),
				       .script = script,
				       .timeline = timeline,
				       .judgement = judgement },
			    .style = style };

	ladder_build(&l);
	ladder_rows_draw(out, &l);
	arena_free(l.story.arena);
}
