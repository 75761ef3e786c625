/* arena.c - memory that is given back all at once; see arena.h. */
#include "common/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each piece is an allocation of its own, so that a sanitizer sees every overrun. */
struct chunk {
	struct chunk *next;
	max_align_t bytes[];
};

struct arena {
	struct chunk *pieces;
};

static _Noreturn void out_of_memory(void)
{
	static const char message[] = "lab: out of memory\n";

	fputs(message, stderr);
	abort();
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		out_of_memory();
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *p = a->pieces, *next; p; p = next) {
		next = p->next;
		free(p);
	}
	free(a);
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct chunk *p;

	if (size > SIZE_MAX - sizeof(*p))
		out_of_memory();
	p = calloc(1, sizeof(*p) + size);
	if (!p)
		out_of_memory();
	p->next = a->pieces;
	a->pieces = p;
	return p->bytes;
}

void *arena_copy(struct arena *a, const void *bytes, size_t size)
{
	void *copy = arena_alloc(a, size);

	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_substring(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *arena_string(struct arena *a, const char *text)
{
	return arena_substring(a, text, strlen(text));
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		out_of_memory();
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}

void *arena_grow(struct arena *a, void *array, size_t count, size_t *capacity, size_t element)
{
	void *larger;
	size_t wanted;

	if (count < *capacity)
		return array;
	wanted = *capacity ? *capacity * 2 : 8;
	if (wanted > SIZE_MAX / element)
		out_of_memory();
	larger = arena_alloc(a, wanted * element);
	if (count)
		memcpy(larger, array, count * element);
	*capacity = wanted;
	return larger;
}
