/* piece.c - strace's text, taken apart; see piece.h. */
#include "common/calls/piece.h"

#include <ctype.h>
#include <string.h>

#include "common/calls/annotation.h"

bool piece_is(struct piece p, const char *text)
{
	return p.length == strlen(text) && memcmp(p.at, text, p.length) == 0;
}

bool piece_begins(struct piece p, const char *text)
{
	return p.length >= strlen(text) && memcmp(p.at, text, strlen(text)) == 0;
}

bool piece_ends(struct piece p, const char *text)
{
	size_t n = strlen(text);

	return p.length >= n && memcmp(p.at + p.length - n, text, n) == 0;
}

struct piece piece_behind(struct piece p, size_t n)
{
	return (struct piece){ p.at + n, p.length - n };
}

bool piece_number(struct piece p, int64_t *value)
{
	bool minus = p.length && p.at[0] == '-';
	uint64_t sum = 0;
	size_t at = minus, first;
	unsigned base = 10;

	if (piece_begins(piece_behind(p, at), "0x")) {
		base = 16;
		at += 2;
	}
	for (first = at; at < p.length; at++) {
		unsigned char c = (unsigned char)p.at[at];
		unsigned digit = isdigit(c) ? c - (unsigned)'0' : isxdigit(c) ? (c | 0x20u) - 'a' + 10 : base;

		if (digit >= base || sum > (UINT64_MAX - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	if (at == first)
		return false;
	*value = minus ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}

static bool closes(char c)
{
	return c == ')' || c == ']' || c == '}';
}

size_t walk_on(struct piece_walk *w, bool *annotation)
{
	const char *text = w->text + w->at;
	size_t left = w->length - w->at, step = 0;
	struct annotation unused;

	*annotation = false;
	if (*text == '"') {
		step = quoted_length(text, left);
	} else if (*text == '<' && w->at && !w->unclosed &&
		   (isdigit((unsigned char)text[-1]) || text[-1] == 'D')) { /* 3<…>, AT_FDCWD<…> */
		step = annotation_read(text, left, &unused);
		*annotation = step > 0;
		w->unclosed = step == 0;
	}
	step = step ? step : 1;
	w->at += step;
	return step;
}

struct list list_of(struct piece p)
{
	while (p.length && (*p.at == ' ' || *p.at == '\t'))
		p = piece_behind(p, 1);
	return (struct list){ .walk = { p.at, p.length, 0, false }, .ended = p.length == 0 };
}

static struct piece trimmed(struct piece p)
{
	while (p.length && (*p.at == ' ' || *p.at == '\t'))
		p = piece_behind(p, 1);
	while (p.length && (p.at[p.length - 1] == ' ' || p.at[p.length - 1] == '\t'))
		p.length--;
	return p;
}

bool list_next(struct list *l, struct piece *part)
{
	struct piece_walk *w = &l->walk;
	size_t begin = w->at, level = 0;
	bool annotation;

	if (l->ended)
		return false;
	while (w->at < w->length) {
		char c = w->text[w->at];

		if (c == ',' && !level) {
			*part = trimmed((struct piece){ w->text + begin, w->at - begin });
			w->at++;
			return true;
		}
		if (c == '(' || c == '[' || c == '{')
			level++;
		else if (closes(c) && level)
			level--;
		walk_on(w, &annotation);
	}
	l->ended = true;
	*part = trimmed((struct piece){ w->text + begin, w->at - begin });
	return true;
}

bool piece_inside(struct piece p, char open, struct piece *inside)
{
	char close = open == '{' ? '}' : ']';

	if (p.length < 2 || p.at[0] != open || p.at[p.length - 1] != close)
		return false;
	*inside = (struct piece){ p.at + 1, p.length - 2 };
	return true;
}

bool piece_member(struct piece inside, const char *name, struct piece *value)
{
	struct list members = list_of(inside);
	struct piece member;

	while (list_next(&members, &member))
		if (piece_begins(member, name) && member.length > strlen(name) &&
		    member.at[strlen(name)] == '=') {
			*value = piece_behind(member, strlen(name) + 1);
			return true;
		}
	return false;
}
