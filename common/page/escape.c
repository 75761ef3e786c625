/* escape.c - text on its way into the page; see escape.h. */
#include "common/page/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void html_character(struct text *out, char c)
{
	switch (c) {
	case '&': text_add(out, "&amp;"); break;
	case '<': text_add(out, "&lt;"); break;
	case '>': text_add(out, "&gt;"); break;
	case '"': text_add(out, "&quot;"); break;
	case '\'': text_add(out, "&#39;"); break;
	default: text_add_bytes(out, &c, 1); break;
	}
}

void html_add(struct text *out, const char *string)
{
	struct text safe = { 0 };

	text_add_safe(&safe, string);
	for (const char *s = text_chars(&safe); *s; s++)
		html_character(out, *s);
	text_free(&safe);
}

void html_add_lines(struct text *out, const char *string)
{
	struct text piece = { 0 };

	for (const char *s = string; *s;) {
		size_t length = strcspn(s, "\n\t");

		piece.length = 0;
		text_add_bytes(&piece, s, length);
		if (length)
			html_add(out, text_chars(&piece));
		s += length;
		if (*s)
			text_add_bytes(out, s++, 1);
	}
	text_free(&piece);
}

void fragment_add(struct text *out, const char *string)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	for (const char *s = string; *s; s++)
		if (strchr(plain, *s))
			text_add_bytes(out, s, 1);
		else
			text_addf(out, "%%%02X", (unsigned char)*s);
}

void base64_add(struct text *out, const void *bytes, size_t count)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *b = bytes;

	for (size_t i = 0; i < count; i += 3) {
		size_t left = count - i;
		uint32_t word = (uint32_t)b[i] << 16 | (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) |
				(left > 2 ? b[i + 2] : 0);
		char four[4] = { digits[word >> 18], digits[word >> 12 & 63],
				 left > 1 ? digits[word >> 6 & 63] : '=',
				 left > 2 ? digits[word & 63] : '=' };

		text_add_bytes(out, four, sizeof(four));
	}
}

void packed_add(struct text *out, const struct text *text)
{
	uLongf size = compressBound(text->length);
	Bytef *packed = malloc(size);

	if (!packed || compress2(packed, &size, (const Bytef *)text_chars(text), text->length,
				 Z_BEST_COMPRESSION) != Z_OK) {
		fputs("out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	base64_add(out, packed, size);
	free(packed);
}
