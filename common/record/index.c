/*
 * index.c - timeline_index(): puts the events in order of time and works out what belongs to whom.
 *
 * It is called again and again while a run grows, so it does little where little has come, and nothing where nothing has:
 * it sorts only what is out of order, and feeds the flow table only new packets.
 */
#include <stdlib.h>

#include "common/record/memory.h"
#include "common/record/owners.h"
#include "common/record/duplicates.h"
#include "common/record/sockets.h"
#include "common/record/timeline.h"

static int by_time(const void *left, const void *right)
{
	const struct event *a = *(struct event *const *)left, *b = *(struct event *const *)right;

	if (a->time_ns != b->time_ns)
		return a->time_ns < b->time_ns ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void sort(struct timeline *t)
{
	for (size_t i = 1; i < t->event_count; i++) {
		if (by_time(&t->events[i - 1], &t->events[i]) > 0) {
			qsort(t->events, t->event_count, sizeof(struct event *), by_time);
			return;
		}
	}
}

/* Whether the packets that the flow table has seen are still the first ones, in the same order. */
static bool flows_still_hold(const struct timeline *t)
{
	uint32_t frame = 0;
	bool fresh = false;

	if (!t->flows)
		return false;
	for (size_t i = 0; i < t->event_count; i++) {
		const struct packet *p = &t->events[i]->packet.packet;

		if (t->events[i]->kind != EVENT_PACKET)
			continue;
		fresh = fresh || !p->frame;
		if (p->frame && (fresh || p->frame != frame + 1))
			return false;
		frame++;
	}
	return true;
}

static void follow_flows(struct timeline *t)
{
	size_t capacity = t->flows ? flow_segment_count(t->flows) : 0;
	uint32_t frame = 0;

	if (!flows_still_hold(t)) {
		for (size_t i = 0; i < t->event_count; i++)
			if (t->events[i]->kind == EVENT_PACKET)
				t->events[i]->packet.packet.frame = 0;
		flow_free(t->flows);
		t->flows = memory_given(flow_new());
	}
	for (size_t i = 0; i < t->event_count; i++) {
		struct packet_event *p = &t->events[i]->packet;

		if (t->events[i]->kind != EVENT_PACKET)
			continue;
		frame++;
		if (!p->packet.frame) {
			p->packet.frame = frame;
			p->segment = p->duplicate ? NO_SEGMENT : flow_add(t->flows, &p->packet);
		}
		if (p->segment == NO_SEGMENT)
			continue;
		if ((size_t)p->segment >= capacity || !t->flow_events) {
			capacity = flow_segment_count(t->flows) * 2 + 64;
			t->flow_events = memory_resized(t->flow_events, capacity, sizeof(*t->flow_events));
		}
		t->flow_events[p->segment] = i;
	}
}

void timeline_index(struct timeline *t)
{
	if (t->indexed)
		return;
	arena_free(t->index_arena);
	t->index_arena = arena_new();
	sort(t);
	duplicates_assign(t);
	follow_flows(t);
	owners_assign(t);
	sockets_find(t, t->index_arena);
	t->indexed = true;
}
