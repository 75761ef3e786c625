/* parse_state.c - what the kernel's table of sockets must say: "state client TIME_WAIT Send-Q > 0 timer on". */
#include "common/script/parser.h"

#include <string.h>
#include <strings.h>

enum { STATES = 13 }; /* linux/tcp_states.h; 0 is ours: no entry in the table */

/* Each name once, in the order of the kernel's numbers. */
static const char *state_list(size_t index, void *context)
{
	(void)context;
	return index < STATES - 2 ? tcp_state_text((unsigned)index + (index >= 7)) : NULL;
}

static bool take_states(struct parser *p, struct state_pattern *s)
{
	do {
		struct word w;
		unsigned bits = 0;

		skip_blanks(p);
		w = (struct word){ .at = p->at };
		while (p->at < p->end && !is_blank(*p->at) && *p->at != '|')
			p->at++;
		w.length = (size_t)(p->at - w.at);
		if (!w.length)
			return expected(p, "a TCP state such as TIME_WAIT or CLOSED");
		for (unsigned i = 0; i < STATES; i++)
			if (word_is(w, tcp_state_text(i)))
				bits |= 1u << i;
		if (!bits)
			return unknown(p, w, "TCP state", state_list, NULL);
		s->states |= bits;
	} while (take(p, "|"));
	return true;
}

static const struct {
	const char *name;
	enum socket_field field;
} fields[] = {
	{ "Recv-Q", FIELD_RECV_Q },   { "Send-Q", FIELD_SEND_Q },   { "MSS", FIELD_MSS },
	{ "retrans", FIELD_RETRANS }, { "unacked", FIELD_UNACKED }, { "rto", FIELD_RTO },
	{ "backoff", FIELD_BACKOFF }, { "probes", FIELD_PROBES },   { "expires", FIELD_EXPIRES },
};

static const struct {
	const char *name;
	int timer;
} timers[] = {
	{ "off", TIMER_OFF },
	{ "on", TIMER_ON },
	{ "keepalive", TIMER_KEEPALIVE },
	{ "timewait", TIMER_TIME_WAIT },
	{ "persist", TIMER_PERSIST },
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]), TIMERS = sizeof(timers) / sizeof(timers[0]) };

static const char *field_list(size_t index, void *context)
{
	(void)context;
	return index < FIELDS ? fields[index].name : index == FIELDS ? "timer" : NULL;
}

static const char *timer_list(size_t index, void *context)
{
	(void)context;
	return index < TIMERS ? timers[index].name : NULL;
}

static bool take_timer(struct parser *p, struct state_pattern *s)
{
	struct word w = peek_word(p);

	if (s->timer != TIMER_UNSAID)
		return fail_at(p, w.at, "a second timer");
	for (size_t i = 0; i < TIMERS; i++) {
		if (!word_is(w, timers[i].name))
			continue;
		p->at += w.length;
		s->timer = timers[i].timer;
		return true;
	}
	return w.length ? unknown(p, w, "timer", timer_list, NULL)
			: expected(p, "a timer: off, on, keepalive, timewait or persist");
}

/* "rto >= 1600ms": the kernel tells them in milliseconds. */
static bool take_milliseconds(struct parser *p, uint64_t *value)
{
	struct word w = peek_word(p);
	int64_t ns;

	if (!take_duration(p, &ns))
		return false;
	if (ns % 1000000)
		return fail_at(p, w.at, "the kernel tells its timers in whole milliseconds");
	*value = (uint64_t)(ns / 1000000);
	return true;
}

/* "Send-Q > 0", "MSS 1460"; case does not count, as ss writes Send-Q and mss. */
static bool take_field(struct parser *p, struct field_test *f)
{
	struct word w = take_name(p);
	size_t i;

	if (!w.length)
		return expected(
			p,
			"Recv-Q, Send-Q, MSS, retrans, unacked, rto, backoff, probes, expires, timer or the end of the line");
	for (i = 0; i < FIELDS; i++)
		if (w.length == strlen(fields[i].name) && strncasecmp(w.at, fields[i].name, w.length) == 0)
			break;
	if (i == FIELDS)
		return word_is(w, "within") || word_is(w, "takes")
			       ? fail_at(p, w.at, "'%.*s' says how long a call takes; this line is no call",
					 shown(w), w.at)
			       : unknown(p, w, "field", field_list, NULL);
	f->field = fields[i].field;
	f->compare = COMPARE_EQ;
	(void)take_comparison(p, &f->compare);
	if (f->field == FIELD_RTO || f->field == FIELD_EXPIRES)
		return take_milliseconds(p, &f->value);
	return take_value(p, UINT32_MAX, "a number", &f->value);
}

bool parse_state(struct parser *p, struct line *l)
{
	struct state_pattern *s = &l->state;
	size_t capacity = 0;
	const char *at;

	if (!take_party(p, &l->from) || !take_states(p, s))
		return false;
	skip_blanks(p);
	at = p->at;
	while (!at_end(p)) {
		if (take_word(p, "timer")) {
			if (!take_timer(p, s))
				return false;
			continue;
		}
		s->fields = arena_grow(p->arena, s->fields, s->field_count, &capacity, sizeof(*s->fields));
		if (!take_field(p, &s->fields[s->field_count]))
			return false;
		s->field_count++;
	}
	if ((s->states & 1u) && at != p->end)
		return fail_at(
			p, at,
			"a connection that is CLOSED has no entry in the table, so no queue and no timer");
	return true;
}
