/*
 * ladder_draw.c - each row of a ladder on its strip; see ladder_rows.h. From left to right:
 *
 *	time, mark and script lines, frame | the left's calls, its brackets, its lifeline | the wire | the same mirrored
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/report/ladder_layout.h"

/* Rows of a picture that people can still read; more are left out in its middle. */
enum { ROWS_MOST = 400 };

static int lane_column(const struct layout *o, int side, int lane)
{
	return side == LEFT ? o->line[LEFT] - 2 - lane : o->line[RIGHT] + 2 + lane;
}

static void draw_time(struct strip *s, const struct ladder *l, const struct row *row)
{
	int64_t us = (row->time_ns - timeline_origin(l->story.timeline)) / 1000;
	char text[32];

	if (us < 0)
		us = 0;
	if (us < 1000000)
		snprintf(text, sizeof(text), "%d.%03d", (int)(us / 1000), (int)(us % 1000));
	else if (us < 100000000)
		snprintf(text, sizeof(text), "%d.%03d s", (int)(us / 1000000), (int)(us / 1000 % 1000));
	else
		snprintf(text, sizeof(text), "%" PRId64 " s", us / 1000000);
	strip_put_right(s, TIME_END, TIME_END, text, LOOK_DIM);
}

static void draw_gutter(struct strip *s, const struct ladder *l, const struct layout *o,
			const struct row *row)
{
	static const struct {
		const char *sign;
		unsigned look;
	} marks[] = {
		[TOLD_PLAIN] = { "", LOOK_PLAIN },
		[TOLD_MET] = { "✓", LOOK_GOOD },
		[TOLD_STARRED] = { "*", LOOK_GOOD | LOOK_STRONG },
		[TOLD_EXCUSED] = { "~", LOOK_DIM },
		[TOLD_BROKEN] = { "✗", LOOK_BAD | LOOK_STRONG },
	};
	char numbers[64] = "";
	int used = 0;

	draw_time(s, l, row);
	strip_put(s, MARK_COLUMN, 1, marks[row->met.mark].sign, marks[row->met.mark].look);
	for (unsigned i = 0; o->numbered && i < row->met.line_count; i++)
		used += snprintf(numbers + used, sizeof(numbers) - (size_t)used, "%s%u", i ? "," : "",
				 row->met.lines[i]);
	strip_put(s, MARK_COLUMN + 2, LINES_ROOM - 1, numbers,
		  row->kind == ROW_BAND ? LOOK_DIM : marks[row->met.mark].look);
	if (o->framed && row->wire.there && row->wire.frame) {
		snprintf(numbers, sizeof(numbers), "%u", row->wire.frame);
		strip_put_right(s, o->content - 1, FRAME_ROOM, numbers, LOOK_DIM);
	}
}

static void draw_lifelines(struct strip *s, const struct layout *o, const struct row *row)
{
	static const char *const glyphs[] = { [LIFE_NONE] = " ", [LIFE_ALIVE] = "│", [LIFE_GONE] = "┊" };

	for (int side = 0; side < SIDES; side++) {
		strip_put(s, o->line[side], 1, glyphs[row->life[side]], LOOK_PLAIN);
		for (int lane = 0; lane < o->lanes[side]; lane++)
			if (row->busy[side][lane])
				strip_put(s, lane_column(o, side, lane), 1, "│", LOOK_DIM);
	}
}

/* The bracket of a call that blocks: it reaches from the text over the outer lanes to its own. */
static void draw_bracket(struct strip *s, const struct layout *o, const struct row *row, int side)
{
	static const char *const corners[SIDES][2] = { { "┐", "┘" }, { "┌", "└" } };
	const struct cell *cell = &row->side[side];

	for (int lane = o->lanes[side] - 1; lane > cell->lane; lane--)
		strip_put(s, lane_column(o, side, lane), 1, row->busy[side][lane] ? "┼" : "─", LOOK_DIM);
	strip_put(s, lane_column(o, side, cell->lane), 1, corners[side][cell->kind == CELL_CLOSE],
		  LOOK_PLAIN);
}

