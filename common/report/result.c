/* result.c - a result as JSON, both ways; see result.h. The schema is in DESIGN.md: names there are names here. */
#include "common/report/result.h"

#include <string.h>

#include "common/base/text.h"

static const char *const verdict_words[] = {
	[RESULT_PASS] = "pass",
	[RESULT_FAIL] = "fail",
	[RESULT_SKIP] = "skip",
	[RESULT_INCONCLUSIVE] = "inconclusive",
};

static const char *const outcome_words[] = {
	[OUTCOME_OPEN] = "open",
	[OUTCOME_HOLDS] = "holds",
	[OUTCOME_FAILS] = "fails",
	[OUTCOME_INCONCLUSIVE] = "inconclusive",
};

enum { VERDICTS = sizeof(verdict_words) / sizeof(verdict_words[0]) };
enum { OUTCOMES = sizeof(outcome_words) / sizeof(outcome_words[0]) };

const char *verdict_text(enum verdict v)
{
	return verdict_words[v];
}

/* JSON is UTF-8; what a program wrote need not be. */
static json_t *string(const char *text)
{
	json_t *s = json_string(text ? text : "");
	struct text safe = { 0 };

	if (s)
		return s;
	text_add_safe(&safe, text);
	s = json_string(text_chars(&safe));
	text_free(&safe);
	return s;
}

/* ---- to JSON ---- */

static json_t *evidence_to_json(const struct evidence *e)
{
	json_t *json = json_object();

	switch (e->kind) {
	case EVIDENCE_FRAME:
		if (e->frame)
			json_object_set_new(json, "frame", json_integer(e->frame));
		json_object_set_new(json, e->frame ? "text" : "never", string(e->text));
		break;
	case EVIDENCE_CALL: json_object_set_new(json, "call", string(e->text)); break;
	case EVIDENCE_STATE: json_object_set_new(json, "state", string(e->text)); break;
	}
	json_object_set_new(json, "line", json_integer(e->line));
	return json;
}

static json_t *claim_to_json(const struct claim_result *c)
{
	json_t *json = json_object(), *evidence = json_array();

	json_object_set_new(json, "id", string(c->id));
	json_object_set_new(json, "verdict", string(claim_verdict_text(c->verdict)));
	json_object_set_new(json, "settled", json_boolean(c->settled));
	if (c->instead)
		json_object_set_new(json, "instead", string(c->instead));
	for (size_t i = 0; i < c->evidence_count; i++)
		json_array_append_new(evidence, evidence_to_json(&c->evidence[i]));
	json_object_set_new(json, "evidence", evidence);
	return json;
}

static json_t *control_to_json(const struct control_result *c)
{
	json_t *json = json_object();

	json_object_set_new(json, "text", string(c->text));
	json_object_set_new(json, "verdict", string(outcome_words[c->outcome]));
	json_object_set_new(json, "failed_at", c->failed_at ? json_integer(c->failed_at) : json_null());
	json_object_set_new(json, "as_it_must", json_boolean(c->failed_as_it_must));
	json_object_set_new(json, "sentence", string(c->sentence));
	return json;
}

/* Of several controls the one that says least: it is what limits the scenario. */
static json_t *weakest_control(const struct scenario_result *r)
{
	const struct control_result *weakest = NULL;
	json_t *json;

	for (size_t i = 0; i < r->control_count && (!weakest || weakest->failed_as_it_must); i++)
		weakest = !weakest || !r->controls[i].failed_as_it_must ? &r->controls[i] : weakest;
	if (!weakest)
		return json_null();
	json = json_object();
	json_object_set_new(json, "verdict", string(outcome_words[weakest->outcome]));
	json_object_set_new(json, "failed_at",
			    weakest->failed_at ? json_integer(weakest->failed_at) : json_null());
	return json;
}

