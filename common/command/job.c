/* job.c - one scenario on its way; see job.h. */
#include "common/command/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/names.h"
#include "common/command/finish.h"
#include "common/command/mine.h"
#include "common/report/collect.h"
#include "common/stage/cast.h"

static const char *programs_of(struct arena *arena, const struct script *s, const struct places *places)
{
	return arena_printf(arena, "%s/%s", places->programs, places->lab ? places->lab : s->lab);
}

/* A typing error in a program's name should not wait for a world to be made. */
static bool programs_there(const struct script *s, const struct places *places)
{
	char path[4096], at[ERROR_TEXT];
	struct error error;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind != LINE_START || l->start.exec)
			continue;
		if (!cast_program_path(programs_of(s->arena, s, places), s, l, path, sizeof(path), &error)) {
			snprintf(at, sizeof(at), "%s:%u", s->path, l->number);
			error_print(&error, at);
			return false;
		}
	}
	return true;
}

/* Whether TCP is likely to try again and again for seconds: something is lost, or a control does not do, or does
 * otherwise, what would have ended that. */
static bool tcp_may_wait(const struct script *s)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (line_traits(s->lines[i].kind)->loss != LOSS_NONE)
			return true;
	for (size_t i = 0; i < s->control_count; i++)
		if (s->controls[i].removes || s->controls[i].action.kind != LINE_START)
			return true;
	return false;
}

/* Times that the script asks for; and its limit, where it has one of its own: then a control runs into that. */
static int64_t waits_of(const struct script *s)
{
	int64_t sum = s->limit_ns != SCRIPT_LIMIT_NS ? s->limit_ns : tcp_may_wait(s) ? s->limit_ns / 2 : 0;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->never)
			continue;
		sum += l->kind == LINE_WAIT ? l->wait_ns : 0;
		sum += l->after_ns > 0 ? l->after_ns : 0;
		sum += line_takes_ns(l) > 0 ? line_takes_ns(l) : 0;
	}
	return sum;
}

static bool controls_there(const struct job *j, const struct places *places)
{
	bool there = true;

	for (size_t i = 1; there && i < j->run_count; i++) {
		struct script *control = script_with_control(j->script, i - 1);

		there = programs_there(control, places);
		script_free(control);
	}
	return there;
}

static struct script *load(const char *path)
{
	struct script_error error;
	struct script *script = script_load(path, &error);
	char *text;

	if (script)
		return script;
	text = script_error_text(path, &error);
	fputs(text, stderr);
	free(text);
	return NULL;
}

struct job *job_new(const char *path, const struct places *places, bool controls,
		    const struct stand_in *stand_ins, size_t stand_in_count)
{
	struct script *script = load(path), *changed;
	bool in_it = true;
	struct job *j;

	if (!script)
		return NULL;
	if (stand_in_count) {
		changed = mine_script(script, stand_ins, stand_in_count, &in_it);
		if (in_it)
			script_free(script);
		if (in_it && !changed)
			return NULL;
		script = in_it ? changed : script;
	}
	j = arena_alloc(script->arena, sizeof(*j));
	*j = (struct job){ .path = script->path, .script = script, .finisher_fd = -1 };
	j->waits_ns = waits_of(script);
	j->run_count = in_it ? 1 + (controls ? script->control_count : 0) : 0;
	j->workers = arena_alloc(script->arena, (j->run_count + 1) * sizeof(*j->workers));
	if (programs_there(script, places) && controls_there(j, places))
		return j;
	job_free(j);
	return NULL;
}

/* Ends what runs, at once. A finisher is waited for: it is about to end. */
static void stop(struct job *j)
{
	for (size_t i = 0; i < j->started; i++)
		worker_kill(&j->workers[i]);
	if (j->finisher_fd >= 0)
		close(j->finisher_fd);
	j->finisher_fd = -1;
	if (j->finisher > 0)
		waitpid(j->finisher, NULL, 0);
	j->finisher = 0;
}

void job_free(struct job *j)
{
	struct script *script = j->script;

	stop(j);
	for (size_t i = 0; i < j->started; i++)
		worker_free(&j->workers[i]);
	text_free(&j->finished);
	result_free(j->result);
	script_free(script); /* and j itself with it */
}

void job_rewind(struct job *j)
{
	stop(j);
	for (size_t i = 0; i < j->started; i++)
		worker_free(&j->workers[i]);
	j->started = j->ended = 0;
}

