/*
 * strace_line.h - one line of what `strace -f -ttt -T -yy` writes, taken apart. Private to common/record.
 *
 * Nothing is copied: all pieces point into the line. Nothing is trusted: a program chooses its own
 * strings and file names, and strace's output can end anywhere.
 */
#ifndef COMMON_RECORD_STRACE_LINE_H
#define COMMON_RECORD_STRACE_LINE_H

#include "common/calls/piece.h"

enum strace_kind {
	STRACE_CALL, /* name(rest */
	STRACE_RESUMED, /* <... name resumed>rest */
	STRACE_SIGNAL, /* --- rest --- */
	STRACE_EXIT, /* +++ rest +++ */
};

struct strace_line {
	int pid;
	int64_t time_ns;
	enum strace_kind kind;
	struct piece name, rest;
};

/* Takes a line (without its newline) apart. For a call also one that is still being written: true as soon as "PID TIME
 * name(" is there. False where it is none of strace's. */
bool strace_line_read(const char *line, size_t length, struct strace_line *out);

/* How a call ended. */
struct strace_return {
	struct piece arguments; /* without the closing parenthesis */
	struct piece result; /* without the duration */
	int64_t duration_ns; /* -1: not given */
};

/* Takes apart what follows "name(", to the end of the line. False where the call does not end in it. */
bool strace_return_read(const char *rest, size_t length, struct strace_return *out);

/* " <unfinished ...>" at the end: the bytes before it; else length. */
size_t strace_unfinished(const char *line, size_t length);

/* Arguments that are still being written, without what is only begun: blanks and a comma at the end. */
size_t strace_trimmed(const char *arguments, size_t length);

#endif
