/*
 * memory.h - plain memory that a part of the record frees itself. As with the arena, running out of it ends the
 * program. Private to common/record.
 */
#ifndef COMMON_RECORD_MEMORY_H
#define COMMON_RECORD_MEMORY_H

#include <stdio.h>
#include <stdlib.h>

static inline void *memory_given(void *p)
{
	if (!p) {
		fputs("lab: out of memory\n", stderr);
		abort();
	}
	return p;
}

/* count may be 0. */
static inline void *memory_zeroed(size_t count, size_t size)
{
	return memory_given(calloc(count ? count : 1, size));
}

static inline void *memory_resized(void *p, size_t count, size_t size)
{
	return memory_given(reallocarray(p, count ? count : 1, size));
}

/* The array, or a larger copy, so that array[count] may be written. */
static inline void *memory_grown(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 64;
	return memory_resized(array, *capacity, size);
}

#endif
