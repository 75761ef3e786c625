/* result_read.c - a result from its JSON: whatever is not as we write it is refused. See result.h. */
#include "common/report/result.h"

#include <string.h>

static const char *get_string(struct arena *a, const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? arena_string(a, text) : NULL;
}

static bool get_verdict(const json_t *json, enum verdict *out)
{
	const char *word = json_string_value(json_object_get(json, "verdict"));

	for (int v = RESULT_PASS; word && v <= RESULT_INCONCLUSIVE; v++)
		if (strcmp(verdict_text((enum verdict)v), word) == 0) {
			*out = (enum verdict)v;
			return true;
		}
	return false;
}

static bool get_outcome(const json_t *json, enum outcome *out)
{
	const char *word = json_string_value(json_object_get(json, "verdict"));

	for (int o = OUTCOME_OPEN; word && o <= OUTCOME_INCONCLUSIVE; o++)
		if (strcmp(outcome_text((enum outcome)o), word) == 0) {
			*out = (enum outcome)o;
			return true;
		}
	return false;
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
	e->call = get_string(a, json, "name");
	if (json_object_get(json, "frame") && !get_unsigned(json, "frame", &e->frame))
		return false;
	return e->text && get_unsigned(json, "line", &e->line);
}

static bool says_from_json(struct arena *a, const json_t *json, struct claim_says *says)
{
	const char *word = json_string_value(json_object_get(json, "case"));
	int what = 0;

	while (what < CLAIM_CASES && (!word || strcmp(word, claim_case_text((enum claim_case)what)) != 0))
		what++;
	says->what = (enum claim_case)what;
	says->rare = json_is_true(json_object_get(json, "rare"));
	says->text = get_string(a, json, "text");
	if (says->what == CASE_ANSWERS &&
	    (!get_unsigned(json, "part", &says->part) || !get_unsigned(json, "parts", &says->parts) ||
	     !says->part || says->part > says->parts))
		return false;
	return what < CLAIM_CASES && (says->what != CASE_FAILS || says->text);
}

static bool claim_from_json(struct arena *a, const json_t *json, struct claim_result *c)
{
	const json_t *evidence = json_object_get(json, "evidence");

	c->id = get_string(a, json, "id");
	c->sentence = get_string(a, json, "sentence");
	if (!c->id || !c->sentence || !says_from_json(a, json, &c->says) || !json_is_array(evidence) ||
	    !json_is_boolean(json_object_get(json, "shown")))
		return false;
	c->shown = json_boolean_value(json_object_get(json, "shown"));
	c->control = get_string(a, json, "control");
	c->waited = json_number_value(json_object_get(json, "waited"));
	(void)get_unsigned(json, "line", &c->line);
	c->evidence_count = json_array_size(evidence);
	c->evidence = arena_alloc(a, (c->evidence_count + 1) * sizeof(*c->evidence));
	for (size_t i = 0; i < c->evidence_count; i++)
		if (!evidence_from_json(a, json_array_get(evidence, i), &c->evidence[i]))
			return false;
	return true;
}

static bool break_from_json(struct arena *a, const json_t *json, struct control_break *b)
{
	const json_t *claims = json_object_get(json, "claims");

	b->came = get_string(a, json, "came");
	for (size_t i = 0; i < json_array_size(claims); i++) {
		json_int_t number = json_integer_value(json_array_get(claims, i));

		if (number < 1 || number > 64)
			return false;
		b->claims |= UINT64_C(1) << (number - 1);
	}
	return b->came && get_unsigned(json, "line", &b->line);
}

static bool control_from_json(struct arena *a, const json_t *json, struct control_result *c)
{
	const json_t *breaks = json_object_get(json, "breaks");

	c->text = get_string(a, json, "text");
	c->sentence = get_string(a, json, "sentence");
	if (!c->text || !c->sentence || !get_outcome(json, &c->outcome) ||
	    !json_is_boolean(json_object_get(json, "as_it_must")) || !json_is_array(breaks))
		return false;
	c->variant = json_is_true(json_object_get(json, "variant"));
	c->as_it_must = json_boolean_value(json_object_get(json, "as_it_must"));
	c->break_count = json_array_size(breaks);
	c->breaks = arena_alloc(a, (c->break_count + 1) * sizeof(*c->breaks));
	for (size_t i = 0; i < c->break_count; i++)
		if (!break_from_json(a, json_array_get(breaks, i), &c->breaks[i]))
			return false;
	return json_is_null(json_object_get(json, "failed_at")) ||
	       get_unsigned(json, "failed_at", &c->failed_at);
}

static const char *get_string_or_none(struct arena *a, const json_t *json, const char *key)
{
	const char *text = get_string(a, json, key);

	return text ? text : "";
}

static struct circumstances circumstances_from_json(struct arena *a, const json_t *json)
{
	return (struct circumstances){ .kernel = get_string_or_none(a, json, "kernel"),
				       .day = get_string_or_none(a, json, "day"),
				       .world = get_string_or_none(a, json, "world"),
				       .settings = get_string_or_none(a, json, "settings"),
				       .compiler = get_string_or_none(a, json, "compiler"),
				       .libc = get_string_or_none(a, json, "libc") };
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

bool result_is_outdated(const json_t *json)
{
	enum verdict verdict;

	return get_verdict(json, &verdict) && json_object_get(json, "lab") &&
	       json_integer_value(json_object_get(json, "version")) != RESULT_VERSION;
}

struct scenario_result *result_from_json(const json_t *json)
{
	struct arena *arena = arena_new();
	struct scenario_result *r = arena_alloc(arena, sizeof(*r));

	r->arena = arena;
	r->lab = get_string(arena, json, "lab");
	r->name = get_string(arena, json, "name");
	r->file = get_string(arena, json, "file");
	r->title = get_string(arena, json, "title");
	r->reason = get_string(arena, json, "reason");
	r->text = get_string_or_none(arena, json, "text");
	r->yours = json_is_true(json_object_get(json, "yours"));
	r->advice = get_string_or_none(arena, json, "advice");
	r->elsewhere = json_is_true(json_object_get(json, "elsewhere"));
	r->at = circumstances_from_json(arena, json_object_get(json, "at"));
	(void)get_unsigned(json, "played", &r->played);
	(void)get_unsigned(json, "may", &r->may);
	r->seconds = json_number_value(json_object_get(json, "seconds"));
	r->timer_seconds = json_number_value(json_object_get(json, "timer_seconds"));
	if (json_integer_value(json_object_get(json, "version")) != RESULT_VERSION ||
	    !get_verdict(json, &r->verdict) || !r->lab || !r->name || !r->file || !r->title || !r->reason ||
	    !get_unsigned(json, "segments", &r->segments) || !get_unsigned(json, "calls", &r->calls) ||
	    !get_unsigned(json, "states", &r->states) || !read_lists(r, json)) {
		arena_free(arena);
		return NULL;
	}
	return r;
}
