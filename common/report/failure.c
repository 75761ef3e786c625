/*
 * failure.c - the story of a failure: expected and instead under each other, the part that differs, the likely
 * cause; see ladder.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/report/strip.h"
#include "common/tutor/tutor.h"

enum { INDENT = 2, LABEL = 12, WORDS_MOST = 48, OTHERS_MOST = 8 };

/* ---- two texts, word under word ---- */

struct words {
	const char *at[WORDS_MOST];
	size_t length[WORDS_MOST];
	size_t count;
};

/* Words at blanks, into *w, which is empty; what stands in quotes or brackets stays together. */
static void split(const char *text, struct words *w)
{
	const char *end = text + strlen(text);

	for (const char *s = text + strspn(text, " "); s < end && w->count < WORDS_MOST;
	     s += strspn(s, " ")) {
		const char *begin = s;
		int depth = 0;
		bool quoted = false;

		/* The last place takes all that is left. */
		for (; s < end && (*s != ' ' || depth || quoted || w->count == WORDS_MOST - 1); s++) {
			quoted = *s == '"' ? !quoted : quoted;
			if (quoted || (*s == '<' && s[1] == ' ')) /* "win < 5" opens nothing */
				continue;
			if (strchr("({[<", *s))
				depth++;
			else if (strchr(")}]>", *s) && depth > 0)
				depth--;
		}
		w->at[w->count] = begin;
		w->length[w->count++] = (size_t)(s - begin);
	}
}

static bool same_word(const struct words *a, size_t i, const struct words *b, size_t k)
{
	return a->length[i] == b->length[k] && memcmp(a->at[i], b->at[k], a->length[i]) == 0;
}

/* close() is what close(3) is; setsockopt(SO_LINGER, ...) leaves out what it does not mention. */
static bool same_call(const char *a, size_t a_length, const char *b, size_t b_length)
{
	const char *open_a = memchr(a, '(', a_length), *open_b = memchr(b, '(', b_length);
	size_t name;

	if (!open_a || !open_b || open_a == a)
		return false;
	name = (size_t)(open_a - a);
	if (name != (size_t)(open_b - b) || memcmp(a, b, name) != 0 || a_length < name + 2)
		return false;
	return memmem(b + name, b_length - name, a + name + 1, a_length - name - 2) != NULL;
}

/* Would a reader call it the same? "..." stands for anything, and a NAME is not known here. */
static bool fits(const struct words *a, size_t i, const struct words *b, size_t k)
{
	bool name = isupper((unsigned char)a->at[i][0]) && i > 0 && a->length[i - 1] == 3 &&
		    memcmp(a->at[i - 1], "ack", 3) == 0;
	bool wild = a->at[i][0] != '<' && memmem(a->at[i], a->length[i], "...", 3);

	return same_word(a, i, b, k) || name || wild ||
	       same_call(a->at[i], a->length[i], b->at[k], b->length[k]);
}

/* For each word of a the word of b beside it, or -1: the cheapest way to make one into the other. */
static void align(const struct words *a, const struct words *b, int partner[WORDS_MOST])
{
	unsigned cost[WORDS_MOST + 1][WORDS_MOST + 1];
	size_t i, k;

	for (i = 0; i <= a->count; i++)
		for (k = 0; k <= b->count; k++) {
			unsigned best = (unsigned)(i + k), c;

			if (i && k) {
				best = cost[i - 1][k - 1] + (fits(a, i - 1, b, k - 1) ? 0 : 3);
				c = cost[i - 1][k] + 2;
				best = c < best ? c : best;
				c = cost[i][k - 1] + 2;
				best = c < best ? c : best;
			} else {
				best *= 2;
			}
			cost[i][k] = best;
		}
	for (i = 0; i < a->count; i++)
		partner[i] = -1;
	for (i = a->count, k = b->count; i && k;) {
		if (cost[i][k] == cost[i - 1][k - 1] + (fits(a, i - 1, b, k - 1) ? 0 : 3)) {
			partner[--i] = (int)--k;
		} else if (cost[i][k] == cost[i - 1][k] + 2) {
			i--;
		} else {
			k--;
		}
	}
}

/* Where the words stand: in columns from LABEL on. */
struct placed {
	int top[WORDS_MOST], bottom[WORDS_MOST];
	int end;
};

static const char *word_text(const struct words *w, int index, char word[256])
{
	snprintf(word, 256, "%.*s", (int)(w->length[index] < 255 ? w->length[index] : 255), w->at[index]);
	return word;
}

