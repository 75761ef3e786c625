/*
 * table_match.c - one of the kernel's tables of sockets against one state line.
 *
 * CLOSED means that no socket of the actor's connection is in the table at all, and that there was one. Without "client#2" a
 * state of any of the actor's connections will do, but CLOSED must hold for all of them; of an actor that never had a
 * connection it speaks of the socket that listens.
 */
#include "common/base/text.h"
#include "common/judge/work.h"
#include "common/record/sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

enum { CLOSED_BIT = 1u << 0, LISTEN_BIT = 1u << TCP_LISTEN, TIME_WAIT_BIT = 1u << TCP_TIME_WAIT };

static bool named(const struct timeline *t, int owner, const char *actor)
{
	return owner >= 0 && strcmp(t->actors[owner].name, actor) == 0;
}

/* Is this the socket of one end of a connection of the party? */
static bool connection_of(const struct timeline *t, const struct party *party, const struct kernel_socket *s)
{
	size_t count = t->flows ? flow_connection_count(t->flows) : 0;

	for (size_t i = 0; i < count; i++) {
		const struct connection *c = flow_connection(t->flows, (int)i);
		const struct segment *first = flow_segment(t->flows, c->first_segment);
		const struct packet_event *e = &t->events[t->flow_events[c->first_segment]]->packet;
		int owner[2] = { first->from_initiator ? e->from : e->to,
				 first->from_initiator ? e->to : e->from };

		if (party->connection && e->number != party->connection)
			continue;
		for (int side = 0; side < 2; side++)
			if (endpoint_equal(&s->local, &c->side[side]) &&
			    endpoint_equal(&s->remote, &c->side[!side]) &&
			    named(t, owner[side], party->actor))
				return true;
	}
	return false;
}

/* Is this a listening socket of the actor? A descriptor without a remote end tells where it listens. */
static bool listener_of(const struct timeline *t, const char *actor, const struct kernel_socket *s)
{
	for (size_t i = 0; i < t->event_count; i++) {
		const struct call *c = &t->events[i]->call;

		if (t->events[i]->kind == EVENT_CALL && call_on_socket(c) && c->file->has_local &&
		    !c->file->has_remote && c->process >= 0 && endpoint_equal(&c->file->local, &s->local) &&
		    named(t, t->processes[c->process].actor, actor))
			return true;
	}
	return false;
}

static bool timer_fits(const struct state_pattern *p, unsigned timer)
{
	switch (p->timer) {
	case TIMER_UNSAID: return true;
	case TIMER_OFF: return timer == 0;
	case TIMER_ON: return timer == 1;
	case TIMER_KEEPALIVE: return timer == 2;
	case TIMER_TIME_WAIT: return timer == 3;
	case TIMER_PERSIST: return timer == 4;
	}
	return false;
}

static bool field_fits(const struct field_test *f, const struct kernel_socket *s)
{
	switch (f->field) {
	case FIELD_RECV_Q: return compare_holds(f->compare, s->receive_queue, f->value);
	case FIELD_SEND_Q: return compare_holds(f->compare, s->send_queue, f->value);
	case FIELD_RETRANS: return compare_holds(f->compare, s->retransmits, f->value);
	case FIELD_MSS: return s->has_info && compare_holds(f->compare, s->mss, f->value);
	case FIELD_UNACKED: return s->has_info && compare_holds(f->compare, s->unacked, f->value);
	case FIELD_RTO: return s->has_info && compare_holds(f->compare, s->rto_ms, f->value);
	case FIELD_BACKOFF: return s->has_info && compare_holds(f->compare, s->backoff, f->value);
	case FIELD_PROBES: return s->has_info && compare_holds(f->compare, s->probes, f->value);
	case FIELD_EXPIRES: return s->timer && compare_holds(f->compare, s->timer_ms, f->value);
	}
	return false;
}

static bool socket_fits(const struct state_pattern *p, const struct kernel_socket *s)
{
	if (s->state >= 32 || !(p->states & 1u << s->state) || !timer_fits(p, s->timer))
		return false;
	for (size_t i = 0; i < p->field_count; i++)
		if (!field_fits(&p->fields[i], s))
			return false;
	return true;
}

/* Does a state line speak of this socket? Of one in LISTEN only where the line says so. */
static bool concerns(const struct timeline *t, const struct line *l, const struct kernel_socket *s)
{
	if (s->protocol != IPPROTO_TCP)
		return false;
	if (s->state == TCP_LISTEN)
		return (l->state.states & LISTEN_BIT) && listener_of(t, l->from.actor, s);
	return connection_of(t, &l->from, s);
}

const struct kernel_socket *state_line_socket(const struct timeline *t, const struct line *l,
					      const struct sockets_event *table)
{
	const struct kernel_socket *found = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (concerns(t, l, s) && (!found || (l->state.states & 1u << s->state)))
			found = s;
	}
	return found;
}

/* What sockets of this party there had been by then, in the table or not. */
enum had { HAD_NONE, HAD_SOCKET, HAD_CONNECTION };

static bool begun_by(const struct socket *s, int64_t time_ns)
{
	return (s->hold_count && s->holds[0].from_ns <= time_ns) ||
	       (s->change_count && s->changes[0].time_ns <= time_ns);
}

