/* columns.c - reads a table of columns; see columns.h. */
#include "common/claims/columns.h"

#include <stdarg.h>
#include <string.h>

bool columns_fault(struct columns *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(c->error, 0, format, args);
	va_end(args);
	return c->line ? error_within(c->error, "%s:%u", c->path, c->line)
		       : error_within(c->error, "%s", c->path);
}

static char *trim(char *s)
{
	size_t length;

	s += strspn(s, " \r");
	length = strlen(s);
	while (length && strchr(" \r", s[length - 1]))
		s[--length] = '\0';
	return s;
}

/* Splits the line at its tabs, into the reading's fields. */
static void split(struct columns *c, char *line)
{
	c->field_count = 0;
	while (line && c->field_count < COLUMNS_MOST) {
		char *tab = strchr(line, '\t');

		if (tab)
			*tab = '\0';
		c->fields[c->field_count++] = trim(line);
		line = tab ? tab + 1 : NULL;
	}
}

bool columns_row(struct columns *c)
{
	while (c->next < c->end) {
		const char *newline = memchr(c->next, '\n', (size_t)(c->end - c->next));
		const char *stop = newline ? newline : c->end;
		char *line = arena_substring(c->arena, c->next, (size_t)(stop - c->next));

		c->next = newline ? newline + 1 : c->end;
		c->line++;
		if (line[strspn(line, " \t\r")] == '\0' || *line == '#')
			continue;
		split(c, line);
		return true;
	}
	return false;
}

bool columns_begin(struct columns *c, struct arena *arena, const char *path, const char *text, size_t length,
		   struct error *error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* some editors begin a file with it */

	*c = (struct columns){
		.arena = arena, .path = path, .next = text, .end = text + length, .error = error
	};
	if (memchr(text, '\0', length))
		return columns_fault(c, "this is no text: it holds a NUL byte");
	if (length >= 3 && memcmp(text, mark, 3) == 0)
		c->next += 3;
	if (!columns_row(c)) {
		c->line = 0;
		return columns_fault(c, "the file is empty: expected a first line that names the columns");
	}
	return true;
}

bool columns_find(struct columns *c, const char *const *names, size_t count, size_t needed, int *at)
{
	for (size_t i = 0; i < count; i++) {
		at[i] = -1;
		for (size_t k = 0; k < c->field_count; k++)
			if (strcmp(c->fields[k], names[i]) == 0)
				at[i] = (int)k;
		if (i < needed && at[i] < 0)
			return columns_fault(c, "expected a column '%s' in the line that names the columns",
					     names[i]);
	}
	return true;
}

const char *columns_field(const struct columns *c, int at)
{
	return at >= 0 && (size_t)at < c->field_count ? c->fields[at] : "";
}
