/* search.c - finds claims by words; see search.h. */
#include "common/claims/search.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/names.h"
#include "common/base/slip.h"

/* ---- texts as they are compared ---- */

/* " time wait ": lower case, one blank for all that is neither letter nor digit, and a blank at both ends. */
static const char *plain_words(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 3), *to = out;

	*to++ = ' ';
	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			*to++ = (char)tolower((unsigned char)*text);
		else if (to[-1] != ' ')
			*to++ = ' ';
	}
	if (to[-1] != ' ')
		*to++ = ' ';
	*to = '\0';
	return out;
}

void search_add_once(struct text *out, const char *text)
{
	if (text && !strstr(text_chars(out), text))
		text_addf(out, " %s", text);
}

void search_meanings(struct text *out, const char *text)
{
	for (const char *at = text; *at;) {
		size_t length = 0;
		int number;

		while (isupper((unsigned char)at[length]) || isdigit((unsigned char)at[length]))
			length++;
		number = length > 2 ? errno_number(at, length) : 0;
		if (number)
			search_add_once(out, strerror(number));
		number = length > 3 && strncmp(at, "SIG", 3) == 0 ? signal_number(at, length) : 0;
		if (number)
			search_add_once(out, strsignal(number));
		at += length ? length : 1;
	}
}

/* ---- what is known of a claim, by how much a hit there is worth ---- */

enum { FIELDS = 4 };
static const unsigned worth[FIELDS] = { 8, 5, 3, 1 };

struct searched {
	const char *field[FIELDS]; /* id and topic; sentence; exceptions and answers; evidence and all else */
};

void search_background(struct text *out, const struct claim_row *row)
{
	text_addf(out, "%s %s", row->claim->experiment, row->claim->predicts);
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		search_add_once(out, v->scenario->title);
		for (size_t k = 0; k < v->result->evidence_count; k++)
			search_add_once(out, v->result->evidence[k].text);
	}
}

static void add_voices(struct text *said, struct text *rest, const struct claim_row *row)
{
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		search_add_once(said, v->result->says.text);
		text_addf(rest, " %s/%s %s", v->scenario->lab, v->scenario->name, v->result->sentence);
	}
}

static const char *field_of(struct arena *arena, struct text *text)
{
	struct text meanings = { 0 };
	const char *plain;

	search_meanings(&meanings, text_chars(text));
	text_add(text, text_chars(&meanings));
	plain = plain_words(arena, text_chars(text));
	text_free(&meanings);
	text_free(text);
	return plain;
}

static struct searched searched_of(struct arena *arena, const struct claim_row *row)
{
	const struct claim *c = row->claim;
	struct text name = { 0 }, sentence = { 0 }, said = { 0 }, rest = { 0 };

	text_addf(&name, "%s %s", c->id, c->topic);
	text_add(&sentence, c->claim);
	if (c->undecidable)
		text_add(&said, c->undecidable);
	search_background(&rest, row);
	text_addf(&rest, " %s", c->sources);
	add_voices(&said, &rest, row);
	return (struct searched){ { field_of(arena, &name), field_of(arena, &sentence),
				    field_of(arena, &said), field_of(arena, &rest) } };
}

/* ---- the search ---- */

/* What a word is worth in a claim: twice as much where it is whole. word: plain, " time wait ". */
static unsigned score_of(const struct searched *s, const char *word)
{
	size_t length = strlen(word);
	unsigned best = 0;

	if (length < 2)
		return 1; /* "()" says nothing */
	for (size_t i = 0; i < FIELDS; i++) {
		/* As the beginning of a word: without the blank at its end. */
		bool begins = memmem(s->field[i], strlen(s->field[i]), word, length - 1) != NULL;
		unsigned score = begins ? worth[i] << (strstr(s->field[i], word) != NULL) : 0;

		best = score > best ? score : best;
	}
	return best;
}

static int by_score(const void *left, const void *right)
{
	const struct claim_hit *a = left, *b = right;
	bool told_a = claim_is_told(a->row), told_b = claim_is_told(b->row);

	if (told_a != told_b)
		return told_a ? -1 : 1;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

struct claim_hit *claims_search(struct arena *arena, const struct claims_table *t, const char *const *words,
				size_t count, size_t *hits)
{
	struct claim_hit *found = arena_alloc(arena, (t->count + 1) * sizeof(*found));
	const char **plain = arena_alloc(arena, (count + 1) * sizeof(*plain));

	*hits = 0;
	for (size_t i = 0; i < count; i++)
		plain[i] = plain_words(arena, words[i]);
	for (size_t i = 0; i < t->count; i++) {
		struct searched s = searched_of(arena, &t->rows[i]);
		unsigned sum = 0, score = 1;

		for (size_t k = 0; k < count && score; k++) {
			score = score_of(&s, plain[k]);
			sum += score;
		}
		if (score)
			found[(*hits)++] = (struct claim_hit){ &t->rows[i], sum };
	}
	qsort(found, *hits, sizeof(*found), by_score);
	return found;
}

/* ---- nothing found ---- */

/* Every word that a claim's id, topic or sentence has, one after the other, and the names of errno. */
struct vocabulary {
	const char **word;
	size_t count, capacity;
};

static void add_words(struct arena *arena, struct vocabulary *v, const char *plain)
{
	for (const char *at = plain + 1; *at;) {
		size_t length = strcspn(at, " ");

		v->word = arena_grow(arena, v->word, v->count, &v->capacity, sizeof(*v->word));
		v->word[v->count++] = arena_substring(arena, at, length);
		at += length + 1;
	}
}

static const char *word_at(size_t index, void *context)
{
	const struct vocabulary *v = context;

	return index < v->count ? v->word[index] : NULL;
}

static struct vocabulary vocabulary_of(struct arena *arena, const struct claims_table *t)
{
	struct vocabulary v = { 0 };

	for (size_t i = 0; i < t->count; i++) {
		struct searched s = searched_of(arena, &t->rows[i]);

		v.word = arena_grow(arena, v.word, v.count, &v.capacity, sizeof(*v.word));
		v.word[v.count++] = t->rows[i].claim->id;
		add_words(arena, &v, s.field[0]);
		add_words(arena, &v, s.field[1]);
	}
	for (size_t i = 0; errno_names(i, NULL); i++)
		add_words(arena, &v, plain_words(arena, errno_names(i, NULL)));
	return v;
}

const char *claims_search_hint(struct arena *arena, const struct claims_table *t, const char *const *words,
			       size_t count)
{
	struct vocabulary v = vocabulary_of(arena, t);

	for (size_t i = 0; i < count; i++) {
		const char *meant;
		size_t hits;

		(void)claims_search(arena, t, &words[i], 1, &hits);
		if (hits)
			continue;
		meant = slip_meant(words[i], strlen(words[i]), word_at, &v);
		return meant ? arena_printf(arena, "no claim says '%s'; did you mean '%s'?", words[i], meant)
			     : arena_printf(arena, "no claim says '%s'", words[i]);
	}
	return "each of these words is in some claim, but no claim has all of them: leave one out";
}
