/* numbers.c - numbers, comparisons and durations of a script. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

#include "common/base/text.h"

static bool read_digits(struct parser *p, uint64_t most, uint64_t *value)
{
	const char *begin = p->at;
	uint64_t v = 0;

	for (; p->at < p->end && isdigit((unsigned char)*p->at); p->at++) {
		unsigned digit = (unsigned)(*p->at - '0');

		if (v > (most - digit) / 10)
			return fail_at(p, begin, "the number is too large; at most %llu",
				       (unsigned long long)most);
		v = v * 10 + digit;
	}
	*value = v;
	return true;
}

static bool digit_next(struct parser *p)
{
	return p->at < p->end && isdigit((unsigned char)*p->at);
}

bool take_value(struct parser *p, uint64_t most, const char *what, uint64_t *value)
{
	skip_blanks(p);
	if (!digit_next(p))
		return expected(p, what);
	return read_digits(p, most, value);
}

/* Upper-case NAMEs: which they are does not matter, only that equal ones mean equal numbers. */
static bool take_bound_name(struct parser *p, struct number *out)
{
	struct script *s = p->script;
	struct word w = { .at = p->at };

	while (p->at < p->end &&
	       (isupper((unsigned char)*p->at) || isdigit((unsigned char)*p->at) || *p->at == '_'))
		p->at++;
	w.length = (size_t)(p->at - w.at);
	out->kind = NUMBER_NAME;
	for (size_t i = 0; i < s->name_count; i++) {
		if (word_is(w, s->names[i])) {
			out->name = (unsigned)i;
			return true;
		}
	}
	if (p->in_never)
		return fail_at(
			p, w.at,
			"%.*s has no value yet, and a 'never', 'may' or 'count' line gives it none; write ... for any number",
			shown(w), w.at);
	if (s->name_count == LIMIT_NAMES)
		return fail_at(p, w.at, "more than %d names of numbers", LIMIT_NAMES);
	s->names = arena_grow(p->arena, s->names, s->name_count, &p->name_capacity, sizeof(*s->names));
	out->name = (unsigned)s->name_count;
	s->names[s->name_count++] = word_copy(p, w);
	return true;
}

bool take_number(struct parser *p, uint64_t most, const char *what, struct number *out)
{
	*out = (struct number){ .kind = NUMBER_ANY };
	if (take(p, "..."))
		return true;
	if (p->at < p->end && isupper((unsigned char)*p->at))
		return take_bound_name(p, out);
	out->kind = NUMBER_VALUE;
	return take_value(p, most, what, &out->value);
}

bool take_comparison(struct parser *p, enum comparison *out)
{
	/* The longer ones first: ">=" begins with ">". */
	static const struct {
		const char *sign;
		enum comparison comparison;
	} signs[] = {
		{ ">=", COMPARE_GE }, { "<=", COMPARE_LE }, { "!=", COMPARE_NE }, { "==", COMPARE_EQ },
		{ ">", COMPARE_GT },  { "<", COMPARE_LT },  { "=", COMPARE_EQ },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (take(p, signs[i].sign)) {
			*out = signs[i].comparison;
			return true;
		}
	}
	return false;
}

bool take_duration(struct parser *p, int64_t *ns)
{
	struct word w = peek_word(p);

	if (!w.length || !duration_parse(w.at, w.length, ns))
		return expected(p, "a duration such as 500ms or 2s");
	if (!*ns)
		return fail_at(p, w.at, "a duration of zero says nothing");
	p->at += w.length;
	return true;
}

bool compare_holds(enum comparison c, uint64_t left, uint64_t right)
{
	switch (c) {
	case COMPARE_NONE: return true;
	case COMPARE_EQ: return left == right;
	case COMPARE_NE: return left != right;
	case COMPARE_LT: return left < right;
	case COMPARE_LE: return left <= right;
	case COMPARE_GT: return left > right;
	case COMPARE_GE: return left >= right;
	}
	return false;
}
