/* parse_hosts.c - world hosts: who lives where, whose power goes, and whether the actions can be performed so. */
#include "common/script/parser.h"

#include <string.h>

static const char *const hosts[] = { "client", "server", "router" };

enum { HOSTS = sizeof(hosts) / sizeof(hosts[0]), END_HOSTS = 2 /* without the router */ };

static const char *host_list(size_t index, void *context)
{
	const size_t *count = context;

	return index < *count ? hosts[index] : NULL;
}

const char *host_find(struct word w)
{
	for (size_t i = 0; i < HOSTS; i++)
		if (word_is(w, hosts[i]))
			return hosts[i];
	return NULL;
}

static bool only_there(struct parser *p, const char *at, const char *what)
{
	return fail_at(p, at, "%s: only 'world hosts' has hosts, and this is world %s", what,
		       p->script->world == WORLD_LOOPBACK6 ? "loopback6" : "loopback");
}

static bool take_host(struct parser *p, size_t count, const char **host)
{
	struct word w = peek_word(p);

	if (!w.length)
		return expected(p, count == HOSTS ? "a host: client, server or router"
						  : "a host: client or server");
	*host = host_find(w);
	if (!*host)
		return unknown(p, w, "host", host_list, &count);
	if (count == END_HOSTS && strcmp(*host, hosts[END_HOSTS]) == 0)
		return fail_at(p, w.at, "the router stays what it is; the hosts are client and server");
	p->at += w.length;
	return true;
}

static bool parse_host_action(struct parser *p, struct line *l, const char *keyword)
{
	if (p->script->world != WORLD_HOSTS)
		return only_there(p, p->at - strlen(keyword), keyword);
	return take_host(p, END_HOSTS, &l->host);
}

bool parse_crash(struct parser *p, struct line *l)
{
	return parse_host_action(p, l, "crash");
}

bool parse_reboot(struct parser *p, struct line *l)
{
	return parse_host_action(p, l, "reboot");
}

bool parse_unreachable(struct parser *p, struct line *l)
{
	if (!parse_host_action(p, l, "unreachable"))
		return false;
	if (!p->in_control)
		p->cut_number = p->number;
	return true;
}

bool take_start_host(struct parser *p, const char **host)
{
	const char *at = p->at;
	struct word w;
	size_t count = END_HOSTS;

	if (p->at == p->end || *p->at != '@')
		return true;
	if (p->script->world != WORLD_HOSTS)
		return only_there(p, at, "'@'");
	p->at++;
	w = take_name(p);
	if (!w.length || w.at != at + 1)
		return fail_at(p, at + 1, "expected a host right after '@': client or server");
	*host = host_find(w);
	if (!*host)
		return unknown(p, w, "host", host_list, &count);
	if (strcmp(*host, hosts[END_HOSTS]) == 0)
		return fail_at(p, w.at,
			       "nothing can be started on the router; the hosts are client and server");
	if (p->at < p->end && !is_blank(*p->at) && *p->at != '=')
		return expected(p, "a blank or '=' after the host");
	return true;
}

const char *usual_host(const struct parser *p, const struct line *l)
{
	const char *slash = strrchr(l->start.program, '/'), *program = slash ? slash + 1 : l->start.program;

	if (p->script->world != WORLD_HOSTS || l->start.host)
		return l->start.host;
	return strcmp(l->process, "server") == 0 || strcmp(program, "server") == 0 ? "server" : "client";
}

bool take_setting_host(struct parser *p, const char **host)
{
	struct word w = peek_word(p);

	if (!w.length || memchr(w.at, '.', w.length) || memchr(w.at, '=', w.length))
		return true; /* the setting itself */
	if (p->script->world != WORLD_HOSTS)
		return host_find(w) ? only_there(p, w.at, "a setting of one host") : true;
	return take_host(p, HOSTS, host);
}

const char *script_host(const struct script *s, const char *party)
{
	if (s->world != WORLD_HOSTS)
		return NULL;
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_START && strcmp(s->lines[i].process, party) == 0)
			return s->lines[i].start.host;
	return host_find((struct word){ party, strlen(party) });
}

bool check_cut(struct parser *p, const struct line *l, const char *at)
{
	const char *from = script_host(p->script, l->from.actor), *to = script_host(p->script, l->to.actor);

	if (p->script->world != WORLD_HOSTS)
		return true;
	if (strcmp(from, hosts[END_HOSTS]) == 0 || strcmp(to, hosts[END_HOSTS]) == 0)
		return fail_at(p, at,
			       "the router cuts what passes through it; name two actors, or two hosts");
	if (strcmp(from, to) == 0)
		return fail_at(p, at, "'%s' and '%s' both live on host %s: no cable is between them",
			       l->from.actor, l->to.actor, from);
	return true;
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
	struct power power[END_HOSTS] = { 0 };

	for (size_t i = 0; s->world == WORLD_HOSTS && i < s->line_count; i++) {
		const struct line *l = &s->lines[i];
		bool of_process = line_needs(l) != NULL;
		size_t start = of_process ? start_of(s, l->process) : i;
		const char *host =
			s->lines[start].kind == LINE_START ? s->lines[start].start.host : line_host(l);
		struct power *h = NULL;

		for (size_t n = 0; host && n < END_HOSTS; n++)
			if (strcmp(host, hosts[n]) == 0)
				h = &power[n];
		if (!h || l->kind == LINE_UNREACHABLE)
			continue;
		if (of_process && h->lost > &s->lines[start])
			return cannot(p, l, with,
				      arena_printf(p->arena, "'%s' died with its host %s on line %u",
						   l->process, host, h->lost->number));
		if (h->down && l->kind != LINE_REBOOT)
			return cannot(p, l, with,
				      arena_printf(p->arena, "host %s has been down since line %u", host,
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
