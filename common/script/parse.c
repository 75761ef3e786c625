/*
 * parse.c - one line of a script: what kind it is of, its prefixes, and the function that reads it. The language:
 * notes/lab-language.md.
 */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

static bool (*const line_parsers[LINE_KIND_COUNT])(struct parser *p, struct line *l) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = parse_##name,
	LINE_KINDS(ROW)
#undef ROW
};

static bool (*const header_parsers[HEADER_COUNT])(struct parser *p) = {
#define ROW(name) [HEADER_##name] = parse_##name,
	HEADERS(ROW)
#undef ROW
};

static bool parse_kind(struct parser *p, struct line *l, enum line_kind kind)
{
	l->kind = kind;
	return line_parsers[kind](p, l) && expect_end(p);
}

bool parse_action(struct parser *p, struct line *l)
{
	struct word w = peek_word(p);
	const struct keyword *k = keyword_find(w);

	if (!k || k->group != KEYWORD_LINE || line_traits(k->kind)->track != TRACK_NONE)
		return w.length ? unknown(p, w, "action", action_list, NULL) : expected(p, "an action");
	p->at += w.length;
	return parse_kind(p, l, k->kind);
}

/* "*", "*1", "*1,3": which claims the line is evidence for. */
static bool parse_star(struct parser *p, struct line *l)
{
	const char *begin = p->at++;
	size_t claims = p->script->claim_count;
	uint64_t which;

	l->starred = true;
	if (p->at == p->end || is_blank(*p->at)) {
		l->claims = claims == LIMIT_CLAIMS ? UINT64_MAX : ((uint64_t)1 << claims) - 1;
		return at_end(p) ? expected(p, "an expectation after the star") : true;
	}
	do {
		const char *at = p->at;

		if (!isdigit((unsigned char)*at))
			return fail_at(
				p, at,
				"expected a blank, or numbers of claims such as *1 or *1,3, after the star");
		if (!take_value(p, 9999, "the number of a claim", &which))
			return false;
		if (!which || which > claims)
			return fail_at(p, at, "star %u, but the script has %zu claim%s", (unsigned)which,
				       claims, claims == 1 ? "" : "s");
		l->claims |= (uint64_t)1 << (which - 1);
	} while (p->at < p->end && *p->at == ',' && ++p->at < p->end);
	if (p->at == p->end)
		return expected(p, "an expectation after the star");
	if (!is_blank(*p->at))
		return fail_at(p, p->at, "expected a blank after '%.*s'", (int)(p->at - begin), begin);
	return true;
}

static bool parse_prefixes(struct parser *p, struct line *l)
{
	if (*p->at == '*' && !parse_star(p, l))
		return false;
	skip_blanks(p);
	l->text = arena_substring(p->arena, p->at, (size_t)(p->end - p->at));
	l->then = take_word(p, "then");
	if (!take_each(p, l))
		return false;
	skip_blanks(p);
	if (p->at < p->end && *p->at == '+') {
		p->at++;
		if (p->at < p->end && is_blank(*p->at))
			return expected(p, "a duration right after '+', as in +2s");
		if (!take_duration(p, &l->after_ns))
			return false;
	}
	l->never = take_word(p, "never");
	l->may = !l->never && take_word(p, "may");
	if ((l->may && !take_may_most(p, l)) || !take_count(p, l))
		return false;
	p->in_never = line_spans(l) || l->counts;
	if (line_spans(l) && l->after_ns >= 0)
		return fail_at(p, p->at - strlen(l->may ? "may" : "never"),
			       "'%s' holds from the action before it on: a time has no meaning here",
			       l->may ? "may" : "never");
	if (line_spans(l) && l->then)
		return fail_at(p, p->at - strlen(l->may ? "may" : "never"),
			       "'%s' holds from the action before it on: 'then' has no meaning here",
			       l->may ? "may" : "never");
	if (l->may && l->starred)
		return fail_at(p, p->at - strlen("may"),
			       "what only may happen is evidence for nothing: no star here");
	return at_end(p) ? expected(p, "an expectation") : true;
}