json_t *result_to_json(const struct scenario_result *r)
{
	json_t *json = json_object(), *controls = json_array(), *claims = json_array();

	json_object_set_new(json, "lab", string(r->lab));
	json_object_set_new(json, "name", string(r->name));
	json_object_set_new(json, "file", string(r->file));
	json_object_set_new(json, "title", string(r->title));
	json_object_set_new(json, "verdict", string(verdict_text(r->verdict)));
	json_object_set_new(json, "reason", string(r->reason));
	json_object_set_new(json, "control", weakest_control(r));
	for (size_t i = 0; i < r->control_count; i++)
		json_array_append_new(controls, control_to_json(&r->controls[i]));
	json_object_set_new(json, "controls", controls);
	json_object_set_new(json, "seconds", json_real(r->seconds));
	json_object_set_new(json, "timer_seconds", json_real(r->timer_seconds));
	json_object_set_new(json, "segments", json_integer(r->segments));
	json_object_set_new(json, "calls", json_integer(r->calls));
	json_object_set_new(json, "states", json_integer(r->states));
	for (size_t i = 0; i < r->claim_count; i++)
		json_array_append_new(claims, claim_to_json(&r->claims[i]));
	json_object_set_new(json, "claims", claims);
	if (r->yours) {
		json_object_set_new(json, "yours", json_true());
		json_object_set_new(json, "advice", string(r->advice));
	}
	json_object_set_new(json, "text", string(r->text));
	return json;
}

/* ---- from JSON: whatever is not as we write it is refused ---- */

static const char *get_string(struct arena *a, const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? arena_string(a, text) : NULL;
}

