/* pool.c - each string and each list once; see pool.h. */
#include "common/page/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/json.h"

/* What is there once, and found again by its bytes. */
struct unique {
	const char **keys;
	size_t *lengths;
	size_t count, capacity, length_capacity;
	size_t *slots; /* number + 1 of a key, by its hash; 0: free */
	size_t slot_count; /* a power of two, and never more than half full */
};

struct pool {
	struct arena *arena;
	struct unique strings, lists; /* a list's key is its numbers */
};

enum { SLOTS_FIRST = 1024 };

static uint64_t hash_of(const char *s, size_t length)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return h;
}

static size_t *slot_of(const struct unique *u, const char *key, size_t length)
{
	size_t i = hash_of(key, length) & (u->slot_count - 1);

	while (u->slots[i] &&
	       (u->lengths[u->slots[i] - 1] != length || memcmp(u->keys[u->slots[i] - 1], key, length) != 0))
		i = (i + 1) & (u->slot_count - 1);
	return &u->slots[i];
}

static void set_slots(struct arena *arena, struct unique *u, size_t count)
{
	u->slots = arena_alloc(arena, count * sizeof(*u->slots));
	u->slot_count = count;
	for (size_t i = 0; i < u->count; i++)
		*slot_of(u, u->keys[i], u->lengths[i]) = i + 1;
}

static size_t number_of(struct arena *arena, struct unique *u, const char *key, size_t length)
{
	size_t *slot = slot_of(u, key, length);

	if (*slot)
		return *slot - 1;
	u->keys = arena_grow(arena, u->keys, u->count, &u->capacity, sizeof(*u->keys));
	u->lengths = arena_grow(arena, u->lengths, u->count, &u->length_capacity, sizeof(*u->lengths));
	u->keys[u->count] = arena_substring(arena, key, length);
	u->lengths[u->count] = length;
	*slot = ++u->count;
	if (u->count * 2 > u->slot_count)
		set_slots(arena, u, u->slot_count * 2);
	return u->count - 1;
}

struct pool *pool_new(void)
{
	struct arena *arena = arena_new();
	struct pool *p = arena_alloc(arena, sizeof(*p));

	p->arena = arena;
	set_slots(arena, &p->strings, SLOTS_FIRST);
	set_slots(arena, &p->lists, SLOTS_FIRST);
	return p;
}

void pool_free(struct pool *p)
{
	if (p)
		arena_free(p->arena);
}

size_t pool_number(struct pool *p, const char *string)
{
	return number_of(p->arena, &p->strings, string, strlen(string));
}

size_t pool_list_number(struct pool *p, const size_t *numbers, size_t count)
{
	return number_of(p->arena, &p->lists, (const char *)numbers, count * sizeof(*numbers));
}

static json_t *list_json(const char *key, size_t length)
{
	json_t *list = json_array();
	size_t number;

	for (size_t at = 0; at < length; at += sizeof(number)) {
		memcpy(&number, key + at, sizeof(number));
		json_array_append_new(list, json_integer((json_int_t)number));
	}
	return list;
}

json_t *pool_json(const struct pool *p)
{
	json_t *strings = json_array(), *lists = json_array();

	for (size_t i = 0; i < p->strings.count; i++)
		json_array_append_new(strings, json_shown(p->strings.keys[i]));
	for (size_t i = 0; i < p->lists.count; i++)
		json_array_append_new(lists, list_json(p->lists.keys[i], p->lists.lengths[i]));
	return json_pack("{s:o,s:o}", "strings", strings, "lists", lists);
}
