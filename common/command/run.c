/* run.c - lab run: scenarios and their controls, independent ones side by side. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/command/run.h"
#include "common/command/requirements.h"
#include "common/claims/audit.h"
#include "common/report/collect.h"

/* Is it one of the labs' own, and no copy of one? */
static bool is_ours(const struct run *r, const struct script *s)
{
	size_t length = strlen(r->places.labs);

	return strncmp(s->path, r->places.labs, length) == 0 && s->path[length] == '/';
}

/* Whether the claim lines follow from the script and the catalogue, as far as that can be told before it is played. A script
 * of one's own may make claims of one's own: of those nothing is said, and of it all the rest is only noted. */
static bool claims_follow(const struct run *r, const struct script *s, const struct catalogue *catalogue)
{
	struct findings *f = findings_new();
	bool ours = is_ours(r, s), good;

	if (catalogue)
		audit_script(f, catalogue, s);
	for (size_t i = 0; i < f->count; i++)
		if (ours || !f->list[i].of_own)
			fprintf(stderr, "%s: %s%s: %s\n", f->list[i].place,
				ours ? "" : "note: ", f->list[i].id, f->list[i].what);
	good = !f->count || !ours;
	findings_free(f);
	return good;
}

/* Why a scenario has nothing to do with programs of the reader's own. */
static const char *no_part(const struct run *r)
{
	return r->stand_in_count == 1
		       ? arena_printf(r->arena, "the lab's %s has no part in it", r->stand_ins[0].program)
		       : "the lab's client and server have no part in it";
}

bool run_load(struct run *r, char **words, int count)
{
	struct catalogue *catalogue = catalogue_load(r->places.notes, NULL);
	const char **paths;
	size_t n;
	bool good = places_named(r->arena, &r->places, r->command, words, count, &paths, &n);

	r->jobs = arena_alloc(r->arena, (n + 1) * sizeof(struct job *));
	for (size_t i = 0; i < n; i++) {
		struct job *j = job_new(paths[i], &r->places, r->controls, r->stand_ins, r->stand_in_count);

		good = j && claims_follow(r, j->script, catalogue) && good;
		if (!j)
			continue;
		if (!j->run_count) {
			j->script->claim_count = 0; /* which nobody asks about */
			j->result = result_unrun(j->script, RESULT_SKIP, no_part(r), &r->style);
		}
		r->jobs[r->job_count++] = j;
	}
	catalogue_free(catalogue);
	return good;
}

bool run_find_plan(struct run *r)
{
	if (!world_plan_find(&r->plan))
		return false;
	r->plan.settings = r->settings;
	r->plan.setting_count = r->setting_count;
	r->plan.adversity = r->adversity;
	for (size_t i = 0; i < r->job_count; i++)
		r->plan.others |= requirements_users(r->jobs[i]->script);
	if (r->plan.network || !r->setting_count) {
		if (!world_enter_nursery(&r->plan))
			return false;
		if (!r->plan.network)
			r->side_by_side = r->moving = 1;
		if (error_is_set(&r->plan.note))
			error_print(&r->plan.note, r->command);
		return true;
	}
	error_set(&r->plan.note, "--set: there is no network of its own here");
	return error_advise(&r->plan.note, "see `lab doctor`");
}

void run_skip_all(struct run *r)
{
	char why[ERROR_TEXT];

	error_text(&r->plan.note, why);
	for (size_t i = 0; i < r->job_count; i++)
		if (!r->jobs[i]->result)
			r->jobs[i]->result = result_unrun(r->jobs[i]->script, RESULT_SKIP, why, &r->style);
}

/* Whose programs are started: those of --programs, else of the lab that --script is an answer to. */
static bool find_programs(struct run *r, const char *like)
{
	const char *lab = r->programs;
	const char **names;
	size_t count;

	if (!lab && r->script)
		lab = arena_substring(r->arena, like, strcspn(like, "/"));
	r->places.lab = lab;
	names = places_labs(r->arena, &r->places, &count);
	for (size_t i = 0; lab && i < count; i++)
		if (strcmp(names[i], lab) == 0)
			return true;
	if (lab)
		error_tell("lab run", "no lab '%s'; %s", lab, places_hint(r->arena, &r->places, lab));
	return !lab;
}

