/* acts.c - acts and their windows, with which all judging begins; see work.h. */
#include "common/judge/work.h"

#include <string.h>

static void acts_lines(struct work *w)
{
	const struct script *s = w->script;

	for (unsigned k = 0; k <= s->act_count; k++)
		w->acts[k].action = NO_LINE;
	for (size_t i = 0; i < s->line_count; i++) {
		struct act *act = &w->acts[s->lines[i].act];

		if (!act->past_line)
			act->first_line = i;
		act->past_line = i + 1;
		if (line_is_action(&s->lines[i]) && act->action == NO_LINE)
			act->action = (int)i;
	}
}

/* Which acts have begun, and from when to when each lasts. */
static void acts_windows(struct work *w)
{
	const struct timeline *t = w->timeline;
	struct act *now = &w->acts[0];

	*now = (struct act){ .begun = true,
			     .from_ns = INT64_MIN,
			     .to_ns = INT64_MAX,
			     .first_line = now->first_line,
			     .past_line = now->past_line,
			     .action = NO_LINE };
	w->end_ns = INT64_MAX;
	w->end_event = t->event_count;
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		const struct action_event *action = &e->action;
		const struct line *line;
		struct act *next;

		if (e->kind != EVENT_ACTION)
			continue;
		if (!action->line && strcmp(action->text, "end") == 0) {
			w->end_ns = e->time_ns;
			w->end_event = i;
			w->out->accounted[i] = true;
			break;
		}
		line = action->line ? script_action(w->script, action->line) : NULL;
		if (!line)
			continue;
		next = &w->acts[line->act];
		if (next->begun)
			continue;
		now->ended = true;
		now->to_ns = e->time_ns;
		now->past_event = i;
		next->begun = true;
		next->from_ns = e->time_ns;
		next->to_ns = INT64_MAX;
		next->first_event = i + 1;
		now = next;
		line_met(w, (size_t)(line - w->script->lines), i, e->time_ns);
	}
	now->ended = w->end_event < t->event_count;
	now->to_ns = w->end_ns;
	now->past_event = w->end_event;
}

void judgement_begin(struct work *w)
{
	const struct script *s = w->script;
	struct judgement *out = w->out;
	struct arena *a = arena_new();

	*out = (struct judgement){ .arena = a, .asks_state = NO_LINE };
	out->lines = arena_alloc(a, s->line_count * sizeof(*out->lines));
	out->accounted = arena_alloc(a, w->timeline->event_count * sizeof(*out->accounted));
	w->unproved = arena_alloc(a, w->timeline->event_count + 1);
	w->line_capacity = arena_alloc(a, s->line_count * sizeof(*w->line_capacity));
	w->met_ns = arena_alloc(a, s->line_count * sizeof(*w->met_ns));
	w->met_order = arena_alloc(a, s->line_count * sizeof(*w->met_order));
	w->acts = arena_alloc(a, (s->act_count + 1) * sizeof(*w->acts));
	w->names = bindings_new(a, s->name_count);
	acts_lines(w);
	acts_windows(w);
	returns_prepare(w);
	parties_prepare(w);
}
