/*
 * wireshark.c - lab wireshark: a run's capture in Wireshark, where each frame's comment is the script line that it met.
 *
 * Becomes Wireshark, so that nothing of ours is left beside it. Where that cannot be, it says why, and where the file is.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/command/command.h"
#include "common/command/places.h"

struct sharking {
	const char *runs;
	struct operands given; /* RUN or LAB */
};

/* Whether a program is in PATH. */
static bool is_installed(struct arena *arena, const char *program)
{
	const char *path = getenv("PATH");

	for (size_t length; path && *path; path += length + (path[length] == ':')) {
		length = strcspn(path, ":");
		if (access(arena_printf(arena, "%.*s/%s", (int)length, path, program), X_OK) == 0)
			return true;
	}
	return false;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

/* The folder of a run, or of the first of a lab; NULL. */
static const char *find_run(struct arena *arena, const struct places *places, const char *word)
{
	const char **all, *wanted = arena_printf(arena, "%s/%s/", places->runs, word);
	size_t count;

	if (strchr(word, '/'))
		return places_run(arena, places, word);
	all = places_runs(arena, places, &count);
	for (size_t i = 0; i < count; i++)
		if (strncmp(all[i], wanted, strlen(wanted)) == 0)
			return all[i];
	return NULL;
}

static int open_capture(struct arena *arena, const char *file)
{
	const char *why =
		!is_installed(arena, "wireshark")
			? "Wireshark is not installed (on Debian and Ubuntu: apt-get install wireshark)"
		: !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
			? "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
			: NULL;

	if (why) {
		error_tell("lab wireshark",
			   "%s\n"
			   "The capture is %s; to read it without:\n"
			   "  tshark -r %s -T fields -e frame.number -e _ws.col.Info -e frame.comment\n"
			   "  tcpdump -nr %s",
			   why, file, file, file);
		return EXIT_SKIPPED;
	}
	printf("%s\n", file);
	fflush(stdout);
	execlp("wireshark", "wireshark", "-r", file, (char *)NULL);
	error_tell_errno("lab wireshark", "wireshark");
	return EXIT_BROKEN;
}

static int open_run(const struct sharking *w, struct arena *arena)
{
	struct places places = places_find(arena, w->runs);
	const char *folder, *file;

	if (w->given.count != 1)
		return options_expected(&command_wireshark, "one RUN, as linger/02, or one LAB");
	folder = find_run(arena, &places, w->given.words[0]);
	file = folder ? arena_printf(arena, "%s/wire.pcapng", folder) : NULL;
	if (file && access(file, R_OK) == 0)
		return open_capture(arena, file);
	places_no_record(arena, &places, "lab wireshark", w->given.words[0]);
	return EXIT_USAGE;
}

static int wireshark_main(char **argv)
{
	struct sharking w = { 0 };
	int status = options_parse(&command_wireshark, argv, &w, &w.given);

	if (status == GO_ON) {
		struct arena *arena = arena_new();

		status = open_run(&w, arena);
		arena_free(arena);
	}
	return status;
}

static const struct option_row rows[] = { { .name = "runs",
					    .argument = "DIR",
					    .help = "look for the records there",
					    IS_TEXT(struct sharking, runs) },
					  { 0 } };

const struct command command_wireshark = {
	.name = "wireshark",
	.does = "a run's capture in Wireshark, commented frame by frame",
	.synopses = { "[--runs DIR] RUN|LAB" },
	.about =
		"Opens the capture of a run in Wireshark. RUN is as in `lab show`: linger/02-rst, linger/02, a control's "
		"linger/02-rst/control-1; of a LAB, its first scenario that has been run. Each frame's comment is the "
		"script line that it met, with its claims: look for frame.comment.",
	.groups = { { rows, 0 } },
	.run = wireshark_main,
};
