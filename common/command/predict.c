/* predict.c - lab predict: say what will happen, see it played, and learn where you were right. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/command/predict.h"
#include "common/command/requirements.h"
#include "common/report/collect.h"

/* What the folder of a script says of its programs. */
static bool load_programs(struct arena *arena, const char *script, struct program_texts *programs)
{
	const char *slash = strrchr(script, '/');
	const char *folder = slash ? arena_substring(arena, script, (size_t)(slash - script)) : ".";
	struct error error;

	if (programs_load(arena, folder, programs, &error))
		return true;
	error_print(&error, "lab predict");
	return false;
}

static bool load(struct predict *p, char **words, int count)
{
	struct arena *arena = p->run.arena;

	if (p->answers && !predict_file_open(p))
		return false;
	if (p->answers && !count)
		words = predict_file_names(p, &count);
	if (!run_load(&p->run, words, count))
		return false;
	p->all = arena_alloc(arena, (p->run.job_count + 1) * sizeof(*p->all));
	for (size_t i = 0; i < p->run.job_count; i++) {
		struct job *job = p->run.jobs[i];
		struct quiz *quiz = quiz_make(job->script);
		struct prediction *one = &p->all[p->count++];

		*one = (struct prediction){
			.job = job,
			.quiz = quiz,
			.name = quiz_name(arena, job->script),
			.given = arena_alloc(arena, (quiz->count + 1) * sizeof(char *)),
			.refused = arena_alloc(arena, (quiz->count + 1) * sizeof(char *)),
			.lines = arena_alloc(arena, (quiz->count + 1) * sizeof(unsigned)),
			.seen = arena_alloc(arena, (quiz->count + 1) * sizeof(struct observation)),
		};
		if (!load_programs(arena, job->script->path, &one->programs))
			return false;
	}
	return !p->answers || predict_file_take(p);
}

/* Whether it can be played here; the result of one that cannot says why. possible: something can be. */
static bool playable(struct predict *p, const struct prediction *one, bool possible)
{
	struct ladder_style style = look_style(&p->run.look, STDOUT_FILENO);
	const struct script *s = one->job->script;
	struct error error = p->run.plan.note;
	char reason[ERROR_TEXT];

	if (possible && requirements_world(s, &p->run.plan, &error) &&
	    requirements_met(s, &p->run.plan, &error))
		return true;
	one->job->result = result_unrun(s, RESULT_SKIP, error_text(&error, reason), &style);
	return false;
}

/* possible: something can be played here at all. Where nothing can, the sheet is for another machine. */
static void print_sheet(struct predict *p, bool possible)
{
	struct text out = { 0 };
	size_t left_out = 0;

	text_add(&out, "# Answer behind the colons, and leave open what you do not know.\n#\n");
	quiz_legend(&out, "# ", 100);
	text_addf(&out, "#\n# To be graded: %s predict --answers THIS-FILE\n\n", program_invocation_name);
	for (size_t i = 0; i < p->count; i++) {
		if (i)
			text_add(&out, "\n");
		if (!possible || playable(p, &p->all[i], possible)) {
			quiz_sheet(&out, p->all[i].quiz, &p->all[i].programs);
			continue;
		}
		text_add(&out, "# ---- ");
		text_add_safe(&out, p->all[i].name);
		text_add(&out, "   (left out, as it is not played on this machine)\n# ");
		text_add_wrapped(&out, p->all[i].job->result->reason, 2, "# ", 100);
		text_add(&out, "\n");
		left_out++;
	}
	fputs(text_chars(&out), stdout);
	if (!possible) {
		error_within(&p->run.plan.note, "nothing can be played or graded on this machine");
		error_print(&p->run.plan.note, "lab predict");
	} else if (left_out) {
		error_tell("lab predict", "%zu of %zu are left out, as they are not played on this machine",
			   left_out, p->count);
	}
	text_free(&out);
}

/* Plays some of the jobs; returns the signal that ended it, or 0. */
static int play(struct predict *p, bool possible, struct job **jobs, size_t count)
{
	struct run run = p->run;
	int caught = 0;

	run.jobs = jobs;
	run.job_count = count;
	run.printed = 0;
	run.style = look_style(&run.look, STDOUT_FILENO);
	if (possible)
		caught = run_jobs(&run);
	else
		run_skip_all(&run);
	return caught;
}

static bool write_json(const struct predict *p)
{
	FILE *out = strcmp(p->json, "-") == 0 ? stdout : fopen(p->json, "w");
	json_t *json = predict_to_json(p);
	bool good = out && json_dumpf(json, out, JSON_INDENT(2)) == 0 && fputs("\n", out) >= 0;

	if (out && out != stdout)
		good = fclose(out) == 0 && good;
	if (!good)
		error_tell_errno("lab predict", "%s", p->json);
	json_decref(json);
	return good;
}

/* All was played. */
static int conclude_all(const struct predict *p)
{
	size_t points = 0, of = 0, skipped = 0, graded = 0;

	for (size_t i = 0; i < p->count; i++) {
		points += p->all[i].points;
		of += p->all[i].graded ? p->all[i].quiz->count : 0;
		graded += p->all[i].graded;
		skipped += p->all[i].job->result->verdict == RESULT_SKIP;
	}
	if (p->count > 1 && !p->run.quiet)
		printf("\nall: %zu of %zu\n", points, of);
	if (p->json && !write_json(p))
		return EXIT_BROKEN;
	if (skipped == p->count)
		return EXIT_SKIPPED;
	return points == of && graded + skipped == p->count ? EXIT_HOLDS : EXIT_BROKEN;
}

