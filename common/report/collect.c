/* collect.c - from verdicts to a result; see collect.h. */
#include "common/report/collect.h"

#include <string.h>

#include "capture/notation.h"
#include "common/report/summary.h"

/* ---- controls ---- */

static const char *segment_words(const struct segment *s)
{
	unsigned flags = s->packet.tcp.flags;

	if (flags & FLAG_RST)
		return "a RST";
	if (flags & FLAG_SYN)
		return flags & FLAG_ACK ? "a SYN/ACK" : "a SYN";
	if (flags & FLAG_FIN)
		return s->packet.payload_length ? "data with a FIN" : "a FIN";
	return s->packet.payload_length ? "data" : "an ACK";
}

/* ", after 1.00 s" for a call of whose duration a line speaks. */
static const char *duration_words(struct arena *arena, const struct line *line, const struct event *e)
{
	char buf[DURATION_TEXT];

	if (e->kind != EVENT_CALL || !e->call.end_ns || line->kind != LINE_CALL ||
	    (line->call.takes_ns < 0 && line->call.within_ns < 0))
		return "";
	return arena_printf(arena, ", after %s", duration_text(e->call.end_ns - e->time_ns, buf));
}

/* "a FIN came where the script says R. (line 14)" */
static const char *control_sentence(struct arena *arena, const struct script *script,
				    const struct timeline *t, const struct failure *f)
{
	const struct line *line = f->line == NO_LINE ? NULL : &script->lines[f->line];
	const struct event *e = f->event == NO_EVENT ? NULL : t->events[f->event];
	const struct segment *s = e && e->kind == EVENT_PACKET ? timeline_segment(t, e) : NULL;
	unsigned ignored = FLAG_PSH | (line ? line->segment.any_flags : 0);
	char flags[FLAGS_TEXT];

	if (!line)
		return arena_printf(arena, "%s came, which no line names", f->instead);
	if (s && line->kind == LINE_SEGMENT && ((s->packet.tcp.flags ^ line->segment.flags) & ~ignored))
		return arena_printf(arena, "%s came where the script says %s (line %u)", segment_words(s),
				    flags_text(line->segment.flags, flags), line->number);
	if (e && e->kind != EVENT_SOCKETS)
		return arena_printf(arena, "%s came%s where the script says %s (line %u)", f->instead,
				    duration_words(arena, line, e), line->text, line->number);
	if (e)
		return arena_printf(arena, "%s where the script says %s (line %u)", f->instead, line->text,
				    line->number);
	return arena_printf(arena, "%s (line %u) was not met%s%s", line->text, line->number,
			    *f->instead ? ": " : "", f->instead);
}

/* Of which claims the control's run leaves a starred line unmet: their evidence could have been otherwise. */
static uint64_t claims_broken(const struct script *script, const struct judgement *j)
{
	uint64_t claims = 0;

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *l = &script->lines[i];

		if (l->starred &&
		    (l->never ? j->lines[i].status == LINE_BROKEN : j->lines[i].status != LINE_MET))
			claims |= l->claims;
	}
	return claims;
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

struct control_result control_collect(struct arena *arena, const struct script *control_script,
				      const struct timeline *timeline, const struct judgement *judgement,
				      const char *text)
{
	struct control_result r = { .text = arena_string(arena, text), .outcome = judgement->outcome };
	const struct failure *f = judgement->failure_count ? &judgement->failures[0] : NULL;
	const char *wrong = started_wrongly(arena, control_script, timeline);

	if (wrong) {
		r.outcome = OUTCOME_INCONCLUSIVE;
		r.sentence = arena_printf(arena, "says nothing: %s", wrong);
		return r;
	}
	r.breaks = claims_broken(control_script, judgement);
	switch (judgement->outcome) {
	case OUTCOME_HOLDS:
		r.sentence = "held as well: what the scenario shows does not depend on it";
		return r;
	case OUTCOME_OPEN:
	case OUTCOME_INCONCLUSIVE:
		r.sentence = arena_printf(arena, "says nothing: %s",
					  judgement->reason ? judgement->reason : "its record is not whole");
		return r;
	case OUTCOME_FAILS: break;
	}
	if (!f) {
		r.sentence = "failed, but nobody knows where";
		return r;
	}
	r.failed_at = f->line == NO_LINE ? 0 : control_script->lines[f->line].number;
	r.failed_as_it_must = f->line != NO_LINE && control_script->lines[f->line].starred;
	r.sentence = control_sentence(arena, control_script, timeline, f);
	if (!r.failed_as_it_must)
		r.sentence = arena_printf(arena, "failed, but not at a starred line: %s", r.sentence);
	return r;
}

