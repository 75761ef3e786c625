/* parse_call.c - system calls as strace writes them, signals, and the end of a process. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

#include "common/base/names.h"
#include "common/calls/arguments.h"

/* Finds the ')' that closes the '(' before p->at. Quotes and other brackets hide it. */
static const char *closing_parenthesis(const struct parser *p)
{
	unsigned depth = 1;
	bool quoted = false;

	for (const char *s = p->at; s < p->end; s++) {
		if (quoted && *s == '\\' && s + 1 < p->end)
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (!quoted && (*s == '(' || *s == '[' || *s == '{'))
			depth++;
		else if (!quoted && (*s == ')' || *s == ']' || *s == '}') && --depth == 0)
			return *s == ')' ? s : NULL;
	}
	return NULL;
}

static bool is_number(const char *s)
{
	const char *digits = *s == '-' ? s + 1 : s;

	return *digits && !digits[strspn(digits, "0123456789")];
}

/* The first argument of a call on a descriptor: a number is the descriptor, "..." any; else it was left out. */
static bool take_descriptor(struct parser *p, struct call_pattern *c)
{
	const char *first;
	size_t digits;

	if (!c->argument_count)
		return true;
	first = c->arguments[0];
	digits = strspn(first, "0123456789");
	if (digits && first[digits] == '<')
		return fail_at(p, p->at, "write the descriptor's number alone: %.*s",
			       (int)(digits < 10 ? digits : 10), first);
	if (strcmp(first, "...") == 0) {
		c->any_descriptor = true;
	} else if (*first == '-' && is_number(first)) {
		c->any_descriptor = true; /* close(-1): no descriptor, so it is compared as an argument */
		return true;
	} else if (is_number(first)) {
		if (digits > 6)
			return fail_at(p, p->at, "no process has a descriptor %.*s",
				       (int)(digits < 20 ? digits : 20), first);
		c->descriptor = 0;
		for (size_t i = 0; i < digits; i++)
			c->descriptor = c->descriptor * 10 + (first[i] - '0');
	} else {
		return true;
	}
	c->arguments++;
	c->argument_count--;
	return true;
}

static bool take_arguments(struct parser *p, struct call_pattern *c)
{
	const char *open = p->at, *close;
	const char *text;

	if (p->at == p->end || *p->at != '(')
		return expected(p, "'(' after the name of the call");
	p->at++;
	close = closing_parenthesis(p);
	if (!close)
		return fail_at(p, open, "the parenthesis that opens here is not closed");
	text = arena_substring(p->arena, p->at, (size_t)(close - p->at));
	c->arguments = arguments_split(p->arena, text, &c->argument_count);
	for (size_t i = 0; i < c->argument_count; i++)
		if (!*c->arguments[i])
			return fail_at(p, open, "argument %zu is empty; write ... for any", i + 1);
	c->descriptor = -1;
	if (!call_takes_fd(c->row))
		c->any_descriptor = true;
	else if (!take_descriptor(p, c))
		return false;
	p->at = close + 1;
	return true;
}

/* strace explains an errno in parentheses; a line that was copied from it may keep them. */
static bool skip_explanation(struct parser *p)
{
	const char *close;

	if (at_end(p) || *p->at != '(')
		return true;
	close = memchr(p->at, ')', (size_t)(p->end - p->at));
	if (!close)
		return fail_at(p, p->at, "the parenthesis that opens here is not closed");
	p->at = close + 1;
	return true;
}

static bool take_errno(struct parser *p, struct call_pattern *c)
{
	const char *minus = p->at - 2;
	struct word w = take_name(p);

	c->result = RESULT_ERRNO;
	if (!w.length || word_is(w, "within") || word_is(w, "takes"))
		return fail_at(p, minus, "-1 needs the errno that is meant, as in = -1 ECONNRESET");
	c->errno_name = errno_find(w);
	if (!c->errno_name)
		return unknown(p, w, "errno", errno_names, NULL);
	return skip_explanation(p);
}

static bool take_result(struct parser *p, struct call_pattern *c)
{
	if (take(p, "<unfinished ...>")) {
		c->result = RESULT_UNFINISHED;
		return true;
	}
	c->result = RESULT_ANY;
	if (!take(p, "="))
		return true;
	if (take_word(p, "...")) /* said in so many words */
		return true;
	if (take_word(p, "?")) {
		c->result = RESULT_NEVER;
		return true;
	}
	if (take(p, "-1") && (p->at == p->end || !isdigit((unsigned char)*p->at)))
		return take_errno(p, c);
	if (p->at < p->end && *p->at == '-')
		return fail_at(p, p->at, "a call that fails returns -1 and sets errno: = -1 ECONNRESET");
	c->result = RESULT_VALUE;
	c->compare = COMPARE_EQ;
	(void)take_comparison(p, &c->compare);
	return take_number(p, INT64_MAX, "a result: a number, a NAME, -1 and an errno, ? or ...", &c->value);
}

