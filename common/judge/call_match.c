/* call_match.c - one call, signal or end of a process against one line. */
#include "common/judge/work.h"

#include <stdlib.h>
#include <string.h>

static bool result_fits(const struct call_pattern *p, const struct call *c, const struct bindings *names)
{
	uint64_t wanted;

	switch (p->result) {
	case RESULT_ANY: /* "? ERESTARTSYS": a signal came between, and the kernel goes on with the call */
		return c->result && strncmp(c->result, "? ", 2) != 0;
	case RESULT_NEVER: return c->result && strcmp(c->result, "?") == 0;
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
static bool descriptor_fits(const struct call_pattern *p, const struct call *c)
{
	if (p->any_descriptor)
		return true;
	if (p->descriptor < 0)
		return c->is_socket || (c->errno_name && strcmp(c->errno_name, "EBADF") == 0);
	if (c->descriptor >= 0)
		return c->descriptor == p->descriptor;
	return c->arguments && c->arguments[0] >= '0' && c->arguments[0] <= '9' &&
	       strtol(c->arguments, NULL, 10) == p->descriptor;
}

static bool arguments_fit(const struct call_pattern *p, const struct call *c, struct arena *scratch)
{
	const char **actual;
	size_t count, skip;

	if (!p->argument_count)
		return true;
	actual = arguments_split(scratch, c->arguments ? c->arguments : "", &count);
	skip = c->descriptor >= 0 || !p->any_descriptor ? 1 : 0;
	for (size_t i = 0; i < p->argument_count; i++) {
		if (i + skip >= count) /* strace has not written the rest of a call that blocks */
			return !c->result && p->result == RESULT_UNFINISHED;
		if (!argument_matches(p->arguments[i], actual[i + skip]))
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
	return meant && c->arguments && strstr(c->arguments, "FIONBIO, [1]");
}

/* Languages and libraries have their own ways to read, to write and to accept. */
bool call_is_kin(const struct call_pattern *p, const struct call *c)
{
	return p->row != c->row && call_same_kin(p->row, c->row);
}

static bool name_fits(const struct call_pattern *p, const struct call *c)
{
	return strcmp(c->name, p->name) == 0 || unblocks_otherwise(p, c) || (p->kin && call_is_kin(p, c));
}

bool process_event_matches(const struct line *l, const struct event *e, struct arena *scratch,
			   struct bindings *names)
{
	const struct call *c = &e->call;

	if (l->kind == LINE_SIGNAL)
		return e->kind == EVENT_SIGNAL && strcmp(e->signal.name, l->signal) == 0;
	if (l->kind == LINE_EXITS)
		return e->kind == EVENT_EXIT && !e->exit.signal && e->exit.status == (int)l->exit_status;
	if (l->kind == LINE_DIES)
		return e->kind == EVENT_EXIT && e->exit.signal && strcmp(e->exit.signal, l->signal) == 0;
	if (l->kind != LINE_CALL || e->kind != EVENT_CALL || !name_fits(&l->call, c))
		return false;
	if (!result_fits(&l->call, c, names) || !descriptor_fits(&l->call, c) ||
	    !(unblocks_otherwise(&l->call, c) || arguments_fit(&l->call, c, scratch)))
		return false;
	if (l->call.result == RESULT_VALUE &&
	    (l->call.compare == COMPARE_NONE || l->call.compare == COMPARE_EQ))
		number_matches(&l->call.value, (uint64_t)c->value, names);
	return true;
}

enum likeness process_event_likeness(const struct line *l, const struct event *e, struct arena *scratch)
{
	if (l->kind == LINE_EXITS || l->kind == LINE_DIES)
		return e->kind == EVENT_EXIT ? OTHER_DESCRIPTOR : UNLIKE;
	if (l->kind == LINE_SIGNAL)
		return e->kind == EVENT_SIGNAL ? OTHER_DESCRIPTOR : UNLIKE;
	if (e->kind == EVENT_CALL && !name_fits(&l->call, &e->call) && call_is_kin(&l->call, &e->call))
		return descriptor_fits(&l->call, &e->call) ? OTHER_NAME : UNLIKE;
	if (e->kind != EVENT_CALL || !name_fits(&l->call, &e->call))
		return UNLIKE;
	/* A program that is not ours closes and reads many a file before it comes to a socket. */
	if (l->call.kin && l->call.descriptor < 0 && !l->call.any_descriptor && !e->call.is_socket)
		return UNLIKE;
	if (!descriptor_fits(&l->call, &e->call))
		return OTHER_DESCRIPTOR;
	return arguments_fit(&l->call, &e->call, scratch) ? OTHER_RESULT : OTHER_ARGUMENTS;
}