/* Beside its lifeline on the inner side; or, longer still, across it, from its own edge of the picture. */
static void draw_long(struct strip *s, const struct ladder *l, const struct layout *o,
		      const struct cell *cell, int side)
{
	int inside = o->line[RIGHT] - o->line[LEFT] - 4;
	int across = side == LEFT ? o->line[RIGHT] - 1 - o->content : o->width - o->line[LEFT] - 2;
	const char *text = wording_that_fits(l, &cell->words, cell->words.enough, inside);

	if (text) {
		if (side == LEFT)
			strip_put(s, o->line[LEFT] + 2, inside, text, cell->look);
		else
			strip_put_right(s, o->line[RIGHT] - 1, inside, text, cell->look);
		return;
	}
	text = wording_that_fits(l, &cell->words, cell->words.enough, across);
	text = text ? text : cell->words.texts[cell->words.enough - 1];
	if (side == LEFT)
		strip_put(s, o->content, across, text, cell->look);
	else
		strip_put_right(s, o->width, across, text, cell->look);
}

static void draw_cell(struct strip *s, const struct ladder *l, const struct layout *o, const struct row *row,
		      int side)
{
	const struct cell *cell = &row->side[side];
	int room = o->text_room[side];
	const char *text = wording_that_fits(l, &cell->words,
					     row->wire.there ? cell->words.count : cell->words.enough, room);
	bool bracket = (cell->kind == CELL_OPEN || cell->kind == CELL_CLOSE) && cell->lane >= 0;

	if (bracket)
		draw_bracket(s, o, row, side);
	/* Too long for its column: where no arrow is in the way it may go on between the lifelines. */
	if (!text && !row->wire.there && !bracket && row->side[!side].kind == CELL_NONE) {
		draw_long(s, l, o, cell, side);
		return;
	}
	if (!text)
		text = wording_that_fits(l, &cell->words, cell->words.count, room);
	if (!text)
		text = cell->words.texts[cell->words.count - 1];
	if (side == LEFT)
		strip_put_right(s, o->content + room, room, text, cell->look);
	else
		strip_put(s, o->width - room, room, text, cell->look);
	if (!bracket && row->wire.there && cell->kind != CELL_FOLD && !row->busy[side][0])
		for (int lane = 0; lane < o->lanes[side]; lane++)
			strip_put(s, lane_column(o, side, lane), 1, row->busy[side][lane] ? "│" : "─",
				  LOOK_DIM);
}

static void draw_banners(struct strip *s, const struct ladder *l, const struct layout *o,
			 const struct row *row)
{
	int middle = (o->line[LEFT] + o->line[RIGHT]) / 2;

	for (int side = 0; side < SIDES; side++) {
		int from = side == LEFT ? o->content : middle + 1, to = side == LEFT ? middle : o->width,
		    columns, at;
		char *text;

		if (!row->banner[side])
			continue;
		text = arena_printf(l->story.arena, "( %s )", row->banner[side]);
		columns = strip_columns(l->style, text);
		at = o->line[side] - columns / 2;
		if (at + columns > to)
			at = to - columns;
		if (at < from)
			at = from;
		strip_put(s, at, to - at, text,
			  LOOK_NOTE | (row->met.mark == TOLD_STARRED ? (unsigned)LOOK_STRONG : 0));
	}
}

