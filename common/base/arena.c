/* arena.c - memory that is given back all at once; see arena.h. */
#include "common/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) /* gcc */
#define SANITIZED 1
#elif defined(__has_feature) /* clang */
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* Pieces share chunks, which double in size. With a sanitizer each piece is a chunk of its own, so that it sees every
 * overrun. */
#ifdef SANITIZED
enum { UNIT = 1, FIRST_CHUNK = 0, LARGEST_CHUNK = 0 };
#else
enum { UNIT = _Alignof(max_align_t), FIRST_CHUNK = 2048, LARGEST_CHUNK = 65536 };
#endif

struct chunk {
	struct chunk *next;
	size_t used, size; /* of bytes */
	max_align_t bytes[];
};

struct arena {
	struct chunk *chunks; /* the first is the one with room */
	size_t next_size;
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
	a->next_size = FIRST_CHUNK;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static struct chunk *add_chunk(struct arena *a, size_t size)
{
	struct chunk *c;

	if (size < a->next_size) {
		size = a->next_size;
		if (a->next_size < LARGEST_CHUNK)
			a->next_size *= 2;
	}
	if (size > SIZE_MAX - sizeof(*c))
		out_of_memory();
	c = calloc(1, sizeof(*c) + size);
	if (!c)
		out_of_memory();
	c->size = size;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->chunks;
	void *piece;

	if (size > SIZE_MAX - UNIT)
		out_of_memory();
	size = (size + UNIT - 1) / UNIT * UNIT;
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	piece = (char *)c->bytes + c->used;
	c->used += size;
	return piece;
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
