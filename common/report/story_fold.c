/*
 * story_fold.c - a megabyte in sixteen segments is one story, not sixteen: what repeats itself becomes one
 * row; see story.h. What a line of the script names by itself is never folded.
 */
#include <string.h>

#include "common/report/story.h"

enum { DATA_LEAST = 4, CALLS_LEAST = 4 };

enum part { BREAKS, SKIPPED, DATA, ACK, CALL };

static bool is_named(const struct event_mark *m)
{
	return m->broken || m->excuse || (m->line_count && !m->only_data);
}

/* Plain data in one direction, the acknowledgements of it, and the calls that wrote and read it. */
static enum part classify(const struct story *story, const struct moment *m, enum side *from)
{
	const struct event *e = story->timeline->events[m->event];
	const struct event_mark *mark = &story->marks[m->event];
	const struct segment *s;
	enum side to;

	if (e->kind == EVENT_SOCKETS)
		return mark->line_count || mark->broken ? BREAKS : SKIPPED;
	if (is_named(mark))
		return BREAKS;
	if (e->kind == EVENT_CALL) {
		if (!e->call.returned || e->call.value <= 0)
			return BREAKS;
		*from = side_of_process(story, e->call.process);
		if (e->call.row->direction == CALL_WRITES)
			return CALL;
		if (!call_brings(e->call.row) || e->call.row->kin == KIN_ACCEPT)
			return BREAKS;
		*from = *from == LEFT ? RIGHT : LEFT;
		return CALL;
	}
	s = e->kind == EVENT_PACKET ? timeline_segment(story->timeline, e) : NULL;
	if (!s || e->packet.lost || !packet_sides(story, e, from, &to))
		return BREAKS;
	if (s->marks == MARK_BARE_ACK || s->marks == (MARK_BARE_ACK | MARK_WINDOW_UPDATE)) {
		*from = to; /* acknowledges what came from there */
		return ACK;
	}
	if (!s->marks && s->packet.payload_length && (s->packet.tcp.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK)
		return DATA;
	return BREAKS;
}

static size_t new_fold(struct story *story)
{
	if (!story->fold_count) { /* index 0 means none */
		story->folds =
			arena_grow(story->arena, NULL, 0, &story->fold_capacity, sizeof(*story->folds));
		story->fold_count = 1;
	}
	story->folds = arena_grow(story->arena, story->folds, story->fold_count, &story->fold_capacity,
				  sizeof(*story->folds));
	memset(&story->folds[story->fold_count], 0, sizeof(story->folds[0]));
	return story->fold_count++;
}

static void count_call(struct story *story, struct fold *f, size_t event)
{
	const struct call *c = &story->timeline->events[event]->call;
	struct fold_calls *calls = &f->calls[side_of_process(story, c->process)];

	if (!calls->count) {
		calls->name = c->name;
		calls->errno_name = c->errno_name;
		calls->process = c->process;
		calls->event = event;
	}
	calls->several_names = calls->several_names || strcmp(calls->name, c->name) != 0;
	calls->count++;
	if (c->returned && c->value > 0 && call_moves_bytes(c->row))
		calls->bytes += c->value;
}

static void count_segment(struct story *story, struct fold *f, size_t event)
{
	const struct segment *s = timeline_segment(story->timeline, story->timeline->events[event]);

	if (!f->segments)
		f->first = f->end = s->first;
	if (s->end > f->end)
		f->end = s->end;
	f->segments++;
	f->payload += s->packet.payload_length;
	f->last_segment_event = event;
}

/* Both ends of a blocked call must be within; a bracket that begins or ends outside stays drawn. */
static bool is_whole(const struct story *story, const struct moment *m, size_t from, size_t to)
{
	return m->part == CELL_POINT || (story->begin_ns[m->event] >= story->moments[from].at_ns &&
					 story->end_ns[m->event] <= story->moments[to - 1].at_ns);
}

/* [from, to) is a run of bulk data that begins with a segment: the first one stays, and the last ACK. */
static void fold_data(struct story *story, size_t from, size_t to, size_t segments, enum side side)
{
	size_t fold, last_ack = to;

	if (segments < DATA_LEAST + 1)
		return;
	fold = new_fold(story);
	story->folds[fold].data = true;
	story->folds[fold].from = side;
	for (size_t i = from + 1; i < to; i++) {
		struct moment *m = &story->moments[i];
		enum side s;

		switch (classify(story, m, &s)) {
		case BREAKS:
		case SKIPPED: continue;
		case DATA: count_segment(story, &story->folds[fold], m->event); break;
		case ACK: last_ack = i; break;
		case CALL:
			if (!is_whole(story, m, from, to))
				continue;
			if (m->part != CELL_OPEN)
				count_call(story, &story->folds[fold], m->event);
			break;
		}
		m->fold = fold;
	}
	if (last_ack < to)
		story->moments[last_ack].fold = 0;
}

/* The end of the run that begins with the segment at `from`. */
static size_t data_run(struct story *story, size_t from, size_t *segments, enum side side)
{
	int64_t last_ns = story->moments[from].at_ns;
	size_t i;

	*segments = 1;
	for (i = from + 1; i < story->moment_count; i++) {
		enum side s;
		enum part part = classify(story, &story->moments[i], &s);

		if (part == SKIPPED)
			continue;
		if (part == BREAKS || s != side || story->moments[i].at_ns - last_ns > SILENCE_NS)
			break;
		*segments += part == DATA;
		last_ns = story->moments[i].at_ns;
	}
	return i;
}

static bool same_call(const struct story *story, const struct moment *a, const struct moment *b)
{
	const struct call *x = &story->timeline->events[a->event]->call,
			  *y = &story->timeline->events[b->event]->call;

	if (x->process != y->process || strcmp(x->name, y->name) != 0)
		return false;
	if (x->errno_name || y->errno_name)
		return x->errno_name && y->errno_name && strcmp(x->errno_name, y->errno_name) == 0;
	return (x->value > 0) == (y->value > 0);
}

static bool folds_as_call(const struct story *story, const struct moment *m)
{
	const struct event *e = story->timeline->events[m->event];

	return !m->fold && e->kind == EVENT_CALL && m->part == CELL_POINT && e->call.returned &&
	       (call_brings(e->call.row) || e->call.row->direction == CALL_WRITES) &&
	       !is_named(&story->marks[m->event]);
}

/* The same call again and again, with nothing between: write() to a full buffer that never blocks. */
static size_t fold_calls(struct story *story, size_t from)
{
	size_t to = from + 1, fold;

	while (to < story->moment_count && folds_as_call(story, &story->moments[to]) &&
	       same_call(story, &story->moments[from], &story->moments[to]) &&
	       story->moments[to].at_ns - story->moments[to - 1].at_ns <= SILENCE_NS)
		to++;
	if (to - from < CALLS_LEAST)
		return to;
	fold = new_fold(story);
	for (size_t i = from; i < to; i++) {
		count_call(story, &story->folds[fold], story->moments[i].event);
		story->moments[i].fold = fold;
	}
	return to;
}

void story_fold(struct story *story)
{
	for (size_t i = 0; i < story->moment_count;) {
		enum side side;
		size_t segments, to;

		if (classify(story, &story->moments[i], &side) != DATA) {
			i++;
			continue;
		}
		to = data_run(story, i, &segments, side);
		fold_data(story, i, to, segments, side);
		i = to;
	}
	for (size_t i = 0; i < story->moment_count;)
		i = folds_as_call(story, &story->moments[i]) ? fold_calls(story, i) : i + 1;
}
