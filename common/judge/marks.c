/* marks.c - what every track of the judge marks: a line is met or broken, and why. */
#include "common/judge/work.h"
#include "common/base/text.h"

void line_takes(struct work *w, size_t line, size_t event)
{
	struct line_result *r = &w->out->lines[line];

	r->events = arena_grow(w->out->arena, r->events, r->event_count, &w->line_capacity[line],
			       sizeof(*r->events));
	r->events[r->event_count++] = event;
	w->out->accounted[event] = true;
}

void line_done(struct work *w, size_t line, size_t event, int64_t when_ns)
{
	const struct line *l = &w->script->lines[line];
	bool unfinished = l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED;

	if (l->each && w->met_ns[line] > when_ns)
		return; /* another connection did so later */
	w->met_ns[line] = when_ns;
	w->met_order[line] = unfinished ? w->timeline->events[event]->order : event_known_order(w, event);
	if (w->out->lines[line].status == LINE_OPEN)
		w->out->lines[line].status = LINE_MET;
}

size_t line_last_event(const struct line_result *r)
{
	size_t last = 0;

	for (size_t i = 0; i < r->event_count; i++)
		last = r->events[i] > last ? r->events[i] : last;
	return last;
}

void line_met(struct work *w, size_t line, size_t event, int64_t when_ns)
{
	line_takes(w, line, event);
	line_done(w, line, event, when_ns);
}

/* It may have come too early as well, and that is then forgotten. */
static void forget_failures(struct work *w, size_t line, size_t event)
{
	struct judgement *j = w->out;
	size_t kept = 0;

	for (size_t i = 0; i < j->failure_count; i++) {
		if (j->failures[i].line == (int)line && j->failures[i].event == (int)event)
			continue;
		w->failed_ns[kept] = w->failed_ns[i];
		j->failures[kept++] = j->failures[i];
	}
	j->failure_count = kept;
}

void line_gives_back(struct work *w, size_t line, size_t event)
{
	struct line_result *r = &w->out->lines[line];
	size_t kept = 0;

	forget_failures(w, line, event);
	for (size_t i = 0; i < r->event_count; i++)
		if (r->events[i] != event)
			r->events[kept++] = r->events[i];
	r->event_count = kept;
	if (!kept)
		r->status = LINE_OPEN;
}

void fail(struct work *w, int line, int event, int64_t when_ns, const char *instead, const char *difference)
{
	struct judgement *j = w->out;
	struct arena *a = j->arena;
	struct failure f = { .line = line, .event = event };
	const struct line *l = line == NO_LINE ? NULL : &w->script->lines[line];
	const struct event *e = event == NO_EVENT ? NULL : w->timeline->events[event];

	f.expected = l ? l->text : "";
	f.difference = difference ? difference : "";
	f.instead = instead;
	if (e && e->kind == EVENT_PACKET) {
		f.from = party_from(w, e);
		f.to = party_to(w, e);
		f.of_other = l && line_from(l) && sent_by_other(w, l, e);
	}
	if (!instead)
		f.instead = !e ? "nothing"
			    : e->kind == EVENT_PACKET
				    ? packet_event_text(w->timeline, e, f.from, f.to, party_number(w, e), a)
				    : event_text(w->timeline, e, a);
	if (line != NO_LINE)
		j->lines[line].status = LINE_BROKEN;
	j->failures = arena_grow(a, j->failures, j->failure_count, &w->failure_capacity, sizeof(f));
	w->failed_ns =
		arena_grow(a, w->failed_ns, j->failure_count, &w->failed_capacity, sizeof(*w->failed_ns));
	j->failures[j->failure_count] = f;
	w->failed_ns[j->failure_count++] = when_ns;
}

const char *ended_text(const struct work *w, const char *process, int64_t by_ns)
{
	const struct event *e = timeline_end_of(w->timeline, process);

	if (!e || e->time_ns > by_ns)
		return NULL;
	if (e->exit.signal)
		return arena_printf(w->out->arena, "nothing: %s had died of %s", process, e->exit.signal);
	return arena_printf(w->out->arena, "nothing: %s had exited with status %d", process, e->exit.status);
}

bool act_is_over(const struct work *w, const struct act *act)
{
	return w->mode != JUDGE_LIVE || act->ended;
}

bool too_early(struct work *w, size_t line, int event, int64_t before_ns, int64_t now_ns)
{
	const struct line *l = &w->script->lines[line];
	char least[DURATION_TEXT], was[DURATION_TEXT];

	if (l->after_ns < 0 || before_ns == INT64_MIN || now_ns - before_ns >= l->after_ns - TICK_NS)
		return false;
	fail(w, (int)line, event, now_ns, NULL,
	     arena_printf(w->out->arena,
			  "it came %s after what was before it in its track, at least %s was expected",
			  duration_text(now_ns - before_ns, was), duration_text(l->after_ns, least)));
	w->out->failures[w->out->failure_count - 1].early = true;
	return true;
}
