/* cable_faults.c - which packets a cable does something to; see cable_faults.h. */
#include "common/stage/cable_faults.h"

#include <stdlib.h>

#include "common/script/pattern.h"

struct armed {
	const struct line *line;
	unsigned met; /* so many packets were as it says */
	bool spent;
};

struct faults {
	const struct script *script;
	struct arena *arena;
	struct flow_table *flows; /* of all that was sent; NULL: nothing more can be met */
	struct armed *armed;
	size_t count, capacity;
	size_t to_come; /* lines that are not armed yet */
	int64_t last_ns;
};

struct faults *faults_new(const struct script *script)
{
	struct arena *arena = arena_new();
	struct faults *f = arena_alloc(arena, sizeof(*f));

	*f = (struct faults){ .script = script, .arena = arena, .flows = flow_new() };
	if (!f->flows)
		abort();
	for (size_t i = 0; i < script->line_count; i++)
		f->to_come += line_is_fault(&script->lines[i]);
	return f;
}

void faults_free(struct faults *f)
{
	if (!f)
		return;
	flow_free(f->flows);
	arena_free(f->arena);
}

void faults_arm(struct faults *f, size_t line)
{
	f->armed = arena_grow(f->arena, f->armed, f->count, &f->capacity, sizeof(*f->armed));
	f->armed[f->count++] = (struct armed){ .line = &f->script->lines[line] };
	f->to_come -= f->to_come > 0;
}

void faults_mend(struct faults *f)
{
	for (size_t i = 0; i < f->count; i++)
		f->armed[i].spent = f->armed[i].spent || f->armed[i].line->fault.which == FAULT_EVERY;
}

static bool is_at(const struct script *s, const struct party *p, const struct address *a)
{
	return world_host_at(s->world, a) == script_host(s, p);
}

/* Which of the connections of these two hosts it is, from 1 in the order of their beginnings. */
static unsigned number_of(const struct faults *f, const struct segment *s)
{
	const struct world *w = f->script->world;
	const struct connection *mine = flow_connection(f->flows, s->connection);
	int a = world_host_at(w, &mine->side[0].address), b = world_host_at(w, &mine->side[1].address);
	unsigned number = 1;

	for (int i = 0; i < s->connection; i++) {
		const struct connection *c = flow_connection(f->flows, i);
		int x = world_host_at(w, &c->side[0].address), y = world_host_at(w, &c->side[1].address);

		number += (x == a && y == b) || (x == b && y == a);
	}
	return number;
}

static bool is_meant(const struct faults *f, const struct line *what, const struct packet *p,
		     const struct segment *s)
{
	unsigned wanted = what->from.connection ? what->from.connection : what->to.connection;

	return is_at(f->script, &what->from, &p->source) && is_at(f->script, &what->to, &p->destination) &&
	       packet_matches(what, p, s, NULL) && (!wanted || (s && number_of(f, s) == wanted));
}

/* Once nothing more can be met, what was sent is of no interest: of a million segments nobody keeps an account. */
static void forget(struct faults *f)
{
	bool spent = !f->to_come;

	for (size_t i = 0; spent && i < f->count; i++)
		spent = f->armed[i].spent;
	if (!spent)
		return;
	flow_free(f->flows);
	f->flows = NULL;
}

const struct line *faults_meet(struct faults *f, const struct packet *p)
{
	struct packet in_order = *p;
	const struct segment *s = NULL;
	const struct line *met = NULL;
	int segment;

	if (!f->flows)
		return NULL;
	if (in_order.time_ns < f->last_ns)
		in_order.time_ns = f->last_ns;
	f->last_ns = in_order.time_ns;
	segment = flow_add(f->flows, &in_order);
	if (segment != NO_SEGMENT)
		s = flow_segment(f->flows, segment);
	for (size_t i = 0; i < f->count; i++) {
		struct armed *a = &f->armed[i];
		unsigned which = a->line->fault.which;

		if (a->spent || !is_meant(f, a->line->fault.what, p, s))
			continue;
		a->met++;
		if (met || (which != FAULT_EVERY && a->met < which))
			continue;
		met = a->line;
		a->spent = which != FAULT_EVERY;
	}
	if (met)
		forget(f);
	return met;
}
