/*
 * rules.h - what a teacher says of a failure, as a table: what was expected, what came, what else the record shows, and
 * the sentence. Private to common/tutor.
 */
#ifndef COMMON_TUTOR_RULES_H
#define COMMON_TUTOR_RULES_H

#include "common/tutor/divergence.h"

/* What else must hold. "It" is whom the rule speaks of; what it has done, it has done up to the divergence. */
enum circumstance {
	ALWAYS,
	/* how it ended */
	CANNOT_RUN, /* it exited with 126 or 127 */
	KILLED_BY_PIPE,
	KILLED, /* by another signal, and not by the director */
	ENDED, /* exited by itself */
	ENDED_AT_ONCE, /* the same, and had neither connected nor bound anything */
	PIPE_BLOCKED, /* it has taken a SIGPIPE by sigtimedwait() */
	SURVIVES_PIPE, /* it wrote, got EPIPE, and no signal came */
	/* addresses */
	NO_SOCKET_CALL, /* it has neither connected nor bound anything */
	NOBODY_BOUND, /* the same, and what came is for an address that nobody has bound */
	OTHER_ADDRESS, /* it called connect() for another address than the one that is listened on */
	BOUND_ELSEWHERE, /* it called bind() for another address than the one that is connected to */
	ADDRESS_IN_USE, /* bind() failed so, and SO_REUSEADDR had not been set */
	LISTENED, /* its listen() had succeeded */
	CANNOT_LISTEN, /* the last one of its bind() and listen() failed */
	/* options */
	LINGERS_ZERO, /* SO_LINGER {on, 0} */
	LINGERS_POSITIVE,
	CLOSES_UNLINGERING, /* what came is its close(), and SO_LINGER had not been set, or off */
	LINGER_RAN_OUT, /* what came is its close(), and took as long as SO_LINGER lets it */
	NO_KEEPALIVE, /* SO_KEEPALIVE is not on */
	PROBES_LATE, /* it is on, no probe was sent, and TCP_KEEPIDLE was not set */
	PROBES_SELDOM, /* it is on, probes were sent, and TCP_KEEPINTVL was not set */
	OPTION_UNSET, /* no setsockopt() has succeeded for the option of the awaited line; where that names none, SO_LINGER */
	/* data, and the end of it */
	NO_WRITE,
	NOT_READ_TO_END, /* none of its reads gave 0 or an error */
	NO_SHUTDOWN,
	NO_CLOSE, /* neither close() nor shutdown() of a socket, and it lives */
	NO_CLOSE_CALL,
	LEAVES_OPEN, /* it runs, and has called neither close() nor a shutdown() that ends its sending */
	SHUT_READING_ONLY, /* the same, and it has called shutdown(SHUT_RD) */
	HELD_ELSEWHERE, /* a descriptor of its connection was closed, and another one is open */
	HAS_CLOSED, /* close(), or a shutdown() that ends its sending */
	ROOM_LEFT, /* more came than the line says, or no window closed, as who receives has not set SO_RCVBUF */
	ONE_SEGMENT, /* the line is about a single segment */
	/* the keyboard */
	KEYBOARD_GONE, /* a line was typed for it after it had exited */
	KEYBOARD_UNREAD, /* a line was typed for it, and it does not read its standard input */
	KEYBOARD_AHEAD, /* the script will type a line for it, and it did not wait for one */
	KEYBOARD_SKIPPED, /* the script will type a line for it, and it never reads its standard input */
	MORE_TO_TYPE, /* the script will type a line for it */
	AT_KEYBOARD, /* it waits for its standard input, and the awaited line's act types nothing for it */
	TOLD, /* it waits for its standard input again, after the line that this act typed for it */
	/* of what came */
	WAITED, /* the call took longer than one that has nothing to wait for */
	CUT_OFF, /* a link was cut, or a host down or unreachable, at that time, and the line expects no loss */
	/* of the record */
	UNTRACED, /* none of its calls is on record, as in a capture from elsewhere */
};

/* The first row that fits is the answer. The names in a sentence are those of sentence.c. A cause is told only where the
 * record supports it: what cannot be read there is either asked, or not said. */
struct rule {
	enum thing expected, came;
	enum circumstance circumstance;
	const char *call; /* the awaited line is this call; NULL: whatever it is */
	const char *sentence;
};

struct rules {
	const struct rule *at;
	size_t count;
};

/* rules_yours.c: of a program of the reader's own, where one plays: what is expected is expected of that.
 * rules.c: of whoever sent, called, or is in the state. */
extern const struct rules rules_of_yours, rules_of_all;

/* circumstances.c */
bool circumstance_holds(const struct divergence *s, enum circumstance circumstance);

/* sentence.c: a rule's sentence, its names replaced, into arena. */
const char *sentence_of(const struct divergence *s, const char *sentence, struct arena *arena);
/* Does one of the names stand here? */
bool sentence_has_name(const char *at);

#endif
