/* parse_inject.c - "inject server > client R. 1:1(0) ack 1": a packet that nobody has sent, whole as it is to be. */
#include <string.h>

#include "common/script/options.h"
#include "common/script/parser.h"

/* The line of the wire ends where its payload begins, if there is one. */
static bool take_payload(struct parser *p, const char *quote, const char *end, struct line *l)
{
	p->end = end;
	return !quote || take_quoted(p, QUOTED_ESCAPES, "the payload, in double quotes", &l->fault.payload);
}

/* What is not said it has not: its numbers must be. */
static bool check_segment(struct parser *p, const struct segment_pattern *s, const char *at)
{
	uint8_t bytes[OPTIONS_MOST];
	const char *bad;

	if (!s->has_range || s->first.kind != NUMBER_VALUE || s->end.kind != NUMBER_VALUE)
		return fail_at(p, at, "an injected segment needs its numbers, as in R. 1:1(0) ack 1");
	if (s->length.kind == NUMBER_NAME)
		return fail_at(p, at, "a NAME has no value here");
	if (s->any_flags)
		return fail_at(p, at, "an injected segment has a flag or not: no brackets");
	if (!(s->flags & FLAG_ACK) != !s->has_ack || (s->has_ack && s->ack.kind != NUMBER_VALUE))
		return fail_at(p, at,
			       "an injected segment with the ACK flag ('.') needs its number, as in ack 1");
	if (s->window_compare != COMPARE_NONE)
		return fail_at(p, at,
			       "the window of an injected segment is what its connection has said last");
	if (s->marks || s->lost)
		return fail_at(p, at,
			       "what becomes of an injected segment is seen behind this line, not here");
	if (s->has_options && options_encode(s->options, bytes, &bad) == SIZE_MAX)
		return fail_at(
			p, at,
			"options that can be injected are mss N, wscale N, sackOK, TS val N ecr N, nop "
			"and eol, in at most 40 bytes; not '%.30s'",
			bad);
	return true;
}

/* Bytes of data that its numbers say. */
static uint64_t said_length(const struct line *what)
{
	return what->kind == LINE_DATAGRAM ? what->datagram.length.value
					   : what->segment.end.value - what->segment.first.value;
}

static bool check_packet(struct parser *p, const struct line *what, const char *at)
{
	switch (what->kind) {
	case LINE_SEGMENT: return check_segment(p, &what->segment, at);
	case LINE_DATA:
		return fail_at(p, at, "data is any number of segments: inject one, as in P. 1:6(5) ack 1");
	case LINE_DATAGRAM:
		return (!what->datagram.lost && what->datagram.length.kind == NUMBER_VALUE) ||
		       fail_at(p, at, "an injected datagram needs its length, as in UDP 5");
	default:
		return strcmp(what->icmp, "...") != 0 ||
		       fail_at(p, at, "which ICMP message? As in ICMP host-unreachable");
	}
}

static bool check_length(struct parser *p, const struct line *l, const char *at)
{
	const struct line *what = l->fault.what;
	uint64_t length = what->kind == LINE_ICMP ? 0 : said_length(what);

	if (l->fault.payload && what->kind == LINE_ICMP)
		return fail_at(p, at,
			       "an injected ICMP message quotes what its receiver has sent last: no text");
	if (l->fault.payload && strlen(l->fault.payload) != length)
		return fail_at(p, at, "the text has %zu bytes, and the numbers say %llu",
			       strlen(l->fault.payload), (unsigned long long)length);
	return length <= INJECTED_MOST || fail_at(p, at, "at most %d bytes can be injected", INJECTED_MOST);
}

/* It is put onto the cable of whom it is for; in whose name, is free. */
static bool check_ends(struct parser *p, const struct line *what, const char *at)
{
	const struct world *world = p->script->world;
	int from = party_host(p->script, &what->from), to = party_host(p->script, &what->to);

	if (to == NO_HOST || world_is_router(world, to) || from == to)
		return fail_at(p, at, "a packet is injected on its way to a host that has not sent it");
	if (what->from.address && what->kind == LINE_SEGMENT)
		return fail_at(p, at, "a segment is of a connection: name the host that is its other end");
	if (world_is_router(world, from) && what->kind != LINE_ICMP)
		return fail_at(p, at, "all that a router says is ICMP");
	return true;
}

bool parse_inject(struct parser *p, struct line *l)
{
	struct line *what = arena_alloc(p->arena, sizeof(*what));
	const char *at, *quote, *end = p->end;

	if (!check_cable(p, l))
		return false;
	if (at_end(p))
		return expected(p, "a packet, as in server > client R. 1:1(0) ack 1");
	at = p->at;
	quote = memchr(at, '"', (size_t)(end - at));
	if (quote)
		p->end = quote;
	*what = (struct line){ .number = p->number, .after_ns = -1 };
	what->text = arena_substring(p->arena, at, (size_t)(p->end - at));
	if (!p->wire_line(p, what) || !check_packet(p, what, at) || !check_ends(p, what, at))
		return false;
	l->fault.what = what;
	l->from = what->from;
	l->to = what->to;
	return take_payload(p, quote, end, l) && check_length(p, l, at);
}
