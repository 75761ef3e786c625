/* event_text.c - events in the script's own notation, so that a reader can compare them letter by letter. */
#include "common/judge/work.h"
#include "common/base/text.h"
#include "capture/notation.h"

#include <string.h>

/* "client#2": which of the pair's connections, where that needs saying; it stands at the opener's side. */
static void add_party(struct text *t, const char *name, const struct endpoint *end, unsigned connection)
{
	char buf[ENDPOINT_TEXT];

	if (name)
		text_add(t, name);
	else if (end->port)
		text_add(t, endpoint_text(end, buf));
	else
		text_add(t, address_text(&end->address, buf));
	if (name && connection > 1)
		text_addf(t, "#%u", connection);
}

static void add_segment(struct text *out, const struct segment *s)
{
	char words[SEGMENT_TEXT];

	text_add(out, segment_text(s, NOTATION_SHORT, words, sizeof(words)));
	/* Marks of a bare ACK that need not be named are left out. */
	marks_text(s->marks & MARKS_AGAIN, words, sizeof(words));
	if (*words)
		text_addf(out, " %s", words);
}

const char *packet_event_text(const struct timeline *t, const struct event *e, const char *from,
			      const char *to, unsigned number, struct arena *arena)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(t, e);
	bool initiator = !s || s->from_initiator;
	struct endpoint source = packet_source(p), destination = packet_destination(p);
	char words[SEGMENT_TEXT];
	struct text out = { 0 };
	const char *text;

	add_party(&out, from, &source, initiator ? number : 0);
	text_add(&out, " > ");
	add_party(&out, to, &destination, initiator ? 0 : number);
	text_add(&out, "  ");
	if (s)
		add_segment(&out, s);
	else if (p->problem != PACKET_WHOLE)
		text_addf(&out, "(%s)", packet_problem_text(p->problem));
	else
		text_add(&out, packet_text(p, words, sizeof(words)));
	if (e->packet.lost)
		text_add(&out, " lost");
	text = arena_string(arena, text_chars(&out));
	text_free(&out);
	return text;
}

static const char *packet_text_by_owner(const struct timeline *t, const struct event *e, struct arena *arena)
{
	return packet_event_text(t, e, packet_from(t, e), packet_to(t, e), e->packet.number, arena);
}

static const char *process_name(const struct timeline *t, int process)
{
	return process >= 0 && (size_t)process < t->process_count ? t->processes[process].name : "?";
}

static const char *call_text(const struct timeline *t, const struct call *c, struct arena *arena)
{
	struct text out = { 0 };
	const char *text;

	text_addf(&out, "%s: %s(", process_name(t, c->process), c->name);
	for (size_t i = 0; i < c->args.count; i++)
		text_addf(&out, "%s%s", i ? ", " : "", c->args.at[i].plain);
	if (c->ending == CALL_RUNS)
		text_add(&out, ") <unfinished ...>");
	else
		text_addf(&out, ") = %s", c->result_plain);
	text = arena_string(arena, text_chars(&out));
	text_free(&out);
	return text;
}

const char *event_text(const struct timeline *t, const struct event *e, struct arena *arena)
{
	switch (e->kind) {
	case EVENT_PACKET: return packet_text_by_owner(t, e, arena);
	case EVENT_CALL: return call_text(t, &e->call, arena);
	case EVENT_SIGNAL:
		return arena_printf(arena, "%s: --- %s ---", process_name(t, e->signal.process),
				    e->signal.name);
	case EVENT_EXIT:
		if (e->exit.signal)
			return arena_printf(arena, "%s dies %s", process_name(t, e->exit.process),
					    e->exit.signal);
		return arena_printf(arena, "%s exits %d", process_name(t, e->exit.process), e->exit.status);
	case EVENT_SOCKETS:
		return arena_printf(arena, "table of %zu socket%s", e->sockets.count,
				    e->sockets.count == 1 ? "" : "s");
	case EVENT_READING:
		return arena_printf(arena, "%zu counter%s moved", e->reading.move_count,
				    e->reading.move_count == 1 ? " has" : "s have");
	case EVENT_ACTION: return arena_string(arena, e->action.text);
	}
	return "";
}
