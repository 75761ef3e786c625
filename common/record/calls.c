/*
 * calls.c - from strace's text to events, as it arrives; see calls.h.
 *
 * The reader keeps all text (it is the evidence) and remembers where the line that is being written
 * begins. Of every process it knows the call that is open: entered, and not returned yet.
 */
#include "common/record/calls.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/record/memory.h"
#include "common/record/pids.h"
#include "common/record/strace_line.h"

enum { COMPLAINT_TEXT = 200, PARTIAL_REFRESH = 4096 };

struct call_reader {
	struct timeline *t;
	struct pids pids;
	struct text text;
	size_t line; /* where the line that is being written begins */
	size_t searched; /* so far it holds no newline */
	bool skipping; /* the line is too long: until its end */
	struct event *begun; /* the call whose line is being written */
	size_t refreshed; /* length of that line when its arguments were last read */
	size_t events;
	char *complaint;
	bool flooded;
};

struct call_reader *call_reader_new(struct timeline *t, int actor)
{
	struct call_reader *r = memory_zeroed(1, sizeof(*r));

	r->t = t;
	pids_init(&r->pids, t, actor);
	return r;
}

void call_reader_free(struct call_reader *r)
{
	if (!r)
		return;
	pids_free(&r->pids);
	text_free(&r->text);
	free(r->complaint);
	free(r);
}

static void complain(struct call_reader *r, const char *line, size_t length)
{
	char *copy;
	struct text safe = { 0 };

	if (r->complaint)
		return;
	copy = memory_given(strndup(line, length < COMPLAINT_TEXT ? length : COMPLAINT_TEXT));
	text_add_safe(&safe, copy);
	free(copy);
	if (length > COMPLAINT_TEXT)
		text_add(&safe, " ...");
	text_add(&safe, "");
	r->complaint = safe.chars;
}

static void flood(struct call_reader *r, const char *what)
{
	r->flooded = true;
	free(r->complaint);
	r->complaint = memory_given(strdup(what));
}

/* It is about its first argument where that is a descriptor, whether strace shows a file behind it or not (EBADF). */
static void set_arguments(struct call_reader *r, struct call *c, const char *text, size_t length)
{
	const struct descriptor *d;

	r->t->indexed = false;
	c->arguments = arena_substring(r->t->arena, text, length);
	c->args = arguments_read(r->t->arena, c->row, text, length);
	c->descriptor = -1;
	c->file = no_descriptor().file;
	if (!c->args.count || c->args.at[0].shape != ARG_FD || c->args.at[0].kind != VALUE_DESCRIPTORS)
		return;
	d = c->args.at[0].descriptors.at;
	c->descriptor = d->number;
	c->file = d->file;
}

/* What it returned, in the words of struct call. */
static void set_outcome(struct call_reader *r, struct call *c, struct piece result)
{
	struct call_outcome o = outcome_read(r->t->arena, result.at, result.length, &c->args);

	r->t->indexed = false;
	c->result = o.text;
	c->result_plain = o.plain;
	c->ending = o.ending;
	c->returned = o.ending == CALL_GAVE_NUMBER;
	c->value = o.value;
	c->errno_name = o.errno_name;
	c->made = o.made;
}

/* A call is entered. */
static struct event *begin_call(struct call_reader *r, const struct strace_line *l)
{
	struct pid_state *p = pids_at(&r->pids, l->pid);
	struct event *e = timeline_add(r->t, EVENT_CALL, l->time_ns);

	e->call = (struct call){ .process = p->process,
				 .descriptor = -1,
				 .file = no_descriptor().file,
				 .made = no_descriptor(),
				 .arguments = "",
				 .text = "" };
	e->call.name = arena_substring(r->t->arena, l->name.at, l->name.length);
	e->call.row = call_row(e->call.name);
	p->open = e;
	pids_entered(&r->pids, p, e->call.row);
	r->events++;
	return e;
}

/* It is written as far as this: the arguments may be cut anywhere. */
static void show_partial(struct call_reader *r, struct event *e, const char *line, size_t length,
			 const struct strace_line *l)
{
	e->call.text = arena_substring(r->t->arena, line, length);
	set_arguments(r, &e->call, l->rest.at, strace_trimmed(l->rest.at, l->rest.length));
}

