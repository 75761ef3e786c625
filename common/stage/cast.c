/* cast.c - the programs that a script starts, each under strace; see cast.h. */
#include "common/stage/cast.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/descriptor.h"
#include "common/base/names.h"
#include "common/base/portability.h"
#include "common/stage/strace.h"

void cast_begin(struct cast *c, struct timeline *t, const char *folder, const struct script *script,
		const struct hosts *hosts)
{
	*c = (struct cast){ .timeline = t, .folder = folder, .script = script, .hosts = hosts };
}

void cast_end(struct cast *c)
{
	for (size_t i = 0; i < c->timeline->process_count; i++)
		if (c->timeline->processes[i].pid > 1)
			kill(c->timeline->processes[i].pid, SIGKILL);
	for (size_t i = 0; i < c->count; i++) {
		struct player *p = c->players[i];

		if (!p->reaped) {
			kill(p->pid, SIGKILL);
			waitpid(p->pid, NULL, 0);
		}
		descriptor_close(&p->trace_fd);
		descriptor_close(&p->trace_peer);
		descriptor_close(&p->output_fd);
		descriptor_close(&p->input_fd);
		call_reader_free(p->reader);
		text_free(&p->output);
	}
	*c = (struct cast){ 0 };
}

/* A terminal's signals are not for actors, and kill(0) in one must not reach us. Not by setsid(2): the scheduler gives each
 * session a group of its own (sched(7), autogroup), and of hundreds of such groups some were given no processor for
 * seconds, while the director, in another, counted them. */
static void leave_terminal(void)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (terminal >= 0) {
		(void)ioctl(terminal, TIOCNOTTY);
		close(terminal);
	}
	(void)setpgid(0, 0);
}

/* In the child, which has our memory until it executes: becomes strace, which then becomes the program. */
static _Noreturn void become(const char *folder, char *const *argv, int input, int output)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	leave_terminal();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    dup2(output, STDERR_FILENO) < 0)
		_exit(127);
	/* A program's first socket is descriptor 3, as in a book. */
	if ((!folder || chdir(folder) == 0) && close_on_exec_from(STDERR_FILENO + 1))
		execvp("strace", argv);
	dprintf(STDERR_FILENO, "strace: %s: %s\n", errno_name(errno), strerror(errno));
	_exit(127);
}

/* fork() would copy the page tables of the capture's rings, for a child that drops them at once: 2 ms of 8. The child
 * does more than POSIX allows it to, which Linux does: it has descriptors, signals and a network namespace of its own. */
static pid_t fork_strace(const struct hosts *hosts, int host, const char *folder, char *const *argv,
			 int input, int output)
{
	/* NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	pid_t pid = vfork();

	if (pid == 0) {
		if (hosts && !hosts_enter(hosts, host))
			_exit(127);
		become(folder, argv, input, output);
	}
	/* NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	return pid;
}

/* It stays the same program when the folder is another. */
static bool make_absolute(char *path, size_t size, struct error *error)
{
	char here[PATH_MAX], relative[PATH_MAX];

	if (path[0] == '/')
		return true;
	snprintf(relative, sizeof(relative), "%s", path);
	if (getcwd(here, sizeof(here)) && snprintf(path, size, "%s/%s", here, relative) < (int)size)
		return true;
	return error_errno(error, "%s", relative);
}

static char *command_text(struct arena *arena, const struct line *line)
{
	char *text = arena_string(arena, line->start.program);

	for (size_t i = 0; i < line->start.argument_count; i++)
		text = arena_printf(arena, "%s %s", text, line->start.arguments[i]);
	return text;
}

bool cast_start(struct cast *c, const struct line *line, struct error *error)
{
	int trace[2] = { -1, -1 }, output[2] = { -1, -1 }, input[2] = { -1, -1 };
	int host = c->hosts ? line->start.host : NO_HOST;
	const char *folder = c->script->in_its_folder ? script_folder(c->script) : NULL;
	char path[4096];
	char *const *argv;
	struct player *p;

	if (!cast_program_path(c->folder, c->script, line, path, sizeof(path), error) ||
	    (folder && !make_absolute(path, sizeof(path), error)))
		return false;
	if (host != NO_HOST && c->hosts->net[host] < 0)
		return error_set(error, "starting %s: host %s is down", line->process,
				 c->hosts->world->hosts[host].name);
	p = arena_alloc(c->timeline->arena, sizeof(*p));
	c->players =
		arena_grow(c->timeline->arena, c->players, c->count, &c->capacity, sizeof(struct player *));
	if (pipe2(trace, O_CLOEXEC) < 0 || pipe2(output, O_CLOEXEC) < 0 || pipe2(input, O_CLOEXEC) < 0)
		goto failed;
	argv = strace_command(c->timeline->arena, c->script, line, path, trace[1], c->adversity);
	p->pid = fork_strace(host != NO_HOST ? c->hosts : NULL, host, folder, argv, input[0], output[1]);
	if (p->pid < 0)
		goto failed;
	close(output[1]);
	close(input[0]);
	fcntl(trace[0], F_SETFL, O_NONBLOCK);
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	fcntl(input[1], F_SETFL, O_NONBLOCK);
	fcntl(trace[0], F_SETPIPE_SZ, 1 << 20); /* strace must not wait for us: it would slow the program */
	p->trace_fd = trace[0];
	p->trace_peer = trace[1];
	p->output_fd = output[0];
	p->input_fd = input[1];
	p->actor = timeline_add_actor(c->timeline, line->process, command_text(c->timeline->arena, line),
				      p->pid);
	if (host != NO_HOST)
		c->timeline->actors[p->actor].host = host; /* wire_begin() names them in the same order */
	p->reader = call_reader_new(c->timeline, p->actor);
	c->players[c->count++] = p;
	return true;
failed:
	error_errno(error, "starting %s", line->process);
	for (int i = 0; i < 2; i++) {
		descriptor_close(&trace[i]);
		descriptor_close(&output[i]);
		descriptor_close(&input[i]);
	}
	return false;
}

struct player *cast_player(const struct cast *c, const char *name)
{
	int actor = timeline_actor_named(c->timeline, name);

	for (size_t i = 0; i < c->count; i++)
		if (c->players[i]->actor == actor)
			return c->players[i];
	return NULL;
}

bool cast_type(struct cast *c, const struct line *line, struct error *error)
{
	const struct player *p = cast_player(c, line->process);
	/* One write, the Enter key included: a program that reads lines must not see half of one. */
	const char *typed = arena_printf(c->timeline->arena, "%s\n", line->typed);
	size_t length = strlen(typed);
	ssize_t n;

	if (!p || p->reaped)
		return error_set(error, "nobody to type to: %s has ended", line->process);
	n = write(p->input_fd, typed, length);
	if (n == (ssize_t)length)
		return true;
	return n < 0 ? error_errno(error, "typing to %s", line->process)
		     : error_set(error, "typing to %s: its standard input is full", line->process);
}

bool cast_kill(struct cast *c, const struct line *line, struct error *error)
{
	int process = timeline_process_named(c->timeline, line->process);
	int signal = signal_number(line->signal, strlen(line->signal));

	if (process == NOBODY)
		return error_set(error, "no process %s (it was not started, or was never born)",
				 line->process);
	if (signal > 0 && kill(c->timeline->processes[process].pid, signal) == 0)
		return true;
	return error_errno(error, "kill %s %s", line->process, line->signal);
}

size_t cast_poll_fds(const struct cast *c, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct player *p = c->players[i];

		if (p->trace_fd >= 0 && n < max)
			fds[n++] = (struct pollfd){ .fd = p->trace_fd, .events = POLLIN };
		if (p->output_fd >= 0 && n < max)
			fds[n++] = (struct pollfd){ .fd = p->output_fd, .events = POLLIN };
	}
	return n;
}

