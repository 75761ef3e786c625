/*
 * story_words.c - a system call as people say it, in several lengths; see story.h.
 *
 * strace writes connect(3<TCP:[6742]>, {sa_family=AF_INET, sin_port=htons(9877), …}, 16); a person says
 * connect(3, 127.0.0.2:9877), or connect where there is no room.
 */
#include <inttypes.h>
#include <string.h>

#include "common/report/story.h"

enum { WORTH_KNOWING_NS = 1000000, DATA_SHOWN = 12 };

/* A Unix socket, or one that asks the kernel: what libc does for itself. */
static bool is_of_this_machine(const struct call *c)
{
	static const char *const families[] = { "AF_UNIX", "AF_NETLINK" };
	const struct socket_address *address = argument_address(&c->args);
	const struct annotation *file = argument_file(&c->args, 0);

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (argument_names(&c->args, ARG_FLAGS, families[i]) ||
		    (address && strcmp(address->family, families[i]) == 0))
			return true;
	return c->descriptor >= 0 && (file->kind == FILE_UNIX || file->kind == FILE_NETLINK);
}

/* Is the call about the network, or about what explains the network? */
bool call_is_shown(const struct story *story, size_t event)
{
	const struct event *e = story->timeline->events[event];
	const struct call *c = &e->call;
	bool brings = call_brings(c->row);

	if (story->full || story->marks[event].line_count || story->marks[event].broken)
		return true;
	if (is_of_this_machine(c))
		return false;
	if (call_on_socket(c))
		return true;
	if (c->row->kin == KIN_FORK)
		return c->returned && c->value > 0;
	if (c->row->show == SHOW_ALWAYS)
		return true;
	if (c->row->show == SHOW_IF_LONG)
		return event_end(e) - e->time_ns >= WORTH_KNOWING_NS;
	if (c->errno_name && strcmp(c->errno_name, "EBADF") == 0)
		return true; /* it was a socket once */
	if (c->descriptor == 0 && brings) /* the person at the keyboard */
		return event_end(e) - e->time_ns >= WORTH_KNOWING_NS;
	return brings && argument_has_file(&c->args, FILE_SOCKET);
}

void wording_add(struct wording *w, const char *text)
{
	if (!text || w->count == TEXTS_MOST)
		return;
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->texts[i], text) == 0)
			return;
	w->texts[w->count++] = text;
}

/* {l_onoff=1, l_linger=0} is {on, 0 s}. A value other than 0 and 1 is the point, and stays. */
static const char *linger_text(struct arena *a, const struct linger_value *v)
{
	if (!v->on)
		return v->seconds ? arena_printf(a, "{off, %d s}", v->seconds) : "{off}";
	return v->on == 1 ? arena_printf(a, "{on, %d s}", v->seconds)
			  : arena_printf(a, "{%d, %d s}", v->on, v->seconds);
}

/* Where nothing shorter is known, what strace wrote. */
static const char *address_words(struct arena *a, const struct argument *argument)
{
	char buf[ENDPOINT_TEXT];

	return argument->address->has_endpoint
		       ? arena_string(a, endpoint_text(&argument->address->endpoint, buf))
		       : argument->plain;
}

static const char *time_words(struct arena *a, const struct time_value *v)
{
	return arena_printf(a, "%g s", (double)v->ns / 1e9);
}

/* What an option is set to, or was found to be. */
static const char *value_words(struct arena *a, const struct argument *argument)
{
	switch (argument->kind) {
	case VALUE_LINGER: return linger_text(a, &argument->linger);
	case VALUE_NUMBER: return arena_printf(a, "%" PRId64, argument->number);
	case VALUE_NAMES: return argument->names;
	case VALUE_TIME: return time_words(a, &argument->time);
	case VALUE_BYTES: return NULL; /* a structure that strace does not know */
	default: return argument->plain;
	}
}

/* One argument, shortened; NULL where it tells a reader nothing. */
static const char *argument_text(struct arena *a, const struct argument *argument)
{
	if (argument->kind == VALUE_POINTER || argument->shape == ARG_SIZE || argument->shape == ARG_LEVEL)
		return NULL;
	if (argument->kind == VALUE_TIME && argument->shape != ARG_MILLISECONDS &&
	    argument->shape != ARG_VALUE)
		return argument->time.endless ? NULL : time_words(a, &argument->time);
	if (argument->kind == VALUE_ADDRESS)
		return address_words(a, argument);
	if (argument->shape == ARG_VALUE)
		return value_words(a, argument);
	if (argument->shape == ARG_DATA && strlen(argument->text) > DATA_SHOWN + 2)
		return arena_printf(a, "%.*s…\"", DATA_SHOWN, argument->text);
	return argument->plain;
}

