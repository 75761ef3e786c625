/*
 * readings.c - lines about what the kernel says when an act has ended: judged by the reading that was made then.
 *
 * Nobody waits for them, as the reading is made when all else of the act is met. A record that has none, or in which what is
 * asked for was not read, decides nothing.
 */
#include "common/judge/work.h"

static const struct event *reading_of(const struct work *w, const struct act *act, size_t *event)
{
	for (*event = act->first_event; *event < act->past_event; ++*event)
		if (w->timeline->events[*event]->kind == EVENT_READING)
			return w->timeline->events[*event];
	return NULL;
}

static void has_hole(struct work *w, const struct line *l, const char *why)
{
	if (!w->hole)
		w->hole = arena_printf(w->out->arena, "line %u, \"%s\": %s", l->number, l->text, why);
}

static void reading_line(struct work *w, const struct act *act, size_t line)
{
	const struct line *l = &w->script->lines[line];
	struct bindings names = bindings_new(w->scratch, w->names.count);
	const char *hole = NULL, *instead;
	const struct event *e;
	size_t event;

	e = reading_of(w, act, &event);
	if (!e) {
		if (act_is_over(w, act))
			has_hole(w, l, "the record does not hold what was read as its act ended");
		return;
	}
	instead = line_reads(w, l, e, &hole);
	if (!instead)
		has_hole(w, l, hole);
	else if (line_fits(w, l, e, &names))
		line_met(w, line, event, e->time_ns);
	else
		fail(w, (int)line, (int)event, e->time_ns, instead, NULL);
}

void readings_judge(struct work *w)
{
	for (unsigned a = 0; a <= w->script->act_count; a++)
		for (size_t i = w->acts[a].first_line; w->acts[a].begun && i < w->acts[a].past_line; i++)
			if (line_is_read(&w->script->lines[i]))
				reading_line(w, &w->acts[a], i);
}
