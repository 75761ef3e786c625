/* run.c - lab run: scenarios and their controls, independent ones side by side. */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/job.h"
#include "common/report/claims_catalogue.h"
#include "common/report/collect.h"
#include "common/report/summary.h"

struct run {
	struct arena *arena;
	struct places places;
	struct world_plan plan;
	struct ladder_style style;
	struct look look;
	const char *json, *tap, *junit, *runs;
	bool brief, quiet, controls;
	long side_by_side;
	struct job **jobs; /* in the order in which they are told */
	struct job **longest_first; /* and started */
	size_t job_count;
	size_t printed;
	bool status_line; /* a progress line stands on the terminal */
};

static void usage(FILE *out)
{
	fputs("usage: lab run [OPTION]... [LAB | LAB/SCENARIO | FILE.lab]...\n\n"
	      "Runs scenarios with their controls, each in a world of its own, and draws what happened.\n"
	      "Without an argument: all scenarios of all labs. The record is kept: see `lab show`.\n\n"
	      "  -j N             so many runs side by side (default: 8 for each processor)\n"
	      "  --brief          one line a scenario; the whole story only of those that do not hold\n"
	      "  --quiet          nothing: the exit status tells\n"
	      "  --no-control     leave the controls out: then nothing is shown, and no scenario passes\n"
	      "  --runs DIR       keep the records there\n"
	      "  --json FILE      the whole result; `-` is standard output, also for the next two\n"
	      "  --tap FILE       as Test Anything Protocol\n"
	      "  --junit FILE     as JUnit XML\n" LOOK_HELP,
	      out);
}

enum {
	OPTION_BRIEF = 2000,
	OPTION_QUIET,
	OPTION_NO_CONTROL,
	OPTION_RUNS,
	OPTION_JSON,
	OPTION_TAP,
	OPTION_JUNIT
};

static bool is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

