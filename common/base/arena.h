/*
 * arena.h - memory that is given back all at once.
 *
 * A script, a timeline and a judgement each own one arena: everything that hangs off them
 * lives exactly as long as they do. Allocation never returns NULL: out of memory ends the
 * program with a message, as there is nothing sensible that a lab could go on with.
 */
#ifndef COMMON_BASE_ARENA_H
#define COMMON_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is allowed */

void *arena_alloc(struct arena *a, size_t size); /* zeroed */
void *arena_copy(struct arena *a, const void *bytes, size_t size);
char *arena_string(struct arena *a, const char *text);
char *arena_substring(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* An array that grows: returns `array` or its larger copy, so that array[count] may be written.
 * The old copy stays in the arena (doubling keeps that below the size of the array itself). */
void *arena_grow(struct arena *a, void *array, size_t count, size_t *capacity, size_t element);

#endif
