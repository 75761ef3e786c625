/* run_schedule.c - which runs go side by side, and in which order they begin; see run.h. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/command/run.h"
#include "common/record/durations.h"

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
