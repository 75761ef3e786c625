/*
 * parse_many.c - lines for many: "each client > server …" of every connection of the two, "count 50 …" how many of it come.
 */
#include "common/script/parser.h"

#include <string.h>

bool take_count(struct parser *p, struct line *l)
{
	l->counts = !line_spans(l) && take_word(p, "count");
	if (!l->counts)
		return true;
	if (l->then || l->each || l->after_ns >= 0)
		return fail_at(p, p->at - strlen("count"),
			       "'count' is about all that comes in the act: no 'then', no 'each' and no '+'");
	l->count_compare = COMPARE_EQ;
	(void)take_comparison(p, &l->count_compare);
	return take_value(p, UINT32_MAX, "how many, as in count 50 or count < 2000", &l->count);
}

bool take_each(struct parser *p, struct line *l)
{
	l->each = take_word(p, "each");
	skip_blanks(p);
	if (l->each && l->then)
		return fail_at(p, p->at, "'each' is about connections that have no order: no 'then'");
	return true;
}

bool check_many(struct parser *p, const struct line *l, const char *at)
{
	if (l->kind == LINE_REST && !l->each)
		return fail_at(p, at, "'...' for all the rest is for 'each' alone");
	if (l->counts && (l->kind == LINE_STATE || l->kind == LINE_DATA || line_is_read(l)))
		return fail_at(p, at, "'count' is for segments, datagrams, ICMP, calls, signals and ends");
	if (l->counts && l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED)
		return fail_at(p, at,
			       "a call that has not returned has not come: 'count' is for those that have");
	if (!l->each)
		return true;
	if (line_spans(l))
		return fail_at(p, at, "'%s' speaks of every connection anyway: no 'each'",
			       l->may ? "may" : "never");
	if (!line_is_wire(l))
		return fail_at(p, at, "'each' is for segments, datagrams and ICMP");
	if (line_connection(l))
		return fail_at(p, at, "'each' is every connection: no number");
	return true;
}

static bool check_beside(struct parser *p, const struct line *each, const struct line *other)
{
	if (other->each && other->track == each->track && other->act == each->act &&
	    other->kind == LINE_REST && other < each)
		return fail_line(p, each->number, "line %u takes all the rest: nothing is left for this",
				 other->number);
	if (other->each)
		return true;
	if (other->track == each->track && other->act == each->act)
		return fail_line(p, each->number,
				 "line %u, without 'each', speaks of the same connections in the same act; "
				 "give the one that it means a number: %s#2",
				 other->number, other->from.actor);
	/* A NAME of one of them is one number each, and no other line can mean it. */
	if (lines_share_name(each, other))
		return fail_line(p, each->number,
				 "its NAME is another number of each connection, and line %u would have one",
				 other->number);
	return true;
}

bool check_each(struct parser *p)
{
	const struct script *s = p->script;
	unsigned lines = 0;

	for (size_t i = 0; i < s->line_count; i++) {
		if (s->lines[i].each && ++lines > LIMIT_EACH)
			return fail_line(p, s->lines[i].number, "more than %d lines of 'each'", LIMIT_EACH);
		for (size_t k = 0; k < s->line_count && s->lines[i].each; k++)
			if (!check_beside(p, &s->lines[i], &s->lines[k]))
				return false;
	}
	return true;
}
