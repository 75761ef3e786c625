/* draw.c - the claims' table on a terminal; see table.h. */
#include <stdio.h>
#include <string.h>

#include "common/claims/looks.h"
#include "common/report/strip.h"

enum { INDENT = 2, TEXT_AT = 17, LABELLED_AT = TEXT_AT + 10 };

/* What the words beside a verdict are: what Linux does instead, or where the claim fails. */
static const char *instead_label(enum claim_status s)
{
	return s == CLAIM_REFUTED     ? "instead"
	       : s == CLAIM_ANSWERED  ? "answer"
	       : s == CLAIM_QUALIFIED ? "but"
	       : s == CLAIM_RARELY    ? "but"
				      : "note";
}

static bool same_topic(const struct claim_row *a, const struct claim_row *b)
{
	return strcmp(a->claim->topic, b->claim->topic) == 0;
}

/* A line "label  text", or nothing where there is no text. */
static void labelled(struct text *out, const struct ladder_style *style, const char *label, const char *text)
{
	if (*text)
		strip_paragraph(out, style, TEXT_AT, label, LOOK_DIM, LABELLED_AT, text, LOOK_PLAIN);
}

static void draw_head(struct text *out, const struct claim_row *row, const struct ladder_style *style)
{
	int width = strip_width(style), room = width - TEXT_AT;
	struct text sources = { 0 };
	struct strip s;
	int used, wanted;

	claim_sources_text(&sources, row->claim->sources);
	wanted = strip_columns(style, text_chars(&sources));
	strip_begin(&s, style);
	strip_put(&s, INDENT, TEXT_AT - INDENT - 1,
		  row->status == CLAIM_UNTRIED ? "-" : claim_status_text(row->status),
		  claim_look(row->status));
	used = strip_put(&s, TEXT_AT, room, row->claim->id, LOOK_STRONG);
	if (used + 2 + wanted <= room)
		strip_put_right(&s, width, wanted, text_chars(&sources), LOOK_DIM);
	strip_end(out, &s);
	strip_paragraph(out, style, TEXT_AT, "", LOOK_PLAIN, TEXT_AT, row->claim->claim,
			claim_is_told(row) ? LOOK_PLAIN : LOOK_DIM);
	if (used + 2 + wanted > room && row->status != CLAIM_UNTRIED)
		labelled(out, style, "source", text_chars(&sources));
	text_free(&sources);
}

static void draw_row(struct text *out, const struct claim_row *row, const struct ladder_style *style)
{
	struct text instead = { 0 }, evidence = { 0 }, missing = { 0 }, verdict = { 0 };
	bool none = row->status == CLAIM_OPEN || row->status == CLAIM_UNPLAYED;

	draw_head(out, row, style);
	claim_instead_text(&instead, row);
	claim_evidence_text(&evidence, row);
	claim_missing_text(&missing, row);
	labelled(out, style, instead_label(row->status), text_chars(&instead));
	labelled(out, style, none ? "scenarios" : "shown by", text_chars(&evidence));
	if (!none && missing.length) {
		claim_verdict_words(&verdict, row);
		text_addf(&verdict, "; %s", text_chars(&missing));
		labelled(out, style, "in part", text_chars(&verdict));
	}
	if (row->claim->undecidable)
		labelled(out, style, "because", row->claim->undecidable);
	text_free(&verdict);
	text_free(&missing);
	text_free(&evidence);
	text_free(&instead);
}

/* A topic is the rows that have its name; they need not stand together. */
struct topic_counts {
	size_t all, unplayed, untried;
};

static struct topic_counts count_topic(const struct claims_table *t, size_t first)
{
	struct topic_counts n = { 0 };

	for (size_t i = first; i < t->count; i++) {
		if (!same_topic(&t->rows[i], &t->rows[first]))
			continue;
		n.all++;
		n.unplayed += t->rows[i].status == CLAIM_UNPLAYED;
		n.untried += t->rows[i].status == CLAIM_UNTRIED;
	}
	return n;
}

static bool is_first_of_topic(const struct claims_table *t, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (same_topic(&t->rows[i], &t->rows[row]))
			return false;
	return true;
}

static void draw_topic(struct text *out, const struct claims_table *t, size_t first, bool show_untried,
		       const struct ladder_style *style)
{
	const char *topic = t->rows[first].claim->topic;
	struct topic_counts n = count_topic(t, first);
	struct text line = { 0 };

	strip_line(out, style, 0, *topic ? topic : "(no topic)", LOOK_STRONG);
	for (size_t i = first; i < t->count; i++)
		if (same_topic(&t->rows[i], &t->rows[first]) && (show_untried || claim_is_told(&t->rows[i])))
			draw_row(out, &t->rows[i], style);
	if (n.unplayed && !show_untried)
		text_addf(&line, "and %zu whose scenarios were not played", n.unplayed);
	if (n.untried && !show_untried)
		text_addf(&line, "%sand %zu of which there is no scenario yet", line.length ? ", " : "",
			  n.untried);
	if (line.length)
		strip_line(out, style, TEXT_AT, text_chars(&line), LOOK_DIM);
	text_add(out, "\n");
	text_free(&line);
}

/* "12 confirmed · 3 qualified · …", and the errors. */
static void draw_summary(struct text *out, const struct claims_table *t, const struct ladder_style *style)
{
	struct text line = { 0 };

	for (size_t s = 0; s < CLAIM_STATUSES; s++) {
		const char *word = claim_status_text((enum claim_status)s);

		if (!t->counts[s])
			continue;
		text_addf(&line, "%s%zu %s%s", line.length ? " · " : "", t->counts[s],
			  s == CLAIM_UNTRIED ? "with " : "", word);
		if (t->partly[s])
			text_addf(&line, " (%zu in part)", t->partly[s]);
	}
	text_addf(&line, "%s on Linux %s", line.length ? "," : "no claims", t->kernel);
	strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, text_chars(&line),
			t->error_count || t->counts[CLAIM_OPEN] ? LOOK_BAD : LOOK_STRONG);
	for (size_t i = 0; i < t->error_count; i++)
		strip_paragraph(out, style, INDENT, "error", LOOK_BAD | LOOK_STRONG, INDENT + 7, t->errors[i],
				LOOK_BAD);
	text_free(&line);
}

/* The topics of which nothing is told, in one line. */
static void draw_rest(struct text *out, const char *head, struct text *topics,
		      const struct ladder_style *style)
{
	if (topics->length) {
		strip_line(out, style, 0, head, LOOK_STRONG);
		strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, text_chars(topics), LOOK_DIM);
		text_add(out, "\n");
	}
	text_free(topics);
}

void claims_table_draw(struct text *out, const struct claims_table *t, bool untried,
		       const struct ladder_style *style)
{
	struct text unplayed = { 0 }, rest = { 0 };

	for (size_t i = 0; i < t->count; i++) {
		struct text *list;
		struct topic_counts n;

		if (!is_first_of_topic(t, i))
			continue;
		n = count_topic(t, i);
		list = n.unplayed ? &unplayed : &rest;
		if (untried || n.unplayed + n.untried < n.all)
			draw_topic(out, t, i, untried, style);
		else
			text_addf(list, "%s%s (%zu)", list->length ? ", " : "", t->rows[i].claim->topic,
				  n.all);
	}
	draw_rest(out, "not played", &unplayed, style);
	draw_rest(out, "no scenario yet", &rest, style);
	draw_summary(out, t, style);
}
