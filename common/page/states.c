/*
 * states.c - in which state each socket was, from when to when; see run.h.
 *
 * The kernel's own table was read now and then, and what it says counts. Between two readings the state follows from the
 * segments that were sent and that arrived, by the state machine of RFC 9293 (section 3.3.2).
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/page/escape.h"
#include "common/page/teller.h"

enum { NOT_YET = -1, CLOSED = 0 };

/* One end of a connection, or a socket that listens. */
struct tcb {
	int connection; /* NO_CONNECTION: it listens */
	struct endpoint local, remote;
	enum side side;
	int process; /* that listens */
	int state;
	bool sent_fin;
	uint32_t fin_ack; /* the acknowledgement of its FIN */
	uint32_t next; /* what it expects next of its peer */
	struct text changes;
};

struct states {
	struct teller *t;
	struct tcb *all;
	size_t count, capacity;
};

static struct tcb *add(struct states *s, const struct tcb *tcb)
{
	s->all = arena_grow(s->t->ladder.arena, s->all, s->count, &s->capacity, sizeof(*s->all));
	s->all[s->count] = *tcb;
	return &s->all[s->count++];
}

static void enter(struct tcb *tcb, int state, unsigned item, bool received, bool kernel)
{
	if (tcb->state == state)
		return;
	tcb->state = state;
	text_addf(&tcb->changes, ",[%u,%d,%d,%d]", item, received, state, kernel);
}

static bool same_ends(const struct tcb *a, const struct endpoint *local, const struct endpoint *remote)
{
	return a->connection != NO_CONNECTION && endpoint_equal(&a->local, local) &&
	       endpoint_equal(&a->remote, remote);
}

/* The sender's or the receiver's end of a segment. A new connection between the same two takes the old one's place. */
static struct tcb *end_of(struct states *s, const struct segment *seg, bool sender, enum side side,
			  unsigned item)
{
	const struct packet *p = &seg->packet;
	struct endpoint ends[2] = { { p->source, p->tcp.source_port },
				    { p->destination, p->tcp.destination_port } };
	const struct endpoint *local = &ends[!sender], *remote = &ends[sender];

	for (size_t i = s->count; i-- > 0;)
		if (s->all[i].connection == seg->connection && endpoint_equal(&s->all[i].local, local))
			return &s->all[i];
	for (size_t i = 0; i < s->count; i++)
		if (same_ends(&s->all[i], local, remote))
			enter(&s->all[i], CLOSED, item, !sender, false);
	return add(s, &(struct tcb){ .connection = seg->connection,
				     .local = *local,
				     .remote = *remote,
				     .side = side,
				     .state = NOT_YET });
}

static int after_sending(const struct tcb *tcb, unsigned flags)
{
	if (flags & FLAG_RST) /* what a socket that has sent a SYN answers so was not meant for it */
		return tcb->state == TCP_SYN_SENT ? TCP_SYN_SENT : CLOSED;
	if (flags & FLAG_SYN && (tcb->state == NOT_YET || tcb->state == TCP_SYN_SENT))
		return flags & FLAG_ACK ? TCP_SYN_RECV : TCP_SYN_SENT;
	if (!(flags & FLAG_FIN))
		return tcb->state;
	switch (tcb->state) {
	case TCP_SYN_RECV:
	case TCP_ESTABLISHED: return TCP_FIN_WAIT1;
	case TCP_CLOSE_WAIT: return TCP_LAST_ACK;
	default: return tcb->state;
	}
}

static int after_ack(const struct tcb *tcb, uint32_t ack)
{
	bool of_fin = tcb->sent_fin && (int32_t)(ack - tcb->fin_ack) >= 0;

	switch (tcb->state) {
	case TCP_SYN_RECV: return TCP_ESTABLISHED;
	case TCP_FIN_WAIT1: return of_fin ? TCP_FIN_WAIT2 : tcb->state;
	case TCP_CLOSING: return of_fin ? TCP_TIME_WAIT : tcb->state;
	case TCP_LAST_ACK: return of_fin ? CLOSED : tcb->state;
	default: return tcb->state;
	}
}

