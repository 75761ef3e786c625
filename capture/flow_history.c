/*
 * flow_history.c - what one direction has sent so far, and how much of it was acknowledged when.
 *
 * Two sorted arrays with binary search. Segments nearly always come in order, so that adding is nearly
 * always appending.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/flow_state.h"

void *flow_grow(void *array, size_t count, size_t *capacity, size_t element)
{
	size_t wanted;

	if (count < *capacity)
		return array;
	wanted = *capacity ? *capacity * 2 : 8;
	array = reallocarray(array, wanted, element);
	if (!array) {
		fputs("out of memory while following connections\n", stderr);
		exit(EXIT_FAILURE);
	}
	*capacity = wanted;
	return array;
}

/* Index of the first range that ends behind `at`: it holds `at`, or is the next one above. */
static size_t first_behind(const struct flow_direction *d, int64_t at)
{
	size_t low = 0, high = d->sent_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (d->sent[middle].to > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

const struct sent_range *history_find(const struct flow_direction *d, int64_t at)
{
	size_t i = first_behind(d, at);

	return i < d->sent_count && d->sent[i].from <= at ? &d->sent[i] : NULL;
}

enum coverage history_coverage(const struct flow_direction *d, int64_t from, int64_t to)
{
	bool some = false;

	for (size_t i = first_behind(d, from); i < d->sent_count && d->sent[i].from < to; i++) {
		if (d->sent[i].from > from)
			return COVERED_PARTLY; /* a gap before it */
		some = true;
		from = d->sent[i].to;
		if (from >= to)
			return COVERED_WHOLLY;
	}
	return some ? COVERED_PARTLY : COVERED_NOT;
}

static void insert(struct flow_direction *d, size_t at, struct sent_range range)
{
	d->sent = flow_grow(d->sent, d->sent_count, &d->sent_capacity, sizeof(*d->sent));
	memmove(&d->sent[at + 1], &d->sent[at], (d->sent_count - at) * sizeof(*d->sent));
	d->sent[at] = range;
	d->sent_count++;
}

/* Adds the parts that are new; what was sent before stays with the segment that sent it first. */
void history_sent(struct flow_direction *d, int64_t from, int64_t to, int segment)
{
	size_t i = first_behind(d, from);

	while (from < to) {
		int64_t gap_end = to;

		if (i < d->sent_count && d->sent[i].from <= from) {
			from = d->sent[i++].to;
			continue;
		}
		if (i < d->sent_count && d->sent[i].from < to)
			gap_end = d->sent[i].from;
		insert(d, i++, (struct sent_range){ from, gap_end, segment });
		from = gap_end;
	}
}

void history_acknowledged(struct flow_direction *d, int64_t to, int segment)
{
	d->acks = flow_grow(d->acks, d->ack_count, &d->ack_capacity, sizeof(*d->acks));
	d->acks[d->ack_count++] = (struct acknowledged){ to, segment };
}

int history_acknowledger(const struct flow_direction *d, int64_t to)
{
	size_t low = 0, high = d->ack_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (d->acks[middle].to >= to)
			high = middle;
		else
			low = middle + 1;
	}
	return low < d->ack_count ? d->acks[low].segment : NO_SEGMENT;
}

void history_free(struct flow_direction *d)
{
	free(d->sent);
	free(d->acks);
	free(d->unproved);
}
