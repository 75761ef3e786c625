/* things.c - what a line expects and what an event is, in the words of the rules; see things.h. */
#include "common/tutor/things.h"

#include <netinet/tcp.h>
#include <string.h>

#include "common/judge/call_facts.h"
#include "common/judge/judge.h"

/* ---- flags, marks, errors, states ---- */

static enum thing thing_of_flags(unsigned flags, bool data)
{
	if (flags & FLAG_RST)
		return RST_SEGMENT;
	if (flags & FLAG_SYN)
		return flags & FLAG_ACK ? SYN_ACK_SEGMENT : SYN_SEGMENT;
	if (flags & FLAG_FIN)
		return FIN_SEGMENT;
	return data ? DATA_SEGMENT : BARE_ACK;
}

static enum thing thing_of_marks(unsigned marks)
{
	if (marks & MARK_KEEPALIVE_PROBE)
		return KEEPALIVE_PROBE;
	if (marks & MARK_ZERO_WINDOW_PROBE)
		return WINDOW_PROBE;
	return marks & MARK_RETRANSMISSION ? SENT_AGAIN : ANYTHING;
}

static bool call_reads(const struct call_row *row)
{
	return row->direction == CALL_READS && call_moves_bytes(row);
}

static enum thing thing_of_errno(const char *name)
{
	static const struct {
		const char *name;
		enum thing thing;
	} errors[] = {
		{ "EPIPE", EPIPE_ERROR },
		{ "ECONNRESET", RESET_ERROR },
		{ "EAGAIN", AGAIN_ERROR },
		{ "EWOULDBLOCK", AGAIN_ERROR },
		{ "ECONNREFUSED", REFUSED_ERROR },
		{ "ETIMEDOUT", TIMEOUT_ERROR },
		{ "EADDRINUSE", IN_USE_ERROR },
		{ "EBADF", BAD_DESCRIPTOR_ERROR },
		{ "EINTR", INTERRUPTED_ERROR },
		{ "ENOTCONN", NOT_CONNECTED_ERROR },
		{ "EHOSTUNREACH", UNREACHABLE_ERROR },
		{ "ENETUNREACH", UNREACHABLE_ERROR },
	};

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].thing;
	return OTHER_ERROR;
}

static enum thing thing_of_state(unsigned state)
{
	switch (state) {
	case 0:
	case TCP_CLOSE: return STATE_IS_CLOSED;
	case TCP_LISTEN: return STATE_IS_LISTEN;
	case TCP_SYN_SENT: return STATE_IS_SYN_SENT;
	case TCP_ESTABLISHED: return STATE_IS_ESTABLISHED;
	case TCP_CLOSE_WAIT: return STATE_IS_CLOSE_WAIT;
	case TCP_FIN_WAIT1: return STATE_IS_FIN_WAIT_1;
	case TCP_FIN_WAIT2: return STATE_IS_FIN_WAIT_2;
	case TCP_TIME_WAIT: return STATE_IS_TIME_WAIT;
	default: return STATE_IS_OTHER;
	}
}

/* ---- lines: one row a kind; where one is missing, this does not compile ---- */

static enum thing segment_expects(const struct line *l)
{
	const struct segment_pattern *p = &l->segment;

	if (thing_of_marks(p->marks) != ANYTHING)
		return thing_of_marks(p->marks);
	return thing_of_flags(p->flags, p->has_range && (p->length.kind != NUMBER_VALUE || p->length.value));
}

static enum thing data_expects(const struct line *l)
{
	(void)l;
	return DATA_SEGMENT;
}

static enum thing datagram_expects(const struct line *l)
{
	(void)l;
	return DATAGRAM;
}

static enum thing icmp_expects(const struct line *l)
{
	(void)l;
	return ICMP_MESSAGE;
}

static enum thing rest_expects(const struct line *l)
{
	(void)l;
	return ANYTHING;
}

static enum thing call_expects(const struct line *l)
{
	const struct call_pattern *p = &l->call;