static void draw_row(struct text *out, const struct ladder *l, const struct layout *o, const struct row *row)
{
	struct strip s;

	strip_begin(&s, l->style);
	switch (row->kind) {
	case ROW_BAND:
		draw_gutter(&s, l, o, row);
		strip_fill(&s, o->content, o->width, "─", LOOK_DIM);
		strip_put(&s, o->content + 2, 1, " ", LOOK_PLAIN);
		strip_put(&s,
			  o->content + BAND_TEXT +
				  strip_put(&s, o->content + BAND_TEXT, o->width - o->content - BAND_EXTRA,
					    row->band, LOOK_STRONG),
			  1, " ", LOOK_PLAIN);
		break;
	case ROW_MORE:
		strip_put(&s, o->content + BAND_TEXT, o->width - o->content - BAND_EXTRA, row->band,
			  LOOK_STRONG);
		break;
	case ROW_GAP:
		strip_put_right(&s, TIME_END, TIME_END, row->band, LOOK_DIM);
		draw_lifelines(&s, o, row);
		break;
	case ROW_STATES:
		draw_gutter(&s, l, o, row);
		draw_lifelines(&s, o, row);
		draw_banners(&s, l, o, row);
		break;
	case ROW_EVENT:
		draw_gutter(&s, l, o, row);
		draw_lifelines(&s, o, row);
		if (row->wire.there)
			ladder_draw_arrow(&s, l, o, &row->wire);
		for (int side = 0; side < SIDES; side++)
			if (row->side[side].kind != CELL_NONE)
				draw_cell(&s, l, o, row, side);
		break;
	}
	strip_end(out, &s);
}

static void draw_title(struct text *out, const struct ladder *l)
{
	const char *name =
		arena_printf(l->story.arena, "%s/%s", l->story.script->lab ? l->story.script->lab : "?",
			     l->story.script->name ? l->story.script->name : "?");

	strip_paragraph(out, l->style, 0, name, LOOK_STRONG, strip_columns(l->style, name) + 3,
			l->story.script->title ? l->story.script->title : "", LOOK_STRONG);
	text_add(out, "\n");
}

static void draw_heads(struct text *out, const struct ladder *l, const struct layout *o)
{
	struct strip s;

	strip_begin(&s, l->style);
	strip_put_right(&s, TIME_END, TIME_END, "ms", LOOK_DIM);
	if (o->numbered)
		strip_put(&s, MARK_COLUMN + 2, LINES_ROOM, "line", LOOK_DIM);
	if (o->framed)
		strip_put_right(&s, o->content - 1, FRAME_ROOM, "frame", LOOK_DIM);
	for (int side = 0; side < SIDES; side++) {
		const char *title = side_title(&l->story, (enum side)side);
		int middle = (o->line[LEFT] + o->line[RIGHT]) / 2, columns = strip_columns(l->style, title);
		int from = side == LEFT ? o->content : middle + 1, to = side == LEFT ? middle : o->width;
		int at = o->line[side] - columns / 2;

		if (at + columns > to)
			at = to - columns;
		strip_put(&s, at < from ? from : at, to - (at < from ? from : at), title,
			  (side == LEFT ? LOOK_LEFT : LOOK_RIGHT) | LOOK_STRONG);
	}
	strip_end(out, &s);
}

static void draw_omission(struct text *out, const struct ladder *l, size_t rows)
{
	struct text t = { 0 };

	text_addf(&t, "⋮ %zu more rows: --full draws them all", rows);
	strip_line(out, l->style, 0, text_chars(&t), LOOK_DIM);
	text_free(&t);
}

void ladder_rows_draw(struct text *out, struct ladder *l)
{
	struct layout o;

	ladder_lay_out(l, &o);
	if (l->story.script)
		draw_title(out, l);
	draw_heads(out, l, &o);
	for (size_t r = 0; r < l->row_count; r++) {
		/* A flood says no more in its ten thousandth row than in its first. */
		if (!l->style->full && l->row_count > ROWS_MOST && r == ROWS_MOST / 2) {
			draw_omission(out, l, l->row_count - ROWS_MOST);
			r = l->row_count - ROWS_MOST / 2;
		}
		draw_row(out, l, &o, &l->rows[r]);
	}
}

void ladder_heads_draw(struct text *out, const struct ladder *l)
{
	struct layout o;

	ladder_lay_out(l, &o);
	draw_heads(out, l, &o);
}

void ladder_part_draw(struct text *out, const struct ladder *l, size_t from, size_t to, bool marks)
{
	struct layout o;

	ladder_lay_out(l, &o);
	for (size_t r = from; r < to && r < l->row_count; r++) {
		struct row row = l->rows[r];

		if (!marks) {
			row.met.mark = TOLD_PLAIN;
			row.met.line_count = 0;
		}
		draw_row(out, l, &o, &row);
	}
}
