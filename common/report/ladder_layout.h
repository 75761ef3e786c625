/* ladder_layout.h - which column of a ladder is what. Private to common/report. */
#ifndef COMMON_REPORT_LADDER_LAYOUT_H
#define COMMON_REPORT_LADDER_LAYOUT_H

#include "common/report/ladder_rows.h"

enum {
	TIME_END = 8,
	MARK_COLUMN = 9,
	LINES_ROOM = 9, /* behind the mark, from NUMBERED columns on */
	FRAME_ROOM = 5,
	NUMBERED = 100, /* a picture of that width has script lines beside the marks */
	FRAMED = 110, /* and frame numbers */
	ARROW_EXTRA = 7, /* "── " and " ──►" around a label */
	BAND_TEXT = 3, /* "── " before an action, */
	BAND_EXTRA = 6, /* and " ──" behind it */
	ROUTER_ROOM = 8, /* " router " at an arrow's end */
};

struct layout {
	bool numbered, framed;
	int content; /* first column behind the gutter */
	int line[SIDES]; /* columns of the lifelines */
	int lanes[SIDES];
	int text_room[SIDES];
	int width;
};

/* Where the picture begins, behind the gutter. */
int ladder_content(const struct ladder_style *style);
/* The columns follow what there is to say: calls get the room that they ask for, as long as the labels between the
 * lifelines keep theirs. */
void ladder_lay_out(const struct ladder *l, struct layout *o);
/* The first of the first `count` wordings that needs no more columns, NULL where none fits. */
const char *wording_that_fits(const struct ladder *l, const struct wording *w, size_t count, int room);
/* ladder_arrow.c */
void ladder_draw_arrow(struct strip *s, const struct ladder *l, const struct layout *o,
		       const struct row_wire *wire);

#endif