/* Returns EXIT_HOLDS to go on; -1 where --help has been answered. */
static int parse_options(struct run *r, int argc, char **argv)
{
	static const struct option options[] = { { "brief", no_argument, NULL, OPTION_BRIEF },
						 { "quiet", no_argument, NULL, OPTION_QUIET },
						 { "no-control", no_argument, NULL, OPTION_NO_CONTROL },
						 { "runs", required_argument, NULL, OPTION_RUNS },
						 { "json", required_argument, NULL, OPTION_JSON },
						 { "tap", required_argument, NULL, OPTION_TAP },
						 { "junit", required_argument, NULL, OPTION_JUNIT },
						 LOOK_OPTIONS,
						 { 0 } };
	int option;
	char *end;

	while ((option = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		switch (option) {
		case 'j':
			r->side_by_side = strtol(optarg, &end, 10);
			if (*end || r->side_by_side < 1 || r->side_by_side > 256) {
				fprintf(stderr, "lab run: -j %s: expected a number from 1 to 256\n", optarg);
				return EXIT_USAGE;
			}
			break;
		case OPTION_BRIEF: r->brief = true; break;
		case OPTION_QUIET: r->quiet = true; break;
		case OPTION_NO_CONTROL: r->controls = false; break;
		case OPTION_RUNS: r->runs = optarg; break;
		case OPTION_JSON: r->json = optarg; break;
		case OPTION_TAP: r->tap = optarg; break;
		case OPTION_JUNIT: r->junit = optarg; break;
		case 'h':
		case OPTION_HELP: usage(stdout); return -1;
		default:
			if (!look_option(&r->look, option, optarg)) {
				fputs("`lab run --help` lists the options\n", stderr);
				return EXIT_USAGE;
			}
		}
	}
	/* Who reads a report there wants nothing else there. */
	if (is_stdout(r->json) || is_stdout(r->tap) || is_stdout(r->junit))
		r->quiet = true;
	return EXIT_HOLDS;
}

/* A slip in a claim's name would only show as a claim that is missing from the table. A script of one's own may make
 * claims of one's own. */
static bool claims_known(const struct run *r, const struct script *s, const struct catalogue *catalogue)
{
	bool ours = strncmp(s->path, r->places.labs, strlen(r->places.labs)) == 0, known = true;

	for (size_t i = 0; catalogue && i < s->claim_count; i++) {
		if (catalogue_find(catalogue, s->claims[i].id))
			continue;
		fprintf(stderr, "%s:%u: %sno claim '%s' in %s/claims.tsv\n", s->path, s->claims[i].number,
			ours ? "" : "note: ", s->claims[i].id, r->places.notes);
		known = false;
	}
	return known || !ours;
}

/* All scripts are read before any runs: a faulty one is told at once. */
static bool load_jobs(struct run *r, char **words, int count)
{
	char error[CATALOGUE_ERROR_TEXT];
	struct catalogue *catalogue = catalogue_load(r->places.notes, error);
	const char **paths = NULL;
	size_t n = 0, capacity = 0;
	bool good = true;

	if (!count)
		paths = places_scripts(r->arena, &r->places, NULL, &n);
	for (int i = 0; i < count; i++) {
		size_t labs;
		const char **names;

		if (places_resolve(r->arena, &r->places, words[i], &paths, &n, &capacity))
			continue;
		fprintf(stderr, "lab run: no lab, scenario or file '%s'; labs here:", words[i]);
		names = places_labs(r->arena, &r->places, &labs);
		for (size_t k = 0; k < labs; k++)
			fprintf(stderr, " %s", names[k]);
		fputc('\n', stderr);
		good = false;
	}
	if (good && !n) {
		fprintf(stderr, "lab run: no scenario found in %s\n", r->places.labs);
		good = false;
	}
	r->jobs = arena_alloc(r->arena, (n + 1) * sizeof(struct job *));
	for (size_t i = 0; i < n; i++) {
		r->jobs[r->job_count] = job_new(paths[i], &r->places, r->controls);
		if (!r->jobs[r->job_count])
			good = false;
		else
			good = claims_known(r, r->jobs[r->job_count++]->script, catalogue) && good;
	}
	catalogue_free(catalogue);
	return good;
}

static void clear_status_line(struct run *r)
{
	if (r->status_line)
		fputs("\r\033[K", stderr);
	r->status_line = false;
}

/* On a terminal: what is being waited for, rewritten in place. */
static void draw_status_line(struct run *r)
{
	const struct worker *waiting = NULL;
	const struct job *of = NULL;
	size_t done = 0;
	struct text safe = { 0 };

	if (!isatty(STDERR_FILENO) || r->quiet)
		return;
	for (size_t i = 0; i < r->job_count; i++) {
		done += r->jobs[i]->result != NULL;
		for (size_t k = 0; k < r->jobs[i]->started; k++) {
			const struct worker *w = &r->jobs[i]->workers[k];

			if (w->fd >= 0 && w->awaits[0] && (!waiting || w->begin_ns < waiting->begin_ns)) {
				waiting = w;
				of = r->jobs[i];
			}
		}
	}
	if (!waiting)
		return;
	text_addf(&safe, "%zu of %zu done; %s, %.1f s: waits for ", done, r->job_count, of->script->name,
		  (double)(monotonic_ns() - waiting->begin_ns) / 1e9);
	text_add_safe(&safe, waiting->awaits);
	fprintf(stderr, "\r\033[K%.*s", r->style.width - 1, text_chars(&safe));
	fflush(stderr);
	r->status_line = true;
	text_free(&safe);
}

/* Prints results as they are ready, in the order of the scripts. */
static void print_ready(struct run *r)
{
	for (; r->printed < r->job_count && r->jobs[r->printed]->result; r->printed++) {
		const struct scenario_result *result = r->jobs[r->printed]->result;

		clear_status_line(r);
		if (r->quiet)
			continue;
		if (!r->brief || result->verdict == RESULT_FAIL || result->verdict == RESULT_INCONCLUSIVE)
			printf("%s%s", r->printed ? "\n" : "", result->text);
		fflush(stdout);
	}
}

static size_t running(const struct run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->job_count; i++)
		n += r->jobs[i]->started - r->jobs[i]->ended;
	return n;
}

