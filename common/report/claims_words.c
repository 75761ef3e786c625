/* claims_words.c - what the drawings of the claims' table share: its words; see claims_table.h. */
#include <string.h>

#include "common/report/claims_table.h"

const char *claim_status_text(enum claim_status s)
{
	switch (s) {
	case CLAIM_CONFIRMED: return "confirmed";
	case CLAIM_QUALIFIED: return "qualified";
	case CLAIM_REFUTED: return "refuted";
	case CLAIM_ANSWERED: return "answered";
	case CLAIM_UNSETTLED: return "unsettled";
	case CLAIM_CONTRADICTORY: return "contradictory";
	case CLAIM_UNDECIDABLE: return "undecidable";
	case CLAIM_UNTRIED: return "no scenario yet";
	case CLAIM_STATUSES: break;
	}
	return "";
}

/* The sources of one kind, joined: those that are a number and nothing else are sets of study notes. */
static void add_sources(struct text *out, const char *sources, bool notes)
{
	for (const char *s = sources; *s;) {
		int begin = (int)strspn(s, " "), length = (int)strcspn(s, ";") - begin;

		if (length > 0 && (strspn(s + begin, "0123456789") >= (size_t)length) == notes)
			text_addf(out, "%s%.*s", !out->length ? "" : notes ? ", " : "; ", length, s + begin);
		s += begin + length;
		s += *s == ';';
	}
}

void claim_sources_text(struct text *out, const char *sources)
{
	struct text notes = { 0 }, books = { 0 };

	add_sources(&books, sources, false);
	add_sources(&notes, sources, true);
	text_add(out, text_chars(&books));
	if (notes.length)
		text_addf(out, "%sstudy notes %s", books.length ? "; " : "", text_chars(&notes));
	text_free(&notes);
	text_free(&books);
}

void claim_instead_text(struct text *out, const struct claim_row *row)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		const char *instead = row->voices[i].result->instead;
		bool said = !instead;

		for (size_t k = 0; k < i && !said; k++)
			said = row->voices[k].result->instead &&
			       strcmp(row->voices[k].result->instead, instead) == 0;
		if (!said)
			text_addf(out, "%s%s", out->length ? "; " : "", instead);
	}
}

/* " frame 6, 8, 2 calls": frames can be looked up in any reader of captures; the rest is counted. */
static void add_evidence(struct text *out, const struct claim_result *c)
{
	unsigned frames = 0, calls = 0, states = 0;

	for (size_t i = 0; i < c->evidence_count; i++)
		switch (c->evidence[i].kind) {
		case EVIDENCE_FRAME:
			text_addf(out, "%s%u", frames++ ? ", " : " frame ", c->evidence[i].frame);
			break;
		case EVIDENCE_CALL: calls++; break;
		case EVIDENCE_STATE: states++; break;
		}
	if (calls)
		text_addf(out, "%s%u call%s", frames ? ", " : " ", calls, calls == 1 ? "" : "s");
	if (states)
		text_addf(out, "%s%u state%s", frames || calls ? ", " : " ", states, states == 1 ? "" : "s");
}

void claim_evidence_text(struct text *out, const struct claim_row *row)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		text_addf(out, "%s%s/%s", i ? "; " : "", v->scenario->lab, v->scenario->name);
		if (v->result->settled)
			add_evidence(out, v->result);
		else
			text_addf(out, " (%s)", verdict_text(v->scenario->verdict));
	}
}
