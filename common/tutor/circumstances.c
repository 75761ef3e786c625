/* circumstances.c - what the record shows beside what was expected and what came; see rules.h. */
#include "common/tutor/rules.h"

#include <string.h>

/* strace itself makes a call take half a millisecond, a busy machine ten. */
static const int64_t WAIT_NS = INT64_C(100000000);

static bool at_keyboard(const struct study *s)
{
	return s->doing && s->doing->descriptor == 0 && !call_on_socket(s->doing);
}

static bool is_told(const struct endpoint *e)
{
	return e->address.family != 0;
}

/* Who listens on every address is found on each of them. */
static bool bound_elsewhere(const struct study *s)
{
	if (!is_told(&s->bound_at) || !is_told(&s->sought) || s->connected)
		return false;
	return address_is_wildcard(&s->bound_at.address) ? s->bound_at.port != s->sought.port
							 : !endpoint_equal(&s->bound_at, &s->sought);
}

/* Was a cable cut, or a host down or unreachable, by then? */
static bool cut_off(const struct timeline *t, int64_t then_ns)
{
	for (size_t i = 0; i < t->cut_count; i++)
		if (t->cuts[i].from_ns <= then_ns && t->cuts[i].to_ns >= then_ns)
			return true;
	return false;
}

/* How long what came took; 0: it is no call, or has not returned. */
static int64_t took_ns(const struct divergence *s)
{
	const struct event *e = s->event;

	return e && e->kind == EVENT_CALL && e->call.result ? e->call.end_ns - e->time_ns : 0;
}

static bool came_close(const struct divergence *s)
{
	return s->event && s->event->kind == EVENT_CALL && s->event->call.row->kin == KIN_CLOSE;
}

static bool ended_by(const struct study *s, const char *signal)
{
	return s->end && s->end->signal && strcmp(s->end->signal, signal) == 0;
}

/* Of what came, and of the world. */
static bool circumstance_of_what_came(const struct divergence *d, enum circumstance circumstance)
{
	const struct study *s = &d->study;

	switch (circumstance) {
	case CLOSES_UNLINGERING:
		return came_close(d) && (s->linger == LINGER_UNSET || s->linger == LINGER_OFF);
	case LINGER_RAN_OUT:
		return came_close(d) && s->linger == LINGER_WAITS &&
		       took_ns(d) >= s->linger_seconds * 1000000000 - TICK_NS;
	case WAITED: return took_ns(d) > WAIT_NS;
	case CUT_OFF: return cut_off(d->timeline, d->event ? d->event->time_ns : d->end_ns);
	default: return false;
	}
}

bool circumstance_holds(const struct divergence *d, enum circumstance circumstance)
{
	const struct study *s = &d->study;

	switch (circumstance) {
	case ALWAYS: return true;
	case CANNOT_RUN: return s->end && (s->end->status == 126 || s->end->status == 127);
	case KILLED_BY_PIPE: return ended_by(s, "SIGPIPE");
	case KILLED: return s->end && s->end->signal && strcmp(s->end->signal, "SIGKILL") != 0;
	case ENDED: return s->end && !s->end->signal;
	case SURVIVES_PIPE: return s->broken_pipe && !(s->end && s->end->signal);
	case NO_SOCKET_CALL: return s->started && !s->connected && !s->bound;
	case OTHER_ADDRESS:
		return is_told(&s->where) && is_told(&s->address) && !endpoint_equal(&s->where, &s->address);
	case BOUND_ELSEWHERE: return bound_elsewhere(s);
	case ADDRESS_IN_USE: return s->in_use && !s->reuses;
	case LINGERS_ZERO: return s->linger == LINGER_ABORTS;
	case LINGERS_POSITIVE: return s->linger == LINGER_WAITS;
	case OPTION_UNSET: return s->option && !s->option_set;
	case ENDED_AT_ONCE: return s->end && !s->end->signal && !s->connected && !s->bound;
	case NOT_READ_TO_END: return !s->read_to_end;
	case NO_SHUTDOWN: return !s->shut;
	case NO_CLOSE: return !s->closed && !s->shut && !s->end;
	case NO_CLOSE_CALL: return !s->closed;
	case NO_WRITE: return !s->wrote;
	case KEYBOARD_GONE: return s->typed_in_vain && s->end && !s->end->signal;
	case KEYBOARD_UNREAD: return s->typed && !s->keyboard;
	case KEYBOARD_SKIPPED: return !s->typed && s->to_type && !s->keyboard_ever;
	case MORE_TO_TYPE: return s->to_type;
	case KEYBOARD_AHEAD:
		return !s->typed && s->to_type && !s->keyboard && (s->closed || s->shut || s->end);
	case AT_KEYBOARD: return at_keyboard(s) && !s->told;
	case TOLD: return at_keyboard(s) && s->told;
	case CLOSES_UNLINGERING:
	case LINGER_RAN_OUT:
	case WAITED:
	case CUT_OFF: return circumstance_of_what_came(d, circumstance);
	}
	return false;
}
