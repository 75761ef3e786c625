/* states.c - in which state each socket was, from when to when; see run.h. The record knows (common/record/sockets.h). */
#include <stdlib.h>

#include "common/page/teller.h"
#include "common/record/sockets.h"

/* What is not told itself shows in what is told next; 0: nothing is. */
static unsigned next_item(const struct teller *t, int64_t time_ns)
{
	const struct story *story = &t->story;

	for (size_t i = 0; i < story->moment_count; i++) {
		const struct moment *m = &story->moments[i];
		unsigned item = m->part == CELL_CLOSE ? t->end_of[m->event] : t->item_of[m->event];

		if (m->at_ns >= time_ns && item)
			return item;
	}
	return 0;
}

/* A call changes a state by its end, unless it goes on for longer. */
static unsigned item_of_change(const struct teller *t, const struct state_change *c)
{
	unsigned begin = t->item_of[c->event], end = t->end_of[c->event];
	bool by_end = end && (!begin || c->time_ns > t->story.timeline->events[c->event]->time_ns);
	unsigned item = by_end ? end : begin;

	return item ? item : next_item(t, c->time_ns);
}

static json_t *changes_json(const struct teller *t, const struct socket *s)
{
	const struct timeline *timeline = t->story.timeline;
	json_t *changes = json_array();
	unsigned item = 0;

	for (size_t i = 0; i < s->change_count; i++) {
		const struct state_change *c = &s->changes[i];
		unsigned now = item_of_change(t, c);

		if (!now)
			continue;
		item = now > item ? now : item;
		json_array_append_new(changes, json_pack("[i,i,i,i]", (int)item, c->received, c->state,
							 timeline->events[c->event]->kind == EVENT_SOCKETS));
	}
	return changes;
}

static json_t *socket_json(const struct teller *t, const struct socket *s)
{
	char local[ENDPOINT_TEXT], remote[ENDPOINT_TEXT];
	const char *name = endpoint_text(&s->local, local);

	if (s->remote.address.family)
		name = arena_printf(t->story.arena, "%s > %s", local, endpoint_text(&s->remote, remote));
	return joined(json_pack("[s,i]", name, (int)side_of_socket(&t->story, s)), changes_json(t, s));
}

static int by_beginning(const void *left, const void *right)
{
	const struct socket *a = *(const struct socket *const *)left,
			    *b = *(const struct socket *const *)right;

	if (a->changes[0].time_ns != b->changes[0].time_ns)
		return a->changes[0].time_ns < b->changes[0].time_ns ? -1 : 1;
	return a < b ? -1 : a > b;
}

json_t *sockets_json(struct teller *t)
{
	const struct timeline *timeline = t->story.timeline;
	const struct socket **told =
		arena_alloc(t->story.arena, (timeline->socket_count + 1) * sizeof(struct socket *));
	json_t *all = json_array();
	size_t count = 0;

	for (size_t i = 0; i < timeline->socket_count; i++)
		if (timeline->sockets[i].change_count)
			told[count++] = &timeline->sockets[i];
	qsort((void *)told, count, sizeof(struct socket *), by_beginning);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(all, socket_json(t, told[i]));
	return all;
}
