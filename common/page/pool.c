/* pool.c - each string once; see pool.h. */
#include "common/page/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/page/escape.h"

struct pool {
	struct arena *arena;
	const char **strings;
	size_t count, capacity;
	size_t *slots; /* number + 1 of a string, by its hash; 0: free */
	size_t slot_count; /* a power of two, and never more than half full */
};

enum { SLOTS_FIRST = 1024 };

static uint64_t hash_of(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static size_t *slot_of(const struct pool *p, const char *string)
{
	size_t i = hash_of(string) & (p->slot_count - 1);

	while (p->slots[i] && strcmp(p->strings[p->slots[i] - 1], string) != 0)
		i = (i + 1) & (p->slot_count - 1);
	return &p->slots[i];
}

static void set_slots(struct pool *p, size_t count)
{
	p->slots = arena_alloc(p->arena, count * sizeof(*p->slots));
	p->slot_count = count;
	for (size_t i = 0; i < p->count; i++)
		*slot_of(p, p->strings[i]) = i + 1;
}

struct pool *pool_new(void)
{
	struct arena *arena = arena_new();
	struct pool *p = arena_alloc(arena, sizeof(*p));

	p->arena = arena;
	set_slots(p, SLOTS_FIRST);
	return p;
}

void pool_free(struct pool *p)
{
	if (p)
		arena_free(p->arena);
}

size_t pool_number(struct pool *p, const char *string)
{
	size_t *slot = slot_of(p, string);

	if (*slot)
		return *slot - 1;
	p->strings = arena_grow(p->arena, p->strings, p->count, &p->capacity, sizeof(*p->strings));
	p->strings[p->count] = arena_string(p->arena, string);
	*slot = ++p->count;
	if (p->count * 2 > p->slot_count)
		set_slots(p, p->slot_count * 2);
	return p->count - 1;
}

void pool_json(struct text *out, const struct pool *p)
{
	text_add(out, "[");
	for (size_t i = 0; i < p->count; i++) {
		text_add(out, i ? "," : "");
		json_add(out, p->strings[i]);
	}
	text_add(out, "]");
}

void pool_json_raw(struct text *out, const struct pool *p)
{
	text_add(out, "[");
	for (size_t i = 0; i < p->count; i++) {
		text_add(out, i ? "," : "");
		text_add(out, p->strings[i]);
	}
	text_add(out, "]");
}
