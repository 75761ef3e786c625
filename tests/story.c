/* story.c - timelines from a few lines of text; see story.h. */
#include "tests/story.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/notation.h"
#include "common/base/text.h"
#include "common/record/calls.h"

enum { MOST_ACTORS = 8, FRAME = 70000 };
static const int64_t EPOCH = INT64_C(1700000000000000000);

struct teller {
	const struct script *script;
	struct timeline *t;
	struct call_reader *readers[MOST_ACTORS];
	int open_pid[MOST_ACTORS]; /* whose call is being written on the reader's line; 0: none */
	char *halves[MOST_ACTORS][16]; /* name of the call that each child has begun */
	uint32_t frames;
	const char *line;
};

static _Noreturn void wrong(const char *line, const char *what)
{
	fprintf(stderr, "story: %s: %s\n", what, line);
	abort();
}

struct script *story_script(const char *text)
{
	struct script_error error;
	char *whole = NULL, *message;
	struct script *s;

	if (asprintf(&whole, "title a test\n%s", text) < 0)
		abort();
	s = script_parse("tests/story.lab", whole, strlen(whole), &error);
	if (!s) {
		message = script_error_text("story", &error);
		fputs(message, stderr);
		abort();
	}
	free(whole);
	return s;
}

/* ---- strace's text ---- */

static char *expanded(const char *text)
{
	static const struct {
		const char *mark, *socket;
	} marks[] = {
		{ "<c>", "<TCP:[127.0.0.1:40000->127.0.0.2:9877]>" },
		{ "<s>", "<TCP:[127.0.0.2:9877->127.0.0.1:40000]>" },
		{ "<c2>", "<TCP:[127.0.0.1:40001->127.0.0.2:9877]>" },
		{ "<s2>", "<TCP:[127.0.0.2:9877->127.0.0.1:40001]>" },
		{ "<l>", "<TCP:[127.0.0.2:9877]>" },
		{ "<u>", "<UDP:[127.0.0.1:40000]>" },
		{ "<v>", "<UDP:[127.0.0.2:9877]>" },
	};
	struct text out = { 0 };

	text_add(&out, "");
	while (*text) {
		size_t i = 0;

		while (i < sizeof(marks) / sizeof(marks[0]) &&
		       strncmp(text, marks[i].mark, strlen(marks[i].mark)) != 0)
			i++;
		if (i == sizeof(marks) / sizeof(marks[0])) {
			text_add_bytes(&out, text++, 1);
			continue;
		}
		text_add(&out, marks[i].socket);
		text += strlen(marks[i].mark);
	}
	return out.chars;
}

/* An actor's processes: 100, 101 … for the first, 200 … for the second. */
static int actor_of(struct teller *k, const char *process)
{
	char name[32];
	int actor;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(process, "."), process);
	actor = timeline_actor_named(k->t, name);
	if (actor < 0 || actor >= MOST_ACTORS)
		wrong(k->line, "no such actor");
	return actor;
}

static int pid_of(struct teller *k, const char *process)
{
	const char *dot = strchr(process, '.');

	return 100 * (actor_of(k, process) + 1) + (dot ? atoi(dot + 1) : 0);
}

static void feed(struct teller *k, int actor, const char *text)
{
	call_reader_feed(k->readers[actor], text, strlen(text));
	if (call_reader_complaint(k->readers[actor]))
		wrong(call_reader_complaint(k->readers[actor]), "strace's text");
}

/* Begins a line of strace's; what another process has on the line is cut off first. */
static void feed_stamp(struct teller *k, int actor, int pid, int64_t when)
{
	char stamp[64];

	if (k->open_pid[actor])
		feed(k, actor, " <unfinished ...>\n");
	k->open_pid[actor] = 0;
	snprintf(stamp, sizeof(stamp), "%-5d %lld.%06lld ", pid, (long long)(when / 1000000000),
		 (long long)(when % 1000000000 / 1000));
	feed(k, actor, stamp);
}

static void process_line(struct teller *k, int64_t when, const char *process, const char *verb, char *rest)
{
	int actor = actor_of(k, process), pid = pid_of(k, process);
	char *text = expanded(rest), *line = NULL, *took;
	char **half = &k->halves[actor][pid % 100 % 16];

	if (strcmp(verb, "call") == 0) {
		took = strstr(text, " took ");
		feed_stamp(k, actor, pid, when);
		if (took)
			*took = '\0';
		if (strstr(text, "= ?"))
			line = arena_printf(k->t->arena, "%s\n", text);
		else
			line = arena_printf(k->t->arena, "%s <%.6f>\n", text,
					    took ? atof(took + 6) : 0.00001);
	} else if (strcmp(verb, "enters") == 0) {
		feed_stamp(k, actor, pid, when);
		line = text;
		k->open_pid[actor] = pid;
		free(*half);
		*half = strndup(text, strcspn(text, "("));
	} else if (strcmp(verb, "returns") == 0) {
		took = strstr(text, " took ");
		if (took)
			*took = '\0';
		line = arena_printf(k->t->arena, "%s <%.6f>\n", text, took ? atof(took + 6) : 0.00001);
		if (k->open_pid[actor] != pid) {
			feed_stamp(k, actor, pid, when);
			line = arena_printf(k->t->arena, "<... %s resumed>%s", *half ? *half : "?", line);
		}
		k->open_pid[actor] = 0;
	} else if (strcmp(verb, "signal") == 0) {
		feed_stamp(k, actor, pid, when);
		line = arena_printf(k->t->arena,
				    "--- %s {si_signo=%s, si_code=SI_USER, si_pid=7, si_uid=0} ---\n", text,
				    text);
	} else if (strcmp(verb, "exits") == 0 || strcmp(verb, "killed") == 0) {
		feed_stamp(k, actor, pid, when);
		line = arena_printf(k->t->arena, "+++ %s %s +++\n",
				    *verb == 'e' ? "exited with" : "killed by", text);
	} else {
		wrong(k->line, "verb");
	}
	feed(k, actor, line);
	free(text);
}

