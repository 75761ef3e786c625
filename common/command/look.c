/* look.c - how something is drawn; see look.h. */
#include "common/command/look.h"

static const struct option_word colours[] = {
	{ "always", COLOUR_ALWAYS }, { "never", COLOUR_NEVER }, { "auto", COLOUR_AUTO }, { NULL, 0 }
};

const struct option_row look_rows[] = {
	{ .name = "color",
	  .alias = "colour",
	  .argument = "WHEN",
	  .optional = true,
	  .help = "always, never or auto (a terminal, and NO_COLOR is not set); always, where WHEN is left out",
	  IS_CHOICE(struct look, colour, colours),
	  .otherwise = COLOUR_ALWAYS },
	{ .name = "width",
	  .argument = "N",
	  .help = "draw for N columns (60 or more) instead of the terminal's",
	  IS_NUMBER(struct look, width, 60, 1000) },
	{ .name = "ascii", .help = "plain ASCII, no box drawing", TURNS_ON(struct look, ascii) },
	{ .name = "full",
	  .help = "every call and every bare ACK, nothing folded",
	  TURNS_ON(struct look, full) },
	{ 0 }
};

struct ladder_style look_style(const struct look *look, int descriptor)
{
	struct ladder_style style = ladder_style_for(descriptor, look->colour);

	if (look->width)
		style.width = look->width;
	if (look->ascii)
		style.utf8 = false;
	style.full = look->full;
	return style;
}
