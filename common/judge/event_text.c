/* event_text.c - events in the script's own notation, so that a reader can compare them letter by letter. */
#include "common/judge/work.h"
#include "common/base/text.h"
#include "capture/notation.h"

#include <ctype.h>
#include <string.h>

/* "client#2": which of the pair's connections, where that needs saying; it stands at the opener's side. */
static void add_party(struct text *t, const char *name, const struct address *address, uint16_t port,
		      unsigned connection)
{
	char buf[ENDPOINT_TEXT];

	if (name)
		text_add(t, name);
	else if (port)
		text_add(t, endpoint_text(&(struct endpoint){ *address, port }, buf));
	else
		text_add(t, address_text(address, buf));
	if (name && connection > 1)
		text_addf(t, "#%u", connection);
}

static void add_segment(struct text *out, const struct segment *s)
{
	char words[SEGMENT_TEXT];

	text_add(out, segment_text(s, NOTATION_SHORT, words, sizeof(words)));
	/* Marks of a bare ACK that need not be named are left out. */
	marks_text(s->marks & (MARK_RETRANSMISSION | MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE), words,
		   sizeof(words));
	if (*words)
		text_addf(out, " %s", words);
}

const char *packet_event_text(const struct timeline *t, const struct event *e, const char *from,
			      const char *to, unsigned number, struct arena *arena)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(t, e);
	bool initiator = !s || s->from_initiator;
	uint16_t source = 0, destination = 0;
	char words[SEGMENT_TEXT];
	struct text out = { 0 };
	const char *text;

	if (p->transport == TRANSPORT_TCP) {
		source = p->tcp.source_port;
		destination = p->tcp.destination_port;
	} else if (p->transport == TRANSPORT_UDP) {
		source = p->udp.source_port;
		destination = p->udp.destination_port;
	}
	add_party(&out, from, &p->source, source, initiator ? number : 0);
	text_add(&out, " > ");
	add_party(&out, to, &p->destination, destination, initiator ? 0 : number);
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

/* strace's arguments without what -yy adds to a descriptor: "3<TCP:[…]>, 0x7f…, 100" is "3, 0x7f…, 100". */
static void add_arguments(struct text *out, const char *s)
{
	bool quoted = false, digits = false;

	while (*s) {
		if (quoted && *s == '\\' && s[1]) {
			text_add_bytes(out, s, 2);
			s += 2;
			continue;
		}
		if (*s == '"')
			quoted = !quoted;
		if (!quoted && digits && *s == '<') {
			int depth = 0;

			for (; *s; s++) {
				/* "->" within "TCP:[a->b]" closes nothing */
				if (*s == '<')
					depth++;
				else if (*s == '>' && s[-1] != '-' && --depth == 0)
					break;
			}
			s += *s == '>';
			digits = false;
			continue;
		}
		digits = !quoted && isdigit((unsigned char)*s);
		text_add_bytes(out, s++, 1);
	}
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
	add_arguments(&out, c->arguments ? c->arguments : "");
	while (!c->result && out.length &&
	       (out.chars[out.length - 1] == ' ' || out.chars[out.length - 1] == ','))
		out.chars[--out.length] = '\0';
	if (!c->result) {
		text_add(&out, ") <unfinished ...>");
	} else {
		size_t length = strcspn(c->result, "(<");

		while (length && c->result[length - 1] == ' ')
			length--;
		text_add(&out, ") = ");
		text_add_bytes(&out, c->result, length);
	}
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
	case EVENT_ACTION: return arena_string(arena, e->action.text);
	}
	return "";
}
