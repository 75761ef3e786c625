/*
 * main.c - lab: makes claims about sockets prove themselves.
 *
 * The table of sub-commands is the index of this folder.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/slip.h"
#include "common/command/command.h"

static const struct command *const commands[] = {
	&command_run,	 &command_predict,   &command_judge, &command_show,  &command_watch,  &command_claims,
	&command_report, &command_wireshark, &command_demo,  &command_shell, &command_doctor,
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void usage(FILE *out)
{
	fputs("lab: makes claims about sockets prove themselves\n\nusage: lab COMMAND [OPTION]... [ARGUMENT]...\n\n",
	      out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-9s %s\n", commands[i]->name, commands[i]->does);
	fputs("\n`lab COMMAND --help` says more, and so does `lab help COMMAND`.\n"
	      "Exit status: 0 all hold, 1 something did not, 2 usage or a faulty script, 4 all skipped.\n",
	      out);
}

static const char *name_at(size_t index, void *context)
{
	(void)context;
	return index < COMMANDS ? commands[index]->name : NULL;
}

/* NULL, with a message, where there is none of that name. */
static const struct command *find(const char *name)
{
	const char *meant = slip_meant(name, strlen(name), name_at, NULL);
	struct error why;

	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
	error_set(&why, "unknown command '%s'", name);
	if (meant)
		error_advise(&why, "did you mean '%s'?", meant);
	error_print(&why, "lab");
	fputc('\n', stderr);
	usage(stderr);
	return NULL;
}

static int help(const char *name)
{
	const struct command *c = name ? find(name) : NULL;

	if (name && !c)
		return EXIT_USAGE;
	if (c)
		help_print(stdout, c);
	else
		usage(stdout);
	return EXIT_HOLDS;
}

/* What could not be written was not said: a full disk must not look like a pass. */
static int close_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	error_tell_errno("lab", "standard output");
	return status == EXIT_HOLDS ? EXIT_BROKEN : status;
}

int main(int argc, char **argv)
{
	const struct command *c;

	setlocale(LC_CTYPE, "");
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
		return close_output(help(argv[2]));
	c = find(argv[1]);
	return c ? close_output(c->run(argv + 1)) : EXIT_USAGE;
}
