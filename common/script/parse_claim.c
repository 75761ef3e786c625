/* parse_claim.c - "claim ID holds", "claim ID fails rarely "…"", "claim ID answers 2/7 "…"". */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

enum { PARTS_MOST = 64 }; /* of a question */

static const char *case_list(size_t index, void *context)
{
	(void)context;
	return index < CLAIM_CASES ? claim_case_text((enum claim_case)index) : NULL;
}

static bool take_claim_id(struct parser *p, struct word *id)
{
	*id = peek_word(p);
	if (!id->length || *id->at == '"')
		return expected(p, "the id of a claim, such as linger-zero-sends-rst");
	for (size_t i = 0; i < id->length; i++)
		if (!islower((unsigned char)id->at[i]) && !isdigit((unsigned char)id->at[i]) &&
		    (id->at[i] != '-' || !i))
			return fail_at(p, id->at + i,
				       "the id of a claim is made of lower-case letters, digits and '-'");
	p->at += id->length;
	return true;
}

static bool take_text(struct parser *p, const char *what, const char **text)
{
	if (!take_quoted(p, QUOTED_PLAIN, what, text))
		return false;
	return (*text)[strspn(*text, " \t")] ? true : fail_at(p, p->at - 1, "the text is empty");
}

/* "2/7" */
static bool take_part(struct parser *p, struct claim_says *says)
{
	static const char what[] = "which part of the question, as in answers 2/7";
	uint64_t part, parts;
	const char *begin;

	skip_blanks(p);
	begin = p->at;
	if (!take_value(p, PARTS_MOST, what, &part))
		return false;
	if (p->at == p->end || *p->at++ != '/' || p->at == p->end || !isdigit((unsigned char)*p->at))
		return fail_at(p, begin, "expected %s", what);
	if (!take_value(p, PARTS_MOST, what, &parts))
		return false;
	if (!part || part > parts)
		return fail_at(p, begin, "there is no part %u of %u: they are counted from 1", (unsigned)part,
			       (unsigned)parts);
	says->part = (unsigned)part;
	says->parts = (unsigned)parts;
	return true;
}

/* The words of before, when a scenario gave the verdict on the whole claim, lead to those of now. */
static bool refuse_verdict(struct parser *p, struct word w)
{
	static const char *const verdicts[] = { "confirmed", "qualified", "refuted", "answered" };

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		if (word_is(w, verdicts[i]))
			return fail_at(
				p, w.at,
				"'%s' is no longer a word here: a scenario says what it shows itself, 'holds', "
				"'fails \"under which condition: what happens then\"' or 'answers 1/3 \"...\"'",
				verdicts[i]);
	return unknown(p, w, "case", case_list, NULL);
}

static bool take_says(struct parser *p, struct claim_says *says)
{
	struct word w = peek_word(p);
	int what = 0;

	if (!w.length)
		return expected(p, "what the scenario shows of it: holds, fails or answers");
	while (what < CLAIM_CASES && !word_is(w, claim_case_text((enum claim_case)what)))
		what++;
	if (what == CLAIM_CASES)
		return refuse_verdict(p, w);
	p->at += w.length;
	says->what = (enum claim_case)what;
	switch (says->what) {
	case CASE_HOLDS:
		return at_end(p) ||
		       fail_at(p, p->at,
			       "'holds' has no text: what the scenario does not play, it does not speak of");
	case CASE_FAILS:
		says->rare = take_word(p, "rarely");
		return take_text(p, "under which condition, and what happens then, in double quotes",
				 &says->text);
	case CASE_ANSWERS:
		return take_part(p, says) && take_text(p, "the answer, in double quotes", &says->text);
	case CLAIM_CASES: break;
	}
	return false;
}

/* A scenario may play several cases of one claim, or answer several parts of one question: each is a line. */
static bool same_case(const struct claim_says *a, const struct claim_says *b)
{
	return a->what == b->what && a->part == b->part &&
	       (a->what != CASE_FAILS || line_text_same(a->text, b->text));
}

bool parse_claim(struct parser *p)
{
	struct script *s = p->script;
	struct claim_line claim = { .number = p->number };
	struct word id;

	if (!take_claim_id(p, &id))
		return false;
	if (s->claim_count == LIMIT_CLAIMS)
		return fail_at(p, id.at, "more than %d claims", LIMIT_CLAIMS);
	claim.id = word_copy(p, id);
	if (!take_says(p, &claim.says))
		return false;
	for (size_t i = 0; i < s->claim_count; i++)
		if (strcmp(s->claims[i].id, claim.id) == 0 && same_case(&s->claims[i].says, &claim.says))
			return fail_at(p, id.at, "claim '%.*s' is given twice, first on line %u", shown(id),
				       id.at, s->claims[i].number);
	s->claims = arena_grow(p->arena, s->claims, s->claim_count, &p->claim_capacity, sizeof(*s->claims));
	s->claims[s->claim_count++] = claim;
	return true;
}
