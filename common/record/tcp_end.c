/* tcp_end.c - the state machine of TCP; see tcp_end.h. */
#include "common/record/tcp_end.h"

#include <netinet/tcp.h>

static bool is_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) > 0;
}

static unsigned flags_of(const struct segment *s)
{
	return s->packet.tcp.flags;
}

/* One past the segment's data; a SYN before it and a FIN behind it take a number each (section 3.4). */
static uint32_t end_of_data(const struct segment *s)
{
	return s->packet.tcp.sequence + !!(flags_of(s) & FLAG_SYN) + s->packet.payload_length;
}

static bool is_synchronized(int state)
{
	return state > STATE_CLOSED && state != TCP_LISTEN && state != TCP_SYN_SENT && state != TCP_SYN_RECV;
}

bool tcp_end_opens_anew(const struct tcp_end *e, const struct segment *s)
{
	return flags_of(s) & FLAG_SYN && e->has_first && e->first != s->packet.tcp.sequence;
}

/* ---- what it sends ---- */

/* The number of its peer up to which it has all is known, from the order in which segments came or from its own word. */
static void has_received(struct tcp_end *e, uint32_t next)
{
	if (!e->has_next || is_after(next, e->next))
		e->next = next;
	e->has_next = true;
}

static int after_peer_fin(int state)
{
	switch (state) {
	case TCP_SYN_RECV:
	case TCP_ESTABLISHED: return TCP_CLOSE_WAIT;
	case TCP_FIN_WAIT1: return TCP_CLOSING;
	case TCP_FIN_WAIT2: return TCP_TIME_WAIT;
	default: return state;
	}
}

static void take_peer_fin(struct tcp_end *e)
{
	if (e->peer_fin && is_after(e->next, e->peer_fin_at)) {
		e->peer_fin = false;
		e->state = after_peer_fin(e->state);
	}
}

static void acknowledges(struct tcp_end *e, const struct segment *s)
{
	uint32_t edge = s->packet.tcp.acknowledgment + s->window;

	has_received(e, s->packet.tcp.acknowledgment);
	if (!e->has_edge || is_after(edge, e->edge))
		e->edge = edge;
	e->has_edge = true;
	take_peer_fin(e);
}

/* A RST without ACK answers a segment whose acknowledgement makes no sense (section 3.10.7): an end that has no connection
 * yet goes on as before. Any other ends what there was. */
static int after_sending_reset(const struct tcp_end *e, unsigned flags)
{
	bool goes_on = e->state == TCP_SYN_SENT || (e->state == TCP_SYN_RECV && !(flags & FLAG_ACK));

	return goes_on ? e->state : STATE_CLOSED;
}

/* Who repeats its SYN, ACK has not taken the ACK that came, though it is in place: nobody could accept() the connection. */
static int after_sending_syn(const struct tcp_end *e, unsigned flags)
{
	switch (e->state) {
	case STATE_CLOSED:
	case STATE_UNKNOWN: return flags & FLAG_ACK ? TCP_SYN_RECV : TCP_SYN_SENT;
	case TCP_SYN_SENT:
	case TCP_ESTABLISHED: return flags & FLAG_ACK ? TCP_SYN_RECV : e->state;
	default: return e->state;
	}
}

void tcp_end_sends(struct tcp_end *e, const struct segment *s)
{
	unsigned flags = flags_of(s);
	uint32_t end = end_of_data(s) + !!(flags & FLAG_FIN);

	if (flags & FLAG_RST) {
		e->state = after_sending_reset(e, flags);
		return;
	}
	if (!(flags & FLAG_SYN) && e->state == STATE_CLOSED)
		e->state = STATE_UNKNOWN; /* it was there before the capture, or lives longer than we know */
	if (flags & FLAG_SYN) {
		e->state = after_sending_syn(e, flags);
		if (!e->has_first)
			e->sent = end;
		e->has_first = true;
		e->first = s->packet.tcp.sequence;
	}
	if (is_after(end, e->sent))
		e->sent = end;
	if (flags & FLAG_ACK)
		acknowledges(e, s);
	if (!(flags & FLAG_FIN))
		return;
	e->sent_fin = true;
	e->fin_ack = end;
	tcp_end_closes(e);
}