void job_start_next(struct job *j, const struct world_plan *plan, const struct places *places)
{
	struct worker *w = &j->workers[j->started];

	if (!worker_start(w, plan, j->script, j->started, programs_of(j->script->arena, j->script, places)))
		j->ended++;
	j->started++;
}

/* In the finisher: out of reach of Ctrl-C and of the runner's end, for the few milliseconds that it takes. */
static _Noreturn void finish_and_tell(const struct job *j, const struct places *places,
				      const struct ladder_style *style, int fd)
{
	struct scenario_result *r;
	json_t *json;
	char *text;

	setpgid(0, 0);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is a disk that is full */
	r = finish(j, places, style);
	json = result_to_json(r);
	json_object_set_new(json, "text", json_string(r->text ? r->text : ""));
	text = json_dumps(json, JSON_COMPACT);
	for (size_t done = 0, length = text ? strlen(text) : 0; done < length;) {
		ssize_t n = write(fd, text + done, length - done);

		if (n < 0 && errno != EINTR)
			_exit(1);
		done += n > 0 ? (size_t)n : 0;
	}
	_exit(0);
}

/* With errno: no pipe or no process could be had. */
static void finisher_failed(struct job *j, const struct ladder_style *style)
{
	char reason[ERROR_TEXT];
	struct error error;

	error_errno(&error, "its result could not be put together");
	j->result = result_unrun(j->script, RESULT_INCONCLUSIVE, error_text(&error, reason), style);
}

static void start_finisher(struct job *j, const struct places *places, const struct ladder_style *style)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0) {
		finisher_failed(j, style);
		return;
	}
	fflush(NULL);
	j->finisher = fork();
	if (j->finisher == 0) {
		close(fds[0]);
		finish_and_tell(j, places, style, fds[1]);
	}
	close(fds[1]);
	if (j->finisher < 0) {
		close(fds[0]);
		j->finisher = 0;
		finisher_failed(j, style);
		return;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	j->finisher_fd = fds[0];
}

static void take_result(struct job *j, const struct ladder_style *style)
{
	json_t *json = json_loads(text_chars(&j->finished), 0, NULL);
	const char *text = json_string_value(json_object_get(json, "text"));

	if (json)
		j->result = result_from_json(json);
	if (j->result)
		j->result->text = arena_string(j->result->arena, text ? text : "");
	else
		j->result = result_unrun(j->script, RESULT_INCONCLUSIVE,
					 "its result could not be put together", style);
	json_decref(json);
	text_free(&j->finished);
}

static void read_finisher(struct job *j, const struct ladder_style *style)
{
	char buffer[65536];
	int status = 0;
	ssize_t n;

	while ((n = read(j->finisher_fd, buffer, sizeof(buffer))) > 0)
		text_add_bytes(&j->finished, buffer, (size_t)n);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	close(j->finisher_fd);
	j->finisher_fd = -1;
	waitpid(j->finisher, &status, 0);
	j->finisher = 0;
	if (WIFSIGNALED(status))
		error_tell("lab", "a fault of its own: judging %s ended by %s; please report it", j->path,
			   signal_name(WTERMSIG(status)));
	take_result(j, style);
	/* The record is on disk now: what came through the pipes is needed no more. */
	for (size_t i = 0; i < j->started; i++)
		worker_free(&j->workers[i]);
}

void job_advance(struct job *j, const struct places *places, const struct ladder_style *style)
{
	for (size_t i = 0; i < j->started; i++) {
		struct worker *w = &j->workers[i];

		if (w->fd < 0)
			continue;
		worker_read(w);
		if (w->fd < 0)
			j->ended++;
	}
	if (j->ended == j->run_count && !j->finisher && !j->result)
		start_finisher(j, places, style);
	else if (j->finisher_fd >= 0)
		read_finisher(j, style);
}

int64_t job_duration(const struct job *j)
{
	int64_t longest = -1;

	for (size_t i = 0; i < j->run_count; i++) {
		const struct worker *w = &j->workers[i];

		if (w->status != WORKER_DONE)
			return -1;
		if (w->end_ns - w->begin_ns > longest)
			longest = w->end_ns - w->begin_ns;
	}
	return longest;
}

void job_reap(struct job *j)
{
	for (size_t i = 0; i < j->started; i++)
		if (j->workers[i].fd < 0)
			worker_reap(&j->workers[i]);
}

void job_end(const struct job *j)
{
	for (size_t i = 0; i < j->started; i++)
		worker_end(&j->workers[i]);
}
