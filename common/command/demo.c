/* demo.c - lab demo: a lecture on the terminal; see demo.h. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/command/demo.h"

static void usage(FILE *out)
{
	fputs("usage: lab demo [OPTION]... [LAB | LAB/SCENARIO | FILE.lab]...\n\n"
	      "A lecture on this terminal: each scenario is played for real when it is called up, and then shown act\n"
	      "by act. Before each act it says what is done, asks what will happen, and waits for a key. Without an\n"
	      "argument: all scenarios of all labs. Nothing is kept. ? lists the keys.\n\n"
	      "  --auto TIME      go on by itself after so long, as 3s; without a terminal: plain text\n" LOOK_HELP,
	      out);
}

/* EXIT_HOLDS to go on; -1 where --help has been answered. */
static int demo_options(struct demo *d, int argc, char **argv)
{
	enum { OPTION_AUTO = 2000 };
	static const struct option options[] = { { "auto", required_argument, NULL, OPTION_AUTO },
						 LOOK_OPTIONS,
						 { 0 } };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case OPTION_AUTO:
			if (!duration_parse(optarg, strlen(optarg), &d->auto_ns)) {
				fprintf(stderr,
					"lab demo: --auto %s: expected a duration such as 3s or 500ms\n",
					optarg);
				return EXIT_USAGE;
			}
			break;
		case 'h':
		case OPTION_HELP: usage(stdout); return -1;
		default:
			if (!look_option(&d->look, option, optarg)) {
				fprintf(stderr, "`%s demo --help` lists the options\n",
					program_invocation_name);
				return EXIT_USAGE;
			}
		}
	}
	return EXIT_HOLDS;
}

/* All scripts are read before any is played: a faulty one is told at once. */
static bool load_scenes(struct demo *d, char **words, int count)
{
	const char **paths;
	bool good;
	size_t n;

	good = places_named(d->arena, &d->places, "lab demo", words, count, &paths, &n);
	d->scenes = arena_alloc(d->arena, (n + 1) * sizeof(*d->scenes));
	for (size_t i = 0; good && i < n; i++)
		good = scene_load(&d->scenes[d->scene_count++], paths[i], &d->places);
	return good;
}

static int show(struct demo *d)
{
	char why[ERROR_TEXT];
	struct error error;
	int caught = 0;

	if (!world_plan_find(&d->plan) || !world_enter_nursery(&d->plan)) {
		error_within(&d->plan.note, "nothing can be played here");
		error_print(&d->plan.note, "lab demo");
		return EXIT_SKIPPED;
	}
	if (error_is_set(&d->plan.note))
		error_print(&d->plan.note, "lab demo");
	if (d->auto_ns >= 0 && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
		demo_plain(d);
	} else if (terminal_open(&d->terminal, &error)) {
		caught = demo_lecture(d);
		terminal_close(&d->terminal);
	} else {
		fprintf(stderr,
			"lab demo: %2$s, and a lecture needs one. `%1$s run` draws what happened, `%1$s show`\n"
			"draws it again, and `%1$s demo --auto 3s` without a terminal tells the lecture as plain text.\n",
			program_invocation_name, error_text(&error, why));
		return EXIT_USAGE;
	}
	if (caught)
		return 128 + caught;
	if (d->broken)
		return EXIT_BROKEN;
	return d->skipped && !d->played ? EXIT_SKIPPED : EXIT_HOLDS;
}

int command_demo(int argc, char **argv)
{
	struct demo d = { .arena = arena_new(), .auto_ns = -1 };
	int status = demo_options(&d, argc, argv);

	if (status == EXIT_HOLDS) {
		d.places = places_find(d.arena, NULL);
		status = load_scenes(&d, argv + optind, argc - optind) ? show(&d) : EXIT_USAGE;
	}
	for (size_t i = 0; i < d.scene_count; i++)
		scene_free(&d.scenes[i]);
	arena_free(d.arena);
	return status < 0 ? EXIT_HOLDS : status;
}
