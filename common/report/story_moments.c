/* story_moments.c - which lines were met by what, and all moments in order; see story.h. */
#include <stdlib.h>
#include <string.h>

#include "common/report/story.h"

/* A call that takes longer, while something else happens, is told as one that blocks. */
enum { BLOCKS_NS = 100000, BLOCKS_LONG_NS = 1000000 };

static void mark_line(struct event_mark *m, const struct line *line, bool met)
{
	m->taken_by = line;
	if (!met)
		return;
	m->only_data = line->kind == LINE_DATA && (m->only_data || !m->line_count);
	if (m->line_count < TOLD_LINES)
		m->lines[m->line_count++] = line;
	m->starred = m->starred || line->starred;
}

void story_mark_lines(struct story *story)
{
	const struct judgement *j = story->judgement;
	const struct script *script = story->script;

	story->marks = arena_alloc(story->arena, (story->timeline->event_count + 1) * sizeof(*story->marks));
	if (!j || !script)
		return;
	for (size_t i = 0; i < script->line_count; i++)
		for (size_t k = 0; k < j->lines[i].event_count; k++)
			mark_line(&story->marks[j->lines[i].events[k]], &script->lines[i],
				  j->lines[i].status == LINE_MET);
	for (size_t i = 0; i < j->failure_count; i++)
		if (j->failures[i].event != NO_EVENT) {
			story->marks[j->failures[i].event].differs = true;
			story->marks[j->failures[i].event].broken |= i == 0;
		}
	for (size_t i = 0; i < j->excused_count; i++)
		story->marks[j->excused[i]].excuse = j->excuse[i];
}

/* How an interpreter finds itself and its libraries, before it has a socket: with a program of the reader's own. */
static bool is_run_up(const struct story *story, size_t event)
{
	const struct event *e = story->timeline->events[event];
	const struct process *p =
		event_process(e) >= 0 ? &story->timeline->processes[event_process(e)] : NULL;

	if (!p || story->full || !story->script || !script_is_yours(story->script, p->name) ||
	    event >= story->actor_socket[p->actor] || story->marks[event].line_count ||
	    story->marks[event].broken)
		return false;
	/* But the person at the keyboard, and how the program itself ends. */
	return e->kind == EVENT_CALL ? e->call.descriptor != 0 : p->parent != NOBODY;
}

static bool is_shown(const struct story *story, size_t event)
{
	const struct event *e = story->timeline->events[event];

	if (is_run_up(story, event))
		return false;
	switch (e->kind) {
	case EVENT_CALL: return e->call.process >= 0 && call_is_shown(story, event);
	case EVENT_SIGNAL:
		if (story->full || story->marks[event].line_count)
			return e->signal.process >= 0;
		/* strace tells of a SIGSTOP twice: when it comes, and when the process has stopped. */
		return e->signal.process >= 0 && strcmp(e->signal.name, "SIGCHLD") != 0 && !e->signal.stopped;
	case EVENT_EXIT: return e->exit.process >= 0;
	case EVENT_PACKET: return packet_is_told(e);
	case EVENT_READING: return story->marks[event].line_count || story->marks[event].broken;
	case EVENT_ACTION:
	case EVENT_SOCKETS: return true;
	}
	return false;
}

static void add_moment(struct story *story, int64_t at_ns, size_t event, enum cell_kind part)
{
	story->moments = arena_grow(story->arena, story->moments, story->moment_count,
				    &story->moment_capacity, sizeof(*story->moments));
	story->moments[story->moment_count++] =
		(struct moment){ .at_ns = at_ns, .event = event, .part = part };
}

static int compare_times(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return a < b ? -1 : a > b;
}

static int compare_moments(const void *left, const void *right)
{
	const struct moment *a = left, *b = right;

	if (a->at_ns != b->at_ns)
		return a->at_ns < b->at_ns ? -1 : 1;
	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	return (int)a->part - (int)b->part;
}

/* How many of the sorted times are below `ns`. */
static size_t count_below(const int64_t *times, size_t count, int64_t ns)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (times[middle] < ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A call blocks, for a reader, when it takes time and others do something meanwhile. A close() whose
 * only consequence within is the one segment that it sends does not. */
static bool blocks(int64_t begin, int64_t end, const int64_t *times, size_t count)
{
	size_t inside = count_below(times, count, end) - count_below(times, count, begin + 1);

	if (end == INT64_MAX)
		return true;
	if (end - begin >= BLOCKS_LONG_NS)
		return inside >= 1;
	return end - begin > BLOCKS_NS && inside >= 2;
}

void story_find_moments(struct story *story)
{
	const struct timeline *t = story->timeline;
	int64_t *times = arena_alloc(story->arena, (2 * t->event_count + 1) * sizeof(*times));
	size_t count = 0;

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (!is_shown(story, i) || e->kind == EVENT_SOCKETS || e->kind == EVENT_READING)
			continue;
		times[count++] = story->begin_ns[i];
		if (e->kind == EVENT_ACTION) /* counts for two: what spans an action has waited for it */
			times[count++] = story->begin_ns[i];
		if (e->kind == EVENT_CALL && story->end_ns[i] != INT64_MAX &&
		    story->end_ns[i] != story->begin_ns[i])
			times[count++] = story->end_ns[i];
	}
	qsort(times, count, sizeof(*times), compare_times);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (!is_shown(story, i))
			continue;
		if (e->kind != EVENT_CALL) {
			add_moment(story, e->time_ns, i, CELL_NONE);
		} else if (blocks(story->begin_ns[i], story->end_ns[i], times, count)) {
			/* One that was cut short by its process' end has no result of its own ("= ?"). */
			add_moment(story, story->begin_ns[i], i, CELL_OPEN);
			if (story->end_ns[i] != INT64_MAX && e->call.returned)
				add_moment(story, story->end_ns[i], i, CELL_CLOSE);
		} else {
			/* What a short read() brought was there when it returned, not when it was entered. */
			add_moment(story, call_brings(e->call.row) ? story->end_ns[i] : story->begin_ns[i], i,
				   CELL_POINT);
		}
	}
	if (story->moment_count)
		qsort(story->moments, story->moment_count, sizeof(*story->moments), compare_moments);
}
