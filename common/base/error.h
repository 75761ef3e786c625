/*
 * error.h - what went wrong: one sentence with its parts.
 *
 *	setting up the interface lo: EPERM: Operation not permitted (see `lab doctor`)
 *	^ what was attempted         ^ errno, by name and in words   ^ what to do
 *
 * Who fails sets it and returns false (NULL, -1); who passes it on may say what it was part of; who is asked prints it.
 * It is plain memory: nothing is to be freed, it may be copied, and sent through a pipe to a process of the same
 * program. In all functions e may be NULL: nobody asks why. What is too long is cut behind a whole character.
 */
#ifndef COMMON_BASE_ERROR_H
#define COMMON_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

/* Bytes, with the NUL: room for a path that is long and what is wrong with it. */
enum { ERROR_ATTEMPT = 1024, ERROR_ADVICE = 256, ERROR_TEXT = ERROR_ATTEMPT + ERROR_ADVICE + 128 };

/* {0}: nothing is wrong. */
struct error {
	char attempt[ERROR_ATTEMPT]; /* what was attempted; without an errno: what is wrong */
	int number; /* errno; 0: the attempt says it all */
	char advice[ERROR_ADVICE]; /* what to do; "" where nothing is known */
};

/* Says anew what is wrong. All of these return false, so that a function can fail in one line. */
bool error_set(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same where a system call has failed, from errno; and from a number that is in the place of errno. */
bool error_errno(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool error_number(struct error *e, int number, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* As vprintf() is to printf(); number is 0, or in the place of errno. */
bool error_vset(struct error *e, int number, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* What another error says. */
bool error_pass(struct error *e, const struct error *from);

/* Puts in front what it was part of: "bringing up lo" makes "bringing up lo: rtnetlink: EPERM: ...". */
bool error_within(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Says what to do about it. */
bool error_advise(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool error_is_set(const struct error *e);

/* The sentence, into text; without a full stop. */
const char *error_text(const struct error *e, char text[ERROR_TEXT]);
/* "WHO: SENTENCE" on standard error, with what could do harm on a terminal made harmless. who: "lab run". */
void error_print(const struct error *e, const char *who);

/* For what is told where it is found: set and printed. Both return false. */
bool error_tell(const char *who, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool error_tell_errno(const char *who, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
