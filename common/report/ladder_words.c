/*
 * ladder_words.c - a system call as people say it, in several lengths; see ladder_rows.h.
 *
 * strace writes connect(3<TCP:[6742]>, {sa_family=AF_INET, sin_port=htons(9877), …}, 16); a person says
 * connect(3, 127.0.0.2:9877), or connect where there is no room.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/report/ladder_rows.h"
#include "common/script/pattern.h"

enum { WORTH_KNOWING_NS = 1000000, DATA_SHOWN = 12 };

/* Is the call about the network, or about what explains the network? What libc does for itself is not. */
bool call_is_shown(const struct ladder *l, size_t event)
{
	const struct event *e = l->timeline->events[event];
	const struct call *c = &e->call;
	const char *arguments = c->arguments ? c->arguments : "";
	const char *first_end = strchr(arguments, ',');
	const char *annotation = strchr(arguments, '<');
	bool brings = call_brings(c->row);

	if (l->style->full || l->marks[event].line_count || l->marks[event].broken)
		return true;
	if (strstr(arguments, "AF_UNIX") || strstr(arguments, "AF_NETLINK"))
		return false;
	if (annotation && (!first_end || annotation < first_end) &&
	    (strncmp(annotation, "<UNIX", 5) == 0 || strncmp(annotation, "<NETLINK", 8) == 0))
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
	return brings && (strstr(arguments, "<TCP") || strstr(arguments, "<UDP"));
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

/* The value behind `key` in "{sa_family=AF_INET, sin_port=htons(9877), …}", up to one of `ends`. */
static char *field(struct arena *a, const char *text, const char *key, const char *ends)
{
	const char *at = strstr(text, key);

	if (!at)
		return NULL;
	at += strlen(key);
	return arena_substring(a, at, strcspn(at, ends));
}

static const char *socket_address(struct arena *a, const char *text)
{
	char *port = field(a, text, "_port=htons(", ")"), *address = field(a, text, "inet_addr(\"", "\"");

	if (!port)
		return NULL;
	if (address)
		return arena_printf(a, "%s:%s", address, port);
	address = field(a, text, "inet_pton(AF_INET6, \"", "\"");
	return address ? arena_printf(a, "[%s]:%s", address, port) : NULL;
}

/* {l_onoff=1, l_linger=0} is {on, 0 s}. A value other than 0 and 1 is the point, and stays. */
static const char *linger_text(struct arena *a, const char *text)
{
	char *on = field(a, text, "l_onoff=", ",}"), *time = field(a, text, "l_linger=", ",}");

	if (!on || !time)
		return NULL;
	if (strcmp(on, "0") == 0)
		return strcmp(time, "0") == 0 ? "{off}" : arena_printf(a, "{off, %s s}", time);
	return strcmp(on, "1") == 0 ? arena_printf(a, "{on, %s s}", time)
				    : arena_printf(a, "{%s, %s s}", on, time);
}

/* One argument, shortened; NULL where it tells a reader nothing. */
static const char *argument_text(struct arena *a, const char *text)
{
	size_t digits = strspn(text, "0123456789"), length = strlen(text);
	const char *special = NULL;

	if (digits && text[digits] == '<')
		return arena_substring(a, text, digits);
	if (strncmp(text, "0x", 2) == 0 || strcmp(text, "NULL") == 0 || strncmp(text, "SOL_", 4) == 0)
		return NULL;
	if (*text == '{')
		special = socket_address(a, text);
	if (!special && *text == '{')
		special = linger_text(a, text);
	if (special)
		return special;
	if (*text == '[' && !strchr(text, ',') && length > 2) /* [1] of an option's value */
		return arena_substring(a, text + 1, length - 2);
	if (*text == '"' && length > DATA_SHOWN + 2)
		return arena_printf(a, "%.*s…\"", DATA_SHOWN, text);
	return text;
}

/* "3, SO_LINGER, {on, 0 s}": what is worth saying, without the descriptor where with_descriptor is false. */
static const char *arguments_text(struct arena *a, const struct call *c, bool with_descriptor)
{
	const struct call_row *row = c->row;
	bool data = row->direction == CALL_READS || row->direction == CALL_WRITES;
	struct text t = { 0 };
	const char **arguments;
	char *result;
	size_t count;

	arguments = arguments_split(a, c->arguments ? c->arguments : "", &count);
	for (size_t i = 0; i < count; i++) {
		enum argument_shape shape = i < ARGUMENTS_MOST ? row->takes[i] : ARG_OTHER;
		const char *text;

		if (shape == ARG_SIZE)
			continue;
		/* no flags; no bytes, which the data itself shows */
		if (data && i && i < ARGUMENTS_MOST && strcmp(arguments[i], "0") == 0 &&
		    (shape == ARG_FLAGS || row->takes[i - 1] == ARG_DATA))
			continue;
		if (i == 0 && c->descriptor >= 0 && !with_descriptor)
			continue;
		text = argument_text(a, arguments[i]);
		if (!text || (row->kin == KIN_SOCKET && i == 2))
			continue;
		if (*text == '"' && row->flags & CALL_SAYS_HOW) /* a structure that strace does not know */
			continue;
		text_add(&t, t.length ? ", " : "");
		text_add(&t, text);
	}
	result = arena_string(a, text_chars(&t));
	text_free(&t);
	return result;
}

static const char *process_prefix(const struct ladder *l, int process, bool brief)
{
	const struct process *p;
	const char *dot;

	if (process < 0 || (size_t)process >= l->timeline->process_count)
		return "";
	p = &l->timeline->processes[process];
	if (p->parent == NOBODY && l->actors_on[side_of_process(l, process)] < 2)
		return "";
	dot = strchr(p->name, '.');
	return arena_printf(l->arena, "%s: ", brief && dot ? dot : p->name);
}

/* " = 5", " = -1 ECONNRESET"; "" where the call has not returned. */
static const char *result_text(struct arena *a, const struct call *c)
{
	if (!c->result)
		return "";
	if (c->errno_name)
		return arena_printf(a, " = -1 %s", c->errno_name);
	return arena_printf(a, " = %s", arena_substring(a, c->result, strcspn(c->result, " <")));
}

static const char *took(const struct ladder *l, const struct event *e)
{
	char buf[DURATION_TEXT];
	int64_t ns = event_end(e) - e->time_ns;

	if (event_end(e) == INT64_MAX || ns < WORTH_KNOWING_NS)
		return "";
	return arena_printf(l->arena, " [%s]", duration_text(ns, buf));
}

static void birth_words(const struct ladder *l, const struct call *c, const char *prefix, struct wording *out)
{
	const char *child = NULL;
	const char *name = strstr(c->arguments ? c->arguments : "", "CLONE_THREAD") ? "thread" : "fork";

	for (size_t i = 0; i < l->timeline->process_count; i++)
		if (l->timeline->processes[i].pid == c->value)
			child = l->timeline->processes[i].name;
	if (child)
		wording_add(out, arena_printf(l->arena, "%s%s() = %" PRId64 " (%s)", prefix, name, c->value,
					      child));
	wording_add(out, arena_printf(l->arena, "%s%s() = %" PRId64, prefix, name, c->value));
	wording_add(out, arena_printf(l->arena, "%s%s", prefix, name));
	out->enough = out->count;
}

/* The call as it is entered: name and arguments. */
static void call_names(const struct ladder *l, const struct call *c, bool results_known, const char *names[3])
{
	struct arena *a = l->arena;
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

void call_words(const struct ladder *l, const struct event *e, enum cell_kind part, bool far,
		struct wording *out)
{
	struct arena *a = l->arena;
	const struct call *c = &e->call;
	const char *prefix = process_prefix(l, c->process, false),
		   *brief = process_prefix(l, c->process, true);
	const char *result = result_text(a, c), *time = took(l, e), *names[3];
	bool plain = c->returned && c->value == 0 && !c->errno_name;

	*out = (struct wording){ 0 };
	if (c->row->kin == KIN_FORK) {
		birth_words(l, c, prefix, out);
		return;
	}
	call_names(l, c, part != CELL_OPEN, names);
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

void fold_words(const struct ladder *l, const struct fold_calls *calls, struct wording *out)
{
	struct arena *a = l->arena;
	const char *prefix = process_prefix(l, calls->process, false);
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

void signal_words(const struct ladder *l, const struct event *e, struct wording *out)
{
	const char *prefix = process_prefix(l, e->signal.process, false);

	*out = (struct wording){ 0 };
	wording_add(out, arena_printf(l->arena, "%s--- %s ---", prefix, e->signal.name));
	wording_add(out, arena_printf(l->arena, "%s%s", prefix, e->signal.name));
	out->enough = out->count;
}

void exit_words(const struct ladder *l, const struct event *e, struct wording *out)
{
	const char *prefix = process_prefix(l, e->exit.process, false);
	const char *brief = process_prefix(l, e->exit.process, true);
	const char *how = e->exit.signal ? arena_printf(l->arena, "dies %s", e->exit.signal)
					 : arena_printf(l->arena, "exits %d", e->exit.status);

	*out = (struct wording){ 0 };
	wording_add(out, arena_printf(l->arena, "%s%s", prefix, how));
	wording_add(out, arena_printf(l->arena, "%s%s", brief, how));
	out->enough = out->count;
	wording_add(out, e->exit.signal);
}
