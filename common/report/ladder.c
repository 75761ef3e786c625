/*
 * ladder.c - from a story to the rows of a picture; see ladder.h and ladder_rows.h. Which moments share a row, the story
 * says; what here comes on top are rows for silences, for what an action has no room to say in one, and for states.
 */
#include "common/report/ladder.h"

#include <string.h>

#include "common/report/ladder_layout.h"

enum { BAND_ROWS = 3 }; /* of an action that is long; then it is cut */

static struct row *add_row(struct ladder *l, enum row_kind kind, int64_t time_ns)
{
	l->rows = arena_grow(l->story.arena, l->rows, l->row_count, &l->row_capacity, sizeof(*l->rows));
	l->rows[l->row_count] = (struct row){ .kind = kind, .time_ns = time_ns };
	return &l->rows[l->row_count++];
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

	if (e->packet.lost || m->met.mark == TOLD_BROKEN || (s && s->packet.tcp.flags & FLAG_RST))
		look = LOOK_BAD;
	else if (m->met.mark == TOLD_EXCUSED)
		look = LOOK_DIM;
	else if (s && s->marks & MARKS_AGAIN)
		look = LOOK_NOTE;
	return look | (l->story.marks[m->event].starred ? (unsigned)LOOK_STRONG : 0);
}

/* The row that an event stands in: its first moment makes it. */
static struct row *event_row(struct ladder *l, const struct moment *m, bool begins)
{
	struct row *row = begins ? add_row(l, ROW_EVENT, m->at_ns) : last_row(l);

	met_join(&row->met, &m->met);
	return row;
}

static void add_wire(struct ladder *l, const struct moment *m, bool begins)
{
	const struct event *e = l->story.timeline->events[m->event];
	const struct moment_wire *w = &m->wire;
	struct row *row = event_row(l, m, begins);

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
}

static void add_cell(struct ladder *l, const struct moment *m, bool begins)
{
	const struct event *e = l->story.timeline->events[m->event];
	const struct event_mark *mark = &l->story.marks[m->event];

	event_row(l, m, begins)->side[m->side] =
		(struct cell){ .kind = m->part,
			       .event = m->event,
			       .words = m->words,
			       .lane = -1,
			       .look = mark->broken	       ? LOOK_BAD
				       : mark->starred	       ? LOOK_STRONG
				       : e->kind != EVENT_CALL ? LOOK_NOTE
							       : LOOK_PLAIN };
}

static void add_fold(struct ladder *l, const struct moment *m)
{
	const struct fold *f = &l->story.folds[m->fold];
	struct row *row = add_row(l, ROW_EVENT, m->at_ns);

	row->met = f->met;
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
		row->banner[side] = m->states[i].words.texts[0];
		row->states[side] = m->states[i].states;
	}
	met_join(row ? &row->met : &add_row(l, ROW_STATES, m->at_ns)->met, &m->met);
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

static void add_band(struct ladder *l, const struct moment *m)
{
	int room = strip_width(l->style) - ladder_content(l->style) - BAND_EXTRA;
	const char *rest = m->words.texts[0];
	struct row *row = add_row(l, ROW_BAND, m->at_ns);
	size_t head;

	row->met = m->met;
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

/* begins: it is the first of its row. */
static void add_moment(struct ladder *l, const struct moment *m, bool begins)
{
	if (begins && m->silence_ns)
		add_row(l, ROW_GAP, m->at_ns)->band =
			arena_printf(l->story.arena, "⋮ %s", gap_text(l, m->silence_ns));
	if (m->fold) {
		if (begins)
			add_fold(l, m);
		return;
	}
	switch (l->story.timeline->events[m->event]->kind) {
	case EVENT_PACKET: add_wire(l, m, begins); break;
	case EVENT_SOCKETS: add_states(l, m); break;
	case EVENT_READING:
	case EVENT_ACTION: add_band(l, m); break;
	case EVENT_CALL:
	case EVENT_SIGNAL:
	case EVENT_EXIT: add_cell(l, m, begins); break;
	}
}

static void make_rows(struct ladder *l)
{
	const struct story *story = &l->story;
	size_t row = 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		const struct moment *m = &story->moments[i];

		if (!m->told)
			continue;
		add_moment(l, m, m->row[FOLDED] > row);
		row = m->row[FOLDED] > row ? m->row[FOLDED] : row;
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