static enum had had_by(const struct timeline *t, const struct party *party, int64_t time_ns)
{
	enum had had = HAD_NONE;

	for (size_t i = 0; i < t->socket_count; i++) {
		const struct socket *s = &t->sockets[i];
		enum had this = s->connection == NO_CONNECTION ? HAD_SOCKET : HAD_CONNECTION;

		if (s->protocol == IPPROTO_TCP && named(t, s->actor, party->actor) && begun_by(s, time_ns) &&
		    (!party->connection || s->number == party->connection) && this > had)
			had = this;
	}
	return had;
}

/* Of an actor that has only listened, CLOSED speaks of that. */
static bool is_meant(const struct timeline *t, const struct line *l, const struct kernel_socket *s,
		     enum had had)
{
	if (s->protocol == IPPROTO_TCP && s->state == TCP_LISTEN && had == HAD_SOCKET &&
	    (l->state.states & CLOSED_BIT))
		return listener_of(t, l->from.actor, s);
	return concerns(t, l, s);
}

bool table_satisfies(const struct work *w, const struct line *l, const struct event *e, bool *time_wait)
{
	const struct sockets_event *table = &e->sockets;
	enum had had = had_by(w->timeline, &l->from, e->time_ns);
	bool any = false, fits = false, all_fit = true;

	*time_wait = false;
	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (!is_meant(w->timeline, l, s, had))
			continue;
		any = true;
		if (socket_fits(&l->state, s))
			fits = true;
		else
			all_fit = false;
		if (s->state == TCP_TIME_WAIT && (l->state.states & CLOSED_BIT) &&
		    !(l->state.states & TIME_WAIT_BIT))
			*time_wait = true;
	}
	return l->state.states & CLOSED_BIT ? had != HAD_NONE && all_fit : any && fits;
}

/* What the line asks for beyond the queues, which are always told. */
static const char *fields_text(const struct line *l, const struct kernel_socket *s, struct arena *a)
{
	static const char *const timers[] = { "off", "on", "keepalive", "timewait", "persist" };
	const char *text = "";
	char buf[DURATION_TEXT];

	if (l->state.timer != TIMER_UNSAID && s->timer < sizeof(timers) / sizeof(timers[0]))
		text = arena_printf(a, " timer %s", timers[s->timer]);
	for (size_t i = 0; i < l->state.field_count; i++) {
		enum socket_field field = l->state.fields[i].field;
		bool known = field == FIELD_RETRANS || (field == FIELD_EXPIRES ? s->timer != 0 : s->has_info);

		switch (known ? field : FIELD_RECV_Q) {
		case FIELD_RECV_Q:
		case FIELD_SEND_Q: break;
		case FIELD_MSS: text = arena_printf(a, "%s MSS %u", text, s->mss); break;
		case FIELD_RETRANS: text = arena_printf(a, "%s retrans %u", text, s->retransmits); break;
		case FIELD_UNACKED: text = arena_printf(a, "%s unacked %u", text, s->unacked); break;
		case FIELD_BACKOFF: text = arena_printf(a, "%s backoff %u", text, s->backoff); break;
		case FIELD_PROBES: text = arena_printf(a, "%s probes %u", text, s->probes); break;
		case FIELD_RTO:
			text = arena_printf(a, "%s rto %s", text,
					    duration_text((int64_t)s->rto_ms * 1000000, buf));
			break;
		case FIELD_EXPIRES:
			text = arena_printf(a, "%s expires %s", text,
					    duration_text((int64_t)s->timer_ms * 1000000, buf));
			break;
		}
	}
	return text;
}

/* "client#2": as the line names it. */
static const char *party_name(const struct party *p, struct arena *a)
{
	return p->connection ? arena_printf(a, "%s#%u", p->actor, p->connection) : p->actor;
}

const char *table_text(const struct work *w, const struct line *l, const struct event *e)
{
	const struct sockets_event *table = &e->sockets;
	enum had had = had_by(w->timeline, &l->from, e->time_ns);
	struct arena *a = w->out->arena;
	const char *text = "";

	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (!is_meant(w->timeline, l, s, had))
			continue;
		text = arena_printf(a, "%s%sstate %s %s Recv-Q %u Send-Q %u%s", text, *text ? ", " : "",
				    party_name(&l->from, a), tcp_state_text(s->state), s->receive_queue,
				    s->send_queue, fields_text(l, s, a));
	}
	if (had == HAD_NONE)
		return arena_printf(a, "nothing: %s never had a TCP socket", party_name(&l->from, a));
	return *text ? text
		     : arena_printf(a, "state %s CLOSED (no socket in the table)", party_name(&l->from, a));
}

static bool state_fits(const struct work *w, const struct line *l, const struct event *e,
		       struct bindings *names)
{
	bool time_wait;

	(void)names;
	return e->kind == EVENT_SOCKETS && table_satisfies(w, l, e, &time_wait);
}

static bool state_concerns(const struct work *w, const struct line *l, const struct event *e)
{
	(void)w;
	(void)l;
	return e->kind == EVENT_SOCKETS;
}

const struct line_judge judge_state = { .fits = state_fits, .concerns = state_concerns };
