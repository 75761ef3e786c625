/* observe_wire.c - which packet came at a question's place; see words.h. */
#include <string.h>

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

static bool party_is(const struct party *p, const char *name, unsigned number)
{
	return name && strcmp(p->actor, name) == 0 && (!p->connection || p->connection == number);
}

static bool between(const struct line *l, const struct timeline *t, const struct event *e)
{
	return e->kind == EVENT_PACKET && packet_is_told(e) &&
	       party_is(&l->from, packet_from(t, e), e->packet.number) &&
	       party_is(&l->to, packet_to(t, e), e->packet.number);
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

struct observation observe_wire(const struct quiz *q, const struct question *question,
				const struct timeline *t, const struct judgement *j, struct span span,
				struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	const struct event *met = l->never ? NULL : met_by(question, t, j);
	const bool *over = passed_over(q->script, t, j, arena);
	const char *last = NULL;
	size_t groups = 0;

	if (met && word_of(question, t, met))
		return seen(word_of(question, t, met), t, met, arena);
	for (size_t i = span.first; i < span.past; i++) {
		const struct event *e = t->events[i];
		const char *word = !over[i] && between(l, t, e) ? word_of(question, t, e) : NULL;

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
