/* teach.c - what a program of the reader's own has done up to a divergence, and the lesson for it; see lessons.h. */
#include "common/judge/lessons.h"
#include "common/judge/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/script/pattern.h"

enum { PLACE_TEXT = 80 };

/* What the record says of it up to the divergence; and beyond, where that is said. */
struct study {
	const char *who;
	const struct line *start; /* the line that started it */
	bool started, connected, bound, in_use, reuses, shut, closed, wrote, read_to_end, broken_pipe,
		keyboard;
	const char *option; /* the one that matters, "SO_LINGER"; NULL: the awaited line names none */
	bool option_set, option_late; /* by then; only beyond */
	const struct call *refused; /* its setsockopt() that failed, also beyond */
	bool refused_after_close, closed_ever, keyboard_ever; /* also beyond */
	enum { LINGER_UNSET, LINGER_OFF, LINGER_ABORTS, LINGER_WAITS } linger;
	char where[PLACE_TEXT], address[PLACE_TEXT]; /* of its connect(); of another's bind() */
	const struct call *doing; /* the call that it is in */
	const struct call *failed; /* the last of a socket that did */
	const struct exit_event *end;
	int64_t end_ns;
	unsigned typed, to_type; /* lines of the script that were typed for it; that are still to come */
	bool typed_in_vain; /* after its end */
	const char *told; /* what the awaited line's act has typed for it; NULL: nothing */
};

/* "{sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr("127.0.0.2")}, 16": "127.0.0.2:9877". */
static void read_place(const char *arguments, char out[PLACE_TEXT])
{
	const char *port = strstr(arguments, "_port=htons("), *host = strstr(arguments, "inet_addr(\"");

	host = host ? host + strlen("inet_addr(\"") : strstr(arguments, "inet_pton(AF_INET6, \"");
	if (host && *host == 'i')
		host += strlen("inet_pton(AF_INET6, \"");
	if (port && host)
		snprintf(out, PLACE_TEXT, "%.*s port %.*s",
			 (int)(strcspn(host, "\"") < 46 ? strcspn(host, "\"") : 46), host,
			 (int)(strspn(port + 12, "0123456789") < 6 ? strspn(port + 12, "0123456789") : 6),
			 port + 12);
}

static bool sets_option(const struct study *s, const struct call *c)
{
	return s->option && strcmp(c->name, "setsockopt") == 0 && c->arguments &&
	       strstr(c->arguments, s->option);
}

static void study_option(struct study *s, const char *arguments)
{
	const char *linger = strstr(arguments, "SO_LINGER, {l_onoff=");

	s->reuses = s->reuses || (strstr(arguments, "SO_REUSEADDR, [1]") && !s->bound);
	if (linger && strncmp(linger, "SO_LINGER, {l_onoff=0", 21) == 0)
		s->linger = LINGER_OFF;
	else if (linger)
		s->linger = strstr(linger, "l_linger=0}") ? LINGER_ABORTS : LINGER_WAITS;
}

static bool reads_data(const struct call *c)
{
	return strcmp(c->name, "read") == 0 || strncmp(c->name, "recv", 4) == 0 ||
	       strcmp(c->name, "readv") == 0;
}

/* A shell that only starts the program (pyenv does so) has files as its descriptor 0. */
static bool reads_keyboard(const struct call *c)
{
	const char *what = c->arguments ? c->arguments : "";
	bool file = strncmp(what, "0</", 3) == 0 && strncmp(what, "0</dev/", 7) != 0;

	return c->descriptor == 0 && !c->is_socket && !file && reads_data(c);
}

static void study_call(struct study *s, const struct call *c)
{
	const char *arguments = c->arguments ? c->arguments : "", *name = c->name;
	bool reads = reads_data(c);
	bool writes = strncmp(name, "write", 5) == 0 || strncmp(name, "send", 4) == 0;

	s->keyboard = s->keyboard || reads_keyboard(c);
	if (!c->is_socket)
		return;
	if (strcmp(name, "connect") == 0) {
		s->connected = true;
		read_place(arguments, s->where);
	} else if (strcmp(name, "bind") == 0) {
		s->bound = true;
		s->in_use = c->errno_name && strcmp(c->errno_name, "EADDRINUSE") == 0;
	} else if (strcmp(name, "setsockopt") == 0 && !c->errno_name) {
		s->option_set = s->option_set || sets_option(s, c);
		study_option(s, arguments);
	}
	if (c->errno_name && strncmp(name, "get", 3) != 0) /* Python asks getpeername() on its way out */
		s->failed = c;
	s->shut = s->shut || strcmp(name, "shutdown") == 0;
	s->closed = s->closed || strcmp(name, "close") == 0;
	s->wrote = s->wrote || writes;
	s->read_to_end = s->read_to_end || (reads && ((c->returned && c->value == 0) || c->errno_name));
	s->broken_pipe = s->broken_pipe || (writes && c->errno_name && strcmp(c->errno_name, "EPIPE") == 0);
}

