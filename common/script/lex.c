/* lex.c - lines and quoted strings of a script. Knows no keyword. */
#include "common/script/parser.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/utf8.h"

bool expect_end(struct parser *p)
{
	struct word w;

	if (at_end(p))
		return true;
	w = peek_word(p);
	if (word_is(w, "within") || word_is(w, "takes"))
		return fail_at(p, w.at, "'%.*s' says how long a call takes; this line is no call", shown(w),
			       w.at);
	return expected(p, "the end of the line");
}

/* A script is text: what would harm a terminal, or could not be shown, is refused at its place. */
static bool check_bytes(struct parser *p)
{
	for (const char *s = p->line; s < p->line_end;) {
		size_t length = utf8_length(s, (size_t)(p->line_end - s));

		if (*s == '\0')
			return fail_at(p, s, "a NUL byte: this is no text file");
		if (!length)
			return fail_at(p, s, "byte 0x%02x is not UTF-8", (unsigned char)*s);
		if (*s == '\r')
			return fail_at(
				p, s,
				"a carriage return (CR) within the line: lines end with LF, or with CR and LF");
		if (length == 1 && *s != '\t' && iscntrl((unsigned char)*s))
			return fail_at(p, s, "a control character (0x%02x)", (unsigned char)*s);
		s += length;
	}
	return true;
}

/* Where the comment begins: at a '#' that begins the line or follows a blank, outside quotes. Of a title
 * quotes are ordinary characters, for titles are prose. */
static bool cut_comment(struct parser *p)
{
	const char *quote = NULL;
	bool title = word_is(peek_word(p), "title");

	for (const char *s = p->line; s < p->end; s++) {
		if (!quote && *s == '#' && (s == p->line || is_blank(s[-1]))) {
			p->end = s;
			break;
		}
		if (title)
			continue;
		if (*s == '\\' && s + 1 < p->end && (!quote || *quote == '"'))
			s++;
		else if (quote && *s == *quote)
			quote = NULL;
		else if (!quote && (*s == '"' || *s == '\''))
			quote = s;
	}
	if (quote)
		return fail_at(p, quote, "the quote that begins here is not closed");
	return true;
}

bool is_file_text(const struct parser *p)
{
	const char *s = p->line;

	while (s < p->line_end && is_blank(*s))
		s++;
	return s < p->line_end && *s == '|';
}

bool line_open(struct parser *p, const char *line, size_t length, unsigned number)
{
	if (length && line[length - 1] == '\r')
		length--;
	p->line = p->at = line;
	p->line_end = p->end = line + length;
	p->number = number;
	if (length > LIMIT_LINE)
		return fail_at(p, line + LIMIT_LINE, "the line is %zu bytes long; at most %d are allowed",
			       length, LIMIT_LINE);
	if (!check_bytes(p) || !(is_file_text(p) || cut_comment(p)))
		return false;
	while (p->end > p->line && is_blank(p->end[-1]))
		p->end--;
	if (p->at > p->end)
		p->at = p->end;
	return expand_texts(p);
}

/* One escape of a quoted string; *s stands behind the backslash, and is moved past the escape. */
static bool escape(struct parser *p, const char **s, char *out)
{
	static const char from[] = "ntr\\\"", to[] = "\n\t\r\\\"";
	const char *known = memchr(from, **s, sizeof(from) - 1);
	char hex[3];

	if (known) {
		*out = to[known - from];
		++*s;
		return true;
	}
	if (**s != 'x' || p->end - *s < 3 || !isxdigit((unsigned char)(*s)[1]) ||
	    !isxdigit((unsigned char)(*s)[2]))
		return fail_at(p, *s - 1, "unknown escape; there are \\n \\t \\r \\\\ \\\" and \\xNN");
	hex[0] = (*s)[1];
	hex[1] = (*s)[2];
	hex[2] = '\0';
	*out = (char)strtoul(hex, NULL, 16);
	if (!*out)
		return fail_at(p, *s - 1, "a NUL byte cannot be typed");
	*s += 3;
	return true;
}

bool take_quoted(struct parser *p, enum quoting quoting, const char *what, const char **out)
{
	const char *s;
	char *text;
	size_t n = 0;

	skip_blanks(p);
	if (p->at == p->end || *p->at != '"')
		return expected(p, what);
	text = arena_alloc(p->arena, (size_t)(p->end - p->at) + 1);
	for (s = p->at + 1; s < p->end && *s != '"';) {
		if (*s != '\\' || s + 1 == p->end) {
			text[n++] = *s++;
		} else if (quoting == QUOTED_ESCAPES) {
			s++;
			if (!escape(p, &s, &text[n++]))
				return false;
		} else {
			s += s[1] == '"' || s[1] == '\\';
			text[n++] = *s++;
		}
	}
	if (s == p->end) /* cut_comment() has seen its end: not reached */
		return fail_at(p, p->at, "the quote that begins here is not closed");
	p->at = s + 1;
	*out = text;
	return true;
}

/* One word as a shell reads it: '…' as it stands, "…" with \" and \\, a backslash before any other character. */
static bool shell_word(struct parser *p, const char **out)
{
	char *text = arena_alloc(p->arena, (size_t)(p->end - p->at) + 1);
	char quote = 0;
	size_t n = 0;

	for (; p->at < p->end && (quote || !is_blank(*p->at)); p->at++) {
		char c = *p->at;

		if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? 0 : c;
			continue;
		}
		if (c == '\\' && !quote && p->at + 1 == p->end)
			return fail_at(p, p->at, "nothing follows this backslash");
		if (c == '\\' && (!quote || (quote == '"' && (p->at[1] == '"' || p->at[1] == '\\'))))
			p->at++;
		text[n++] = *p->at;
	}
	*out = text;
	return true;
}

bool take_shell_words(struct parser *p, const char ***words, size_t *count)
{
	size_t capacity = 0;

	*words = NULL;
	*count = 0;
	while (!at_end(p)) {
		*words = arena_grow(p->arena, *words, *count, &capacity, sizeof(**words));
		if (!shell_word(p, &(*words)[*count]))
			return false;
		++*count;
	}
	return true;
}
