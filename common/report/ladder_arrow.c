/*
 * ladder_arrow.c - a packet as an arrow between the lifelines; see ladder_rows.h.
 *
 *	├── P. 1:6(5) ack 1 ──────────────────►│	it arrives
 *	├── P. 1:6(5) ack 1 ────────────✕      │	it is lost on the way
 *	│◄── ICMP host-unreachable ──── router │	the router has sent it, and neither lifeline
 */
#include "common/report/ladder_layout.h"

static const char router[] = "router"; /* ROUTER_ROOM with a blank before and behind it */

/* Columns [from, to) of the shaft: all the way, unless one of its ends is between the lifelines. */
struct shaft {
	int from, to;
};

static struct shaft shaft_of(const struct layout *o, const struct row_wire *wire, int columns)
{
	int left = o->line[LEFT], right = o->line[RIGHT], most = right - left - 1,
	    least = columns + ARROW_EXTRA;
	bool begins_left = wire->from == LEFT;
	int reach = most;

	if (wire->lost)
		reach = (right - left) * 3 / 4;
	if (wire->router != ROUTER_FORWARDS) {
		reach = (right - left) / 2;
		most -= ROUTER_ROOM;
	}
	if (reach < least)
		reach = least;
	if (reach > most)
		reach = most;
	/* What the router sends keeps its end, all else its beginning. */
	if (begins_left == (wire->router != ROUTER_SENDS))
		return (struct shaft){ left + 1, left + 1 + reach };
	return (struct shaft){ right - reach, right };
}

static void draw_router(struct strip *s, const struct shaft *shaft, const struct row_wire *wire)
{
	if ((wire->from == LEFT) == (wire->router == ROUTER_RECEIVES))
		strip_put(s, shaft->to + 1, ROUTER_ROOM - 2, router, wire->look);
	else
		strip_put_right(s, shaft->from - 1, ROUTER_ROOM - 2, router, wire->look);
}

void ladder_draw_arrow(struct strip *s, const struct ladder *l, const struct layout *o,
		       const struct row_wire *wire)
{
	int left = o->line[LEFT], right = o->line[RIGHT], room = right - left - ARROW_EXTRA;
	bool rightward = wire->from == LEFT;
	const char *label;
	struct shaft shaft;
	int columns, begin;

	if (wire->router != ROUTER_FORWARDS)
		room -= ROUTER_ROOM;
	label = wording_that_fits(l, &wire->words, wire->words.count, room);
	if (!label)
		label = wire->words.texts[wire->words.count - 1];
	columns = strip_columns(l->style, label);
	if (columns > room)
		columns = room;
	if (wire->inside) {
		strip_put(s, left + 3, right - left - 4, label, wire->look);
		return;
	}
	shaft = shaft_of(o, wire, columns);
	begin = rightward ? shaft.from + 3 : shaft.to - 3 - columns;
	strip_fill(s, shaft.from, shaft.to, "─", wire->look);
	if (wire->router != ROUTER_SENDS)
		strip_put(s, rightward ? left : right, 1, rightward ? "├" : "┤",
			  wire->look & ~(unsigned)LOOK_STRONG);
	strip_put(s, rightward ? shaft.to - 1 : shaft.from, 1,
		  wire->lost  ? "✕"
		  : rightward ? "►"
			      : "◄",
		  wire->look);
	if (wire->router != ROUTER_FORWARDS)
		draw_router(s, &shaft, wire);
	strip_put(s, begin - 1, 1, " ", LOOK_PLAIN);
	strip_put(s, begin, columns, label, wire->look);
	strip_put(s, begin + columns, 1, " ", LOOK_PLAIN);
}
