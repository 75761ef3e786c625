/*
 * command.h - the sub-commands of `lab`: each a table of options and a function, all in one table (main.c).
 */
#ifndef COMMON_COMMAND_COMMAND_H
#define COMMON_COMMAND_COMMAND_H

#include "common/command/options.h"

/* Exit status of every sub-command. */
enum exit_status {
	EXIT_HOLDS = 0, /* all hold */
	EXIT_BROKEN = 1, /* something did not, or could not be decided */
	EXIT_USAGE = 2, /* the command line or a script is faulty */
	EXIT_SKIPPED = 4, /* all was skipped: this machine lacks what it needs */
};

extern const struct command command_run, command_predict, command_judge, command_show, command_watch,
	command_claims, command_report, command_wireshark, command_demo, command_shell, command_doctor;

#endif
