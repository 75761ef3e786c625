/* control.c - the run of a control or a variant: did it come out as it must, and if not so, where? See collect.h. */
#include <string.h>

#include "capture/notation.h"
#include "common/report/collect.h"
#include "common/report/evidence.h"

/* "a FIN came where the script says R. (line 14)" */
static const char *control_sentence(struct arena *arena, const struct run_seen *seen, const struct failure *f)
{
	const struct line *line = f->line == NO_LINE ? NULL : &seen->script->lines[f->line];
	const char *came = came_words(arena, seen, f);
	char flags[FLAGS_TEXT];

	if (!line)
		return arena_printf(arena, "%s, which no line names", came);
	if (f->event == NO_EVENT)
		return arena_printf(arena, "%s (line %u) was not met%s%s", line->text, line->number,
				    *f->instead ? ": " : "", f->instead);
	return arena_printf(arena, "%s where the script says %s (line %u)", came,
			    other_segment(seen, f) ? flags_text(line->segment.flags, flags) : line->text,
			    line->number);
}

/* Does what goes wrong at this line take its ground from the other: is it on the same track, or does that come after all of
 * the wire? What must never be is on no track, and what is read as an act ends is on none but its own. */
static bool precedes(const struct line *failed, const struct line *l)
{
	if (failed->never)
		return false;
	if (line_is_read(l) || line_is_read(failed))
		return l == failed;
	if (l->track != NO_TRACK)
		return failed->track == l->track || (l->then && failed->track != NO_TRACK);
	if (line_process(l))
		return line_process(failed) && strcmp(failed->process, l->process) == 0;
	return failed->kind == l->kind;
}

/* Whether nothing on the track of this failure went another way before. They are sorted by time. */
static bool is_first(const struct script *script, const struct judgement *j, size_t failure)
{
	const struct line *l = &script->lines[j->failures[failure].line];

	for (size_t i = 0; i < failure && !l->never; i++) {
		int line = j->failures[i].line;

		/* What no line names came on the wire. */
		if (line == NO_LINE ? l->track != NO_TRACK : precedes(&script->lines[line], l))
			return false;
	}
	return true;
}

static void collect_breaks(struct arena *arena, const struct run_seen *seen, struct control_result *r)
{
	const struct judgement *j = seen->judgement;
	size_t capacity = 0;

	for (size_t i = 0; i < j->failure_count; i++) {
		int line = j->failures[i].line;

		if (line == NO_LINE || !seen->script->lines[line].starred || !is_first(seen->script, j, i))
			continue;
		r->breaks = arena_grow(arena, r->breaks, r->break_count, &capacity, sizeof(*r->breaks));
		r->breaks[r->break_count++] =
			(struct control_break){ .line = seen->script->lines[line].number,
						.claims = seen->script->lines[line].claims,
						.came = came_words(arena, seen, &j->failures[i]) };
	}
}

/* A program that gave up at once because it was started wrongly, by its exit status; NULL: none. Such a control fails for
 * a reason of its own. */
static const char *started_wrongly(struct arena *arena, const struct script *script, const struct timeline *t)
{
	for (size_t i = 0; i < t->event_count; i++) {
		const struct exit_event *exit = &t->events[i]->exit;
		bool named = false;

		if (t->events[i]->kind != EVENT_EXIT || exit->process < 0 ||
		    (exit->status != 2 && exit->status != 126 && exit->status != 127))
			continue;
		for (size_t k = 0; k < script->line_count; k++)
			named = named || (script->lines[k].kind == LINE_EXITS &&
					  script->lines[k].exit_status == (unsigned)exit->status);
		if (!named)
			return arena_printf(
				arena, "%s exited with status %d: was it started with the right arguments?",
				t->processes[exit->process].name, exit->status);
	}
	return NULL;
}

/* Where it failed; a control must have done so first at a starred line. */
static void collect_failure(struct arena *arena, const struct run_seen *seen, struct control_result *r)
{
	const struct failure *f = seen->judgement->failure_count ? &seen->judgement->failures[0] : NULL;

	if (!f) {
		r->sentence = "failed, but nobody knows where";
		return;
	}
	r->failed_at = f->line == NO_LINE ? 0 : seen->script->lines[f->line].number;
	r->sentence = control_sentence(arena, seen, f);
	if (r->variant) {
		r->sentence = arena_printf(arena, "does not hold: %s", r->sentence);
		return;
	}
	r->as_it_must = f->line != NO_LINE && seen->script->lines[f->line].starred;
	if (!r->as_it_must)
		r->sentence = arena_printf(arena, "failed, but not at a starred line: %s", r->sentence);
}

struct control_result control_collect(struct arena *arena, const struct control *control,
				      const struct script *with, const struct timeline *timeline,
				      const struct judgement *judgement)
{
	struct run_seen seen = { with, timeline, judgement };
	struct control_result r = { .text = arena_string(arena, control->text),
				    .variant = control->variant,
				    .outcome = judgement->outcome };
	const char *wrong = started_wrongly(arena, with, timeline);

	if (wrong) {
		r.outcome = OUTCOME_INCONCLUSIVE;
		r.sentence = arena_printf(arena, "says nothing: %s", wrong);
		return r;
	}
	collect_breaks(arena, &seen, &r);
	switch (judgement->outcome) {
	case OUTCOME_HOLDS:
		r.as_it_must = r.variant;
		r.sentence = r.variant ? "held as well"
				       : "held as well: what the scenario shows does not depend on it";
		break;
	case OUTCOME_OPEN:
	case OUTCOME_INCONCLUSIVE:
		r.sentence = arena_printf(arena, "says nothing: %s",
					  judgement->reason ? judgement->reason : "its record is not whole");
		break;
	case OUTCOME_FAILS: collect_failure(arena, &seen, &r); break;
	}
	return r;
}

struct control_result control_unrun(struct arena *arena, const struct control *control, const char *reason)
{
	return (struct control_result){ .text = arena_string(arena, control->text),
					.variant = control->variant,
					.outcome = OUTCOME_INCONCLUSIVE,
					.sentence = arena_printf(arena, "was not run: %s", reason) };
}
