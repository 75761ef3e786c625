/* acts.c - a ladder act by act; see acts.h. */
#include "common/report/acts.h"

#include <string.h>

struct ladder_act *ladder_acts(const struct ladder *l, size_t *count)
{
	struct ladder_act *acts = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t r = 0; r < l->row_count; r++) {
		const struct row *row = &l->rows[r];
		const struct line *action = row->kind == ROW_BAND && row->met.line_count
						    ? script_action(l->story.script, row->met.lines[0])
						    : NULL;

		if (!action)
			continue;
		if (*count)
			acts[*count - 1].to = r;
		acts = arena_grow(l->story.arena, acts, *count, &capacity, sizeof(*acts));
		acts[*count] = (struct ladder_act){ action, *count ? r : 0, l->row_count };
		(*count)++;
	}
	return acts;
}

/* ---- an action in words: one function a kind, tell_name() of the list in common/script/line.h ---- */

struct telling {
	struct arena *arena;
	const struct world *world;
};

static const char *host_name(const struct telling *t, int host)
{
	return t->world->hosts[host].name;
}

/* " on the host server" */
static const char *on_host(const struct telling *t, int host)
{
	return host == NO_HOST ? "" : arena_printf(t->arena, " on the host %s", host_name(t, host));
}

static const char *tell_start(const struct telling *t, const struct line *l)
{
	const char *command = l->start.program;

	for (size_t i = 0; i < l->start.argument_count; i++)
		command = arena_printf(t->arena, "%s %s", command, l->start.arguments[i]);
	return arena_printf(t->arena, "%s is started%s: %s", l->process, on_host(t, l->start.host), command);
}

/* The pair's programs take orders on their standard input. As it stands in the script: a terminal should not see what
 * its escapes mean. */
static const char *tell_type(const struct telling *t, const struct line *l)
{
	const char *quoted = strchr(l->text, '"');

	return arena_printf(t->arena, "%s is told: %s", l->process, quoted ? quoted : l->typed);
}

static const char *tell_eof(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "%s is told no more: its standard input has come to its end",
			    l->process);
}

static const char *tell_kill(const struct telling *t, const struct line *l)
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
			return arena_printf(t->arena, "%.*s%s%s", (int)(at - known[i].words), known[i].words,
					    l->process, at + 2);
	}
	return arena_printf(t->arena, "The process %s is sent %s", l->process, l->signal);
}

static const char *tell_file(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The file %s is written", l->file.path);
}

static const char *tell_wait(const struct telling *t, const struct line *l)
{
	char buf[DURATION_TEXT];

	return arena_printf(t->arena, "Nothing is done for %s", duration_text(l->wait_ns, buf));
}

static const char *tell_cut(const struct telling *t, const struct line *l)
{
	if (line_from(l) && line_to(l))
		return arena_printf(t->arena, "The link is cut in one direction: nothing of %s reaches %s",
				    l->from.actor, l->to.actor);
	return "The link is cut: what either side sends does not arrive";
}

static const char *tell_mend(const struct telling *t, const struct line *l)
{
	(void)t;
	(void)l;
	return "The link is mended, and all hosts can be reached again";
}

static const char *tell_sysctl(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "%s is set to %s%s", l->setting.name, l->setting.value,
			    on_host(t, l->host));
}

static const char *tell_crash(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena,
			    "The host %s loses its power: its processes are gone, and it sends nothing more",
			    host_name(t, l->host));
}

static const char *tell_reboot(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena,
			    "The host %s restarts: it is back at once, with its address, without a memory",
			    host_name(t, l->host));
}

static const char *tell_unreachable(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The router can no longer reach the host %s, and reports that",
			    host_name(t, l->host));
}

/* "P. 1:6(5)": without its parties. */
static const char *looks_of(const struct line *what)
{
	const char *at = strchrnul(what->text, '>');

	at += strspn(at, "> \t");
	at += strcspn(at, " \t");
	return at + strspn(at, " \t");
}

/* " the 3rd packet of client to server that is P. 1:6(5)" */
static const char *packet_meant(const struct telling *t, const struct line *l)
{
	const char *which = "the next packet";

	if (l->fault.which == FAULT_EVERY)
		which = "every packet";
	else if (l->fault.which > 1)
		which = arena_printf(t->arena, "packet number %u", l->fault.which);
	return arena_printf(t->arena, "%s of %s to %s that is %s", which, l->from.actor, l->to.actor,
			    looks_of(l->fault.what));
}

static const char *tell_drop(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The cable will lose %s", packet_meant(t, l));
}

static const char *tell_duplicate(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The cable will deliver twice %s", packet_meant(t, l));
}

static const char *tell_delay(const struct telling *t, const struct line *l)
{
	char buf[DURATION_TEXT];

	return arena_printf(t->arena, "The cable will hold back for %s %s",
			    duration_text(l->fault.delay_ns, buf), packet_meant(t, l));
}

static const char *tell_reorder(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The cable will let the one behind it overtake %s", packet_meant(t, l));
}

static const char *tell_corrupt(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "The cable will turn a bit over in %s", packet_meant(t, l));
}

static const char *tell_inject(const struct telling *t, const struct line *l)
{
	return arena_printf(t->arena, "Somebody on the way sends %s, in the name of %s: %s", l->to.actor,
			    l->from.actor, looks_of(l->fault.what));
}

const char *action_legend(void)
{
	return "\"type\" is a line typed on a program's standard input, \"eof\" the end of that, \"kill\" a signal; \"cut\" and \"mend\" are about "
	       "the link, \"crash\" and \"reboot\" about a whole host, and to a host that is \"unreachable\" the router "
	       "has lost the way.";
}

const char *action_words(struct arena *a, const struct script *s, const struct line *l)
{
	static const char *(*const tell[LINE_KIND_COUNT])(const struct telling *, const struct line *) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = tell_##name,
		ACTION_KINDS(ROW)
#undef ROW
	};

	return line_is_action(l) ? tell[l->kind](&(struct telling){ a, s->world }, l) : l->text;
}
