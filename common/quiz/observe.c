/*
 * observe.c - what the machine did where a question asks; see quiz.h.
 *
 * Where the judge found the script's line met, what met it answers. Where not (the run does not hold, or the line says
 * "never"), the answer is what came at that place of the step, or that nothing did.
 */
#include <stdint.h>
#include <string.h>

#include "common/quiz/words.h"

/* The events of a step: from its action to the next one, or the end. */
static struct span span_of(const struct quiz *q, const struct question *question, const struct timeline *t)
{
	struct span span = { t->event_count, t->event_count };

	for (size_t i = 0; i < t->event_count; i++) {
		if (t->events[i]->kind != EVENT_ACTION)
			continue;
		if (span.first < t->event_count) {
			span.past = i;
			break;
		}
		if (t->events[i]->action.line == q->script->lines[question->step].number)
			span.first = i;
	}
	return span;
}

static const char *state_evidence(const struct kernel_socket *s, const char *actor, struct arena *arena)
{
	if (!s)
		return arena_printf(arena, "the kernel's table has no socket of %s", actor);
	return arena_printf(arena, "the kernel's table: %s %s Recv-Q %u Send-Q %u, timer %s", actor,
			    tcp_state_text(s->state), s->receive_queue, s->send_queue, timer_word(s->timer));
}

static struct observation observe_state(const struct quiz *q, const struct question *question,
					const struct timeline *t, const struct judgement *j, struct span span,
					struct arena *arena)
{
	const struct line *l = &q->script->lines[question->line];
	const struct event *table = line_met_by(j, t, question->line);
	const struct kernel_socket *socket = NULL;
	bool queue = false;

	for (size_t i = span.past; !table && i-- > span.first;)
		if (t->events[i]->kind == EVENT_SOCKETS)
			table = t->events[i];
	if (!table)
		return (struct observation){ NULL, "the kernel's table was not read in this step" };
	for (size_t i = 0; i < table->sockets.count; i++) {
		const struct kernel_socket *s = &table->sockets.sockets[i];

		if (state_line_concerns(t, l, s) && (!socket || (l->state.states & 1u << s->state)))
			socket = s;
	}
	if (question->kind == ASK_STATE)
		return (struct observation){ tcp_state_text(socket ? socket->state : 0),
					     state_evidence(socket, l->from.actor, arena) };
	if (question->kind == ASK_TIMER)
		return (struct observation){ timer_word(socket ? socket->timer : 0),
					     state_evidence(socket, l->from.actor, arena) };
	for (size_t i = 0; socket && i < l->state.field_count; i++)
		if (l->state.fields[i].field == FIELD_SEND_Q || l->state.fields[i].field == FIELD_RECV_Q) {
			queue = (l->state.fields[i].field == FIELD_SEND_Q ? socket->send_queue
									  : socket->receive_queue) > 0;
			break;
		}
	return (struct observation){ queue ? WORD_YES : WORD_NO,
				     state_evidence(socket, l->from.actor, arena) };
}

struct observation observe(const struct quiz *q, const struct question *question, const struct timeline *t,
			   const struct judgement *j, struct arena *arena)
{
	struct span span = span_of(q, question, t);

	if (span.first == t->event_count)
		return (struct observation){ NULL, "the run did not come to this step" };
	switch (question->kind) {
	case ASK_STATE:
	case ASK_TIMER:
	case ASK_QUEUE: return observe_state(q, question, t, j, span, arena);
	case ASK_SEGMENT:
	case ASK_ICMP:
	case ASK_DATAGRAM:
	case ASK_PROBE_ANSWER:
	case ASK_WHEN: return observe_wire(q, question, t, j, span, arena);
	case ASK_CALL:
	case ASK_OPTION:
	case ASK_PRINTED:
	case ASK_PRINTS:
	case ASK_SIGNAL:
	case ASK_END: break;
	}
	return observe_process(q, question, t, j, span, arena);
}
