/*
 * text.h - strings that grow, and the small parts of text that every report needs.
 */
#ifndef COMMON_BASE_TEXT_H
#define COMMON_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A string under construction. Start with {0}; text_free() when done. chars is NULL or ends in a NUL. */
struct text {
	char *chars;
	size_t length, capacity;
};

void text_add(struct text *t, const char *string);
void text_add_bytes(struct text *t, const void *bytes, size_t count);
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_repeat(struct text *t, const char *string, int times); /* times below 1: nothing */
void text_free(struct text *t);
const char *text_chars(const struct text *t); /* "" where nothing was added */

/* Terminal columns that a UTF-8 string takes (wcwidth-like; control characters count 0; escape
 * sequences "ESC [ … m" count 0). Bad UTF-8 counts one column a byte. */
int text_columns(const char *utf8);

/* Adds `string` with every byte that could do harm on a terminal (control characters, ESC, bad UTF-8)
 * written as \xNN or \n, \t: whatever came from a capture, a script or a program goes through here. */
void text_add_safe(struct text *t, const char *string);

/* s is at an ESC, as before a colour of the ladder. Returns what stands behind the control sequence that it begins. */
const char *text_past_escape(const char *s);

/* As text_add_safe(), broken between words at `width` columns. The first line goes on at `column`; the others begin with indent,
 * which takes as many. A word of more than 255 bytes is cut. */
void text_add_wrapped(struct text *t, const char *words, int column, const char *indent, int width);

/* "1.5 s", "230 ms", "16 us": a duration in nanoseconds as people say it, into buf. */
enum { DURATION_TEXT = 32 };
const char *duration_text(int64_t ns, char buf[DURATION_TEXT]);
/* Reads "10ms", "2s", "1.5s", "500us", "1min"; false where it is none, negative or above a year. */
bool duration_parse(const char *text, size_t len, int64_t *ns);

#endif
