/* study.c - one pass over the record, for what a program has done; see study.h. */
#include "common/tutor/study.h"

#include <signal.h>
#include <string.h>

#include "common/judge/call_facts.h"

/* Where a call connects to, or what it binds; stays as it was where the call does not say. */
static void read_place(const struct call *c, struct endpoint *out)
{
	const struct socket_address *address = argument_address(&c->args);

	if (address && address->has_endpoint)
		*out = address->endpoint;
}

static bool sets_option(const struct study *s, const struct call *c)
{
	return s->option && call_sets_option(c, s->option);
}

static void study_option(struct study *s, const struct call *c)
{
	const struct argument *value = argument_shaped(&c->args, ARG_VALUE);
	const struct linger_value *linger = call_sets_linger(c);

	if (!s->bound && call_sets_option(c, "SO_REUSEADDR") && value && value->kind == VALUE_NUMBER)
		s->reuses = s->reuses || value->number;
	if (call_sets_option(c, "SO_KEEPALIVE") && value && value->kind == VALUE_NUMBER)
		s->keepalive = value->number;
	s->keeps_idle = s->keeps_idle || call_sets_option(c, "TCP_KEEPIDLE");
	s->keeps_interval = s->keeps_interval || call_sets_option(c, "TCP_KEEPINTVL");
	s->receive_buffer = s->receive_buffer || call_sets_option(c, "SO_RCVBUF");
	if (linger) {
		s->linger = !linger->on ? LINGER_OFF : linger->seconds ? LINGER_WAITS : LINGER_ABORTS;
		s->linger_seconds = linger->seconds;
	}
}

/* A shell that only starts the program (pyenv does so) has files as its descriptor 0. */
static bool reads_keyboard(const struct call *c)
{
	return c->descriptor == 0 && c->row->kin == KIN_READ && !call_on_socket(c) &&
	       c->file->kind != FILE_ON_DISK;
}

static void study_shutdown(struct study *s, const struct call *c)
{
	bool both = argument_names(&c->args, ARG_FLAGS, "SHUT_RDWR");

	s->shut = true;
	s->shut_receiving = s->shut_receiving || both || argument_names(&c->args, ARG_FLAGS, "SHUT_RD");
	s->shut_sending = s->shut_sending || both || argument_names(&c->args, ARG_FLAGS, "SHUT_WR");
}

static void study_call(struct study *s, const struct call *c)
{
	bool reads = c->row->kin == KIN_READ, writes = c->row->kin == KIN_WRITE;

	s->keyboard = s->keyboard || reads_keyboard(c);
	s->takes_pipe = s->takes_pipe ||
			(strcmp(c->row->name, "rt_sigtimedwait") == 0 && c->returned && c->value == SIGPIPE);
	if (!call_on_socket(c))
		return;
	if (c->row->kin == KIN_CONNECT) {
		s->connected = true;
		read_place(c, &s->where);
	} else if (c->row->kin == KIN_BIND) {
		s->bound = true;
		read_place(c, &s->bound_at);
		s->in_use = c->errno_name && strcmp(c->errno_name, "EADDRINUSE") == 0;
		s->listen_failed = c->errno_name != NULL;
	} else if (c->row->kin == KIN_LISTEN) {
		s->listened = s->listened || (c->returned && !c->errno_name);
		s->listen_failed = c->errno_name != NULL;
	} else if (c->row->kin == KIN_SETSOCKOPT && !c->errno_name) {
		s->option_set = s->option_set || sets_option(s, c);
		study_option(s, c);
	}
	if (c->errno_name && !(c->row->flags & CALL_ASKS)) /* Python asks getpeername() on its way out */
		s->failed = c;
	if (c->row->kin == KIN_SHUTDOWN)
		study_shutdown(s, c);
	s->closed = s->closed || c->row->kin == KIN_CLOSE;
	s->wrote = s->wrote || writes;
	s->read_to_end = s->read_to_end || (reads && ((c->returned && c->value == 0) || c->errno_name));
	s->broken_pipe = s->broken_pipe || (writes && c->errno_name && strcmp(c->errno_name, "EPIPE") == 0);
}