static int after_fin(int state)
{
	switch (state) {
	case TCP_SYN_RECV:
	case TCP_ESTABLISHED: return TCP_CLOSE_WAIT;
	case TCP_FIN_WAIT1: return TCP_CLOSING;
	case TCP_FIN_WAIT2: return TCP_TIME_WAIT;
	default: return state;
	}
}

static int after_receiving(struct tcb *tcb, const struct segment *seg)
{
	unsigned flags = seg->packet.tcp.flags;
	int state = tcb->state;

	if (flags & FLAG_RST) {
		/* Only one that is exactly in place closes (RFC 5961); who has sent a SYN takes any that acknowledges it. */
		bool fits = state == TCP_SYN_SENT ? flags & FLAG_ACK : seg->first == tcb->next;

		return state != NOT_YET && fits ? CLOSED : state;
	}
	if (flags & FLAG_SYN) {
		tcb->next = 1;
		if (state == TCP_SYN_SENT)
			return flags & FLAG_ACK ? TCP_ESTABLISHED : TCP_SYN_RECV;
		return state; /* a listener's new socket is there when it answers */
	}
	if (flags & FLAG_ACK && state > CLOSED)
		state = after_ack(tcb, seg->ack);
	if ((int32_t)(seg->first - tcb->next) > 0)
		return state; /* something is missing before it */
	if ((int32_t)(seg->end - tcb->next) > 0)
		tcb->next = seg->end;
	if (flags & FLAG_FIN && seg->end == tcb->next && state > CLOSED) {
		tcb->next++;
		state = after_fin(state);
	}
	return state;
}

static void take_segment(struct states *s, size_t event)
{
	const struct ladder *l = &s->t->ladder;
	const struct event *e = l->timeline->events[event];
	const struct segment *seg = timeline_segment(l->timeline, e);
	unsigned item = s->t->item_of[event];
	enum side from, to;
	struct tcb *tcb;
	bool arrow;

	if (!seg || seg->connection == NO_CONNECTION || !item)
		return;
	arrow = packet_sides(l, e, &from, &to);
	tcb = end_of(s, seg, true, from, item);
	if (seg->packet.tcp.flags & FLAG_FIN && !tcb->sent_fin) {
		tcb->sent_fin = true;
		tcb->fin_ack = seg->end + 1;
	}
	if (tcb->state != NOT_YET || seg->packet.tcp.flags & FLAG_SYN)
		enter(tcb, after_sending(tcb, seg->packet.tcp.flags), item, false, false);
	if (e->packet.lost)
		return;
	tcb = end_of(s, seg, false, arrow ? to : from, item);
	enter(tcb, after_receiving(tcb, seg), item, true, false);
}

static void take_call(struct states *s, size_t event)
{
	const struct ladder *l = &s->t->ladder;
	const struct call *c = &l->timeline->events[event]->call;
	unsigned item = s->t->end_of[event] ? s->t->end_of[event] : s->t->item_of[event];

	if (c->process < 0 || !item || !c->returned || c->value)
		return;
	if (c->row->kin == KIN_LISTEN && c->has_local)
		enter(add(s, &(struct tcb){ .connection = NO_CONNECTION,
					    .local = c->local,
					    .side = side_of_process(l, c->process),
					    .process = c->process,
					    .state = NOT_YET }),
		      TCP_LISTEN, item, false, false);
}

/* The kernel closes what a process listened on when it ends; its children may have it still. */
static void take_exit(struct states *s, size_t event)
{
	const struct timeline *t = s->t->ladder.timeline;
	int actor = t->processes[t->events[event]->exit.process].actor;
	unsigned left = 0;

	for (size_t i = 0; i < t->process_count; i++)
		left += t->processes[i].actor == actor;
	for (size_t i = 0; i <= event; i++)
		left -= t->events[i]->kind == EVENT_EXIT && t->events[i]->exit.process >= 0 &&
			t->processes[t->events[i]->exit.process].actor == actor;
	for (size_t i = 0; i < s->count && !left; i++)
		if (s->all[i].connection == NO_CONNECTION && t->processes[s->all[i].process].actor == actor)
			enter(&s->all[i], CLOSED, s->t->item_of[event], false, false);
}

