/* summary.c - the closing lines under a ladder, and the table of many scenarios; see summary.h. */
#include "common/report/summary.h"

#include <stdio.h>
#include <string.h>

#include "common/report/strip.h"

enum { INDENT = 2, SECONDS_ROOM = 9, NAME_MOST = 34, ID_MOST = 44, EVIDENCE_MOST = 3, EVIDENCE_ROOM = 24 };

static const struct {
	const char *sign, *word, *many;
	unsigned look;
} verdicts[] = {
	[RESULT_PASS] = { "✓", "holds", "hold", LOOK_GOOD },
	[RESULT_FAIL] = { "✗", "fails", "fail", LOOK_BAD },
	[RESULT_SKIP] = { "-", "skipped", "skipped", LOOK_NOTE },
	[RESULT_INCONCLUSIVE] = { "?", "inconclusive", "inconclusive", LOOK_NOTE },
};

/* Of a program of the reader's own it is asked whether it does as ours, not whether a claim holds. */
static const char *verdict_word(const struct scenario_result *r, bool many)
{
	if (r->yours && r->verdict == RESULT_PASS)
		return "as ours";
	if (r->yours && r->verdict == RESULT_FAIL)
		return many ? "differ" : "differs";
	return many ? verdicts[r->verdict].many : verdicts[r->verdict].word;
}

void summary_head(struct text *out, const struct scenario_result *r, const struct ladder_style *style)
{
	struct text name = { 0 };

	text_addf(&name, "%s/%s", r->lab, r->name);
	strip_paragraph(out, style, 0, text_chars(&name), LOOK_STRONG,
			strip_columns(style, text_chars(&name)) + 3, r->title, LOOK_STRONG);
	text_free(&name);
}

static const char *plural(unsigned n)
{
	return n == 1 ? "" : "s";
}

/* told: the story of the failure stands above. */
static void draw_verdict(struct text *out, const struct scenario_result *r, bool told,
			 const struct ladder_style *style, int indent)
{
	char counts[160], may[48] = "";

	if (r->may)
		snprintf(may, sizeof(may), " (and %u that may come)", r->may);
	snprintf(counts, sizeof(counts), "%u segment%s%s · %u call%s · %u state%s%s", r->segments,
		 plural(r->segments), may, r->calls, plural(r->calls), r->states, plural(r->states),
		 told ? " were as the script says" : "");
	strip_paragraph(out, style, INDENT, verdict_word(r, false), verdicts[r->verdict].look | LOOK_STRONG,
			indent, r->verdict == RESULT_PASS || told ? counts : r->reason, LOOK_PLAIN);
}

static void draw_controls(struct text *out, const struct scenario_result *r, const struct ladder_style *style,
			  int indent)
{
	for (size_t i = 0; i < r->control_count; i++) {
		const struct control_result *c = &r->controls[i];
		struct text t = { 0 };

		text_addf(&t, "%s: %s%s", c->text, c->sentence, c->as_it_must ? ", as it must" : "");
		strip_paragraph(out, style, INDENT,
				i && r->controls[i - 1].variant == c->variant ? ""
				: c->variant				      ? "variant"
									      : "control",
				LOOK_PLAIN, indent, text_chars(&t), c->as_it_must ? LOOK_PLAIN : LOOK_BAD);
		text_free(&t);
	}
}

static void draw_excuses(struct text *out, const struct judgement *j, const struct timeline *t,
			 const struct ladder_style *style, int indent)
{
	for (size_t i = 0; i < j->excused_count; i++) {
		const struct event *e = t->events[j->excused[i]];
		struct text words = { 0 };

		text_addf(&words, "frame %u: %s", e->kind == EVENT_PACKET ? e->packet.packet.frame : 0,
			  j->excuse[i]);
		strip_paragraph(out, style, INDENT, i ? "" : "excused", LOOK_NOTE, indent, text_chars(&words),
				LOOK_DIM);
		text_free(&words);
	}
}

static void draw_claims(struct text *out, const struct scenario_result *r, const struct ladder_style *style)
{
	int ids = 0, words = 0;

	for (size_t i = 0; i < r->claim_count; i++) {
		int columns = strip_columns(style, r->claims[i].id);
		int word = (int)strlen(claim_shown_text(r, &r->claims[i]));

		ids = columns > ids ? columns : ids;
		words = word > words ? word : words;
	}
	ids = ids > ID_MOST ? ID_MOST : ids;
	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim_result *c = &r->claims[i];
		int column = INDENT + ids + 2, at = column + words + 2;
		struct text evidence = { 0 }, head = { 0 };
		unsigned look;
		int columns;

		for (size_t k = 0; k < c->evidence_count && k < EVIDENCE_MOST && c->shown; k++)
			text_addf(&evidence, "%s%s", k ? "; " : "", c->evidence[k].text);
		if (c->shown && c->evidence_count > EVIDENCE_MOST)
			text_addf(&evidence, "; and %zu more", c->evidence_count - EVIDENCE_MOST);
		text_addf(&head, "%s", c->id);
		columns = strip_columns(style, c->id);
		text_repeat(&head, " ", columns < ids ? column - INDENT - columns : 2);
		text_add(&head, claim_shown_text(r, c));
		look = c->shown ? (unsigned)LOOK_GOOD : (unsigned)LOOK_NOTE;
		if (strip_width(style) - at < EVIDENCE_ROOM) {
			strip_line(out, style, INDENT, text_chars(&head), look);
			if (evidence.length)
				strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, INDENT + 4,
						text_chars(&evidence), LOOK_PLAIN);
		} else {
			strip_paragraph(out, style, INDENT, text_chars(&head), look, at,
					text_chars(&evidence), LOOK_PLAIN);
		}
		if (c->says.text && c->shown)
			strip_paragraph(out, style, INDENT, "", LOOK_PLAIN, column, c->says.text, LOOK_DIM);
		text_free(&evidence);
		text_free(&head);
	}
}

