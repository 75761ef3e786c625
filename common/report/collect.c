/* collect.c - from verdicts to a result; see collect.h. */
#include "common/report/collect.h"

#include <string.h>
#include <time.h>

#include "common/base/portability.h"
#include "common/base/text.h"
#include "common/report/evidence.h"
#include "common/report/summary.h"
#include "common/tutor/tutor.h"

static void collect_claims(struct scenario_result *r, const struct script *script, const struct timeline *t,
			   const struct judgement *j)
{
	struct run_seen seen = { script, t, j };

	r->claim_count = script->claim_count;
	r->claims = arena_alloc(r->arena, (script->claim_count + 1) * sizeof(*r->claims));
	for (size_t i = 0; i < script->claim_count; i++) {
		struct claim_result *claim = &r->claims[i];

		claim->id = arena_string(r->arena, script->claims[i].id);
		claim->says = script->claims[i].says;
		if (claim->says.text)
			claim->says.text = arena_string(r->arena, claim->says.text);
		claim->sentence = "";
		if (j)
			evidence_collect(r->arena, &seen, i, r->controls, r->control_count, claim);
	}
}

/* How many of them no other line has met: "count" lines count what is another's as well. */
static unsigned count_new(bool *met, const struct line_result *line)
{
	unsigned count = 0;

	for (size_t i = 0; i < line->event_count; i++) {
		count += !met[line->events[i]];
		met[line->events[i]] = true;
	}
	return count;
}

/* What the lines of the script met: that, and not all that happened, is what the verdict rests on. */
static void count_evidence(struct scenario_result *r, const struct script *script, const struct timeline *t,
			   const struct judgement *j)
{
	bool *told = arena_alloc(r->arena, t->event_count + 1);

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line_result *met = &j->lines[i];

		if (met->status != LINE_MET || script->lines[i].never)
			continue;
		if (script->lines[i].may)
			r->may += (unsigned)met->event_count;
		else if (line_is_wire(&script->lines[i]))
			r->segments += count_new(told, met);
		else if (script->lines[i].kind == LINE_CALL)
			r->calls += script->lines[i].counts ? count_new(told, met) : 1;
		else if (script->lines[i].kind == LINE_STATE || line_is_read(&script->lines[i]))
			r->states++;
	}
}

/* ---- the verdict ---- */

static void copy_controls(struct scenario_result *r, const struct control_result *controls, size_t count)
{
	r->control_count = count;
	r->controls = arena_alloc(r->arena, (count + 1) * sizeof(*controls));
	for (size_t i = 0; i < count; i++) {
		struct control_result *c = &r->controls[i];

		*c = controls[i];
		c->text = arena_string(r->arena, c->text);
		c->sentence = arena_string(r->arena, c->sentence ? c->sentence : "");
		c->breaks = arena_copy(r->arena, c->breaks, c->break_count * sizeof(*c->breaks));
		for (size_t k = 0; k < c->break_count; k++)
			c->breaks[k].came = arena_string(r->arena, c->breaks[k].came);
	}
}

/* Has a control first failed at a star of this claim? */
static bool has_control(const struct scenario_result *r, size_t claim)
{
	uint64_t claims = 0;

	for (size_t i = 0; i < r->control_count; i++) {
		const struct control_result *c = &r->controls[i];

		for (size_t k = 0; !c->variant && k < c->break_count; k++)
			claims |= c->breaks[k].claims;
	}
	return claims >> claim & 1;
}

