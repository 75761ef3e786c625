/*
 * parse.c - the index of the language: every keyword with the function that reads its line, and the
 * reading of a script from its first line to its last. The language: notes/lab-language.md.
 */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

enum keyword_group { GROUP_HEADER, GROUP_ACTION, GROUP_EXPECTATION, GROUP_CONTROL };

static const struct keyword {
	const char *name;
	enum keyword_group group;
	enum line_kind kind; /* of actions and expectations */
	bool (*parse)(struct parser *p, struct line *l);
} keywords[] = {
	{ "title", GROUP_HEADER, 0, parse_title },
	{ "claim", GROUP_HEADER, 0, parse_claim },
	{ "world", GROUP_HEADER, 0, parse_world },
	{ "requires", GROUP_HEADER, 0, parse_requires },
	{ "limit", GROUP_HEADER, 0, parse_limit },
	{ "yours", GROUP_HEADER, 0, parse_yours },
	{ "start", GROUP_ACTION, LINE_START, parse_start },
	{ "type", GROUP_ACTION, LINE_TYPE, parse_type },
	{ "kill", GROUP_ACTION, LINE_KILL, parse_kill },
	{ "wait", GROUP_ACTION, LINE_WAIT, parse_wait },
	{ "cut", GROUP_ACTION, LINE_CUT, parse_cut },
	{ "mend", GROUP_ACTION, LINE_MEND, parse_mend },
	{ "sysctl", GROUP_ACTION, LINE_SYSCTL, parse_sysctl },
	{ "crash", GROUP_ACTION, LINE_CRASH, parse_crash },
	{ "reboot", GROUP_ACTION, LINE_REBOOT, parse_reboot },
	{ "unreachable", GROUP_ACTION, LINE_UNREACHABLE, parse_unreachable },
	{ "state", GROUP_EXPECTATION, LINE_STATE, parse_state },
	{ "control", GROUP_CONTROL, 0, NULL },
	{ "never", GROUP_EXPECTATION, 0, NULL }, /* a prefix: parse_prefixes() */
	{ "may", GROUP_EXPECTATION, 0, NULL }, /* the same */
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

static const struct keyword *find_keyword(struct word w)
{
	for (size_t i = 0; i < KEYWORDS; i++)
		if (word_is(w, keywords[i].name))
			return &keywords[i];
	return NULL;
}

bool is_keyword(struct word w)
{
	return find_keyword(w) != NULL;
}

static const char *keyword_list(size_t index, void *context)
{
	(void)context;
	return index < KEYWORDS ? keywords[index].name : NULL;
}

static const char *action_list(size_t index, void *context)
{
	size_t n = 0;

	(void)context;
	for (size_t i = 0; i < KEYWORDS; i++)
		if (keywords[i].group == GROUP_ACTION && n++ == index)
			return keywords[i].name;
	return NULL;
}

bool parse_action(struct parser *p, struct line *l)
{
	struct word w = peek_word(p);
	const struct keyword *k = find_keyword(w);

	if (!k || k->group != GROUP_ACTION)
		return w.length ? unknown(p, w, "action", action_list, NULL) : expected(p, "an action");
	p->at += w.length;
	l->kind = k->kind;
	return k->parse(p, l) && expect_end(p);
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
	if (*p->at == '+') {
		p->at++;
		if (p->at < p->end && is_blank(*p->at))
			return expected(p, "a duration right after '+', as in +2s");
		if (!take_duration(p, &l->after_ns))
			return false;
	}
	l->never = take_word(p, "never");
	l->may = !l->never && take_word(p, "may");
	p->in_never = line_spans(l);
	if (line_spans(l) && l->after_ns >= 0)
		return fail_at(p, p->at - strlen(l->may ? "may" : "never"),
			       "'%s' holds from the action before it on: a time has no meaning here",
			       l->may ? "may" : "never");
	if (l->may && l->starred)
		return fail_at(p, p->at - strlen("may"),
			       "what only may happen is evidence for nothing: no star here");
	return at_end(p) ? expected(p, "an expectation") : true;
}

/* Lines that begin with an actor's name, told apart by what follows it: ':', '>', "exits" or "dies". */
static bool parse_by_actor(struct parser *p, struct line *l)
{
	const char *begin = p->at;
	struct word w = peek_word(p), name, next;

	name = take_name(p);
	while (name.length && p->at < p->end && (is_name_char(*p->at) || *p->at == '.' || *p->at == '#'))
		p->at++;
	skip_blanks(p);
	next = peek_word(p);
	p->at = begin;
	if (name.length && next.length) {
		if (*next.at == ':')
			return parse_call_or_signal(p, l);
		if (*next.at == '>')
			return parse_wire(p, l);
		if (word_is(next, "exits") || word_is(next, "dies"))
			return parse_end_of_process(p, l);
	}
	for (size_t i = 0; i < p->actor_count; i++)
		if (word_is(name, p->actors[i].name))
			return fail_at(p, next.at, "expected ':', '>', 'exits' or 'dies' after '%s'",
				       p->actors[i].name);
	return unknown(p, w, "keyword", keyword_list, NULL);
}

static bool parse_header(struct parser *p, const struct keyword *k, const struct line *l, const char *at)
{
	struct line unused = { 0 };

	if (l->starred || l->after_ns >= 0 || line_spans(l))
		return fail_at(p, at, "a header has no star, '+', 'never' or 'may'");
	if (p->script->line_count)
		return fail_at(p, at, "'%s' must stand above the first action", k->name);
	return k->parse(p, &unused) && expect_end(p);
}

static bool add_line(struct parser *p, struct line *l, bool action, const char *at)
{
	struct script *s = p->script;

	if (action && l->starred)
		return fail_at(p, p->line, "only an expectation can be starred; '%.*s' is an action",
			       shown(peek_word(p)), at);
	if (action && line_spans(l))
		return fail_at(p, at, "'%s' is about something that happens; this is an action",
			       l->may ? "may" : "never");
	if (l->may && !line_is_wire(l))
		return fail_at(p, at,
			       "'may' is for segments, datagrams and ICMP; calls may go unmentioned anyway");
	if (action && l->after_ns >= 0)
		return fail_at(p, at, "an action has no '+'; write 'wait' on a line of its own");
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
	if (l->starred || l->after_ns >= 0 || line_spans(l))
		return fail_at(p, p->line, "a control has no star, '+', 'never' or 'may'");
	if (p->pending_count == LIMIT_CONTROLS)
		return fail_at(p, p->at, "more than %d controls", LIMIT_CONTROLS);
	p->pending[p->pending_count++] = (struct pending){
		.line = p->line,
		.length = (size_t)(p->line_end - p->line),
		.number = p->number,
	};
	return true;
}

static bool parse_line(struct parser *p)
{
	struct line l = { .number = p->number, .after_ns = -1, .within_ns = -1, .takes_ns = -1 };
	const struct keyword *k;
	const char *at;
	struct word w;

	if (at_end(p))
		return true;
	p->in_never = false;
	if (!parse_prefixes(p, &l))
		return false;
	skip_blanks(p);
	at = p->at;
	w = peek_word(p);
	k = find_keyword(w);
	if (!k)
		return parse_by_actor(p, &l) && expect_end(p) && add_line(p, &l, false, at);
	switch (k->group) {
	case GROUP_HEADER: p->at += w.length; return parse_header(p, k, &l, at);
	case GROUP_CONTROL: return put_off_control(p, &l);
	case GROUP_ACTION:
		/* The prefixes are wrong whatever follows: said first. */
		return (l.starred || line_spans(&l) || l.after_ns >= 0 || parse_action(p, &l)) &&
		       add_line(p, &l, true, at);
	case GROUP_EXPECTATION:
		p->at += w.length;
		if (!k->parse)
			return fail_at(p, at, "'never' or 'may' stands once, before the expectation");
		l.kind = k->kind;
		return k->parse(p, &l) && expect_end(p) && add_line(p, &l, false, at);
	}
	return false;
}

static bool parse_lines(struct parser *p, const char *text, size_t length)
{
	const char *end = text + length, *line = text;
	bool said_anything = false;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		line += 3; /* a byte order mark, as some editors write one */
	for (unsigned number = 1; line < end; number++) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *stop = newline ? newline : end;

		if (!line_open(p, line, (size_t)(stop - line), number))
			return false;
		said_anything = said_anything || !at_end(p);
		if (!parse_line(p))
			return false;
		line = newline ? newline + 1 : end;
	}
	if (!said_anything)
		return fail_file(p,
				 length ? "there is nothing but comments in this file" : "the file is empty");
	for (size_t i = 0; i < p->pending_count; i++)
		if (!line_open(p, p->pending[i].line, p->pending[i].length, p->pending[i].number) ||
		    !take(p, "control") || !parse_control(p))
			return false;
	return check_script(p);
}

