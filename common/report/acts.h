/*
 * acts.h - a ladder act by act, for who shows it to people who are to guess first: which rows belong to which action of
 * the script, and the action in words. Nothing here tells what comes of an action.
 */
#ifndef COMMON_REPORT_ACTS_H
#define COMMON_REPORT_ACTS_H

#include "common/report/ladder_rows.h"

/* One action of the script that was performed, and what came until the next. */
struct ladder_act {
	const struct line *action;
	size_t from, to; /* rows [from, to) of the ladder; the first is the action's own */
};

/* The acts of a ladder with a script whose rows are made (ladder_build()), into its arena. What came before the first
 * action belongs to it, what came at the end to the last. Where a run broke off they are fewer than the script's. */
struct ladder_act *ladder_acts(const struct ladder *l, size_t *count);

/* "client is started: client --linger 0": an action of the script, into the arena. One sentence without a full stop. */
const char *action_words(struct arena *a, const struct script *s, const struct line *l);

/* What the words of actions stand for, in a sentence or two: for a sheet that shows the lines themselves. */
const char *action_legend(void);

#endif
