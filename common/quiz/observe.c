/*
 * observe.c - what the machine did where a question asks; see quiz.h.
 *
 * Where the judge found the script's line met, what met it answers. Where not (the run does not hold, or the line says
 * "never"), the answer is what came at that place of the step, or that nothing did. What came there is the judge's to say
 * (judgement_came()); here it is put in the words of the question.
 */
#include <string.h>

#include "common/base/text.h"
#include "common/quiz/words.h"

static const char *state_evidence(const struct kernel_socket *s, const char *actor, struct arena *arena)
{
	if (!s)
		return arena_printf(arena, "the kernel's table has no socket of %s", actor);
	return arena_printf(arena, "the kernel's table: %s %s Recv-Q %u Send-Q %u, timer %s", actor,
			    tcp_state_text(s->state), s->receive_queue, s->send_queue, timer_word(s->timer));
}

/* table: the one that met the line, else the last of the step; NULL: there is none. */
static struct observation observe_state(const struct line *l, enum question_kind kind,
					const struct timeline *t, const struct event *table,
					struct arena *arena)
{
	const struct kernel_socket *s;
	const struct field_test *queue = queue_test(&l->state);
	unsigned waits = 0;
	const char *word;

	if (!table)
		return (struct observation){ NULL, "the kernel's table was not read in this step" };
	s = state_line_socket(t, l, &table->sockets);
	if (s && queue)
		waits = queue->field == FIELD_SEND_Q ? s->send_queue : s->receive_queue;
	word = kind == ASK_STATE   ? tcp_state_text(s ? s->state : 0)
	       : kind == ASK_TIMER ? timer_word(s ? s->timer : 0)
	       : waits		   ? WORD_YES
				   : WORD_NO;
	return (struct observation){ word, state_evidence(s, l->from.actor, arena) };
}

static bool is_probe(const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);

	return s && s->marks & MARK_KEEPALIVE_PROBE;
}

/* What a probe comes after: the probe before it, or, the first of its step, any packet, or the step's action. */
static const struct event *before_probe(const struct timeline *t, size_t probe, bool first)
{
	const struct segment *s = timeline_segment(t, t->events[probe]);

	while (probe--) {
		const struct event *e = t->events[probe];
		const struct segment *other = timeline_segment(t, e);

		if (e->kind == EVENT_ACTION || (first && e->kind == EVENT_PACKET && packet_is_told(e)) ||
		    (is_probe(t, e) && other->connection == s->connection &&
		     other->from_initiator == s->from_initiator))
			return e;
	}
	return NULL;
}

/* How long after it the probe came. */
static struct observation observe_time(const struct timeline *t, size_t probe, bool first,
				       struct arena *arena)
{
	const struct event *e = t->events[probe], *before = before_probe(t, probe, first);
	int64_t ns = e->time_ns - (before ? before->time_ns : 0);
	char buf[DURATION_TEXT];

	return (struct observation){ when_word(ns),
				     arena_printf(arena, "frame %u: %s after", e->packet.packet.frame,
						  duration_text(ns, buf)) };
}

/* The event in the words of the question; NULL where it does not count for it. */
static const char *word_of(const struct line *l, const struct question *question, const struct timeline *t,
			   const struct event *e, struct arena *arena)
{
	if (question->kind == ASK_WHEN)
		return is_probe(t, e) ? WORD_YES : NULL;
	return e->kind == EVENT_PACKET ? packet_word(question->kind, t, e)
				       : process_word(l, question, e, arena);
}

static struct observation seen(const char *word, const struct question *question, const struct timeline *t,
			       size_t event, struct arena *arena)
{
	const struct event *e = t->events[event];

	if (question->kind == ASK_WHEN)
		return observe_time(t, event, !question->place, arena);
	return (struct observation){ word, e->kind == EVENT_PACKET
						   ? packet_evidence(t, e, arena)
						   : process_evidence(question, t, e, arena) };
}

static const char *nothing_word(enum question_kind kind)
{
	switch (kind) {
	case ASK_CALL:
	case ASK_OPTION: return WORD_BLOCKS;
	case ASK_END: return "lives on";
	case ASK_SEGMENT:
	case ASK_PRINTED: return WORD_NOTHING;
	case ASK_WHEN: return WORD_OTHER;
	default: return WORD_NO;
	}
}

static struct observation nothing(const struct line *l, enum question_kind kind, bool before)
{
	const char *evidence =
		line_is_wire(l) ? "nothing came in this step" : "nothing of the kind in this step";

	if (kind == ASK_WHEN)
		evidence = "no such probe came in this step";
	else if (before)
		evidence = line_is_wire(l) ? "nothing more came in this step"
					   : "nothing more of the kind in this step";
	return (struct observation){ nothing_word(kind), evidence };
}

/* The event of that place: several of one word in a row are one, but for probes whose times are asked. */
static struct observation at_place(const struct line *l, const struct question *question,
				   const struct timeline *t, const size_t *events, size_t count,
				   struct arena *arena)
{
	const char *last = NULL;
	size_t groups = 0;

	for (size_t i = 0; i < count; i++) {
		const char *word = word_of(l, question, t, t->events[events[i]], arena);

		if (!word || (last && question->kind != ASK_WHEN && strcmp(word, last) == 0))
			continue;
		if (groups++ == question->place)
			return seen(word, question, t, events[i], arena);
		last = word;
	}
	return nothing(l, question->kind, groups > 0);
}

struct observation observe(const struct quiz *q, const struct question *question, const struct timeline *t,
			   const struct judgement *j, struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	const struct line_result *result = &j->lines[question->line];
	bool met = !l->never && result->status == LINE_MET && result->event_count;
	const char *word = NULL;
	size_t *events, count;

	if (!judgement_came(q->script, t, j, question->line, arena, &events, &count))
		return (struct observation){ NULL, "the run did not come to this step" };
	if (l->kind == LINE_STATE)
		return observe_state(l, question->kind, t,
				     met     ? t->events[result->events[0]]
				     : count ? t->events[events[count - 1]]
					     : NULL,
				     arena);
	if (met)
		word = l->kind == LINE_CALL && l->call.result == RESULT_UNFINISHED
			       ? WORD_BLOCKS
			       : word_of(l, question, t, t->events[result->events[0]], arena);
	return word ? seen(word, question, t, result->events[0], arena)
		    : at_place(l, question, t, events, count, arena);
}
