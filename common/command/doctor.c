/* doctor.c - lab doctor: what this machine allows, and what to do about the rest. */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/stage/doctor.h"

int command_doctor(int argc, char **argv)
{
	static const struct option options[] = { LOOK_OPTIONS, { 0 } };
	struct look look = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'h' || option == OPTION_HELP) {
			puts("usage: lab doctor [--color[=WHEN]]\n\n"
			     "Tries out everything that a lab needs, and says of what is missing how to get it.\n"
			     "Exit status: 0 labs can run, 4 they would all be skipped.");
			return EXIT_HOLDS;
		}
		if (!look_option(&look, option, optarg))
			return EXIT_USAGE;
	}
	if (optind < argc) {
		fprintf(stderr, "lab doctor: it takes no argument, and '%s' is one\n", argv[optind]);
		return EXIT_USAGE;
	}
	return doctor_print(stdout, look_style(&look, STDOUT_FILENO).colour);
}
