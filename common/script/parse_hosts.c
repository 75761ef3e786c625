/* parse_hosts.c - worlds with hosts: who lives where, whose power goes, and whether the actions can be performed so. */
#include "common/script/parser.h"

#include <string.h>

/* Endpoints, and then perhaps routers. */
struct host_names {
	const struct world *world;
	bool routers;
};

static const char *host_list(size_t index, void *context)
{
	const struct host_names *names = context;

	for (int role = ROLE_ENDPOINT; role <= (names->routers ? ROLE_ROUTER : ROLE_ENDPOINT); role++)
		for (size_t i = 0; i < names->world->host_count; i++)
			if ((int)names->world->hosts[i].role == role && index-- == 0)
				return names->world->hosts[i].name;
	return NULL;
}

/* "client, server or router" */
static const char *hosts_listed(struct parser *p, bool routers, const char *last)
{
	return listed(p, host_list, &(struct host_names){ p->script->world, routers }, "", last);
}

static int host_find(const struct parser *p, struct word w)
{
	return world_host_named(p->script->world, w.at, w.length);
}

/* The worlds with such a host, by index. */
static const char *world_with(size_t index, void *context)
{
	const enum host_role *role = context;

	for (size_t i = 0; world_at(i); i++)
		if (world_next(world_at(i), *role, 0) != NO_HOST && index-- == 0)
			return world_at(i)->name;
	return NULL;
}

const char *worlds_with(struct parser *p, enum host_role role)
{
	return arena_printf(p->arena, "%s %s", listed(p, world_with, &role, "'world ", " and "),
			    world_with(1, &role) ? "have" : "has");
}

static bool only_there(struct parser *p, const char *at, const char *what)
{
	return fail_at(p, at, "%s: only %s hosts, and this is world %s", what, worlds_with(p, ROLE_ENDPOINT),
		       p->script->world->name);
}

bool names_host_elsewhere(struct word w, enum host_role role)
{
	for (size_t i = 0; world_at(i); i++) {
		int host = world_host_named(world_at(i), w.at, w.length);

		if (host != NO_HOST && world_at(i)->hosts[host].role == role)
			return true;
	}
	return false;
}

static bool take_host(struct parser *p, bool routers, int *host)
{
	struct word w = peek_word(p);

	if (!w.length)
		return expected(p, arena_printf(p->arena, "a host: %s", hosts_listed(p, routers, " or ")));
	*host = host_find(p, w);
	if (*host == NO_HOST)
		return unknown(p, w, "host", host_list, &(struct host_names){ p->script->world, routers });
	if (!routers && world_is_router(p->script->world, *host))
		return fail_at(p, w.at, "the %.*s stays what it is; the hosts are %s", shown(w), w.at,
			       hosts_listed(p, false, " and "));
	p->at += w.length;
	return true;
}

static bool parse_host_action(struct parser *p, struct line *l)
{
	const char *keyword = line_traits(l->kind)->word;

	if (!p->script->world->host_count)
		return only_there(p, p->at - strlen(keyword), keyword);
	return take_host(p, false, &l->host);
}

bool parse_crash(struct parser *p, struct line *l)
{
	return parse_host_action(p, l);
}

bool parse_reboot(struct parser *p, struct line *l)
{
	return parse_host_action(p, l);
}

bool parse_unreachable(struct parser *p, struct line *l)
{
	const struct world *world = p->script->world;

	if (world->host_count && world_next(world, ROLE_ROUTER, 0) == NO_HOST)
		return fail_at(p, p->at - strlen("unreachable"),
			       "unreachable: only %s a router that could report it, and this is world %s",
			       worlds_with(p, ROLE_ROUTER), world->name);
	if (!parse_host_action(p, l))
		return false;
	if (!p->in_control)
		p->cut_number = p->number;
	return true;
}

/* An actor lives on the first endpoint, unless it or its program is called like another. */
static int usual_host(const struct world *w, const char *actor, const char *program)
{
	const char *slash = strrchr(program, '/'), *names[] = { actor, slash ? slash + 1 : program };
	int first = world_next(w, ROLE_ENDPOINT, 0);

	for (size_t i = 0; first != NO_HOST && i < 2; i++) {
		int host = world_host_named(w, names[i], strlen(names[i]));

		if (host != NO_HOST && host != first && !world_is_router(w, host))
			return host;
	}
	return first;
}

void settle_host(const struct parser *p, struct line *l)
{
	if (l->start.host == NO_HOST)
		l->start.host = usual_host(p->script->world, l->process, l->start.program);
}

