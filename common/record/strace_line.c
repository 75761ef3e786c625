/* strace_line.c - one line of strace's text, taken apart; see strace_line.h. */
#include "common/record/strace_line.h"

#include <ctype.h>
#include <string.h>

static size_t blanks(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && text[n] == ' ')
		n++;
	return n;
}

/* Decimal digits, at most `most` of them; 0 where there are none or too many. */
static size_t digits(const char *text, size_t length, size_t most, int64_t *value)
{
	size_t n = 0;

	*value = 0;
	while (n < length && isdigit((unsigned char)text[n])) {
		if (n == most)
			return 0;
		*value = *value * 10 + (text[n++] - '0');
	}
	return n;
}

/* In 2096: two such times can be added in 64 bits. */
enum { LATEST_SECOND = 4000000000 };

/* "1795250525.321221": seconds with up to nine digits behind the point. */
static size_t seconds(const char *text, size_t length, int64_t *ns)
{
	int64_t whole, part;
	size_t n = digits(text, length, 10, &whole), more;

	if (!n || whole > LATEST_SECOND || n >= length || text[n] != '.')
		return 0;
	more = digits(text + n + 1, length - n - 1, 9, &part);
	if (!more)
		return 0;
	for (size_t i = more; i < 9; i++)
		part *= 10;
	*ns = whole * 1000000000 + part;
	return n + 1 + more;
}

static size_t name_length(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && (isalnum((unsigned char)text[n]) || text[n] == '_' || text[n] == '?'))
		n++;
	return n;
}

/* What is between "--- " and " ---". */
static bool between(struct piece p, const char *before, const char *after, struct piece *inside)
{
	size_t least = strlen(before) + strlen(after);

	if (p.length < least || !piece_begins(p, before) || !piece_ends(p, after))
		return false;
	*inside = (struct piece){ p.at + strlen(before), p.length - least };
	return true;
}

static bool read_body(struct piece p, struct strace_line *out)
{
	static const char resumes[] = "<... ", resumed[] = " resumed>";
	bool goes_on = piece_begins(p, resumes);
	struct piece behind;

	out->kind = STRACE_SIGNAL;
	if (between(p, "--- ", " ---", &out->rest))
		return true;
	out->kind = STRACE_EXIT;
	if (between(p, "+++ ", " +++", &out->rest))
		return true;
	out->kind = goes_on ? STRACE_RESUMED : STRACE_CALL;
	out->name = piece_behind(p, goes_on ? sizeof(resumes) - 1 : 0);
	out->name.length = name_length(out->name.at, out->name.length);
	behind = piece_behind(p, (size_t)(out->name.at - p.at) + out->name.length);
	if (!out->name.length || !piece_begins(behind, goes_on ? resumed : "("))
		return false;
	out->rest = piece_behind(behind, goes_on ? sizeof(resumed) - 1 : 1);
	return true;
}

bool strace_line_read(const char *line, size_t length, struct strace_line *out)
{
	int64_t pid;
	size_t at, n;

	*out = (struct strace_line){ .kind = STRACE_CALL };
	at = digits(line, length, 10, &pid);
	n = blanks(line + at, length - at);
	if (!at || !n || pid <= 0 || pid > INT32_MAX)
		return false;
	out->pid = (int)pid;
	at += n;
	n = seconds(line + at, length - at, &out->time_ns);
	at += n;
	if (!n || !out->time_ns || !blanks(line + at, length - at))
		return false;
	at += blanks(line + at, length - at);
	return read_body((struct piece){ line + at, length - at }, out);
}

/* The bytes of "  = ", which stands between a call and its result; 0 where something else does. */
static size_t equals(const char *text, size_t length)
{
	size_t n = blanks(text, length);

	if (!n || n >= length || text[n] != '=')
		return 0;
	if (n + 1 == length)
		return n + 1;
	return text[n + 1] == ' ' ? n + 2 : 0;
}

/* The parenthesis that ends the arguments: outside strings and file names, and with "= result" behind it. */
static bool find_end(const char *rest, size_t length, size_t *close)
{
	struct piece_walk w = { .text = rest, .length = length };
	size_t depth = 0;
	bool annotation;

	while (w.at < length) {
		if (rest[w.at] == '(') {
			depth++;
		} else if (rest[w.at] == ')' && depth) {
			depth--;
		} else if (rest[w.at] == ')' && equals(rest + w.at + 1, length - w.at - 1)) {
			*close = w.at;
			return true;
		}
		walk_on(&w, &annotation);
	}
	/* Something in it misled us: the last ") = " then. */
	for (size_t i = length; i-- > 0;) {
		if (rest[i] == ')' && equals(rest + i + 1, length - i - 1)) {
			*close = i;
			return true;
		}
	}
	return false;
}

/* " <0.000117>" at the end; returns the bytes before it. */
static size_t take_duration(const char *text, size_t length, int64_t *ns)
{
	size_t at = length, n;

	*ns = -1;
	if (!length || text[length - 1] != '>')
		return length;
	while (at && text[at - 1] != '<')
		at--;
	if (at < 2 || text[at - 2] != ' ')
		return length;
	n = seconds(text + at, length - at, ns);
	if (!n || at + n + 1 != length) {
		*ns = -1;
		return length;
	}
	return at - 2;
}

/* The bytes before this ending, or all. */
static size_t without(struct piece p, const char *ending)
{
	return piece_ends(p, ending) ? p.length - strlen(ending) : p.length;
}

bool strace_return_read(const char *rest, size_t length, struct strace_return *out)
{
	size_t close, at, n;

	*out = (struct strace_return){ .duration_ns = -1 };
	if (!find_end(rest, length, &close))
		return false;
	n = strace_unfinished(rest, close);
	out->arguments = (struct piece){ rest, n == close ? close : strace_trimmed(rest, n) };
	at = close + 1;
	at += equals(rest + at, length - at);
	out->result = (struct piece){ rest + at, take_duration(rest + at, length - at, &out->duration_ns) };
	out->result.length = without(out->result, " (DELAYED)"); /* by us: adversity.h */
	return true;
}

size_t strace_unfinished(const char *line, size_t length)
{
	static const char mark[] = "<unfinished ...>";

	if (!piece_ends((struct piece){ line, length }, mark))
		return length;
	length -= sizeof(mark) - 1;
	return length && line[length - 1] == ' ' ? length - 1 : length;
}

size_t strace_trimmed(const char *arguments, size_t length)
{
	while (length && arguments[length - 1] == ' ')
		length--;
	return length && arguments[length - 1] == ',' ? length - 1 : length;
}
