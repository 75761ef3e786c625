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
#include "common/command/command.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *does;
} commands[] = {
	{ "run", command_run, "run scenarios and their controls, and draw what happened" },
	{ "predict", command_predict, "say what will happen, see it played, and learn where you were right" },
	{ "judge", command_judge, "the verdict again, from the record that a run left" },
	{ "show", command_show, "the ladder again, from the record" },
	{ "watch", command_watch, "check a capture file, or an interface, against a script" },
	{ "claims", command_claims, "the table of claims with their verdicts on this kernel" },
	{ "report", command_report, "one HTML page of all that was run: claims, ladders, scripts" },
	{ "wireshark", command_wireshark, "a run's capture in Wireshark, commented frame by frame" },
	{ "demo", command_demo, "a lecture on the terminal: each act after the question what it will bring" },
	{ "shell", command_shell, "a shell inside a lab's world, to try things by hand" },
	{ "doctor", command_doctor, "what this machine allows, and what to do about the rest" },
};

bool look_option(struct look *look, int option, const char *argument)
{
	char *end;

	switch (option) {
	case OPTION_COLOUR:
		if (!argument || strcmp(argument, "always") == 0)
			look->colour = COLOUR_ALWAYS;
		else if (strcmp(argument, "never") == 0)
			look->colour = COLOUR_NEVER;
		else if (strcmp(argument, "auto") == 0)
			look->colour = COLOUR_AUTO;
		else
			return fprintf(stderr, "lab: --color=%s: expected always, never or auto\n", argument),
			       false;
		return true;
	case OPTION_WIDTH:
		look->width = (int)strtol(argument, &end, 10);
		if (*end || look->width < 60 || look->width > 1000)
			return fprintf(stderr, "lab: --width %s: expected a number from 60 to 1000\n",
				       argument),
			       false;
		return true;
	case OPTION_ASCII: look->ascii = true; return true;
	case OPTION_FULL: look->full = true; return true;
	default: return false;
	}
}

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

static void usage(FILE *out)
{
	fputs("lab: makes claims about sockets prove themselves\n\nusage: lab COMMAND [OPTION]... [ARGUMENT]...\n\n",
	      out);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].does);
	fputs("\n`lab COMMAND --help` says more.\n"
	      "Exit status: 0 all hold, 1 something did not, 2 usage or a faulty script, 4 all skipped.\n",
	      out);
}

/* What could not be written was not said: a full disk must not look like a pass. */
static int close_output(int status)
{
	struct error error;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	error_errno(&error, "standard output");
	error_print(&error, "lab");
	return status == EXIT_HOLDS ? EXIT_BROKEN : status;
}

int main(int argc, char **argv)
{
	char name[32];

	setlocale(LC_CTYPE, "");
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return EXIT_HOLDS;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			snprintf(name, sizeof(name), "lab %s", argv[1]);
			argv[1] = name; /* with which getopt's messages begin */
			return close_output(commands[i].run(argc - 1, argv + 1));
		}
	fprintf(stderr, "lab: unknown command '%s'\n\n", argv[1]);
	usage(stderr);
	return EXIT_USAGE;
}
