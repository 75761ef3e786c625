/* judge.c - lab judge: the verdict again, from the record that a run left. Nothing is run. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/places.h"
#include "common/command/record.h"
#include "common/report/collect.h"
#include "common/report/summary.h"

static void usage(FILE *out)
{
	fputs("usage: lab judge [OPTION]... [RUN]...\n\n"
	      "Judges the record of a run again, and of its controls: the same verdict, on any machine. RUN is a folder, or\n"
	      "as in `lab run`: linger/02-rst, linger/02. Without an argument: all records.\n\n"
	      "  --script FILE    judge by this script instead of the one in the record. Its actions must be those that were\n"
	      "                   performed. Without RUN: the record of the scenario that the script is, by its folder and name\n"
	      "  --runs DIR       look for the records there\n" LOOK_HELP,
	      out);
}

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
		const char *text = r.script->controls[i - 1].text;

		if (!exists(place))
			continue;
		if (!record_open(&c, place, script_path, NULL, i, &error)) {
			controls[count++] = control_unrun(arena, text, error_text(&error, why));
			continue;
		}
		controls[count++] = control_collect(arena, record_script(&c), c.timeline, &c.judgement, text);
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
		fprintf(stderr,
			"lab judge: --script %s: there is no record %s; say which one it is to judge, as in\n"
			"  lab judge --script %s linger/02\n",
			script_path, folder, script_path);
		folder = NULL;
	}
	script_free(script);
	return folder;
}

int command_judge(int argc, char **argv)
{
	static const struct option options[] = { { "runs", required_argument, NULL, 'r' },
						 { "script", required_argument, NULL, 's' },
						 LOOK_OPTIONS,
						 { 0 } };
	struct arena *arena = arena_new();
	const char *runs = NULL, *script = NULL, **folders;
	struct look look = { 0 };
	struct ladder_style style;
	struct places places;
	int option, status = EXIT_HOLDS;
	size_t count = 0;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'r') {
			runs = optarg;
		} else if (option == 's') {
			script = optarg;
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
	if (optind == argc && script) {
		folders = arena_alloc(arena, sizeof(*folders));
		folders[0] = run_of_script(arena, &places, script);
		count = folders[0] != NULL;
		status = count ? EXIT_HOLDS : EXIT_USAGE;
	} else if (optind == argc) {
		folders = places_runs(arena, &places, &count);
	} else {
		folders = arena_alloc(arena, (size_t)(argc - optind) * sizeof(*folders));
		for (int i = optind; i < argc; i++) {
			folders[count] = places_run(arena, &places, argv[i]);
			if (folders[count])
				count++;
			else
				status = EXIT_USAGE, places_no_record(arena, &places, "lab judge", argv[i]);
		}
	}
	if (status == EXIT_HOLDS && !count) {
		fprintf(stderr, "lab judge: no record in %s (run a lab first: %s run)\n", places.runs,
			program_invocation_name);
		status = EXIT_USAGE;
	}
	if (status == EXIT_HOLDS)
		status = judge_all(folders, count, script, &style);
	arena_free(arena);
	return status;
}