/* What a host's TCP knew is gone when it crashes or is made anew. */
static void take_action(struct states *s, size_t event)
{
	const struct timeline *t = s->t->ladder.timeline;
	const char *text = t->events[event]->action.text, *name = strchr(text, ' ');
	int host = NOBODY;

	if (name && (strncmp(text, "reboot ", 7) == 0 || strncmp(text, "crash ", 6) == 0))
		host = timeline_host_named(t, name + 1);
	for (size_t i = 0; i < s->count && host != NOBODY; i++)
		if (s->all[i].state != NOT_YET && timeline_host_at(t, &s->all[i].local.address) == host)
			enter(&s->all[i], CLOSED, s->t->item_of[event], false, false);
}

static bool is_of(const struct kernel_socket *k, const struct tcb *tcb)
{
	if (k->protocol != IPPROTO_TCP)
		return false;
	if (tcb->connection == NO_CONNECTION) /* "any address" is written in more than one way */
		return k->state == TCP_LISTEN && k->local.port == tcb->local.port;
	return endpoint_equal(&k->local, &tcb->local) && k->state != TCP_LISTEN &&
	       endpoint_equal(&k->remote, &tcb->remote);
}

/* A later connection of the same two ends has taken this one's place in the table. */
static bool is_replaced(const struct states *s, size_t index)
{
	const struct tcb *old = &s->all[index];

	for (size_t i = index + 1; i < s->count && old->connection != NO_CONNECTION; i++)
		if (same_ends(&s->all[i], &old->local, &old->remote))
			return true;
	return false;
}

static void take_look(struct states *s, size_t event, unsigned item)
{
	const struct sockets_event *table = &s->t->ladder.timeline->events[event]->sockets;

	for (size_t i = 0; i < s->count && item; i++) {
		int state = CLOSED;

		if (s->all[i].state == NOT_YET || is_replaced(s, i))
			continue;
		for (size_t k = 0; k < table->count; k++)
			if (is_of(&table->sockets[k], &s->all[i]))
				state = table->sockets[k].state;
		enter(&s->all[i], state, item, false, true);
	}
}

static void write_socket(struct teller *t, const struct tcb *tcb)
{
	char local[ENDPOINT_TEXT], remote[ENDPOINT_TEXT];

	endpoint_text(&tcb->local, local);
	if (tcb->connection != NO_CONNECTION)
		json_add(t->out, arena_printf(t->ladder.arena, "%s > %s", local,
					      endpoint_text(&tcb->remote, remote)));
	else
		json_add(t->out, local);
	text_addf(t->out, ",%d%s]", tcb->side, text_chars(&tcb->changes));
}

void sockets_json(struct teller *t)
{
	struct states s = { .t = t };
	const struct timeline *timeline = t->ladder.timeline;
	bool first = true;

	for (size_t i = 0; i < timeline->event_count; i++) {
		const struct event *e = timeline->events[i];

		switch (e->kind) {
		case EVENT_PACKET: take_segment(&s, i); break;
		case EVENT_CALL: take_call(&s, i); break;
		case EVENT_EXIT:
			if (e->exit.process >= 0)
				take_exit(&s, i);
			break;
		case EVENT_SOCKETS: take_look(&s, i, t->item_of[i]); break;
		case EVENT_ACTION: take_action(&s, i); break;
		case EVENT_SIGNAL: break;
		}
	}
	text_add(t->out, "\"sockets\":[");
	for (size_t i = 0; i < s.count; i++) {
		if (s.all[i].changes.length) {
			text_add(t->out, first ? "[" : ",[");
			write_socket(t, &s.all[i]);
			first = false;
		}
		text_free(&s.all[i].changes);
	}
	text_add(t->out, "]");
}
