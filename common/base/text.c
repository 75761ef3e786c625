/* text.c - strings that grow, and the small parts of text that every report needs; see text.h. */
#include "common/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/utf8.h"

static void reserve(struct text *t, size_t more)
{
	size_t capacity = t->capacity ? t->capacity : 64;
	char *chars;

	if (t->length + more + 1 <= t->capacity)
		return;
	while (capacity < t->length + more + 1)
		capacity *= 2;
	chars = realloc(t->chars, capacity);
	if (!chars) {
		fputs("lab: out of memory\n", stderr);
		abort();
	}
	t->chars = chars;
	t->capacity = capacity;
}

void text_add_bytes(struct text *t, const void *bytes, size_t count)
{
	reserve(t, count);
	if (count)
		memcpy(t->chars + t->length, bytes, count);
	t->length += count;
	t->chars[t->length] = '\0';
}

void text_add(struct text *t, const char *string)
{
	text_add_bytes(t, string, strlen(string));
}

void text_addf(struct text *t, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return;
	reserve(t, (size_t)len);
	va_start(args, format);
	vsnprintf(t->chars + t->length, (size_t)len + 1, format, args);
	va_end(args);
	t->length += (size_t)len;
}

void text_repeat(struct text *t, const char *string, int times)
{
	for (int i = 0; i < times; i++)
		text_add(t, string);
}

void text_free(struct text *t)
{
	free(t->chars);
	*t = (struct text){ 0 };
}

const char *text_chars(const struct text *t)
{
	return t->chars ? t->chars : "";
}

/* Reads one UTF-8 character of at most `left` bytes; returns its length, 0 where it is not valid. */
static size_t utf8_read(const unsigned char *s, size_t left, uint32_t *character)
{
	static const unsigned char lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t length = utf8_length((const char *)s, left);

	*character = s[0] & lead_bits[length];
	for (size_t i = 1; i < length; i++)
		*character = *character << 6 | (s[i] & 0x3f);
	return length;
}

/* Columns of one character. Wide ones are the East Asian blocks and emoji; ours are all narrow, so a
 * range table of the common blocks is enough and does not depend on the locale, as wcwidth() would. */
static int character_columns(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return 0;
	if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f))
		return 0; /* combining, zero width */
	if ((c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
	    (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
	    (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1f64f) ||
	    (c >= 0x1f900 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd))
		return 2;
	return 1;
}

int text_columns(const char *utf8)
{
	const unsigned char *s = (const unsigned char *)utf8;
	size_t left = strlen(utf8);
	int columns = 0;

	while (left) {
		uint32_t c;
		size_t length;

		if (s[0] == 0x1b && left > 1 && s[1] == '[') { /* ESC [ … letter: takes no room */
			size_t i = 2;

			while (i < left && !isalpha(s[i]))
				i++;
			i += i < left;
			s += i;
			left -= i;
			continue;
		}
		length = utf8_read(s, left, &c);
		columns += length ? character_columns(c) : 1;
		length = length ? length : 1;
		s += length;
		left -= length;
	}
	return columns;
}

void text_add_safe(struct text *t, const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	size_t left = strlen(string);

	while (left) {
		uint32_t c = 0;
		size_t length = utf8_read(s, left, &c);

		if (length && c == '\n')
			text_add(t, "\\n");
		else if (length && c == '\t')
			text_add(t, "\\t");
		else if (length &&
			 ((c >= 0x202a && c <= 0x202e) ||
			  (c >= 0x2066 && c <= 0x2069))) /* would turn the direction of what follows */
			text_addf(t, "\\u%04x", c);
		else if (!length || c < 0x20 || (c >= 0x7f && c < 0xa0))
			for (size_t i = 0; i < (length ? length : 1); i++)
				text_addf(t, "\\x%02x", s[i]);
		else
			text_add_bytes(t, s, length);
		length = length ? length : 1;
		s += length;
		left -= length;
	}
}

/* From the longest to the shortest; "min" must not be read as "m…" of another. */
static const struct unit {
	const char *name;
	int64_t ns;
} units[] = {
	{ "min", 60000000000 }, { "h", 3600000000000 }, { "s", 1000000000 },
	{ "ms", 1000000 },	{ "us", 1000 },		{ "ns", 1 },
};

void text_add_wrapped(struct text *t, const char *words, int column, const char *indent, int width)
{
	int at = column;

	while (*words) {
		size_t length = strcspn(words, " ");
		char word[256];

		snprintf(word, sizeof(word), "%.*s", (int)(length < 255 ? length : 255), words);
		if (at > column && at + 1 + text_columns(word) > width) {
			text_addf(t, "\n%s", indent);
			at = column;
		} else if (at > column) {
			text_add(t, " ");
			at++;
		}
		text_add_safe(t, word);
		at += text_columns(word);
		words += length;
		words += strspn(words, " ");
	}
}

const char *duration_text(int64_t ns, char buf[DURATION_TEXT])
{
	double d = fabs((double)ns);
	const char *sign = ns < 0 ? "-" : "";

	if (d < 1e6)
		snprintf(buf, DURATION_TEXT, "%s%.0f us", sign, d / 1e3);
	else if (d < 1e7)
		snprintf(buf, DURATION_TEXT, "%s%.1f ms", sign, d / 1e6);
	else if (d < 1e9)
		snprintf(buf, DURATION_TEXT, "%s%.0f ms", sign, d / 1e6);
	else if (d < 120e9)
		snprintf(buf, DURATION_TEXT, "%s%.2f s", sign, d / 1e9);
	else
		snprintf(buf, DURATION_TEXT, "%s%.1f min", sign, d / 60e9);
	return buf;
}

bool duration_parse(const char *text, size_t len, int64_t *ns)
{
	char digits[32];
	size_t n = 0;
	double amount;

	while (n < len && n < sizeof(digits) - 1 && (isdigit((unsigned char)text[n]) || text[n] == '.')) {
		digits[n] = text[n];
		n++;
	}
	digits[n] = '\0';
	if (!n || digits[0] == '.' || strchr(digits, '.') != strrchr(digits, '.'))
		return false;
	amount = strtod(digits, NULL);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double value = amount * (double)units[i].ns;

		if (strlen(units[i].name) != len - n || memcmp(units[i].name, text + n, len - n) != 0)
			continue;
		if (value > 365.25 * 86400e9)
			return false;
		*ns = llround(value);
		return true;
	}
	return false;
}

/* ECMA-48, 5.4: ESC [, parameters, and a final letter. */
const char *text_past_escape(const char *s)
{
	s++;
	if (*s == '[')
		s += strcspn(s, "ABCDEFGHJKSTfmsu");
	return s + (*s != '\0');
}