static int word_index(const char *word, const char *const *words, int count)
{
	for (int i = 0; word && i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static bool get_unsigned(const json_t *json, const char *key, unsigned *out)
{
	const json_t *number = json_object_get(json, key);

	if (!json_is_integer(number) || json_integer_value(number) < 0 ||
	    json_integer_value(number) > UINT32_MAX)
		return false;
	*out = (unsigned)json_integer_value(number);
	return true;
}

static bool evidence_from_json(struct arena *a, const json_t *json, struct evidence *e)
{
	static const struct {
		const char *key;
		int kind;
	} kinds[] = {
		{ "text", EVIDENCE_FRAME },
		{ "never", EVIDENCE_FRAME },
		{ "call", EVIDENCE_CALL },
		{ "state", EVIDENCE_STATE },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !e->text; i++) {
		e->text = get_string(a, json, kinds[i].key);
		switch (kinds[i].kind) {
		case EVIDENCE_FRAME: e->kind = EVIDENCE_FRAME; break;
		case EVIDENCE_CALL: e->kind = EVIDENCE_CALL; break;
		default: e->kind = EVIDENCE_STATE; break;
		}
	}
	if (json_object_get(json, "frame") && !get_unsigned(json, "frame", &e->frame))
		return false;
	return e->text && get_unsigned(json, "line", &e->line);
}

static bool claim_from_json(struct arena *a, const json_t *json, struct claim_result *c)
{
	const json_t *evidence = json_object_get(json, "evidence");
	const char *verdict = json_string_value(json_object_get(json, "verdict"));
	bool known = false;

	c->id = get_string(a, json, "id");
	for (int v = VERDICT_CONFIRMED; v <= VERDICT_ANSWERED; v++)
		if (verdict && strcmp(claim_verdict_text((enum claim_verdict)v), verdict) == 0) {
			c->verdict = (enum claim_verdict)v;
			known = true;
		}
	if (!c->id || !known || !json_is_array(evidence) ||
	    !json_is_boolean(json_object_get(json, "settled")))
		return false;
	c->settled = json_boolean_value(json_object_get(json, "settled"));
	c->instead = get_string(a, json, "instead");
	c->evidence_count = json_array_size(evidence);
	c->evidence = arena_alloc(a, (c->evidence_count + 1) * sizeof(*c->evidence));
	for (size_t i = 0; i < c->evidence_count; i++)
		if (!evidence_from_json(a, json_array_get(evidence, i), &c->evidence[i]))
			return false;
	return true;
}

static bool control_from_json(struct arena *a, const json_t *json, struct control_result *c)
{
	int outcome =
		word_index(json_string_value(json_object_get(json, "verdict")), outcome_words, OUTCOMES);

	c->text = get_string(a, json, "text");
	c->sentence = get_string(a, json, "sentence");
	if (!c->text || !c->sentence || outcome < 0 || !json_is_boolean(json_object_get(json, "as_it_must")))
		return false;
	c->outcome = (enum outcome)outcome;
	c->failed_as_it_must = json_boolean_value(json_object_get(json, "as_it_must"));
	return json_is_null(json_object_get(json, "failed_at")) ||
	       get_unsigned(json, "failed_at", &c->failed_at);
}

static bool read_lists(struct scenario_result *r, const json_t *json)
{
	const json_t *controls = json_object_get(json, "controls"), *claims = json_object_get(json, "claims");

	if (!json_is_array(controls) || !json_is_array(claims))
		return false;
	r->control_count = json_array_size(controls);
	r->controls = arena_alloc(r->arena, (r->control_count + 1) * sizeof(*r->controls));
	for (size_t i = 0; i < r->control_count; i++)
		if (!control_from_json(r->arena, json_array_get(controls, i), &r->controls[i]))
			return false;
	r->claim_count = json_array_size(claims);
	r->claims = arena_alloc(r->arena, (r->claim_count + 1) * sizeof(*r->claims));
	for (size_t i = 0; i < r->claim_count; i++)
		if (!claim_from_json(r->arena, json_array_get(claims, i), &r->claims[i]))
			return false;
	return true;
}

struct scenario_result *result_from_json(const json_t *json)
{
	int verdict =
		word_index(json_string_value(json_object_get(json, "verdict")), verdict_words, VERDICTS);
	struct arena *arena = arena_new();
	struct scenario_result *r = arena_alloc(arena, sizeof(*r));

	r->arena = arena;
	r->lab = get_string(arena, json, "lab");
	r->name = get_string(arena, json, "name");
	r->file = get_string(arena, json, "file");
	r->title = get_string(arena, json, "title");
	r->reason = get_string(arena, json, "reason");
	r->text = get_string(arena, json, "text");
	if (!r->text)
		r->text = "";
	r->yours = json_is_true(json_object_get(json, "yours"));
	r->advice = get_string(arena, json, "advice");
	if (!r->advice)
		r->advice = "";
	r->seconds = json_number_value(json_object_get(json, "seconds"));
	r->timer_seconds = json_number_value(json_object_get(json, "timer_seconds"));
	if (verdict < 0 || !r->lab || !r->name || !r->file || !r->title || !r->reason ||
	    !get_unsigned(json, "segments", &r->segments) || !get_unsigned(json, "calls", &r->calls) ||
	    !get_unsigned(json, "states", &r->states) || !read_lists(r, json)) {
		arena_free(arena);
		return NULL;
	}
	r->verdict = (enum verdict)verdict;
	return r;
}

void result_free(struct scenario_result *r)
{
	if (r)
		arena_free(r->arena);
}

/* ---- all of a run ---- */

/* The claim's entry in the list, new where it has none yet. */
static json_t *claim_entry(json_t *claims, const char *id)
{
	json_t *entry;
	size_t i;

	json_array_foreach(claims, i, entry) if (strcmp(json_string_value(json_object_get(entry, "id")),
							id) == 0) return entry;
	entry = json_object();
	json_object_set_new(entry, "id", string(id));
	json_object_set_new(entry, "scenarios", json_array());
	json_array_append_new(claims, entry);
	return entry;
}

/* Several scenarios may speak about one claim: it is settled when all of them that were played are, and say the same. One
 * that was skipped says nothing: it may be about another kernel. */
static const char *claim_word(struct scenario_result *const *results, size_t count, const char *id)
{
	const char *word = NULL;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < results[i]->claim_count && results[i]->verdict != RESULT_SKIP; k++) {
			const struct claim_result *c = &results[i]->claims[k];
			const char *now = c->settled ? claim_verdict_text(c->verdict) : "open";

			if (strcmp(c->id, id) != 0)
				continue;
			if (word && strcmp(word, now) != 0)
				now = strcmp(word, "open") == 0 || !c->settled ? "open" : "contradictory";
			word = now;
		}
	return word ? word : "open";
}

static void add_claim(json_t *claims, const struct scenario_result *r, const char *id, const char *word)
{
	json_t *name = json_sprintf("%s/%s", r->lab, r->name), *entry = claim_entry(claims, id);

	json_object_set_new(entry, "verdict", string(word));
	json_array_append_new(json_object_get(entry, "scenarios"), name ? name : string("?"));
}

json_t *results_to_json(struct scenario_result *const *results, size_t count, const char *kernel)
{
	json_t *json = json_object(), *scenarios = json_array(), *claims = json_array();

	json_object_set_new(json, "version", json_integer(1));
	json_object_set_new(json, "kernel", string(kernel));
	for (size_t i = 0; i < count; i++) {
		json_t *scenario = result_to_json(results[i]);

		json_object_del(scenario, "text"); /* is for a terminal */
		json_array_append_new(scenarios, scenario);
		for (size_t k = 0; k < results[i]->claim_count; k++)
			add_claim(claims, results[i], results[i]->claims[k].id,
				  claim_word(results, count, results[i]->claims[k].id));
	}
	json_object_set_new(json, "scenarios", scenarios);
	json_object_set_new(json, "claims", claims);
	return json;
}
