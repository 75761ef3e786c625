/* error.c - a parse error: where, what was expected, what was meant, and a caret under the place. */
#include "common/script/parser.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/base/utf8.h"

int shown(struct word w)
{
	enum { MOST = 48 };
	size_t n = 0;

	while (n < w.length) {
		size_t length = utf8_length(w.at + n, w.length - n);

		if (!length || n + length > MOST)
			break;
		n += length;
	}
	return (int)n;
}

/* Copies as much of the line as fits, with the error in it, and says where in it the caret stands. Bytes
 * that are no text become '?', one for one. */
static void quote_line(struct script_error *e, const char *line, const char *end, const char *at)
{
	enum { ROOM = sizeof(e->source) - 1, BEFORE = ROOM * 2 / 3 };
	size_t length = (size_t)(end - line), offset = (size_t)(at - line), first = 0, n = 0;

	if (length > ROOM && offset > BEFORE) {
		first = offset - BEFORE;
		while (first < offset && ((unsigned char)line[first] & 0xc0) == 0x80)
			first++;
	}
	e->caret = (unsigned)(offset - first);
	while (first + n < length) {
		const char *s = line + first + n;
		size_t step = utf8_length(s, length - first - n);

		if (n + (step ? step : 1) > ROOM)
			break;
		if (step > 1) {
			memcpy(e->source + n, s, step);
			n += step;
		} else {
			e->source[n++] =
				(char)(step && (*s == '\t' || !iscntrl((unsigned char)*s)) ? *s : '?');
		}
	}
	e->source[n] = '\0';
	if (e->caret > n)
		e->caret = (unsigned)n;
}

static unsigned column_of(const char *line, const char *at, const char *end)
{
	unsigned column = 1;

	for (const char *s = line; s < at; column++) {
		size_t length = utf8_length(s, (size_t)(end - s));

		s += length ? length : 1;
	}
	return column;
}

/* A message that was too long must not end in half a character. */
__attribute__((format(printf, 2, 0))) static void set_message(struct script_error *e, const char *format,
							      va_list args)
{
	int wanted = vsnprintf(e->message, sizeof(e->message), format, args);
	size_t n = 0, length = strlen(e->message);

	if (wanted < (int)sizeof(e->message))
		return;
	while (n < length) {
		size_t step = utf8_length(e->message + n, length - n);

		if (!step)
			break;
		n += step;
	}
	e->message[n] = '\0';
}

bool fail_at(struct parser *p, const char *at, const char *format, ...)
{
	va_list args;

	*p->error = (struct script_error){ .line = p->number, .column = column_of(p->line, at, p->line_end) };
	quote_line(p->error, p->line, p->line_end, at);
	va_start(args, format);
	set_message(p->error, format, args);
	va_end(args);
	return false;
}

bool fail_file(struct parser *p, const char *format, ...)
{
	va_list args;

	*p->error = (struct script_error){ 0 };
	va_start(args, format);
	set_message(p->error, format, args);
	va_end(args);
	return false;
}

bool fail_line(struct parser *p, unsigned number, const char *format, ...)
{
	const char *line = p->script->source, *end;
	va_list args;

	for (unsigned n = 1; n < number && strchr(line, '\n'); n++)
		line = strchr(line, '\n') + 1;
	end = line + strcspn(line, "\r\n");
	*p->error = (struct script_error){ .line = number };
	while (line < end && is_blank(*line)) {
		line++;
		p->error->column++;
	}
	p->error->column++;
	quote_line(p->error, line - (p->error->column - 1), end, line);
	va_start(args, format);
	set_message(p->error, format, args);
	va_end(args);
	return false;
}

bool expected(struct parser *p, const char *what)
{
	struct word w = peek_word(p);

	if (!w.length)
		return fail_at(p, p->at, "expected %s, found the end of the line", what);
	return fail_at(p, w.at, "expected %s, found '%.*s'", what, shown(w), w.at);
}

bool unknown(struct parser *p, struct word w, const char *what, name_list *names, void *context)
{
	const char *best = slip_meant(w.at, w.length, names, context);

	if (best)
		return fail_at(p, w.at, "unknown %s '%.*s'; did you mean '%s'?", what, shown(w), w.at, best);
	return fail_at(p, w.at, "unknown %s '%.*s'", what, shown(w), w.at);
}

const char *listed(struct parser *p, name_list *names, void *context, const char *quote, const char *last)
{
	const char *list = "", *name;

	for (size_t i = 0; (name = names(i, context)); i++)
		list = arena_printf(p->arena, "%s%s%s%s%.1s", list,
				    !i			    ? ""
				    : names(i + 1, context) ? ", "
							    : last,
				    quote, name, quote);
	return list;
}

char *script_error_text(const char *path, const struct script_error *error)
{
	struct text t = { 0 };
	const char *s = error->source, *caret = s + error->caret;

	text_add_safe(&t, path);
	if (!error->line) {
		text_addf(&t, ": %s\n", error->message);
		return t.chars;
	}
	text_addf(&t, ":%u:%u: %s\n  %s\n  ", error->line, error->column, error->message, error->source);
	/* Tabs stay tabs, so that the caret stands right whatever their width. */
	while (s < caret) {
		char piece[sizeof(error->source)];
		size_t n = 0;

		while (s < caret && *s != '\t')
			piece[n++] = *s++;
		piece[n] = '\0';
		text_repeat(&t, " ", text_columns(piece));
		if (s < caret) {
			text_add(&t, "\t");
			s++;
		}
	}
	text_add(&t, "^\n");
	return t.chars;
}
