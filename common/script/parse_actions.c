/* parse_actions.c - what the director does: start, type, kill, wait, cut, mend, sysctl. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

bool parse_start(struct parser *p, struct line *l)
{
	const char **words;
	size_t count;

	if (!start_actor(p, &l->process) || !take_start_host(p, &l->start.host))
		return false;
	l->start.program = l->process;
	if (!take(p, "=")) {
		settle_host(p, l);
		return take_shell_words(p, &l->start.arguments, &l->start.argument_count);
	}
	l->start.exec = take_word(p, "exec");
	if (at_end(p))
		return expected(p, l->start.exec ? "a program after 'exec'"
						 : "a program of the lab, or 'exec' and any program");
	if (!take_shell_words(p, &words, &count))
		return false;
	if (!*words[0])
		return fail_at(p, p->end, "the program has no name");
	l->start.program = words[0];
	l->start.arguments = words + 1;
	l->start.argument_count = count - 1;
	settle_host(p, l);
	return true;
}

bool parse_type(struct parser *p, struct line *l)
{
	return take_actor(p, &l->process) &&
	       take_quoted(p, QUOTED_ESCAPES, "the text to type, in double quotes", &l->typed);
}

bool parse_kill(struct parser *p, struct line *l)
{
	struct word w;

	if (!take_process(p, &l->process))
		return false;
	w = peek_word(p);
	if (!w.length)
		return expected(p, "a signal, such as KILL or SIGTERM");
	l->signal = signal_find(w);
	if (!l->signal)
		return unknown(p, w, "signal", signal_list, &w);
	p->at += w.length;
	return true;
}

bool parse_wait(struct parser *p, struct line *l)
{
	return take_duration(p, &l->wait_ns);
}

bool parse_cut(struct parser *p, struct line *l)
{
	const char *at;

	if (!p->in_control)
		p->cut_number = p->number;
	if (at_end(p))
		return true;
	at = p->at;
	if (!take_wire_party(p, &l->from))
		return false;
	if (!take(p, ">"))
		return expected(p, "'>' and the actor that is cut off");
	if (!take_wire_party(p, &l->to))
		return false;
	if (l->from.connection || l->to.connection)
		return fail_at(p, at,
			       "a cable is cut between hosts: no connection can be singled out with '#'");
	if (strcmp(l->from.actor, l->to.actor) == 0)
		return fail_at(p, at, "there is no cable from '%s' to itself", l->from.actor);
	return check_cut(p, l, at);
}

bool parse_mend(struct parser *p, struct line *l)
{
	(void)l;
	if (!p->in_control && !p->cut_number)
		return fail_at(p, p->line, "there is nothing to mend: no cut%s stands above this line",
			       world_next(p->script->world, ROLE_ROUTER, 0) != NO_HOST ? " and no unreachable"
										       : "");
	if (!p->in_control)
		p->cut_number = 0;
	return true;
}

/* Only net.* belongs to a network namespace; and the name becomes a path below /proc/sys. */
bool take_sysctl_name(struct parser *p, const char **name)
{
	struct word w = peek_word(p);

	for (size_t i = 0; i < w.length; i++)
		if (w.at[i] == '=')
			w.length = i;
	if (!w.length)
		return expected(p, "the name of a setting, such as net.ipv4.tcp_orphan_retries");
	for (size_t i = 0; i < w.length; i++)
		if (!is_name_char(w.at[i]) && (w.at[i] != '.' || !i || w.at[i - 1] == '.'))
			return fail_at(
				p, w.at + i,
				"the name of a setting is made of letters, digits, '_', '-' and single dots");
	if (w.length < 5 || memcmp(w.at, "net.", 4) != 0)
		return fail_at(
			p, w.at,
			"only net.* settings belong to a world of its own; '%.*s' is the whole machine's",
			shown(w), w.at);
	*name = word_copy(p, w);
	p->at += w.length;
	return true;
}

bool parse_sysctl(struct parser *p, struct line *l)
{
	if (!take_setting_host(p, &l->host) || !take_sysctl_name(p, &l->setting.name))
		return false;
	if (!take(p, "="))
		return expected(p, "'=' and a value");
	if (at_end(p))
		return expected(p, "a value");
	l->setting.value = arena_substring(p->arena, p->at, (size_t)(p->end - p->at));
	p->at = p->end;
	return true;
}