bool take_start_host(struct parser *p, int *host)
{
	const char *at = p->at;
	struct word w;

	*host = NO_HOST;
	if (p->at == p->end || *p->at != '@')
		return true;
	if (!p->script->world->host_count)
		return only_there(p, at, "'@'");
	p->at++;
	w = take_name(p);
	if (!w.length || w.at != at + 1)
		return fail_at(p, at + 1, "expected a host right after '@': %s",
			       hosts_listed(p, false, " or "));
	*host = host_find(p, w);
	if (*host == NO_HOST)
		return unknown(p, w, "host", host_list, &(struct host_names){ p->script->world, false });
	if (world_is_router(p->script->world, *host))
		return fail_at(p, w.at, "nothing can be started on the %.*s; the hosts are %s", shown(w),
			       w.at, hosts_listed(p, false, " and "));
	if (p->at < p->end && !is_blank(*p->at) && *p->at != '=')
		return expected(p, "a blank or '=' after the host");
	return true;
}

bool take_setting_host(struct parser *p, int *host)
{
	struct word w = peek_word(p);

	*host = NO_HOST;
	if (!w.length || memchr(w.at, '.', w.length) || memchr(w.at, '=', w.length))
		return true; /* the setting itself */
	if (!p->script->world->host_count)
		return names_host_elsewhere(w, ROLE_ENDPOINT) || names_host_elsewhere(w, ROLE_ROUTER)
			       ? only_there(p, w.at, "a setting of one host")
			       : true;
	return take_host(p, true, host);
}

int script_host(const struct script *s, const struct party *party)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_START && strcmp(s->lines[i].process, party->actor) == 0)
			return s->lines[i].start.host;
	return party->host;
}

bool check_apart(struct parser *p, const struct line *l, int from, int to, const char *at)
{
	return from != to || fail_at(p, at, "'%s' and '%s' both live on host %s: no cable is between them",
				     l->from.actor, l->to.actor, p->script->world->hosts[from].name);
}

bool check_cut(struct parser *p, const struct line *l, const char *at)
{
	const struct world *world = p->script->world;
	int from = script_host(p->script, &l->from), to = script_host(p->script, &l->to);

	if (!world->host_count)
		return true;
	if (world_is_router(world, from) || world_is_router(world, to))
		return fail_at(p, at,
			       "the router cuts what passes through it; name two actors, or two hosts");
	return check_apart(p, l, from, to, at);
}

/* What is known of a host: in which line its power went, and in which it last forgot everything. */
struct power {
	const struct line *down, *lost;
};

/* The index of the "start" line of the actor whose process this is. */
static size_t start_of(const struct script *s, const char *process)
{
	size_t length = strcspn(process, "."), i = 0;

	while (i < s->line_count &&
	       (s->lines[i].kind != LINE_START || strlen(s->lines[i].process) != length ||
		memcmp(s->lines[i].process, process, length) != 0))
		i++;
	return i;
}

static bool cannot(struct parser *p, const struct line *l, const struct control *with, const char *why)
{
	if (with)
		return fail_line(p, with->number, "with this control line %u cannot be performed: %s",
				 l->number, why);
	return fail_line(p, l->number, "this cannot be performed: %s", why);
}

bool check_hosts(struct parser *p, const struct script *s, const struct control *with)
{
	struct power *power = arena_alloc(p->arena, (s->world->host_count + 1) * sizeof(*power));

	for (size_t i = 0; s->world->host_count && i < s->line_count; i++) {
		const struct line *l = &s->lines[i];
		bool of_process = line_needs(l) != NULL;
		size_t start = of_process ? start_of(s, l->process) : i;
		int host = s->lines[start].kind == LINE_START ? s->lines[start].start.host : line_host(l);
		const char *name;
		struct power *h;

		if (host == NO_HOST || l->kind == LINE_UNREACHABLE)
			continue;
		name = s->world->hosts[host].name;
		h = &power[host];
		if (of_process && h->lost > &s->lines[start])
			return cannot(p, l, with,
				      arena_printf(p->arena, "'%s' died with its host %s on line %u",
						   l->process, name, h->lost->number));
		if (h->down && l->kind != LINE_REBOOT)
			return cannot(p, l, with,
				      arena_printf(p->arena, "host %s has been down since line %u", name,
						   h->down->number));
		if (l->kind == LINE_CRASH || l->kind == LINE_REBOOT)
			h->lost = l;
		if (l->kind == LINE_CRASH)
			h->down = l;
		else if (l->kind == LINE_REBOOT)
			h->down = NULL;
	}
	return true;
}
