/* pattern.c - does one segment match one line? See pattern.h. */
#include "common/script/pattern.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capture/notation.h"
#include "common/script/wire_words.h"

enum { SEGMENT_ROOM = 512 }; /* more than any segment with 40 bytes of options takes */

/* Numbers that a match has bound so far, to be undone where it fails later on. */
struct undo {
	unsigned names[4];
	size_t count;
};

static bool match_number(const struct number *n, uint64_t value, struct bindings *names, struct undo *undo)
{
	switch (n->kind) {
	case NUMBER_ANY: return true;
	case NUMBER_VALUE: return n->value == value;
	case NUMBER_NAME:
		if (!names || n->name >= names->count)
			return true;
		if (names->bound[n->name])
			return names->value[n->name] == value;
		names->bound[n->name] = true;
		names->value[n->name] = value;
		if (undo)
			undo->names[undo->count++] = n->name;
		return true;
	}
	return false;
}

bool number_matches(const struct number *n, uint64_t value, struct bindings *names)
{
	return match_number(n, value, names, NULL);
}

static unsigned compared_flags(const struct segment_pattern *p, unsigned flags)
{
	return flags & ~p->any_flags;
}

/* The list as a reader of the wire sees it: blocks of SACK in relative numbers, as everything else. Returns
 * what stands between the angle brackets. */
static const char *segment_options(const struct segment *s, char *buf, size_t size)
{
	char *open, *close;

	segment_text(s, NOTATION_FULL, buf, size);
	open = strchr(buf, '<');
	close = open ? strrchr(open, '>') : NULL;
	if (!close)
		return "";
	*close = '\0';
	return open + 1;
}

static bool options_fit(const struct segment_pattern *p, const struct segment *s)
{
	char text[SEGMENT_ROOM];

	return !p->has_options || options_text_match(p->options, segment_options(s, text, sizeof(text)));
}

static bool range_matches(const struct segment_pattern *p, const struct segment *s, struct bindings *names,
			  struct undo *undo)
{
	return !p->has_range || (match_number(&p->first, s->first, names, undo) &&
				 match_number(&p->end, s->end, names, undo) &&
				 match_number(&p->length, s->packet.payload_length, names, undo));
}

static bool ack_matches(const struct segment_pattern *p, const struct segment *s, struct bindings *names,
			struct undo *undo)
{
	return !p->has_ack || match_number(&p->ack, s->ack, names, undo);
}

bool segment_matches(const struct segment_pattern *p, const struct segment *s, struct bindings *names)
{
	struct undo undo = { .count = 0 };

	if (compared_flags(p, s->packet.tcp.flags) == compared_flags(p, p->flags) &&
	    compare_holds(p->window_compare, s->window, p->window) && (s->marks & p->marks) == p->marks &&
	    options_fit(p, s) && range_matches(p, s, names, &undo) && ack_matches(p, s, names, &undo))
		return true;
	for (size_t i = 0; i < undo.count; i++)
		names->bound[undo.names[i]] = false;
	return false;
}

bool segment_is_data(const struct segment *s)
{
	return s && s->packet.payload_length && (s->packet.tcp.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK &&
	       !(s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE));
}

static bool icmp_matches(const char *wanted, const struct packet *p)
{
	const char *name;

	if (p->transport != TRANSPORT_ICMP && p->transport != TRANSPORT_ICMP6)
		return false;
	name = icmp_name(p->transport == TRANSPORT_ICMP ? 4 : 6, p->icmp.type, p->icmp.code);
	return strcmp(wanted, "...") == 0 || (name && strcmp(name, wanted) == 0);
}

bool packet_matches(const struct line *l, const struct packet *p, const struct segment *s,
		    struct bindings *names)
{
	switch (l->kind) {
	case LINE_SEGMENT: return s && segment_matches(&l->segment, s, names);
	case LINE_DATA: return segment_is_data(s) && range_matches(&l->segment, s, names, NULL);
	case LINE_DATAGRAM:
		return p->transport == TRANSPORT_UDP &&
		       number_matches(&l->datagram.length, p->payload_length, names);
	case LINE_ICMP: return icmp_matches(l->icmp, p);
	default: return false;
	}
}

enum { NUMBER_TEXT = 24 };