/* A call that comes after the divergence: what is done too late is not "never" done. */
static void study_rest(struct study *s, const struct call *c, bool beyond)
{
	if (sets_option(s, c) && c->errno_name) {
		s->refused = c;
		s->refused_after_close = s->closed_ever;
	}
	s->option_late = s->option_late || (beyond && sets_option(s, c) && !c->errno_name);
	s->closed_ever = s->closed_ever || (c->is_socket && strcmp(c->name, "close") == 0);
	s->keyboard_ever = s->keyboard_ever || reads_keyboard(c);
}

/* How it was started; what was typed for it, and what would have been. */
static void study_script(struct study *s, const struct work *w, int64_t until_ns)
{
	for (size_t i = 0; i < w->script->line_count; i++) {
		const struct line *l = &w->script->lines[i];
		bool done = false;

		if (l->kind == LINE_START && strcmp(l->actor, s->who) == 0)
			s->start = l;
		if (l->kind != LINE_TYPE || strcmp(l->actor, s->who) != 0)
			continue;
		for (size_t k = 0; k < w->timeline->event_count && !done; k++) {
			const struct event *e = w->timeline->events[k];

			done = e->kind == EVENT_ACTION && e->action.line == l->number &&
			       e->time_ns <= until_ns;
			s->typed_in_vain = s->typed_in_vain || (done && s->end && s->end_ns < e->time_ns);
		}
		s->typed += done;
		s->to_type += !done;
	}
}

/* The option that a line speaks of: setsockopt(SOL_SOCKET, SO_LINGER, ...). How a connection ends is a matter of
 * SO_LINGER. */
static const char *option_of(const struct line *l)
{
	if (!l || l->kind != LINE_CALL || strcmp(l->call.name, "setsockopt") != 0)
		return "SO_LINGER";
	return l->call.argument_count > 1 && strcmp(l->call.arguments[1], "...") != 0 ? l->call.arguments[1]
										      : NULL;
}

static const char *told_in_act(const struct study *s, const struct work *w, const struct line *line)
{
	int action = line ? w->acts[line->act].action : NO_LINE;
	const struct line *l = action == NO_LINE ? NULL : &w->script->lines[action];

	return l && l->kind == LINE_TYPE && strcmp(l->actor, s->who) == 0 ? l->string : NULL;
}

static void study(struct study *s, const struct work *w, const char *who, const struct line *line,
		  int64_t until_ns)
{
	const struct timeline *t = w->timeline;
	int actor = timeline_actor_named(t, who);

	*s = (struct study){ .who = who, .option = option_of(line) };
	s->told = told_in_act(s, w, line);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		int process = event_process(e);
		bool beyond = e->time_ns > until_ns;

		if (e->kind == EVENT_CALL && process >= 0 && t->processes[process].actor == actor)
			study_rest(s, &e->call, beyond);
		if (process < 0 || beyond)
			continue;
		if (t->processes[process].actor != actor) {
			if (e->kind == EVENT_CALL && strcmp(e->call.name, "bind") == 0 && e->call.arguments)
				read_place(e->call.arguments, s->address);
			continue;
		}
		s->started = true;
		if (e->kind == EVENT_CALL) {
			study_call(s, &e->call);
			s->doing = e->call.result && event_end(e) <= until_ns ? NULL : &e->call;
		} else if (e->kind == EVENT_EXIT && t->processes[process].parent == NOBODY) {
			s->end = &e->exit;
			s->end_ns = e->time_ns;
			s->doing = NULL;
		}
	}
	study_script(s, w, until_ns);
}

