/* show.c - lab show: the ladder of a run again, from its record. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/places.h"
#include "common/command/record.h"

static void usage(FILE *out)
{
	fputs("usage: lab show [OPTION]... RUN...\n\n"
	      "Draws the ladder of a run from its record. RUN is a folder, or as in `lab run`: linger/02-rst, linger/02.\n"
	      "A control's run is kept in it: linger/02-rst/control-1.\n\n"
	      "  --runs DIR       look for the records there\n" LOOK_HELP,
	      out);
}

static int show(const char *folder, const struct ladder_style *style)
{
	struct error error;
	struct text out = { 0 };
	struct record r;

	if (!record_open(&r, folder, NULL, NULL, record_control_of(folder), &error)) {
		error_print(&error, "lab show");
		return EXIT_USAGE;
	}
	ladder_draw(&out, record_script(&r), r.timeline, &r.judgement, style);
	if (r.judgement.outcome != OUTCOME_HOLDS)
		failure_draw(&out, record_script(&r), r.timeline, &r.judgement, style);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	record_close(&r);
	return EXIT_HOLDS;
}

int command_show(int argc, char **argv)
{
	static const struct option options[] = { { "runs", required_argument, NULL, 'r' },
						 LOOK_OPTIONS,
						 { 0 } };
	struct arena *arena = arena_new();
	struct look look = { 0 };
	struct ladder_style style;
	struct places places;
	const char *runs = NULL;
	int option, status = EXIT_HOLDS;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'r') {
			runs = optarg;
		} else if (option == 'h' || option == OPTION_HELP) {
			usage(stdout);
			arena_free(arena);
			return EXIT_HOLDS;
		} else if (!look_option(&look, option, optarg)) {
			usage(stderr);
			arena_free(arena);
			return EXIT_USAGE;
		}
	}
	places = places_find(arena, runs);
	style = look_style(&look, STDOUT_FILENO);
	if (optind == argc) {
		usage(stderr);
		status = EXIT_USAGE;
	}
	for (int i = optind; i < argc; i++) {
		const char *folder = places_run(arena, &places, argv[i]);

		if (!folder) {
			places_no_record(arena, &places, "lab show", argv[i]);
			status = EXIT_USAGE;
		} else if (show(folder, &style) != EXIT_HOLDS) {
			status = EXIT_USAGE;
		}
	}
	arena_free(arena);
	return status;
}