/* The kind of this form whose word is next, which is then taken; the one without a word where no word is. */
static bool take_kind(struct parser *p, enum line_form form, enum line_kind *kind)
{
	bool any = false;

	for (size_t i = 0; i < LINE_KIND_COUNT; i++) {
		const struct line_traits *t = line_traits((enum line_kind)i);

		if (t->form != form ||
		    (*t->word && !(form == FORM_COLON ? take(p, t->word) : take_word(p, t->word))))
			continue;
		*kind = (enum line_kind)i;
		any = true;
		if (*t->word)
			break;
	}
	return any;
}

bool parse_wire_line(struct parser *p, struct line *l)
{
	enum line_kind kind;

	if (!take_packet_party(p, &l->from))
		return false;
	if (!take(p, ">"))
		return expected(p, "'>'");
	if (!take_packet_party(p, &l->to))
		return false;
	return take_kind(p, FORM_WIRE, &kind) && parse_kind(p, l, kind);
}

/* "client:", and what it calls or gets. */
static bool parse_colon_line(struct parser *p, struct line *l)
{
	enum line_kind kind;

	if (!take_process(p, &l->process))
		return false;
	if (!take(p, ":"))
		return p->at < p->end && *p->at == '#'
			       ? fail_at(p, p->at, "a call belongs to a process, not to a connection")
			       : expected(p, "':'");
	return take_kind(p, FORM_COLON, &kind) && parse_kind(p, l, kind);
}

/* What may stand behind an actor's name: ':' and '>' where context is true, and the verbs. */
static const char *verb_list(size_t index, void *context)
{
	static const char *const signs[] = { ":", ">" };
	const bool *any = context;

	if (*any && index < 2)
		return signs[index];
	index -= *any ? 2 : 0;
	for (size_t i = 0; i < LINE_KIND_COUNT; i++)
		if (line_traits((enum line_kind)i)->form == FORM_VERB && index-- == 0)
			return line_traits((enum line_kind)i)->word;
	return NULL;
}

static const char *verbs(struct parser *p, bool any)
{
	return listed(p, verb_list, &any, "'", " or ");
}

/* "client exits 0" */
static bool parse_verb_line(struct parser *p, struct line *l)
{
	enum line_kind kind;

	if (!take_process(p, &l->process))
		return false;
	if (!take_kind(p, FORM_VERB, &kind))
		return expected(p, verbs(p, false));
	return parse_kind(p, l, kind);
}

static bool is_verb(struct word w)
{
	bool any = false;

	for (size_t i = 0; verb_list(i, &any); i++)
		if (word_is(w, verb_list(i, &any)))
			return true;
	return false;
}

/* Lines that begin with an actor's name, told apart by what follows it. */
static bool parse_by_actor(struct parser *p, struct line *l)
{
	const char *begin = p->at;
	struct word w = peek_word(p), name, next;

	if (is_address(w))
		return parse_wire_line(p, l);

	name = take_name(p);
	while (name.length && p->at < p->end && (is_name_char(*p->at) || *p->at == '.' || *p->at == '#'))
		p->at++;
	skip_blanks(p);
	next = peek_word(p);
	p->at = begin;
	if (name.length && next.length) {
		if (*next.at == ':')
			return parse_colon_line(p, l);
		if (*next.at == '>')
			return parse_wire_line(p, l);
		if (is_verb(next))
			return parse_verb_line(p, l);
	}
	for (size_t i = 0; i < p->actor_count; i++)
		if (word_is(name, p->actors[i].name))
			return fail_at(p, next.at, "expected %s after '%s'", verbs(p, true),
				       p->actors[i].name);
	return unknown(p, w, "keyword", keyword_list, NULL);
}

static bool has_prefix(const struct line *l)
{
	return l->starred || l->after_ns >= 0 || line_spans(l) || l->then || l->each || l->counts;
}

