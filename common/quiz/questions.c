/* questions.c - which lines of a script become questions; see quiz.h. */
#include "common/quiz/quiz.h"

#include <ctype.h>
#include <string.h>

#include "common/quiz/words.h"

enum { ENOUGH = 3, MOST = 8 };

/* Lines of one track that follow each other and say the same: several segments with data are one answer. */
struct group {
	size_t first; /* line */
	enum question_kind kind;
	const char *word;
	size_t place; /* within its track */
	size_t before; /* index + 1 of the group before it in its track; 0: none */
	size_t question; /* its number, from 1, once it is one */
	bool after_data; /* which the script does not mention */
	bool starred, telling, asked;
};

struct groups {
	struct group *all;
	size_t count, capacity;
};

/* The track's last group; NULL where the line begins one. */
static struct group *last_of_track(const struct script *s, struct groups *g, const struct line *l,
				   struct arena *arena)
{
	for (size_t i = g->count; i-- > 0;)
		if (g->all[i].kind != ASK_WHEN && same_track(&s->lines[g->all[i].first], l, arena))
			return &g->all[i];
	return NULL;
}

/* Worth a question although no star says so. */
static bool tells(const struct line *l, enum question_kind kind, const char *word)
{
	if (l->never)
		return false;
	switch (kind) {
	case ASK_CALL: return strncmp(word, "-1", 2) == 0 || strncmp(word, "0 (", 3) == 0;
	case ASK_SEGMENT: return strcmp(word, "RST") == 0 || strcmp(word, "FIN") == 0;
	case ASK_STATE:
	case ASK_OPTION:
	case ASK_SIGNAL: return true;
	default: return false;
	}
}

/* That a process which is killed dies is no question. */
static bool plain(const struct script *s, const struct line *l)
{
	for (const struct line *a = l; l->kind == LINE_DIES && a-- > s->lines;)
		if (line_is_action(a))
			return a->kind == LINE_KILL || a->kind == LINE_CRASH || a->kind == LINE_REBOOT;
	return false;
}

/* "never" is a question of its own only where nothing of its track comes in the step: that nothing comes. */
static bool alone(const struct script *s, const struct line *l, struct arena *arena)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (!s->lines[i].never && same_track(&s->lines[i], l, arena))
			return false;
	return true;
}

/* Whether data comes in for the process, above the line and in its step: a read() that the script does not mention takes
 * it first. */
static bool data_comes_first(const struct script *s, size_t line)
{
	const struct line *l = &s->lines[line];

	for (size_t i = 0; i < line; i++) {
		const struct line *wire = &s->lines[i];
		size_t length;

		if (wire->act != l->act || line_spans(wire) || !brings_data(wire))
			continue;
		length = strlen(wire->to.actor);
		if (strncmp(l->process, wire->to.actor, length) == 0 &&
		    (l->process[length] == '\0' || l->process[length] == '.'))
			return true;
	}
	return false;
}

static bool is_state(enum question_kind kind)
{
	return kind == ASK_STATE || kind == ASK_TIMER || kind == ASK_QUEUE;
}

/* Whether a state is no longer so at a state line below it: that of the same end is another. */
static bool ended_by(const struct line *l, const char *word, const struct line *below, struct arena *arena)
{
	enum question_kind kind;
	const char *other;

	if (!line_asks(below, arena, &kind, &other) || strcmp(l->from.actor, below->from.actor) != 0 ||
	    l->from.connection != below->from.connection)
		return false;
	return !(l->state.states & below->state.states) ||
	       (same_track(l, below, arena) && strcmp(word, other) != 0);
}

/* Whether a state is the one at the end of its step, which alone can be asked for: what it is "then". What else comes
 * below it may end it, but for what never ends. One that begins with a time says itself when it is looked at. */
static bool lasts(const struct script *s, size_t line, const char *word, struct arena *arena)
{
	const struct line *l = &s->lines[line];

	for (size_t i = line + 1; i < s->line_count && l->after_ns <= 0; i++) {
		const struct line *below = &s->lines[i];

		if (below->act != l->act || line_is_action(below))
			break;
		if (below->never || below->may ||
		    (below->kind == LINE_CALL && below->call.result == RESULT_UNFINISHED))
			continue;
		if (below->kind != LINE_STATE || ended_by(l, word, below, arena))
			return false;
	}
	return true;
}

