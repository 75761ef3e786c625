/* json.c - the claims as JSON; see table.h. */
#include "common/claims/table.h"

#include "common/base/json.h"
#include "common/base/text.h"

static json_t *case_json(const struct claim_voice *v, struct arena *arena)
{
	const struct claim_says *says = &v->result->says;
	json_t *json = json_object();

	json_object_set_new(json, "scenario",
			    json_text(arena_printf(arena, "%s/%s", v->scenario->lab, v->scenario->name)));
	json_object_set_new(json, "case", json_text(claim_case_text(says->what)));
	json_object_set_new(json, "rare", json_boolean(says->rare));
	if (says->part)
		json_object_set_new(json, "part", json_integer(says->part));
	if (says->text)
		json_object_set_new(json, "text", json_text(says->text));
	json_object_set_new(json, "shown", json_boolean(v->result->shown));
	if (!v->result->shown)
		json_object_set_new(json, "why", json_text(claim_why_not(v->scenario, v->result, arena)));
	if (!v->counts)
		json_object_set_new(json, "elsewhere", json_true());
	json_object_set_new(json, "evidence", json_text(v->result->sentence));
	json_object_set_new(json, "control", json_text_or_null(v->result->control));
	return json;
}

/* The scenarios, each once. */
static json_t *scenarios_json(const struct claim_row *row, struct arena *arena)
{
	json_t *json = json_array();

	for (size_t i = 0; i < row->voice_count; i++) {
		const struct scenario_result *r = row->voices[i].scenario;

		if (!i || r != row->voices[i - 1].scenario)
			json_array_append_new(json, json_text(arena_printf(arena, "%s/%s", r->lab, r->name)));
	}
	return json;
}

static json_t *row_json(const struct claim_row *row, struct arena *arena)
{
	json_t *json = json_object(), *cases = json_array();
	struct text missing = { 0 };

	json_object_set_new(json, "id", json_text(row->claim->id));
	json_object_set_new(json, "verdict", json_text(claim_status_text(row->status)));
	json_object_set_new(json, "shown", json_integer((json_int_t)row->shown));
	json_object_set_new(json, "of", json_integer((json_int_t)row->cases));
	claim_missing_text(&missing, row);
	json_object_set_new(json, "missing", json_text(text_chars(&missing)));
	text_free(&missing);
	if (row->claim->undecidable)
		json_object_set_new(json, "undecidable", json_text(row->claim->undecidable));
	for (size_t i = 0; i < row->voice_count; i++)
		json_array_append_new(cases, case_json(&row->voices[i], arena));
	json_object_set_new(json, "scenarios", scenarios_json(row, arena));
	json_object_set_new(json, "cases", cases);
	return json;
}

static bool is_spoken_of(const struct claim_row *row, struct scenario_result *const *results, size_t count)
{
	for (size_t i = 0; i < row->voice_count; i++)
		for (size_t k = 0; k < count; k++)
			if (row->voices[i].scenario == results[k])
				return true;
	return false;
}

json_t *claims_table_json(const struct claims_table *t, struct scenario_result *const *results, size_t count)
{
	json_t *json = json_array();

	for (size_t i = 0; i < t->count; i++)
		if (is_spoken_of(&t->rows[i], results, count))
			json_array_append_new(json, row_json(&t->rows[i], t->arena));
	return json;
}
