/*
 * judge.c - the order of judging, and the outcome of the whole; see judge.h.
 *
 * The tracks of an act are independent of each other: each is judged by a file of its own, which marks
 * lines as met or broken (marks.c). Here is worked out what comes of it in the end.
 */
#include "common/judge/work.h"
#include "common/base/text.h"

#include <string.h>

/* What is selected, not accounted for, or not of this run, is named by a rule from the start. */
static void account_by_rule(struct work *w)
{
	const struct timeline *t = w->timeline;

	for (size_t i = 0; i < t->event_count; i++)
		w->out->accounted[i] = i > w->end_event || t->events[i]->kind != EVENT_PACKET ||
				       !must_be_named(t, t->events[i]);
}

static bool act_complete(const struct work *w, const struct act *act)
{
	for (size_t i = act->first_line; i < act->past_line; i++)
		if (line_is_awaited(&w->script->lines[i]) && w->out->lines[i].status != LINE_MET)
			return false;
	return act->begun;
}

/* Why the run did not come to an action: whom it is about may have ended (director.c). */
static const char *not_begun(struct work *w, const struct line *l)
{
	const char *process = line_needs(l);
	const char *ended = process ? ended_text(w, process, w->end_ns) : NULL;

	return ended ? ended : "nothing: the run ended before this action was performed";
}

/* The run ended before an action was performed: a failure of its own only where nothing else says why. */
static void acts_not_begun(struct work *w)
{
	if (w->mode != JUDGE_FINAL || w->out->failure_count)
		return;
	for (unsigned k = 1; k <= w->script->act_count; k++) {
		const struct act *act = &w->acts[k];
		int line = act->action == NO_LINE ? (int)act->first_line : act->action;

		if (act->begun || act->past_line == act->first_line)
			continue;
		fail(w, line, NO_EVENT, w->end_ns, not_begun(w, &w->script->lines[line]), NULL);
		return;
	}
}

static void sort_failures(struct work *w)
{
	struct failure *f = w->out->failures;

	for (size_t i = 1; i < w->out->failure_count; i++) {
		struct failure moved = f[i];
		int64_t when = w->failed_ns[i];
		size_t k = i;

		/* At one moment: in the order of the script, an unexpected event after its lines. */
		while (k &&
		       (w->failed_ns[k - 1] > when ||
			(w->failed_ns[k - 1] == when && (unsigned)f[k - 1].line > (unsigned)moved.line))) {
			f[k] = f[k - 1];
			w->failed_ns[k] = w->failed_ns[k - 1];
			k--;
		}
		f[k] = moved;
		w->failed_ns[k] = when;
	}
}

static const char *failure_sentence(struct work *w, const struct failure *f)
{
	struct arena *a = w->out->arena;

	if (f->line == NO_LINE)
		return arena_printf(a, "no line of the script names this: %s", f->instead);
	if (w->script->lines[f->line].never)
		return arena_printf(a, "line %u says \"%s\", and there was %s",
				    w->script->lines[f->line].number, f->expected, f->instead);
	return arena_printf(a, "line %u expects \"%s\"; instead: %s%s%s", w->script->lines[f->line].number,
			    f->expected, f->instead, *f->difference ? " - " : "", f->difference);
}

static void conclude(struct work *w)
{
	struct judgement *j = w->out;

	sort_failures(w);
	j->reason = "";
	if (w->timeline->trouble) {
		j->outcome = OUTCOME_INCONCLUSIVE;
		j->reason = arena_string(j->arena, w->timeline->trouble);
	} else if (w->timeline->packets_dropped) {
		j->outcome = OUTCOME_INCONCLUSIVE;
		j->reason = arena_printf(j->arena,
					 "the capture has a hole: %llu packet%s dropped before we saw %s",
					 (unsigned long long)w->timeline->packets_dropped,
					 w->timeline->packets_dropped == 1 ? " was" : "s were",
					 w->timeline->packets_dropped == 1 ? "it" : "them");
	} else if (j->failure_count) {
		j->outcome = OUTCOME_FAILS;
		j->reason = failure_sentence(w, &j->failures[0]);
	} else if (w->hole) {
		j->outcome = OUTCOME_INCONCLUSIVE;
		j->reason = w->hole;
	} else {
		j->outcome = w->mode == JUDGE_LIVE ? OUTCOME_OPEN : OUTCOME_HOLDS;
	}
}

static void count_acts(struct work *w)
{
	struct judgement *j = w->out;

	if (w->mode == JUDGE_WIRE) {
		j->acts_complete = j->failure_count ? 0 : w->script->act_count;
		return;
	}
	while (j->acts_complete < w->script->act_count && act_complete(w, &w->acts[j->acts_complete + 1]))
		j->acts_complete++;
}

void judge(const struct script *script, const struct timeline *timeline, enum judge_mode mode,
	   struct judgement *out)
{
	struct work w = {
		.script = script, .timeline = timeline, .mode = mode, .out = out, .scratch = arena_new()
	};

	judgement_begin(&w);
	account_by_rule(&w);
	wire_judge(&w);
	if (mode == JUDGE_WIRE) {
		for (size_t i = 0; i < script->line_count; i++)
			if (!line_is_wire(&script->lines[i]))
				out->lines[i].status = LINE_UNSEEN;
	} else {
		calls_judge(&w);
	}
	counts_judge(&w);
	if (mode != JUDGE_WIRE) {
		states_judge(&w);
		readings_judge(&w);
	}
	never_judge(&w);
	acts_not_begun(&w);
	faults_judge(&w);
	count_acts(&w);
	conclude(&w);
	arena_free(w.scratch);
}

void judgement_free(struct judgement *j)
{
	arena_free(j->arena);
	*j = (struct judgement){ 0 };
}

const struct event *line_met_by(const struct judgement *j, const struct timeline *t, size_t line)
{
	const struct line_result *r = &j->lines[line];

	return r->status == LINE_MET && r->event_count ? t->events[r->events[0]] : NULL;
}

int act_begun_by(const struct script *s, const struct judgement *j, const struct line *l)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].act == l->act && line_is_action(&s->lines[i]))
			return j->lines[i].event_count ? (int)j->lines[i].events[0] : NO_EVENT;
	return NO_EVENT;
}

/* Whether an earlier open line of the same act is of the same track: then that one is awaited first. */
static bool track_waits_already(const struct script *s, const struct judgement *j, size_t line)
{
	const struct line *l = &s->lines[line];

	for (size_t i = line; i-- > 0 && s->lines[i].act == l->act;) {
		const struct line *b = &s->lines[i];

		if (!line_is_awaited(b) || line_is_action(b) || j->lines[i].status != LINE_OPEN)
			continue;
		if (l->kind == LINE_STATE || (b->track != NO_TRACK && (l->then || b->track == l->track)))
			return true;
		if (line_process(b) && line_process(l) && strcmp(b->process, l->process) == 0)
			return true;
	}
	return false;
}

const char *judgement_awaits(const struct script *script, const struct judgement *j)
{
	const char *awaited = "";

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *l = &script->lines[i];

		if (l->act > j->acts_complete + 1)
			break;
		if (!line_is_awaited(l) || line_is_action(l) || j->lines[i].status != LINE_OPEN ||
		    track_waits_already(script, j, i))
			continue;
		awaited = arena_printf(j->arena, "%s%s\"%s\" (line %u)", awaited, *awaited ? ", " : "",
				       l->text, l->number);
	}
	return awaited;
}
