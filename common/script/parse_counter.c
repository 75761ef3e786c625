/* parse_counter.c - by how much a counter of the kernel's must have moved: "counter client TCPAbortOnData +1". */
#include "common/script/parser.h"

#include <string.h>

static bool take_counter_name(struct parser *p, const char **name)
{
	struct word w = peek_word(p);

	if (!w.length || *w.at == '+' || *w.at == '-')
		return expected(p, "the name of a counter as nstat prints it, such as TcpExtTCPAbortOnData");
	for (size_t i = 0; i < w.length; i++)
		if (!is_name_char(w.at[i]) || w.at[i] == '-')
			return fail_at(p, w.at + i,
				       "the name of a counter is made of letters, digits and '_'");
	*name = word_copy(p, w);
	p->at += w.length;
	return true;
}

/* "+1": a change, as a counter's own figure says nothing of an act. */
static bool take_change(struct parser *p, int64_t *by)
{
	bool down = take(p, "-");
	uint64_t value;

	if (!down && !take(p, "+"))
		return expected(p, "by how much it moves, such as +1, or +0 where it must not");
	if (!take_value(p, INT64_MAX, "a number right after the sign", &value))
		return false;
	*by = down ? -(int64_t)value : (int64_t)value;
	return true;
}

bool parse_counter(struct parser *p, struct line *l)
{
	const char *at;

	skip_blanks(p);
	at = p->at;
	if (!take_wire_party(p, &l->from))
		return false;
	if (l->from.connection)
		return fail_at(p, at, "the kernel counts for a whole host, not for a connection: write '%s'",
			       l->from.actor);
	l->counter.compare = COMPARE_EQ;
	if (!take_counter_name(p, &l->counter.name))
		return false;
	(void)take_comparison(p, &l->counter.compare);
	return take_change(p, &l->counter.by);
}
