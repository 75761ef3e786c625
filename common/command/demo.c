/* demo.c - lab demo: a lecture on the terminal; see demo.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/command/demo.h"
#include "common/command/requirements.h"

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

static bool enter_nursery(struct demo *d)
{
	if (!world_plan_find(&d->plan))
		return false;
	for (size_t i = 0; i < d->scene_count; i++)
		d->plan.others |= requirements_users(scene_script(&d->scenes[i]));
	return world_enter_nursery(&d->plan);
}

static int show(struct demo *d)
{
	char why[ERROR_TEXT];
	struct error error;
	int caught = 0;

	if (!enter_nursery(d)) {
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

static bool take_auto(void *into, const char *argument, struct error *why)
{
	struct demo *d = into;

	return duration_parse(argument, strlen(argument), &d->auto_ns) ||
	       error_set(why, "expected a duration such as 3s or 500ms");
}

static int demo_main(char **argv)
{
	struct demo d = { .arena = arena_new(), .auto_ns = -1 };
	struct operands given;
	int status = options_parse(&command_demo, argv, &d, &given);

	if (status == GO_ON) {
		d.places = places_find(d.arena, NULL);
		status = load_scenes(&d, given.words, given.count) ? show(&d) : EXIT_USAGE;
	}
	for (size_t i = 0; i < d.scene_count; i++)
		scene_free(&d.scenes[i]);
	arena_free(d.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "auto",
	  .argument = "TIME",
	  .help = "go on by itself after so long, as 3s; without a terminal: plain text",
	  IS_TAKEN_BY(take_auto) },
	{ 0 }
};

const struct command command_demo = {
	.name = "demo",
	.does = "a lecture on the terminal: each act after the question what it will bring",
	.synopses = { "[OPTION]... [LAB | LAB/SCENARIO | FILE.lab]..." },
	.about =
		"A lecture on this terminal: each scenario is played for real when it is called up, and then shown act by "
		"act. Before each act it says what is done, asks what will happen, and waits for a key. Without an "
		"argument: all scenarios of all labs. Nothing is kept. ? lists the keys.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct demo, look) },
	.run = demo_main,
};