void tcp_end_closes(struct tcp_end *e)
{
	switch (e->state) {
	case TCP_LISTEN:
	case TCP_SYN_SENT: e->state = STATE_CLOSED; break;
	case TCP_SYN_RECV:
	case TCP_ESTABLISHED: e->state = TCP_FIN_WAIT1; break;
	case TCP_CLOSE_WAIT: e->state = TCP_LAST_ACK; break;
	default: break;
	}
}

/* ---- what reaches it ---- */

/* Does it acknowledge the SYN, and nothing that was never sent? */
static bool acknowledges_syn(const struct tcp_end *e, const struct segment *s)
{
	uint32_t ack = s->packet.tcp.acknowledgment;

	return flags_of(s) & FLAG_ACK && e->has_first && is_after(ack, e->first) && !is_after(ack, e->sent);
}

/* Sections 3.10.7.3 and 3.10.7.4: who has sent a SYN takes a RST that acknowledges it, everybody else one that is exactly
 * in its place (RFC 5961). */
static void receives_reset(struct tcp_end *e, const struct segment *s)
{
	bool fits = e->state == TCP_SYN_SENT ? acknowledges_syn(e, s)
					     : e->has_next && s->packet.tcp.sequence == e->next;

	if (fits && e->state != TCP_LISTEN)
		e->state = STATE_CLOSED;
}

/* Section 3.10.7.3; and the SYN, ACK that ends a simultaneous open (figure 7). To a connection that is there a SYN means
 * nothing but a question. */
static void receives_syn(struct tcp_end *e, const struct segment *s)
{
	bool acks = acknowledges_syn(e, s);

	if (e->state == TCP_SYN_RECV && acks && end_of_data(s) == e->next)
		e->state = TCP_ESTABLISHED;
	if (e->state != TCP_SYN_SENT || (flags_of(s) & FLAG_ACK && !acks))
		return;
	e->has_next = true;
	e->next = end_of_data(s);
	e->state = acks ? TCP_ESTABLISHED : TCP_SYN_RECV;
}

static void receives_acknowledgment(struct tcp_end *e, const struct segment *s)
{
	bool of_fin = e->sent_fin && !is_after(e->fin_ack, s->packet.tcp.acknowledgment);

	switch (e->state) {
	case TCP_SYN_RECV:
		if (acknowledges_syn(e, s))
			e->state = TCP_ESTABLISHED;
		break;
	case TCP_FIN_WAIT1: e->state = of_fin ? TCP_FIN_WAIT2 : e->state; break;
	case TCP_CLOSING: e->state = of_fin ? TCP_TIME_WAIT : e->state; break;
	case TCP_LAST_ACK: e->state = of_fin ? STATE_CLOSED : e->state; break;
	default: break;
	}
}

/* Data and FIN count when all before them has come, as far as the window goes: what lies beyond is not taken. */
static void receives_text(struct tcp_end *e, const struct segment *s)
{
	uint32_t end = end_of_data(s);
	bool fin = flags_of(s) & FLAG_FIN;

	if (fin && (is_synchronized(e->state) || e->state == TCP_SYN_RECV || e->state == STATE_UNKNOWN)) {
		e->peer_fin = !e->has_next || !is_after(e->next, end);
		e->peer_fin_at = end;
	}
	if (!e->has_next || is_after(s->packet.tcp.sequence, e->next))
		return;
	if (e->has_edge && is_after(end + fin, e->edge))
		return;
	has_received(e, end + fin);
	take_peer_fin(e);
}

void tcp_end_receives(struct tcp_end *e, const struct segment *s)
{
	unsigned flags = flags_of(s);

	if (e->state == STATE_CLOSED)
		return;
	if (flags & FLAG_RST) {
		receives_reset(e, s);
		return;
	}
	if (flags & FLAG_SYN || e->state == TCP_SYN_SENT) {
		if (flags & FLAG_SYN)
			receives_syn(e, s);
		return;
	}
	if (flags & FLAG_ACK)
		receives_acknowledgment(e, s);
	if (e->state != STATE_CLOSED)
		receives_text(e, s);
}
