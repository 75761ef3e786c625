/*
 * doctor.c - what this machine allows; see doctor.h.
 *
 * A table of probes, each tried in a child of its own: what hangs is killed, and what it made (namespaces,
 * packet filter rules, sockets) goes with it.
 */
#include "common/stage/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/base/text.h"
#include "common/stage/doctor_probes.h"

enum { PROBE_LIMIT_MS = 5000, WIDTH = 80, NAME_AT = 11, TEXT_AT = 23 };

/* What a probe is for: the conclusion is drawn from it. */
enum need { NEED_NOTHING, NEED_LAB, NEED_STATES, NEED_CUTS, NEED_HOSTS };

static const struct probe_row {
	const char *name;
	void (*try)(struct probe *p, const struct world_plan *plan);
	bool in_world;
	enum need need;
} rows[] = {
	{ "kernel", probe_kernel, false, NEED_NOTHING },
	{ "strace", probe_strace, false, NEED_LAB },
	{ "namespaces", probe_namespaces, false, NEED_NOTHING },
	{ "processes", probe_processes, true, NEED_NOTHING },
	{ "network", probe_network, true, NEED_LAB },
	{ "tracing", probe_tracing, true, NEED_LAB },
	{ "capture", probe_capture, true, NEED_LAB },
	{ "states", probe_sockets, true, NEED_STATES },
	{ "cable", probe_cable, true, NEED_CUTS },
	{ "hosts", probe_hosts, true, NEED_HOSTS },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* ---- trying ---- */

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void send_all(int fd, const void *bytes, size_t size)
{
	const char *p = bytes;

	while (size) {
		ssize_t n = write(fd, p, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		p += n;
		size -= (size_t)n;
	}
}

/* Reads exactly so much, before the deadline. */
static bool receive_all(int fd, void *bytes, size_t size, long deadline)
{
	char *p = bytes;

	while (size) {
		long left = deadline - now_ms();
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (left <= 0 || (poll(&wait, 1, (int)left) <= 0 && errno != EINTR))
			return false;
		n = read(fd, p, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		size -= (size_t)n;
	}
	return true;
}

/* A child that tries something out. */
struct trial {
	pid_t pid;
};

/* Runs `job` in a child that answers with `size` bytes through fd; false where it did not, in time. The child is ended
 * by end_trial(), which can wait until there is time for it. */
static bool begin_trial(struct trial *t, void (*job)(int fd, const void *context), const void *context,
			void *answer, size_t size)
{
	int fds[2];
	bool answered;

	t->pid = -1;
	fflush(NULL);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return false;
	t->pid = fork();
	if (t->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(fds[0]);
		job(fds[1], context);
		_exit(0);
	}
	close(fds[1]);
	answered = t->pid > 0 && receive_all(fds[0], answer, size, now_ms() + PROBE_LIMIT_MS);
	close(fds[0]);
	return answered;
}

/* Waits until it has gone, and its world with it; what does not go by itself is killed. */
static void end_trial(struct trial *t, long deadline)
{
	pid_t gone = 0;

	while (t->pid > 0 && now_ms() < deadline && (gone = waitpid(t->pid, NULL, WNOHANG)) == 0)
		poll(NULL, 0, 2);
	if (t->pid > 0 && gone == 0) {
		kill(t->pid, SIGKILL);
		while (waitpid(t->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

struct try_context {
	const struct probe_row *row;
	const struct world_plan *plan;
	struct probe *probe;
};

static void try_row(int fd, const void *context)
{
	const struct try_context *c = context;
	struct probe *p = c->probe;
	struct error error;
	pid_t pid = c->row->in_world ? world_fork(c->plan, &error) : 0;

	if (pid > 0) {
		/* Holds the world until its first process has answered. */
		close(fd);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
		_exit(0);
	}
	if (pid < 0 || (c->row->in_world && c->row->try != probe_network &&
			!world_build(world_at(0), 0, false, NULL, &error)))
		probe_error(p, PROBE_MISSING, &error);
	else
		c->row->try(p, c->plan);
	send_all(fd, p, sizeof(*p));
	_exit(0);
}

struct found_plan {
	struct world_plan plan;
	bool found;
};

static void find_plan(int fd, const void *context)
{
	struct found_plan f;

	(void)context;
	memset(&f, 0, sizeof(f));
	f.found = world_plan_find(&f.plan);
	send_all(fd, &f, sizeof(f));
}

void doctor_examine(struct diagnosis *d)
{
	struct trial trials[ROWS + 1];
	struct found_plan f;
	bool lab = true;
	long deadline;

	memset(d, 0, sizeof(*d));
	memset(&f, 0, sizeof(f));
	d->has_plan = begin_trial(&trials[ROWS], find_plan, NULL, &f, sizeof(f)) && f.found;
	d->plan = f.plan;
	for (size_t i = 0; i < ROWS; i++) {
		struct probe *p = &d->probes[d->count];
		struct try_context c = { &rows[i], &d->plan, p };
		struct probe answer;

		trials[i].pid = -1;
		if (rows[i].in_world && !d->has_plan)
			continue;
		p->name = rows[i].name;
		if (begin_trial(&trials[i], try_row, &c, &answer, sizeof(answer)))
			*p = answer;
		else
			probe_what(p, PROBE_MISSING, "no answer within %d s", PROBE_LIMIT_MS / 1000);
		if (rows[i].try == probe_namespaces && p->status == PROBE_MISSING && d->has_plan)
			p->status = PROBE_LIMITED; /* there is a way round it */
		if (rows[i].need == NEED_LAB)
			lab = lab && p->status != PROBE_MISSING;
		d->states = d->states || (rows[i].need == NEED_STATES && p->status != PROBE_MISSING);
		d->cuts = d->cuts || (rows[i].need == NEED_CUTS && p->status != PROBE_MISSING);
		d->hosts = d->hosts || (rows[i].need == NEED_HOSTS && p->status != PROBE_MISSING);
		d->count++;
	}
	d->labs_run = d->has_plan && lab;
	/* All together, as the kernel needs some 50 ms to take down a world. */
	deadline = now_ms() + PROBE_LIMIT_MS / 5;
	for (size_t i = 0; i <= ROWS; i++)
		end_trial(&trials[i], deadline);
}

/* ---- telling ---- */

/* Writes words, broken at the width; the first line goes on at column `at`. */
static void write_wrapped(FILE *out, int at, const char *text)
{
	int column = at;

	while (*text) {
		int length = (int)strcspn(text, " ");

		if (column > at && column + 1 + length > WIDTH) {
			fprintf(out, "\n%*s", at, "");
			column = at;
		}
		column += fprintf(out, "%s%.*s", column > at ? " " : "", length, text);
		text += length + (int)strspn(text + length, " ");
	}
	fputc('\n', out);
}

/* Line by line: one that begins with a blank is a command, and is never broken. */
static void write_remedy(FILE *out, const char *remedy)
{
	while (*remedy) {
		int length = (int)strcspn(remedy, "\n");

		if (*remedy == ' ') {
			fprintf(out, "%*s%.*s\n", NAME_AT, "", length, remedy);
		} else {
			char line[WIDTH * 4];

			snprintf(line, sizeof(line), "%.*s", length, remedy);
			fprintf(out, "%*s", NAME_AT, "");
			write_wrapped(out, NAME_AT, line);
		}
		remedy += length + (remedy[length] == '\n');
	}
}

static void write_row(FILE *out, const struct probe *p, bool colour)
{
	static const struct {
		const char *word, *colour;
	} looks[] = {
		[PROBE_OK] = { "ok", "\033[32m" },
		[PROBE_LIMITED] = { "limited", "\033[33m" },
		[PROBE_MISSING] = { "missing", "\033[1;31m" },
	};
	struct text safe = { 0 };

	text_add_safe(&safe, p->what);
	fprintf(out, "  %s%-*s%s%-*s", colour ? looks[p->status].colour : "", NAME_AT - 2,
		looks[p->status].word, colour ? "\033[0m" : "", TEXT_AT - NAME_AT, p->name);
	write_wrapped(out, TEXT_AT, text_chars(&safe));
	write_remedy(out, p->remedy);
	text_free(&safe);
}

static void conclude(const struct diagnosis *d, struct text *out)
{
	const struct {
		bool there;
		const char *what;
	} needs[] = { { d->states, "look at socket states" },
		      { d->cuts, "cut the cable" },
		      { d->hosts, "have several hosts" } };
	size_t missing = 0, told = 0;

	if (!d->labs_run) {
		text_add(
			out,
			"No lab can run here: all would be skipped. What is missing, and the remedy, stands above. Still "
			"of use are `lab show` and `lab judge` on the record of a run from elsewhere, and `lab watch -r` "
			"on a capture file.");
		return;
	}
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		missing += !needs[i].there;
	if (!d->plan.network)
		text_add(out, "Labs run here one at a time, on this container's own loopback");
	else
		text_add(out, missing ? "Labs run here" : "Every lab can run here, in a world of its own");
	if (!missing && d->plan.user)
		text_add(out, ", without root");
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if (needs[i].there)
			continue;
		text_add(out, !told ? ", but not the scenarios that " : told + 1 < missing ? ", " : " or ");
		text_add(out, needs[i].what);
		told++;
	}
	text_add(out, ".");
}

int doctor_print(FILE *out, bool colour)
{
	struct diagnosis *d = calloc(1, sizeof(*d));
	struct text said = { 0 };
	int status;

	if (!d)
		return 4;
	doctor_examine(d);
	for (size_t i = 0; i < d->count; i++)
		write_row(out, &d->probes[i], colour);
	fputs("\n  ", out);
	conclude(d, &said);
	write_wrapped(out, 2, text_chars(&said));
	text_free(&said);
	status = d->labs_run ? 0 : 4;
	free(d);
	return status;
}
