/*
 * ladder_fold.c - a megabyte in sixteen segments is one story, not sixteen: what repeats itself becomes one
 * row; see ladder_rows.h. What a line of the script names by itself is never folded.
 */
#include <string.h>

#include "common/report/ladder_rows.h"

enum { DATA_LEAST = 4, CALLS_LEAST = 4, GAP_NS = 100000000 };

enum part { BREAKS, SKIPPED, DATA, ACK, CALL };

static bool is_named(const struct event_mark *m)
{
	return m->broken || m->excused || (m->line_count && !m->only_data);
}

/* Plain data in one direction, the acknowledgements of it, and the calls that wrote and read it. */
static enum part classify(const struct ladder *l, const struct moment *m, enum side *from)
{
	const struct event *e = l->timeline->events[m->event];
	const struct event_mark *mark = &l->marks[m->event];
	const struct segment *s;
	enum side to;

	if (e->kind == EVENT_SOCKETS)
		return mark->line_count || mark->broken ? BREAKS : SKIPPED;
	if (is_named(mark))
		return BREAKS;
	if (e->kind == EVENT_CALL) {
		if (!e->call.returned || e->call.value <= 0)
			return BREAKS;
		*from = side_of_process(l, e->call.process);
		if (e->call.row->direction == CALL_WRITES)
			return CALL;
		if (!call_brings(e->call.row) || e->call.row->kin == KIN_ACCEPT)
			return BREAKS;
		*from = *from == LEFT ? RIGHT : LEFT;
		return CALL;
	}
	s = e->kind == EVENT_PACKET ? timeline_segment(l->timeline, e) : NULL;
	if (!s || e->packet.lost || !packet_sides(l, e, from, &to))
		return BREAKS;
	if (s->marks == MARK_BARE_ACK || s->marks == (MARK_BARE_ACK | MARK_WINDOW_UPDATE)) {
		*from = to; /* acknowledges what came from there */
		return ACK;
	}
	if (!s->marks && s->packet.payload_length && (s->packet.tcp.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK)
		return DATA;
	return BREAKS;
}

static size_t new_fold(struct ladder *l)
{
	if (!l->fold_count) { /* index 0 means none */
		l->folds = arena_grow(l->arena, NULL, 0, &l->fold_capacity, sizeof(*l->folds));
		l->fold_count = 1;
	}
	l->folds = arena_grow(l->arena, l->folds, l->fold_count, &l->fold_capacity, sizeof(*l->folds));
	memset(&l->folds[l->fold_count], 0, sizeof(l->folds[0]));
	return l->fold_count++;
}

static void count_call(struct ladder *l, struct fold *f, size_t event)
{
	const struct call *c = &l->timeline->events[event]->call;
	struct fold_calls *calls = &f->calls[side_of_process(l, c->process)];

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

static void count_segment(struct ladder *l, struct fold *f, size_t event)
{
	const struct segment *s = timeline_segment(l->timeline, l->timeline->events[event]);

	if (!f->segments)
		f->first = f->end = s->first;
	if (s->end > f->end)
		f->end = s->end;
	f->segments++;
	f->payload += s->packet.payload_length;
	f->last_segment_event = event;
}

/* Both ends of a blocked call must be within; a bracket that begins or ends outside stays drawn. */
static bool is_whole(const struct ladder *l, const struct moment *m, size_t from, size_t to)
{
	return m->part == CELL_POINT || (l->begin_ns[m->event] >= l->moments[from].at_ns &&
					 l->end_ns[m->event] <= l->moments[to - 1].at_ns);
}

/* [from, to) is a run of bulk data that begins with a segment: the first one stays, and the last ACK. */
static void fold_data(struct ladder *l, size_t from, size_t to, size_t segments, enum side side)
{
	size_t fold, last_ack = to;

	if (segments < DATA_LEAST + 1)
		return;
	fold = new_fold(l);
	l->folds[fold].data = true;
	l->folds[fold].from = side;
	for (size_t i = from + 1; i < to; i++) {
		struct moment *m = &l->moments[i];
		enum side s;

		switch (classify(l, m, &s)) {
		case BREAKS:
		case SKIPPED: continue;
		case DATA: count_segment(l, &l->folds[fold], m->event); break;
		case ACK: last_ack = i; break;
		case CALL:
			if (!is_whole(l, m, from, to))
				continue;
			if (m->part != CELL_OPEN)
				count_call(l, &l->folds[fold], m->event);
			break;
		}
		m->fold = fold;
	}
	if (last_ack < to)
		l->moments[last_ack].fold = 0;
}

/* The end of the run that begins with the segment at `from`. */
static size_t data_run(struct ladder *l, size_t from, size_t *segments, enum side side)
{
	int64_t last_ns = l->moments[from].at_ns;
	size_t i;

	*segments = 1;
	for (i = from + 1; i < l->moment_count; i++) {
		enum side s;
		enum part part = classify(l, &l->moments[i], &s);

		if (part == SKIPPED)
			continue;
		if (part == BREAKS || s != side || l->moments[i].at_ns - last_ns > GAP_NS)
			break;
		*segments += part == DATA;
		last_ns = l->moments[i].at_ns;
	}
	return i;
}

static bool same_call(const struct ladder *l, const struct moment *a, const struct moment *b)
{
	const struct call *x = &l->timeline->events[a->event]->call,
			  *y = &l->timeline->events[b->event]->call;

	if (x->process != y->process || strcmp(x->name, y->name) != 0)
		return false;
	if (x->errno_name || y->errno_name)
		return x->errno_name && y->errno_name && strcmp(x->errno_name, y->errno_name) == 0;
	return (x->value > 0) == (y->value > 0);
}

static bool folds_as_call(const struct ladder *l, const struct moment *m)
{
	const struct event *e = l->timeline->events[m->event];

	return !m->fold && e->kind == EVENT_CALL && m->part == CELL_POINT && e->call.returned &&
	       (call_brings(e->call.row) || e->call.row->direction == CALL_WRITES) &&
	       !is_named(&l->marks[m->event]);
}

/* The same call again and again, with nothing between: write() to a full buffer that never blocks. */
static size_t fold_calls(struct ladder *l, size_t from)
{
	size_t to = from + 1, fold;

	while (to < l->moment_count && folds_as_call(l, &l->moments[to]) &&
	       same_call(l, &l->moments[from], &l->moments[to]) &&
	       l->moments[to].at_ns - l->moments[to - 1].at_ns <= GAP_NS)
		to++;
	if (to - from < CALLS_LEAST)
		return to;
	fold = new_fold(l);
	for (size_t i = from; i < to; i++) {
		count_call(l, &l->folds[fold], l->moments[i].event);
		l->moments[i].fold = fold;
	}
	return to;
}

void ladder_fold(struct ladder *l)
{
	for (size_t i = 0; i < l->moment_count;) {
		enum side side;
		size_t segments, to;

		if (classify(l, &l->moments[i], &side) != DATA) {
			i++;
			continue;
		}
		to = data_run(l, i, &segments, side);
		fold_data(l, i, to, segments, side);
		i = to;
	}
	for (size_t i = 0; i < l->moment_count;)
		i = folds_as_call(l, &l->moments[i]) ? fold_calls(l, i) : i + 1;
}