/* Where others listen, and whom they look for. */
static void study_other(struct study *s, const struct event *e)
{
	if (e->kind == EVENT_CALL && e->call.row->kin == KIN_BIND)
		read_place(&e->call, &s->address);
	else if (e->kind == EVENT_CALL && e->call.row->kin == KIN_CONNECT)
		read_place(&e->call, &s->sought);
}

/* A call that comes after the divergence: what is done too late is not "never" done. */
static void study_rest(struct study *s, const struct call *c, bool beyond)
{
	if (sets_option(s, c) && c->errno_name) {
		s->refused = c;
		s->refused_after_close = s->closed_ever;
	}
	s->option_late = s->option_late || (beyond && sets_option(s, c) && !c->errno_name);
	s->closed_ever = s->closed_ever || (call_on_socket(c) && c->row->kin == KIN_CLOSE);
	s->keyboard_ever = s->keyboard_ever || reads_keyboard(c);
}

/* How it was started; what was typed for it, and what would have been. */
static void study_script(struct study *s, const struct script *script, const struct timeline *t,
			 int64_t until_ns)
{
	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *l = &script->lines[i];
		bool done = false;

		if (l->kind == LINE_START && strcmp(l->process, s->who) == 0)
			s->start = l;
		if (l->kind != LINE_TYPE || strcmp(l->process, s->who) != 0)
			continue;
		for (size_t k = 0; k < t->event_count && !done; k++) {
			const struct event *e = t->events[k];

			done = e->kind == EVENT_ACTION && e->action.line == l->number &&
			       e->time_ns <= until_ns;
			s->typed_in_vain = s->typed_in_vain || (done && s->end && s->end_ns < e->time_ns);
		}
		s->typed += done;
		s->to_type += !done;
	}
}

/* The option that a line speaks of: setsockopt(SOL_SOCKET, SO_LINGER, ...). How a connection ends is a matter of
 * SO_LINGER. */
static const char *option_of(const struct line *l)
{
	if (!l || l->kind != LINE_CALL || l->call.row->kin != KIN_SETSOCKOPT)
		return "SO_LINGER";
	return l->call.argument_count > 1 && strcmp(l->call.arguments[1], "...") != 0 ? l->call.arguments[1]
										      : NULL;
}

/* What the action of the line's act has typed for it. */
static const char *told_in_act(const struct study *s, const struct script *script, const struct line *line)
{
	const struct line *action = line;

	while (action && !line_is_action(action))
		action = action > script->lines && action[-1].act == line->act ? action - 1 : NULL;
	return action && action->kind == LINE_TYPE && strcmp(action->process, s->who) == 0 ? action->typed
											   : NULL;
}

/* Of a process ("server.1") it is its actor. */
static int actor_of(const struct timeline *t, const char *who)
{
	size_t length = strcspn(who, ".");

	for (size_t i = 0; i < t->actor_count; i++)
		if (strncmp(t->actors[i].name, who, length) == 0 && !t->actors[i].name[length])
			return (int)i;
	return NOBODY;
}

void study(struct study *s, const struct script *script, const struct timeline *t, const char *who,
	   const struct line *line, int64_t until_ns)
{
	int actor = who ? actor_of(t, who) : NOBODY;

	*s = (struct study){ .who = who, .option = option_of(line) };
	if (actor == NOBODY)
		return;
	s->told = told_in_act(s, script, line);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		int process = event_process(e);
		bool beyond = e->time_ns > until_ns;

		if (e->kind == EVENT_CALL && process >= 0 && t->processes[process].actor == actor)
			study_rest(s, &e->call, beyond);
		if (process < 0 || beyond)
			continue;
		if (t->processes[process].actor != actor) {
			study_other(s, e);
			continue;
		}
		s->started = true;
		if (e->kind == EVENT_CALL) {
			study_call(s, &e->call);
			s->doing = e->call.result && event_end(e) <= until_ns ? NULL : &e->call;
		} else if (e->kind == EVENT_EXIT && t->processes[process].parent == NOBODY) {
			s->end = &e->exit;
			s->end_ns = e->time_ns;
			s->doing = NULL;
		}
	}
	study_script(s, script, t, until_ns);
}
