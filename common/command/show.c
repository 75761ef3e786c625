/* show.c - lab show: the ladder of a run again, from its record. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/look.h"
#include "common/command/places.h"
#include "common/command/record.h"

struct showing {
	struct look look;
	const char *runs;
	struct operands given; /* RUN... */
};

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

static int show_all(const struct showing *s, struct arena *arena)
{
	struct ladder_style style = look_style(&s->look, STDOUT_FILENO);
	struct places places = places_find(arena, s->runs);
	int status = EXIT_HOLDS;

	if (!s->given.count)
		return options_expected(&command_show, "a RUN, as in linger/02");
	for (int i = 0; i < s->given.count; i++) {
		const char *folder = places_run(arena, &places, s->given.words[i]);

		if (!folder) {
			places_no_record(arena, &places, "lab show", s->given.words[i]);
			status = EXIT_USAGE;
		} else if (show(folder, &style) != EXIT_HOLDS) {
			status = EXIT_USAGE;
		}
	}
	return status;
}

static int show_main(char **argv)
{
	struct showing s = { 0 };
	int status = options_parse(&command_show, argv, &s, &s.given);

	if (status == GO_ON) {
		struct arena *arena = arena_new();

		status = show_all(&s, arena);
		arena_free(arena);
	}
	return status;
}

static const struct option_row rows[] = { { .name = "runs",
					    .argument = "DIR",
					    .help = "look for the records there",
					    IS_TEXT(struct showing, runs) },
					  { 0 } };

const struct command command_show = {
	.name = "show",
	.does = "the ladder again, from the record",
	.synopses = { "[OPTION]... RUN..." },
	.about =
		"Draws the ladder of a run from its record. RUN is a folder, or as in `lab run`: linger/02-rst, linger/02. A "
		"control's run is kept in it: linger/02-rst/control-1.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct showing, look) },
	.run = show_main,
};