static bool take_durations(struct parser *p, struct line *l)
{
	while (!at_end(p)) {
		const char *at = p->at;
		bool within = take_word(p, "within");
		int64_t *bound = within ? &l->call.within_ns : &l->call.takes_ns;

		if (!within && !take_word(p, "takes"))
			return expected(p, "'= RESULT', 'within TIME', 'takes TIME' or the end of the line");
		if (*bound >= 0)
			return fail_at(p, at, "'%s' is said twice", within ? "within" : "takes");
		if (l->never)
			return fail_at(p, at, "'never' forbids the call, however long it takes");
		if (l->call.result == RESULT_UNFINISHED || l->call.result == RESULT_NEVER)
			return fail_at(p, at, "a call that has not returned has no duration");
		if (!take_duration(p, bound))
			return false;
		if (l->call.within_ns >= 0 && l->call.takes_ns > l->call.within_ns)
			return fail_at(p, at, "no call takes at least that long and at most less than it");
	}
	return true;
}

/* What a line may name. A name of both is the function's to who writes a script, and the call's only elsewhere. */
static const char *call_names(size_t index, void *unused)
{
	const struct call_row *row = call_row_at(index);

	(void)unused;
	return row && call_of_function(row->name, strlen(row->name)) ? "" : row ? row->name : NULL;
}

/* what: to be expected where there is no name. */
static bool take_call_name(struct parser *p, const char *what, const char **name, const struct call_row **row)
{
	struct word w = take_name(p);
	const struct call_row *made = w.length ? call_of_function(w.at, w.length) : NULL;

	if (!w.length)
		return expected(p, what);
	if (made)
		return fail_at(p, w.at, "%.*s() is a function of the C library; the system call is %s",
			       shown(w), w.at, made->name);
	*name = word_copy(p, w);
	*row = call_row(*name);
	return call_is_known(*row) || unknown(p, w, "system call", call_names, NULL);
}

/* "server waits in accept" */
bool parse_waits(struct parser *p, struct line *l)
{
	const char *name;

	if (!take_word(p, "in"))
		return expected(p, "'in' and a system call, as in: waits in accept");
	return take_call_name(p, "a system call such as accept", &name, &l->waits_in);
}

/* "server.1 is a zombie" */
bool parse_is(struct parser *p, struct line *l)
{
	l->zombie = take_word(p, "a");
	if (l->zombie ? take_word(p, "zombie") : take_word(p, "stopped"))
		return true;
	return expected(p, l->zombie ? "'zombie'" : "'a zombie' or 'stopped'");
}

bool parse_call(struct parser *p, struct line *l)
{
	l->call = (struct call_pattern){ .within_ns = -1, .takes_ns = -1 };
	if (!take_call_name(p, "a system call such as close(), or a signal such as --- SIGPIPE ---",
			    &l->call.name, &l->call.row))
		return false;
	return take_arguments(p, &l->call) && take_result(p, &l->call) && take_durations(p, l);
}

static bool take_signal_name(struct parser *p, const char **name)
{
	struct word w = take_name(p);

	if (!w.length)
		return expected(p, "a signal such as SIGPIPE");
	*name = signal_find(w);
	return *name || unknown(p, w, "signal", signal_list, &w);
}

/* "--- SIGPIPE ---", or with strace's details in braces between. */
bool parse_signal(struct parser *p, struct line *l)
{
	const char *close;

	if (!take_signal_name(p, &l->signal))
		return false;
	if (!at_end(p) && *p->at == '{') {
		close = memrchr(p->at, '}', (size_t)(p->end - p->at));
		if (!close)
			return fail_at(p, p->at, "the brace that opens here is not closed");
		p->at = close + 1;
	}
	return take(p, "---") || expected(p, "'---'");
}

bool parse_dies(struct parser *p, struct line *l)
{
	return take_signal_name(p, &l->signal);
}

bool parse_exits(struct parser *p, struct line *l)
{
	uint64_t status;
	const char *at;

	skip_blanks(p);
	at = p->at;
	if (!take_value(p, UINT32_MAX, "an exit status", &status))
		return false;
	if (status > 255)
		return fail_at(p, at, "an exit status is at most 255");
	l->exit_status = (unsigned)status;
	return true;
}
