/* facts.c - who had what, and when; see facts.h. */
#include "common/record/facts.h"

#include <string.h>

static uint8_t *put_endpoint(uint8_t *at, const struct endpoint *e)
{
	at[0] = e->address.family;
	memcpy(at + 1, e->address.bytes, e->address.family == 6 ? 16 : e->address.family == 4 ? 4 : 0);
	at[17] = (uint8_t)(e->port >> 8);
	at[18] = (uint8_t)e->port;
	return at + 19;
}

struct fact_key fact_key(enum fact fact, uint8_t protocol, const struct endpoint *local,
			 const struct endpoint *remote)
{
	struct fact_key key = { { 0 } };
	uint8_t *at = key.bytes + 1;

	/* Only TCP and UDP come here: one bit tells them apart. */
	key.bytes[0] = (uint8_t)(fact << 1 | (protocol == 17));
	at = put_endpoint(at, local);
	if (remote)
		put_endpoint(at, remote);
	return key;
}

static size_t hash(const struct fact_key *key)
{
	uint64_t words[sizeof(key->bytes) / 8], h = 0;

	memcpy(words, key->bytes, sizeof(key->bytes));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		h = (h ^ words[i]) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
	}
	return (size_t)h;
}

/* The slot of this key, or the free one where it would go. */
static size_t slot_of(const struct facts *f, const struct fact_key *key)
{
	size_t slot = hash(key) & (f->slot_count - 1);

	while (f->slots[slot] >= 0 &&
	       memcmp(f->entries[f->slots[slot]].key.bytes, key->bytes, sizeof(key->bytes)) != 0)
		slot = (slot + 1) & (f->slot_count - 1);
	return slot;
}

static void rehash(struct facts *f)
{
	f->slot_count = f->slot_count ? f->slot_count * 2 : 256;
	f->slots = arena_alloc(f->arena, f->slot_count * sizeof(*f->slots));
	memset(f->slots, 0xff, f->slot_count * sizeof(*f->slots));
	for (size_t i = 0; i < f->entry_count; i++)
		f->slots[slot_of(f, &f->entries[i].key)] = (int)i;
}

struct fact_entry *facts_find(const struct facts *f, const struct fact_key *key)
{
	int index = f->slot_count ? f->slots[slot_of(f, key)] : -1;

	return index < 0 ? NULL : &f->entries[index];
}

struct fact_entry *facts_at(struct facts *f, const struct fact_key *key)
{
	size_t slot;

	if (f->entry_count * 2 >= f->slot_count)
		rehash(f);
	slot = slot_of(f, key);
	if (f->slots[slot] < 0) {
		f->entries = arena_grow(f->arena, f->entries, f->entry_count, &f->entry_capacity,
					sizeof(*f->entries));
		f->entries[f->entry_count] =
			(struct fact_entry){ .key = *key, .first = -1, .last = -1, .number = -1 };
		f->slots[slot] = (int)f->entry_count++;
	}
	return &f->entries[f->slots[slot]];
}

/* Facts come nearly in order of time: what an accept() returned comes with its entry, a little early. */
void facts_add(struct facts *f, const struct fact_key *key, int64_t time_ns, int actor)
{
	struct fact_entry *e = facts_at(f, key);
	int before = e->last, after = -1, fresh;

	while (before >= 0 && f->runs[before].from_ns > time_ns) {
		after = before;
		before = f->runs[before].before;
	}
	if (before >= 0 && f->runs[before].actor == actor) {
		if (f->runs[before].to_ns < time_ns)
			f->runs[before].to_ns = time_ns;
		return;
	}
	if (after >= 0 && f->runs[after].actor == actor) {
		f->runs[after].from_ns = time_ns;
		return;
	}
	f->runs = arena_grow(f->arena, f->runs, f->run_count, &f->run_capacity, sizeof(*f->runs));
	fresh = (int)f->run_count++;
	f->runs[fresh] = (struct fact_run){ time_ns, time_ns, actor, before, after };
	if (before >= 0)
		f->runs[before].after = fresh;
	else
		e->first = fresh;
	if (after >= 0)
		f->runs[after].before = fresh;
	else
		e->last = fresh;
	e->mixed = e->mixed || e->first != e->last;
}

int facts_owner_then(const struct facts *f, const struct fact_key *key, int64_t time_ns)
{
	const struct fact_entry *e = facts_find(f, key);

	for (int i = e ? e->last : -1; i >= 0; i = f->runs[i].before)
		if (f->runs[i].from_ns <= time_ns)
			return f->runs[i].actor;
	return NOBODY;
}

int facts_owner_near(const struct facts *f, const struct fact_key *key, int64_t time_ns)
{
	const struct fact_entry *e = facts_find(f, key);
	int owner = facts_owner_then(f, key, time_ns);

	if (owner == NOBODY && e && e->first >= 0)
		owner = f->runs[e->first].actor;
	return owner;
}

int facts_owner_within(const struct facts *f, const struct fact_key *key, int64_t from_ns, int64_t to_ns)
{
	const struct fact_entry *e = facts_find(f, key);

	for (int i = e ? e->first : -1; i >= 0; i = f->runs[i].after)
		if (f->runs[i].to_ns >= from_ns && f->runs[i].from_ns < to_ns)
			return f->runs[i].actor;
	return facts_owner_near(f, key, from_ns);
}