/* ---- the rest ---- */

static void action_line(struct teller *k, int64_t when, const char *text)
{
	struct event *e = timeline_add(k->t, EVENT_ACTION, when);
	char name[32];
	int actor;

	e->action.text = arena_string(k->t->arena, text);
	for (size_t i = 0; k->script && i < k->script->line_count; i++)
		if (line_is_action(&k->script->lines[i]) && strcmp(k->script->lines[i].text, text) == 0)
			e->action.line = k->script->lines[i].number;
	if (sscanf(text, "start %31s", name) != 1)
		return;
	actor = (int)k->t->actor_count;
	if (actor >= MOST_ACTORS || timeline_add_actor(k->t, name, text + 6, 100 * (actor + 1)) != actor)
		wrong(k->line, "too many actors");
	k->readers[actor] = call_reader_new(k->t, actor);
}

static unsigned state_named(struct teller *k, const char *name)
{
	for (unsigned i = 1; i < 13; i++)
		if (strcmp(tcp_state_text(i), name) == 0)
			return i;
	wrong(k->line, "state");
}

static void sockets_line(struct teller *k, int64_t when, char *text)
{
	struct event *e = timeline_add(k->t, EVENT_SOCKETS, when);
	struct kernel_socket *all = arena_alloc(k->t->arena, 64 * sizeof(*all));
	char *save, *item;

	for (item = strtok_r(text, ",", &save); item; item = strtok_r(NULL, ",", &save)) {
		struct kernel_socket *s = &all[e->sockets.count++];
		char who[32], state[32];
		unsigned in = 0, out = 0, timer = 0;

		if (sscanf(item, "%31s %31s %u %u %u", who, state, &in, &out, &timer) < 2)
			wrong(k->line, "a socket");
		*s = (struct kernel_socket){ .protocol = IPPROTO_TCP,
					     .state = (uint8_t)state_named(k, state),
					     .receive_queue = in,
					     .send_queue = out,
					     .timer = (uint8_t)timer };
		s->local = endpoint_of(k, who);
		if (strncmp(who, "server", 6) == 0)
			s->remote = endpoint_of(k, who[6] == '#' ? (who[7] == '2' ? "client#2" : "client#3")
								 : "client");
		else
			s->remote = endpoint_of(k, "server");
		if (strcmp(state, "LISTEN") == 0)
			s->remote = (struct endpoint){ .address = { .family = 4 } };
	}
	e->sockets.sockets = all;
}

static void tell_line(struct teller *k, char *line)
{
	char first[64] = "", second[64] = "";
	int at = 0, after = 0;
	int64_t when;
	double seconds;

	k->line = line;
	if (sscanf(line, "dropped %63s", first) == 1) {
		k->t->packets_dropped = strtoul(first, NULL, 10);
		return;
	}
	if (sscanf(line, "trouble %n%63s", &at, first) == 1) {
		k->t->trouble = arena_string(k->t->arena, line + at);
		return;
	}
	if (sscanf(line, "%lf %63s %n%63s %n", &seconds, first, &at, second, &after) < 2)
		wrong(line, "what is this?");
	when = EPOCH + (int64_t)(seconds * 1e9 + 0.5);
	if (strcmp(first, "action") == 0)
		action_line(k, when, line + at);
	else if (strcmp(first, "sockets") == 0)
		sockets_line(k, when, at ? line + at : line + strlen(line));
	else if (strcmp(first, "end") == 0)
		timeline_add(k->t, EVENT_ACTION, when)->action.text = "end";
	else if (strcmp(first, "cut") == 0)
		timeline_add_cut(k->t, when, NULL, NULL);
	else if (strcmp(first, "mend") == 0)
		timeline_mend(k->t, when);
	else if (strcmp(second, ">") == 0)
		wire_line(k, when, first, line + after);
	else
		process_line(k, when, first, second, line + after);
}

struct timeline *story_tell(const struct script *script, const char *text)
{
	struct teller k = { .script = script, .t = timeline_new() };
	char *copy = strdup(text), *save, *line;

	k.t->link_type = DLT_RAW;
	for (line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *comment = strchr(line, '#');
		size_t length;

		if (comment && (comment == line || comment[-1] == ' ' || comment[-1] == '\t'))
			*comment = '\0';
		line += strspn(line, " \t");
		for (length = strlen(line); length && (line[length - 1] == ' ' || line[length - 1] == '\t');
		     length--)
			line[length - 1] = '\0';
		if (*line)
			tell_line(&k, line);
	}
	free(copy);
	for (int i = 0; i < MOST_ACTORS; i++) {
		call_reader_free(k.readers[i]);
		for (int n = 0; n < 16; n++)
			free(k.halves[i][n]);
	}
	timeline_index(k.t);
	return k.t;
}

