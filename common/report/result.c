/* result.c - a result as JSON; back it comes by result_read.c. See result.h. */
#include "common/report/result.h"

#include <string.h>

#include "common/base/json.h"

static const char *const verdict_words[] = {
	[RESULT_PASS] = "pass",
	[RESULT_FAIL] = "fail",
	[RESULT_SKIP] = "skip",
	[RESULT_INCONCLUSIVE] = "inconclusive",
};

const char *verdict_text(enum verdict v)
{
	return verdict_words[v];
}

const char *outcome_text(enum outcome o)
{
	static const char *const words[] = {
		[OUTCOME_OPEN] = "open",
		[OUTCOME_HOLDS] = "holds",
		[OUTCOME_FAILS] = "fails",
		[OUTCOME_INCONCLUSIVE] = "inconclusive",
	};

	return words[o];
}

static json_t *evidence_to_json(const struct evidence *e)
{
	json_t *json = json_object();

	switch (e->kind) {
	case EVIDENCE_FRAME:
		if (e->frame)
			json_object_set_new(json, "frame", json_integer(e->frame));
		json_object_set_new(json, e->frame ? "text" : "never", json_text(e->text));
		break;
	case EVIDENCE_CALL:
		json_object_set_new(json, "call", json_text(e->text));
		if (e->call)
			json_object_set_new(json, "name", json_text(e->call));
		break;
	case EVIDENCE_STATE: json_object_set_new(json, "state", json_text(e->text)); break;
	}
	json_object_set_new(json, "line", json_integer(e->line));
	return json;
}

const char *claim_shown_text(const struct scenario_result *r, const struct claim_result *c)
{
	return c->shown ? claim_says_text(&c->says, r->arena) : "not shown";
}

const char *claim_why_not(const struct scenario_result *r, const struct claim_result *c, struct arena *arena)
{
	if (c->shown)
		return "";
	return arena_printf(arena, "%s%s%s", verdict_text(r->verdict), *r->reason ? ": " : "", r->reason);
}

static void says_to_json(json_t *json, const struct claim_says *says)
{
	json_object_set_new(json, "case", json_text(claim_case_text(says->what)));
	if (says->what == CASE_FAILS)
		json_object_set_new(json, "rare", json_boolean(says->rare));
	if (says->what == CASE_ANSWERS) {
		json_object_set_new(json, "part", json_integer(says->part));
		json_object_set_new(json, "parts", json_integer(says->parts));
	}
	if (says->text)
		json_object_set_new(json, "text", json_text(says->text));
}

static json_t *claim_to_json(const struct scenario_result *r, const struct claim_result *c)
{
	json_t *json = json_object(), *evidence = json_array();

	json_object_set_new(json, "id", json_text(c->id));
	says_to_json(json, &c->says);
	json_object_set_new(json, "shown", json_boolean(c->shown));
	if (!c->shown)
		json_object_set_new(json, "why", json_text(claim_why_not(r, c, r->arena)));
	json_object_set_new(json, "sentence", json_text(c->sentence));
	json_object_set_new(json, "line", c->line ? json_integer(c->line) : json_null());
	json_object_set_new(json, "control", c->control ? json_text(c->control) : json_null());
	json_object_set_new(json, "waited", json_real(c->waited));
	for (size_t i = 0; i < c->evidence_count; i++)
		json_array_append_new(evidence, evidence_to_json(&c->evidence[i]));
	json_object_set_new(json, "evidence", evidence);
	return json;
}

/* The claims by their numbers, as the stars of the script have them. */
static json_t *break_to_json(const struct control_break *b)
{
	json_t *json = json_object(), *claims = json_array();

	for (unsigned i = 0; i < 64; i++)
		if (b->claims >> i & 1)
			json_array_append_new(claims, json_integer(i + 1));
	json_object_set_new(json, "line", json_integer(b->line));
	json_object_set_new(json, "claims", claims);
	json_object_set_new(json, "came", json_text(b->came));
	return json;
}

