/* ladder_layout.c - shares a ladder's columns between the calls and the wire; see ladder_layout.h. */
#include "common/report/ladder_layout.h"

enum {
	SIDE_LEAST = 11,
	SIDE_MOST = 36,
	SIDE_SURE = 16, /* what a row with an arrow cannot do without gets so much */
	MIDDLE_LEAST = 30,
	MIDDLE_ROOMY = 46, /* the same where there is room */
	MIDDLE_WANTED = 56, /* no label asks for more */
};

/* The shortest of the first `count` wordings. */
static int columns_least(const struct ladder *l, const struct wording *w, size_t count)
{
	int least = 0;

	for (size_t i = 0; i < count; i++) {
		int columns = strip_columns(l->style, w->texts[i]);

		if (i == 0 || columns < least)
			least = columns;
	}
	return least;
}

static void find_needs(const struct ladder *l, int need[SIDES], int least[SIDES], int *middle)
{
	need[LEFT] = need[RIGHT] = least[LEFT] = least[RIGHT] = SIDE_LEAST;
	*middle = strip_width(l->style) < FRAMED ? MIDDLE_LEAST : MIDDLE_ROOMY;
	for (size_t r = 0; r < l->row_count; r++) {
		const struct row *row = &l->rows[r];

		for (int side = 0; side < SIDES; side++) {
			const struct wording *w = &row->side[side].words;
			int columns = w->count ? strip_columns(l->style, w->texts[0]) : 0;

			if (columns > need[side])
				need[side] = columns;
			if (w->count && row->wire.there && columns_least(l, w, w->count) > least[side])
				least[side] = columns_least(l, w, w->count);
		}
		if (row->wire.there && row->wire.words.enough) {
			int columns = columns_least(l, &row->wire.words, row->wire.words.enough) +
				      ARROW_EXTRA + (row->wire.router == ROUTER_FORWARDS ? 0 : ROUTER_ROOM);

			if (columns > *middle)
				*middle = columns;
		}
	}
	if (*middle > MIDDLE_WANTED)
		*middle = MIDDLE_WANTED;
	for (int side = 0; side < SIDES; side++) {
		if (need[side] > SIDE_MOST)
			need[side] = SIDE_MOST;
		if (least[side] > SIDE_SURE)
			least[side] = SIDE_SURE;
	}
}

/* Shares `room` between the two sides: what a row with an arrow needs first, then what would be welcome. */
static void share(int room, const int need[SIDES], const int least[SIDES], int given[SIDES])
{
	int half = room / 2;

	given[LEFT] = least[LEFT];
	given[RIGHT] = least[RIGHT];
	if (least[LEFT] + least[RIGHT] > room) {
		given[LEFT] = least[LEFT] < half    ? least[LEFT]
			      : least[RIGHT] < half ? room - least[RIGHT]
						    : half;
		given[RIGHT] = room - given[LEFT];
		return;
	}
	for (bool more = true; more;) {
		more = false;
		for (int side = 0; side < SIDES; side++)
			if (given[side] < need[side] && given[LEFT] + given[RIGHT] < room) {
				given[side]++;
				more = true;
			}
	}
}

const char *wording_that_fits(const struct ladder *l, const struct wording *w, size_t count, int room)
{
	for (size_t i = 0; i < count; i++)
		if (strip_columns(l->style, w->texts[i]) <= room)
			return w->texts[i];
	return NULL;
}

int ladder_content(const struct ladder_style *style)
{
	int width = strip_width(style);

	return MARK_COLUMN + 2 + (width >= NUMBERED ? LINES_ROOM : 0) +
	       (width >= FRAMED ? FRAME_ROOM + 1 : 0);
}

void ladder_lay_out(const struct ladder *l, struct layout *o)
{
	int need[SIDES], least[SIDES], middle, room;

	o->width = strip_width(l->style);
	o->numbered = o->width >= NUMBERED;
	o->framed = o->width >= FRAMED;
	o->content = ladder_content(l->style);
	find_needs(l, need, least, &middle);
	/* Beside each lifeline: a blank, the brackets, a blank. */
	for (int side = 0; side < SIDES; side++)
		o->lanes[side] = l->lanes[side] ? l->lanes[side] : 1;
	room = o->width - o->content - SIDES * 3 - o->lanes[LEFT] - o->lanes[RIGHT];
	if (room - middle < least[LEFT] + least[RIGHT])
		middle = room - least[LEFT] - least[RIGHT];
	if (middle < MIDDLE_LEAST / 2)
		middle = MIDDLE_LEAST / 2;
	share(room - middle, need, least, o->text_room);
	o->line[LEFT] = o->content + o->text_room[LEFT] + 2 + o->lanes[LEFT];
	o->line[RIGHT] = o->width - 1 - o->text_room[RIGHT] - 2 - o->lanes[RIGHT];
}