/* "labs/linger/02-rst.lab" is scenario "02-rst" of lab "linger". Both become names of folders, so
 * neither may be one that leads elsewhere. */
static void name_script(struct script *s, const char *path)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path, *folder = slash;
	size_t length = strlen(file);

	if (length >= 4 && strcmp(file + length - 4, ".lab") == 0)
		length -= 4;
	s->name = arena_substring(s->arena, file, length);
	while (folder && folder > path && folder[-1] != '/')
		folder--;
	s->lab = folder ? arena_substring(s->arena, folder, (size_t)(slash - folder)) : "";
	if (!*s->name || strcmp(s->name, ".") == 0 || strcmp(s->name, "..") == 0)
		s->name = "scenario";
	if (!*s->lab || strcmp(s->lab, ".") == 0 || strcmp(s->lab, "..") == 0)
		s->lab = "local";
}

struct script *script_parse(const char *path, const char *text, size_t length, struct script_error *error)
{
	struct arena *arena = arena_new();
	struct script *s = arena_alloc(arena, sizeof(*s));
	struct parser *p = arena_alloc(arena, sizeof(*p));
	bool good;

	*s = (struct script){ .arena = arena, .limit_ns = SCRIPT_LIMIT_NS };
	s->path = arena_string(arena, path);
	name_script(s, path);
	*p = (struct parser){ .script = s, .arena = arena, .error = error };
	*error = (struct script_error){ 0 };
	if (length > LIMIT_FILE) {
		good = fail_file(p, "the file is %zu bytes long; a script may have at most 1 MiB", length);
	} else {
		s->source = arena_substring(arena, text, length);
		good = parse_lines(p, s->source, length);
	}
	if (good)
		return s;
	script_free(s);
	return NULL;
}

void script_free(struct script *s)
{
	if (s)
		arena_free(s->arena);
}
