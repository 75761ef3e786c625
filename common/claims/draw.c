/* draw.c - the claims' table on a terminal; see table.h. */
#include <stdio.h>
#include <string.h>

#include "common/claims/table.h"
#include "common/report/strip.h"

enum { INDENT = 2, TEXT_AT = 17, LABELLED_AT = TEXT_AT + 10, DETAIL_AT = INDENT + 11 };

static const unsigned looks[CLAIM_STATUSES] = {
	[CLAIM_CONFIRMED] = LOOK_GOOD | LOOK_STRONG,
	[CLAIM_QUALIFIED] = LOOK_NOTE | LOOK_STRONG,
	[CLAIM_REFUTED] = LOOK_NOTE | LOOK_STRONG,
	[CLAIM_ANSWERED] = LOOK_GOOD | LOOK_STRONG,
	[CLAIM_UNSETTLED] = LOOK_BAD,
	[CLAIM_CONTRADICTORY] = LOOK_BAD | LOOK_STRONG,
	[CLAIM_UNDECIDABLE] = LOOK_DIM,
	[CLAIM_UNPLAYED] = LOOK_DIM,
	[CLAIM_UNTRIED] = LOOK_DIM,
};

/* What the words beside a verdict are: what Linux does instead, or when the claim holds. */
static const char *instead_label(enum claim_status s)
{
	return s == CLAIM_REFUTED     ? "instead"
	       : s == CLAIM_ANSWERED  ? "answer"
	       : s == CLAIM_QUALIFIED ? "condition"
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
		  row->status == CLAIM_UNTRIED ? "-" : claim_status_text(row->status), looks[row->status]);
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
	struct text instead = { 0 }, evidence = { 0 };

	draw_head(out, row, style);
	claim_instead_text(&instead, row);
	claim_evidence_text(&evidence, row);
	labelled(out, style, instead_label(row->status), text_chars(&instead));
	labelled(out, style,
		 row->status == CLAIM_UNSETTLED || row->status == CLAIM_UNPLAYED ? "scenarios" : "shown by",
		 text_chars(&evidence));
	if (row->claim->undecidable)
		labelled(out, style, "because", row->claim->undecidable);
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

void claims_table_draw_summary(struct text *out, const struct claims_table *t,
			       const struct ladder_style *style)
{
	struct text line = { 0 };

	for (size_t s = 0; s < CLAIM_STATUSES; s++) {
		const char *word = claim_status_text((enum claim_status)s);

		if (t->counts[s])
			text_addf(&line, "%s%zu %s%s", line.length ? " · " : "", t->counts[s],
				  s == CLAIM_UNTRIED ? "with " : "", word);
	}
	text_addf(&line, "%s on Linux %s", line.length ? "," : "no claims", t->kernel);
	strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, text_chars(&line),
			t->error_count || t->counts[CLAIM_UNSETTLED] ? LOOK_BAD : LOOK_STRONG);
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
	claims_table_draw_summary(out, t, style);
}

/* ---- one claim ---- */

static void detail(struct text *out, const struct ladder_style *style, const char *label, const char *text)
{
	if (*text)
		strip_paragraph(out, style, INDENT, label, LOOK_DIM, DETAIL_AT, text, LOOK_PLAIN);
}

static void draw_voice(struct text *out, const struct claim_voice *v, const char *lab,
		       const struct ladder_style *style)
{
	const struct scenario_result *r = v->scenario;
	struct text line = { 0 };

	text_addf(&line, "\n%s/%s", r->lab, r->name);
	text_add(out, "\n");
	strip_paragraph(out, style, 0, text_chars(&line) + 1, LOOK_STRONG,
			strip_columns(style, text_chars(&line) + 1) + 3, r->title, LOOK_STRONG);
	text_free(&line);
	text_addf(&line, "%s%s", v->result->settled ? "" : "would say ",
		  claim_verdict_text(v->result->verdict));
	detail(out, style, "verdict", text_chars(&line));
	text_free(&line);
	if (!v->result->settled) {
		text_addf(&line, "%s%s%s", verdict_text(r->verdict), *r->reason ? ": " : "", r->reason);
		detail(out, style, "result", text_chars(&line));
		text_free(&line);
	}
	for (size_t i = 0; i < v->result->evidence_count; i++) {
		text_addf(&line, "%s   (line %u)", v->result->evidence[i].text, v->result->evidence[i].line);
		detail(out, style, i ? "" : "evidence", text_chars(&line));
		text_free(&line);
	}
	for (size_t i = 0; i < r->control_count; i++) {
		text_addf(&line, "%s: %s", r->controls[i].text, r->controls[i].sentence);
		detail(out, style, i ? "" : "control", text_chars(&line));
		text_free(&line);
	}
	if (r->verdict == RESULT_SKIP)
		return; /* the reason says what plays it */
	text_addf(&line, "%s run %s/%s", lab, r->lab, r->name);
	detail(out, style, "again", text_chars(&line));
	text_free(&line);
}

bool claims_table_draw_claim(struct text *out, const struct claims_table *t, const char *id, const char *lab,
			     const struct ladder_style *style)
{
	struct text line = { 0 };

	for (size_t i = 0; i < t->count; i++) {
		const struct claim_row *row = &t->rows[i];
		struct strip s;
		int used;

		if (strcmp(row->claim->id, id) != 0)
			continue;
		strip_begin(&s, style);
		used = strip_put(&s, 0, strip_width(style) - 18, id, LOOK_STRONG);
		strip_put(&s, used + 3, strip_width(style) - used - 3, claim_status_text(row->status),
			  looks[row->status]);
		strip_end(out, &s);
		strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, row->claim->claim, LOOK_PLAIN);
		text_add(out, "\n");
		claim_instead_text(&line, row);
		detail(out, style, instead_label(row->status), text_chars(&line));
		text_free(&line);
		detail(out, style, "because", row->claim->undecidable ? row->claim->undecidable : "");
		claim_sources_text(&line, row->claim->sources);
		detail(out, style, "source", text_chars(&line));
		text_free(&line);
		detail(out, style, "topic", row->claim->topic);
		detail(out, style, "suggested", row->claim->experiment);
		for (size_t k = 0; k < row->voice_count; k++)
			draw_voice(out, &row->voices[k], lab, style);
		return true;
	}
	return false;
}
