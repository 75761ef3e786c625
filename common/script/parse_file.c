/*
 * parse_file.c - a file that an action writes, and the lines of its text:
 *
 *	file /etc/hosts
 *	| 127.0.0.2 server
 */
#include "common/script/parser.h"

#include <string.h>

/* Whether each part of it, behind a '/', leads further down. */
static bool goes_down(struct word w)
{
	for (size_t i = 0, length; i < w.length; i += 1 + length) {
		const char *part = w.at + i + 1;

		for (length = 0; i + 1 + length < w.length && part[length] != '/';)
			length++;
		if (!length || word_is((struct word){ part, length }, ".") ||
		    word_is((struct word){ part, length }, ".."))
			return false;
	}
	return true;
}

static bool take_path(struct parser *p, const char **path)
{
	struct word w = peek_word(p);

	if (!w.length || *w.at != '/')
		return expected(p, "the file's path from the root on, such as /etc/hosts");
	*path = word_copy(p, w);
	if (!goes_down(w))
		return fail_at(p, w.at, "no '.', '..' or empty part may be in a file's path");
	p->at += w.length;
	return true;
}

/* chmod(1)'s, such as 600. */
static bool take_mode(struct parser *p, unsigned *mode)
{
	struct word w = peek_word(p);

	*mode = 0;
	for (size_t i = 0; i < w.length; i++) {
		if (w.at[i] < '0' || w.at[i] > '7' || w.length > 4)
			return expected(p, "the file's mode as chmod has it, such as 600");
		*mode = *mode * 8 + (unsigned)(w.at[i] - '0');
	}
	p->at += w.length;
	return w.length || expected(p, "the file's mode as chmod has it, such as 600");
}

bool parse_file(struct parser *p, struct line *l)
{
	l->file = (struct file_pattern){ .text = "", .mode = 0644 };
	if (!take_path(p, &l->file.path) || (take_word(p, "mode") && !take_mode(p, &l->file.mode)))
		return false;
	return at_end(p) ||
	       take_quoted(p, QUOTED_ESCAPES, "the text in double quotes, or lines that begin with '|' below",
			   &l->file.text);
}

bool parse_file_text(struct parser *p)
{
	struct script *s = p->script;
	struct line *l = s->line_count ? &s->lines[s->line_count - 1] : NULL;

	if (!l || l->kind != LINE_FILE || p->after_control)
		return fail_at(
			p, p->at,
			"a line of a file's text stands below 'file' and its path; in a control the text "
			"stands behind the path, in quotes");
	p->at++;
	if (p->at < p->end && *p->at == ' ')
		p->at++;
	l->file.text = arena_printf(p->arena, "%s%.*s\n", l->file.text, (int)(p->end - p->at), p->at);
	if (strlen(l->file.text) > LIMIT_FILE)
		return fail_at(p, p->line, "the file's text is longer than 1 MiB");
	/* What is compared, and told, as one line. */
	l->text = arena_printf(p->arena, "%s | %.*s", l->text, (int)(p->end - p->at), p->at);
	p->at = p->end;
	return true;
}
