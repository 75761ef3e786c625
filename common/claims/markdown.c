/* markdown.c - the claims' table as Markdown (build/claims.md); see table.h. */
#include <string.h>

#include "common/claims/table.h"

/* A cell of a table: nothing in it may end the cell, begin a tag or be taken for emphasis. */
static void add_cell(struct text *out, const char *text)
{
	struct text safe = { 0 };

	text_add_safe(&safe, text);
	for (const char *s = text_chars(&safe); *s; s++) {
		if (strchr("\\|<>*`[]", *s))
			text_add(out, *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : "\\");
		if (*s != '<' && *s != '>')
			text_add_bytes(out, s, 1);
	}
	text_free(&safe);
}

static void add_row(struct text *out, const struct claim_row *row)
{
	struct text sources = { 0 }, instead = { 0 }, evidence = { 0 };

	claim_sources_text(&sources, row->claim->sources);
	claim_instead_text(&instead, row);
	claim_evidence_text(&evidence, row);
	text_add(out, "| ");
	add_cell(out, row->claim->claim);
	text_addf(out, "<br>`%s` | ", row->claim->id);
	add_cell(out, text_chars(&sources));
	text_addf(out, " | %s | ", claim_status_text(row->status));
	add_cell(out,
		 row->claim->undecidable && !instead.length ? row->claim->undecidable : text_chars(&instead));
	text_add(out, " | ");
	add_cell(out, text_chars(&evidence));
	text_add(out, " |\n");
	text_free(&sources);
	text_free(&instead);
	text_free(&evidence);
}

static bool same_topic(const struct claim_row *a, const struct claim_row *b)
{
	return strcmp(a->claim->topic, b->claim->topic) == 0;
}

static bool is_first_of_topic(const struct claims_table *t, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (same_topic(&t->rows[i], &t->rows[row]))
			return false;
	return true;
}

/* All of a topic that has been looked at; of the rest how many there are. A topic that nobody looked at goes into
 * `rest`. */
static void add_topic(struct text *out, struct text *rest, const struct claims_table *t, size_t first)
{
	const char *topic = t->rows[first].claim->topic;
	size_t unplayed = 0, untried = 0, told = 0;

	for (size_t i = first; i < t->count; i++) {
		if (!same_topic(&t->rows[i], &t->rows[first]))
			continue;
		unplayed += t->rows[i].status == CLAIM_UNPLAYED;
		untried += t->rows[i].status == CLAIM_UNTRIED;
		if (!claim_is_told(&t->rows[i]))
			continue;
		if (!told++) {
			text_add(out, "\n## ");
			add_cell(out, *topic ? topic : "(no topic)");
			text_add(out, "\n\n| claim | source | on this kernel | what Linux does | evidence |\n"
				      "| --- | --- | --- | --- | --- |\n");
		}
		add_row(out, &t->rows[i]);
	}
	if (unplayed && told)
		text_addf(out, "\nOf %zu more the scenarios were not played.\n", unplayed);
	if (untried && told)
		text_addf(out, "\nOf %zu more there is no scenario yet.\n", untried);
	if (!told) {
		text_add(rest, rest->length ? ", " : "");
		add_cell(rest, *topic ? topic : "(no topic)");
		text_addf(rest, " (%zu)", unplayed + untried);
	}
}

void claims_table_markdown(struct text *out, const struct claims_table *t)
{
	struct text rest = { 0 };
	bool any = false;

	text_add(out, "# Claims, and what became of them\n\nOn Linux ");
	add_cell(out, t->kernel);
	text_add(out, ": ");
	for (size_t s = 0; s < CLAIM_STATUSES; s++) {
		if (!t->counts[s])
			continue;
		text_addf(out, "%s%zu %s%s", any ? ", " : "", t->counts[s], s == CLAIM_UNTRIED ? "with " : "",
			  claim_status_text((enum claim_status)s));
		any = true;
	}
	text_add(out, any ? ".\n" : "no claims.\n");
	for (size_t i = 0; i < t->error_count; i++) {
		text_add(out, i ? "- " : "\nErrors:\n\n- ");
		add_cell(out, t->errors[i]);
		text_add(out, "\n");
	}
	for (size_t i = 0; i < t->count; i++)
		if (is_first_of_topic(t, i))
			add_topic(out, &rest, t, i);
	if (rest.length)
		text_addf(out, "\n## Not played, or no scenario yet\n\n%s.\n", text_chars(&rest));
	text_free(&rest);
}
