/*
 * lessons.h - what a teacher says where a program of the reader's own differs, as a table: what was expected of it, what
 * came, and what it has done up to then. Private to common/judge.
 */
#ifndef COMMON_JUDGE_LESSONS_H
#define COMMON_JUDGE_LESSONS_H

#include "common/judge/causes.h"
#include "common/judge/judge.h"

struct work; /* work.h */

/* What is known of the program's deeds up to the divergence. */
enum deed {
	WHATEVER,
	CANNOT_RUN, /* it exited with 126 or 127 */
	KILLED_BY_PIPE,
	KILLED, /* by another signal */
	ENDED, /* exited by itself */
	SURVIVES_PIPE, /* it wrote, got EPIPE, and no signal came */
	NO_SOCKET_CALL, /* it has neither connected nor bound anything */
	OTHER_ADDRESS, /* it called connect() for another address than the one that is listened on */
	BOUND_ELSEWHERE, /* it called bind() for another address than the one that is connected to */
	ADDRESS_IN_USE, /* bind() failed so, and SO_REUSEADDR had not been set */
	LINGERS_ZERO,
	LINGERS_POSITIVE,
	OPTION_UNSET, /* no setsockopt() has succeeded for the option of the awaited line; where that names none, SO_LINGER */
	ENDED_AT_ONCE, /* exited by itself, and had neither connected nor bound anything */
	NOT_READ_TO_END, /* none of its reads gave 0 or an error */
	NO_SHUTDOWN,
	NO_CLOSE, /* neither close() nor shutdown() of a socket */
	NO_CLOSE_CALL,
	NO_WRITE,
	KEYBOARD_GONE, /* a line was typed for it after it had exited */
	KEYBOARD_UNREAD, /* a line was typed for it, and it does not read its standard input */
	KEYBOARD_AHEAD, /* the script will type a line for it, and it did not wait for one */
	KEYBOARD_SKIPPED, /* the script will type a line for it, and it never reads its standard input */
	MORE_TO_TYPE, /* the script will type a line for it */
	AT_KEYBOARD, /* it waits for its standard input, and the awaited line's act types nothing for it */
	TOLD, /* it waits for its standard input again, after the line that this act typed for it */
};

/* @who: the program; @address: what is listened on; @where: what it called; @bound: where it listens; @sought: what is called; @status, @signal: how it ended; @doing: the
 * call that it is in; @call: what the awaited line names; @unset: "never calls setsockopt(SO_LINGER)", or why its call is
 * of no use; @swapped: whether @where or @bound has the port's bytes in the wrong order; @told: what was typed for it; @failed: the
 * last call of a socket that failed; @arguments: with which it was started. The first row that fits is the answer. */
struct lesson {
	enum thing expected, came; /* of the awaited line, where that is the program's own; ANYTHING: any */
	enum deed deed;
	const char *call; /* the awaited line is this call of the program; NULL: whatever it is */
	const char *sentence;
};

extern const struct lesson lessons[];
extern const size_t lesson_count;

/* The sentence for this divergence, into the judgement's arena; "" where the table has none, or no program of the
 * reader's own plays. line and event may be NULL; expected and came: what they are. */
const char *teach(const struct work *w, const struct line *line, const struct event *event,
		  enum thing expected, enum thing came);

#endif
