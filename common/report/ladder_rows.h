/*
 * ladder_rows.h - the rows of a ladder, between its story and the drawing on a terminal.
 *
 *	ladder.c           the moments of a story as rows
 *	ladder_brackets.c  what runs down beside the rows: brackets of blocked calls, lifelines
 *	ladder_layout.c    the columns
 *	ladder_draw.c      each row on its strip
 *	ladder_arrow.c     what goes over the wire, between the lifelines
 */
#ifndef COMMON_REPORT_LADDER_ROWS_H
#define COMMON_REPORT_LADDER_ROWS_H

#include "common/report/story.h"
#include "common/report/strip.h"

enum { LANES_MOST = 3 };

/* What happened at one actor, beside its lifeline. */
struct cell {
	enum cell_kind kind;
	size_t event;
	struct wording words;
	int lane; /* of the bracket, 0 next to the lifeline; -1: none is free */
	unsigned look;
};

/* What went over the wire. */
struct row_wire {
	bool there, inside; /* inside: both ends are on the same side, or nobody's: no arrow */
	enum side from;
	bool lost;
	enum { ROUTER_FORWARDS, ROUTER_SENDS, ROUTER_RECEIVES } router; /* it forwards without a word */
	struct wording words;
	uint32_t frame;
	unsigned look;
};

/* ROW_MORE: what has no room in the ROW_BAND above. */
enum row_kind { ROW_EVENT, ROW_BAND, ROW_MORE, ROW_STATES, ROW_GAP };
enum life { LIFE_NONE, LIFE_ALIVE, LIFE_GONE };

struct row {
	enum row_kind kind;
	int64_t time_ns;
	struct cell side[SIDES];
	struct row_wire wire;
	size_t wire_event;
	const char *band; /* an action, a gap */
	const char *banner[SIDES]; /* states, */
	unsigned states[SIDES]; /* and which: a bit each */
	struct met met;
	enum life life[SIDES]; /* after this row */
	bool busy[SIDES][LANES_MOST]; /* brackets that run past this row */
};

struct ladder {
	struct story story; /* its full is the style's */
	const struct ladder_style *style;
	struct row *rows;
	size_t row_count, row_capacity;
	int lanes[SIDES];
};

/* ladder.c: makes the story and its rows, from the story's arena, script, timeline and judgement, and from the style. How
 * many rows there are does not depend on the style's width and signs. */
void ladder_build(struct ladder *l);

/* ladder_brackets.c */
void ladder_make_brackets(struct ladder *l);
void ladder_make_lives(struct ladder *l);

/* ladder_draw.c */
void ladder_rows_draw(struct text *out, struct ladder *l);
/* Piece by piece, in the columns of the whole: the line with the lifelines' heads, and the rows [from, to). marks: what
 * the script expected stands in the gutter. */
void ladder_heads_draw(struct text *out, const struct ladder *l);
void ladder_part_draw(struct text *out, const struct ladder *l, size_t from, size_t to, bool marks);

#endif
