/* ladder_style.c - what a terminal can show: its width, its character set, and whether colours are wanted. */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/report/ladder.h"

enum { WIDTH_UNKNOWN = 80, WIDTH_LEAST = 60, WIDTH_MOST = 1000 };

static int width_of(int descriptor)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long width = 0;

	if (columns)
		width = strtol(columns, NULL, 10);
	if (width < 1 && ioctl(descriptor, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width < 1)
		width = WIDTH_UNKNOWN;
	return (int)(width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width);
}

/* The locale by its name, as setlocale() may not have been called: LC_ALL before LC_CTYPE before LANG (locale(7)). */
static bool is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strcasestr(value, "UTF-8") || strcasestr(value, "UTF8");
	}
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* NO_COLOR: https://no-color.org - set and not empty, whatever it says. */
static bool wants_colour(int descriptor, enum colour_choice colour)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	switch (colour) {
	case COLOUR_ALWAYS: return true;
	case COLOUR_NEVER: return false;
	case COLOUR_AUTO: break;
	}
	if (no_color && *no_color)
		return false;
	return isatty(descriptor) && !(term && strcmp(term, "dumb") == 0);
}

struct ladder_style ladder_style_for(int descriptor, enum colour_choice colour)
{
	return (struct ladder_style){
		.width = width_of(descriptor),
		.utf8 = is_utf8(),
		.colour = wants_colour(descriptor, colour),
	};
}