/* No flags; no bytes, which the data itself shows. */
static bool is_nothing(const struct call_row *row, const struct arguments *all, size_t i)
{
	const struct argument *argument = &all->at[i];

	if (row->direction != CALL_READS && row->direction != CALL_WRITES)
		return false;
	return argument->kind == VALUE_NUMBER && argument->number == 0 && i > 0 &&
	       (argument->shape == ARG_FLAGS || all->at[i - 1].shape == ARG_DATA);
}

/* "3, SO_LINGER, {on, 0 s}": what is worth saying, without the descriptor where with_descriptor is false. */
static const char *arguments_text(struct arena *a, const struct call *c, bool with_descriptor)
{
	struct text t = { 0 };
	char *result;

	for (size_t i = 0; i < c->args.count; i++) {
		const char *text;

		if ((i == 0 && c->descriptor >= 0 && !with_descriptor) || is_nothing(c->row, &c->args, i) ||
		    (c->row->kin == KIN_SOCKET && i == 2))
			continue;
		text = argument_text(a, &c->args.at[i]);
		if (text)
			text_addf(&t, "%s%s", t.length ? ", " : "", text);
	}
	result = arena_string(a, text_chars(&t));
	text_free(&t);
	return result;
}

static const char *process_prefix(const struct story *story, int process, bool brief)
{
	const struct process *p;
	const char *dot;

	if (process < 0 || (size_t)process >= story->timeline->process_count)
		return "";
	p = &story->timeline->processes[process];
	if (p->parent == NOBODY && story->actors_on[side_of_process(story, process)] < 2)
		return "";
	dot = strchr(p->name, '.');
	return arena_printf(story->arena, "%s: ", brief && dot ? dot : p->name);
}

/* " = 5", " = -1 ECONNRESET"; "" where the call has not returned. */
static const char *result_text(struct arena *a, const struct call *c)
{
	if (c->ending == CALL_RUNS)
		return "";
	return arena_printf(a, " = %s", c->ending == CALL_CUT_SHORT ? "?" : c->result_plain);
}

static const char *took(const struct story *story, const struct event *e)
{
	char buf[DURATION_TEXT];
	int64_t ns = event_end(e) - e->time_ns;

	if (event_end(e) == INT64_MAX || ns < WORTH_KNOWING_NS)
		return "";
	return arena_printf(story->arena, " [%s]", duration_text(ns, buf));
}

static void birth_words(const struct story *story, const struct call *c, const char *prefix,
			struct wording *out)
{
	const char *child = NULL;
	const char *name = argument_names(&c->args, ARG_FLAGS, "CLONE_THREAD") ? "thread" : "fork";

	for (size_t i = 0; i < story->timeline->process_count; i++)
		if (story->timeline->processes[i].pid == c->value)
			child = story->timeline->processes[i].name;
	if (child)
		wording_add(out, arena_printf(story->arena, "%s%s() = %" PRId64 " (%s)", prefix, name,
					      c->value, child));
	wording_add(out, arena_printf(story->arena, "%s%s() = %" PRId64, prefix, name, c->value));
	wording_add(out, arena_printf(story->arena, "%s%s", prefix, name));
	out->enough = out->count;
}

/* The call as it is entered: name and arguments. */
static void call_names(const struct story *story, const struct call *c, bool results_known,
		       const char *names[3])
{
	struct arena *a = story->arena;
	bool says_how = c->row->flags & CALL_SAYS_HOW;

	/* What a read() brought stands in its arguments, as strace writes them when it has returned. */
	if (call_brings(c->row) && !results_known)
		names[0] = c->descriptor >= 0 ? arena_printf(a, "%s(%d)", c->name, c->descriptor)
					      : arena_printf(a, "%s()", c->name);
	else
		names[0] = arena_printf(a, "%s(%s)", c->name, arguments_text(a, c, true));
	if (says_how)
		names[1] = arena_printf(a, "%s(%s)", c->name, arguments_text(a, c, false));
	else if (c->descriptor >= 0)
		names[1] = arena_printf(a, "%s(%d)", c->name, c->descriptor);
	else
		names[1] = arena_printf(a, "%s()", c->name);
	names[2] = c->name;
}

