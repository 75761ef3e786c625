/* words.c - what the drawings of the claims' table share: its words; see table.h. */
#include <string.h>

#include "common/claims/table.h"

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
	case CLAIM_UNPLAYED: return "not played";
	case CLAIM_UNTRIED: return "no scenario yet";
	case CLAIM_STATUSES: break;
	}
	return "";
}

bool claim_is_told(const struct claim_row *row)
{
	return row->status != CLAIM_UNPLAYED && row->status != CLAIM_UNTRIED;
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

/* A frame's number, or "4 to 9" of a run of them, as the evidence's own words begin: "frames 4 to 9: …". */
static void add_frame(struct text *frames, const struct evidence *e)
{
	static const char many[] = "frames ";
	size_t skip = strlen(many);

	if (e->text && strncmp(e->text, many, skip) == 0)
		text_addf(frames, "%s%.*s", frames->length ? ", " : "", (int)strcspn(e->text + skip, ":"),
			  e->text + skip);
	else
		text_addf(frames, "%s%u", frames->length ? ", " : "", e->frame);
}

static void add_count(struct text *out, size_t *parts, unsigned count, const char *one, const char *many)
{
	if (count)
		text_addf(out, "%s%u %s", (*parts)++ ? ", " : ": ", count, count == 1 ? one : many);
}

/* ": frames 6, 8, 2 calls". Frames can be looked up in any reader of captures; the rest is counted. */
static void add_evidence(struct text *out, const struct claim_result *c)
{
	unsigned calls = 0, states = 0, absences = 0;
	struct text frames = { 0 };
	size_t parts = 0;

	for (size_t i = 0; i < c->evidence_count; i++)
		switch (c->evidence[i].kind) {
		case EVIDENCE_FRAME:
			if (c->evidence[i].frame)
				add_frame(&frames, &c->evidence[i]);
			else
				absences++; /* a "never" line: there is no frame, and that is the point */
			break;
		case EVIDENCE_CALL: calls++; break;
		case EVIDENCE_STATE: states++; break;
		}
	if (frames.length)
		text_addf(out, "%s %s", strpbrk(text_chars(&frames), ", ") ? ": frames" : ": frame",
			  text_chars(&frames));
	parts += frames.length > 0;
	add_count(out, &parts, calls, "call", "calls");
	add_count(out, &parts, states, "state", "states");
	add_count(out, &parts, absences, "absence", "absences");
	text_free(&frames);
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
