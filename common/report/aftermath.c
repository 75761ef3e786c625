/* aftermath.c - what helps after a run that did not pass; see aftermath.h. */
#include "common/report/aftermath.h"

#include <string.h>

#include "common/report/strip.h"

enum { INDENT = 2, LABEL = 12, LINES_MOST = 3 };

static void draw_row(struct text *out, const struct ladder_style *style, const char *label, const char *text,
		     unsigned look)
{
	int columns = INDENT + strip_columns(style, label) + 2, at = columns > LABEL ? columns : LABEL;
	struct strip s;

	strip_begin(&s, style);
	strip_put(&s, INDENT, at - INDENT, label, LOOK_PLAIN);
	strip_put(&s, at, s.width - at, text, look);
	strip_end(out, &s);
}

void output_draw(struct text *out, const char *actor, const char *bytes, size_t length,
		 const struct ladder_style *style)
{
	struct text label = { 0 }, line = { 0 };
	size_t begin, lines = 0;

	while (length && (bytes[length - 1] == '\n' || bytes[length - 1] == '\0'))
		length--;
	for (begin = length; begin > 0; begin--)
		if (bytes[begin - 1] == '\n' && ++lines == LINES_MOST)
			break;
	if (!length)
		return;
	text_add(out, "\n");
	text_addf(&label, "%s said", actor);
	for (const char *p = bytes + begin, *end = bytes + length; p < end;) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((newline ? newline : end) - p);

		text_free(&line);
		for (size_t i = 0; i < n; i++) /* a NUL must not hide what stands behind it */
			text_add_bytes(&line, p[i] ? p + i : "?", 1);
		draw_row(out, style, text_chars(&label), text_chars(&line), LOOK_PLAIN);
		text_free(&label);
		p += n + 1;
	}
	text_free(&label);
	text_free(&line);
}

void next_draw(struct text *out, const char *show, const char *capture, const struct ladder_style *style)
{
	struct text wireshark = { 0 };

	text_add(out, "\n");
	draw_row(out, style, "next", show, LOOK_STRONG);
	text_addf(&wireshark, "wireshark %s", capture);
	draw_row(out, style, "", text_chars(&wireshark), LOOK_STRONG);
	text_free(&wireshark);
}

void beside_draw(struct text *out, const char *sentence, const struct ladder_style *style)
{
	text_add(out, "\n");
	strip_paragraph(out, style, INDENT, "beside", LOOK_NOTE | LOOK_STRONG, LABEL, sentence, LOOK_PLAIN);
}
