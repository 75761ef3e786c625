/* teach.c - the lesson for what a program of the reader's own has done; see lessons.h. */
#include "common/judge/lessons.h"
#include "common/judge/study.h"
#include "common/judge/work.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"

static bool at_keyboard(const struct study *s)
{
	return s->doing && s->doing->descriptor == 0 && !call_on_socket(s->doing);
}

static bool is_told(const struct endpoint *e)
{
	return e->address.family != 0;
}

/* Who listens on every address is found on each of them. */
static bool bound_elsewhere(const struct study *s)
{
	if (!is_told(&s->bound_at) || !is_told(&s->sought) || s->connected)
		return false;
	return address_is_wildcard(&s->bound_at.address) ? s->bound_at.port != s->sought.port
							 : !endpoint_equal(&s->bound_at, &s->sought);
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
	case OTHER_ADDRESS:
		return is_told(&s->where) && is_told(&s->address) && !endpoint_equal(&s->where, &s->address);
	case BOUND_ELSEWHERE: return bound_elsewhere(s);
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
	case KEYBOARD_GONE: return s->typed_in_vain && s->end && !s->end->signal;
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

/* " (--linger 0)" */
static void add_arguments(struct text *out, const struct line *start)
{
	for (size_t i = 0; start && i < start->start.argument_count; i++)
		text_addf(out, "%s%s", i ? " " : " (", start->start.arguments[i]);
	if (start && start->start.argument_count)
		text_add(out, ")");
}

/* "calls setsockopt(SO_LINGER), which failed: EINVAL": why the option is not set. */
static void add_unset(struct text *out, const struct study *s)
{
	const struct argument *size = s->refused ? argument_shaped(&s->refused->args, ARG_SIZE) : NULL;

	if (!s->refused)
		text_addf(out,
			  s->option_late ? "calls setsockopt(%s) only later" : "never calls setsockopt(%s)",
			  s->option);
	else if (s->refused_after_close && strcmp(s->refused->errno_name, "EBADF") == 0)
		text_addf(out, "calls setsockopt(%s) only after close(), where it fails: EBADF", s->option);
	else
		text_addf(out, "calls setsockopt(%s), which fails: %s", s->option, s->refused->errno_name);
	if (size && strcmp(s->refused->errno_name, "EINVAL") == 0)
		text_addf(
			out,
			", most likely for its length, %s bytes (SO_LINGER takes a struct linger, most options an int)",
			size->text);
}

/* "127.0.0.2 port 9877" */
static void add_place(struct text *out, const struct endpoint *e)
{
	char buf[ADDRESS_TEXT];

	if (is_told(e))
		text_addf(out, "%s port %u", address_text(&e->address, buf), e->port);
}

/* " (9877 with its bytes swapped: is htons() missing?)" */
static void add_swapped(struct text *out, const struct study *s)
{
	unsigned its = s->connected ? s->where.port : s->bound_at.port,
		 other = s->connected ? s->address.port : s->sought.port;

	if (its != other && its == (other >> 8 | (other & 0xff) << 8))
		text_addf(out, " (%u with its bytes swapped: is htons() missing?)", other);
}

static void add_fact(struct text *out, const struct study *s, const struct line *l, const char *fact)
{
	if (strcmp(fact, "@who") == 0)
		text_add(out, "your ");
	if (strcmp(fact, "@who") == 0)
		text_add(out, s->who);
	else if (strcmp(fact, "@where") == 0)
		add_place(out, &s->where);
	else if (strcmp(fact, "@address") == 0)
		add_place(out, &s->address);
	else if (strcmp(fact, "@bound") == 0)
		add_place(out, &s->bound_at);
	else if (strcmp(fact, "@sought") == 0)
		add_place(out, &s->sought);
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
	static const char *const facts[] = { "@who",	 "@where",  "@address", "@bound",    "@sought",
					     "@status",	 "@signal", "@call",	"@doing",    "@unset",
					     "@swapped", "@told",   "@failed",	"@arguments" };
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
	const char *of_line = l ? line_who(l) : NULL;
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
