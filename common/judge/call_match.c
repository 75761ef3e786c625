/* call_match.c - one call, signal or end of a process against one line. */
#include "common/judge/work.h"

#include <string.h>

static bool result_fits(const struct call_pattern *p, const struct call *c, const struct bindings *names)
{
	uint64_t wanted;

	switch (p->result) {
	case RESULT_ANY: return c->ending != CALL_RUNS && c->ending != CALL_CUT_SHORT;
	case RESULT_NEVER: return c->ending == CALL_NEVER_RETURNS;
	case RESULT_UNFINISHED: return true; /* when it ends is for the caller to see */
	case RESULT_ERRNO:
		return c->returned && c->errno_name && p->errno_name &&
		       strcmp(c->errno_name, p->errno_name) == 0;
	case RESULT_VALUE:
		if (!c->returned || c->value < 0)
			return false;
		if (!number_known(&p->value, names, &wanted))
			return true;
		return compare_holds(p->compare == COMPARE_NONE ? COMPARE_EQ : p->compare, (uint64_t)c->value,
				     wanted);
	}
	return false;
}

/* "read()" means a socket; "read(0)" that descriptor; a closed descriptor is none any more (EBADF). */
static bool call_is_about(const struct call_pattern *p, const struct call *c)
{
	if (p->any_descriptor)
		return true;
	if (p->descriptor < 0)
		return call_on_socket(c) || (c->errno_name && strcmp(c->errno_name, "EBADF") == 0);
	return c->descriptor == p->descriptor;
}

struct arguments call_own_arguments(const struct call_pattern *p, const struct call *c)
{
	size_t skip = c->args.count && (c->descriptor >= 0 || !p->any_descriptor);

	return (struct arguments){ .at = c->args.at + skip, .count = c->args.count - skip };
}

static bool arguments_fit(const struct call_pattern *p, const struct call *c)
{
	struct arguments own = call_own_arguments(p, c);

	for (size_t i = 0; i < p->argument_count; i++) {
		if (i >= own.count) /* strace has not written the rest of a call that blocks */
			return c->ending == CALL_RUNS && p->result == RESULT_UNFINISHED;
		if (!argument_fits(p->arguments[i], &own.at[i]))
			return false;
	}
	return true;
}

/* ioctl(FIONBIO) where the line says fcntl(F_SETFL, ... O_NONBLOCK): the same, as Python does it. */
static bool unblocks_otherwise(const struct call_pattern *p, const struct call *c)
{
	bool meant = false;

	if (!p->kin || p->row->kin != KIN_FCNTL || c->row->kin != KIN_IOCTL)
		return false;
	for (size_t i = 0; i < p->argument_count; i++)
		meant = meant || strstr(p->arguments[i], "O_NONBLOCK");
	return meant && call_unblocks(c);
}

static bool name_fits(const struct call_pattern *p, const struct call *c)
{
	return strcmp(c->name, p->name) == 0 || unblocks_otherwise(p, c) || (p->kin && call_is_kin(p, c));
}

static bool call_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	const struct call_pattern *p = &l->call;
	const struct call *c = &e->call;

	(void)w;
	if (e->kind != EVENT_CALL || !name_fits(p, c) || !result_fits(p, c, names) || !call_is_about(p, c) ||
	    !(unblocks_otherwise(p, c) || arguments_fit(p, c)))
		return false;
	if (p->result == RESULT_VALUE && (p->compare == COMPARE_NONE || p->compare == COMPARE_EQ))
		number_matches(&p->value, (uint64_t)c->value, names);
	return true;
}

static enum likeness call_likeness(const struct work *w, const struct line *l, const struct event *e)
{
	const struct call_pattern *p = &l->call;
	const struct call *c = &e->call;

	(void)w;
	if (e->kind == EVENT_CALL && !name_fits(p, c) && call_is_kin(p, c))
		return call_is_about(p, c) ? OTHER_NAME : UNLIKE;
	if (e->kind != EVENT_CALL || !name_fits(p, c))
		return UNLIKE;
	/* A program that is not ours closes and reads many a file before it comes to a socket. */
	if (p->kin && p->descriptor < 0 && !p->any_descriptor && !call_on_socket(c))
		return UNLIKE;
	if (!call_is_about(p, c))
		return OTHER_DESCRIPTOR;
	return arguments_fit(p, c) ? OTHER_RESULT : OTHER_ARGUMENTS;
}

/* A call of its name, about its descriptor. */
static bool call_concerns(const struct work *w, const struct line *l, const struct event *e)
{
	enum likeness like = call_likeness(w, l, e);

	return like == OTHER_ARGUMENTS || like == OTHER_RESULT;
}

const struct line_judge judge_call = { .fits = call_fits,
				       .likeness = call_likeness,
				       .concerns = call_concerns };

static bool signal_fits(const struct work *w, const struct line *l, const struct event *e,
			struct bindings *names)
{
	(void)w;
	(void)names;
	return e->kind == EVENT_SIGNAL && strcmp(e->signal.name, l->signal) == 0;
}

static enum likeness signal_likeness(const struct work *w, const struct line *l, const struct event *e)
{
	(void)w;
	(void)l;
	return e->kind == EVENT_SIGNAL ? OTHER_DESCRIPTOR : UNLIKE;
}

static bool signal_concerns(const struct work *w, const struct line *l, const struct event *e)
{
	return signal_fits(w, l, e, NULL);
}

const struct line_judge judge_signal = { .fits = signal_fits,
					 .likeness = signal_likeness,
					 .concerns = signal_concerns };

static enum likeness end_likeness(const struct work *w, const struct line *l, const struct event *e)
{
	(void)w;
	(void)l;
	return e->kind == EVENT_EXIT ? OTHER_DESCRIPTOR : UNLIKE;
}

static bool end_concerns(const struct work *w, const struct line *l, const struct event *e)
{
	return end_likeness(w, l, e) != UNLIKE;
}

static bool exit_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	(void)w;
	(void)names;
	return e->kind == EVENT_EXIT && !e->exit.signal && e->exit.status == (int)l->exit_status;
}

const struct line_judge judge_exits = { .fits = exit_fits,
					.likeness = end_likeness,
					.concerns = end_concerns };

static bool death_fits(const struct work *w, const struct line *l, const struct event *e,
		       struct bindings *names)
{
	(void)w;
	(void)names;
	return e->kind == EVENT_EXIT && e->exit.signal && strcmp(e->exit.signal, l->signal) == 0;
}

const struct line_judge judge_dies = { .fits = death_fits,
				       .likeness = end_likeness,
				       .concerns = end_concerns };
