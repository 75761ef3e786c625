/*
 * terminal.h - a terminal as a stage: its alternate screen, its keys, its size, and all of it as it was before, however
 * the show ends. Signals come as news too (while it is open they are blocked), so nothing happens at a bad moment.
 */
#ifndef COMMON_COMMAND_TERMINAL_H
#define COMMON_COMMAND_TERMINAL_H

#include <stdint.h>
#include <termios.h>

#include "common/base/error.h"
#include "common/base/text.h"

/* A key: its ASCII character, or one of these. */
enum key {
	KEY_NONE = 0,
	KEY_INTERRUPT = 3, /* Ctrl-C */
	KEY_ENTER = '\r',
	KEY_REDRAW = 12, /* Ctrl-L */
	KEY_SUSPEND = 26, /* Ctrl-Z */
	KEY_QUIT = 28, /* Ctrl-\ */
	KEY_UP = 256,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_UNKNOWN, /* some other: one news, however many bytes it has sent */
};

struct terminal {
	int in, out;
	int signals; /* a signalfd */
	int columns, rows;
	struct termios before;
	char typed[64]; /* bytes that are not yet a key */
	size_t typed_count;
};

struct news {
	enum key key; /* KEY_NONE: none */
	int signal; /* SIGINT, SIGTERM, SIGHUP, SIGQUIT: it shall end; 0: none */
	bool redraw; /* another size, or the screen was somebody else's meanwhile */
};

/* Takes over the terminal that standard input and output are. False, with a sentence for people in error, where they are
 * none, or one that cannot place its cursor. */
bool terminal_open(struct terminal *t, struct error *error);
/* Gives it back as it was. What was typed ahead is not for the shell, and is gone. */
void terminal_close(struct terminal *t);

/* Waits until a key is pressed, a signal comes, or `fd` (-1: none) has something to read, but at most so long; -1: without
 * an end. A terminal that is gone is a SIGHUP. */
struct news terminal_wait(struct terminal *t, int fd, int at_most_ms);

/* Lets the shell have it until it is brought to the foreground again. */
void terminal_suspend(struct terminal *t);

/* Draws a whole screen: `lines` (each ends in a newline) from the top, at `margin`, the rest blank. They must fit. */
void terminal_draw(struct terminal *t, const char *lines, int margin);

#endif
