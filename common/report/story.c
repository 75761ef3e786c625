/* story.c - the words and marks of each moment; see story.h. */
#include "common/report/story.h"

#include <string.h>

static void tell_packet(const struct story *story, struct moment *m, const struct event *e)
{
	struct moment_wire *w = &m->wire;

	w->arrow = packet_sides(story, e, &w->from, &w->to);
	w->from_router = is_router(story->timeline, &e->packet.packet.source);
	w->to_router = is_router(story->timeline, &e->packet.packet.destination);
	packet_words(story, m->event, &m->words);
}

/* The end is told only where the waiting for it took long. */
static void tell_action(const struct story *story, struct moment *m, const struct event *e, int64_t before_ns)
{
	(void)story;
	m->told = e->action.line || m->at_ns - before_ns >= SILENCE_NS;
	wording_add(&m->words, e->action.text);
}

/* Was this actor's state what a line of the script asked for? */
static bool is_asked(const struct story *story, size_t event, const char *actor)
{
	const struct event_mark *mark = &story->marks[event];

	for (unsigned i = 0; i < mark->line_count; i++)
		if (line_from(mark->lines[i]) && strcmp(mark->lines[i]->from.actor, actor) == 0)
			return true;
	return false;
}

/* The states that changed since the last table, or that a line asked for. before: per actor, what it showed. */
static void tell_table(struct story *story, struct moment *m, const char **before)
{
	const struct event_mark *mark = &story->marks[m->event];
	size_t actors = story->timeline->actor_count;

	m->states = arena_alloc(story->arena, (actors + 1) * sizeof(*m->states));
	for (size_t i = 0; i < actors; i++) {
		struct moment_state *now = &m->states[m->state_count];

		if (!find_states(story, m->event, (int)i, now) ||
		    (before[i] && strcmp(now->text, before[i]) == 0 &&
		     !is_asked(story, m->event, story->timeline->actors[i].name)))
			continue;
		before[i] = now->text;
		m->state_count++;
	}
	m->told = m->state_count || mark->line_count || mark->broken;
}

/* In the words of the lines that asked for it. */
static void tell_reading(const struct story *story, struct moment *m)
{
	const struct script *s = story->script;
	const struct judgement *j = story->judgement;
	const char *text = "";

	for (size_t i = 0; i < s->line_count; i++)
		for (size_t k = 0; k < j->lines[i].event_count; k++)
			if (j->lines[i].events[k] == m->event)
				text = arena_printf(story->arena, "%s%s%s", text, *text ? " · " : "",
						    s->lines[i].text);
	for (size_t i = 0; i < j->failure_count; i++)
		if (j->failures[i].event == (int)m->event)
			text = arena_printf(story->arena, "%s%s%s", text, *text ? " · " : "",
					    j->failures[i].instead);
	wording_add(&m->words, text);
}

static void tell_process(const struct story *story, struct moment *m, const struct event *e)
{
	m->side = side_of_process(story, event_process(e));
	if (m->part == CELL_NONE)
		m->part = CELL_POINT;
	if (e->kind == EVENT_SIGNAL)
		signal_words(story, e, &m->words);
	else if (e->kind == EVENT_EXIT)
		exit_words(story, e, &m->words);
	else
		call_words(story, e, m->part, false, &m->words);
}

static void mark_moment(const struct story *story, struct moment *m)
{
	const struct event *e = story->timeline->events[m->event];
	const struct event_mark *mark = &story->marks[m->event];

	if (e->kind == EVENT_ACTION) {
		m->met.lines[0] = e->action.line;
		m->met.line_count = e->action.line > 0;
		return;
	}
	if (m->part == CELL_OPEN && story->end_ns[m->event] != INT64_MAX && e->call.returned)
		return;
	m->met.mark = mark->broken	 ? TOLD_BROKEN
		      : mark->excuse	 ? TOLD_EXCUSED
		      : mark->starred	 ? TOLD_STARRED
		      : mark->line_count ? TOLD_MET
					 : TOLD_PLAIN;
	for (; m->met.line_count < mark->line_count; m->met.line_count++)
		m->met.lines[m->met.line_count] = mark->lines[m->met.line_count]->number;
}

void met_join(struct met *all, const struct met *one)
{
	if (one->mark > all->mark)
		all->mark = one->mark;
	for (unsigned i = 0; i < one->line_count; i++) {
		bool there = false;

		for (unsigned k = 0; k < all->line_count; k++)
			there = there || all->lines[k] == one->lines[i];
		if (!there && all->line_count < TOLD_LINES)
			all->lines[all->line_count++] = one->lines[i];
	}
}

static void tell_moments(struct story *story)
{
	const char **before = arena_alloc(story->arena, (story->timeline->actor_count + 1) * sizeof(*before));
	int64_t last_ns = story->moment_count ? story->moments[0].at_ns : 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		struct moment *m = &story->moments[i];
		const struct event *e = story->timeline->events[m->event];

		m->told = true;
		mark_moment(story, m);
		switch (e->kind) {
		case EVENT_PACKET: tell_packet(story, m, e); break;
		case EVENT_ACTION: tell_action(story, m, e, last_ns); break;
		case EVENT_SOCKETS: tell_table(story, m, before); break;
		case EVENT_READING: tell_reading(story, m); break;
		case EVENT_CALL:
		case EVENT_SIGNAL:
		case EVENT_EXIT: tell_process(story, m, e); break;
		}
		last_ns = m->told || e->kind == EVENT_ACTION ? m->at_ns : last_ns;
		if (m->fold)
			met_join(&story->folds[m->fold].met, &m->met);
	}
	for (size_t i = 1; i < story->fold_count; i++) {
		struct fold *f = &story->folds[i];

		if (f->data && f->segments)
			fold_label(story, f, &f->label);
		for (int side = 0; side < SIDES; side++)
			if (f->calls[side].count)
				fold_words(story, &f->calls[side], &f->calls[side].words);
	}
}

void story_make(struct story *story)
{
	story_choose_sides(story);
	story_mark_lines(story);
	story_set_clock(story);
	story_find_moments(story);
	if (!story->full)
		story_fold(story);
	tell_moments(story);
	story_set_rows(story);
}
