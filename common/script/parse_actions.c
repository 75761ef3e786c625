/* parse_actions.c - what the director does: start, type, eof, kill, wait, cut, mend, sysctl; and whether two such do the same. */
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

/* Of an actor whose standard input has ended, nothing more can be done about it. A control takes the place of a line that was
 * possible where it stands. */
static bool check_input_open(struct parser *p, const char *actor, const char *at)
{
	const struct script *s = p->script;

	for (size_t i = 0; i < s->line_count && !p->in_control; i++)
		if (s->lines[i].kind == LINE_INPUT_END && strcmp(s->lines[i].process, actor) == 0)
			return fail_at(p, at, "the standard input of '%s' has ended on line %u", actor,
				       s->lines[i].number);
	return true;
}

static bool take_actor_with_input(struct parser *p, const char **actor)
{
	const char *at;

	skip_blanks(p);
	at = p->at;
	return take_actor(p, actor) && check_input_open(p, *actor, at);
}

bool parse_eof(struct parser *p, struct line *l)
{
	return take_actor_with_input(p, &l->process);
}

bool parse_type(struct parser *p, struct line *l)
{
	return take_actor_with_input(p, &l->process) &&
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

/* ---- do two actions of one kind do the same? One function a kind, same_name() of the list in line.h ---- */

static bool same_start(const struct line *a, const struct line *b)
{
	const struct start_pattern *p = &a->start, *q = &b->start;

	if (p->host != q->host || p->exec != q->exec || strcmp(p->program, q->program) != 0 ||
	    p->argument_count != q->argument_count)
		return false;
	for (size_t i = 0; i < p->argument_count; i++)
		if (strcmp(p->arguments[i], q->arguments[i]) != 0)
			return false;
	return true;
}

static bool same_type(const struct line *a, const struct line *b)
{
	return strcmp(a->typed, b->typed) == 0;
}

static bool same_eof(const struct line *a, const struct line *b)
{
	(void)a;
	(void)b;
	return true;
}

/* Which child of an actor is meant counts, and not how the actor is called. */
static bool same_kill(const struct line *a, const struct line *b)
{
	const char *child = strchrnul(a->process, '.'), *other = strchrnul(b->process, '.');

	return strcmp(a->signal, b->signal) == 0 && strcmp(child, other) == 0;
}

static bool same_file(const struct line *a, const struct line *b)
{
	return strcmp(a->file.path, b->file.path) == 0 && strcmp(a->file.text, b->file.text) == 0 &&
	       a->file.mode == b->file.mode;
}

static bool same_wait(const struct line *a, const struct line *b)
{
	return a->wait_ns == b->wait_ns;
}

static bool same_cut(const struct line *a, const struct line *b)
{
	return (line_from(a) == NULL) == (line_from(b) == NULL);
}

static bool same_mend(const struct line *a, const struct line *b)
{
	(void)a;
	(void)b;
	return true;
}

static bool same_sysctl(const struct line *a, const struct line *b)
{
	return a->host == b->host && strcmp(a->setting.name, b->setting.name) == 0 &&
	       strcmp(a->setting.value, b->setting.value) == 0;
}

static bool same_crash(const struct line *a, const struct line *b)
{
	return a->host == b->host;
}

static bool same_reboot(const struct line *a, const struct line *b)
{
	return a->host == b->host;
}

static bool same_unreachable(const struct line *a, const struct line *b)
{
	return a->host == b->host;
}

/* What the packets are called by is a name; how they look stands behind it. */
static const char *behind_parties(const char *text)
{
	text = strchrnul(text, '>');
	text += strspn(text, "> \t");
	return text + strcspn(text, " \t");
}

static bool same_fault(const struct line *a, const struct line *b)
{
	return a->fault.which == b->fault.which && a->fault.delay_ns == b->fault.delay_ns &&
	       strcmp(a->fault.payload ? a->fault.payload : "", b->fault.payload ? b->fault.payload : "") ==
		       0 &&
	       line_text_same(behind_parties(a->fault.what->text), behind_parties(b->fault.what->text));
}

#define same_drop      same_fault
#define same_duplicate same_fault
#define same_delay     same_fault
#define same_reorder   same_fault
#define same_corrupt   same_fault
#define same_inject    same_fault

bool actions_do_same(const struct line *a, const struct line *b)
{
	static bool (*const same[LINE_KIND_COUNT])(const struct line *, const struct line *) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = same_##name,
		ACTION_KINDS(ROW)
#undef ROW
	};

	return a->kind == b->kind && line_is_action(a) && same[a->kind](a, b);
}
