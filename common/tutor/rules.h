/*
 * rules.h - what a teacher says of a failure, as a table: what was expected, what came, what else the record shows, and
 * the sentence. Private to common/tutor.
 */
#ifndef COMMON_TUTOR_RULES_H
#define COMMON_TUTOR_RULES_H

#include "common/tutor/divergence.h"

/* Of whom a rule speaks. */
enum whom {
	OF_YOURS, /* a program of the reader's own, where one plays: what is expected is expected of that */
	OF_ALL, /* whoever sent, called, or is in the state */
};

/* What else must hold. "It" is whom the rule speaks of; what it has done, it has done up to the divergence. */
enum circumstance {
	ALWAYS,
	/* how it ended */
	CANNOT_RUN, /* it exited with 126 or 127 */
	KILLED_BY_PIPE,
	KILLED, /* by another signal, and not by the director */
	ENDED, /* exited by itself */
	ENDED_AT_ONCE, /* the same, and had neither connected nor bound anything */
	SURVIVES_PIPE, /* it wrote, got EPIPE, and no signal came */
	/* addresses */
	NO_SOCKET_CALL, /* it has neither connected nor bound anything */
	OTHER_ADDRESS, /* it called connect() for another address than the one that is listened on */
	BOUND_ELSEWHERE, /* it called bind() for another address than the one that is connected to */
	ADDRESS_IN_USE, /* bind() failed so, and SO_REUSEADDR had not been set */
	/* options */
	LINGERS_ZERO, /* SO_LINGER {on, 0} */
	LINGERS_POSITIVE,
	CLOSES_UNLINGERING, /* what came is its close(), and SO_LINGER had not been set, or off */
	LINGER_RAN_OUT, /* what came is its close(), and took as long as SO_LINGER lets it */
	OPTION_UNSET, /* no setsockopt() has succeeded for the option of the awaited line; where that names none, SO_LINGER */
	/* data, and the end of it */
	NO_WRITE,
	NOT_READ_TO_END, /* none of its reads gave 0 or an error */
	NO_SHUTDOWN,
	NO_CLOSE, /* neither close() nor shutdown() of a socket, and it lives */
	NO_CLOSE_CALL,
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
	CUT_OFF, /* a cable was cut, or a host down or unreachable, at that time */
};

/* The first row that fits is the answer. The names in a sentence are those of sentence.c. */
struct rule {
	enum whom whom;
	enum thing expected, came;
	enum circumstance circumstance;
	const char *call; /* the awaited line is this call; NULL: whatever it is */
	const char *sentence;
};

extern const struct rule rules[];
extern const size_t rule_count;

/* circumstances.c */
bool circumstance_holds(const struct divergence *s, enum circumstance circumstance);

/* sentence.c: a rule's sentence, its names replaced, into arena. */
const char *sentence_of(const struct divergence *s, const char *sentence, struct arena *arena);
/* Does one of the names stand here? */
bool sentence_has_name(const char *at);

#endif
