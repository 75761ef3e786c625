/*
 * study.h - what a program has done, read from the record. Private to common/tutor.
 */
#ifndef COMMON_TUTOR_STUDY_H
#define COMMON_TUTOR_STUDY_H

#include "common/judge/judge.h"

/* What the record says of it up to the divergence; and beyond, where that is said. */
struct study {
	const char *who;
	const struct line *start; /* the line that started it */
	bool started, connected, bound, in_use, reuses, shut, closed, wrote, read_to_end, broken_pipe,
		keyboard;
	bool listened, listen_failed; /* listen() has succeeded; it, or bind(), has failed */
	bool shut_receiving, shut_sending; /* what its shutdown() has ended; SHUT_RDWR is both */
	bool keepalive, keeps_idle,
		keeps_interval; /* SO_KEEPALIVE is on; TCP_KEEPIDLE, TCP_KEEPINTVL were set */
	bool receive_buffer; /* SO_RCVBUF was set */
	bool takes_pipe; /* sigtimedwait() has given it a SIGPIPE, which therefore was blocked */
	const char *option; /* the one that matters, "SO_LINGER"; NULL: the awaited line names none */
	bool option_set, option_late; /* by then; only beyond */
	const struct call *refused; /* its setsockopt() that failed, also beyond */
	bool refused_after_close, closed_ever, keyboard_ever; /* also beyond */
	enum { LINGER_UNSET, LINGER_OFF, LINGER_ABORTS, LINGER_WAITS } linger;
	int64_t linger_seconds;
	/* Family 0: it has not, or not by an address of IP. */
	struct endpoint where, address; /* of its connect(); of another's bind() */
	struct endpoint bound_at, sought; /* of its bind(); of another's connect() */
	const struct call *doing; /* the call that it is in */
	const struct call *failed; /* the last of a socket that did */
	const struct exit_event *end;
	int64_t end_ns;
	unsigned typed, to_type; /* lines of the script that were typed for it; that are still to come */
	bool typed_in_vain; /* after its end */
	const char *told; /* what the awaited line's act has typed for it; NULL: nothing */
};

/* Of the actor `who`, or of whom that process is (NULL: of nobody); line is the awaited one (NULL: none), until_ns the moment of the
 * divergence. What it points to is the script's and the timeline's. */
void study(struct study *s, const struct script *script, const struct timeline *t, const char *who,
	   const struct line *line, int64_t until_ns);

#endif
