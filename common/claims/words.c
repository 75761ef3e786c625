/* words.c - what the drawings of the claims share: its words; see table.h. */
#include <stdio.h>
#include <string.h>

#include "common/claims/prose.h"
#include "common/claims/table.h"

const char *claim_status_text(enum claim_status s)
{
	static const char *const words[CLAIM_STATUSES] = {
		[CLAIM_CONFIRMED] = "confirmed", [CLAIM_RARELY] = "rarely fails",
		[CLAIM_QUALIFIED] = "qualified", [CLAIM_REFUTED] = "refuted",
		[CLAIM_ANSWERED] = "answered",	 [CLAIM_OPEN] = "open",
		[CLAIM_UNDECIDED] = "undecided", [CLAIM_CONTRADICTORY] = "contradictory",
		[CLAIM_UNPLAYED] = "not played", [CLAIM_UNTRIED] = "no scenario yet",
	};

	return s < CLAIM_STATUSES ? words[s] : "";
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

/* ---- the verdict ---- */

static void add_cases(struct text *out, size_t shown, size_t all, const char *what)
{
	if (shown < all)
		text_addf(out, "%zu of %zu %ss", shown, all, what);
	else
		text_addf(out, "%zu %s%s", all, what, all == 1 ? "" : "s");
}

/* "holds in 2 cases, fails in 1, rarely in another 1" */
static void add_both(struct text *out, const struct claim_row *row)
{
	text_addf(out, ": holds in %zu case%s", row->holds, row->holds == 1 ? "" : "s");
	if (row->fails)
		text_addf(out, ", fails in %zu", row->fails);
	if (row->rare)
		text_addf(out, ", rarely in %zu%s", row->rare, row->fails ? " more" : "");
	if (row->shown < row->cases)
		text_addf(out, "; %zu of %zu not shown", row->cases - row->shown, row->cases);
}

void claim_verdict_words(struct text *out, const struct claim_row *row)
{
	text_add(out, claim_status_text(row->status));
	switch (row->status) {
	case CLAIM_CONFIRMED:
	case CLAIM_REFUTED:
		text_add(out, " in ");
		add_cases(out, row->shown, row->cases, "case");
		break;
	case CLAIM_RARELY:
	case CLAIM_QUALIFIED: add_both(out, row); break;
	case CLAIM_ANSWERED:
		if (row->claim->parts) {
			text_add(out, " in ");
			add_cases(out, row->shown, row->cases, "part");
		}
		break;
	case CLAIM_OPEN:
	case CLAIM_CONTRADICTORY:
	case CLAIM_UNDECIDED:
	case CLAIM_UNPLAYED:
	case CLAIM_UNTRIED:
	case CLAIM_STATUSES: break;
	}
}

/* ---- exceptions and answers ---- */

static bool said_before(const struct claim_row *row, size_t index)
{
	const struct claim_says *says = &row->voices[index].result->says;

	for (size_t k = 0; k < index; k++) {
		const struct claim_says *other = &row->voices[k].result->says;

		if (other->text && strcmp(other->text, says->text) == 0)
			return true;
	}
	return false;
}

static void add_texts(struct text *out, const struct claim_row *row, bool rare)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_says *says = &row->voices[i].result->says;

		if (!row->voices[i].counts || !says->text || says->rare != rare || said_before(row, i))
			continue;
		text_add(out, out->length ? "; " : "");
		if (rare)
			text_add(out, "rarely: ");
		text_add(out, says->text);
	}
}

void claim_instead_text(struct text *out, const struct claim_row *row)
{
	add_texts(out, row, false);
	add_texts(out, row, true);
}

/* ---- what is missing ---- */

static bool part_is_spoken_of(const struct claim_row *row, unsigned part)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		if (row->voices[i].result->says.part == part)
			return true;
	}
	return false;
}

