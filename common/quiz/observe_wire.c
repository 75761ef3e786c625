/* observe_wire.c - which packet came at a question's place; see words.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/quiz/words.h"

/* What a "may" line takes comes as often as a timer makes it, and what is excused comes by chance: neither is an answer. */
static bool *passed_over(const struct script *s, const struct timeline *t, const struct judgement *j,
			 struct arena *arena)
{
	bool *over = arena_alloc(arena, t->event_count + 1);

	for (size_t i = 0; i < s->line_count; i++)
		for (size_t k = 0; s->lines[i].may && k < j->lines[i].event_count; k++)
			over[j->lines[i].events[k]] = true;
	for (size_t i = 0; i < j->excused_count; i++)
		over[j->excused[i]] = true;
	return over;
}

static bool is_number(const struct party *p, const struct event *e)
{
	return !p->connection || p->connection == e->packet.number;
}

static bool between(const struct script *s, const struct line *l, const struct timeline *t,
		    const struct event *e)
{
	return e->kind == EVENT_PACKET && packet_is_told(e) && party_sent(s, t, &l->from, e) &&
	       party_gets(s, t, &l->to, e) && is_number(&l->from, e) && is_number(&l->to, e);
}

/* The packet in the words of the question; NULL where it does not count for it. */
static const char *word_of(const struct question *question, const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);
	enum transport transport = e->packet.packet.transport;

	switch (question->kind) {
	case ASK_SEGMENT: return s ? segment_word(s->packet.tcp.flags, s->end > s->first, s->marks) : NULL;
	case ASK_PROBE_ANSWER: return s && s->marks & MARK_PROBE_ANSWER ? WORD_YES : NULL;
	case ASK_DATAGRAM: return transport == TRANSPORT_UDP ? WORD_YES : NULL;
	case ASK_ICMP: return transport == TRANSPORT_ICMP || transport == TRANSPORT_ICMP6 ? WORD_YES : NULL;
	default: return NULL;
	}
}

static struct observation seen(const char *word, const struct timeline *t, const struct event *e,
			       struct arena *arena)
{
	return (struct observation){ word, arena_printf(arena, "frame %u: %s", e->packet.packet.frame,
							event_text(t, e, arena)) };
}

static bool is_probe(const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);

	return s && s->marks & MARK_KEEPALIVE_PROBE;
}

/* How long before a probe something came: the probe before it, or, of the first, any packet of its connection or the
 * step's action. */
static struct observation observe_time(const struct quiz *q, const struct question *question,
				       const struct timeline *t, const struct event *met, struct span span,
				       struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	int64_t before = t->events[span.first]->time_ns;
	char buf[DURATION_TEXT];
	size_t probes = 0;

	for (size_t i = span.first; i < span.past; i++) {
		const struct event *e = t->events[i];
		bool probe = e->kind == EVENT_PACKET && between(q->script, l, t, e) && is_probe(t, e);

		if (met ? e == met : probe && probes == question->place)
			return (struct observation){ when_word(e->time_ns - before),
						     arena_printf(arena, "frame %u: %s after",
								  e->packet.packet.frame,
								  duration_text(e->time_ns - before, buf)) };
		if (probe || (!question->place && e->kind == EVENT_PACKET && packet_is_told(e)))
			before = e->time_ns;
		probes += probe;
	}
	return (struct observation){ WORD_OTHER, "no such probe came in this step" };
}

struct observation observe_wire(const struct quiz *q, const struct question *question,
				const struct timeline *t, const struct judgement *j, struct span span,
				struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	const struct event *met = l->never ? NULL : line_met_by(j, t, question->line);
	const bool *over = passed_over(q->script, t, j, arena);
	const char *last = NULL;
	size_t groups = 0;

	if (question->kind == ASK_WHEN)
		return observe_time(q, question, t, met, span, arena);
	if (met && word_of(question, t, met))
		return seen(word_of(question, t, met), t, met, arena);
	for (size_t i = span.first; i < span.past; i++) {
		const struct event *e = t->events[i];
		const char *word = !over[i] && between(q->script, l, t, e) ? word_of(question, t, e) : NULL;

		if (!word || (last && strcmp(word, last) == 0))
			continue;
		if (groups++ == question->place)
			return seen(word, t, e, arena);
		last = word;
	}
	return (struct observation){ question->kind == ASK_SEGMENT ? WORD_NOTHING : WORD_NO,
				     groups ? "nothing more came in this step"
					    : "nothing came in this step" };
}
