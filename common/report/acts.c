/* acts.c - a ladder act by act; see acts.h. */
#include "common/report/acts.h"

#include <string.h>

static const struct line *action_at(const struct script *script, unsigned number)
{
	for (size_t i = 0; i < script->line_count; i++)
		if (script->lines[i].number == number && line_is_action(&script->lines[i]))
			return &script->lines[i];
	return NULL;
}

struct ladder_act *ladder_acts(const struct ladder *l, size_t *count)
{
	struct ladder_act *acts = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t r = 0; r < l->row_count; r++) {
		const struct row *row = &l->rows[r];
		const struct line *action =
			row->kind == ROW_BAND && row->line_count ? action_at(l->script, row->lines[0]) : NULL;

		if (!action)
			continue;
		if (*count)
			acts[*count - 1].to = r;
		acts = arena_grow(l->arena, acts, *count, &capacity, sizeof(*acts));
		acts[*count] = (struct ladder_act){ action, *count ? r : 0, l->row_count };
		(*count)++;
	}
	return acts;
}

/* What is typed after the name: "client --linger 0", "exec nc -l 127.0.0.2 9877". */
static const char *command_of(struct arena *a, const struct line *l)
{
	const char *command = l->start.program;

	for (size_t i = 0; i < l->start.argument_count; i++)
		command = arena_printf(a, "%s %s", command, l->start.arguments[i]);
	return command;
}

static const char *kill_words(struct arena *a, const struct line *l)
{
	static const struct {
		const char *signal, *words;
	} known[] = {
		{ "SIGKILL", "The process %s is killed: SIGKILL, which it can neither catch nor ignore" },
		{ "SIGSTOP", "The process %s is stopped: SIGSTOP, it does nothing until SIGCONT" },
		{ "SIGCONT", "The process %s may go on: SIGCONT" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *at = strstr(known[i].words, "%s");

		if (strcmp(l->signal, known[i].signal) == 0)
			return arena_printf(a, "%.*s%s%s", (int)(at - known[i].words), known[i].words,
					    l->process, at + 2);
	}
	return arena_printf(a, "The process %s is sent %s", l->process, l->signal);
}

/* The pair's programs take orders on their standard input. As it stands in the script: a terminal should not see what
 * its escapes mean. */
static const char *typed_words(struct arena *a, const struct line *l)
{
	const char *quoted = strchr(l->text, '"');

	return arena_printf(a, "%s is told: %s", l->process, quoted ? quoted : l->typed);
}

const char *action_words(struct arena *a, const struct line *l)
{
	char buf[DURATION_TEXT];

	switch (l->kind) {
	case LINE_START:
		return arena_printf(a, "%s is started%s%s: %s", l->process,
				    l->start.host ? " on the host " : "", l->start.host ? l->start.host : "",
				    command_of(a, l));
	case LINE_TYPE: return typed_words(a, l);
	case LINE_KILL: return kill_words(a, l);
	case LINE_WAIT: return arena_printf(a, "Nothing is done for %s", duration_text(l->wait_ns, buf));
	case LINE_CUT:
		if (l->from.actor && l->to.actor)
			return arena_printf(a, "The cable is cut in one direction: nothing of %s reaches %s",
					    l->from.actor, l->to.actor);
		return "The cable is cut: what either side sends does not arrive";
	case LINE_MEND: return "The cable is mended, and all hosts can be reached again";
	case LINE_SYSCTL:
		return arena_printf(a, "%s is set to %s%s%s", l->setting.name, l->setting.value,
				    l->host ? " on the host " : "", l->host ? l->host : "");
	case LINE_CRASH:
		return arena_printf(
			a, "The host %s loses its power: its processes are gone, and it sends nothing more",
			l->host);
	case LINE_REBOOT:
		return arena_printf(
			a, "The host %s restarts: it is back at once, with its address, without a memory",
			l->host);
	case LINE_UNREACHABLE:
		return arena_printf(a, "The router can no longer reach the host %s, and reports that",
				    l->host);
	case LINE_SEGMENT ... LINE_STATE: break;
	}
	return l->text;
}