static bool parse_header(struct parser *p, const struct keyword *k, const struct line *l, const char *at)
{
	if (has_prefix(l))
		return fail_at(p, at, "a header has no star, '+', 'never' or any other prefix");
	if (p->script->line_count)
		return fail_at(p, at, "'%s' must stand above the first action", k->name);
	return header_parsers[k->header](p) && expect_end(p);
}

static bool add_line(struct parser *p, struct line *l, const char *at)
{
	struct script *s = p->script;
	bool action = line_is_action(l);

	if (action && l->starred)
		return fail_at(p, p->line, "only an expectation can be starred; '%.*s' is an action",
			       shown(peek_word(p)), at);
	if (action && line_spans(l))
		return fail_at(p, at, "'%s' is about something that happens; this is an action",
			       l->may ? "may" : "never");
	if (line_is_read(l) && (line_spans(l) || l->after_ns >= 0))
		return fail_at(p, at,
			       "this is read once, when its act has ended: no 'never', 'may' or '+' here");
	if (action && (l->each || l->counts))
		return fail_at(p, at, "'%s' is about what comes; this is an action",
			       l->each ? "each" : "count");
	if (l->may && !line_is_wire(l))
		return fail_at(p, at,
			       "'may' is for segments, datagrams and ICMP; calls may go unmentioned anyway");
	if (!check_many(p, l, at))
		return false;
	if (l->may && !check_may(p, l, at))
		return false;
	if (action && l->after_ns >= 0)
		return fail_at(p, at, "an action has no '+'; write 'wait' on a line of its own");
	if (action && l->then)
		return fail_at(p, at, "an action comes when all above it has come: no 'then' is needed");
	if (l->then && !line_is_wire(l))
		return fail_at(
			p, at,
			"'then' is for segments, datagrams and ICMP; other tracks have their own order");
	if (!action && !s->act_count)
		return fail_at(p, at, "an expectation before any action; a scenario begins with 'start'");
	s->act_count += action;
	l->act = s->act_count;
	s->lines = arena_grow(p->arena, s->lines, s->line_count, &p->line_capacity, sizeof(*s->lines));
	s->lines[s->line_count++] = *l;
	return true;
}

static bool put_off_control(struct parser *p, const struct line *l)
{
	if (has_prefix(l))
		return fail_at(p, p->line, "a %.7s has no star, '+', 'never' or any other prefix",
			       peek_word(p).at);
	if (p->pending_count == LIMIT_CONTROLS)
		return fail_at(p, p->at, "more than %d controls and variants", LIMIT_CONTROLS);
	p->after_control = true;
	p->pending[p->pending_count++] = (struct pending){
		.line = p->line,
		.line_end = p->line_end,
		.end = p->end,
		.number = p->number,
	};
	return true;
}

bool parse_line(struct parser *p)
{
	struct line l = { .number = p->number, .after_ns = -1, .track = NO_TRACK };
	const struct keyword *k;
	const char *at;
	struct word w;

	if (at_end(p))
		return true;
	if (is_file_text(p))
		return parse_file_text(p);
	p->after_control = false;
	p->in_never = false;
	if (!parse_prefixes(p, &l))
		return false;
	skip_blanks(p);
	at = p->at;
	w = peek_word(p);
	k = keyword_find(w);
	if (!k)
		return parse_by_actor(p, &l) && add_line(p, &l, at);
	switch (k->group) {
	case KEYWORD_HEADER: p->at += w.length; return parse_header(p, k, &l, at);
	case KEYWORD_CONTROL: return put_off_control(p, &l);
	case KEYWORD_PREFIX:
		return fail_at(p, at, "'%.*s' stands once, before the expectation", shown(w), at);
	case KEYWORD_LINE: break;
	}
	l.kind = k->kind;
	/* Of an action the prefixes are wrong whatever follows: said first. */
	if (line_is_action(&l) && has_prefix(&l))
		return add_line(p, &l, at);
	p->at += w.length;
	return parse_kind(p, &l, k->kind) && add_line(p, &l, at);
}
