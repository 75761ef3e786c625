/* circumstances.c - what the record shows beside what was expected and what came; see rules.h. */
#include "common/tutor/rules.h"

#include <string.h>

#include "common/record/sockets.h"

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

/* Was a link cut, or a host down or unreachable, by then? */
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

/* The line's own loss is no surprise. */
static bool expects_loss(const struct line *l)
{
	return l && l->kind == LINE_SEGMENT && l->segment.lost;
}

/* Has it sent a keep-alive probe by then? */
static bool has_probed(const struct divergence *d)
{
	for (size_t i = 0; i < d->timeline->event_count; i++) {
		const struct event *e = d->timeline->events[i];
		const struct segment *s = timeline_segment(d->timeline, e);
		const char *from = s ? packet_from(d->timeline, e) : NULL;

		if (e->time_ns > d->now_ns)
			break;
		if (from && s->marks & MARK_KEEPALIVE_PROBE && strcmp(from, d->who) == 0)
			return true;
	}
	return false;
}

/* A descriptor of a connection of its own is closed, and another one open. */
static bool held_elsewhere(const struct divergence *d)
{
	const struct timeline *t = d->timeline;
	for (size_t i = 0; i < t->socket_count; i++) {
		const struct socket *s = &t->sockets[i];
		bool closed = false, open = false;

		if (s->actor == NOBODY || s->connection == NO_CONNECTION ||
		    strcmp(t->actors[s->actor].name, d->who) != 0)
			continue;
		for (size_t k = 0; k < s->hold_count; k++) {
			closed = closed || s->holds[k].to_ns <= d->now_ns;
			open = open || s->holds[k].to_ns > d->now_ns;
		}
		if (closed && open)
			return true;
	}
	return false;
}

/* Does the script expect more of that sender's data, behind this line's? Then it is the window that is to stop it here. */
static bool more_is_to_come(const struct divergence *d)
{
	for (const struct line *l = d->line + 1; l < d->script->lines + d->script->line_count; l++)
		if (line_is_wire(l) && !l->never && strcmp(l->from.actor, d->line->from.actor) == 0 &&
		    (thing_of_line(l) == DATA_SEGMENT || thing_of_line(l) == WINDOW_PROBE))
			return true;
	return false;
}

static bool room_left(const struct divergence *d)
{
	const struct line *l = d->line;
	const struct segment *s = d->event ? timeline_segment(d->timeline, d->event) : NULL;
	const char *receiver;
	struct study study_of;

	if (l && l->kind == LINE_SEGMENT && !s && l->segment.marks & MARK_ZERO_WINDOW)
		receiver = l->from.actor;
	else if (l && l->kind == LINE_DATA && s && l->segment.end.kind == NUMBER_VALUE &&
		 s->end > l->segment.end.value && more_is_to_come(d))
		receiver = l->to.actor;
	else
		return false;
	study(&study_of, d->script, d->timeline, receiver, NULL, d->end_ns);
	return study_of.started && !study_of.receive_buffer;
}

static bool of_what_came(const struct divergence *d, enum circumstance circumstance)
{
	const struct study *s = &d->study;

	switch (circumstance) {
	case CLOSES_UNLINGERING:
		return came_close(d) && (s->linger == LINGER_UNSET || s->linger == LINGER_OFF);
	case LINGER_RAN_OUT:
		return came_close(d) && s->linger == LINGER_WAITS &&
		       took_ns(d) >= s->linger_seconds * 1000000000 - TICK_NS;
	case WAITED: return took_ns(d) > WAIT_NS;
	case CUT_OFF:
		return !expects_loss(d->line) &&
		       cut_off(d->timeline, d->event ? d->event->time_ns : d->now_ns);
	case ROOM_LEFT: return room_left(d);
	case ONE_SEGMENT: return d->line && d->line->kind == LINE_SEGMENT;
	default: return false;
	}
}

/* How it ends its connections, and whether it asks for the peer. */
static bool of_connection(const struct divergence *d, enum circumstance circumstance)
{
	const struct study *s = &d->study;
	bool ends = s->closed || s->shut_sending;

	switch (circumstance) {
	case LEAVES_OPEN: return s->started && !ends && !s->end;
	case SHUT_READING_ONLY: return s->shut_receiving && !ends && !s->end;
	case HELD_ELSEWHERE: return s->started && held_elsewhere(d);
	case HAS_CLOSED: return ends;
	case NO_KEEPALIVE: return s->started && !s->keepalive;
	case PROBES_LATE: return s->keepalive && !s->keeps_idle && !has_probed(d);
	case PROBES_SELDOM: return s->keepalive && !s->keeps_interval && !ends && has_probed(d);
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
	case NOBODY_BOUND: return s->started && !s->connected && !s->bound && !d->peer;
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
	case LISTENED: return s->listened;
	case CANNOT_LISTEN: return s->listen_failed;
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
	case CUT_OFF:
	case ROOM_LEFT:
	case ONE_SEGMENT: return of_what_came(d, circumstance);
	case LEAVES_OPEN:
	case SHUT_READING_ONLY:
	case HELD_ELSEWHERE:
	case HAS_CLOSED:
	case NO_KEEPALIVE:
	case PROBES_LATE:
	case PROBES_SELDOM: return of_connection(d, circumstance);
	case PIPE_BLOCKED: return s->takes_pipe;
	case UNTRACED: return !s->started;
	}
	return false;
}