static size_t read_trace(struct player *p)
{
	char buffer[16384];
	size_t events = 0;

	/* A bounded share at a time: a child that floods must not keep us from everything else. */
	for (int round = 0; round < 16 && p->trace_fd >= 0; round++) {
		ssize_t n = read(p->trace_fd, buffer, sizeof(buffer));

		if (n > 0) {
			events += call_reader_feed(p->reader, buffer, (size_t)n);
			descriptor_close(
				&p->trace_peer); /* strace has it open: from now on its end is the end */
		} else if (n == 0) {
			descriptor_close(&p->trace_fd);
		} else if (errno != EINTR) {
			break;
		}
	}
	return events;
}

static void read_output(struct player *p)
{
	char buffer[4096];

	for (int round = 0; round < 16 && p->output_fd >= 0; round++) {
		ssize_t n = read(p->output_fd, buffer, sizeof(buffer));
		size_t room = CAST_OUTPUT_LIMIT - p->output.length;

		if (n > 0)
			text_add_bytes(&p->output, buffer, (size_t)n < room ? (size_t)n : room);
		else if (n == 0)
			descriptor_close(&p->output_fd);
		else if (errno != EINTR)
			break;
	}
}

size_t cast_read(struct cast *c)
{
	size_t events = 0;
	int status;
	pid_t pid;

	for (size_t i = 0; i < c->count; i++) {
		events += read_trace(c->players[i]);
		read_output(c->players[i]);
	}
	/* Orphans of the cast come to us as well: we are their init or subreaper. */
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (size_t i = 0; i < c->count; i++) {
			if (c->players[i]->pid != pid)
				continue;
			c->players[i]->reaped = true;
			c->players[i]->status = status;
			descriptor_close(&c->players[i]->trace_peer); /* strace may never have opened it */
			events++;
		}
	}
	return events;
}

/* Whether it ended before it was the program that was to run. Either its first call was an execve() that failed, and strace
 * has said why; or it made none: what becomes the program waits for its tracer with an alarm(2) set, which on a machine
 * that is busy enough may ring first. */
static bool never_executed(const struct timeline *t, int actor)
{
	bool failed = false;

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		int process = event_process(e);

		if (process == NOBODY || t->processes[process].actor != actor)
			continue;
		if (e->kind == EVENT_EXIT)
			return true;
		if (!failed && (e->kind != EVENT_CALL || e->call.row->kin != KIN_EXEC || !e->call.errno_name))
			return false;
		failed = true;
	}
	return false;
}

bool cast_in_order(const struct cast *c, struct error *error)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct player *p = c->players[i];
		const char *name = c->timeline->actors[p->actor].name;
		const char *complaint = call_reader_complaint(p->reader);
		const char *said = p->output.length ? text_chars(&p->output) : "it wrote nothing";
		size_t traced;

		call_reader_text(p->reader, &traced);
		/* strace itself may be gone a moment later than what it tells of. */
		if ((p->reaped && p->trace_fd < 0 && !traced) || never_executed(c->timeline, p->actor))
			return error_set(error, "%s could not be run under strace: %.*s", name,
					 (int)strcspn(said, "\n"), said);
		if (complaint)
			return error_set(error, "%s: strace wrote what cannot be read: %s", name, complaint);
	}
	return true;
}
