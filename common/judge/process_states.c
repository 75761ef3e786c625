/*
 * process_states.c - the state of a process when an act has ended, against what a line says.
 *
 * /proc says that it sleeps, and strace's record in which call: the one that it entered last and has not returned from.
 */
#include "common/judge/work.h"

#include <string.h>

/* As /proc/PID/stat has it; '\0': there was no such process. */
static char state_of(const struct event *e, const char *process)
{
	for (size_t i = 0; e->kind == EVENT_READING && i < e->reading.process_count; i++)
		if (strcmp(e->reading.processes[i].process, process) == 0)
			return e->reading.processes[i].state;
	return '\0';
}

static bool is_stopped(char state)
{
	return state == 'T' ||
	       state == 't'; /* a tracer has all that stops; nobody is on the way when all are at rest */
}

static bool is_asleep(char state)
{
	return state == 'S' || state == 'D';
}

/* The call that the line's process is in at the reading; NULL: none. */
static const struct call *call_under_way(const struct work *w, const struct line *l,
					 const struct event *reading)
{
	const struct call *last = NULL;

	for (size_t i = 0; i < w->timeline->event_count && w->timeline->events[i] != reading; i++)
		if (w->timeline->events[i]->kind == EVENT_CALL && by_process(w, l, w->timeline->events[i]))
			last = &w->timeline->events[i]->call;
	return last && (!last->end_ns || last->end_ns > reading->time_ns) ? last : NULL;
}

static const char *reads(const struct work *w, const struct line *l, const struct event *e, const char **hole)
{
	struct arena *a = w->out->arena;
	char state = state_of(e, l->process);
	const struct call *c = call_under_way(w, l, e);
	const char *ended = ended_text(w, l->process, e->time_ns);

	(void)hole;
	if (state == 'Z')
		return arena_printf(a, "%s is a zombie", l->process);
	if (is_stopped(state))
		return arena_printf(a, "%s is stopped", l->process);
	if (!state || state == 'X')
		return ended ? arena_printf(a, "%s, and was waited for", ended)
			     : arena_printf(a, "nothing: there was no process %s", l->process);
	if (!c)
		return arena_printf(a, "%s %s", l->process,
				    is_asleep(state) ? "sleeps in a call that is not watched" : "runs");
	return arena_printf(a, "%s %s %s", l->process, is_asleep(state) ? "waits in" : "runs in", c->name);
}

static bool is_fits(const struct work *w, const struct line *l, const struct event *e, struct bindings *names)
{
	char state = state_of(e, l->process);

	(void)w;
	(void)names;
	return l->zombie ? state == 'Z' : is_stopped(state);
}

const struct line_judge judge_is = { .fits = is_fits, .reads = reads };

/* Any call of its kind will do: accept4() is accept() to who waits. */
static bool waits_fits(const struct work *w, const struct line *l, const struct event *e,
		       struct bindings *names)
{
	const struct call *c = is_asleep(state_of(e, l->process)) ? call_under_way(w, l, e) : NULL;

	(void)names;
	return c && (c->row == l->waits_in || call_same_kin(c->row, l->waits_in));
}

const struct line_judge judge_waits = { .fits = waits_fits, .reads = reads };