static void end_call(struct call_reader *r, struct pid_state *p, const struct strace_return *end,
		     int64_t seen_ns)
{
	struct call *c = &p->open->call;

	set_arguments(r, c, end->arguments.at, end->arguments.length);
	set_outcome(r, c, end->result);
	/* "?" without a duration: the process ended in it. Its exit, which comes next, says when. */
	p->last = end->duration_ns < 0 && !c->returned ? p->open : NULL;
	c->end_ns = end->duration_ns < 0 ? seen_ns : p->open->time_ns + end->duration_ns;
	c->end_order = r->t->event_count;
	p->open = NULL;
	if (c->returned)
		pids_returned(&r->pids, p, c->row, c->value);
}

static size_t call_line(struct call_reader *r, const char *line, size_t length, const struct strace_line *l)
{
	struct event *e = r->begun ? r->begun : begin_call(r, l);
	struct pid_state *p = pids_at(&r->pids, l->pid);
	size_t unfinished = strace_unfinished(line, length);
	struct strace_return end;
	struct strace_line cut;

	if (p->open != e) /* cannot be: its line was not at its end */
		return 0;
	if (unfinished < length) {
		if (strace_line_read(line, unfinished, &cut))
			show_partial(r, e, line, unfinished, &cut);
		return 1;
	}
	if (!strace_return_read(l->rest.at, l->rest.length, &end)) {
		show_partial(r, e, line, length, l);
		complain(r, line, length);
		return 1;
	}
	e->call.text = arena_substring(r->t->arena, line, length);
	end_call(r, p, &end, l->time_ns);
	return 1;
}

static size_t resumed_line(struct call_reader *r, const char *line, size_t length,
			   const struct strace_line *l)
{
	struct pid_state *p = pids_known(&r->pids, l->pid);
	struct event *e = p ? p->open : NULL;
	struct strace_return end;
	struct strace_line whole;
	char *joined;

	if (!e || strlen(e->call.name) != l->name.length ||
	    memcmp(e->call.name, l->name.at, l->name.length) != 0) {
		complain(r, line, length);
		return 0;
	}
	joined = arena_printf(r->t->arena, "%s%.*s", e->call.text, (int)l->rest.length, l->rest.at);
	if (!strace_line_read(joined, strlen(joined), &whole) ||
	    !strace_return_read(whole.rest.at, whole.rest.length, &end)) {
		p->open =
			NULL; /* so a call is joined once at most, and a flood of halves costs no more than its length */
		complain(r, line, length);
		return 0;
	}
	e->call.text = joined;
	end_call(r, p, &end, l->time_ns);
	return 1;
}

static size_t signal_line(struct call_reader *r, const struct strace_line *l)
{
	static const char stopped[] = "stopped by ";
	struct pid_state *p = pids_at(&r->pids, l->pid);
	struct event *e = timeline_add(r->t, EVENT_SIGNAL, l->time_ns);
	const char *name;

	e->signal.process = p->process;
	e->signal.text = arena_substring(r->t->arena, l->rest.at, l->rest.length);
	name = e->signal.text;
	e->signal.stopped = strncmp(name, stopped, sizeof(stopped) - 1) == 0;
	if (e->signal.stopped)
		name += sizeof(stopped) - 1;
	e->signal.name = arena_substring(r->t->arena, name, strcspn(name, " "));
	r->events++;
	return 1;
}

/* What it was in never returned. */
static void end_in_call(struct call_reader *r, struct pid_state *p, int64_t time_ns)
{
	if (p->open) {
		set_outcome(r, &p->open->call, (struct piece){ "?", 1 });
		p->open->call.end_ns = time_ns;
		p->open->call.end_order = r->t->event_count;
	} else if (p->last) {
		p->last->call.end_ns = time_ns;
		p->last->call.end_order = r->t->event_count;
	}
	p->open = p->last = NULL;
	r->t->indexed = false;
	r->t->processes[p->process].gone = true;
}

/* "exited with 3": the number behind `before`, which ends the text. */
static bool number_after(const char *before, const char *text, int *value)
{
	size_t length = strlen(before);
	char *end;
	long number;

	if (strncmp(text, before, length) != 0 || text[length] < '0' || text[length] > '9')
		return false;
	number = strtol(text + length, &end, 10);
	*value = (int)number;
	return !*end && number <= INT32_MAX;
}

