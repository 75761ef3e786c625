/*
 * wireshark.c - lab wireshark: a run's capture in Wireshark, where each frame's comment is the script line that it met.
 *
 * Becomes Wireshark, so that nothing of ours is left beside it. Where that cannot be, it says why, and where the file is.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/command/command.h"
#include "common/command/places.h"

static void usage(FILE *out)
{
	fputs("usage: lab wireshark [--runs DIR] RUN|LAB\n\n"
	      "Opens the capture of a run in Wireshark. RUN is as in `lab show`: linger/02-rst, linger/02, a control's\n"
	      "linger/02-rst/control-1; of a LAB, its first scenario that has been run. Each frame's comment is the script\n"
	      "line that it met, with its claims: look for frame.comment.\n\n"
	      "  --runs DIR  look for the records there\n",
	      out);
}

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
	struct error error;
	const char *why =
		!is_installed(arena, "wireshark")
			? "Wireshark is not installed (on Debian and Ubuntu: apt-get install wireshark)"
		: !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
			? "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
			: NULL;

	if (why) {
		fprintf(stderr,
			"lab wireshark: %s\n"
			"The capture is %s; to read it without:\n"
			"  tshark -r %s -T fields -e frame.number -e _ws.col.Info -e frame.comment\n"
			"  tcpdump -nr %s\n",
			why, file, file, file);
		return EXIT_SKIPPED;
	}
	printf("%s\n", file);
	fflush(stdout);
	execlp("wireshark", "wireshark", "-r", file, (char *)NULL);
	error_errno(&error, "wireshark");
	error_print(&error, "lab wireshark");
	return EXIT_BROKEN;
}

int command_wireshark(int argc, char **argv)
{
	static const struct option options[] = { { "runs", required_argument, NULL, 'r' },
						 { "help", no_argument, NULL, OPTION_HELP },
						 { 0 } };
	struct arena *arena = arena_new();
	struct places places;
	const char *runs = NULL, *folder, *file;
	int option, status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'r') {
			runs = optarg;
			continue;
		}
		usage(option == '?' ? stderr : stdout);
		arena_free(arena);
		return option == '?' ? EXIT_USAGE : EXIT_HOLDS;
	}
	if (optind + 1 != argc) {
		usage(stderr);
		arena_free(arena);
		return EXIT_USAGE;
	}
	places = places_find(arena, runs);
	folder = find_run(arena, &places, argv[optind]);
	file = folder ? arena_printf(arena, "%s/wire.pcapng", folder) : NULL;
	if (!file || access(file, R_OK) != 0) {
		places_no_record(arena, &places, "lab wireshark", argv[optind]);
		status = EXIT_USAGE;
	} else {
		status = open_capture(arena, file);
	}
	arena_free(arena);
	return status;
}
