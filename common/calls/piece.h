/*
 * piece.h - strace's text, taken apart. Private to common/calls and to common/record, where that text comes in.
 *
 * Nothing is copied: all pieces point into the text. Nothing is trusted: a program chooses its own strings and file
 * names, and strace's output can end anywhere. No function reads past a piece, and each takes no longer than its length.
 */
#ifndef COMMON_CALLS_PIECE_H
#define COMMON_CALLS_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct piece {
	const char *at;
	size_t length;
};

bool piece_is(struct piece p, const char *text);
bool piece_begins(struct piece p, const char *text);
bool piece_ends(struct piece p, const char *text);
/* What is left behind its first n bytes; n is at most its length. */
struct piece piece_behind(struct piece p, size_t n);

/* "5", "-1", "0x7f12": all of it. False where it is none, or beyond 64 bits. */
bool piece_number(struct piece p, int64_t *value);

/* A walk over the units in which strace's text must not be cut: a quoted string, what -yy puts behind a descriptor
 * ("3<TCP:[…]>", AT_FDCWD</tmp>), and else a character. Begins with {text, length}. */
struct piece_walk {
	const char *text;
	size_t length, at;
	bool unclosed; /* an annotation had no end: from then on '<' is a character */
};

/* The bytes of the unit at w->at, which is before the end; and whether it is an annotation. Moves behind it. */
size_t walk_on(struct piece_walk *w, bool *annotation);

/* Takes the first part of a list off it: what stands before the next comma that is outside brackets, quotes and
 * annotations, without the blanks around it. False where nothing is left. "a, b," has three parts, the last one empty. */
struct list {
	struct piece_walk walk;
	bool ended;
};
struct list list_of(struct piece p);
bool list_next(struct list *l, struct piece *part);

/* What is between brackets, "{…}" or "[…]": false where it is not in such. */
bool piece_inside(struct piece p, char open, struct piece *inside);
/* The value of one member of "a=1, b={…}", what is inside a structure; false: it has none of that name. */
bool piece_member(struct piece inside, const char *name, struct piece *value);

#endif
