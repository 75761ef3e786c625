/*
 * alter.h - all ways to alter one line of a script in one place so that a run in which the script held should not hold any
 * more. What only says less is not among them: a call's line deleted (calls are an ordered selection), a mark or "lost" taken
 * away.
 */
#ifndef TESTS_ALTER_H
#define TESTS_ALTER_H

#include "common/judge/judge.h"

/* A script, a run in which it holds, and the line that is altered. */
struct altering {
	const struct script *script;
	const struct timeline *timeline;
	const struct judgement *judgement;
	size_t at; /* index into script.lines */
	/* Is told each: the line's new text, and perhaps another line's; other is its number in the file, 0: none. */
	void (*try)(void *context, const char *kind, const char *text, unsigned other,
		    const char *other_text);
	void *context;
};

void alter_line(const struct altering *a);

#endif