static json_t *control_to_json(const struct control_result *c)
{
	json_t *json = json_object(), *breaks = json_array();

	json_object_set_new(json, "text", json_text(c->text));
	json_object_set_new(json, "variant", json_boolean(c->variant));
	json_object_set_new(json, "verdict", json_text(outcome_text(c->outcome)));
	json_object_set_new(json, "failed_at", c->failed_at ? json_integer(c->failed_at) : json_null());
	json_object_set_new(json, "as_it_must", json_boolean(c->as_it_must));
	json_object_set_new(json, "sentence", json_text(c->sentence));
	for (size_t i = 0; i < c->break_count; i++)
		json_array_append_new(breaks, break_to_json(&c->breaks[i]));
	json_object_set_new(json, "breaks", breaks);
	return json;
}

static json_t *circumstances_to_json(const struct circumstances *at)
{
	json_t *json = json_object();

	json_object_set_new(json, "kernel", json_text(at->kernel));
	json_object_set_new(json, "day", json_text(at->day));
	json_object_set_new(json, "world", json_text(at->world));
	json_object_set_new(json, "settings", json_text(at->settings));
	json_object_set_new(json, "compiler", json_text(at->compiler));
	json_object_set_new(json, "libc", json_text(at->libc));
	return json;
}

/* Of several controls the one that says least: it is what limits the scenario. */
static json_t *weakest_control(const struct scenario_result *r)
{
	const struct control_result *weakest = NULL;
	json_t *json;

	for (size_t i = 0; i < r->control_count && (!weakest || weakest->as_it_must); i++)
		if (!r->controls[i].variant)
			weakest = !weakest || !r->controls[i].as_it_must ? &r->controls[i] : weakest;
	if (!weakest)
		return json_null();
	json = json_object();
	json_object_set_new(json, "verdict", json_text(outcome_text(weakest->outcome)));
	json_object_set_new(json, "failed_at",
			    weakest->failed_at ? json_integer(weakest->failed_at) : json_null());
	return json;
}

json_t *result_to_json(const struct scenario_result *r)
{
	json_t *json = json_object(), *controls = json_array(), *claims = json_array();

	json_object_set_new(json, "version", json_integer(RESULT_VERSION));
	json_object_set_new(json, "lab", json_text(r->lab));
	json_object_set_new(json, "name", json_text(r->name));
	json_object_set_new(json, "file", json_text(r->file));
	json_object_set_new(json, "title", json_text(r->title));
	json_object_set_new(json, "verdict", json_text(verdict_text(r->verdict)));
	json_object_set_new(json, "reason", json_text(r->reason));
	if (r->verdict == RESULT_SKIP)
		json_object_set_new(json, "elsewhere", json_boolean(r->elsewhere));
	json_object_set_new(json, "at", circumstances_to_json(&r->at));
	json_object_set_new(json, "played", json_integer(r->played));
	json_object_set_new(json, "control", weakest_control(r));
	for (size_t i = 0; i < r->control_count; i++)
		json_array_append_new(controls, control_to_json(&r->controls[i]));
	json_object_set_new(json, "controls", controls);
	json_object_set_new(json, "seconds", json_real(r->seconds));
	json_object_set_new(json, "timer_seconds", json_real(r->timer_seconds));
	json_object_set_new(json, "segments", json_integer(r->segments));
	json_object_set_new(json, "may", json_integer(r->may));
	json_object_set_new(json, "calls", json_integer(r->calls));
	json_object_set_new(json, "states", json_integer(r->states));
	for (size_t i = 0; i < r->claim_count; i++)
		json_array_append_new(claims, claim_to_json(r, &r->claims[i]));
	json_object_set_new(json, "claims", claims);
	if (r->yours) {
		json_object_set_new(json, "yours", json_true());
		json_object_set_new(json, "advice", json_text(r->advice));
	}
	json_object_set_new(json, "text", json_text(r->text));
	return json;
}

void result_free(struct scenario_result *r)
{
	if (r)
		arena_free(r->arena);
}

json_t *results_to_json(struct scenario_result *const *results, size_t count, const char *kernel,
			json_t *claims)
{
	json_t *json = json_object(), *scenarios = json_array();

	json_object_set_new(json, "version", json_integer(RESULT_VERSION));
	json_object_set_new(json, "kernel", json_text(kernel));
	for (size_t i = 0; i < count; i++) {
		json_t *scenario = result_to_json(results[i]);

		json_object_del(scenario, "text"); /* is for a terminal */
		json_array_append_new(scenarios, scenario);
	}
	json_object_set_new(json, "scenarios", scenarios);
	json_object_set_new(json, "claims", claims ? json_incref(claims) : json_array());
	return json;
}