static void add_line(const struct script *s, size_t line, struct groups *g, struct arena *arena)
{
	const struct line *l = &s->lines[line];
	struct group *last;
	enum question_kind kind;
	const char *word;
	size_t before;
	bool after_data;

	if (!line_asks(l, arena, &kind, &word) || plain(s, l) ||
	    (is_state(kind) && !lasts(s, line, word, arena)))
		return;
	last = last_of_track(s, g, l, arena);
	if (l->never && (last || !alone(s, l, arena)))
		return;
	if (last && strcmp(last->word, word) == 0) {
		last->starred |= l->starred;
		return;
	}
	before = last ? (size_t)(last - g->all) + 1 : 0;
	after_data = !last && kind == ASK_CALL && takes_data(l) && !l->never && strcmp(word, "data") != 0 &&
		     data_comes_first(s, line);
	g->all = arena_grow(arena, g->all, g->count, &g->capacity, sizeof(*g->all));
	g->all[g->count++] = (struct group){ .first = line,
					     .kind = kind,
					     .word = word,
					     .place = before ? g->all[before - 1].place + 1 : after_data,
					     .after_data = after_data,
					     .before = before,
					     .starred = l->starred,
					     .telling = tells(l, kind, word) };
}

/* When a probe comes, the first or the second of a step, is a question more, once for each time. */
static void add_time(const struct script *s, size_t line, struct groups *g, struct arena *arena)
{
	const struct line *l = &s->lines[line];
	const char *word = when_word(l->after_ns);
	size_t place = 0;

	if (!line_times(l))
		return;
	for (size_t i = 0; i < g->count; i++)
		if (g->all[i].kind == ASK_WHEN && same_track(&s->lines[g->all[i].first], l, arena) &&
		    strcmp(g->all[i].word, word) == 0)
			return;
	for (size_t i = 0; i < line; i++)
		place += s->lines[i].kind == LINE_SEGMENT && !line_spans(&s->lines[i]) &&
			 s->lines[i].segment.marks & MARK_KEEPALIVE_PROBE &&
			 same_track(&s->lines[i], l, arena);
	if (place > 1)
		return;
	g->all = arena_grow(arena, g->all, g->count, &g->capacity, sizeof(*g->all));
	g->all[g->count++] = (struct group){
		.first = line, .kind = ASK_WHEN, .word = word, .place = place, .starred = true
	};
}

static size_t ask_those(struct groups *g, bool starred, size_t count, size_t most)
{
	for (size_t i = 0; i < g->count && count < most; i++) {
		struct group *one = &g->all[i];

		if (one->asked || !(starred ? one->starred : one->telling))
			continue;
		one->asked = true;
		count++;
	}
	return count;
}

/* What the scenario is about is never shown. Of the step of the first question only what is sent, and which calls succeed, but not what is read from files: the rest may be what it leads to, or the answer. */
static bool may_show(const struct script *s, size_t line, size_t below)
{
	const struct line *l = &s->lines[line];

	if (line_is_action(l))
		return true;
	if (line >= below || line_spans(l) || l->starred)
		return false;
	if (l->act < s->lines[below].act)
		return true;
	return l->kind == LINE_SEGMENT || l->kind == LINE_DATA ||
	       (l->kind == LINE_CALL && l->call.result == RESULT_VALUE && l->call.descriptor != 1 &&
		!(l->call.any_descriptor && takes_data(l)));
}

bool quiz_shows(const struct quiz *q, size_t line)
{
	return q->count ? may_show(q->script, line, q->shown_below) : line_is_action(&q->script->lines[line]);
}

/* "What comes next" has one meaning only if all that comes before it is shown or asked. */
static void ask_gaps(const struct script *s, struct groups *g, size_t below)
{
	for (size_t i = g->count; i-- > 0;)
		if (g->all[i].asked && g->all[i].before &&
		    !may_show(s, g->all[g->all[i].before - 1].first, below))
			g->all[g->all[i].before - 1].asked = true;
}

static size_t first_asked(const struct groups *g)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->all[i].asked)
			return g->all[i].first;
	return 0;
}

