/* evidence_words.c - the words of which a sentence of evidence is made; see evidence.h. */
#include "common/report/evidence.h"

#include <string.h>

#include "capture/notation.h"
#include "common/base/text.h"

/* What takes longer has waited for something; strace itself costs less. */
static const int64_t WAITED_NS = INT64_C(10000000);

static const char *segment_words(const struct segment *s)
{
	unsigned flags = s->packet.tcp.flags;

	if (flags & FLAG_RST)
		return "a RST";
	if (flags & FLAG_SYN)
		return flags & FLAG_ACK ? "a SYN/ACK" : "a SYN";
	if (flags & FLAG_FIN)
		return s->packet.payload_length ? "data with a FIN" : "a FIN";
	return s->packet.payload_length ? "data" : "an ACK";
}

const char *duration_words(struct arena *arena, const struct line *line, const struct event *e)
{
	int64_t took = e->kind == EVENT_CALL && e->call.end_ns ? e->call.end_ns - e->time_ns : 0;
	char buf[DURATION_TEXT];
	bool said = line->kind == LINE_CALL && (line->call.takes_ns >= 0 || line->call.within_ns >= 0);

	if (!took || (took < WAITED_NS && !said))
		return "";
	return arena_printf(arena, ", after %s", duration_text(took, buf));
}

const struct segment *other_segment(const struct run_seen *seen, const struct failure *f)
{
	const struct line *line = f->line == NO_LINE ? NULL : &seen->script->lines[f->line];
	const struct event *e = f->event == NO_EVENT ? NULL : seen->timeline->events[f->event];
	const struct segment *s = e && e->kind == EVENT_PACKET ? timeline_segment(seen->timeline, e) : NULL;

	if (!s || !line || line->kind != LINE_SEGMENT)
		return NULL;
	return (s->packet.tcp.flags ^ line->segment.flags) & ~(FLAG_PSH | line->segment.any_flags) ? s : NULL;
}

const char *came_words(struct arena *arena, const struct run_seen *seen, const struct failure *f)
{
	const struct line *line = f->line == NO_LINE ? NULL : &seen->script->lines[f->line];
	const struct event *e = f->event == NO_EVENT ? NULL : seen->timeline->events[f->event];
	const struct segment *other = other_segment(seen, f);

	if (!e)
		return strncmp(f->instead, "nothing", 7) == 0 ? "nothing came"
							      : arena_string(arena, f->instead);
	if (e->kind == EVENT_SOCKETS || e->kind == EVENT_READING)
		return arena_string(arena, f->instead);
	if (other)
		return arena_printf(arena, "%s came", segment_words(other));
	return arena_printf(arena, "%s came%s", f->instead, line ? duration_words(arena, line, e) : "");
}

int64_t act_began(const struct run_seen *seen, const struct line *line)
{
	int action = act_begun_by(seen->script, seen->judgement, line);

	return action == NO_EVENT ? INT64_MIN : seen->timeline->events[action]->time_ns;
}

/* A call by which a program makes TCP do something. */
static bool call_acts(const struct call *c)
{
	switch (c->row->kin) {
	case KIN_CLOSE:
	case KIN_SHUTDOWN:
	case KIN_WRITE:
	case KIN_SPLICE:
	case KIN_CONNECT: return call_on_socket(c);
	default: return false;
	}
}

/* More than an acknowledgement. */
static bool packet_matters(const struct event *e)
{
	const struct packet *p = &e->packet.packet;

	return packet_is_told(e) && (p->transport != TRANSPORT_TCP || p->payload_length ||
				     (p->tcp.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST)));
}

static int actor_of(const struct timeline *t, const struct event *e)
{
	int process = event_process(e);

	if (e->kind == EVENT_PACKET)
		return e->packet.from;
	return process == NOBODY ? NOBODY : t->processes[process].actor;
}

/* Whether `e` may have brought about what `actor` did later, or what became of its socket. */
static bool brings_about(const struct timeline *t, const struct event *e, int actor, bool state)
{
	switch (e->kind) {
	case EVENT_PACKET:
		return packet_matters(e) && actor != NOBODY &&
		       (e->packet.to == actor || (state && e->packet.from == actor));
	case EVENT_CALL: return actor != NOBODY && actor_of(t, e) == actor && call_acts(&e->call);
	case EVENT_ACTION: return true;
	case EVENT_SIGNAL:
	case EVENT_EXIT:
	case EVENT_SOCKETS:
	case EVENT_READING: break;
	}
	return false;
}