/* What the lab says of its programs. */
static bool load_texts(struct run *r)
{
	const char *folder = arena_printf(r->arena, "%s/%s", r->places.labs, r->places.lab);
	struct error error;

	if (programs_load(r->arena, folder, &r->texts, &error))
		return true;
	error_print(&error, "lab run");
	return false;
}

/* The one script of --script. What is no answer fails without being played: what it shows was not asked. */
static bool load_script(struct run *r, const char *like)
{
	char *words[] = { arena_string(r->arena, r->script) };
	const char **paths = NULL;
	size_t count = 0, capacity = 0;
	const char *why;
	struct stat st;

	if (!places_resolve(r->arena, &r->places, like, &paths, &count, &capacity)) {
		error_tell("lab run", "no lab or scenario '%s' that %s could be an answer to; %s", like,
			   r->script, places_hint(r->arena, &r->places, like));
		return false;
	}
	if (stat(r->script, &st) == 0 && S_ISDIR(st.st_mode)) {
		error_tell("lab run", "--script %s: this is a folder; give one script, as %s/mine.lab",
			   r->script, r->script);
		return false;
	}
	if (access(r->script, R_OK) < 0)
		return error_tell_errno("lab run", "--script %s", r->script);
	if (!load_texts(r) || !run_load(r, words, 1))
		return false;
	why = run_no_answer(r, like);
	if (why && !r->jobs[0]->result) {
		r->jobs[0]->run_count = 0;
		r->jobs[0]->result = result_unrun(r->jobs[0]->script, RESULT_FAIL, why, &r->style);
	}
	return true;
}

/* Runs all, and tells what came of it. like: what --script is an answer to. */
static int play(struct run *r, const char *like, int *caught)
{
	int status;

	if (!run_settings_good(r))
		return EXIT_USAGE;
	*caught = run_jobs(r);
	status = *caught ? 128 + *caught : conclude(r);
	if (r->script && !*caught && !r->quiet)
		run_grade(r, like);
	return status;
}

/* Finds where all is, and reads the scripts. False with a message. */
static bool prepare(struct run *r)
{
	bool otherwise = r->setting_count || r->adversity; /* than this kernel and machine are */

	r->places = places_find(r->arena, r->stand_in_count || otherwise ? NULL : r->runs);
	if (r->stand_in_count ? !mine_places(r->arena, &r->places, r->runs)
			      : otherwise && !run_settings_place(r))
		return false;
	if (!find_programs(r, r->given.words[0]))
		return false;
	r->style = look_style(&r->look, STDOUT_FILENO);
	run_set_load(r);
	return r->script ? load_script(r, r->given.words[0]) : run_load(r, r->given.words, r->given.count);
}

static int run_all(struct run *r, int *caught)
{
	if (!run_options_good(r) || !prepare(r))
		return EXIT_USAGE;
	if (r->list) {
		for (size_t i = 0; i < r->job_count; i++)
			printf("%s/%s\n", r->jobs[i]->script->lab, r->jobs[i]->script->name);
		return EXIT_HOLDS;
	}
	if (run_find_plan(r))
		return play(r, r->given.words[0], caught);
	run_skip_all(r);
	print_ready(r);
	return conclude(r);
}

static int run_main(char **argv)
{
	struct run r = { .command = "lab run",
			 .arena = arena_new(),
			 .controls = true,
			 .stand_ins = { { .program = "client" }, { .program = "server" } } };
	int status = options_parse(&command_run, argv, &r, &r.given), caught = 0;

	if (status == GO_ON)
		status = run_all(&r, &caught);
	for (size_t i = 0; i < r.job_count; i++)
		job_end(r.jobs[i]);
	for (size_t i = 0; i < r.job_count; i++)
		job_free(r.jobs[i]);
	arena_free(r.arena);
	if (caught)
		error_tell("lab run", "interrupted; nothing is left behind");
	return status;
}

const struct command command_run = {
	.name = "run",
	.does = "run scenarios and their controls, and draw what happened",
	.synopses = { "[OPTION]... [LAB | LAB/SCENARIO | FILE.lab]..." },
	.about =
		"Runs scenarios with their controls, each in a world of its own, and draws what happened. Without an "
		"argument: all scenarios of all labs. The record is kept: see `lab show`.",
	.groups = { { run_rows, 0 }, LOOK_OPTIONS(struct run, look) },
	.run = run_main,
};