static size_t exit_line(struct call_reader *r, const char *line, size_t length, const struct strace_line *l)
{
	char *text = arena_substring(r->t->arena, l->rest.at, l->rest.length);
	struct pid_state *p;
	struct event *e;
	int value = 0;

	if (number_after("superseded by execve in pid ", text, &value)) {
		/* A thread called execve(): it goes on under its leader's number, and the leader's thread is gone. */
		struct pid_state *thread = pids_known(&r->pids, value);

		p = pids_known(&r->pids, l->pid);
		if (p && thread && thread != p) {
			p->open = thread->open;
			thread->open = NULL;
			if (p->open)
				p->open->call.process = p->process;
			end_in_call(r, thread, l->time_ns);
		}
		return 1;
	}
	if (!number_after("exited with ", text, &value)) {
		if (strncmp(text, "killed by ", 10) != 0) {
			complain(r, line, length);
			return 0;
		}
		text += 10;
		text[strcspn(text, " ")] = '\0';
		value = -1;
	}
	p = pids_at(&r->pids, l->pid);
	end_in_call(r, p, l->time_ns);
	e = timeline_add(r->t, EVENT_EXIT, l->time_ns);
	e->exit = (struct exit_event){ .process = p->process,
				       .status = value,
				       .signal = value < 0 ? text : NULL };
	r->events++;
	return 1;
}

static size_t take_line(struct call_reader *r, const char *line, size_t length)
{
	struct strace_line l;

	if (memchr(line, '\0', length) || !strace_line_read(line, length, &l)) {
		if (length)
			complain(r, line, length);
		return 0;
	}
	switch (l.kind) {
	case STRACE_CALL: return call_line(r, line, length, &l);
	case STRACE_RESUMED: return resumed_line(r, line, length, &l);
	case STRACE_SIGNAL: return signal_line(r, &l);
	case STRACE_EXIT: return exit_line(r, line, length, &l);
	}
	return 0;
}

/* A call that blocks stands at the end of the text, without a newline. Long lines are not read again with every byte. */
static size_t take_partial(struct call_reader *r)
{
	const char *line = r->text.chars + r->line;
	size_t length = r->text.length - r->line, fresh = 0;
	struct strace_line l;

	if (!length || length == r->refreshed || (length > PARTIAL_REFRESH && length / 2 < r->refreshed) ||
	    memchr(line, '\0', length) || !strace_line_read(line, length, &l) || l.kind != STRACE_CALL)
		return 0;
	if (!r->begun) {
		r->begun = begin_call(r, &l);
		fresh = 1;
	}
	show_partial(r, r->begun, line, length, &l);
	r->refreshed = length;
	return fresh;
}

size_t call_reader_feed(struct call_reader *r, const char *bytes, size_t count)
{
	const char *newline;
	size_t taken = 0;

	if (!r->flooded && count > CALL_LIMIT_TEXT - r->text.length)
		flood(r, "a flood of system calls: the record ends at 64 MiB of strace's text");
	if (r->flooded)
		return 0;
	text_add_bytes(&r->text, bytes, count);
	while ((newline = memchr(r->text.chars + r->searched, '\n', r->text.length - r->searched))) {
		size_t end = (size_t)(newline - r->text.chars), length = end - r->line;

		if (r->skipping || length > CALL_LIMIT_LINE)
			complain(r, r->text.chars + r->line, length);
		else
			taken += take_line(r, r->text.chars + r->line, length);
		r->skipping = false;
		r->line = r->searched = end + 1;
		r->begun = NULL;
		r->refreshed = 0;
		if (r->events >= CALL_LIMIT_EVENTS) {
			flood(r, "a flood of system calls: the record ends after 200,000 of them");
			return taken;
		}
	}
	r->searched = r->text.length;
	r->skipping = r->skipping || r->text.length - r->line > CALL_LIMIT_LINE;
	if (!r->skipping)
		taken += take_partial(r);
	return taken;
}

const char *call_reader_complaint(const struct call_reader *r)
{
	return r->complaint;
}

const char *call_reader_text(const struct call_reader *r, size_t *length)
{
	*length = r->text.length;
	return text_chars(&r->text);
}