static const char *cause_words(struct arena *arena, const struct timeline *t, const struct event *e)
{
	if (e->kind == EVENT_CALL)
		return arena_printf(arena, "%s()", e->call.name);
	return event_text(t, e, arena);
}

/* The socket's actor; of a state line the one that it names. */
static int actor_meant(const struct timeline *t, const struct line *line, const struct event *e)
{
	return line->kind == LINE_STATE ? timeline_actor_named(t, line->from.actor) : actor_of(t, e);
}

const char *after_words(struct arena *arena, const struct run_seen *seen, const struct line *line,
			size_t event)
{
	const struct timeline *t = seen->timeline;
	const struct event *e = t->events[event], *cause = NULL, *beside = NULL;
	int actor = actor_meant(t, line, e);
	int64_t began = act_began(seen, line), at = e->kind == EVENT_CALL ? event_end(e) : e->time_ns;
	char buf[DURATION_TEXT];

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *other = t->events[i];

		if (other == e || other->time_ns < began || other->time_ns > at ||
		    (other->time_ns == at && i > event))
			continue;
		if (brings_about(t, other, actor, line->kind == LINE_STATE))
			cause = other;
		else if (e->kind == EVENT_PACKET && other->kind == EVENT_PACKET && packet_is_told(other) &&
			 other->packet.number == e->packet.number)
			beside = other;
	}
	/* What a timer sends comes long after anything that was done: then the segment before it is what it waited from. */
	if (cause && cause->kind == EVENT_ACTION && beside && beside->time_ns > cause->time_ns)
		cause = beside;
	if (!cause || at == INT64_MAX)
		return "";
	return arena_printf(arena, "%s after %s: ", duration_text(at - cause->time_ns, buf),
			    cause_words(arena, t, cause));
}

/* ---- what a control changes ---- */

struct change_text {
	const char *at[64];
	size_t length[64], count;
};

static void split(const char *text, struct change_text *w)
{
	w->count = 0;
	for (const char *s = text + strspn(text, " \t="); *s && w->count < 64; s += strspn(s, " \t=")) {
		w->at[w->count] = s;
		w->length[w->count] = strcspn(s, " \t=");
		s += w->length[w->count++];
	}
}

static bool same_word(const struct change_text *a, size_t i, const struct change_text *b, size_t k)
{
	return a->length[i] == b->length[k] && memcmp(a->at[i], b->at[k], a->length[i]) == 0;
}

/* The words from `from` to `to`, as they stand in the text. */
static const char *piece(struct arena *arena, const struct change_text *w, size_t from, size_t to)
{
	if (from >= to)
		return "";
	return arena_substring(arena, w->at[from], (size_t)(w->at[to - 1] + w->length[to - 1] - w->at[from]));
}

/* The words that differ between an action and what stands in for it; an option goes with its value, a setting with its
 * name: "-l off", and not "off". */
static const char *differing_words(struct arena *arena, const char *was_text, const char *is_text)
{
	struct change_text was, is;
	size_t head = 0, tail = 0;

	split(was_text, &was);
	split(is_text, &is);
	while (head < was.count && head < is.count && same_word(&was, head, &is, head))
		head++;
	while (tail < was.count - head && tail < is.count - head &&
	       same_word(&was, was.count - 1 - tail, &is, is.count - 1 - tail))
		tail++;
	if (head == was.count - tail)
		return arena_printf(arena, "with %s added", piece(arena, &is, head, is.count - tail));
	if (head == is.count - tail)
		return arena_printf(arena, "without %s", piece(arena, &was, head, was.count - tail));
	if (head && (*was.at[head - 1] == '-' || memchr(was.at[head - 1], '.', was.length[head - 1])))
		head--;
	return arena_printf(arena, "with %s in place of %s", piece(arena, &is, head, is.count - tail),
			    piece(arena, &was, head, was.count - tail));
}

const char *change_words(struct arena *arena, const struct script *script, const struct control *control)
{
	const struct line *was = &script->lines[control->replaces];

	if (control->removes)
		return arena_string(arena, control->text);
	if (was->kind == LINE_SYSCTL)
		return differing_words(arena, was->text, control->text);
	if (was->kind != LINE_START)
		return arena_printf(arena, "with %s in place of %s", control->text, was->text);
	if (was->start.exec != control->action.start.exec ||
	    strcmp(was->start.program, control->action.start.program) != 0)
		return arena_printf(arena, "with %s", control->text);
	return differing_words(arena, was->text, control->text);
}
