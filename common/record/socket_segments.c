/* socket_segments.c - what segments do to the sockets at their two ends; see sockets.h. */
#include "common/record/socket_list.h"

/* The end at which a segment is sent, or arrives. */
static int *place_of(const struct sockets *s, const struct segment *seg, bool sender, int *newest)
{
	*newest = 2 * seg->connection + (seg->from_initiator != sender);
	return &s->places.entries[s->place[*newest]].number;
}

/* A socket that has sent a SYN is new. Who called connect() for it has it. */
static void begin(struct sockets *s, int socket, const struct event *e)
{
	const struct event *opener = s->t->openers[s->all[socket].socket.connection];

	s->all[socket].end = (struct tcp_end){ .state = STATE_CLOSED };
	if (e->packet.packet.tcp.flags & FLAG_ACK || !opener)
		return;
	list_describe(s, socket,
		      descriptors_find(s->descriptors, opener->call.process, opener->call.descriptor));
}

void sockets_take_sent(struct sockets *s, size_t event)
{
	const struct event *e = s->t->events[event];
	const struct segment *seg = flow_segment(s->t->flows, e->packet.segment);
	unsigned flags = seg->packet.tcp.flags;
	int newest, *place = place_of(s, seg, true, &newest);
	bool closed = s->all[*place].end.state == STATE_CLOSED;

	/* A new connection takes the place of the old one, if that is over or this end itself opens it: else the old one
	 * answers, and may live on (RFC 9293 section 3.10.7.4). */
	if (*place != newest && (closed || tcp_end_opens_anew(&s->all[*place].end, seg))) {
		list_enter(s, *place, STATE_CLOSED, e->time_ns, event);
		*place = newest;
		closed = true;
	}
	if (flags & FLAG_SYN && (closed || tcp_end_opens_anew(&s->all[*place].end, seg)))
		begin(s, *place, e);
	tcp_end_sends(&s->all[*place].end, seg);
	list_changed(s, *place, e->time_ns, event, false);
}

void sockets_take_arrived(struct sockets *s, size_t event, int64_t time_ns)
{
	const struct segment *seg = flow_segment(s->t->flows, s->t->events[event]->packet.segment);
	int newest, *place = place_of(s, seg, false, &newest);

	if (s->all[*place].end.state == STATE_CLOSED)
		*place = newest;
	tcp_end_receives(&s->all[*place].end, seg);
	list_changed(s, *place, time_ns, event, true);
}
