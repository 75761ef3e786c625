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

const struct field_test *queue_test(const struct state_pattern *p)
{
	if (p->states != 1u << TCP_ESTABLISHED && p->states != 1u << TCP_CLOSE_WAIT)
		return NULL;
	for (size_t i = 0; i < p->field_count; i++)
		if (p->fields[i].field == FIELD_RECV_Q || p->fields[i].field == FIELD_SEND_Q)
			return &p->fields[i];
	return NULL;
}

/* ---- what a line asks: one function a kind, ask_name() of the list in common/script/line.h ---- */

/* A question and the script's own answer; NULL: nothing is asked. */
struct asked {
	enum question_kind kind;
	const char *word;
};

static const struct asked nothing = { ASK_SEGMENT, NULL };

static struct asked ask_segment(const struct line *l, struct arena *arena)
{
	const char *word = segment_word(l->segment.flags, carries_data(&l->segment), l->segment.marks);

	(void)arena;
	if (l->segment.marks & MARK_PROBE_ANSWER)
		return (struct asked){ ASK_PROBE_ANSWER, l->never ? WORD_NO : WORD_YES };
	return (struct asked){ ASK_SEGMENT, word && l->never ? WORD_NOTHING : word };
}

static struct asked ask_data(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_SEGMENT, l->never ? WORD_NOTHING : "new data" };
}

static struct asked ask_datagram(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_DATAGRAM, l->never ? WORD_NO : WORD_YES };
}

static struct asked ask_icmp(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_ICMP, l->never ? WORD_NO : WORD_YES };
}

/* The value that the script expects of an option; NULL: it expects none. */
static const char *option_word(const struct line *l, struct arena *arena)
{
	struct argument value;

	if (l->never || l->call.argument_count < 3)
		return NULL;
	value = argument_read(arena, ARG_VALUE, l->call.arguments[2]);
	return value_word(arena, &value);
}

static struct asked ask_rest(const struct line *l, struct arena *arena)
{
	(void)l;
	(void)arena;
	return nothing;
}

static struct asked ask_call(const struct line *l, struct arena *arena)
{
	const struct call_pattern *p = &l->call;

	/* How a program sets things up is no outcome. */
	if (p->row->flags & CALL_SETS_UP)
		return nothing;
	if (is_print(l)) {
		struct bytes printed = line_prints(arena, l);
		bool prefixed = !l->never && line_prefix(arena, l);

		return (struct asked){ prefixed ? ASK_PRINTED : ASK_PRINTS,
				       l->never	  ? WORD_NO
				       : prefixed ? printed_word(arena, &printed)
						  : WORD_YES };
	}
	if (p->row->kin == KIN_GETSOCKOPT)
		return (struct asked){ ASK_OPTION, option_word(l, arena) };
	return (struct asked){ ASK_CALL, call_result_word(l) };
}

static struct asked ask_signal(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_SIGNAL, l->never ? WORD_NO : WORD_YES };
}

static struct asked ask_exits(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_END, l->never ? "lives on" : end_word((int)l->exit_status, NULL) };
}

static struct asked ask_dies(const struct line *l, struct arena *arena)
{
	(void)arena;
	return (struct asked){ ASK_END, l->never ? "lives on" : end_word(0, l->signal) };
}

static struct asked ask_state(const struct line *l, struct arena *arena)
{
	static const unsigned timers[] = { 0, 0, 1, 2, 3, 4 };
	const struct field_test *queue = queue_test(&l->state);
	const char *states = "";

	/* A socket that listens is no end of a connection. */
	if (l->never || l->state.states == 1u << TCP_LISTEN)
		return nothing;
	if (l->state.timer != TIMER_UNSAID)
		return (struct asked){ ASK_TIMER, timer_word(timers[l->state.timer]) };
	if (queue)
		return (struct asked){ ASK_QUEUE,
				       compare_holds(queue->compare, 0, queue->value) ? WORD_NO : WORD_YES };
	for (unsigned s = 0; s < 32; s++)
		if (s != TCP_CLOSE && l->state.states & 1u << s) /* which is bit 0 here */
			states = arena_printf(arena, "%s%s%s", states, *states ? " or " : "",
					      tcp_state_text(s));
	return (struct asked){ ASK_STATE, states };
}

bool line_asks(const struct line *l, struct arena *arena, enum question_kind *kind, const char **word)
{
	static struct asked (*const ask[LINE_KIND_COUNT])(const struct line *, struct arena *) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = ask_##name,
		SEEN_KINDS(ROW)
#undef ROW
	};
	struct asked asked = l->may || l->each || l->counts || line_is_action(l) || line_is_read(l)
				     ? nothing
				     : ask[l->kind](l, arena);

	*kind = asked.kind;
	*word = asked.word;
	return asked.word != NULL;
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
		return strcmp(line_prefix(arena, a), line_prefix(arena, b)) == 0;
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
