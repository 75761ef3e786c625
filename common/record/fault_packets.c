/*
 * fault_packets.c - which packets the cable's faults are about; see duplicates.h.
 *
 * The cable takes a frame from a socket of its own. So its stamp is not the capture's, though only microseconds are between them;
 * the bytes are the same. Of several frames that are the same, as a retransmission over IPv6 may be, the one is meant that is the
 * nearest in time.
 */
#include <stdlib.h>
#include <string.h>

#include "common/record/duplicates.h"
#include "common/record/memory.h"

enum { TELLING = 128 }; /* the first bytes: all headers, and the checksum of what is behind them */

uint32_t fault_frame_hash(const uint8_t *bytes, size_t captured, size_t length)
{
	uint32_t hash = 2166136261u ^ (uint32_t)length; /* FNV-1a */

	for (size_t i = 0; i < captured && i < TELLING; i++)
		hash = (hash ^ bytes[i]) * 16777619;
	return hash;
}

struct sighting {
	unsigned link;
	uint32_t frame;
	struct packet_event *packet;
};

static int by_frame(const void *left, const void *right)
{
	const struct sighting *a = left, *b = right;

	if (a->link != b->link)
		return a->link < b->link ? -1 : 1;
	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	if (!a->packet || !b->packet || a->packet->packet.time_ns == b->packet->packet.time_ns)
		return 0;
	return a->packet->packet.time_ns < b->packet->packet.time_ns ? -1 : 1;
}

static struct sighting *sightings(const struct timeline *t, size_t *count)
{
	struct sighting *list = memory_zeroed(t->event_count + 1, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < t->event_count; i++) {
		struct packet_event *p = &t->events[i]->packet;

		if (t->events[i]->kind != EVENT_PACKET)
			continue;
		list[(*count)++] = (struct sighting){
			p->link, fault_frame_hash(p->packet.bytes, p->packet.captured, p->packet.length), p
		};
	}
	qsort(list, *count, sizeof(*list), by_frame);
	return list;
}

/* The first in the list that is not before it. */
static size_t find(const struct sighting *list, size_t count, const struct sighting *key)
{
	size_t from = 0, to = count;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (by_frame(&list[middle], key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	while (from && by_frame(&list[from - 1], key) == 0)
		from--;
	return from;
}

void faults_find_packets(struct timeline *t)
{
	struct sighting *list;
	size_t count;

	if (!t->fault_count || !t->host_count)
		return;
	list = sightings(t, &count);
	for (size_t f = 0; f < t->fault_count; f++) {
		const struct fault *fault = &t->faults[f];
		struct sighting key = { fault->link, fault->frame, NULL };
		struct packet_event *nearest = NULL;

		for (size_t i = find(list, count, &key); i < count && by_frame(&list[i], &key) == 0; i++) {
			struct packet_event *p = list[i].packet;

			if (p->fault == NO_FAULT &&
			    (!nearest || llabs(p->packet.time_ns - fault->sent_ns) <
						 llabs(nearest->packet.time_ns - fault->sent_ns)))
				nearest = p;
		}
		if (nearest)
			nearest->fault = (int)f;
	}
	free(list);
}
