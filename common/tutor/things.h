/*
 * things.h - the tutor's vocabulary: what a line expects, and what an event is, in the words in which rules are written.
 * Private to common/tutor.
 */
#ifndef COMMON_TUTOR_THINGS_H
#define COMMON_TUTOR_THINGS_H

#include "common/record/timeline.h"
#include "common/script/script.h"

enum thing {
	ANYTHING, /* in a rule only */
	NOTHING, /* no line names it; nothing came */
	/* the wire */
	SYN_SEGMENT,
	SYN_ACK_SEGMENT,
	DATA_SEGMENT,
	FIN_SEGMENT,
	RST_SEGMENT,
	BARE_ACK,
	KEEPALIVE_PROBE,
	WINDOW_PROBE,
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

/* What a line expects; of an action STATE_IS_OTHER, as no rule speaks of it. */
enum thing thing_of_line(const struct line *l);
/* What an event is where this line (NULL: none) was awaited. */
enum thing thing_of_event(const struct timeline *t, const struct line *l, const struct event *e);

#endif