/* Nothing is asked of what cannot be played. */
static void tell_skipped(const struct predict *p, const struct prediction *one)
{
	struct text out = { 0 };

	text_add_wrapped(&out,
			 arena_printf(p->run.arena,
				      "%s is skipped, as it cannot be played on this machine: %s", one->name,
				      one->job->result->reason),
			 0, "", look_style(&p->run.look, STDOUT_FILENO).width);
	printf("%s\n", text_chars(&out));
	text_free(&out);
}

/* Asked, played and revealed, one after the other. */
static int game(struct predict *p, bool possible)
{
	struct text legend = { 0 };

	quiz_legend(&legend, "", look_style(&p->run.look, STDOUT_FILENO).width);
	printf("%sNothing but the Enter key means: I do not know. q stops.\n\n", text_chars(&legend));
	text_free(&legend);
	for (size_t i = 0; i < p->count; i++) {
		struct prediction *one = &p->all[i];
		enum asked asked;
		int caught;

		if (i)
			fputs("\n", stdout);
		if (!playable(p, one, possible)) {
			tell_skipped(p, one);
			continue;
		}
		asked = predict_ask(p, one);
		if (asked != ASKED_ALL) {
			fputs("Nothing was played; nothing is left behind.\n", stdout);
			return asked == ASKED_QUIT ? EXIT_BROKEN : 128 + 2;
		}
		caught = play(p, possible, &p->run.jobs[i], 1);
		if (caught)
			return 128 + caught;
		predict_grade(p, one);
		predict_reveal(p, one);
	}
	return conclude_all(p);
}

static int grade(struct predict *p, bool possible)
{
	int caught = play(p, possible, p->run.jobs, p->run.job_count);

	if (caught)
		return 128 + caught;
	for (size_t i = 0; i < p->count; i++) {
		predict_grade(p, &p->all[i]);
		if (!p->run.quiet)
			predict_reveal(p, &p->all[i]);
	}
	return conclude_all(p);
}

static int predict_all(struct predict *p)
{
	bool possible;

	if (!p->run.given.count && !p->answers && !p->sheet)
		return options_expected(&command_predict, "a LAB, LAB/SCENARIO or FILE.lab");
	p->run.places = places_find(p->run.arena, p->run.runs);
	p->run.quiet = p->json && strcmp(p->json, "-") == 0;
	run_set_load(&p->run);
	if (!load(p, p->run.given.words, p->run.given.count))
		return EXIT_USAGE;
	possible = run_find_plan(&p->run);
	if (!p->sheet)
		return p->answers ? grade(p, possible) : game(p, possible);
	print_sheet(p, possible);
	return EXIT_HOLDS;
}

static int predict_main(char **argv)
{
	struct predict p = {
		.run = { .command = "lab predict", .arena = arena_new(), .controls = true, .mute = true }
	};
	int status = options_parse(&command_predict, argv, &p, &p.run.given);

	if (status == GO_ON)
		status = predict_all(&p);
	if (status > 128)
		error_tell("lab predict", "interrupted; nothing is left behind");
	for (size_t i = 0; i < p.run.job_count; i++)
		job_end(p.run.jobs[i]);
	for (size_t i = 0; i < p.count; i++)
		quiz_free(p.all[i].quiz);
	for (size_t i = 0; i < p.run.job_count; i++)
		job_free(p.run.jobs[i]);
	arena_free(p.run.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "sheet",
	  .help = "no game: print the questions as a sheet to fill in, for --answers",
	  TURNS_ON(struct predict, sheet) },
	{ .name = "answers",
	  .argument = "FILE",
	  .help = "do not ask: grade these. Lines are \"LAB/NN QUESTION: ANSWER\", # begins a comment; without further "
		  "arguments, the scenarios that it names. An answer that is none of the choices is told, and counts as "
		  "none",
	  IS_TEXT(struct predict, answers) },
	{ .name = "json",
	  .argument = "FILE",
	  .help = "questions, answers and points; `-` is standard output",
	  IS_TEXT(struct predict, json) },
	{ .name = "runs",
	  .argument = "DIR",
	  .help = "keep the records there",
	  IS_TEXT(struct predict, run.runs) },
	{ 0 }
};

const struct command command_predict = {
	.name = "predict",
	.does = "say what will happen, see it played, and learn where you were right",
	.synopses = { "[OPTION]... LAB | LAB/SCENARIO | FILE.lab ..." },
	.about =
		"Shows what will be done, and asks what will come of it: which segment is sent next, what a call returns, "
		"which state remains. Then it is played, as by `lab run`, and each answer is compared with what came.\n\n"
		"An answer is a letter, or the words beside it. An empty one means: I do not know. q ends it.",
	.status =
		"Exit status: 0 all answers are right, 1 one is not, 2 usage or a faulty file, 4 all was skipped.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct predict, run.look) },
	.run = predict_main,
};
