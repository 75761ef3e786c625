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
	struct seen seen; /* its flows are NULL: nothing more can be met */
	struct armed *armed;
	size_t count, capacity;
	size_t to_come; /* lines that are not performed yet */
};

struct faults *faults_new(const struct script *script)
{
	struct arena *arena = arena_new();
	struct faults *f = arena_alloc(arena, sizeof(*f));

	*f = (struct faults){ .script = script, .arena = arena };
	seen_begin(&f->seen, script->world, arena);
	for (size_t i = 0; i < script->line_count; i++)
		f->to_come += line_is_fault(&script->lines[i]);
	return f;
}

void faults_arm(struct faults *f, size_t line)
{
	f->armed = arena_grow(f->arena, f->armed, f->count, &f->capacity, sizeof(*f->armed));
	f->armed[f->count++] = (struct armed){ .line = &f->script->lines[line] };
	f->to_come -= f->to_come > 0;
}

const struct line *faults_inject(struct faults *f, size_t line)
{
	f->to_come -= f->to_come > 0;
	return &f->script->lines[line];
}

const struct seen *faults_seen(const struct faults *f)
{
	return &f->seen;
}

void faults_mend(struct faults *f)
{
	for (size_t i = 0; i < f->count; i++)
		f->armed[i].spent = f->armed[i].spent || f->armed[i].line->fault.which == FAULT_EVERY;
}

static bool is_at(const struct script *s, const struct party *p, const struct endpoint *end)
{
	return p->address ? endpoint_fits(&p->at, end)
			  : world_host_at(s->world, &end->address) == script_host(s, p);
}

static bool is_meant(const struct faults *f, const struct line *what, const struct packet *p,
		     const struct segment *s)
{
	struct endpoint from = packet_source(p), to = packet_destination(p);
	unsigned wanted = line_connection(what);

	return is_at(f->script, &what->from, &from) && is_at(f->script, &what->to, &to) &&
	       packet_matches(what, p, s, NULL) &&
	       (!wanted || (s && seen_number(&f->seen, s->connection) == wanted));
}

/* Once nothing more can be met, what was sent is of no interest: of a million segments nobody keeps an account. */
static void forget(struct faults *f)
{
	bool spent = !f->to_come;

	for (size_t i = 0; spent && i < f->count; i++)
		spent = f->armed[i].spent;
	if (!spent)
		return;
	seen_end(&f->seen);
}

const struct line *faults_meet(struct faults *f, const struct packet *p)
{
	const struct line *met = NULL;
	const struct segment *s;

	if (!f->seen.flows)
		return NULL;
	s = seen_take(&f->seen, p);
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
