/* match.c - is a line of a script an instance of a prediction? See match.h. */
#include "common/claims/match.h"

#include <string.h>

#include "capture/packet.h"
#include "common/script/pattern.h"

/* ---- who ---- */

/* 0 for X, 1 for Y, 2 for Z; -1: a host or the router, by its own name. */
static int placeholder(const char *name)
{
	bool alone = name[0] && (!name[1] || name[1] == '.');

	return alone && name[0] >= 'X' && name[0] <= 'Z' ? name[0] - 'X' : -1;
}

static size_t stem(const char *name)
{
	return strcspn(name, ".");
}

/* The actor of the script is who the prediction means: from now on, and nobody else. */
static bool bind_actor(struct mapping *m, const char *predicted, const char *actor)
{
	int index = placeholder(predicted);
	size_t length = stem(actor);

	if (index < 0)
		return stem(predicted) == length && memcmp(predicted, actor, length) == 0;
	for (int i = 0; i < PLACEHOLDERS; i++) {
		bool same = m->actor[i].name && m->actor[i].length == length &&
			    memcmp(m->actor[i].name, actor, length) == 0;

		if (m->actor[i].name && same != (i == index))
			return false;
	}
	m->actor[index].name = actor;
	m->actor[index].length = length;
	return true;
}

static bool party_within(const struct comparing *c, const struct party *narrow, const struct party *wide)
{
	if (wide->connection && narrow->connection != wide->connection)
		return false;
	return c->line_is_wide ? bind_actor(c->m, narrow->actor, wide->actor)
			       : bind_actor(c->m, wide->actor, narrow->actor);
}

bool parties_within(const struct comparing *c)
{
	return party_within(c, &c->narrow->from, &c->wide->from) &&
	       (c->narrow->kind == LINE_STATE || party_within(c, &c->narrow->to, &c->wide->to));
}

/* "X" is any process of the actor, "X.1" its first child. */
bool process_within(const struct comparing *c)
{
	const char *predicted = c->line_is_wide ? c->narrow->process : c->wide->process;
	const char *said = c->line_is_wide ? c->wide->process : c->narrow->process;
	const char *child = predicted + stem(predicted);

	return (!*child || strcmp(child, said + stem(said)) == 0) && bind_actor(c->m, predicted, said);
}

/* ---- numbers ---- */

static bool same_number(const struct number *a, const struct number *b)
{
	return a->kind == b->kind && (a->kind != NUMBER_VALUE || a->value == b->value) &&
	       (a->kind != NUMBER_NAME || a->name == b->name);
}

static bool numbers_within(const struct comparing *c, const struct number *narrow, const struct number *wide)
{
	const struct number *predicted = c->line_is_wide ? narrow : wide,
			    *said = c->line_is_wide ? wide : narrow;

	if (wide->kind == NUMBER_ANY)
		return true;
	if (narrow->kind == NUMBER_ANY)
		return false;
	if (predicted->kind != NUMBER_NAME)
		return same_number(predicted, said);
	if (predicted->name >= NAMES_BOUND)
		return false;
	if (c->m->name[predicted->name].bound)
		return same_number(&c->m->name[predicted->name].number, said);
	c->m->name[predicted->name].bound = true;
	c->m->name[predicted->name].number = *said;
	return true;
}

/* "1:6" has five bytes, said or not. */
static struct number length_of(const struct segment_pattern *s)
{
	struct number n = s->length;

	if (n.kind == NUMBER_ANY && s->first.kind == NUMBER_VALUE && s->end.kind == NUMBER_VALUE)
		n = (struct number){ .kind = NUMBER_VALUE, .value = s->end.value - s->first.value };
	return n;
}

static bool ranges_within(const struct comparing *c)
{
	const struct segment_pattern *n = &c->narrow->segment, *w = &c->wide->segment;
	struct number narrow_length = length_of(n);

	if (!w->has_range)
		return true;
	return n->has_range && numbers_within(c, &n->first, &w->first) &&
	       numbers_within(c, &n->end, &w->end) && numbers_within(c, &narrow_length, &w->length);
}

/* ---- the wire ---- */

static bool segment_within(const struct comparing *c)
{
	const struct segment_pattern *n = &c->narrow->segment, *w = &c->wide->segment;

	if (((n->flags ^ w->flags) & ~w->any_flags) || (n->any_flags & ~w->any_flags))
		return false;
	if ((w->marks & ~n->marks) || (w->lost && !n->lost) || !ranges_within(c))
		return false;
	if (w->has_ack && !(n->has_ack && numbers_within(c, &n->ack, &w->ack)))
		return false;
	if (!range_within((struct range){ n->window_compare, n->window },
			  (struct range){ w->window_compare, w->window }))
		return false;
	return !w->has_options || (n->has_options && options_text_match(w->options, n->options));
}

