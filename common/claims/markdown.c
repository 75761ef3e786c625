/* markdown.c - the claims as Markdown: the table (build/claims.md), a note's short one, a claim's own page; see table.h. */
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

static void add_text(struct text *out, struct text *text)
{
	add_cell(out, text_chars(text));
	text_free(text);
}

/* What becomes of the claim besides its verdict, and why some of it is missing. */
static void add_instead(struct text *out, const struct claim_row *row)
{
	struct text instead = { 0 }, missing = { 0 };

	claim_instead_text(&instead, row);
	claim_missing_text(&missing, row);
	if (row->claim->undecidable && !instead.length)
		text_add(&instead, row->claim->undecidable);
	if (missing.length)
		text_addf(&instead, "%smissing: %s", instead.length ? "; " : "", text_chars(&missing));
	text_free(&missing);
	add_text(out, &instead);
}

static void add_row(struct text *out, const struct claim_row *row)
{
	struct text sources = { 0 }, evidence = { 0 }, verdict = { 0 };

	claim_sources_text(&sources, row->claim->sources);
	claim_evidence_text(&evidence, row);
	claim_verdict_words(&verdict, row);
	text_add(out, "| ");
	add_cell(out, row->claim->claim);
	text_addf(out, "<br>`%s` | ", row->claim->id);
	add_text(out, &sources);
	text_add(out, " | ");
	add_text(out, &verdict);
	text_add(out, " | ");
	add_instead(out, row);
	text_add(out, " | ");
	add_text(out, &evidence);
	text_add(out, " |\n");
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
		if (t->partly[s])
			text_addf(out, " (%zu in part)", t->partly[s]);
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

/* "linger/02, 36; shutdown/04" */
static void add_scenarios(struct text *out, const struct claim_row *row)
{
	const struct scenario_result *last = NULL;

	for (size_t i = 0; i < row->voice_count; i++) {
		const struct scenario_result *r = row->voices[i].scenario;

		if (r == last)
			continue;
		if (!last || strcmp(r->lab, last->lab) != 0)
			text_addf(out, "%s%s/", last ? "; " : "", r->lab);
		else
			text_add(out, ", ");
		text_add_bytes(out, r->name, strcspn(r->name, "-"));
		last = r;
	}
}

void claims_table_markdown_short(struct text *out, const struct claims_table *t)
{
	size_t untold = 0;

	text_add(out, "| claim | on Linux | but, or instead | scenarios |\n| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < t->count; i++) {
		const struct claim_row *row = &t->rows[i];
		struct text scenarios = { 0 };

		untold += !claim_is_told(row);
		if (!claim_is_told(row))
			continue;
		text_add(out, "| ");
		add_cell(out, row->claim->claim);
		text_addf(out, "<br>`%s` | %s | ", row->claim->id, claim_status_text(row->status));
		add_instead(out, row);
		text_add(out, " | ");
		add_scenarios(&scenarios, row);
		add_text(out, &scenarios);
		text_add(out, " |\n");
	}
	if (untold)
		text_addf(out, "\nOf %zu more there is no scenario yet.\n", untold);
}

static void add_cases(struct text *out, const struct claim_row *row, struct arena *arena)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		if (!v->result->shown)
			continue;
		text_addf(out, "- **%s**%s", claim_says_text(&v->result->says, arena),
			  v->result->says.text ? " " : "");
		if (v->result->says.text)
			add_cell(out, v->result->says.text);
		text_addf(out, "  \n  `%s/%s`: ", v->scenario->lab, v->scenario->name);
		add_cell(out, v->result->sentence);
		text_add(out, "\n");
	}
}

void claim_markdown(struct text *out, const struct claims_table *t, const struct claim_row *row)
{
	static const struct {
		const char *label;
		void (*say)(struct text *out, const struct claim_row *row);
	} parts[] = {
		{ "Missing", claim_missing_text },
		{ "Waited", claim_waited_text },
	};
	struct text text = { 0 };

	text_addf(out, "# %s\n\n> ", row->claim->id);
	add_cell(out, row->claim->claim);
	claim_sources_text(&text, row->claim->sources);
	text_add(out, text.length ? "\n>\n> " : "\n");
	add_text(out, &text);
	text_add(out, "\n\n**");
	claim_verdict_words(&text, row);
	add_text(out, &text);
	text_add(out, "**");
	claim_circumstances_text(&text, row);
	if (text.length)
		text_add(out, ", on ");
	add_text(out, &text);
	text_add(out, ".\n\n");
	if (row->claim->undecidable)
		add_cell(out, row->claim->undecidable);
	add_cases(out, row, t->arena);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		parts[i].say(&text, row);
		if (!text.length)
			continue;
		text_addf(out, "\n%s: ", parts[i].label);
		add_text(out, &text);
		text_add(out, ".\n");
	}
}
