/*
 * escape.h - text on its way into the page. What a capture, a script or a program says can hold anything: everything of
 * that kind goes through here, once, and comes out harmless in the place that it is for.
 *
 * Control characters, bad UTF-8 and what would turn the direction of the text are shown as \xNN (text_add_safe()) first.
 */
#ifndef COMMON_PAGE_ESCAPE_H
#define COMMON_PAGE_ESCAPE_H

#include "common/base/text.h"

/* Between tags, or as the value of an attribute in double quotes. */
void html_add(struct text *out, const char *string);
/* The same for a text of many lines: newlines and tabs stay. */
void html_add_lines(struct text *out, const char *string);
/* What follows the '#' of a link, or is the name that such a link leads to: "linger/02-rst/7". */
void fragment_add(struct text *out, const char *string);
/* Bytes as base64, without quotes. */
void base64_add(struct text *out, const void *bytes, size_t count);
/* A text packed (zlib's format, RFC 1950), as base64: what browsers unpack with DecompressionStream('deflate'). */
void packed_add(struct text *out, const struct text *text);

#endif
