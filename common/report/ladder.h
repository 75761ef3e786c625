/*
 * ladder.h - the picture of a run on a terminal: two lifelines, segments as labelled arrows, each
 * actor's calls beside its own lifeline, on one clock. It draws what the record holds and never judges.
 */
#ifndef COMMON_REPORT_LADDER_H
#define COMMON_REPORT_LADDER_H

#include "common/base/text.h"
#include "common/judge/judge.h"

struct ladder_style {
	int width; /* columns, at least 60; 80 and 120 are what it is made for */
	bool utf8; /* box drawing and arrows; else plain ASCII */
	bool colour; /* SGR sequences; only ever for a terminal */
	bool full; /* every call and every bare ACK, none folded */
};

/* Style for a stream: width from the terminal or COLUMNS, utf8 from the locale, colour from NO_COLOR, --color and isatty. */
enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
struct ladder_style ladder_style_for(int descriptor, enum colour_choice colour);

/* Draws the run. judgement may be NULL (then no script lines are marked as met). */
void ladder_draw(struct text *out, const struct script *script, const struct timeline *timeline,
		 const struct judgement *judgement, const struct ladder_style *style);

/* The story of a failure: expected, instead, aligned, at the first divergence, and the likely cause. */
void failure_draw(struct text *out, const struct script *script, const struct timeline *timeline,
		  const struct judgement *judgement, const struct ladder_style *style);

#endif
