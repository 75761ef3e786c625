/* contradicts.c - does a line of a script show the contrary of a prediction? See match.h. */
#include "common/claims/match.h"

#include <string.h>

#include "capture/packet.h"

/* ---- two that cannot both be ---- */

static bool is_segment(const struct line *l)
{
	return l->kind == LINE_SEGMENT || l->kind == LINE_DATA;
}

/* What only acknowledges can come at any time: it is in nobody's place. */
static bool takes_a_place(const struct line *l)
{
	const struct segment_pattern *s = &l->segment;

	return l->kind == LINE_DATA || s->marks || (s->flags & ~(unsigned)FLAG_ACK) ||
	       (s->has_range && s->length.kind == NUMBER_VALUE && s->length.value);
}

/* What happened in the place of the predicted segment: the same sender's, with another of SYN, FIN and RST. */
static bool other_segment(const struct comparing *c)
{
	const unsigned decisive = FLAG_SYN | FLAG_FIN | FLAG_RST;

	return is_segment(c->narrow) && is_segment(c->wide) && takes_a_place(c->narrow) &&
	       takes_a_place(c->wide) && ((c->narrow->segment.flags ^ c->wide->segment.flags) & decisive) &&
	       parties_within(c);
}

static bool results_meet(const struct call_pattern *a, const struct call_pattern *b)
{
	if (a->result == RESULT_ANY || b->result == RESULT_ANY) {
		enum result_kind other = a->result == RESULT_ANY ? b->result : a->result;

		return other != RESULT_UNFINISHED && other != RESULT_NEVER;
	}
	if (a->result != b->result)
		return false;
	if (a->result == RESULT_ERRNO)
		return strcmp(a->errno_name, b->errno_name) == 0;
	if (a->result != RESULT_VALUE || a->value.kind != NUMBER_VALUE || b->value.kind != NUMBER_VALUE)
		return true;
	return ranges_meet((struct range){ a->compare, a->value.value },
			   (struct range){ b->compare, b->value.value });
}

/* At least so long, and at most less than that. */
static bool durations_meet(const struct call_pattern *a, const struct call_pattern *b)
{
	return (a->within_ns < 0 || a->within_ns >= b->takes_ns) &&
	       (b->within_ns < 0 || b->within_ns >= a->takes_ns);
}

static bool other_result(const struct comparing *c)
{
	return c->narrow->kind == LINE_CALL && c->wide->kind == LINE_CALL && call_within(c) &&
	       !(results_meet(&c->narrow->call, &c->wide->call) &&
		 durations_meet(&c->narrow->call, &c->wide->call));
}

static bool fields_meet(const struct state_pattern *a, const struct state_pattern *b)
{
	for (size_t i = 0; i < a->field_count; i++)
		for (size_t k = 0; k < b->field_count; k++)
			if (a->fields[i].field == b->fields[k].field &&
			    !ranges_meet((struct range){ a->fields[i].compare, a->fields[i].value },
					 (struct range){ b->fields[k].compare, b->fields[k].value }))
				return false;
	return a->timer == TIMER_UNSAID || b->timer == TIMER_UNSAID || a->timer == b->timer;
}

static bool other_state(const struct comparing *c)
{
	return c->narrow->kind == LINE_STATE && c->wide->kind == LINE_STATE && parties_within(c) &&
	       (!(c->narrow->state.states & c->wide->state.states) ||
		!fields_meet(&c->narrow->state, &c->wide->state));
}

static bool is_end(const struct line *l)
{
	return l->kind == LINE_EXITS || l->kind == LINE_DIES;
}

static bool other_end(const struct comparing *c)
{
	const struct line *l = c->narrow, *p = c->wide;

	if (!is_end(l) || !is_end(p) || !process_within(c))
		return false;
	return l->kind != p->kind ||
	       (l->kind == LINE_DIES ? strcmp(l->signal, p->signal) != 0 : l->exit_status != p->exit_status);
}

/* ---- what is forbidden ---- */

/* As if the line did not say "never". */
static struct line said_plainly(const struct line *l)
{
	struct line plain = *l;

	plain.never = false;
	return plain;
}

/* The line forbids all that is predicted. */
static bool forbids(const struct line *l, const struct line *prediction, struct mapping *m)
{
	struct line forbidden = *prediction;

	forbidden.never = true;
	forbidden.after_ns = -1; /* never is never, however long it takes */
	if (forbidden.kind == LINE_CALL)
		forbidden.call.takes_ns = forbidden.call.within_ns = -1;
	return line_is_instance(l, &forbidden, m);
}

bool line_contradicts(const struct line *l, const struct line *prediction, struct mapping *m)
{
	static bool (*const others[])(const struct comparing *c) = { other_segment, other_result, other_state,
								     other_end };
	struct line plain = said_plainly(prediction);

	if (l->counts)
		return false;
	if (l->never)
		return !prediction->never && forbids(l, prediction, m);
	if (prediction->never)
		return line_is_instance(l, &plain, m);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct mapping before = *m;
		struct comparing c = { .narrow = l, .wide = prediction, .m = m };

		if (others[i](&c))
			return true;
		*m = before;
	}
	return false;
}
