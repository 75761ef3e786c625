/*
 * look.h - how something is drawn, as the command line says it: what every sub-command that draws understands.
 */
#ifndef COMMON_COMMAND_LOOK_H
#define COMMON_COMMAND_LOOK_H

#include "common/command/options.h"
#include "common/report/ladder.h"

struct look {
	enum colour_choice colour;
	int width; /* 0: the terminal's */
	bool ascii;
	bool full;
};

extern const struct option_row look_rows[];
/* The group of a command whose own structure has a struct look as this member. */
#define LOOK_OPTIONS(structure, member)                                                                      \
	{                                                                                                    \
		look_rows, OPTION_AT(structure, member, struct look)                                         \
	}

struct ladder_style look_style(const struct look *look, int descriptor);

#endif