/* The run holds; have the controls shown that it could have gone the other way? */
static void weigh_controls(struct scenario_result *r, const struct script *script)
{
	for (size_t i = 0; i < r->control_count; i++) {
		const struct control_result *c = &r->controls[i];

		if (c->as_it_must)
			continue;
		r->verdict = c->outcome == OUTCOME_INCONCLUSIVE || c->outcome == OUTCOME_OPEN
				     ? RESULT_INCONCLUSIVE
				     : RESULT_FAIL;
		r->reason = arena_printf(r->arena, "the %s `%s` %s", c->variant ? "variant" : "control",
					 c->text, c->sentence);
		if (r->verdict == RESULT_FAIL)
			return;
	}
	if (r->verdict != RESULT_PASS)
		return;
	if (!script_control_count(script)) {
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = "no control: nothing has been shown (add a control line)";
	} else if (r->control_count < script->control_count) {
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_printf(r->arena, "%zu of %zu controls not run: nothing has been shown",
					 script->control_count - r->control_count, script->control_count);
	}
	for (size_t i = 0; i < script->claim_count && r->verdict == RESULT_PASS; i++) {
		if (has_control(r, i))
			continue;
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_printf(
			r->arena,
			"no control fails first at a starred line of %s: nothing has been shown about it",
			script->claims[i].id);
	}
}

/* ---- where and when ---- */

static const char *world_words(struct arena *arena, const struct script *s)
{
	return s->mtu ? arena_printf(arena, "%s mtu %u", s->world->name, s->mtu) : s->world->name;
}

static const char *settings_words(struct arena *arena, const struct script *s)
{
	const char *words = "";

	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_SYSCTL)
			words = arena_printf(arena, "%s%s%s=%s", words, *words ? ", " : "",
					     s->lines[i].setting.name, s->lines[i].setting.value);
	return words;
}

static const char *day_words(struct arena *arena, const struct timeline *t)
{
	time_t seconds = t && t->event_count ? timeline_origin(t) / 1000000000 : 0;
	struct tm day;
	char text[32];

	if (!seconds || !gmtime_r(&seconds, &day) || !strftime(text, sizeof(text), "%Y-%m-%d", &day))
		return "";
	return arena_string(arena, text);
}

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

static struct circumstances circumstances_of(struct arena *arena, const struct script *s,
					     const struct timeline *t)
{
	return (struct circumstances){ .kernel = arena_string(arena, t && t->kernel ? t->kernel : ""),
				       .day = day_words(arena, t),
				       .world = world_words(arena, s),
				       .settings = settings_words(arena, s),
				       .compiler = COMPILER,
				       .libc = libc_version() };
}

static struct scenario_result *result_new(const struct script *script, const struct timeline *timeline)
{
	struct arena *arena = arena_new();
	struct scenario_result *r = arena_alloc(arena, sizeof(*r));

	r->arena = arena;
	r->lab = arena_string(arena, script->lab ? script->lab : "");
	r->name = arena_string(arena, script->name ? script->name : "");
	r->file = arena_string(arena, script->path ? script->path : "");
	r->title = arena_string(arena, script->title ? script->title : "");
	r->yours = script->yours_count > 0;
	r->at = circumstances_of(arena, script, timeline);
	r->reason = r->advice = r->text = "";
	return r;
}

struct scenario_result *result_collect(const struct script *script, const struct timeline *timeline,
				       const struct judgement *judgement,
				       const struct control_result *controls, size_t control_count,
				       double seconds, const struct ladder_style *style)
{
	struct scenario_result *r = result_new(script, timeline);
	struct text text = { 0 };

	r->seconds = seconds;
	r->timer_seconds = (double)timeline->timer_ns / 1e9;
	copy_controls(r, controls, control_count);
	count_evidence(r, script, timeline, judgement);
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
			if (controls[i].outcome == OUTCOME_HOLDS && !controls[i].variant)
				r->controls[i].sentence =
					"held, though the scenario did not: are the two the wrong way round?";
		r->reason = arena_string(r->arena, judgement->reason ? judgement->reason : "does not hold");
		if (r->yours && judgement->failure_count)
			r->advice = arena_string(r->arena, tutor_cause(script, timeline, judgement, 0));
		break;
	case OUTCOME_OPEN:
	case OUTCOME_INCONCLUSIVE:
		r->verdict = RESULT_INCONCLUSIVE;
		r->reason = arena_string(r->arena,
					 judgement->reason ? judgement->reason : "the run has not ended");
		break;
	}
	for (size_t i = 0; i < r->claim_count; i++)
		r->claims[i].shown = r->verdict == RESULT_PASS;
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
	struct scenario_result *r = result_new(script, NULL);
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
