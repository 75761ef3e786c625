/*
 * writer.h - adds to a caller's buffer and never beyond it; for notation*.c only.
 */
#ifndef CAPTURE_WRITER_H
#define CAPTURE_WRITER_H

#include <stdarg.h>
#include <stdio.h>

struct writer {
	char *buf;
	size_t size, used; /* used: without the NUL */
};

/* Starts an empty text in buf. */
static inline struct writer writer_begin(char *buf, size_t size)
{
	if (size)
		buf[0] = '\0';
	return (struct writer){ buf, size, 0 };
}

/* What does not fit is cut. */
static inline void __attribute__((format(printf, 2, 3))) writer_add(struct writer *w, const char *format, ...)
{
	va_list args;
	int length;

	if (w->used + 1 >= w->size)
		return;
	va_start(args, format);
	length = vsnprintf(w->buf + w->used, w->size - w->used, format, args);
	va_end(args);
	if (length > 0)
		w->used += (size_t)length;
	if (w->used >= w->size)
		w->used = w->size - 1;
}

struct tcp_options;
/* options_text() with SACK edges relative to this number; 0 leaves them absolute. */
void write_options(struct writer *w, const struct tcp_options *o, unsigned sack_base);

#endif
