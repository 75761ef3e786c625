/*
 * command.h - the sub-commands of `lab`: each one function, all in one table (main.c).
 */
#ifndef COMMON_COMMAND_COMMAND_H
#define COMMON_COMMAND_COMMAND_H

#include <stdbool.h>

#include "common/report/ladder.h"

/* Exit status of every sub-command. */
enum exit_status {
	EXIT_HOLDS = 0, /* all hold */
	EXIT_BROKEN = 1, /* something did not, or could not be decided */
	EXIT_USAGE = 2, /* the command line or a script is faulty */
	EXIT_SKIPPED = 4, /* all was skipped: this machine lacks what it needs */
};

/* What every sub-command that draws understands. */
struct look {
	enum colour_choice colour;
	int width; /* 0: the terminal's */
	bool ascii;
	bool full;
};

/* Long options of struct look, for an option table; look_option() takes the value that getopt_long() returned. */
enum { OPTION_COLOUR = 1000, OPTION_WIDTH, OPTION_ASCII, OPTION_FULL, OPTION_HELP };
#define LOOK_OPTIONS                                                                                         \
	{ "color", optional_argument, NULL, OPTION_COLOUR },                                                 \
		{ "colour", optional_argument, NULL, OPTION_COLOUR },                                        \
		{ "width", required_argument, NULL, OPTION_WIDTH },                                          \
		{ "ascii", no_argument, NULL, OPTION_ASCII }, { "full", no_argument, NULL, OPTION_FULL },    \
	{                                                                                                    \
		"help", no_argument, NULL, OPTION_HELP                                                       \
	}
#define LOOK_HELP                                                                                            \
	"  --color[=WHEN]   always, never or auto (a terminal, and NO_COLOR is not set)\n"                   \
	"  --width N        draw for N columns (60 or more) instead of the terminal's\n"                     \
	"  --ascii          plain ASCII, no box drawing\n"                                                   \
	"  --full           every call and every bare ACK, nothing folded\n"
/* False, with a message on standard error, where the argument is faulty. */
bool look_option(struct look *look, int option, const char *argument);
struct ladder_style look_style(const struct look *look, int descriptor);

int command_run(int argc, char **argv);
int command_predict(int argc, char **argv);
int command_judge(int argc, char **argv);
int command_show(int argc, char **argv);
int command_watch(int argc, char **argv);
int command_claims(int argc, char **argv);
int command_report(int argc, char **argv);
int command_wireshark(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_shell(int argc, char **argv);
int command_doctor(int argc, char **argv);

#endif
