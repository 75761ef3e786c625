/* parse_headers.c - title, world, requires and limit; claim is parse_claim.c's. */
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

bool parse_directory(struct parser *p)
{
	if (!take_word(p, "script"))
		return expected(p, "'script': the actors begin in the script's folder");
	p->script->in_its_folder = true;
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
