/*
 * pattern.h - does what happened match what a line says? Single events only: order, time
 * and accounting are the judge's.
 */
#ifndef COMMON_SCRIPT_PATTERN_H
#define COMMON_SCRIPT_PATTERN_H

#include "capture/flow.h"
#include "common/calls/arguments.h"
#include "common/script/script.h"

/* Values of a script's NAMEs, bound where first met. */
struct bindings {
	size_t count;
	bool *bound;
	uint64_t *value;
};

/* Whether `value` fits `n`; binds an unbound name. */
bool number_matches(const struct number *n, uint64_t value, struct bindings *names);

/* Flags, numbers, window, options and marks of one segment (not its parties). On false, names is as it was. */
bool segment_matches(const struct segment_pattern *p, const struct segment *s, struct bindings *names);

/* New data and nothing else but an ACK: what a "data" line takes. NULL is none. */
bool segment_is_data(const struct segment *s);

/* Does the packet look as a line of the wire says? Not asked: its parties, and whether it was lost. s: its segment; NULL where
 * it is none. Of a data line: is it one segment with data of just these numbers? */
bool packet_matches(const struct line *l, const struct packet *p, const struct segment *s,
		    struct bindings *names);

/* Where a segment does not match: which part, in words, e.g. "flags F. where R. was expected"; returns buf. */
const char *segment_difference(const struct segment_pattern *p, const struct segment *s,
			       const struct bindings *names, char *buf, size_t size);

/* Options, both without their angle brackets: each item of the pattern in its order, "..." stands for any number of them. */
bool options_text_match(const char *pattern, const char *list);

/* One argument as strace wrote it against one of a script: blanks do not count, "..." stands for any text
 * in which brackets and quotes are balanced. */
bool argument_matches(const char *pattern, const char *actual);

/* The same of a call's: what strace adds behind a descriptor may be there or not. */
bool argument_fits(const char *pattern, const struct argument *a);

#endif