void summary_draw(struct text *out, const struct scenario_result *r, const struct judgement *j,
		  const struct timeline *t, const struct ladder_style *style)
{
	int indent = INDENT + (r->verdict == RESULT_INCONCLUSIVE ? 14 : 10);

	text_add(out, "\n");
	draw_verdict(out, r, j && j->failure_count && r->verdict == RESULT_FAIL, style, indent);
	draw_controls(out, r, style, indent);
	if (j && t)
		draw_excuses(out, j, t, style, indent);
	draw_claims(out, r, style);
}

static void draw_counts(struct text *out, struct scenario_result *const *results, size_t count,
			const struct ladder_style *style)
{
	size_t counts[sizeof(verdicts) / sizeof(verdicts[0])] = { 0 };
	const struct scenario_result *one[sizeof(verdicts) / sizeof(verdicts[0])] = { 0 };
	struct text t = { 0 };
	unsigned look = LOOK_GOOD;

	for (size_t i = 0; i < count; i++) {
		counts[results[i]->verdict]++;
		one[results[i]->verdict] = results[i];
	}
	/* What was skipped was not tried: it does not count. */
	if (one[RESULT_PASS] && one[RESULT_PASS]->yours && counts[RESULT_PASS] < count) {
		text_addf(&t, "%zu of %zu as ours", counts[RESULT_PASS], count - counts[RESULT_SKIP]);
		counts[RESULT_PASS] = 0;
	}
	for (size_t v = 0; v < sizeof(counts) / sizeof(counts[0]); v++)
		if (counts[v])
			text_addf(&t, "%s%zu %s", t.length ? " · " : "", counts[v],
				  verdict_word(one[v], counts[v] > 1));
	if (counts[RESULT_FAIL])
		look = LOOK_BAD;
	else if (counts[RESULT_INCONCLUSIVE] || counts[RESULT_SKIP])
		look = LOOK_NOTE;
	strip_line(out, style, INDENT, t.length ? text_chars(&t) : "nothing was run", look | LOOK_STRONG);
	text_free(&t);
}

void results_table_draw(struct text *out, struct scenario_result *const *results, size_t count,
			const struct ladder_style *style)
{
	int names = 0, most;

	for (size_t i = 0; i < count; i++) {
		int columns =
			strip_columns(style, results[i]->lab) + 1 + strip_columns(style, results[i]->name);

		names = columns > names ? columns : names;
	}
	/* A name is what people type again: it gives way only where it would leave no room for the title. */
	most = strip_width(style) * 2 / 5 > NAME_MOST ? strip_width(style) * 2 / 5 : NAME_MOST;
	names = names > most ? most : names;
	for (size_t i = 0; i < count; i++) {
		const struct scenario_result *r = results[i];
		int title = INDENT + 2 + names + 2, width = strip_width(style);
		struct text name = { 0 };
		char seconds[32];
		struct strip s;

		text_addf(&name, "%s/%s", r->lab, r->name);
		snprintf(seconds, sizeof(seconds), r->seconds < 1000 ? "%.2f s" : "%.0f s", r->seconds);
		strip_begin(&s, style);
		strip_put(&s, INDENT, 1, verdicts[r->verdict].sign, verdicts[r->verdict].look | LOOK_STRONG);
		strip_put(&s, INDENT + 2, names, text_chars(&name), LOOK_PLAIN);
		strip_put(&s, title, width - title - SECONDS_ROOM, r->title, LOOK_PLAIN);
		if (r->verdict != RESULT_SKIP && r->seconds > 0)
			strip_put_right(&s, width, SECONDS_ROOM - 1, seconds, LOOK_DIM);
		strip_end(out, &s);
		if (r->verdict != RESULT_PASS)
			strip_paragraph(out, style, INDENT + 2, "", LOOK_PLAIN, INDENT + 4, r->reason,
					verdicts[r->verdict].look);
		if (*r->advice)
			strip_paragraph(out, style, INDENT + 2, "", LOOK_PLAIN, INDENT + 4, r->advice,
					LOOK_PLAIN);
		text_free(&name);
	}
	draw_counts(out, results, count, style);
}
