/*
 * explain.c - from a failure to its likely cause: what kind of thing was expected, and what kind came, are
 * looked up in the table of causes.c.
 */
#include "common/judge/causes.h"
#include "common/judge/lessons.h"
#include "common/judge/work.h"
#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

/* strace itself makes a call take half a millisecond, a busy machine ten. */
static const int64_t WAIT_NS = INT64_C(100000000);

static enum thing thing_of_packet(const struct timeline *t, const struct event *e)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(t, e);

	if (p->transport == TRANSPORT_UDP)
		return DATAGRAM;
	if (p->transport == TRANSPORT_ICMP || p->transport == TRANSPORT_ICMP6)
		return ICMP_MESSAGE;
	if (s && thing_of_marks(s->marks) != ANYTHING)
		return thing_of_marks(s->marks);
	return thing_of_flags(p->tcp.flags, p->payload_length > 0);
}

static enum thing thing_of_call(const struct call *c)
{
	if (!c->result)
		return BLOCKED;
	if (c->errno_name)
		return thing_of_errno(c->errno_name);
	return call_reads(c->row) && c->value == 0 ? END_OF_FILE : SUCCESS;
}

static enum thing thing_of_exit(const struct exit_event *x)
{
	if (x->signal)
		return DEATH;
	if (x->status == 126 || x->status == 127)
		return EXIT_NOT_RUN;
	return x->status ? EXIT_BADLY : EXIT_WELL;
}

static enum thing thing_of_event(const struct work *w, const struct line *l, const struct event *e)
{
	int64_t took;

	switch (e->kind) {
	case EVENT_PACKET: return thing_of_packet(w->timeline, e);
	case EVENT_CALL:
		took = e->call.end_ns - e->time_ns;
		if (l && l->kind == LINE_CALL && call_is_kin(&l->call, &e->call) && !l->call.kin)
			return OTHER_CALL;
		if (l && l->kind == LINE_CALL && e->call.returned && l->call.within_ns >= 0 &&
		    took > l->call.within_ns)
			return TOO_LONG;
		if (l && l->kind == LINE_CALL && e->call.returned && l->call.takes_ns >= 0 &&
		    took < l->call.takes_ns - TICK_NS)
			return TOO_SHORT;
		return thing_of_call(&e->call);
	case EVENT_SIGNAL: return strcmp(e->signal.name, "SIGPIPE") == 0 ? PIPE_SIGNAL : OTHER_SIGNAL;
	case EVENT_EXIT: return thing_of_exit(&e->exit);
	case EVENT_SOCKETS: return l ? thing_of_state(table_state(w, l, &e->sockets)) : STATE_IS_OTHER;
	case EVENT_ACTION: break;
	}
	return STATE_IS_OTHER;
}

static bool process_gone(const struct work *w, const struct line *l)
{
	int process = line_process(l) ? timeline_process_named(w->timeline, l->process) : NOBODY;

	return process != NOBODY && w->exit_ns[process] < w->end_ns;
}

/* For how many seconds it had set SO_LINGER by then; -1: not, or off. who: an actor, or a process of one. */
static int64_t linger_seconds(const struct work *w, const char *who, int64_t by_ns)
{
	const struct timeline *t = w->timeline;
	int64_t seconds = -1;

	for (size_t i = 0; who && i < t->event_count && t->events[i]->time_ns <= by_ns; i++) {
		const struct call *c = &t->events[i]->call;
		const struct linger_value *linger =
			t->events[i]->kind == EVENT_CALL ? call_sets_linger(c) : NULL;
		const char *actor;

		if (!linger || c->process < 0)
			continue;
		actor = t->actors[t->processes[c->process].actor].name;
		if (strncmp(actor, who, strcspn(who, ".")) == 0 && !actor[strcspn(who, ".")])
			seconds = linger->on ? linger->seconds : -1;
	}
	return seconds;
}

/* Was a cable cut, or a host down or unreachable, by then? */
static bool cut_off(const struct timeline *t, int64_t then_ns)
{
	for (size_t i = 0; i < t->cut_count; i++)
		if (t->cuts[i].from_ns <= then_ns && t->cuts[i].to_ns >= then_ns)
			return true;
	return false;
}

