/* asks.c - what can be asked of one line of a script; see words.h. */
#include "common/quiz/words.h"

#include <netinet/tcp.h>
#include <string.h>

static bool is_zero(const struct number *n)
{
	return n->kind == NUMBER_VALUE && n->value == 0;
}

static bool same_value(const struct number *a, const struct number *b)
{
	return a->kind == NUMBER_VALUE && b->kind == NUMBER_VALUE && a->value == b->value;
}

static bool carries_data(const struct segment_pattern *p)
{
	return p->has_range && !is_zero(&p->length) && !same_value(&p->first, &p->end);
}

/* "write(1, "select: readable\n") = 17": what a program prints. */
static bool is_print(const struct line *l)
{
	return l->call.row->kin == KIN_WRITE && l->call.descriptor == 1;
}

static bool has_prefix(const struct line *l)
{
	return l->call.argument_count && *l->call.arguments[0] == '"' && strstr(l->call.arguments[0], ": ");
}

bool arguments_asked(const struct line *l)
{
	switch (l->call.row->kin) {
	case KIN_WRITE:
	case KIN_BIND:
	case KIN_LISTEN:
	case KIN_CONNECT:
	case KIN_SHUTDOWN: return true;
	default: return false;
	}
}

const struct result_words *line_result_words(const struct line *l)
{
	return result_words(l->call.row, l->call.takes_ns >= 0 || l->call.within_ns >= 0);
}

static const char *call_result_word(const struct line *l)
{
	const struct call_pattern *p = &l->call;
	const struct result_words *words = line_result_words(l);

	if (l->never)
		return WORD_BLOCKS;
	switch (p->result) {
	case RESULT_ANY:
	case RESULT_NEVER: return NULL;
	case RESULT_UNFINISHED: return WORD_BLOCKS;
	case RESULT_ERRNO: return result_word(words, -1, p->errno_name, 0);
	case RESULT_VALUE:
		/* A name, or "> 0": more than nothing. */
		return result_word(words, p->compare <= COMPARE_EQ && is_zero(&p->value) ? 0 : 1, NULL,
				   l->call.takes_ns >= 0 ? l->call.takes_ns : 0);
	}
	return NULL;
}

static bool call_asks(const struct line *l, struct arena *arena, enum question_kind *kind, const char **word)
{
	const struct call_pattern *p = &l->call;

	/* How a program sets things up is no outcome. */
	if (p->row->flags & CALL_SETS_UP)
		return false;
	if (is_print(l)) {
		*kind = has_prefix(l) && !l->never ? ASK_PRINTED : ASK_PRINTS;
		*word = l->never	      ? WORD_NO
			: *kind == ASK_PRINTS ? WORD_YES
					      : printed_word(arena, p->arguments[0]);
		return true;
	}
	if (p->row->kin == KIN_GETSOCKOPT) {
		*kind = ASK_OPTION;
		*word = p->argument_count > 2 && !l->never ? option_word(arena, p->arguments[2]) : NULL;
		return *word != NULL;
	}
	*kind = ASK_CALL;
	*word = call_result_word(l);
	return *word != NULL;
}

const struct field_test *queue_test(const struct state_pattern *p)
{
	if (p->states != 1u << TCP_ESTABLISHED && p->states != 1u << TCP_CLOSE_WAIT)
		return NULL;
	for (size_t i = 0; i < p->field_count; i++)
		if (p->fields[i].field == FIELD_RECV_Q || p->fields[i].field == FIELD_SEND_Q)
			return &p->fields[i];
	return NULL;
}

static void state_asks(const struct line *l, struct arena *arena, enum question_kind *kind, const char **word)
{
	static const unsigned timers[] = { 0, 0, 1, 2, 3, 4 };
	const struct field_test *queue = queue_test(&l->state);
	const char *states = "";

	if (l->state.timer != TIMER_UNSAID) {
		*kind = ASK_TIMER;
		*word = timer_word(timers[l->state.timer]);
	} else if (queue) {
		*kind = ASK_QUEUE;
		*word = compare_holds(queue->compare, 0, queue->value) ? WORD_NO : WORD_YES;
	} else {
		for (unsigned s = 0; s < 32; s++)
			if (s != TCP_CLOSE && l->state.states & 1u << s) /* which is bit 0 here */
				states = arena_printf(arena, "%s%s%s", states, *states ? " or " : "",
						      tcp_state_text(s));
		*kind = ASK_STATE;
		*word = states;
	}
}

