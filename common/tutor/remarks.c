/* remarks.c - an event and its parts in words; see remarks.h. */
#include "common/tutor/remarks.h"

#include "capture/notation.h"
#include "common/base/text.h"
#include "common/judge/judge.h"
#include "common/tutor/meanings.h"

#include <string.h>

static void say(struct remarks *r, const char *label, const char *text)
{
	r->list = arena_grow(r->arena, r->list, r->count, &r->capacity, sizeof(*r->list));
	r->list[r->count++] = (struct remark){ label, text };
}

void remark(struct remarks *r, const char *label, const char *text)
{
	say(r, label, text);
}

/* Leaves out what no table knows. */
static void say_known(struct remarks *r, const char *label, const char *text)
{
	if (text)
		say(r, label, text);
}

/* ---- packets ---- */

static void say_flags(struct remarks *r, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *label;
	} names[] = {
		{ FLAG_SYN, "S  SYN" }, { FLAG_FIN, "F  FIN" }, { FLAG_RST, "R  RST" },
		{ FLAG_PSH, "P  PSH" }, { FLAG_URG, "U  URG" }, { FLAG_ECE, "E  ECE" },
		{ FLAG_CWR, "W  CWR" }, { FLAG_ACK, ".  ACK" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (flags & names[i].flag)
			say_known(r, names[i].label, flag_meaning(names[i].flag, flags & FLAG_ACK));
}

static void say_numbers(struct remarks *r, const struct segment *s)
{
	const struct tcp_header *tcp = &s->packet.tcp;
	char options[256];

	if (s->end != s->first)
		say(r, arena_printf(r->arena, "%u:%u(%u)", s->first, s->end, s->packet.payload_length),
		    arena_printf(r->arena, "%u byte%s of data: number %u is the first, and %u the next one's",
				 s->packet.payload_length, s->packet.payload_length == 1 ? "" : "s", s->first,
				 s->end));
	else if (!(s->marks & MARK_BARE_ACK))
		say(r, arena_printf(r->arena, "%u:%u(0)", s->first, s->end),
		    arena_printf(r->arena, "no data; it stands at number %u", s->first));
	if (tcp->flags & FLAG_ACK)
		say(r, arena_printf(r->arena, "ack %u", s->ack),
		    arena_printf(r->arena, "all below number %u has come, and %u is expected next", s->ack,
				 s->ack));
	if (!(tcp->flags & FLAG_RST))
		say(r, arena_printf(r->arena, "win %u", s->window),
		    arena_printf(r->arena, "there is room for %u bytes more", s->window));
	if (tcp->flags & FLAG_SYN && *options_text(&tcp->options, options, sizeof(options)))
		say(r, "options", arena_string(r->arena, options));
}

void remark_packet(struct remarks *r, const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);
	const struct packet *p = &e->packet.packet;
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT], words[128];

	say(r, event_text(t, e, r->arena), NULL);
	if (s) {
		say_flags(r, s->packet.tcp.flags);
		say_numbers(r, s);
		for (unsigned mark = MARK_WINDOW_UPDATE; mark <= MARK_PARTIAL_OVERLAP; mark <<= 1)
			if (s->marks & mark && mark_meaning(mark))
				say(r, "so it is",
				    arena_printf(r->arena, "a %s: %s", marks_text(mark, words, sizeof(words)),
						 mark_meaning(mark)));
	}
	if (e->packet.fault != NO_FAULT)
		say(r, "on its way", fault_meaning(t->faults[e->packet.fault].kind));
	if (e->packet.lost)
		say(r, "lost", "it was sent, and never arrived");
	address_text(&p->source, from);
	address_text(&p->destination, to);
	if (p->transport == TRANSPORT_TCP)
		say(r, "frame",
		    arena_printf(r->arena, "number %u, %u bytes: %s port %u → %s port %u", p->frame,
				 p->length, from, p->tcp.source_port, to, p->tcp.destination_port));
	else
		say(r, "frame",
		    arena_printf(r->arena, "number %u, %u bytes: %s → %s", p->frame, p->length, from, to));
}

/* ---- calls ---- */

/* A file, a pipe or a keyboard may be read and written, too. */
static const char *meaning_of_call(const struct call *c)
{
	return c->descriptor >= 0 && !call_on_socket(c) ? "does so with something that is no socket"
							: call_meaning(c->row);
}

static void say_who(struct remarks *r, const struct timeline *t, const struct call *c, const char *what)
{
	say(r, arena_printf(r->arena, "%s: %s", t->processes[c->process].name, what), NULL);
	say_known(r, "it", meaning_of_call(c));
}

void remark_calls(struct remarks *r, const struct timeline *t, const struct event *e, const char *words)
{
	say_who(r, t, &e->call, words);
}

void remark_entry(struct remarks *r, const struct timeline *t, const struct event *e)
{
	say_who(r, t, &e->call, arena_printf(r->arena, "%s() is entered", e->call.name));
	say(r, "now", "it has not returned");
}

static void say_result(struct remarks *r, const struct call *c)
{
	const char *result = c->ending == CALL_RUNS ? "?" : c->result_plain;

	if (c->errno_name)
		say(r, c->errno_name,
		    errno_meaning(c->errno_name) ? errno_meaning(c->errno_name) : c->result);
	else if (c->ending == CALL_CUT_SHORT)
		say(r, arena_printf(r->arena, "= %s", result),
		    "a signal came between, and the kernel goes on with it; or its process has ended");
	else if (c->ending == CALL_NEVER_RETURNS || c->ending == CALL_RUNS)
		say(r, "= ?", "it never returned: the process has ended");
	else if (c->returned && c->value == 0 && c->row->direction == CALL_READS && call_moves_bytes(c->row))
		say(r, "= 0",
		    "the end of the data: the other end has sent its FIN, or reading was shut here");
	else if (c->returned && call_moves_bytes(c->row))
		say(r, arena_printf(r->arena, "= %s", result), "so many bytes");
	else
		say(r, arena_printf(r->arena, "= %s", result), "its result");
}

void remark_call(struct remarks *r, const struct timeline *t, const struct event *e, bool waited)
{
	const struct call *c = &e->call;
	char buf[DURATION_TEXT];

	say_who(r, t, c, arena_printf(r->arena, "%s()%s", c->name, waited ? " returns" : ""));
	say_result(r, c);
	if (c->end_ns)
		say(r, "took", duration_text(c->end_ns - e->time_ns, buf) ? arena_string(r->arena, buf) : "");
	say_known(r, "strace", c->text);
}

/* ---- signals, ends, states ---- */

void remark_signal(struct remarks *r, const struct timeline *t, const struct event *e)
{
	say(r, arena_printf(r->arena, "%s: %s", t->processes[e->signal.process].name, e->signal.name), NULL);
	say_known(r, "it", signal_meaning(e->signal.name));
	say_known(r, "strace", e->signal.text);
}

void remark_exit(struct remarks *r, const struct timeline *t, const struct event *e)
{
	const char *who = t->processes[e->exit.process].name;

	if (e->exit.signal) {
		say(r, arena_printf(r->arena, "%s dies of %s", who, e->exit.signal), NULL);
		say_known(r, "it", signal_meaning(e->exit.signal));
	} else {
		say(r, arena_printf(r->arena, "%s exits with status %d", who, e->exit.status), NULL);
	}
	say(r, "so", "its kernel closes all that it had open");
}
