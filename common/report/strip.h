/*
 * strip.h - one line of a picture, as wide as the terminal and never wider.
 *
 * Whatever is put on it is made harmless first, is cut where it does not fit, and is turned into plain
 * ASCII where the terminal has no UTF-8. So nothing that a capture, a script or a program says can break
 * out of a report, whoever draws it.
 */
#ifndef COMMON_REPORT_STRIP_H
#define COMMON_REPORT_STRIP_H

#include "common/report/ladder.h"

/* How a piece of text looks: a colour, and perhaps LOOK_STRONG. Without colour all look alike. */
enum {
	LOOK_PLAIN,
	LOOK_DIM,
	LOOK_GOOD,
	LOOK_BAD,
	LOOK_NOTE,
	LOOK_LEFT, /* what comes from the left lifeline, */
	LOOK_RIGHT, /* and from the right one */
	LOOK_STRONG = 0x10,
};

enum { STRIP_LEAST = 60, STRIP_MOST = 160, STRIP_GLYPH = 8 };

struct strip {
	const struct ladder_style *style;
	int width;
	struct {
		char glyph[STRIP_GLYPH]; /* "" is the second column of a wide character */
		unsigned char look;
	} columns[STRIP_MOST];
};

/* The width that is drawn: the style's, within what makes a readable picture. */
int strip_width(const struct ladder_style *style);
/* Columns that a text takes when it is put on a strip of this style. */
int strip_columns(const struct ladder_style *style, const char *text);

void strip_begin(struct strip *s, const struct ladder_style *style);
/* Puts text at a column, within `room` columns, cut with "…" where it is longer. Returns the columns it took. */
int strip_put(struct strip *s, int column, int room, const char *text, unsigned look);
/* The same, so that it ends just before column `end`. */
int strip_put_right(struct strip *s, int end, int room, const char *text, unsigned look);
/* The same glyph again and again, over [from, to). */
void strip_fill(struct strip *s, int from, int to, const char *glyph, unsigned look);
/* Writes the line, without blanks at its end, and a newline. */
void strip_end(struct text *out, struct strip *s);

/* One line of its own: text at `indent`. */
void strip_line(struct text *out, const struct ladder_style *style, int indent, const char *text,
		unsigned look);
/* Sentences, broken between words at the width; `label` stands at column `at` of the first line. */
void strip_paragraph(struct text *out, const struct ladder_style *style, int at, const char *label,
		     unsigned label_look, int indent, const char *text, unsigned look);

#endif
