/*
 * causes.h - likely causes of a failure as a table: what was expected, what came, and what a student should
 * look at then. Private to common/judge.
 */
#ifndef COMMON_JUDGE_CAUSES_H
#define COMMON_JUDGE_CAUSES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/calls/table.h"

/* What a line expects, or what an event is. */
enum thing {
	ANYTHING, /* in the table only */
	NOTHING, /* no line names it; nothing came */
	/* the wire */
	SYN_SEGMENT,
	SYN_ACK_SEGMENT,
	DATA_SEGMENT,
	FIN_SEGMENT,
	RST_SEGMENT,
	BARE_ACK,
	PROBE,
	SENT_AGAIN,
	DATAGRAM,
	ICMP_MESSAGE,
	/* calls, by their result */
	BLOCKED, /* not returned */
	SUCCESS, /* a value above 0, or 0 where that is no end of file */
	END_OF_FILE,
	EPIPE_ERROR,
	RESET_ERROR,
	AGAIN_ERROR,
	REFUSED_ERROR,
	TIMEOUT_ERROR,
	UNREACHABLE_ERROR,
	IN_USE_ERROR,
	BAD_DESCRIPTOR_ERROR,
	INTERRUPTED_ERROR,
	NOT_CONNECTED_ERROR,
	OTHER_ERROR,
	TOO_LONG, /* the right call, but longer than "within" */
	TOO_SHORT, /* or shorter than "takes" */
	OTHER_CALL, /* one that does the same under another name: sendto() for write() */
	OPTION_SET, /* setsockopt() */
	PIPE_SIGNAL,
	OTHER_SIGNAL,
	EXIT_WELL, /* status 0 */
	EXIT_BADLY,
	EXIT_NOT_RUN, /* status 126 or 127 */
	DEATH,
	GONE, /* the process had ended */
	/* states */
	STATE_IS_CLOSED,
	STATE_IS_LISTEN,
	STATE_IS_SYN_SENT,
	STATE_IS_ESTABLISHED,
	STATE_IS_CLOSE_WAIT,
	STATE_IS_FIN_WAIT_1,
	STATE_IS_FIN_WAIT_2,
	STATE_IS_TIME_WAIT,
	STATE_IS_OTHER,
};

/* What else must hold. */
enum condition {
	ALWAYS,
	LINGER_ZERO, /* the sender had set SO_LINGER {on, 0} */
	NO_LINGER, /* the call is close(), and SO_LINGER had not been set, or off */
	LINGER_RAN_OUT, /* the call is close(), and took as long as SO_LINGER lets it */
	WAITED, /* the call took longer than a call that has nothing to wait for */
	CUT_OFF, /* a cable was cut, or a host down or unreachable, at that time */
};

/* @who: who sent, called or is in the state; @peer: the other; @took: how long the call took; @call: its name; @wanted:
 * the call that the line names. The first row that fits is the answer. */
struct cause {
	enum thing expected, came;
	enum condition condition;
	const char *sentence;
};

extern const struct cause causes[];
extern const size_t cause_count;

/* things.c: of a segment with these flags; ANYTHING where its marks do not tell; of a call that failed; of a state in the
 * kernel's numbers. */
enum thing thing_of_flags(unsigned flags, bool data);
enum thing thing_of_marks(unsigned marks);
enum thing thing_of_errno(const char *name);
enum thing thing_of_state(unsigned state);
/* A call that gives 0 at the end of the peer's data. */
bool call_reads(const struct call_row *row);

#endif
