/* parse_headers.c - title, claim, world, requires and limit. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

#include "common/base/text.h"

bool parse_title(struct parser *p)
{
	if (p->script->title)
		return fail_at(p, p->line, "a second title");
	if (at_end(p))
		return expected(p, "the title, in a few words");
	p->script->title = arena_substring(p->arena, p->at, (size_t)(p->end - p->at));
	p->at = p->end;
	return true;
}

static const char *verdict_list(size_t index, void *context)
{
	(void)context;
	return index <= VERDICT_ANSWERED ? claim_verdict_text((enum claim_verdict)index) : NULL;
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

bool parse_claim(struct parser *p)
{
	struct script *s = p->script;
	struct claim_line claim = { .number = p->number };
	struct word id, verdict;

	if (!take_claim_id(p, &id))
		return false;
	for (size_t i = 0; i < s->claim_count; i++)
		if (word_is(id, s->claims[i].id))
			return fail_at(p, id.at, "claim '%.*s' is given twice, first on line %u", shown(id),
				       id.at, s->claims[i].number);
	if (s->claim_count == LIMIT_CLAIMS)
		return fail_at(p, id.at, "more than %d claims", LIMIT_CLAIMS);
	claim.id = word_copy(p, id);
	verdict = peek_word(p);
	if (!verdict.length)
		return expected(p, "a verdict: confirmed, qualified, refuted or answered");
	for (int v = 0;; v++) {
		if (v > VERDICT_ANSWERED)
			return unknown(p, verdict, "verdict", verdict_list, NULL);
		claim.verdict = (enum claim_verdict)v;
		if (word_is(verdict, claim_verdict_text(claim.verdict)))
			break;
	}
	p->at += verdict.length;
	if (claim.verdict == VERDICT_CONFIRMED && at_end(p))
		claim.instead = NULL;
	else if (!take_quoted(p, QUOTED_PLAIN,
			      claim.verdict == VERDICT_QUALIFIED  ? "under which condition, in double quotes"
			      : claim.verdict == VERDICT_REFUTED  ? "what happens instead, in double quotes"
			      : claim.verdict == VERDICT_ANSWERED ? "the answer, in double quotes"
								  : "a text in double quotes",
			      &claim.instead))
		return false;
	if (claim.instead && !claim.instead[strspn(claim.instead, " \t")])
		return fail_at(p, p->at - 1, "the text is empty");
	s->claims = arena_grow(p->arena, s->claims, s->claim_count, &p->claim_capacity, sizeof(*s->claims));
	s->claims[s->claim_count++] = claim;
	return true;
}

static const char *world_list(size_t index, void *context)
{
	(void)context;
	return world_at(index) ? world_at(index)->name : NULL;
}

bool parse_world(struct parser *p)
{
	/* RFC 8200: below that there is no IPv6. */
	enum { LEAST_IPV6 = 1280 };
	struct script *s = p->script;
	struct word w = peek_word(p);
	const struct world *world = world_named(w.at, w.length);
	const char *at;
	uint64_t mtu;

	if (p->said_world)
		return fail_at(p, p->line, "a second world");
	p->said_world = true;
	if (!world)
		return w.length ? unknown(p, w, "world", world_list, NULL)
				: expected(p, listed(p, world_list, NULL, "", " or "));
	s->world = world;
	p->at += w.length;
	if (!take_word(p, "mtu"))
		return true;
	skip_blanks(p);
	at = p->at;
	if (!take_value(p, UINT32_MAX, "the MTU in bytes", &mtu))
		return false;
	if (mtu < world->mtu_least || mtu > world->mtu_most)
		return fail_at(p, at, "the MTU must be from %u (the least that IPv%d allows) to %u",
			       world->mtu_least, world->mtu_least < LEAST_IPV6 ? 4 : 6, world->mtu_most);
	s->mtu = (unsigned)mtu;
	return true;
}

static bool parse_kernel(struct parser *p, struct requirement *r)
{
	struct word w;
	size_t digits = 0, dots = 0;

	if (!take_comparison(p, &r->compare))
		return expected(p, "a comparison such as >= 5.10");
	w = peek_word(p);
	for (size_t i = 0; i < w.length; i++) {
		digits += isdigit((unsigned char)w.at[i]) != 0;
		dots += w.at[i] == '.';
	}
	if (!w.length || digits + dots != w.length || !dots || dots > 2 || w.at[0] == '.' ||
	    w.at[w.length - 1] == '.' || memmem(w.at, w.length, "..", 2) || w.length > 16)
		return expected(p, "a kernel version such as 5.10");
	r->value = word_copy(p, w);
	p->at += w.length;
	return true;
}

static bool parse_program(struct parser *p, struct requirement *r)
{
	struct word w = peek_word(p);

	if (!w.length)
		return expected(p, "the name of a program, such as curl");
	r->subject = word_copy(p, w);
	p->at += w.length;
	return true;
}

static bool parse_setting(struct parser *p, struct requirement *r)
{
	if (!take_sysctl_name(p, &r->subject))
		return false;
	if (at_end(p))
		return true;
	if (!take(p, "="))
		return expected(p, "'=' and a value, or the end of the line");
	r->compare = COMPARE_EQ;
	if (at_end(p))
		return expected(p, "a value");
	r->value = arena_substring(p->arena, p->at, (size_t)(p->end - p->at));
	p->at = p->end;
	return true;
}

static bool parse_nothing(struct parser *p, struct requirement *r)
{
	(void)p;
	(void)r;
	return true;
}

static const struct {
	const char *name;
	enum requirement_kind kind;
	bool (*parse)(struct parser *p, struct requirement *r);
} requirements[] = {
	{ "kernel", REQUIRE_KERNEL, parse_kernel },  { "program", REQUIRE_PROGRAM, parse_program },
	{ "sysctl", REQUIRE_SYSCTL, parse_setting }, { "own-network", REQUIRE_OWN_NETWORK, parse_nothing },
	{ "users", REQUIRE_USERS, parse_nothing },   { "virtual-time", REQUIRE_VIRTUAL_TIME, parse_nothing },
};

enum { REQUIREMENTS = sizeof(requirements) / sizeof(requirements[0]) };

static const char *requirement_list(size_t index, void *context)
{
	(void)context;
	return index < REQUIREMENTS ? requirements[index].name : NULL;
}

bool parse_requires(struct parser *p)
{
	struct script *s = p->script;
	struct requirement r = { .number = p->number };
	struct word w = peek_word(p);

	if (!w.length)
		return expected(p, "kernel, program or sysctl");
	for (size_t i = 0;; i++) {
		if (i == REQUIREMENTS)
			return unknown(p, w, "requirement", requirement_list, NULL);
		if (!word_is(w, requirements[i].name))
			continue;
		p->at += w.length;
		r.kind = requirements[i].kind;
		if (!requirements[i].parse(p, &r))
			return false;
		break;
	}
	s->requirements = arena_grow(p->arena, s->requirements, s->requirement_count,
				     &p->requirement_capacity, sizeof(*s->requirements));
	s->requirements[s->requirement_count++] = r;
	return true;
}

bool parse_limit(struct parser *p)
{
	const int64_t most = 24 * 3600000000000;
	struct word w;

	if (p->said_limit)
		return fail_at(p, p->line, "a second limit");
	p->said_limit = true;
	w = peek_word(p);
	if (!take_duration(p, &p->script->limit_ns))
		return false;
	if (p->script->limit_ns > most)
		return fail_at(p, w.at, "a limit of more than a day");
	return true;
}