static bool condition_holds(const struct work *w, enum condition condition, const char *who,
			    const struct event *e)
{
	int64_t took = e && e->kind == EVENT_CALL && e->call.result ? e->call.end_ns - e->time_ns : 0;
	bool closes = e && e->kind == EVENT_CALL && e->call.row->kin == KIN_CLOSE;
	int64_t seconds = e ? linger_seconds(w, who, e->time_ns) : -1;

	switch (condition) {
	case ALWAYS: return true;
	case LINGER_ZERO: return seconds == 0;
	case NO_LINGER: return closes && seconds < 0;
	case LINGER_RAN_OUT: return closes && seconds > 0 && took >= seconds * 1000000000 - TICK_NS;
	case WAITED: return took > WAIT_NS;
	case CUT_OFF: return cut_off(w->timeline, e ? e->time_ns : w->end_ns);
	}
	return false;
}

struct sentence_names {
	const char *who, *peer;
	const struct line *line; /* NULL: none */
	const struct event *event; /* NULL: none */
};

/* The sentence goes on behind the name that stands here; NULL: there is none. */
static const char *add_name(struct text *out, const char *at, const struct sentence_names *n)
{
	const struct call *c = n->event && n->event->kind == EVENT_CALL ? &n->event->call : NULL;
	char took[DURATION_TEXT];
	const struct {
		const char *name, *text;
	} names[] = {
		{ "@who", n->who },
		{ "@peer", n->peer },
		{ "@took", c ? duration_text(c->end_ns - n->event->time_ns, took) : "" },
		{ "@call", c ? c->name : "" },
		{ "@wanted", n->line && n->line->kind == LINE_CALL ? n->line->call.name : "" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(at, names[i].name, strlen(names[i].name)) == 0) {
			text_add(out, names[i].text);
			return at + strlen(names[i].name);
		}
	return NULL;
}

static const char *with_names(struct arena *a, const char *sentence, const struct sentence_names *names)
{
	struct text out = { 0 };
	const char *result;

	for (const char *s = sentence; *s;) {
		const char *past = *s == '@' ? add_name(&out, s, names) : NULL;

		if (!past)
			text_add_bytes(&out, s, 1);
		s = past ? past : s + 1;
	}
	result = arena_string(a, text_chars(&out));
	text_free(&out);
	return result;
}

const char *explain(const struct work *w, int line, int event)
{
	const struct line *l = line == NO_LINE ? NULL : &w->script->lines[line];
	const struct event *e = event == NO_EVENT ? NULL : w->timeline->events[event];
	/* What breaks "never" was not expected at all. */
	enum thing expected = l && !l->never ? line_expects(l) : NOTHING;
	enum thing came = e ? thing_of_event(w, l, e) : l && process_gone(w, l) ? GONE : NOTHING;
	const char *who = l ? line_who(l) : NULL;
	const char *peer = l && line_to(l) ? l->to.actor : NULL;
	const char *lesson;

	if (e && e->kind == EVENT_PACKET) {
		who = party_from(w, e);
		peer = party_to(w, e);
		if (w->mode != JUDGE_WIRE && !who)
			return "the sender's address belongs to no program of this script";
		/* Of the other end's segments the line says nothing. */
		if (l && line_from(l) && sent_by_other(w, l, e))
			expected = NOTHING;
	}
	lesson = teach(w, l, e, expected, came);
	if (*lesson)
		return lesson;
	for (size_t i = 0; i < cause_count; i++) {
		const struct cause *c = &causes[i];

		if ((c->expected != ANYTHING && c->expected != expected) ||
		    (c->came != ANYTHING && c->came != came))
			continue;
		if (!condition_holds(w, c->condition, who, e))
			continue;
		return with_names(
			w->out->arena, c->sentence,
			&(struct sentence_names){ who ? who : "sender", peer ? peer : "peer", l, e });
	}
	return "";
}
