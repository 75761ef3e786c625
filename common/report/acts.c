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

/* ---- an action in words: one function a kind, tell_name() of the list in common/script/line.h ---- */

/* " on the host server" */
static const char *on_host(struct arena *a, const char *host)
{
	return host ? arena_printf(a, " on the host %s", host) : "";
}

static const char *tell_start(struct arena *a, const struct line *l)
{
	const char *command = l->start.program;

	for (size_t i = 0; i < l->start.argument_count; i++)
		command = arena_printf(a, "%s %s", command, l->start.arguments[i]);
	return arena_printf(a, "%s is started%s: %s", l->process, on_host(a, l->start.host), command);
}

/* The pair's programs take orders on their standard input. As it stands in the script: a terminal should not see what
 * its escapes mean. */
static const char *tell_type(struct arena *a, const struct line *l)
{
	const char *quoted = strchr(l->text, '"');

	return arena_printf(a, "%s is told: %s", l->process, quoted ? quoted : l->typed);
}

static const char *tell_kill(struct arena *a, const struct line *l)
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

static const char *tell_wait(struct arena *a, const struct line *l)
{
	char buf[DURATION_TEXT];

	return arena_printf(a, "Nothing is done for %s", duration_text(l->wait_ns, buf));
}

static const char *tell_cut(struct arena *a, const struct line *l)
{
	if (line_from(l) && line_to(l))
		return arena_printf(a, "The cable is cut in one direction: nothing of %s reaches %s",
				    l->from.actor, l->to.actor);
	return "The cable is cut: what either side sends does not arrive";
}

static const char *tell_mend(struct arena *a, const struct line *l)
{
	(void)a;
	(void)l;
	return "The cable is mended, and all hosts can be reached again";
}

static const char *tell_sysctl(struct arena *a, const struct line *l)
{
	return arena_printf(a, "%s is set to %s%s", l->setting.name, l->setting.value, on_host(a, l->host));
}

static const char *tell_crash(struct arena *a, const struct line *l)
{
	return arena_printf(
		a, "The host %s loses its power: its processes are gone, and it sends nothing more", l->host);
}

static const char *tell_reboot(struct arena *a, const struct line *l)
{
	return arena_printf(a, "The host %s restarts: it is back at once, with its address, without a memory",
			    l->host);
}

static const char *tell_unreachable(struct arena *a, const struct line *l)
{
	return arena_printf(a, "The router can no longer reach the host %s, and reports that", l->host);
}

const char *action_words(struct arena *a, const struct line *l)
{
	static const char *(*const tell[LINE_KIND_COUNT])(struct arena *, const struct line *) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = tell_##name,
		ACTION_KINDS(ROW)
#undef ROW
	};

	return line_is_action(l) ? tell[l->kind](a, l) : l->text;
}
