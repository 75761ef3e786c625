/* judge.c - lab judge: the verdict again, from the record that a run left. Nothing is run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/look.h"
#include "common/command/places.h"
#include "common/command/record.h"
#include "common/report/collect.h"
#include "common/report/summary.h"

struct judging {
	struct look look;
	const char *runs, *script;
	struct operands given; /* RUN... */
	struct arena *arena;
	struct places places;
	const char **folders;
	size_t count;
};

static bool exists(const char *folder)
{
	struct stat st;

	return stat(folder, &st) == 0;
}

/* NULL, with a message, where the record cannot be read. */
static struct scenario_result *judge_again(const char *folder, const char *script_path,
					   const struct ladder_style *style, struct text *story)
{
	struct arena *arena = arena_new();
	struct control_result *controls;
	struct error error;
	char why[ERROR_TEXT];
	struct scenario_result *result;
	struct record r, c;
	size_t count = 0;

	if (!record_open(&r, folder, script_path, NULL, 0, &error)) {
		error_print(&error, "lab judge");
		arena_free(arena);
		return NULL;
	}
	controls = arena_alloc(arena, (r.script->control_count + 1) * sizeof(*controls));
	for (size_t i = 1; i <= r.script->control_count; i++) {
		const char *place = record_control_folder(arena, folder, i);
		const struct control *control = &r.script->controls[i - 1];

		if (!exists(place))
			continue;
		if (!record_open(&c, place, script_path, NULL, i, &error)) {
			controls[count++] = control_unrun(arena, control, error_text(&error, why));
			continue;
		}
		controls[count++] =
			control_collect(arena, control, record_script(&c), c.timeline, &c.judgement);
		record_close(&c);
	}
	result = result_collect(r.script, r.timeline, &r.judgement, controls, count, 0, style);
	if (result->verdict != RESULT_PASS)
		text_add(story, result->text);
	record_close(&r);
	arena_free(arena);
	return result;
}

static int judge_all(const char **folders, size_t count, const char *script_path,
		     const struct ladder_style *style)
{
	struct arena *arena = arena_new();
	struct scenario_result **results = arena_alloc(arena, (count + 1) * sizeof(struct scenario_result *));
	struct text out = { 0 };
	int status = EXIT_HOLDS;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		results[n] = judge_again(folders[i], script_path, style, &out);
		if (!results[n])
			status = EXIT_USAGE;
		else if (results[n++]->verdict != RESULT_PASS && status == EXIT_HOLDS)
			status = EXIT_BROKEN;
	}
	if (n)
		results_table_draw(&out, results, n, style);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	for (size_t i = 0; i < n; i++)
		result_free(results[i]);
	arena_free(arena);
	return status;
}

/* The record of the scenario that a script is by its folder and name; NULL, with a message, where there is none. */
static const char *run_of_script(struct arena *arena, const struct places *places, const char *script_path)
{
	struct script_error error;
	struct script *script = script_load(script_path, &error);
	const char *folder;

	if (!script) {
		char *text = script_error_text(script_path, &error);

		fprintf(stderr, "lab judge: %s", text);
		free(text);
		return NULL;
	}
	folder = arena_printf(arena, "%s/%s/%s", places->runs, script->lab, script->name);
	if (!exists(arena_printf(arena, "%s/timeline.json", folder))) {
		error_tell("lab judge",
			   "--script %s: there is no record %s; say which one it is to judge, as in\n"
			   "  lab judge --script %s linger/02",
			   script_path, folder, script_path);
		folder = NULL;
	}
	script_free(script);
	return folder;
}

/* Which records: those that are named, that of the script, or all. False with a message. */
static bool find_records(struct judging *j)
{
	bool good = true;

	if (!j->given.count && !j->script) {
		j->folders = places_runs(j->arena, &j->places, &j->count);
		if (!j->count)
			error_tell("lab judge", "no record in %s (run a lab first: %s run)", j->places.runs,
				   program_invocation_name);
		return j->count;
	}
	j->folders = arena_alloc(j->arena, ((size_t)j->given.count + 1) * sizeof(*j->folders));
	if (!j->given.count) {
		j->folders[0] = run_of_script(j->arena, &j->places, j->script);
		j->count = j->folders[0] != NULL;
		return j->count;
	}
	for (int i = 0; i < j->given.count; i++) {
		const char *folder = places_run(j->arena, &j->places, j->given.words[i]);

		if (!folder)
			places_no_record(j->arena, &j->places, "lab judge", j->given.words[i]);
		else
			j->folders[j->count++] = folder;
		good = good && folder;
	}
	return good;
}

static int judge_main(char **argv)
{
	struct judging j = { .arena = arena_new() };
	int status = options_parse(&command_judge, argv, &j, &j.given);

	if (status == GO_ON) {
		struct ladder_style style = look_style(&j.look, STDOUT_FILENO);

		j.places = places_find(j.arena, j.runs);
		status = find_records(&j) ? judge_all(j.folders, j.count, j.script, &style) : EXIT_USAGE;
	}
	arena_free(j.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "script",
	  .argument = "FILE",
	  .help = "judge by this script instead of the one in the record. Its actions must be those that were performed. "
		  "Without RUN: the record of the scenario that the script is, by its folder and name",
	  IS_TEXT(struct judging, script) },
	{ .name = "runs",
	  .argument = "DIR",
	  .help = "look for the records there",
	  IS_TEXT(struct judging, runs) },
	{ 0 }
};

const struct command command_judge = {
	.name = "judge",
	.does = "the verdict again, from the record that a run left",
	.synopses = { "[OPTION]... [RUN]..." },
	.about =
		"Judges the record of a run again, and of its controls: the same verdict, on any machine. RUN is a folder, "
		"or as in `lab run`: linger/02-rst, linger/02. Without an argument: all records.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct judging, look) },
	.run = judge_main,
};
