/* worker.c - one run in a world of its own; see worker.h. */
#include "common/command/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/base/portability.h"
#include "common/command/requirements.h"
#include "common/judge/judge.h"
#include "common/report/comments.h"
#include "common/stage/filter.h"
#include "common/stage/director.h"

/* One message of the pipe: this header, then the name with its NUL, then the bytes. */
struct message {
	enum message_kind { MESSAGE_FILE, MESSAGE_AWAITS, MESSAGE_SKIP, MESSAGE_BROKEN, MESSAGE_DONE } kind;
	uint32_t name_length; /* with the NUL */
	uint64_t length;
};

int64_t monotonic_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* ---- inside the world ---- */

static void write_all(int fd, const void *bytes, size_t length)
{
	const char *p = bytes;

	while (length) {
		ssize_t n = write(fd, p, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(1); /* nobody reads any more: the runner has gone */
		p += n;
		length -= (size_t)n;
	}
}

static void send_message(int fd, enum message_kind kind, const char *name, const char *bytes, size_t length)
{
	struct message m = { .kind = kind, .name_length = (uint32_t)strlen(name) + 1, .length = length };

	write_all(fd, &m, sizeof(m));
	write_all(fd, name, m.name_length);
	write_all(fd, bytes, length);
}

static void send_awaits(void *context, const char *awaits)
{
	send_message(*(const int *)context, MESSAGE_AWAITS, "", awaits, strlen(awaits));
}

/* The run ends before it has begun. */
static _Noreturn void give_up(int fd, enum message_kind kind, const struct error *error)
{
	send_message(fd, kind, "", (const char *)error, sizeof(*error));
	_exit(0);
}

static void send_record(int fd, const struct script *script, const struct timeline *t,
			const struct cast *cast)
{
	struct judgement j;
	char name[256];
	char *text;
	size_t length;

	judge(script, t, JUDGE_FINAL, &j);
	text = store_pcapng(t, frame_comments(script, t, &j),
			    arena_printf(j.arena, "%s/%s: %s", script->lab, script->name, script->title),
			    &length);
	send_message(fd, MESSAGE_FILE, "wire.pcapng", text, length);
	free(text);
	judgement_free(&j);
	for (size_t i = 0; i < cast->count; i++) {
		const struct player *p = cast->players[i];
		const char *trace = call_reader_text(p->reader, &length);

		snprintf(name, sizeof(name), "%s.strace", t->actors[p->actor].name);
		send_message(fd, MESSAGE_FILE, name, trace, length);
		snprintf(name, sizeof(name), "%s.out", t->actors[p->actor].name);
		send_message(fd, MESSAGE_FILE, name, text_chars(&p->output), p->output.length);
	}
	text = store_timeline_json(t, &length);
	send_message(fd, MESSAGE_FILE, "timeline.json", text, length);
	free(text);
	send_message(fd, MESSAGE_FILE, "script.lab", script->source, strlen(script->source));
}

static bool make_settings(const struct world_plan *plan, const struct hosts *hosts, struct error *error)
{
	for (size_t i = 0; i < plan->setting_count; i++) {
		const struct setting *s = &plan->settings[i];

		if (!(hosts ? hosts_sysctl(hosts, NO_HOST, s->name, s->value, error)
			    : network_sysctl(s->name, s->value, error)))
			return false;
	}
	return true;
}

/* The first process of the new world. */
static _Noreturn void work(int fd, const struct world_plan *plan, const struct script *script, size_t control,
			   const char *folder)
{
	struct hosts hosts = { 0 };
	struct direction d = { .script = script,
			       .folder = folder,
			       .hosts = script->world->host_count ? &hosts : NULL,
			       .progress = send_awaits,
			       .context = &fd,
			       .hangup_fd = fd };
	struct error error;
	char name[512];
	struct timeline *t;
	struct cast cast;
	struct wire wire;

	/* Before a world of hosts is made: it takes a network of one's own. */
	if (!requirements_world(script, plan, &error))
		give_up(fd, MESSAGE_SKIP, &error);
	if (!world_build(script->world, script->mtu, script_has_faults(script), &hosts, &error))
		give_up(fd, MESSAGE_BROKEN, &error);
	if (!make_settings(plan, d.hosts, &error) || !requirements_met(script, plan, &error))
		give_up(fd, MESSAGE_SKIP, &error);
	snprintf(name, sizeof(name), "%s/%s", script->lab, script->name);
	d.adversity = adversity_of_run(plan->adversity, name, control);
	t = timeline_new();
	direct(&d, t, &cast, &wire);
	if (!wire_is_open(&wire)) { /* no capture, so nothing was played */
		error_set(&error, "%s", t->trouble);
		give_up(fd, MESSAGE_SKIP, &error);
	}
	send_record(fd, script, t, &cast);
	send_message(fd, MESSAGE_DONE, "", "", 0);
	cast_end(&cast);
	wire_end(&wire);
	_exit(0);
}

/* ---- outside ---- */

bool worker_start(struct worker *w, const struct world_plan *plan, const struct script *script,
		  size_t control, const char *folder)
{
	int fds[2];
	sigset_t none;

	*w = (struct worker){ .fd = -1, .begin_ns = monotonic_ns() };
	if (pipe2(fds, O_CLOEXEC) < 0) {
		w->status = WORKER_BROKEN;
		return error_errno(&w->error, "pipe");
	}
	w->pid = world_fork_at_once(plan, &w->error);
	if (w->pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		signal(SIGPIPE, SIG_IGN);
		close(fds[0]);
		/* Other runs' pipes are not ours: they must see their end when the runner goes. */
		if (fds[1] > 3) {
			dup2(fds[1], 3);
			fds[1] = 3;
		}
		if (!error_is_set(&w->error) && !close_from(4))
			error_errno(&w->error, "closing other runs' pipes");
		fcntl(fds[1], F_SETFD, FD_CLOEXEC);
		if (error_is_set(&w->error))
			give_up(fds[1], MESSAGE_BROKEN, &w->error);
		/* Made here, and not by the runner: each fork would copy all of them. */
		work(fds[1], plan, control ? script_with_control(script, control - 1) : script, control,
		     folder);
	}
	close(fds[1]);
	if (w->pid < 0) {
		close(fds[0]);
		w->status = WORKER_BROKEN;
		return false;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	w->fd = fds[0];
	return true;
}

static void take_awaits(struct worker *w, const char *bytes, size_t length)
{
	snprintf(w->awaits, sizeof(w->awaits), "%.*s",
		 length < sizeof(w->awaits) ? (int)length : (int)sizeof(w->awaits) - 1, bytes);
}

static void take_error(struct worker *w, enum worker_status status, const char *bytes, size_t length)
{
	w->status = status;
	if (length == sizeof(w->error))
		memcpy(&w->error, bytes, length);
}

/* What the pipe has brought, message by message. Files are found again by list_files() at the end, as the
 * buffer may still move. */
static void take_messages(struct worker *w)
{
	struct message m;

	while (w->received.length - w->taken >= sizeof(m)) {
		const char *body = w->received.chars + w->taken + sizeof(m);

		memcpy(&m, w->received.chars + w->taken, sizeof(m));
		if (w->received.length - w->taken - sizeof(m) < m.name_length + m.length)
			return;
		body += m.name_length;
		switch (m.kind) {
		case MESSAGE_FILE: w->file_count++; break;
		case MESSAGE_AWAITS: take_awaits(w, body, m.length); break;
		case MESSAGE_SKIP: take_error(w, WORKER_SKIPPED, body, m.length); break;
		case MESSAGE_BROKEN: take_error(w, WORKER_BROKEN, body, m.length); break;
		case MESSAGE_DONE: w->status = WORKER_DONE; break;
		}
		w->taken += sizeof(m) + m.name_length + m.length;
	}
}

static void list_files(struct worker *w)
{
	size_t at = 0, n = 0;
	struct message m;

	w->files = calloc(w->file_count + 1, sizeof(*w->files));
	while (w->files && at < w->taken && n < w->file_count) {
		const char *name = w->received.chars + at + sizeof(m);

		memcpy(&m, w->received.chars + at, sizeof(m));
		if (m.kind == MESSAGE_FILE)
			w->files[n++] = (struct stored_file){ .name = name,
							      .bytes = name + m.name_length,
							      .length = m.length };
		at += sizeof(m) + m.name_length + m.length;
	}
	w->file_count = n;
}

void worker_read(struct worker *w)
{
	char buffer[65536];
	ssize_t n;

	while (w->fd >= 0) {
		n = read(w->fd, buffer, sizeof(buffer));
		if (n > 0) {
			text_add_bytes(&w->received, buffer, (size_t)n);
			take_messages(w);
			if (w->status == WORKER_RUNNING)
				continue;
		} else if (n < 0 && errno == EINTR) {
			continue;
		} else if (n < 0 && errno == EAGAIN) {
			return;
		}
		/* All is said, or it died before it had said all. */
		close(w->fd);
		w->fd = -1;
		w->end_ns = monotonic_ns();
		if (w->status == WORKER_RUNNING) {
			int status = 0;

			waitpid(w->pid, &status, 0);
			w->pid = 0;
			w->status = WORKER_BROKEN;
			error_set(&w->error, "the run's process ended early (%s %d)",
				  WIFSIGNALED(status) ? "signal" : "status",
				  WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		}
		if (w->status == WORKER_DONE)
			list_files(w);
	}
}

bool worker_reap(struct worker *w)
{
	if (w->pid > 0 && waitpid(w->pid, NULL, WNOHANG) != 0)
		w->pid = 0;
	return w->pid <= 0;
}

void worker_end(const struct worker *w)
{
	if (w->pid > 0)
		kill(w->pid, SIGKILL);
}

void worker_kill(struct worker *w)
{
	worker_end(w);
	if (w->pid > 0)
		waitpid(w->pid, NULL, 0);
	w->pid = 0;
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

void worker_free(struct worker *w)
{
	text_free(&w->received);
	free(w->files);
	w->files = NULL;
}
