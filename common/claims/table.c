/* table.c - puts together what all scenarios say of the claims; see table.h. */
#include "common/claims/table.h"

#include <string.h>

#include "common/claims/verdict.h"

/* While the table is being made. */
struct table_making {
	struct claims_table *table;
	size_t row_capacity, error_capacity;
};

static void add_error(struct table_making *m, const char *sentence)
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
				(struct claim_voice){ results[i], &results[i]->claims[k],
						      !results[i]->elsewhere };
		}
}

static void weigh(struct table_making *m, struct claim_row *row)
{
	claim_weigh(row);
	if (row->voice_count && row->claim->undecidable)
		add_error(m,
			  arena_printf(m->table->arena,
				       "%s: is listed as undecidable, but %s/%s speaks of it", row->claim->id,
				       row->voices[0].scenario->lab, row->voices[0].scenario->name));
}

static void check_topics(struct table_making *m, const struct catalogue *c, const char *const *topics,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = 0; k < c->count && !known; k++)
			known = strcmp(c->claims[k].topic, topics[i]) == 0;
		if (!known)
			add_error(m, arena_printf(m->table->arena, "no claim has the topic '%s'", topics[i]));
	}
}

static void check_ids(struct table_making *m, const struct catalogue *c,
		      struct scenario_result *const *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < results[i]->claim_count; k++)
			if (!catalogue_find(c, results[i]->claims[k].id))
				add_error(m, arena_printf(m->table->arena,
							  "%s: %s/%s names it, but the catalogue does not",
							  results[i]->claims[k].id, results[i]->lab,
							  results[i]->name));
}

static bool is_confirmed(const struct claim_row *row)
{
	return row && (row->status == CLAIM_CONFIRMED || row->status == CLAIM_RARELY);
}

static struct claim_row *find_row(const struct claims_table *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].claim->id, id) == 0)
			return &t->rows[i];
	return NULL;
}

const struct claim_row *claims_table_find(const struct claims_table *t, const char *id)
{
	return find_row(t, id);
}

/* Pairs that cannot both hold, as the catalogue says: first all are found, then marked. */
static void check_pairs(struct table_making *m)
{
	struct claims_table *t = m->table;
	bool *marked = arena_alloc(t->arena, (t->count + 1) * sizeof(*marked));

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->rows[i].claim->contradicts_count; k++) {
			const struct claim_row *other = find_row(t, t->rows[i].claim->contradicts[k]);

			if (!is_confirmed(&t->rows[i]) || !is_confirmed(other))
				continue;
			add_error(m, arena_printf(t->arena,
						  "%s and %s are both confirmed, and contradict each other",
						  t->rows[i].claim->id, other->claim->id));
			marked[i] = marked[other - t->rows] = true;
		}
	for (size_t i = 0; i < t->count; i++)
		if (marked[i])
			t->rows[i].status = CLAIM_CONTRADICTORY;
}

struct claims_table *claims_table_make(const struct catalogue *catalogue,
				       struct scenario_result *const *results, size_t result_count,
				       const char *const *topics, size_t topic_count, const char *kernel)
{
	struct arena *arena = arena_new();
	struct claims_table *t = arena_alloc(arena, sizeof(*t));
	struct table_making m = { .table = t };

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
		t->rows = arena_grow(arena, t->rows, t->count, &m.row_capacity, sizeof(row));
		t->rows[t->count++] = row;
	}
	check_pairs(&m);
	for (size_t i = 0; i < t->count; i++) {
		t->counts[t->rows[i].status]++;
		t->partly[t->rows[i].status] +=
			claim_is_told(&t->rows[i]) && t->rows[i].shown < t->rows[i].cases;
	}
	return t;
}

void claims_table_free(struct claims_table *t)
{
	if (t)
		arena_free(t->arena);
}

bool claims_table_is_faulty(const struct claims_table *t)
{
	if (t->error_count || t->counts[CLAIM_OPEN] || t->counts[CLAIM_CONTRADICTORY])
		return true;
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->rows[i].voice_count; k++) {
			const struct claim_voice *v = &t->rows[i].voices[k];

			if (!v->result->shown && v->scenario->verdict != RESULT_SKIP)
				return true;
		}
	return false;
}
