/* answer.c - one claim, so that it stands alone: its answer, and the evidence of each case; see table.h. */
#include <stdio.h>
#include <string.h>

#include "common/claims/looks.h"
#include "common/report/strip.h"

enum { INDENT = 2, DETAIL_AT = INDENT + 9 };

static void detail(struct text *out, const struct ladder_style *style, const char *label, const char *text)
{
	if (*text)
		strip_paragraph(out, style, INDENT, label, LOOK_DIM, DETAIL_AT, text, LOOK_PLAIN);
}

/* A paragraph that a function of table.h's says of the row. */
static void told(struct text *out, const struct ladder_style *style, const struct claim_row *row,
		 const char *label, void (*say)(struct text *out, const struct claim_row *row))
{
	struct text text = { 0 };

	say(&text, row);
	detail(out, style, label, text_chars(&text));
	text_free(&text);
}

void claim_draw_line(struct text *out, const struct claim_row *row, const struct ladder_style *style)
{
	struct strip s;
	int used;

	strip_begin(&s, style);
	used = strip_put(&s, 0, 15, claim_status_text(row->status), claim_look(row->status));
	used = used < 11 ? 11 : used;
	used += 2 + strip_put(&s, used + 2, strip_width(style) - used - 2, row->claim->id, LOOK_STRONG);
	if (strip_width(style) - used > 24)
		strip_put(&s, used + 2, strip_width(style) - used - 2, row->claim->claim, LOOK_PLAIN);
	strip_end(out, &s);
}

/* "holds", "fails rarely", "part 2": what kind of case it is. */
static const char *case_label(const struct claim_says *says, struct arena *arena)
{
	return says->part ? arena_printf(arena, "part %u", says->part) : claim_says_text(says, arena);
}

/* One case: what it says, and its evidence in one sentence. */
static void draw_case(struct text *out, const struct claim_voice *v, struct arena *arena,
		      const struct ladder_style *style)
{
	const struct scenario_result *r = v->scenario;
	const char *label = case_label(&v->result->says, arena), *text = v->result->says.text;
	int at = INDENT + strip_columns(style, label) + 2;

	at = at < DETAIL_AT ? DETAIL_AT : at;
	if (text)
		strip_paragraph(out, style, INDENT, label, claim_case_look(&v->result->says), at, text,
				LOOK_PLAIN);
	strip_paragraph(out, style, INDENT, text ? "" : label, claim_case_look(&v->result->says), at,
			arena_printf(arena, "%s/%s%s: %s", r->lab, r->name,
				     r->played > 1 ? arena_printf(arena, " (%u times)", r->played) : "",
				     *v->result->sentence ? v->result->sentence : "no evidence"),
			text ? LOOK_DIM : LOOK_PLAIN);
}

/* In which order the cases are told: the parts of an answer by their numbers; else what holds, what fails, what is rare. */
static unsigned place_of(const struct claim_says *says)
{
	if (says->part)
		return says->part;
	return says->rare ? 2 : says->what == CASE_FAILS;
}

static void draw_cases(struct text *out, const struct claim_row *row, struct arena *arena,
		       const struct ladder_style *style)
{
	enum { PLACES = 64 };

	for (unsigned place = 0; place <= PLACES; place++)
		for (size_t i = 0; i < row->voice_count; i++)
			if (row->voices[i].result->shown && place_of(&row->voices[i].result->says) == place)
				draw_case(out, &row->voices[i], arena, style);
}

static void draw_head(struct text *out, const struct claim_row *row, const struct ladder_style *style)
{
	struct text verdict = { 0 }, at = { 0 };

	claim_draw_line(out, row, style);
	strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, row->claim->claim, LOOK_PLAIN);
	claim_verdict_words(&verdict, row);
	claim_circumstances_text(&at, row);
	if (at.length)
		text_addf(&verdict, " (%s)", text_chars(&at));
	strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT, text_chars(&verdict),
			claim_look(row->status));
	text_free(&verdict);
	text_free(&at);
}

void claim_draw(struct text *out, const struct claims_table *t, const struct claim_row *row, const char *lab,
		const struct ladder_style *style)
{
	struct text line = { 0 };

	draw_head(out, row, style);
	text_add(out, "\n");
	detail(out, style, "because", row->claim->undecidable ? row->claim->undecidable : "");
	draw_cases(out, row, t->arena, style);
	told(out, style, row, "missing", claim_missing_text);
	told(out, style, row, "waited", claim_waited_text);
	claim_sources_text(&line, row->claim->sources);
	detail(out, style, "source", text_chars(&line));
	text_free(&line);
	if (!row->voice_count)
		detail(out, style, "suggested", row->claim->experiment);
	if (!row->voice_count)
		return;
	text_addf(&line, "%s claims --play %s", lab, row->claim->id);
	detail(out, style, "again", text_chars(&line));
	text_free(&line);
}
