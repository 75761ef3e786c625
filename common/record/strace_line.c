/* strace_line.c - one line of strace's text, taken apart; see strace_line.h. */
#include "common/record/strace_line.h"

#include <ctype.h>
#include <string.h>

#include "common/record/annotation.h"

static bool begins(const char *text, size_t length, const char *with)
{
	return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, size_t length, const char *with)
{
	return length >= strlen(with) && memcmp(text + length - strlen(with), with, strlen(with)) == 0;
}

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

static bool read_body(const char *at, size_t length, struct strace_line *out)
{
	size_t n;

	if (begins(at, length, "--- ") && length >= 8 && ends(at, length, " ---")) {
		out->kind = STRACE_SIGNAL;
		out->rest = (struct piece){ at + 4, length - 8 };
		return true;
	}
	if (begins(at, length, "+++ ") && length >= 8 && ends(at, length, " +++")) {
		out->kind = STRACE_EXIT;
		out->rest = (struct piece){ at + 4, length - 8 };
		return true;
	}
	if (begins(at, length, "<... ")) {
		n = name_length(at + 5, length - 5);
		if (!n || !begins(at + 5 + n, length - 5 - n, " resumed>"))
			return false;
		out->kind = STRACE_RESUMED;
		out->name = (struct piece){ at + 5, n };
		out->rest = (struct piece){ at + 14 + n, length - 14 - n };
		return true;
	}
	n = name_length(at, length);
	if (!n || n >= length || at[n] != '(')
		return false;
	out->kind = STRACE_CALL;
	out->name = (struct piece){ at, n };
	out->rest = (struct piece){ at + n + 1, length - n - 1 };
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
	return read_body(line + at, length - at, out);
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
	size_t depth = 0;
	struct annotation unused;
	bool closed = true;

	for (size_t i = 0; i < length;) {
		size_t step = 1;

		if (rest[i] == '"') {
			step = quoted_length(rest + i, length - i);
		} else if (rest[i] == '<' && closed && i &&
			   (isdigit((unsigned char)rest[i - 1]) || rest[i - 1] == 'D')) {
			step = annotation_read(rest + i, length - i, &unused); /* 3<…>, AT_FDCWD<…> */
			closed = step > 0;
			step = step ? step : 1;
		} else if (rest[i] == '(') {
			depth++;
		} else if (rest[i] == ')' && depth) {
			depth--;
		} else if (rest[i] == ')' && equals(rest + i + 1, length - i - 1)) {
			*close = i;
			return true;
		}
		i += step;
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

/* "5", "-1", "0x7f12"; false for "?" and for numbers beyond 64 bits. */
static bool read_number(const char *text, size_t length, int64_t *value)
{
	bool minus = length && text[0] == '-';
	uint64_t sum = 0;
	size_t at = minus, first;
	unsigned base = 10;

	if (begins(text + at, length - at, "0x")) {
		base = 16;
		at += 2;
	}
	for (first = at; at < length && isxdigit((unsigned char)text[at]); at++) {
		unsigned digit = isdigit((unsigned char)text[at]) ? (unsigned)(text[at] - '0')
								  : (unsigned)((text[at] | 0x20) - 'a') + 10;

		if (digit >= base)
			return false;
		if (sum > (UINT64_MAX - digit) / base)
			return false;
		sum = sum * base + digit;
	}
	if (at == first)
		return false;
	*value = minus ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}

/* The bytes before this ending, or all. */
static size_t without(const char *text, size_t length, const char *ending)
{
	return ends(text, length, ending) ? length - strlen(ending) : length;
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
	out->result.length =
		without(out->result.at, out->result.length, " (DELAYED)"); /* by us: adversity.h */
	out->has_number = read_number(out->result.at, out->result.length, &out->number);
	if (begins(out->result.at, out->result.length, "-1 E")) {
		n = name_length(out->result.at + 3, out->result.length - 3);
		out->error = (struct piece){ out->result.at + 3, n };
	}
	return true;
}

size_t strace_unfinished(const char *line, size_t length)
{
	static const char mark[] = "<unfinished ...>";

	if (!ends(line, length, mark))
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
