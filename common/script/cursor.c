/* cursor.c - reading a line from left to right: blanks, words and names. Knows no error and no keyword. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

void skip_blanks(struct parser *p)
{
	while (p->at < p->end && is_blank(*p->at))
		p->at++;
}

bool at_end(struct parser *p)
{
	skip_blanks(p);
	return p->at == p->end;
}

struct word peek_word(struct parser *p)
{
	struct word w;

	skip_blanks(p);
	w = (struct word){ .at = p->at };
	while (p->at + w.length < p->end && !is_blank(p->at[w.length]))
		w.length++;
	return w;
}

struct word take_name(struct parser *p)
{
	struct word w;

	skip_blanks(p);
	w = (struct word){ .at = p->at };
	if (p->at == p->end || !is_name_start(*p->at))
		return w;
	while (p->at < p->end && is_name_char(*p->at))
		p->at++;
	w.length = (size_t)(p->at - w.at);
	return w;
}

bool take(struct parser *p, const char *string)
{
	size_t length = strlen(string);

	skip_blanks(p);
	if ((size_t)(p->end - p->at) < length || memcmp(p->at, string, length) != 0)
		return false;
	p->at += length;
	return true;
}

bool take_word(struct parser *p, const char *string)
{
	const char *before = p->at;

	if (take(p, string) && (p->at == p->end || is_blank(*p->at) || *p->at == ','))
		return true;
	p->at = before;
	return false;
}

bool word_is(struct word w, const char *string)
{
	return w.length == strlen(string) && memcmp(w.at, string, w.length) == 0;
}

const char *word_copy(struct parser *p, struct word w)
{
	return arena_substring(p->arena, w.at, w.length);
}