static bool at_keyboard(const struct study *s)
{
	return s->doing && s->doing->descriptor == 0 && !s->doing->is_socket;
}

static bool deed_holds(const struct study *s, enum deed deed)
{
	switch (deed) {
	case WHATEVER: return true;
	case CANNOT_RUN: return s->end && (s->end->status == 126 || s->end->status == 127);
	case KILLED_BY_PIPE: return s->end && s->end->signal && strcmp(s->end->signal, "SIGPIPE") == 0;
	case KILLED: return s->end && s->end->signal && strcmp(s->end->signal, "SIGKILL") != 0;
	case ENDED: return s->end && !s->end->signal;
	case SURVIVES_PIPE: return s->broken_pipe && !(s->end && s->end->signal);
	case NO_SOCKET_CALL: return s->started && !s->connected && !s->bound;
	case OTHER_ADDRESS: return *s->where && *s->address && strcmp(s->where, s->address) != 0;
	case ADDRESS_IN_USE: return s->in_use && !s->reuses;
	case LINGERS_ZERO: return s->linger == LINGER_ABORTS;
	case LINGERS_POSITIVE: return s->linger == LINGER_WAITS;
	case OPTION_UNSET: return s->option && !s->option_set;
	case ENDED_AT_ONCE: return s->end && !s->end->signal && !s->connected && !s->bound;
	case NOT_READ_TO_END: return !s->read_to_end;
	case NO_SHUTDOWN: return !s->shut;
	case NO_CLOSE: return !s->closed && !s->shut && !s->end;
	case NO_CLOSE_CALL: return !s->closed;
	case NO_WRITE: return !s->wrote;
	case KEYBOARD_GONE: return s->typed_in_vain && !s->end->signal;
	case KEYBOARD_UNREAD: return s->typed && !s->keyboard;
	case KEYBOARD_SKIPPED: return !s->typed && s->to_type && !s->keyboard_ever;
	case MORE_TO_TYPE: return s->to_type;
	case KEYBOARD_AHEAD:
		return !s->typed && s->to_type && !s->keyboard && (s->closed || s->shut || s->end);
	case AT_KEYBOARD: return at_keyboard(s) && !s->told;
	case TOLD: return at_keyboard(s) && s->told;
	}
	return false;
}

/* " (-l 0)" */
static void add_arguments(struct text *out, const struct line *start)
{
	for (size_t i = 0; start && i < start->argument_count; i++)
		text_addf(out, "%s%s", i ? " " : " (", start->arguments[i]);
	if (start && start->argument_count)
		text_add(out, ")");
}

/* "calls setsockopt(SO_LINGER), which failed: EINVAL": why the option is not set. */
static void add_unset(struct text *out, const struct study *s)
{
	const char *arguments = s->refused ? s->refused->arguments : "", *length = strrchr(arguments, ',');

	if (!s->refused)
		text_addf(out,
			  s->option_late ? "calls setsockopt(%s) only later" : "never calls setsockopt(%s)",
			  s->option);
	else if (s->refused_after_close && strcmp(s->refused->errno_name, "EBADF") == 0)
		text_addf(out, "calls setsockopt(%s) only after close(), where it fails: EBADF", s->option);
	else
		text_addf(out, "calls setsockopt(%s), which fails: %s", s->option, s->refused->errno_name);
	if (s->refused && length && strcmp(s->refused->errno_name, "EINVAL") == 0)
		text_addf(
			out,
			", most likely for its length,%s bytes (SO_LINGER takes a struct linger, most options an int)",
			length + 1);
}

/* " (9877 with its bytes swapped: htons() forgotten?)" */
static void add_swapped(struct text *out, const struct study *s)
{
	const char *called = strstr(s->where, " port "), *listened = strstr(s->address, " port ");
	unsigned long a = called ? strtoul(called + 6, NULL, 10) : 0,
		      b = listened ? strtoul(listened + 6, NULL, 10) : 0;

	if (a != b && a == (b >> 8 | (b & 0xff) << 8))
		text_addf(out, " (%lu with its bytes swapped: is htons() missing?)", b);
}