/* Starts a few of the runs that may start now; true where there are more. Between them somebody may press Ctrl-C. */
static bool start_more(struct run *r)
{
	enum { A_FEW = 4 };
	unsigned begun = 0;

	for (size_t i = 0; i < r->job_count; i++) {
		struct job *j = r->longest_first[i];

		while (j->started < j->run_count && running(r) < (size_t)r->side_by_side) {
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

	return a->waits_ns < b->waits_ns ? 1 : a->waits_ns > b->waits_ns ? -1 : strcmp(a->path, b->path);
}

/* Who waits longest begins first, so that all are done when he is. */
static void put_in_order(struct run *r)
{
	r->longest_first = arena_alloc(r->arena, (r->job_count + 1) * sizeof(struct job *));
	memcpy(r->longest_first, r->jobs, r->job_count * sizeof(struct job *));
	qsort(r->longest_first, r->job_count, sizeof(struct job *), by_waits);
}

/* Waits for news of any run, at most so long; returns the number of a signal that came instead, or 0. */
static int wait_for_runs(struct run *r, int signals, int at_most_ms)
{
	size_t most = 1 + r->job_count + running(r), n = 0;
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
	poll(fds, n, at_most_ms);
	if (fds[0].revents && read(signals, &info, sizeof(info)) == sizeof(info))
		caught = (int)info.ssi_signo;
	free(fds);
	return caught;
}

/* Runs all jobs. Returns 0, or the signal that ended it. */
static int run_all(struct run *r)
{
	sigset_t caught;
	int signals, signal_number = 0;

	put_in_order(r);
	sigemptyset(&caught);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGTERM);
	sigaddset(&caught, SIGHUP);
	sigprocmask(SIG_BLOCK, &caught, NULL);
	signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	while (r->printed < r->job_count && !signal_number) {
		bool more = start_more(r);

		for (size_t i = 0; i < r->job_count; i++) {
			if (!r->jobs[i]->result)
				job_advance(r->jobs[i], &r->places, &r->style);
			job_reap(r->jobs[i]);
		}
		print_ready(r);
		if (r->printed == r->job_count)
			break;
		signal_number = wait_for_runs(r, signals, more ? 0 : 100);
		draw_status_line(r);
	}
	clear_status_line(r);
	close(signals);
	return signal_number;
}

static bool write_report(const char *path, const char *text)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
	bool good = out && fputs(text, out) >= 0;

	if (out && out != stdout)
		good = fclose(out) == 0 && good;
	else if (out)
		good = fflush(out) == 0 && good;
	if (!good)
		fprintf(stderr, "lab run: %s: %s: %s\n", path, strerrorname_np(errno), strerror(errno));
	return good;
}

static bool write_reports(const struct run *r, struct scenario_result **results)
{
	struct utsname name;
	const char *kernel = uname(&name) == 0 ? name.release : "unknown";
	bool good = true;
	char *text;

	if (r->json) {
		json_t *json = results_to_json(results, r->job_count, kernel);

		text = json_dumps(json, JSON_INDENT(2));
		good = write_report(r->json, text) && good;
		free(text);
		json_decref(json);
	}
	if (r->tap) {
		text = results_to_tap(results, r->job_count);
		good = write_report(r->tap, text) && good;
		free(text);
	}
	if (r->junit) {
		text = results_to_junit(results, r->job_count, kernel);
		good = write_report(r->junit, text) && good;
		free(text);
	}
	return good;
}

static int conclude(struct run *r)
{
	struct scenario_result **results =
		arena_alloc(r->arena, (r->job_count + 1) * sizeof(struct scenario_result *));
	struct text table = { 0 };
	size_t passed = 0, skipped = 0;

	for (size_t i = 0; i < r->job_count; i++) {
		results[i] = r->jobs[i]->result;
		passed += results[i]->verdict == RESULT_PASS;
		skipped += results[i]->verdict == RESULT_SKIP;
	}
	if (!r->quiet && (r->brief || r->job_count > 1)) {
		results_table_draw(&table, results, r->job_count, &r->style);
		printf("%s%s", r->brief ? "" : "\n", text_chars(&table));
		text_free(&table);
	}
	if (!write_reports(r, results))
		return EXIT_BROKEN;
	if (skipped == r->job_count)
		return EXIT_SKIPPED;
	return passed + skipped == r->job_count ? EXIT_HOLDS : EXIT_BROKEN;
}

int command_run(int argc, char **argv)
{
	struct run r = { .arena = arena_new(), .controls = true };
	int status = parse_options(&r, argc, argv), caught = 0;

	if (status != EXIT_HOLDS) {
		arena_free(r.arena);
		return status < 0 ? EXIT_HOLDS : status;
	}
	r.places = places_find(r.arena, r.runs);
	r.style = look_style(&r.look, STDOUT_FILENO);
	if (!r.side_by_side)
		r.side_by_side = 8 * sysconf(_SC_NPROCESSORS_ONLN); /* most of a run is waiting */
	if (!load_jobs(&r, argv + optind, argc - optind)) {
		status = EXIT_USAGE;
	} else if (!world_plan_find(&r.plan)) {
		for (size_t i = 0; i < r.job_count; i++)
			r.jobs[i]->result =
				result_unrun(r.jobs[i]->script, RESULT_SKIP, r.plan.note, &r.style);
		print_ready(&r);
		status = conclude(&r);
	} else {
		if (!r.plan.network)
			r.side_by_side = 1;
		if (r.plan.note[0])
			fprintf(stderr, "lab run: %s\n", r.plan.note);
		caught = run_all(&r);
		status = caught ? 128 + caught : conclude(&r);
	}
	for (size_t i = 0; i < r.job_count; i++)
		job_end(r.jobs[i]);
	for (size_t i = 0; i < r.job_count; i++)
		job_free(r.jobs[i]);
	arena_free(r.arena);
	if (caught)
		fprintf(stderr, "lab run: interrupted; nothing is left behind\n");
	return status;
}