void claim_missing_text(struct text *out, const struct claim_row *row)
{
	bool any = row->shown < row->cases || row->status == CLAIM_UNPLAYED;

	for (size_t i = 0; i < row->voice_count && any; i++) {
		const struct claim_voice *v = &row->voices[i];

		if ((!v->counts && row->cases) || v->result->shown)
			continue;
		text_addf(out, "%s%s/%s ", out->length ? "; " : "", v->scenario->lab, v->scenario->name);
		if (v->result->says.part)
			text_addf(out, "(part %u) ", v->result->says.part);
		text_addf(out, "%s: %s",
			  v->scenario->verdict == RESULT_SKIP	? "was not played"
			  : v->scenario->verdict == RESULT_FAIL ? "fails"
								: "is inconclusive",
			  v->scenario->reason);
	}
	for (unsigned part = 1; part <= row->claim->parts && row->voice_count; part++)
		if (!part_is_spoken_of(row, part))
			text_addf(out, "%sno scenario answers part %u", out->length ? "; " : "", part);
}

/* ---- evidence ---- */

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

		/* What is missing is told apart, and once. */
		if (v->scenario->verdict == RESULT_SKIP && claim_is_told(row))
			continue;
		text_addf(out, "%s%s/%s", out->length ? "; " : "", v->scenario->lab, v->scenario->name);
		if (v->result->shown)
			add_evidence(out, v->result);
		else
			text_addf(out, " (%s)", verdict_text(v->scenario->verdict));
	}
}

/* ---- where, when, how long ---- */

/* One part of the circumstances of all that was shown: the same for all, or each once. */
static void add_each(struct text *out, const struct claim_row *row, const char *before,
		     const char *(*part)(const struct circumstances *at))
{
	bool any = false;

	for (size_t i = 0; i < row->voice_count; i++) {
		const char *word = part(&row->voices[i].scenario->at);
		bool said = !row->voices[i].result->shown || !*word;

		for (size_t k = 0; k < i && !said; k++)
			said = row->voices[k].result->shown &&
			       strcmp(part(&row->voices[k].scenario->at), word) == 0;
		if (said)
			continue;
		text_addf(out, "%s%s%s", any ? " and " : out->length ? ", " : "", any ? "" : before, word);
		any = true;
	}
}

static const char *kernel_of(const struct circumstances *at)
{
	return at->kernel;
}

static const char *compiler_of(const struct circumstances *at)
{
	return at->compiler;
}

static const char *libc_of(const struct circumstances *at)
{
	return at->libc;
}

static const char *day_of(const struct circumstances *at)
{
	return at->day;
}

static const char *world_of(const struct circumstances *at)
{
	return at->world;
}

static const char *settings_of(const struct circumstances *at)
{
	return at->settings;
}

void claim_circumstances_text(struct text *out, const struct claim_row *row)
{
	if (row->claim->form == SENTENCE_CONSTANT) {
		add_each(out, row, "", compiler_of);
		add_each(out, row, "", libc_of);
		add_each(out, row, "", day_of);
		return;
	}
	add_each(out, row, "Linux ", kernel_of);
	add_each(out, row, "", day_of);
	add_each(out, row, "world ", world_of);
	add_each(out, row, "with ", settings_of);
}

enum { SECONDS_TEXT = 32 };

/* Both in seconds, so that they can be compared. */
static const char *seconds_text(double seconds, char buf[SECONDS_TEXT])
{
	snprintf(buf, SECONDS_TEXT, seconds < 100 ? "%.1f s" : "%.0f s", seconds);
	return buf;
}

void claim_waited_text(struct text *out, const struct claim_row *row)
{
	const struct scenario_result *longest = NULL;
	char said_text[SECONDS_TEXT], waited_text[SECONDS_TEXT];
	double waited = 0, said = prose_longest(row->claim->claim);

	for (size_t i = 0; i < row->voice_count; i++)
		if (row->voices[i].result->shown && row->voices[i].result->waited > waited) {
			waited = row->voices[i].result->waited;
			longest = row->voices[i].scenario;
		}
	if (!longest || said <= waited)
		return;
	text_addf(out,
		  "the sentence speaks of %s, and the longest wait was %s, in %s/%s: what is longer was read "
		  "from the kernel, or played with shorter timers",
		  seconds_text(said, said_text), seconds_text(waited, waited_text), longest->lab,
		  longest->name);
}