static const char *number_text(const struct number *n, const struct bindings *names, char buf[NUMBER_TEXT])
{
	if (n->kind == NUMBER_VALUE)
		snprintf(buf, NUMBER_TEXT, "%" PRIu64, n->value);
	else if (n->kind == NUMBER_NAME && names && n->name < names->count && names->bound[n->name])
		snprintf(buf, NUMBER_TEXT, "%" PRIu64, names->value[n->name]);
	else
		snprintf(buf, NUMBER_TEXT, "...");
	return buf;
}

/* The first mark in words that the line names and the segment has not. */
static const char *missing_mark(const struct segment_pattern *p, const struct segment *s)
{
	for (size_t i = 0; i < wire_word_count; i++)
		if (p->marks & wire_words[i].mark & ~s->marks)
			return wire_words[i].text;
	return NULL;
}

/* A NAME that the line uses twice, for numbers that differ here. */
static bool names_clash(const struct segment_pattern *p, const struct segment *s)
{
	const struct number *numbers[] = { &p->first, &p->end, &p->length, &p->ack };
	const uint64_t values[] = { s->first, s->end, s->packet.payload_length, s->ack };

	for (size_t i = p->has_range ? 0 : 3; i < (p->has_ack ? 4 : 3); i++)
		for (size_t k = p->has_range ? 0 : 3; k < i; k++)
			if (numbers[i]->kind == NUMBER_NAME && numbers[k]->kind == NUMBER_NAME &&
			    numbers[i]->name == numbers[k]->name && values[i] != values[k])
				return true;
	return false;
}

static const char *const comparison_signs[] = {
	[COMPARE_NONE] = "",  [COMPARE_EQ] = "",   [COMPARE_NE] = "!= ", [COMPARE_LT] = "< ",
	[COMPARE_LE] = "<= ", [COMPARE_GT] = "> ", [COMPARE_GE] = ">= ",
};

/* The matching of a difference must bind nothing: it works on copies of the one or two numbers that it needs. */
static bool would_match(const struct number *n, uint64_t value, const struct bindings *names)
{
	if (n->kind == NUMBER_NAME && (!names || n->name >= names->count || !names->bound[n->name]))
		return true;
	return n->kind == NUMBER_ANY || value == (n->kind == NUMBER_VALUE ? n->value : names->value[n->name]);
}

const char *segment_difference(const struct segment_pattern *p, const struct segment *s,
			       const struct bindings *names, char *buf, size_t size)
{
	char got[FLAGS_TEXT], wanted[FLAGS_TEXT], a[NUMBER_TEXT], b[NUMBER_TEXT], c[NUMBER_TEXT];
	char options[SEGMENT_ROOM];
	const char *mark = missing_mark(p, s);

	if (compared_flags(p, s->packet.tcp.flags) != compared_flags(p, p->flags))
		snprintf(buf, size, "flags %s where %s was expected", flags_text(s->packet.tcp.flags, got),
			 flags_text(p->flags, wanted));
	else if (p->has_range &&
		 !(would_match(&p->first, s->first, names) && would_match(&p->end, s->end, names) &&
		   would_match(&p->length, s->packet.payload_length, names)))
		snprintf(buf, size, "%" PRIu32 ":%" PRIu32 "(%" PRIu32 ") where %s:%s(%s) was expected",
			 s->first, s->end, s->packet.payload_length, number_text(&p->first, names, a),
			 number_text(&p->end, names, b), number_text(&p->length, names, c));
	else if (p->has_ack && !would_match(&p->ack, s->ack, names))
		snprintf(buf, size, "ack %" PRIu32 " where ack %s was expected", s->ack,
			 number_text(&p->ack, names, a));
	else if (!compare_holds(p->window_compare, s->window, p->window))
		snprintf(buf, size, "win %" PRIu32 " where win %s%" PRIu64 " was expected", s->window,
			 comparison_signs[p->window_compare], p->window);
	else if (!options_fit(p, s))
		snprintf(buf, size, "options <%s> where <%s> was expected",
			 segment_options(s, options, sizeof(options)), p->options);
	else if (mark)
		snprintf(buf, size, "not marked as %s", mark);
	else
		snprintf(buf, size, "%s", names_clash(p, s) ? "one NAME for two numbers that differ" : "");
	return buf;
}