struct control_result control_unrun(struct arena *arena, const char *text, const char *reason)
{
	return (struct control_result){ .text = arena_string(arena, text),
					.outcome = OUTCOME_INCONCLUSIVE,
					.sentence = arena_printf(arena, "was not run: %s", reason) };
}

/* ---- evidence ---- */

static void add_evidence(struct scenario_result *r, struct claim_result *claim, size_t *capacity,
			 const struct evidence *e)
{
	claim->evidence = arena_grow(r->arena, claim->evidence, claim->evidence_count, capacity, sizeof(*e));
	claim->evidence[claim->evidence_count++] = *e;
}

static struct evidence evidence_of(struct arena *arena, const struct timeline *t, const struct line *line,
				   const struct line_result *met)
{
	struct evidence e = { .line = line->number };
	const struct event *event = met->event_count ? t->events[met->events[0]] : NULL;
	const struct event *last = met->event_count ? t->events[met->events[met->event_count - 1]] : NULL;
	const struct segment *s;
	char buf[SEGMENT_TEXT];

	e.kind = line_is_wire(line)	    ? EVIDENCE_FRAME
		 : line->kind == LINE_STATE ? EVIDENCE_STATE
					    : EVIDENCE_CALL;
	if (!event) {
		e.text = line->never ? arena_printf(arena, "%s: none to the end", line->text)
				     : arena_string(arena, line->text);
		return e;
	}
	switch (event->kind) {
	case EVENT_PACKET:
		e.frame = event->packet.packet.frame;
		s = timeline_segment(t, event);
		if (met->event_count > 1)
			e.text = arena_printf(arena, "frames %u to %u: %zu segments, %s", e.frame,
					      last->packet.packet.frame, met->event_count, line->text);
		else
			e.text = arena_printf(arena, "frame %u: %s", e.frame,
					      s ? segment_text(s, NOTATION_SHORT, buf, sizeof(buf))
						: packet_text(&event->packet.packet, buf, sizeof(buf)));
		break;
	case EVENT_SOCKETS:
		e.text = (line->state.states & 1u) && !strchr(line->text, '|')
				 ? arena_printf(arena, "%s: not in the kernel's table", line->text)
				 : arena_string(arena, line->text);
		break;
	case EVENT_CALL:
		e.text = line->call.result == RESULT_UNFINISHED
				 ? arena_printf(arena, "%s, which had not returned", line->text)
				 : arena_printf(arena, "%s%s", event_text(t, event, arena),
						duration_words(arena, line, event));
		break;
	case EVENT_SIGNAL:
	case EVENT_EXIT:
	case EVENT_ACTION: e.text = event_text(t, event, arena); break;
	}
	return e;
}

static void collect_claims(struct scenario_result *r, const struct script *script, const struct timeline *t,
			   const struct judgement *j)
{
	r->claim_count = script->claim_count;
	r->claims = arena_alloc(r->arena, (script->claim_count + 1) * sizeof(*r->claims));
	for (size_t i = 0; i < script->claim_count; i++) {
		struct claim_result *claim = &r->claims[i];
		size_t capacity = 0;

		claim->id = arena_string(r->arena, script->claims[i].id);
		claim->verdict = script->claims[i].verdict;
		if (script->claims[i].instead)
			claim->instead = arena_string(r->arena, script->claims[i].instead);
		for (size_t k = 0; j && k < script->line_count; k++) {
			struct evidence e;

			if (!script->lines[k].starred || !(script->lines[k].claims >> i & 1) ||
			    j->lines[k].status != LINE_MET)
				continue;
			e = evidence_of(r->arena, t, &script->lines[k], &j->lines[k]);
			add_evidence(r, claim, &capacity, &e);
		}
	}
}

/* What the lines of the script met: that, and not all that happened, is what the verdict rests on. */
static void count_evidence(struct scenario_result *r, const struct script *script, const struct judgement *j)
{
	for (size_t i = 0; i < script->line_count; i++) {
		const struct line_result *met = &j->lines[i];

		if (met->status != LINE_MET || script->lines[i].never)
			continue;
		if (line_is_wire(&script->lines[i]))
			r->segments += (unsigned)met->event_count;
		else if (script->lines[i].kind == LINE_CALL)
			r->calls++;
		else if (script->lines[i].kind == LINE_STATE)
			r->states++;
	}
}

/* ---- the verdict ---- */

static void copy_controls(struct scenario_result *r, const struct control_result *controls, size_t count)
{
	r->control_count = count;
	r->controls = arena_alloc(r->arena, (count + 1) * sizeof(*controls));
	for (size_t i = 0; i < count; i++) {
		r->controls[i] = controls[i];
		r->controls[i].text = arena_string(r->arena, controls[i].text);
		r->controls[i].sentence =
			arena_string(r->arena, controls[i].sentence ? controls[i].sentence : "");
	}
}

