/* table.c - puts the scenarios' verdicts on the claims together; see table.h. */
#include "common/claims/table.h"

#include <string.h>

/* While the table is being made. */
struct making {
	struct claims_table *table;
	size_t row_capacity, error_capacity;
};

static void add_error(struct making *m, const char *sentence)
{
	struct claims_table *t = m->table;

	t->errors = arena_grow(t->arena, t->errors, t->error_count, &m->error_capacity, sizeof(*t->errors));
	t->errors[t->error_count++] = sentence;
}

static bool wanted(const char *topic, const char *const *topics, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(topics[i], topic) == 0)
			return true;
	return count == 0;
}

static void collect_voices(struct arena *arena, struct claim_row *row, struct scenario_result *const *results,
			   size_t count)
{
	size_t capacity = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < results[i]->claim_count; k++) {
			if (strcmp(results[i]->claims[k].id, row->claim->id) != 0)
				continue;
			row->voices = arena_grow(arena, row->voices, row->voice_count, &capacity,
						 sizeof(*row->voices));
			row->voices[row->voice_count++] =
				(struct claim_voice){ results[i], &results[i]->claims[k] };
		}
}

static enum claim_status status_of(enum claim_verdict v)
{
	switch (v) {
	case VERDICT_CONFIRMED: return CLAIM_CONFIRMED;
	case VERDICT_QUALIFIED: return CLAIM_QUALIFIED;
	case VERDICT_REFUTED: return CLAIM_REFUTED;
	case VERDICT_ANSWERED: return CLAIM_ANSWERED;
	}
	return CLAIM_UNSETTLED;
}

/* A contradiction is one between what was shown; it outweighs what is still open. */
static void weigh(struct making *m, struct claim_row *row)
{
	struct arena *arena = m->table->arena;
	const struct claim_voice *first = NULL;
	bool open = false, skipped = false;

	row->status = row->claim->undecidable ? CLAIM_UNDECIDABLE : CLAIM_UNTRIED;
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		if (v->scenario->verdict == RESULT_SKIP) {
			skipped = true; /* it says nothing: it may be about another kernel */
		} else if (!v->result->settled) {
			open = true;
		} else if (!first) {
			first = v;
			row->status = status_of(v->result->verdict);
		} else if (v->result->verdict != first->result->verdict) {
			row->status = CLAIM_CONTRADICTORY;
			add_error(m,
				  arena_printf(arena, "%s: %s/%s says %s, but %s/%s says %s", row->claim->id,
					       first->scenario->lab, first->scenario->name,
					       claim_verdict_text(first->result->verdict), v->scenario->lab,
					       v->scenario->name, claim_verdict_text(v->result->verdict)));
		}
	}
	if (open && row->status != CLAIM_CONTRADICTORY)
		row->status = CLAIM_UNSETTLED;
	else if (skipped && !first)
		row->status = CLAIM_UNPLAYED;
	if (row->voice_count && row->claim->undecidable)
		add_error(m, arena_printf(arena, "%s: is listed as undecidable, but %s/%s decides it",
					  row->claim->id, row->voices[0].scenario->lab,
					  row->voices[0].scenario->name));
}

/* Where others have spoken, a scenario that was not played has nothing to add. */
static void drop_skipped(struct claim_row *row)
{
	size_t kept = 0;

	for (size_t i = 0; i < row->voice_count; i++)
		if (row->voices[i].scenario->verdict != RESULT_SKIP)
			row->voices[kept++] = row->voices[i];
	row->voice_count = kept;
}

static void check_topics(struct making *m, const struct catalogue *c, const char *const *topics, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = 0; k < c->count && !known; k++)
			known = strcmp(c->claims[k].topic, topics[i]) == 0;
		if (!known)
			add_error(m, arena_printf(m->table->arena, "no claim has the topic '%s'", topics[i]));
	}
}

static void check_ids(struct making *m, const struct catalogue *c, struct scenario_result *const *results,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < results[i]->claim_count; k++)
			if (!catalogue_find(c, results[i]->claims[k].id))
				add_error(m, arena_printf(m->table->arena,
							  "%s: %s/%s names it, but the catalogue does not",
							  results[i]->claims[k].id, results[i]->lab,
							  results[i]->name));
}

struct claims_table *claims_table_make(const struct catalogue *catalogue,
				       struct scenario_result *const *results, size_t result_count,
				       const char *const *topics, size_t topic_count, const char *kernel)
{
	struct arena *arena = arena_new();
	struct claims_table *t = arena_alloc(arena, sizeof(*t));
	struct making m = { .table = t };

	t->arena = arena;
	t->kernel = arena_string(arena, kernel);
	check_topics(&m, catalogue, topics, topic_count);
	check_ids(&m, catalogue, results, result_count);
	for (size_t i = 0; i < catalogue->count; i++) {
		struct claim_row row = { .claim = &catalogue->claims[i] };

		if (!wanted(row.claim->topic, topics, topic_count))
			continue;
		collect_voices(arena, &row, results, result_count);
		weigh(&m, &row);
		if (claim_is_told(&row))
			drop_skipped(&row);
		t->rows = arena_grow(arena, t->rows, t->count, &m.row_capacity, sizeof(row));
		t->rows[t->count++] = row;
		t->counts[row.status]++;
	}
	return t;
}

void claims_table_free(struct claims_table *t)
{
	if (t)
		arena_free(t->arena);
}