/* A segment with data and nothing else is a run of one. */
static bool is_data_segment(const struct line *l)
{
	struct number length = length_of(&l->segment);

	return l->kind == LINE_SEGMENT && (l->segment.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK &&
	       l->segment.has_range && length.kind == NUMBER_VALUE && length.value > 0;
}

static bool wire_within(const struct comparing *c)
{
	const struct line *n = c->narrow, *w = c->wide;

	if (!parties_within(c))
		return false;
	switch (w->kind) {
	case LINE_SEGMENT: return segment_within(c);
	case LINE_DATA: return (!w->segment.lost || n->segment.lost) && ranges_within(c);
	case LINE_DATAGRAM:
		return (!w->datagram.lost || n->datagram.lost) &&
		       numbers_within(c, &n->datagram.length, &w->datagram.length);
	default: return strcmp(w->icmp, "...") == 0 || strcmp(n->icmp, w->icmp) == 0;
	}
}

/* ---- calls, signals, ends ---- */

static bool name_within(const struct comparing *c)
{
	const struct call_pattern *n = &c->narrow->call, *w = &c->wide->call;

	/* What is predicted of a read() is so of recv() as well; who forbids read() has not forbidden recv(). */
	return strcmp(n->name, w->name) == 0 || (!c->line_is_wide && call_same_kin(n->row, w->row));
}

bool call_within(const struct comparing *c)
{
	const struct call_pattern *n = &c->narrow->call, *w = &c->wide->call;

	if (!process_within(c) || !name_within(c) || n->argument_count < w->argument_count)
		return false;
	if (!w->any_descriptor &&
	    (n->any_descriptor || (w->descriptor >= 0 && n->descriptor != w->descriptor)))
		return false;
	for (size_t i = 0; i < w->argument_count; i++)
		if (!argument_matches(w->arguments[i], n->arguments[i]))
			return false;
	return true;
}

static bool result_within(const struct comparing *c)
{
	const struct call_pattern *n = &c->narrow->call, *w = &c->wide->call;

	switch (w->result) {
	case RESULT_ANY: return n->result != RESULT_NEVER && n->result != RESULT_UNFINISHED;
	case RESULT_ERRNO: return n->result == RESULT_ERRNO && strcmp(n->errno_name, w->errno_name) == 0;
	case RESULT_NEVER:
	case RESULT_UNFINISHED: return n->result == w->result;
	case RESULT_VALUE: break;
	}
	if (n->result != RESULT_VALUE)
		return false;
	if (n->value.kind != NUMBER_VALUE || w->value.kind != NUMBER_VALUE)
		return n->compare == w->compare && numbers_within(c, &n->value, &w->value);
	return range_within((struct range){ n->compare, n->value.value },
			    (struct range){ w->compare, w->value.value });
}

/* "takes 2s" is narrower than "takes 1s"; what is not said is -1, and the widest. */
static bool durations_within(const struct call_pattern *narrow, const struct call_pattern *wide)
{
	return narrow->takes_ns >= wide->takes_ns &&
	       (wide->within_ns < 0 || (narrow->within_ns >= 0 && narrow->within_ns <= wide->within_ns));
}

/* ---- states ---- */

static bool field_within(const struct state_pattern *narrow, const struct field_test *wide)
{
	for (size_t i = 0; i < narrow->field_count; i++) {
		const struct field_test *f = &narrow->fields[i];

		if (f->field == wide->field && range_within((struct range){ f->compare, f->value },
							    (struct range){ wide->compare, wide->value }))
			return true;
	}
	return false;
}

static bool state_within(const struct comparing *c)
{
	const struct state_pattern *n = &c->narrow->state, *w = &c->wide->state;

	if (!parties_within(c) || (n->states & ~w->states) ||
	    (w->timer != TIMER_UNSAID && n->timer != w->timer))
		return false;
	for (size_t i = 0; i < w->field_count; i++)
		if (!field_within(n, &w->fields[i]))
			return false;
	return true;
}

static bool all_within(const struct comparing *c)
{
	const struct line *n = c->narrow, *w = c->wide;

	if (n->kind != w->kind && !(w->kind == LINE_DATA && is_data_segment(n)))
		return false;
	if (n->after_ns < w->after_ns)
		return false;
	switch (w->kind) {
	case LINE_SEGMENT:
	case LINE_DATA:
	case LINE_DATAGRAM:
	case LINE_ICMP: return wire_within(c);
	case LINE_CALL: return call_within(c) && result_within(c) && durations_within(&n->call, &w->call);
	case LINE_SIGNAL:
	case LINE_DIES: return process_within(c) && strcmp(n->signal, w->signal) == 0;
	case LINE_EXITS: return process_within(c) && n->exit_status == w->exit_status;
	case LINE_STATE: return state_within(c);
	default: return false; /* an action */
	}
}

bool line_is_instance(const struct line *l, const struct line *prediction, struct mapping *m)
{
	struct mapping before = *m;
	struct comparing c = { .narrow = l, .wide = prediction, .m = m };

	if (l->counts)
		return false; /* how many of it came, perhaps none */
	if (l->never)
		c = (struct comparing){ .narrow = prediction, .wide = l, .line_is_wide = true, .m = m };
	if (l->never == prediction->never && all_within(&c))
		return true;
	*m = before;
	return false;
}
