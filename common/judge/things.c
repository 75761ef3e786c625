/* things.c - what flags, marks, an errno or a state is, in the words of the table of causes; see causes.h. */
#include "common/judge/causes.h"

#include <netinet/tcp.h>
#include <string.h>

#include "capture/flow.h"

enum thing thing_of_flags(unsigned flags, bool data)
{
	if (flags & FLAG_RST)
		return RST_SEGMENT;
	if (flags & FLAG_SYN)
		return flags & FLAG_ACK ? SYN_ACK_SEGMENT : SYN_SEGMENT;
	if (flags & FLAG_FIN)
		return FIN_SEGMENT;
	return data ? DATA_SEGMENT : BARE_ACK;
}

enum thing thing_of_marks(unsigned marks)
{
	if (marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE))
		return PROBE;
	return marks & MARK_RETRANSMISSION ? SENT_AGAIN : ANYTHING;
}

bool call_reads(const struct call_row *row)
{
	return row->direction == CALL_READS && call_moves_bytes(row);
}

enum thing thing_of_errno(const char *name)
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

enum thing thing_of_state(unsigned state)
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
