/* divergence.c - what was expected of whom, and what came; see divergence.h. */
#include "common/tutor/divergence.h"

#include <string.h>

static int64_t end_of_run(const struct timeline *t)
{
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_ACTION && !t->events[i]->action.line &&
		    strcmp(t->events[i]->action.text, "end") == 0)
			return t->events[i]->time_ns;
	return INT64_MAX;
}

static bool process_gone(const struct divergence *s)
{
	const char *process = s->line ? line_process(s->line) : NULL;
	const struct event *end = process ? timeline_end_of(s->timeline, process) : NULL;

	return end && end->time_ns < s->end_ns;
}

struct divergence divergence_of_all(const struct script *script, const struct timeline *timeline,
				    const struct failure *failure)
{
	struct divergence s = { .script = script, .timeline = timeline, .end_ns = end_of_run(timeline) };

	s.line = failure->line == NO_LINE ? NULL : &script->lines[failure->line];
	s.event = failure->event == NO_EVENT ? NULL : timeline->events[failure->event];
	/* What breaks "never" was not expected at all; and of the other end's segments the line says nothing. */
	s.expected = !s.line || s.line->never || failure->of_other ? NOTHING : thing_of_line(s.line);
	s.came = s.event ? thing_of_event(timeline, s.line, s.event) : process_gone(&s) ? GONE : NOTHING;
	s.who = s.line ? line_who(s.line) : NULL;
	s.peer = s.line && line_to(s.line) ? s.line->to.actor : NULL;
	if (s.event && s.event->kind == EVENT_PACKET) {
		s.who = failure->from;
		s.peer = failure->to;
	}
	s.now_ns = s.event && s.came != BLOCKED ? s.event->time_ns : s.end_ns;
	study(&s.study, script, timeline, s.who, s.line, s.now_ns);
	return s;
}

/* Whose divergence it is: of whom the line speaks, who did what came; else the only one there is. */
static const char *whose(const struct divergence *s, const struct failure *failure, bool *awaited)
{
	const struct script *script = s->script;
	const char *of_line = s->line ? line_who(s->line) : NULL;
	const char *of_event = s->event && s->event->kind == EVENT_PACKET ? failure->from
			       : s->event && event_process(s->event) >= 0
				       ? s->timeline->processes[event_process(s->event)].name
				       : NULL;

	*awaited = true;
	for (size_t i = 0; i < script->yours_count; i++)
		if (of_line && script_is_yours(script, of_line) &&
		    strncmp(script->yours[i], of_line, strlen(script->yours[i])) == 0)
			return script->yours[i];
	for (size_t i = 0; i < script->yours_count; i++)
		if (!s->line && of_event && script_is_yours(script, of_event) &&
		    strncmp(script->yours[i], of_event, strlen(script->yours[i])) == 0)
			return script->yours[i];
	*awaited = false;
	return script->yours_count ? script->yours[0] : NULL;
}

bool divergence_of_yours(const struct divergence *of_all, const struct failure *failure,
			 struct divergence *out)
{
	const struct event *e = of_all->event;
	bool awaited;
	const char *who = whose(of_all, failure, &awaited);
	int64_t until_ns = !e ? of_all->end_ns : event_end(e) < of_all->end_ns ? event_end(e) : e->time_ns;

	if (!who)
		return false;
	*out = *of_all;
	out->who = who;
	study(&out->study, of_all->script, of_all->timeline, who, of_all->line, until_ns);
	if (!awaited)
		out->expected = STATE_IS_OTHER; /* of its peer: only what holds of any line can be said */
	if (out->came == NOTHING && out->study.end)
		out->came = GONE;
	return true;
}
