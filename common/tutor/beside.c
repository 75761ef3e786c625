/*
 * beside.c - the calls of two programs beside each other; see beside.h.
 *
 * A program is its sequence of deeds: what it calls on its sockets, in what order. How often it reads or writes in a
 * row, and with which of the calls for that, is its own affair; so are the sizes of buffers.
 */
#include "common/tutor/beside.h"

#include <string.h>

#include "common/judge/call_facts.h"

enum { DEEDS_MOST = 64 };

struct deeds {
	const char *deed[DEEDS_MOST]; /* "calls close()" */
	size_t count;
};

/* Calls in which the name says it all, whichever of those that do the same it is. */
static const char *plain_deed(const struct call_row *row, struct arena *a)
{
	switch (row->kin) {
	case KIN_CONNECT:
	case KIN_BIND:
	case KIN_LISTEN:
	case KIN_ACCEPT:
	case KIN_CLOSE:
	case KIN_READ:
	case KIN_WRITE: return arena_printf(a, "calls %s()", call_kin_name(row));
	default: return NULL;
	}
}

/* NULL: a buffer's size is its own affair. */
static const char *option_deed(const struct call *c, struct arena *a)
{
	const struct argument *option = argument_shaped(&c->args, ARG_OPTION),
			      *value = argument_shaped(&c->args, ARG_VALUE);

	if (!option || !value)
		return NULL;
	if (c->errno_name)
		return arena_printf(a, "calls setsockopt(%s), which fails: %s", option->text, c->errno_name);
	if (!call_on_socket(c) || strcmp(option->text, "SO_SNDBUF") == 0 ||
	    strcmp(option->text, "SO_RCVBUF") == 0)
		return NULL;
	return arena_printf(a, "calls setsockopt(%s, %s)", option->text, value->plain);
}

/* NULL: nothing that a lab is about. */
static const char *deed_of(const struct call *c, struct arena *a)
{
	const struct argument *how = argument_shaped(&c->args, ARG_FLAGS);

	if (c->descriptor == 0 && !call_on_socket(c) && c->row->kin == KIN_READ)
		return "waits for a line on its standard input";
	if (c->row->kin == KIN_SETSOCKOPT)
		return option_deed(c, a);
	if (!call_on_socket(c))
		return NULL;
	if (c->row->kin == KIN_SHUTDOWN && how)
		return arena_printf(a, "calls shutdown(%s)", how->text);
	if (call_unblocks(c))
		return "makes the socket non-blocking";
	return plain_deed(c->row, a);
}

static void collect(struct deeds *d, const struct timeline *t, const char *actor, struct arena *a)
{
	int who = timeline_actor_named(t, actor);

	d->count = 0;
	for (size_t i = 0; i < t->event_count && who != NOBODY && d->count < DEEDS_MOST; i++) {
		const struct event *e = t->events[i];
		const char *deed;

		if (e->kind != EVENT_CALL || e->call.process < 0 ||
		    t->processes[e->call.process].actor != who)
			continue;
		deed = deed_of(&e->call, a);
		if (deed && (!d->count || strcmp(d->deed[d->count - 1], deed) != 0))
			d->deed[d->count++] = deed;
	}
}

/* Which deeds of both belong together: the longest sequence that both have. partner[i]: of a's deed i, or -1. */
static void align(const struct deeds *a, const struct deeds *b, int partner[DEEDS_MOST])
{
	unsigned char longest[DEEDS_MOST + 1][DEEDS_MOST + 1] = { 0 };

	for (size_t i = a->count; i-- > 0;)
		for (size_t k = b->count; k-- > 0;) {
			unsigned char best =
				longest[i + 1][k] > longest[i][k + 1] ? longest[i + 1][k] : longest[i][k + 1];

			longest[i][k] = strcmp(a->deed[i], b->deed[k]) == 0
						? (unsigned char)(longest[i + 1][k + 1] + 1)
						: best;
		}
	for (size_t i = 0; i < a->count; i++)
		partner[i] = -1;
	for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
		if (strcmp(a->deed[i], b->deed[k]) == 0)
			partner[i++] = (int)k++;
		else if (longest[i + 1][k] >= longest[i][k + 1])
			i++;
		else
			k++;
	}
}

/* "before close()", "after it waits for a line on its standard input": where in the sequence, by the nearest deed that
 * the other one does as well. A place beside what it lacks, too, would read like a wrong order. */
static const char *place_of(const struct deeds *d, size_t index, const int partner[DEEDS_MOST],
			    struct arena *a)
{
	static const char calls[] = "calls ";
	size_t next = index + 1, last = index;
	const char *mark;
	bool before;

	while (next < d->count && partner[next] < 0)
		next++;
	while (last && partner[last - 1] < 0)
		last--;
	before = next < d->count;
	if (!before && !last)
		return "";
	mark = before ? d->deed[next] : d->deed[last - 1];
	return arena_printf(a, " %s %s", before ? "before" : "after",
			    strncmp(mark, calls, strlen(calls)) == 0 ? mark + strlen(calls)
								     : arena_printf(a, "it %s", mark));
}

/* "calls setsockopt(SO_LINGER, {...})" and the same call with another value, or one that fails. */
static bool same_option(const char *one, const char *other)
{
	static const char sets[] = "calls setsockopt(";
	size_t length = strcspn(one, ",)");

	return strncmp(one, sets, sizeof(sets) - 1) == 0 && strncmp(one, other, length) == 0 &&
	       (other[length] == ',' || other[length] == ')');
}

/* The first deed of a that b does not do there; "" for none. */
static const char *first_missing(const struct deeds *a, const struct deeds *b, const char *who,
				 const char *other, struct arena *arena)
{
	int partner[DEEDS_MOST];

	align(a, b, partner);
	for (size_t i = 0; i < a->count; i++) {
		const char *instead = "does not";

		if (partner[i] >= 0)
			continue;
		for (size_t k = 0; k < b->count; k++)
			if (strcmp(a->deed[i], b->deed[k]) == 0)
				instead = "does not at that place";
			else if (same_option(a->deed[i], b->deed[k]))
				instead = b->deed[k];
		return arena_printf(arena, "%s %s%s; %s %s", who, a->deed[i], place_of(a, i, partner, arena),
				    other, instead);
	}
	return "";
}

const char *calls_beside(const struct timeline *ours, const struct timeline *yours, const char *actor,
			 struct arena *arena)
{
	struct deeds a, b;
	const char *sentence;

	collect(&a, ours, actor, arena);
	collect(&b, yours, actor, arena);
	if (!a.count)
		return "";
	sentence = first_missing(&a, &b, "ours", "yours", arena);
	return *sentence ? sentence : first_missing(&b, &a, "yours", "ours", arena);
}