static int columns_of(const struct ladder_style *style, const struct words *w, int index)
{
	char word[256];

	return index < 0 ? 0 : strip_columns(style, word_text(w, index, word));
}

/* Partners stand under each other. */
static struct placed place(const struct ladder_style *style, const struct words *a, const struct words *b,
			   const int partner[WORDS_MOST])
{
	struct placed at = { .end = LABEL };
	int next = 0;

	for (size_t i = 0; i <= a->count; i++) {
		int until = i == a->count ? (int)b->count : partner[i] < 0 ? next : partner[i];
		int top, bottom;

		/* Words of what came that the script does not speak of. */
		for (; next < until; next++) {
			at.bottom[next] = at.end;
			at.end += columns_of(style, b, next) + 1;
		}
		if (i == a->count)
			break;
		top = columns_of(style, a, (int)i);
		bottom = columns_of(style, b, partner[i]);
		at.top[i] = at.end;
		if (partner[i] >= 0)
			at.bottom[next++] = at.end;
		at.end += (top > bottom ? top : bottom) + 1;
	}
	return at;
}

static void put_word(struct strip *s, int column, const struct words *w, int index, unsigned look)
{
	char word[256];

	strip_put(s, column, s->width - column, word_text(w, index, word), look);
}

/* "^^^" under the words that differ. */
static void draw_placed(struct text *out, const struct ladder_style *style, const struct words *a,
			const struct words *b, const int partner[WORDS_MOST], const struct placed *at)
{
	struct strip top, bottom, marks;
	bool marked = false, differs_at[WORDS_MOST] = { false };

	strip_begin(&top, style);
	strip_begin(&bottom, style);
	strip_begin(&marks, style);
	strip_put(&top, INDENT, LABEL - INDENT, "expected", LOOK_STRONG);
	strip_put(&bottom, INDENT, LABEL - INDENT, "instead", LOOK_STRONG);
	for (size_t i = 0; i < a->count; i++) {
		bool differs = partner[i] < 0 || !fits(a, i, b, (size_t)partner[i]);
		int used = columns_of(style, a, (int)i), below = columns_of(style, b, partner[i]);

		put_word(&top, at->top[i], a, (int)i, differs ? LOOK_GOOD : LOOK_PLAIN);
		if (partner[i] >= 0)
			differs_at[partner[i]] = differs;
		if (differs)
			strip_fill(&marks, at->top[i], at->top[i] + (used > below ? used : below), "^",
				   LOOK_BAD);
		marked = marked || differs;
	}
	for (size_t k = 0; k < b->count; k++)
		put_word(&bottom, at->bottom[k], b, (int)k, differs_at[k] ? LOOK_BAD : LOOK_PLAIN);
	strip_end(out, &top);
	strip_end(out, &bottom);
	if (marked)
		strip_end(out, &marks);
}

static void draw_apart(struct text *out, const struct ladder_style *style, const char *expected,
		       const char *instead)
{
	strip_paragraph(out, style, INDENT, "expected", LOOK_STRONG, LABEL, expected, LOOK_GOOD);
	strip_paragraph(out, style, INDENT, "instead", LOOK_STRONG, LABEL, instead, LOOK_BAD);
}

/* Word under word; where that is too wide, whole and apart, as what is cut off may be all that differs. */
static void draw_pair(struct text *out, const struct ladder_style *style, const char *expected,
		      const char *instead)
{
	struct words a = { .count = 0 }, b = { .count = 0 };
	int partner[WORDS_MOST];
	struct placed at;

	split(expected, &a);
	split(instead, &b);
	align(&a, &b, partner);
	at = place(style, &a, &b, partner);
	if (at.end - 1 > strip_width(style))
		draw_apart(out, style, expected, instead);
	else
		draw_placed(out, style, &a, &b, partner, &at);
}

/* ---- the story ---- */

static bool said(const char *text)
{
	return text && *text;
}

/* How long the director waited for this line's act: from its action to the next. */
static int64_t waited(const struct script *script, const struct timeline *t, const struct judgement *j,
		      const struct line *line)
{
	int begun = act_begun_by(script, j, line);

	for (size_t i = (size_t)begun + 1; begun != NO_EVENT && i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_ACTION)
			return t->events[i]->time_ns - t->events[begun]->time_ns;
	return -1;
}