/* The choices of a kind; NULL: an answer of one's own. */
static const char *const *choices_of(const struct line *l, enum question_kind kind, struct arena *arena)
{
	switch (kind) {
	case ASK_SEGMENT: return segment_choices;
	case ASK_CALL: return line_result_words(l)->choices;
	case ASK_OPTION: return strcmp(l->call.arguments[1], "SO_ERROR") == 0 ? so_error_choices : NULL;
	case ASK_PRINTED: return strcmp(line_prefix(arena, l), "select") == 0 ? select_choices : NULL;
	case ASK_END: return end_choices;
	case ASK_STATE: return state_choices;
	case ASK_TIMER: return timer_choices;
	case ASK_QUEUE: return queue_choices;
	case ASK_WHEN: return when_choices;
	case ASK_PRINTS:
	case ASK_SIGNAL:
	case ASK_ICMP:
	case ASK_DATAGRAM:
	case ASK_PROBE_ANSWER: return yes_no_choices;
	}
	return NULL;
}

static size_t action_of(const struct script *s, size_t line)
{
	while (line && !line_is_action(&s->lines[line]))
		line--;
	return line;
}

/* The question about the probe that an answer belongs to: the last one of its step about what its receiver sends. */
static const struct group *probe_of(const struct script *s, const struct groups *g,
				    const struct group *answer)
{
	const struct line *l = &s->lines[answer->first], *sent;

	for (const struct group *one = answer; one-- > g->all;) {
		sent = &s->lines[one->first];
		if (one->asked && one->kind == ASK_SEGMENT && sent->act == l->act &&
		    strcmp(sent->from.actor, l->to.actor) == 0 && strcmp(sent->to.actor, l->from.actor) == 0)
			return one;
	}
	return NULL;
}

/* "After that" is after what the question just above asks for, unless that one says "after ..." itself: no two questions
 * have the same words. */
static struct place place_of(const struct script *s, const struct groups *g, const struct group *one)
{
	const struct group *before = one->before ? &g->all[one->before - 1] : NULL;

	if (one->kind == ASK_PROBE_ANSWER)
		before = probe_of(s, g, one);
	if (one->after_data)
		return (struct place){ .kind = PLACE_AFTER_DATA };
	if (!before)
		return (struct place){ .kind = PLACE_FIRST };
	if (!before->asked)
		return (struct place){ .kind = PLACE_SHOWN };
	if (before->question + 1 == one->question && !before->before)
		return (struct place){ .kind = PLACE_ASKED };
	return (struct place){ .kind = PLACE_ASKED_EARLIER, .question = before->question };
}

struct quiz *quiz_make(const struct script *s)
{
	struct arena *arena = arena_new();
	struct quiz *q = arena_alloc(arena, sizeof(*q));
	struct groups g = { 0 };
	size_t count;

	*q = (struct quiz){ .arena = arena, .script = s };
	for (size_t i = 0; i < s->line_count; i++) {
		add_line(s, i, &g, arena);
		add_time(s, i, &g, arena);
	}
	count = ask_those(&g, true, 0, MOST);
	ask_those(&g, false, count, ENOUGH);
	q->shown_below = first_asked(&g);
	ask_gaps(s, &g, q->shown_below);
	q->shown_below = first_asked(&g);
	q->questions = arena_alloc(arena, (g.count + 1) * sizeof(*q->questions));
	for (size_t i = 0; i < g.count; i++) {
		struct group *one = &g.all[i];
		const struct line *l = &s->lines[one->first];

		if (!one->asked)
			continue;
		one->question = q->count + 1;
		q->questions[q->count++] = (struct question){
			.kind = one->kind,
			.line = one->first,
			.step = action_of(s, one->first),
			.number = l->act,
			.place = one->place,
			.asks = one->kind == ASK_WHEN ? when_text(l, one->place, arena)
						      : asks_text(l, one->kind, place_of(s, &g, one), arena),
			.choices = choices_of(l, one->kind, arena),
			.words = one->kind == ASK_CALL ? line_result_words(l) : NULL,
			.expected = one->word,
		};
	}
	return q;
}

void quiz_free(struct quiz *q)
{
	if (q)
		arena_free(q->arena);
}

const char *quiz_name(struct arena *arena, const struct script *s)
{
	size_t digits = strspn(s->name, "0123456789");

	if (!digits || (s->name[digits] && s->name[digits] != '-'))
		return arena_printf(arena, "%s/%s", s->lab, s->name);
	return arena_printf(arena, "%s/%.*s", s->lab, (int)digits, s->name);
}