bool line_asks(const struct line *l, struct arena *arena, enum question_kind *kind, const char **word)
{
	if (l->may)
		return false;
	switch (l->kind) {
	case LINE_SEGMENT:
		*kind = l->segment.marks & MARK_PROBE_ANSWER ? ASK_PROBE_ANSWER : ASK_SEGMENT;
		*word = *kind == ASK_PROBE_ANSWER
				? WORD_YES
				: segment_word(l->segment.flags, carries_data(&l->segment), l->segment.marks);
		if (*word && l->never)
			*word = *kind == ASK_PROBE_ANSWER ? WORD_NO : WORD_NOTHING;
		return *word != NULL;
	case LINE_DATA:
		*kind = ASK_SEGMENT;
		*word = l->never ? WORD_NOTHING : "new data";
		return true;
	case LINE_DATAGRAM:
	case LINE_ICMP:
		*kind = l->kind == LINE_ICMP ? ASK_ICMP : ASK_DATAGRAM;
		*word = l->never ? WORD_NO : WORD_YES;
		return true;
	case LINE_CALL: return call_asks(l, arena, kind, word);
	case LINE_SIGNAL:
		*kind = ASK_SIGNAL;
		*word = l->never ? WORD_NO : WORD_YES;
		return true;
	case LINE_EXITS:
	case LINE_DIES:
		*kind = ASK_END;
		*word = l->never	       ? "lives on"
			: l->kind == LINE_DIES ? end_word(0, l->signal)
					       : end_word((int)l->exit_status, NULL);
		return true;
	case LINE_STATE:
		/* A socket that listens is no end of a connection. */
		if (l->never || l->state.states == 1u << TCP_LISTEN)
			return false;
		state_asks(l, arena, kind, word);
		return true;
	default: return false; /* an action */
	}
}

bool line_times(const struct line *l)
{
	return l->kind == LINE_SEGMENT && l->starred && !line_spans(l) &&
	       l->segment.marks & MARK_KEEPALIVE_PROBE && l->after_ns >= INT64_C(1000000000);
}

static bool same_party(const struct party *a, const struct party *b)
{
	return strcmp(a->actor, b->actor) == 0 && a->connection == b->connection;
}

static bool same_arguments(const struct call_pattern *a, const struct call_pattern *b, size_t count)
{
	if (a->argument_count < count || b->argument_count < count)
		return a->argument_count == b->argument_count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(a->arguments[i], b->arguments[i]) != 0)
			return false;
	return true;
}

static bool same_call(const struct line *a, const struct line *b, enum question_kind kind,
		      struct arena *arena)
{
	const struct call_pattern *p = &a->call, *q = &b->call;

	if (strcmp(a->process, b->process) != 0 || strcmp(p->name, q->name) != 0)
		return false;
	if (kind == ASK_PRINTS)
		return true;
	if (kind == ASK_PRINTED)
		return strcmp(printed_prefix(arena, p->arguments[0]),
			      printed_prefix(arena, q->arguments[0])) == 0;
	if (kind == ASK_OPTION)
		return same_arguments(p, q, 2);
	return p->descriptor == q->descriptor && p->any_descriptor == q->any_descriptor &&
	       (!arguments_asked(a) ||
		same_arguments(
			p, q, p->argument_count > q->argument_count ? p->argument_count : q->argument_count));
}

bool same_track(const struct line *a, const struct line *b, struct arena *arena)
{
	enum question_kind kind, other;
	const char *word;

	if (!line_asks(a, arena, &kind, &word) || !line_asks(b, arena, &other, &word) || kind != other ||
	    a->act != b->act)
		return false;
	switch (kind) {
	case ASK_SEGMENT:
	case ASK_PROBE_ANSWER:
	case ASK_DATAGRAM:
	case ASK_ICMP: return same_party(&a->from, &b->from) && same_party(&a->to, &b->to);
	case ASK_STATE:
	case ASK_TIMER: return same_party(&a->from, &b->from);
	case ASK_QUEUE:
		return same_party(&a->from, &b->from) &&
		       queue_test(&a->state)->field == queue_test(&b->state)->field;
	case ASK_SIGNAL: return strcmp(a->process, b->process) == 0 && strcmp(a->signal, b->signal) == 0;
	case ASK_END: return strcmp(a->process, b->process) == 0;
	case ASK_CALL:
	case ASK_OPTION:
	case ASK_PRINTED:
	case ASK_PRINTS: return same_call(a, b, kind, arena);
	case ASK_WHEN: break; /* no line asks that and nothing else */
	}
	return false;
}

bool brings_data(const struct line *l)
{
	return l->kind == LINE_DATA || (l->kind == LINE_SEGMENT && carries_data(&l->segment));
}

bool takes_data(const struct line *l)
{
	return l->call.row->kin == KIN_READ;
}
