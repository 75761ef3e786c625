/* run.c - lab run: scenarios and their controls, independent ones side by side. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/command/run.h"
#include "common/record/durations.h"
#include "common/claims/audit.h"
#include "common/report/collect.h"

/* Is it one of the labs' own, and no copy of one? */
static bool is_ours(const struct run *r, const struct script *s)
{
	size_t length = strlen(r->places.labs);

	return strncmp(s->path, r->places.labs, length) == 0 && s->path[length] == '/';
}

/* Whether the claim lines follow from the script and the catalogue, as far as that can be told before it is played. A script
 * of one's own may make claims of one's own: of it all that is only noted. */
static bool claims_follow(const struct run *r, const struct script *s, const struct catalogue *catalogue)
{
	struct findings *f = findings_new();
	bool ours = is_ours(r, s), good;

	if (catalogue)
		audit_script(f, catalogue, s);
	for (size_t i = 0; i < f->count; i++)
		fprintf(stderr, "%s: %s%s: %s\n", f->list[i].place, ours ? "" : "note: ", f->list[i].id,
			f->list[i].what);
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

/* Runs that have begun and not ended, and those of them that wait for a timer, and so take no processor. */
struct load {
	size_t running, waiting;
};

static struct load load_of(const struct run *r)
{
	struct load load = { 0, 0 };

	for (size_t i = 0; i < r->job_count; i++) {
		const struct job *j = r->jobs[i];

		for (size_t k = 0; k < j->started && j->ended < j->run_count; k++) {
			load.running += j->workers[k].fd >= 0;
			load.waiting += j->workers[k].fd >= 0 && j->workers[k].awaits[0];
		}
	}
	return load;
}

/* Starts a few of the runs that may start now; true where there are more. Between them somebody may press Ctrl-C. */
static bool start_more(struct run *r)
{
	enum { A_FEW = 4 };
	struct load load = load_of(r);
	size_t moving = load.running - load.waiting, room = 0;

	if (load.running < (size_t)r->side_by_side && moving < (size_t)r->moving)
		room = (size_t)r->side_by_side - load.running < (size_t)r->moving - moving
			       ? (size_t)r->side_by_side - load.running
			       : (size_t)r->moving - moving;
	for (size_t i = 0, begun = 0; i < r->job_count; i++) {
		struct job *j = r->longest_first[i];

		for (; j->started < j->run_count && room; room--) {
			if (begun++ == A_FEW)
				return true;
			job_start_next(j, &r->plan, &r->places);
		}
	}
	return false;
}

static int by_waits(const void *left, const void *right)
{
	const struct job *a = *(struct job *const *)left, *b = *(struct job *const *)right;

	if (a->waits_ns != b->waits_ns)
		return a->waits_ns < b->waits_ns ? 1 : -1;
	/* Any control may take a while: it waits for what does not come. */
	if (a->run_count != b->run_count)
		return a->run_count < b->run_count ? 1 : -1;
	return strcmp(a->path, b->path);
}

/* Who takes longest begins first, so that all are done when he is: as long as the last time; the first time as long as the
 * labs' own hint says, or as far as the script tells. */
static void put_in_order(struct run *r)
{
	struct durations last = durations_load(r->arena, r->places.runs);
	struct durations hint = durations_load(r->arena, r->places.labs);

	for (size_t i = 0; i < r->job_count; i++) {
		int64_t ns = duration_of(&last, r->jobs[i]->path);

		if (ns < 0)
			ns = duration_of(&hint, r->jobs[i]->path);
		if (ns >= 0)
			r->jobs[i]->waits_ns = ns;
	}
	r->longest_first = arena_alloc(r->arena, (r->job_count + 1) * sizeof(struct job *));
	memcpy(r->longest_first, r->jobs, r->job_count * sizeof(struct job *));
	qsort(r->longest_first, r->job_count, sizeof(struct job *), by_waits);
}

static void keep_durations(const struct run *r)
{
	struct durations durations = durations_load(r->arena, r->places.runs);

	for (size_t i = 0; i < r->job_count; i++)
		if (job_duration(r->jobs[i]) >= 0)
			duration_set(&durations, r->jobs[i]->path, job_duration(r->jobs[i]));
	durations_save(&durations);
}

/* Waits for news of any run, at most so long; *news says whether any came. Returns the number of a signal that came
 * instead, or 0. */
static int wait_for_runs(struct run *r, int signals, int at_most_ms, bool *news)
{
	size_t most = 1 + r->job_count + load_of(r).running, n = 0;
	struct pollfd *fds = calloc(most, sizeof(*fds));
	struct signalfd_siginfo info;
	int caught = 0;

	if (!fds)
		return SIGTERM;
	fds[n++] = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (size_t i = 0; i < r->job_count; i++) {
		const struct job *j = r->jobs[i];

		if (j->finisher_fd >= 0)
			fds[n++] = (struct pollfd){ .fd = j->finisher_fd, .events = POLLIN };
		for (size_t k = 0; k < j->started && j->ended < j->run_count; k++)
			if (j->workers[k].fd >= 0 && n < most)
				fds[n++] = (struct pollfd){ .fd = j->workers[k].fd, .events = POLLIN };
	}
	*news = poll(fds, n, at_most_ms) > 0;
	if (fds[0].revents && read(signals, &info, sizeof(info)) == sizeof(info))
		caught = (int)info.ssi_signo;
	free(fds);
	return caught;
}

int run_jobs(struct run *r)
{
	sigset_t caught, before;
	int signals, signal_number = 0, pause_ms = 100;

	put_in_order(r);
	sigemptyset(&caught);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGTERM);
	sigaddset(&caught, SIGHUP);
	sigprocmask(SIG_BLOCK, &caught, &before);
	signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	while (r->printed < r->job_count && !signal_number) {
		bool more = start_more(r), news = false;

		for (size_t i = 0; i < r->job_count; i++) {
			if (!r->jobs[i]->result)
				job_advance(r->jobs[i], &r->places, &r->style);
			job_reap(r->jobs[i]);
		}
		print_ready(r);
		if (r->printed == r->job_count)
			break;
		signal_number = wait_for_runs(r, signals, more ? 0 : pause_ms, &news);
		draw_status_line(r);
		/* Who looks at the status line wants to see that time passes. Else less and less often will do: a pipe tells all
		 * but that a process may be reaped. */
		pause_ms = news || r->status_line ? 100 : pause_ms < 30000 ? pause_ms * 2 : 60000;
	}
	clear_status_line(r);
	close(signals);
	if (!signal_number) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		keep_durations(r);
	} /* else all is about to be ended: a second Ctrl-C must not come between */
	return signal_number;
}

bool run_find_plan(struct run *r)
{
	if (!world_plan_find(&r->plan))
		return false;
	r->plan.settings = r->settings;
	r->plan.setting_count = r->setting_count;
	r->plan.adversity = r->adversity;
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

/* Most of a run is waiting: for a program to start, for strace, for the kernel to make a world or to take one down; and
 * some then wait for a timer of seconds. */
void run_set_load(struct run *r)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	/* A program of the reader's own may be an interpreter, which computes for as long as all of ours together. */
	r->moving = r->side_by_side ? r->side_by_side : (r->stand_in_count ? 2 : 8) * (int)processors;
	if (!r->side_by_side)
		r->side_by_side = 8 * r->moving;
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