static void draw_place(struct text *out, const struct script *script, const struct timeline *t,
		       const struct judgement *j, const struct ladder_style *style)
{
	const struct failure *f = &j->failures[0];
	const struct line *line = f->line == NO_LINE ? NULL : &script->lines[f->line];
	int64_t wait = line && f->event == NO_EVENT ? waited(script, t, j, line) : 0;
	struct text place = { 0 };
	char buf[DURATION_TEXT];

	if (line)
		text_addf(&place, "line %u of %s/%s.lab", line->number, script->lab, script->name);
	else
		text_addf(&place, "something that no line of %s/%s.lab names", script->lab, script->name);
	if (wait > 0)
		text_addf(&place, ", waited for %s", duration_text(wait, buf));
	if (f->event != NO_EVENT)
		text_addf(&place, ", %s after the start",
			  duration_text(t->events[f->event]->time_ns - timeline_origin(t), buf));
	strip_paragraph(out, style, INDENT, "fails at", LOOK_BAD | LOOK_STRONG, LABEL, text_chars(&place),
			LOOK_STRONG);
	text_free(&place);
}

static void draw_first(struct text *out, const struct script *script, const struct timeline *t,
		       const struct judgement *j, const struct ladder_style *style)
{
	const struct failure *f = &j->failures[0];
	const char *cause = tutor_cause(script, t, j, 0);

	draw_place(out, script, t, j, style);
	text_add(out, "\n");
	if (f->line != NO_LINE && f->event != NO_EVENT && said(f->expected) && said(f->instead)) {
		draw_pair(out, style, f->expected, f->instead);
	} else {
		draw_apart(out, style, said(f->expected) ? f->expected : "nothing more of this kind",
			   said(f->instead) ? f->instead : "nothing");
	}
	if (said(f->difference))
		strip_paragraph(out, style, INDENT, "differs", LOOK_PLAIN, LABEL, f->difference, LOOK_PLAIN);
	if (said(cause)) {
		text_add(out, "\n");
		strip_paragraph(out, style, INDENT, "perhaps", LOOK_NOTE | LOOK_STRONG, LABEL, cause,
				LOOK_PLAIN);
	}
}

/* What else is not as it should be; most of it follows from the first. */
static void draw_line(struct text *out, const struct line *line, const char *label,
		      const struct ladder_style *style)
{
	struct text t = { 0 };
	struct strip s;

	text_addf(&t, "%4u  ", line->number);
	for (const char *c = line->text; *c; c++) /* its columns mean nothing here */
		if (*c != ' ' || c[1] != ' ')
			text_add_bytes(&t, c, 1);
	strip_begin(&s, style);
	strip_put(&s, INDENT, LABEL - INDENT, label, LOOK_PLAIN);
	strip_put(&s, LABEL - 2, s.width - LABEL + 2, text_chars(&t), LOOK_DIM);
	strip_end(out, &s);
	text_free(&t);
}

static void draw_others(struct text *out, const struct script *script, const struct judgement *j,
			const struct ladder_style *style)
{
	size_t drawn = 0, left = 0;

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *line = &script->lines[i];

		if (line_is_action(line) || j->lines[i].status == LINE_MET ||
		    j->lines[i].status == LINE_UNSEEN ||
		    (j->failure_count && j->failures[0].line == (int)i) ||
		    (line_spans(line) && j->lines[i].status == LINE_OPEN))
			continue;
		if (drawn == OTHERS_MOST) {
			left++;
			continue;
		}
		if (!drawn)
			text_add(out, "\n");
		draw_line(out, line, drawn ? "" : "nor met", style);
		drawn++;
	}
	if (left) {
		struct text t = { 0 };

		text_addf(&t, "… and %zu more line%s", left, left == 1 ? "" : "s");
		strip_line(out, style, LABEL, text_chars(&t), LOOK_DIM);
		text_free(&t);
	}
}

void failure_draw(struct text *out, const struct script *script, const struct timeline *timeline,
		  const struct judgement *judgement, const struct ladder_style *style)
{
	if (judgement->outcome == OUTCOME_HOLDS)
		return;
	text_add(out, "\n");
	if (judgement->failure_count && judgement->outcome == OUTCOME_FAILS) {
		draw_first(out, script, timeline, judgement, style);
		draw_others(out, script, judgement, style);
	} else if (said(judgement->reason)) {
		strip_paragraph(out, style, INDENT,
				judgement->outcome == OUTCOME_INCONCLUSIVE ? "no verdict" : "fails",
				LOOK_NOTE | LOOK_STRONG, LABEL + 2, judgement->reason, LOOK_PLAIN);
	}
}
