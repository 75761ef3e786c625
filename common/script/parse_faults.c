/* parse_faults.c - what is done to single packets on their way: drop, duplicate, delay, reorder, corrupt. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

enum { MOST_COUNTED = 1000000 };

bool script_has_faults(const struct script *s)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (line_is_fault(&s->lines[i]))
			return true;
	return false;
}

int party_host(const struct script *s, const struct party *party)
{
	return party->address ? world_host_at(s->world, &party->at.address) : script_host(s, party);
}

/* "3rd": which of them; without a word it is the next. */
static bool take_which(struct parser *p, unsigned *which)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	const char *at;
	uint64_t n;

	*which = 1;
	skip_blanks(p);
	at = p->at;
	if (take_word(p, "every")) {
		*which = FAULT_EVERY;
		return true;
	}
	/* An address begins with a digit, too. */
	if (take_word(p, "next") || p->at == p->end || !isdigit((unsigned char)*p->at) ||
	    memchr(p->at, '.', peek_word(p).length) || memchr(p->at, ':', peek_word(p).length))
		return true;
	if (!take_value(p, MOST_COUNTED, "which of them, as in 3rd", &n))
		return false;
	if (!n)
		return fail_at(p, at, "packets are counted from 1");
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (take_word(p, endings[i])) {
			*which = (unsigned)n;
			return true;
		}
	return fail_at(p, at, "expected which of them is meant, as in 1st, 2nd, 3rd or 4th, or 'every'");
}

/* The cable knows nothing of what the script has met so far. */
static bool has_no_names(struct parser *p, const struct line *what, const char *at)
{
	const struct segment_pattern *s = &what->segment;
	const struct number *numbers[] = { &s->first, &s->end, &s->length, &s->ack };
	bool datagram = what->kind == LINE_DATAGRAM;

	if (datagram)
		numbers[0] = &what->datagram.length;
	for (size_t i = 0; what->kind != LINE_ICMP && i < (datagram ? 1 : 4); i++)
		if (numbers[i]->kind == NUMBER_NAME)
			return fail_at(
				p, at,
				"a NAME has no value here, where the packet is on its way; write a number, or ...");
	return true;
}

static bool is_lost(const struct line *what)
{
	return what->kind == LINE_DATAGRAM ? what->datagram.lost
					   : what->kind != LINE_ICMP && what->segment.lost;
}

/* What is done is done to what one host sends to another. */
static bool check_ends(struct parser *p, const struct line *what, const char *at)
{
	const struct world *world = p->script->world;
	int from = party_host(p->script, &what->from), to = party_host(p->script, &what->to);

	if (from == NO_HOST || to == NO_HOST || world_is_router(world, from) || world_is_router(world, to))
		return fail_at(p, at,
			       "this is done to what one host sends to another, not to the router's own");
	return check_apart(p, what, from, to, at);
}

/* The cursor stands behind the keyword. */
bool check_cable(struct parser *p, const struct line *l)
{
	const char *keyword = line_traits(l->kind)->word;

	return p->script->world->host_count ||
	       fail_at(p, p->at - strlen(keyword),
		       "%s: only %s a cable on which this can be done, and this is world %s", keyword,
		       worlds_with(p, ROLE_ENDPOINT), p->script->world->name);
}

/* Which packets: the rest of the line. */
static bool take_packets(struct parser *p, struct line *l)
{
	struct line *what = arena_alloc(p->arena, sizeof(*what));
	const char *at;

	if (!take_which(p, &l->fault.which))
		return false;
	if (at_end(p))
		return expected(p, "a packet, as in client > server P. 1:6(5)");
	at = p->at;
	*what = (struct line){ .number = p->number, .after_ns = -1 };
	what->text = arena_substring(p->arena, at, (size_t)(p->end - at));
	if (!p->wire_line(p, what))
		return false;
	if (is_lost(what))
		return fail_at(p, p->end - strlen("lost"), "what is lost is seen behind this line, not here");
	if (!has_no_names(p, what, at) || !check_ends(p, what, at))
		return false;
	l->fault.what = what;
	l->from = what->from;
	l->to = what->to;
	if (l->fault.which == FAULT_EVERY && !p->in_control)
		p->cut_number = p->number;
	return true;
}

static bool parse_fault(struct parser *p, struct line *l)
{
	return check_cable(p, l) && take_packets(p, l);
}

bool parse_drop(struct parser *p, struct line *l)
{
	return parse_fault(p, l);
}

bool parse_duplicate(struct parser *p, struct line *l)
{
	return parse_fault(p, l);
}

bool parse_reorder(struct parser *p, struct line *l)
{
	return parse_fault(p, l);
}

bool parse_corrupt(struct parser *p, struct line *l)
{
	return parse_fault(p, l);
}

bool parse_delay(struct parser *p, struct line *l)
{
	return check_cable(p, l) && take_duration(p, &l->fault.delay_ns) && take_packets(p, l);
}

/* The cable sees hosts, and no programs. */
static bool check_party(struct parser *p, const struct line *l, const struct party *party)
{
	const struct script *s = p->script;
	int host = party_host(s, party);

	for (size_t i = 0; !party->address && i < s->line_count; i++) {
		const struct line *start = &s->lines[i];

		if (start->kind == LINE_START && start->start.host == host &&
		    strcmp(start->process, party->actor) != 0)
			return fail_line(
				p, l->number,
				"a cable cannot tell whose packets these are: '%s' and '%s' both live on host %s",
				party->actor, start->process, s->world->hosts[host].name);
	}
	return true;
}

bool check_faults(struct parser *p)
{
	const struct script *s = p->script;

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (line_is_fault(l) && (!check_party(p, l, &l->from) || !check_party(p, l, &l->to)))
			return false;
	}
	return true;
}