void call_words(const struct story *story, const struct event *e, enum cell_kind part, bool far,
		struct wording *out)
{
	struct arena *a = story->arena;
	const struct call *c = &e->call;
	const char *prefix = process_prefix(story, c->process, false),
		   *brief = process_prefix(story, c->process, true);
	const char *result = result_text(a, c), *time = took(story, e), *names[3];
	bool plain = c->returned && c->value == 0 && !c->errno_name;

	*out = (struct wording){ 0 };
	if (c->row->kin == KIN_FORK) {
		birth_words(story, c, prefix, out);
		return;
	}
	call_names(story, c, part != CELL_OPEN, names);
	if (part == CELL_OPEN) {
		for (size_t i = 0; i < 3; i++)
			wording_add(out, arena_printf(a, "%s%s", prefix, names[i]));
		wording_add(out, arena_printf(a, "%s%s", brief, names[2]));
		out->enough = 2;
		return;
	}
	if (part == CELL_CLOSE && !far) {
		wording_add(out, arena_printf(a, "%s%s", result + (*result == ' '), time));
		if (c->errno_name)
			wording_add(out, arena_printf(a, "= %s%s", c->errno_name, time));
		wording_add(out, result + (*result == ' '));
		if (c->errno_name)
			wording_add(out, arena_printf(a, "= %s", c->errno_name));
		out->enough = out->count;
		return;
	}
	for (size_t i = part == CELL_CLOSE ? 1 : 0; i < 2; i++)
		wording_add(out, arena_printf(a, "%s%s%s%s", prefix, names[i], result, time));
	out->enough = out->count;
	if (c->row->kin == KIN_SHUTDOWN)
		wording_add(out, arena_printf(a, "%s%s%s", brief, arguments_text(a, c, false),
					      plain ? "" : result));
	if (!(c->row->flags & CALL_SAYS_HOW))
		wording_add(out, arena_printf(a, "%s%s%s%s", prefix, names[2], result, time));
	if (c->errno_name) {
		wording_add(out, arena_printf(a, "%s%s: %s", brief, names[2], c->errno_name));
		wording_add(out, arena_printf(a, "= %s", c->errno_name));
	} else {
		wording_add(out, arena_printf(a, "%s%s%s", brief, names[2], result));
		wording_add(out, arena_printf(a, "%s%s", brief, names[2]));
	}
}

void fold_words(const struct story *story, const struct fold_calls *calls, struct wording *out)
{
	struct arena *a = story->arena;
	const char *prefix = process_prefix(story, calls->process, false);
	const char *name = calls->several_names ? "calls" : calls->name;

	*out = (struct wording){ 0 };
	if (calls->errno_name) {
		wording_add(out, arena_printf(a, "%s%s ×%zu = -1 %s", prefix, name, calls->count,
					      calls->errno_name));
		wording_add(out,
			    arena_printf(a, "%s%s ×%zu: %s", prefix, name, calls->count, calls->errno_name));
		out->enough = out->count;
		wording_add(out, arena_printf(a, "%s ×%zu", calls->errno_name, calls->count));
		return;
	}
	if (calls->bytes)
		wording_add(out, arena_printf(a, "%s%s ×%zu, %" PRId64 " B", prefix, name, calls->count,
					      calls->bytes));
	wording_add(out, arena_printf(a, "%s%s ×%zu", prefix, name, calls->count));
	wording_add(out, arena_printf(a, "%s ×%zu", name, calls->count));
	out->enough = out->count;
}

void signal_words(const struct story *story, const struct event *e, struct wording *out)
{
	const char *prefix = process_prefix(story, e->signal.process, false);

	*out = (struct wording){ 0 };
	wording_add(out, arena_printf(story->arena, "%s--- %s ---", prefix, e->signal.name));
	wording_add(out, arena_printf(story->arena, "%s%s", prefix, e->signal.name));
	out->enough = out->count;
}

void exit_words(const struct story *story, const struct event *e, struct wording *out)
{
	const char *prefix = process_prefix(story, e->exit.process, false);
	const char *brief = process_prefix(story, e->exit.process, true);
	const char *how = e->exit.signal ? arena_printf(story->arena, "dies %s", e->exit.signal)
					 : arena_printf(story->arena, "exits %d", e->exit.status);

	*out = (struct wording){ 0 };
	wording_add(out, arena_printf(story->arena, "%s%s", prefix, how));
	wording_add(out, arena_printf(story->arena, "%s%s", brief, how));
	out->enough = out->count;
	wording_add(out, e->exit.signal);
}
