/*
 * tcp_end.h - one end of a TCP connection, and the state that it is in. Private to common/record.
 *
 * The state machine is that of RFC 9293 section 3.3.2 (figure 5); what an end does with a segment that reaches it stands in
 * section 3.10.7. States have the kernel's numbers (linux/tcp_states.h), and the two below. All sequence numbers are
 * as on the wire.
 *
 * An end is watched from outside: whether it took what reached it is not seen. So two things tell, whichever comes first:
 * the segment arrives in its place and within the window that the end has offered; or the end acknowledges it.
 */
#ifndef COMMON_RECORD_TCP_END_H
#define COMMON_RECORD_TCP_END_H

#include "capture/flow.h"

/* CLOSED is no connection at all (RFC 9293 section 3.3.2). Of an end that was there before the capture began
 * nobody knows in which state it is. */
enum { STATE_UNKNOWN = -1, STATE_CLOSED = 0 };

struct tcp_end {
	int state;
	bool has_first, has_next, has_edge, sent_fin, peer_fin;
	uint32_t first; /* ISS: the number of its SYN */
	uint32_t sent; /* SND.NXT: one past the highest that it has sent */
	uint32_t next; /* RCV.NXT: what it expects of its peer */
	uint32_t edge; /* RCV.NXT+RCV.WND: one past the highest that its window takes */
	uint32_t fin_ack; /* the number that acknowledges its FIN */
	uint32_t peer_fin_at; /* the number of its peer's FIN, which has arrived */
};

/* Does this SYN, which the end sends, open another connection in the place of the one that it has had? */
bool tcp_end_opens_anew(const struct tcp_end *e, const struct segment *s);

/* The end sends a segment. A SYN is what makes an end that is CLOSED one of a connection. */
void tcp_end_sends(struct tcp_end *e, const struct segment *s);
/* A segment reaches the end. */
void tcp_end_receives(struct tcp_end *e, const struct segment *s);
/* Its user closes it, or the direction in which it sends (RFC 9293 section 3.10.4): what is queued comes first, but the
 * state changes at once. */
void tcp_end_closes(struct tcp_end *e);

#endif
