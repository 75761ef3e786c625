/* doctor.c - lab doctor: what this machine allows, and what to do about the rest. */
#include <stdio.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/look.h"
#include "common/stage/doctor.h"

static int doctor_main(char **argv)
{
	struct operands given;
	struct look look = { 0 };
	int status = options_parse(&command_doctor, argv, &look, &given);

	if (status != GO_ON)
		return status;
	if (given.count) {
		error_tell("lab doctor", "it takes no argument, and '%s' is one", given.words[0]);
		return EXIT_USAGE;
	}
	return doctor_print(stdout, look_style(&look, STDOUT_FILENO).colour);
}

const struct command command_doctor = {
	.name = "doctor",
	.does = "what this machine allows, and what to do about the rest",
	.synopses = { "[OPTION]..." },
	.about = "Tries out everything that a lab needs, and says of what is missing how to get it.",
	.status = "Exit status: 0 labs can run, 4 they would all be skipped.",
	.groups = { { look_rows, 0 } },
	.run = doctor_main,
};
