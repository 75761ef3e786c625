/* control.c - controls and variants: the one action that is changed, found in the script, and the script so changed. */
#include "common/script/parser.h"

#include <stdlib.h>
#include <string.h>

/* What an action is about: an actor, a setting, a host; "" where it needs no saying. */
static const char *subject(const struct script *s, const struct line *l)
{
	if (line_process(l))
		return l->process;
	if (l->kind == LINE_SYSCTL)
		return l->setting.name;
	if (l->kind == LINE_FILE)
		return l->file.path;
	return line_host(l) == NO_HOST ? "" : s->world->hosts[l->host].name;
}

/* Whether `other` would stand in for `l`: of the same kind and about the same actor, setting or host. Where an actor is
 * started may be what the control changes. */
static bool same_subject(const struct line *l, const struct line *other)
{
	if (l->kind != other->kind || line_host(l) != line_host(other))
		return false;
	if (line_process(l))
		return strcmp(l->process, other->process) == 0;
	if (l->kind == LINE_FILE)
		return strcmp(l->file.path, other->file.path) == 0;
	return l->kind != LINE_SYSCTL || strcmp(l->setting.name, other->setting.name) == 0;
}

/* Another way to lose the same host: its power gone for good or for a moment; the way to it silent or not. */
static bool same_loss(const struct line *l, const struct line *other)
{
	enum line_loss loss = line_traits(l->kind)->loss;

	return loss != LOSS_NONE && loss == line_traits(other->kind)->loss &&
	       (loss != LOSS_POWER || l->host == other->host);
}

/* Words of two lines compared; '=' counts as a blank. prefix: b may end before a does. */
static bool same_words(const char *a, const char *b, bool prefix)
{
	static const char between[] = " \t=";

	for (;;) {
		size_t n, m;

		a += strspn(a, between);
		b += strspn(b, between);
		n = strcspn(a, between);
		m = strcspn(b, between);
		if (!m)
			return prefix || !n;
		if (n != m || memcmp(a, b, n) != 0)
			return false;
		a += n;
		b += m;
	}
}

static bool found(struct parser *p, struct control *c, size_t index, bool *any)
{
	const struct line *lines = p->script->lines;

	if (*any)
		return fail_at(
			p, p->at,
			"the script has two such actions, on lines %u and %u; which one is meant is not clear",
			lines[c->replaces].number, lines[index].number);
	*any = true;
	c->replaces = index;
	return true;
}

/* Is the line about this actor, or a process of it? */
static bool names_actor(const struct line *l, const char *actor)
{
	size_t length = strlen(actor);

	if (line_process(l))
		return strncmp(l->process, actor, length) == 0 &&
		       (!l->process[length] || l->process[length] == '.');
	return (line_from(l) && strcmp(l->from.actor, actor) == 0) ||
	       (line_to(l) && strcmp(l->to.actor, actor) == 0);
}

static bool find_removed(struct parser *p, struct control *c)
{
	const struct script *s = p->script;
	const char *words = arena_substring(p->arena, p->at, (size_t)(p->end - p->at));
	const struct line *removed;
	bool any = false;

	for (size_t i = 0; i < s->line_count; i++)
		if (line_is_action(&s->lines[i]) && same_words(s->lines[i].text, words, true) &&
		    !found(p, c, i, &any))
			return false;
	if (!any)
		return fail_at(p, p->at, "the script has no action '%.*s' that could be left out",
			       shown((struct word){ p->at, (size_t)(p->end - p->at) }), p->at);
	removed = &s->lines[c->replaces];
	if (removed->act == 1 && c->replaces + 1 < s->line_count && !line_is_action(removed + 1))
		return fail_at(p, p->at,
			       "without this action the expectations below it would stand before any action");
	for (size_t i = c->replaces + 1; removed->kind == LINE_START && i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (line_is_action(l) && names_actor(l, removed->process))
			return fail_at(p, p->at, "without '%s' the action on line %u cannot be performed",
				       removed->process, l->number);
	}
	p->at = p->end;
	return true;
}

static bool find_replaced(struct parser *p, struct control *c, const char *at)
{
	const struct script *s = p->script;
	const char *setting_host = c->action.kind == LINE_SYSCTL && c->action.host != NO_HOST
					   ? s->world->hosts[c->action.host].name
					   : NULL;
	bool any = false, exact;

	p->at = at;
	for (size_t i = 0; i < s->line_count; i++)
		if (line_is_action(&s->lines[i]) && same_subject(&s->lines[i], &c->action) &&
		    !found(p, c, i, &any))
			return false;
	exact = any;
	for (size_t i = 0; i < s->line_count && !exact; i++)
		if (same_loss(&s->lines[i], &c->action) && !found(p, c, i, &any))
			return false;
	if (!any)
		return fail_at(p, at, "the script has no '%s%s%s%s%s' that this could replace",
			       line_traits(c->action.kind)->text, setting_host ? " " : "",
			       setting_host ? setting_host : "", *subject(s, &c->action) ? " " : "",
			       subject(s, &c->action));
	if (same_words(s->lines[c->replaces].text, c->action.text, false))
		return fail_at(p, at, "the %s is the action itself (line %u): it changes nothing",
			       c->variant ? "variant" : "control", s->lines[c->replaces].number);
	c->action.act = s->lines[c->replaces].act;
	p->at = p->end;
	return true;
}

bool parse_control(struct parser *p, bool variant)
{
	struct script *s = p->script;
	struct control c = { .number = p->number, .variant = variant };
	const char *at;

	if (at_end(p))
		return expected(p, "an action, or 'without' and an action");
	at = p->at;
	c.text = arena_substring(p->arena, at, (size_t)(p->end - at));
	c.removes = take_word(p, "without");
	if (c.removes) {
		if (at_end(p))
			return expected(p, "the action that is left out");
		if (!find_removed(p, &c))
			return false;
	} else {
		c.action = (struct line){ .number = p->number, .after_ns = -1, .track = NO_TRACK };
		c.action.text = c.text;
		p->in_control = true;
		if (!parse_action(p, &c.action) || !find_replaced(p, &c, at))
			return false;
		p->in_control = false;
	}
	for (size_t i = 0; i < s->control_count; i++)
		if (same_words(s->controls[i].text, c.text, false))
			return fail_at(p, at, "the same %s as on line %u",
				       s->controls[i].variant ? "variant" : "control", s->controls[i].number);
	s->controls = arena_grow(p->arena, s->controls, s->control_count, &p->control_capacity,
				 sizeof(*s->controls));
	s->controls[s->control_count++] = c;
	return true;
}

size_t script_control_count(const struct script *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->control_count; i++)
		count += !s->controls[i].variant;
	return count;
}

struct script *script_with_control(const struct script *s, size_t index)
{
	const struct control *c;
	struct arena *arena;
	struct script *with;

	if (index >= s->control_count)
		return NULL;
	c = &s->controls[index];
	arena = arena_new();
	with = arena_copy(arena, s, sizeof(*s));
	with->arena = arena;
	with->controls = NULL;
	with->control_count = 0;
	with->lines = arena_copy(arena, s->lines, s->line_count * sizeof(*s->lines));
	if (!c->removes) {
		with->lines[c->replaces] = c->action;
		return with;
	}
	/* What stood below the action now belongs to the act before it. */
	with->line_count--;
	with->act_count--;
	for (size_t i = c->replaces; i < with->line_count; i++) {
		with->lines[i] = s->lines[i + 1];
		if (with->lines[i].act > 1 || c->replaces)
			with->lines[i].act--;
	}
	return with;
}
