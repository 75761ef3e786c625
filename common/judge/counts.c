/*
 * counts.c - "count 50 client > server S": how many of it came in the act, whatever other lines say of them.
 *
 * What is needless (excuse.c) does not count, nor what may yet be proved so. While the act lasts, a count that may yet be
 * reached is open, and one that is passed is broken; what counts in the end is all that came before the next action, or the
 * end of the run.
 */
#include "common/judge/work.h"

static bool *needless(const struct work *w)
{
	bool *is = arena_copy(w->scratch, w->unproved, w->timeline->event_count + 1);

	for (size_t i = 0; i < w->out->excused_count; i++)
		is[w->out->excused[i]] = true;
	return is;
}

/* Can there be so many, as more can come and none goes away? */
static bool is_passed(const struct line *l, uint64_t count)
{
	switch (l->count_compare) {
	case COMPARE_EQ:
	case COMPARE_LE: return count > l->count;
	case COMPARE_LT: return count >= l->count;
	default: return false;
	}
}

static void count_line(struct work *w, const struct act *act, size_t line, const bool *excused)
{
	const struct line *l = &w->script->lines[line];
	struct bindings names = bindings_new(w->scratch, w->names.count);
	uint64_t count = 0;

	for (size_t i = 0; i < w->end_event; i++) {
		const struct event *e = w->timeline->events[i];

		bindings_copy(&names, &w->names);
		if (excused[i] || !event_in_act(w, act, l, i) || !line_fits(w, l, e, &names))
			continue;
		line_takes(w, line, i);
		if (!is_passed(l, ++count))
			continue;
		fail(w, (int)line, (int)i, event_counts_ns(w, i),
		     arena_printf(w->out->arena, "number %llu of them: %s", (unsigned long long)count,
				  event_text(w->timeline, e, w->out->arena)),
		     NULL);
		return;
	}
	if (compare_holds(l->count_compare, count, l->count)) {
		w->out->lines[line].status = LINE_MET;
		w->met_ns[line] =
			count ? event_counts_ns(w, w->out->lines[line].events[count - 1]) : act->from_ns;
	} else if (act_is_over(w, act)) {
		fail(w, (int)line, NO_EVENT, act->to_ns,
		     arena_printf(w->out->arena, "%llu of them", (unsigned long long)count), NULL);
	}
}

/* In a capture from elsewhere all acts are one: a script of which several speak of the wire counts in none. */
static bool one_act(const struct script *s)
{
	unsigned act = 0;

	for (size_t i = 0; i < s->line_count; i++) {
		if (!line_is_wire(&s->lines[i]) || line_spans(&s->lines[i]))
			continue;
		if (act && s->lines[i].act != act)
			return false;
		act = s->lines[i].act;
	}
	return true;
}

void counts_judge(struct work *w)
{
	const bool *excused = needless(w);

	for (size_t i = 0; i < w->script->line_count; i++) {
		const struct line *l = &w->script->lines[i];
		struct act all = { .begun = true,
				   .ended = true,
				   .from_ns = INT64_MIN,
				   .to_ns = w->end_ns,
				   .past_event = w->end_event };

		if (!l->counts)
			continue;
		if (w->mode != JUDGE_WIRE && w->acts[l->act].begun)
			count_line(w, &w->acts[l->act], i, excused);
		else if (w->mode == JUDGE_WIRE && line_is_wire(l) && one_act(w->script))
			count_line(w, &all, i, excused);
		else if (w->mode == JUDGE_WIRE)
			w->out->lines[i].status = LINE_UNSEEN;
	}
}