/* The run holds; have the controls shown that it could have gone the other way? */
static void weigh_controls(struct scenario_result *r, const struct script *script)
{
	for (size_t i = 0; i < r->control_count; i++) {
		const struct control_result *c = &r->controls[i];

		if (c->failed_as_it_must)
			continue;
		r->verdict = c->outcome == OUTCOME_INCONCLUSIVE || c->outcome == OUTCOME_OPEN
				     ? RESULT_INCONCLUSIVE
				     : RESULT_FAIL;
		r->reason = arena_printf(r->arena, "the control `%s` %s", c->text, c->sentence);
		if (r->verdict == RESULT_FAIL)
			return;
	}
	if (r->verdict != RESULT_PASS)
		return;
	if (!script->control_count) {
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = "no control: nothing has been shown (add a control line)";
	} else if (r->control_count < script->control_count) {
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_printf(r->arena, "%zu of %zu controls not run: nothing has been shown",
					 script->control_count - r->control_count, script->control_count);
	}
	for (size_t i = 0; i < script->claim_count && r->verdict == RESULT_PASS; i++) {
		uint64_t broken = 0;

		for (size_t k = 0; k < r->control_count; k++)
			broken |= r->controls[k].breaks;
		if (broken >> i & 1)
			continue;
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_printf(
			r->arena, "no control touches a starred line of %s: nothing has been shown about it",
			script->claims[i].id);
	}
}

static struct scenario_result *result_new(const struct script *script)
{
	struct arena *arena = arena_new();
	struct scenario_result *r = arena_alloc(arena, sizeof(*r));

	r->arena = arena;
	r->lab = arena_string(arena, script->lab ? script->lab : "");
	r->name = arena_string(arena, script->name ? script->name : "");
	r->file = arena_string(arena, script->path ? script->path : "");
	r->title = arena_string(arena, script->title ? script->title : "");
	r->yours = script->yours_count > 0;
	r->reason = r->advice = r->text = "";
	return r;
}

struct scenario_result *result_collect(const struct script *script, const struct timeline *timeline,
				       const struct judgement *judgement,
				       const struct control_result *controls, size_t control_count,
				       double seconds, const struct ladder_style *style)
{
	struct scenario_result *r = result_new(script);
	struct text text = { 0 };

	r->seconds = seconds;
	r->timer_seconds = (double)timeline->timer_ns / 1e9;
	copy_controls(r, controls, control_count);
	count_evidence(r, script, judgement);
	collect_claims(r, script, timeline, judgement);
	switch (judgement->outcome) {
	case OUTCOME_HOLDS:
		r->verdict = RESULT_PASS;
		if (!r->yours) /* else it is about the program, and not about a claim */
			weigh_controls(r, script);
		break;
	case OUTCOME_FAILS:
		r->verdict = RESULT_FAIL;
		for (size_t i = 0; i < control_count; i++)
			if (controls[i].outcome == OUTCOME_HOLDS)
				r->controls[i].sentence =
					"held, though the scenario did not: are the two the wrong way round?";
		r->reason = arena_string(r->arena, judgement->reason ? judgement->reason : "does not hold");
		if (r->yours && judgement->failure_count && judgement->failures[0].cause)
			r->advice = arena_string(r->arena, judgement->failures[0].cause);
		break;
	case OUTCOME_OPEN:
	case OUTCOME_INCONCLUSIVE:
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_string(r->arena,
					 judgement->reason ? judgement->reason : "the run has not ended");
		break;
	}
	for (size_t i = 0; i < r->claim_count; i++)
		r->claims[i].settled = r->verdict == RESULT_PASS;
	if (style) {
		ladder_draw(&text, script, timeline, judgement, style);
		if (judgement->outcome != OUTCOME_HOLDS)
			failure_draw(&text, script, timeline, judgement, style);
		summary_draw(&text, r, judgement, timeline, style);
		r->text = arena_string(r->arena, text_chars(&text));
		text_free(&text);
	}
	return r;
}

struct scenario_result *result_unrun(const struct script *script, enum verdict verdict, const char *reason,
				     const struct ladder_style *style)
{
	struct scenario_result *r = result_new(script);
	struct text text = { 0 };

	r->verdict = verdict;
	r->reason = arena_string(r->arena, reason);
	collect_claims(r, script, NULL, NULL);
	if (style) {
		summary_head(&text, r, style);
		summary_draw(&text, r, NULL, NULL, style);
		r->text = arena_string(r->arena, text_chars(&text));
		text_free(&text);
	}
	return r;
}
