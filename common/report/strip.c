/* strip.c - one line of a picture; see strip.h. */
#include "common/report/strip.h"

#include <string.h>

/* What our own signs become on a terminal without UTF-8. The first that fits is taken. */
static const struct sign {
	const char *utf8, *ascii;
} signs[] = {
	{ " · ", ", " }, { "·", "-" },	{ "…", "..." }, { "×", "x" },  { "✓", "+" },  { "✗", "!" },
	{ "✕", "X" },	 { "►", ">" },	{ "◄", "<" },	{ "─", "-" },  { "│", "|" },  { "┊", ":" },
	{ "⋮", ":" },	 { "┐", "\\" }, { "┘", "/" },	{ "┌", "/" },  { "└", "\\" }, { "├", "|" },
	{ "┤", "|" },	 { "┼", "+" },	{ "—", "-" },	{ "–", "-" },  { "“", "\"" }, { "”", "\"" },
	{ "’", "'" },	 { "‘", "'" },	{ "≥", ">=" },	{ "≤", "<=" }, { "µ", "u" },  { "→", "->" },
	{ "○", "o" },	 { "⚠", "!" },
};

/* Bytes of the UTF-8 character at s, which is valid (text_add_safe() has been over it). */
static size_t character_length(const char *s)
{
	unsigned char c = (unsigned char)*s;

	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Signs that take no room or turn the writing round: they would shift a picture, and are left out of it. All that
 * text_columns() does not know of are of two or three bytes. */
static bool is_invisible(const char *character)
{
	static const uint32_t list[] = { 0x00ad, 0x061c, 0x180e, 0x2028, 0x2029, 0x2060,
					 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff };
	const unsigned char *s = (const unsigned char *)character;
	uint32_t code = 0;

	if (character_length(character) == 2)
		code = (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
	else if (character_length(character) == 3)
		code = (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (code == list[i])
			return true;
	return text_columns(character) == 0;
}

static size_t add_ascii(struct text *t, const char *s)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t length = strlen(signs[i].utf8);

		if (strncmp(s, signs[i].utf8, length) == 0) {
			text_add(t, signs[i].ascii);
			return length;
		}
	}
	if ((unsigned char)*s < 0x80)
		text_add_bytes(t, s, 1);
	else
		text_add(t, "?");
	return character_length(s);
}

/* What really goes onto the strip: harmless, and ASCII where it has to be. */
static void translate(struct text *t, const struct ladder_style *style, const char *text)
{
	struct text safe = { 0 };

	text_add_safe(&safe, text);
	for (const char *s = text_chars(&safe); *s;) {
		char character[STRIP_GLYPH] = "";
		size_t length = character_length(s);

		memcpy(character, s, length);
		if (!style->utf8)
			length = add_ascii(t, s);
		else if (!is_invisible(character))
			text_add(t, character);
		s += length;
	}
	text_free(&safe);
}

int strip_width(const struct ladder_style *style)
{
	return style->width < STRIP_LEAST  ? STRIP_LEAST
	       : style->width > STRIP_MOST ? STRIP_MOST
					   : style->width;
}

void strip_begin(struct strip *s, const struct ladder_style *style)
{
	s->style = style;
	s->width = strip_width(style);
	for (int i = 0; i < s->width; i++) {
		strcpy(s->columns[i].glyph, " ");
		s->columns[i].look = LOOK_PLAIN;
	}
}

/* Bytes of the plain ASCII that text begins with: it stays what it is. */
static size_t plain_length(const char *text)
{
	size_t length = 0;

	while (text[length] >= 0x20 && text[length] < 0x7f)
		length++;
	return length;
}

int strip_columns(const struct ladder_style *style, const char *text)
{
	struct text t = { 0 };
	int columns;

	if (!text[plain_length(text)])
		return (int)plain_length(text);
	translate(&t, style, text);
	columns = text_columns(text_chars(&t));
	text_free(&t);
	return columns;
}

static int put_translated(struct strip *s, int column, int room, const char *text, unsigned look)
{
	int used = 0;

	while (*text) {
		char character[STRIP_GLYPH] = "";
		size_t length = character_length(text);
		int wide;

		memcpy(character, text, length);
		text += length;
		wide = text_columns(character);
		if (used + wide > room)
			break;
		memcpy(s->columns[column + used].glyph, character, sizeof(character));
		s->columns[column + used].look = (unsigned char)look;
		if (wide == 2)
			strcpy(s->columns[column + used + 1].glyph, "");
		used += wide;
	}
	return used;
}

int strip_put(struct strip *s, int column, int room, const char *text, unsigned look)
{
	const char *more = s->style->utf8 ? "…" : "..";
	struct text t = { 0 };
	int used, columns;

	if (column < 0 || column >= s->width)
		return 0;
	if (room > s->width - column)
		room = s->width - column;
	if (room < 1)
		return 0;
	if (!text[plain_length(text)] && plain_length(text) <= (size_t)room)
		return put_translated(s, column, room, text, look);
	translate(&t, s->style, text);
	columns = text_columns(text_chars(&t));
	if (columns <= room) {
		used = put_translated(s, column, room, text_chars(&t), look);
	} else {
		int keep = room - text_columns(more);

		used = keep > 0 ? put_translated(s, column, keep, text_chars(&t), look) : 0;
		used += put_translated(s, column + used, room - used, more, look);
	}
	text_free(&t);
	return used;
}

int strip_put_right(struct strip *s, int end, int room, const char *text, unsigned look)
{
	int columns = strip_columns(s->style, text);

	if (columns > room)
		columns = room;
	return strip_put(s, end - columns, columns, text, look);
}

void strip_fill(struct strip *s, int from, int to, const char *glyph, unsigned look)
{
	from = from < 0 ? 0 : from;
	to = to > s->width ? s->width : to;
	if (from >= to || strip_put(s, from, 1, glyph, look) != 1)
		return;
	for (int i = from + 1; i < to; i++)
		s->columns[i] = s->columns[from];
}

static void begin_look(struct text *out, unsigned look)
{
	static const char *const colours[] = {
		[LOOK_PLAIN] = "",   [LOOK_DIM] = ";2",	  [LOOK_GOOD] = ";32",	[LOOK_BAD] = ";31",
		[LOOK_NOTE] = ";33", [LOOK_LEFT] = ";36", [LOOK_RIGHT] = ";35",
	};

	text_addf(out, "\033[0%s%sm", look & LOOK_STRONG ? ";1" : "", colours[look & ~(unsigned)LOOK_STRONG]);
}

void strip_end(struct text *out, struct strip *s)
{
	unsigned look = LOOK_PLAIN;
	int end = s->width;

	while (end && strcmp(s->columns[end - 1].glyph, " ") == 0)
		end--;
	for (int i = 0; i < end; i++) {
		bool blank = strcmp(s->columns[i].glyph, " ") == 0;

		if (s->style->colour && !blank && s->columns[i].look != look) {
			look = s->columns[i].look;
			begin_look(out, look);
		}
		text_add(out, s->columns[i].glyph);
	}
	if (look != LOOK_PLAIN)
		text_add(out, "\033[0m");
	text_add(out, "\n");
}

void strip_line(struct text *out, const struct ladder_style *style, int indent, const char *text,
		unsigned look)
{
	struct strip s;

	strip_begin(&s, style);
	strip_put(&s, indent, s.width - indent, text, look);
	strip_end(out, &s);
}

void strip_paragraph(struct text *out, const struct ladder_style *style, int at, const char *label,
		     unsigned label_look, int indent, const char *text, unsigned look)
{
	struct text t = { 0 };
	struct strip s;
	int column = indent;

	translate(&t, style, text);
	strip_begin(&s, style);
	strip_put(&s, at, indent - at, label, label_look);
	for (char *word = t.chars, *next; word && *word; word = next) {
		size_t length = strcspn(word, " ");
		int columns;

		next = word + length + strspn(word + length, " ");
		word[length] = '\0';
		columns = text_columns(word);
		if (column > indent && column + 1 + columns > s.width) {
			strip_end(out, &s);
			strip_begin(&s, style);
			column = indent;
		}
		column += column > indent;
		column += strip_put(&s, column, s.width - column, word, look);
	}
	strip_end(out, &s);
	text_free(&t);
}
