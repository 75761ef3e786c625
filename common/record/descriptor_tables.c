/* descriptor_tables.c - each process's table of descriptors; see descriptor_tables.h. */
#include "common/record/descriptor_tables.h"

#include <string.h>

/* A child may be heard of before its parent's fork() has returned: so who was made by which is found out at the start. */
static void find_births(struct descriptors *d)
{
	const struct timeline *t = d->t;
	size_t first = 0; /* of all before it that is known: processes stand in the order of their birth */

	for (size_t i = 0; i < t->event_count; i++) {
		const struct call *c = &t->events[i]->call;

		if (t->events[i]->kind != EVENT_CALL || c->row->kin != KIN_FORK || !c->returned ||
		    c->value <= 0)
			continue;
		for (size_t k = first; k < t->process_count; k++)
			if (t->processes[k].parent == c->process && t->processes[k].pid == c->value &&
			    !d->made_by[k]) {
				d->made_by[k] = t->events[i];
				break;
			}
		while (first < t->process_count &&
		       (d->made_by[first] || t->processes[first].parent == NOBODY))
			first++;
	}
}

struct descriptors *descriptors_new(const struct timeline *t, struct arena *arena)
{
	struct descriptors *d = arena_alloc(arena, sizeof(*d));

	*d = (struct descriptors){ .t = t, .arena = arena };
	d->tables = arena_alloc(arena, (t->process_count + 1) * sizeof(struct table *));
	d->made_by = arena_alloc(arena, (t->process_count + 1) * sizeof(struct event *));
	d->in_call = arena_alloc(arena, (t->process_count + 1) * sizeof(*d->in_call));
	for (size_t i = 0; i < t->process_count; i++)
		d->in_call[i] = NO_DESCRIPTION;
	find_births(d);
	return d;
}

/* ---- descriptions and who holds them ---- */

int descriptor_describe(struct descriptors *d, const struct annotation *a, int actor)
{
	d->all = arena_grow(d->arena, d->all, d->count, &d->capacity, sizeof(*d->all));
	d->all[d->count] = (struct description){
		.protocol = a->protocol, .inode = a->inode, .actor = actor, .last = *a, .socket = NO_SOCKET
	};
	return (int)d->count++;
}

static size_t add_hold(struct descriptors *d, struct description *x, int process, int descriptor,
		       int64_t since_ns)
{
	x->holds = arena_grow(d->arena, x->holds, x->hold_count, &x->hold_capacity, sizeof(*x->holds));
	x->holds[x->hold_count] = (struct hold){ process, descriptor, since_ns, INT64_MAX };
	x->held++;
	return x->hold_count++;
}

void descriptor_unhold(struct descriptors *d, int description)
{
	if (--d->all[description].held)
		return;
	d->released = arena_grow(d->arena, d->released, d->released_count, &d->released_capacity,
				 sizeof(*d->released));
	d->released[d->released_count++] = description;
}

void descriptor_let_go(struct descriptors *d, const struct slot *slot, int64_t time_ns)
{
	d->all[slot->description].holds[slot->hold].to_ns = time_ns;
	descriptor_unhold(d, slot->description);
}

/* ---- a process's table ---- */

/* Where this descriptor stands, or would stand. */
static size_t place_of(const struct table *table, int descriptor)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->slots[middle].descriptor < descriptor)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct slot *descriptor_slot(const struct table *table, int descriptor)
{
	size_t place = place_of(table, descriptor);

	return place < table->count && table->slots[place].descriptor == descriptor ? &table->slots[place]
										    : NULL;
}

void descriptor_remove(struct descriptors *d, struct table *table, int descriptor, int64_t time_ns)
{
	struct slot *slot = descriptor_slot(table, descriptor);

	if (!slot)
		return;
	descriptor_let_go(d, slot, time_ns);
	memmove(slot, slot + 1, (size_t)(table->slots + --table->count - slot) * sizeof(*slot));
}

void descriptor_put(struct descriptors *d, int process, int descriptor, int description, bool close_on_exec,
		    int64_t time_ns)
{
	struct table *table = d->tables[process];
	size_t place;

	descriptor_remove(d, table, descriptor, time_ns);
	place = place_of(table, descriptor);
	table->slots =
		arena_grow(d->arena, table->slots, table->count, &table->capacity, sizeof(*table->slots));
	memmove(table->slots + place + 1, table->slots + place,
		(table->count - place) * sizeof(*table->slots));
	table->slots[place] = (struct slot){ descriptor, description,
					     add_hold(d, &d->all[description], process, descriptor, time_ns),
					     close_on_exec };
	table->count++;
}

/* A table of the process's own, with what is in another. */
static void copy_table(struct descriptors *d, int process, const struct table *other, int64_t time_ns)
{
	struct table *table = arena_alloc(d->arena, sizeof(*table));

	*table = (struct table){ .users = 1 };
	d->tables[process] = table;
	for (size_t i = 0; other && i < other->count; i++) {
		const struct slot *slot = &other->slots[i];

		descriptor_put(d, process, slot->descriptor, slot->description, slot->close_on_exec, time_ns);
	}
}

void descriptor_unshare(struct descriptors *d, int process, int64_t time_ns)
{
	struct table *shared = d->tables[process];

	if (shared->users < 2)
		return;
	shared->users--;
	copy_table(d, process, shared, time_ns);
}

void descriptor_be_born(struct descriptors *d, int process, int64_t time_ns)
{
	int parent = d->t->processes[process].parent;

	if (d->tables[process])
		return;
	if (parent != NOBODY && d->tables[parent] && d->made_by[process] &&
	    argument_names(&d->made_by[process]->call.args, ARG_FLAGS, "CLONE_FILES")) {
		d->tables[process] = d->tables[parent];
		d->tables[process]->users++;
		return;
	}
	copy_table(d, process, parent == NOBODY ? NULL : d->tables[parent], time_ns);
}

void descriptor_bear_child(struct descriptors *d, const struct event *e, int64_t time_ns)
{
	while (d->unborn < d->t->process_count && d->tables[d->unborn])
		d->unborn++;
	for (size_t i = d->unborn; i < d->t->process_count; i++)
		if (d->made_by[i] == e) {
			descriptor_be_born(d, (int)i, time_ns);
			return;
		}
}

size_t descriptors_count(const struct descriptors *d)
{
	return d->count;
}

struct description *descriptors_description(const struct descriptors *d, int index)
{
	return &d->all[index];
}

int descriptors_find(const struct descriptors *d, int process, int descriptor)
{
	const struct slot *slot = d->tables[process] ? descriptor_slot(d->tables[process], descriptor) : NULL;

	return slot ? slot->description : NO_DESCRIPTION;
}