	switch (p->result) {
	case RESULT_UNFINISHED: return BLOCKED;
	case RESULT_ERRNO: return thing_of_errno(p->errno_name);
	case RESULT_NEVER: return STATE_IS_OTHER; /* nothing to say of it */
	case RESULT_ANY:
	case RESULT_VALUE: break;
	}
	if (p->row->kin == KIN_SETSOCKOPT)
		return OPTION_SET;
	if (call_reads(p->row) && p->result == RESULT_VALUE && p->compare <= COMPARE_EQ &&
	    p->value.kind == NUMBER_VALUE && p->value.value == 0)
		return END_OF_FILE;
	return SUCCESS;
}

static enum thing signal_expects(const struct line *l)
{
	return strcmp(l->signal, "SIGPIPE") == 0 ? PIPE_SIGNAL : OTHER_SIGNAL;
}

static enum thing exits_expects(const struct line *l)
{
	return l->exit_status ? EXIT_BADLY : EXIT_WELL;
}

static enum thing dies_expects(const struct line *l)
{
	(void)l;
	return DEATH;
}

static enum thing state_expects(const struct line *l)
{
	unsigned lowest = 0;

	while (lowest < 31 && !(l->state.states & 1u << lowest))
		lowest++;
	return thing_of_state(lowest);
}

enum thing thing_of_line(const struct line *l)
{
	static enum thing (*const expects[LINE_KIND_COUNT])(const struct line *l) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = name##_expects,
		SEEN_KINDS(ROW)
#undef ROW
	};

	return line_is_action(l) || line_is_read(l) ? STATE_IS_OTHER : expects[l->kind](l);
}

/* ---- events ---- */

static enum thing thing_of_packet(const struct timeline *t, const struct event *e)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(t, e);

	if (p->transport == TRANSPORT_UDP)
		return DATAGRAM;
	if (p->transport == TRANSPORT_ICMP || p->transport == TRANSPORT_ICMP6)
		return ICMP_MESSAGE;
	if (s && thing_of_marks(s->marks) != ANYTHING)
		return thing_of_marks(s->marks);
	return thing_of_flags(p->tcp.flags, p->payload_length > 0);
}

static enum thing thing_of_call(const struct call *c)
{
	if (!c->result)
		return BLOCKED;
	if (c->errno_name)
		return thing_of_errno(c->errno_name);
	return call_reads(c->row) && c->value == 0 ? END_OF_FILE : SUCCESS;
}

static enum thing thing_of_exit(const struct exit_event *x)
{
	if (x->signal)
		return DEATH;
	if (x->status == 126 || x->status == 127)
		return EXIT_NOT_RUN;
	return x->status ? EXIT_BADLY : EXIT_WELL;
}

/* State of the socket that the line speaks of; 0 where there is none (CLOSED). */
static unsigned table_state(const struct timeline *t, const struct line *l, const struct sockets_event *table)
{
	const struct kernel_socket *s = state_line_socket(t, l, table);

	return s ? s->state : 0;
}

enum thing thing_of_event(const struct timeline *t, const struct line *l, const struct event *e)
{
	int64_t took;

	switch (e->kind) {
	case EVENT_PACKET: return thing_of_packet(t, e);
	case EVENT_CALL:
		took = e->call.end_ns - e->time_ns;
		if (l && l->kind == LINE_CALL && call_is_kin(&l->call, &e->call) && !l->call.kin)
			return OTHER_CALL;
		if (l && l->kind == LINE_CALL && e->call.returned && l->call.within_ns >= 0 &&
		    took > l->call.within_ns)
			return TOO_LONG;
		if (l && l->kind == LINE_CALL && e->call.returned && l->call.takes_ns >= 0 &&
		    took < l->call.takes_ns - TICK_NS)
			return TOO_SHORT;
		return thing_of_call(&e->call);
	case EVENT_SIGNAL: return strcmp(e->signal.name, "SIGPIPE") == 0 ? PIPE_SIGNAL : OTHER_SIGNAL;
	case EVENT_EXIT: return thing_of_exit(&e->exit);
	case EVENT_SOCKETS: return l ? thing_of_state(table_state(t, l, &e->sockets)) : STATE_IS_OTHER;
	case EVENT_READING:
	case EVENT_ACTION: break;
	}
	return STATE_IS_OTHER;
}