static void add_fact(struct text *out, const struct study *s, const struct line *l, const char *fact)
{
	if (strcmp(fact, "@who") == 0)
		text_add(out, "your ");
	if (strcmp(fact, "@who") == 0)
		text_add(out, s->who);
	else if (strcmp(fact, "@where") == 0)
		text_add(out, s->where);
	else if (strcmp(fact, "@address") == 0)
		text_add(out, s->address);
	else if (strcmp(fact, "@status") == 0)
		text_addf(out, "%d", s->end ? s->end->status : 0);
	else if (strcmp(fact, "@signal") == 0)
		text_add(out, s->end && s->end->signal ? s->end->signal : "a signal");
	else if (strcmp(fact, "@call") == 0)
		text_addf(out, "%s()", l && l->kind == LINE_CALL ? l->call.name : "this");
	else if (strcmp(fact, "@unset") == 0)
		add_unset(out, s);
	else if (strcmp(fact, "@swapped") == 0)
		add_swapped(out, s);
	else if (strcmp(fact, "@told") == 0)
		text_add_safe(out, s->told ? s->told : "");
	else if (strcmp(fact, "@failed") == 0 && s->failed)
		text_addf(out, " (the last call of its socket that failed: %s(), %s)", s->failed->name,
			  s->failed->errno_name);
	else if (strcmp(fact, "@arguments") == 0)
		add_arguments(out, s->start);
	else if (strcmp(fact, "@doing") == 0 && s->doing)
		text_addf(out, " (it is in %s())", s->doing->name);
}

static const char *with_facts(const struct work *w, const struct study *s, const struct line *l,
			      const char *sentence)
{
	static const char *const facts[] = { "@who",	 "@where", "@address", "@status",
					     "@signal",	 "@call",  "@doing",   "@unset",
					     "@swapped", "@told",  "@failed",  "@arguments" };
	struct text out = { 0 };
	const char *result;

	while (*sentence) {
		const char *fact = NULL;

		for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]) && *sentence == '@'; i++)
			if (strncmp(sentence, facts[i], strlen(facts[i])) == 0)
				fact = facts[i];
		if (fact)
			add_fact(&out, s, l, fact);
		else
			text_add_bytes(&out, sentence, 1);
		sentence += fact ? strlen(fact) : 1;
	}
	result = arena_string(w->out->arena, text_chars(&out));
	text_free(&out);
	return result;
}

/* Whose divergence it is: of whom the line speaks, who did what came; else the only one there is. */
static const char *whose(const struct work *w, const struct line *l, const struct event *e, bool *awaited)
{
	const struct script *s = w->script;
	const char *of_line = l ? l->actor ? l->actor : l->from.actor : NULL;
	const char *of_event = e && e->kind == EVENT_PACKET ? party_from(w, e)
			       : e && event_process(e) >= 0 ? w->timeline->processes[event_process(e)].name
							    : NULL;

	*awaited = true;
	for (size_t i = 0; i < s->yours_count; i++)
		if (of_line && script_is_yours(s, of_line) &&
		    strncmp(s->yours[i], of_line, strlen(s->yours[i])) == 0)
			return s->yours[i];
	for (size_t i = 0; i < s->yours_count; i++)
		if (!l && of_event && script_is_yours(s, of_event) &&
		    strncmp(s->yours[i], of_event, strlen(s->yours[i])) == 0)
			return s->yours[i];
	*awaited = false;
	return s->yours_count ? s->yours[0] : NULL;
}

const char *teach(const struct work *w, const struct line *line, const struct event *event,
		  enum thing expected, enum thing came)
{
	int64_t until_ns;
	bool awaited;
	const char *who = whose(w, line, event, &awaited);
	struct study s;

	if (!who)
		return "";
	until_ns = event && event_end(event) < w->end_ns ? event_end(event)
		   : event				 ? event->time_ns
							 : w->end_ns;
	study(&s, w, who, line, until_ns);
	if (!awaited)
		expected = STATE_IS_OTHER; /* of its peer: only what holds of any line can be said */
	if (came == NOTHING && s.end)
		came = GONE;
	for (size_t i = 0; i < lesson_count; i++) {
		const struct lesson *l = &lessons[i];

		if ((l->expected != ANYTHING && l->expected != expected) ||
		    (l->came != ANYTHING && l->came != came) || !deed_holds(&s, l->deed))
			continue;
		if (l->call && (!line || line->kind != LINE_CALL || strcmp(line->call.name, l->call) != 0))
			continue;
		return with_facts(w, &s, line, l->sentence);
	}
	return "";
}
