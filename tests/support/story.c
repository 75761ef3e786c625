/* story.c - timelines from a few lines of text; see story.h. The packets are made in story_wire.c. */
#include "tests/support/story.h"

#include <netinet/in.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/story_teller.h"

static const int64_t EPOCH = INT64_C(1700000000000000000);

void story_wrong(const char *line, const char *what)
{
	fprintf(stderr, "story: %s: %s\n", what, line);
	abort();
}

char *story_word(char **text)
{
	char *word = *text + strspn(*text, " \t");
	size_t length = strcspn(word, " \t");

	*text = word + length + (word[length] != '\0');
	word[length] = '\0';
	return word;
}

unsigned story_number(struct teller *k, const char *text, char **end)
{
	char *rest;
	unsigned long value = strtoul(text, &rest, 10);

	if (rest == text || (!end && *rest))
		story_wrong(k->line, "a number");
	if (end)
		*end = rest;
	return (unsigned)value;
}

/* ---- strace's text ---- */

/* The addresses of world hosts in place of the loopback's. */
static char *with_hosts(char *text)
{
	static const char *const addresses[][2] = { { "127.0.0.1", "192.0.2.1" },
						    { "127.0.0.2", "198.51.100.1" } };
	struct text out = { 0 };

	text_add(&out, "");
	for (const char *s = text; *s;) {
		size_t i = 0;

		while (i < 2 && strncmp(s, addresses[i][0], strlen(addresses[i][0])) != 0)
			i++;
		if (i < 2)
			text_add(&out, addresses[i][1]);
		else
			text_add_bytes(&out, s, 1);
		s += i < 2 ? strlen(addresses[i][0]) : 1;
	}
	free(text);
	return out.chars;
}

static char *expanded(const struct teller *k, const char *text)
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
		{ "<to>",
		  "{sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16" },
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
	return k->hosts ? with_hosts(out.chars) : out.chars;
}

/* The first actor's processes are 100, 101 …, the second's 200, 201 …. */
static int actor_of(struct teller *k, const char *process)
{
	char name[32];
	int actor;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(process, "."), process);
	actor = timeline_actor_named(k->t, name);
	if (actor < 0 || actor >= MOST_ACTORS)
		story_wrong(k->line, "no such actor");
	return actor;
}

static int child_of(struct teller *k, const char *process)
{
	const char *dot = strchr(process, '.');

	return dot ? (int)story_number(k, dot + 1, NULL) : 0;
}

static void feed(struct teller *k, int actor, const char *text)
{
	call_reader_feed(k->readers[actor], text, strlen(text));
	if (call_reader_complaint(k->readers[actor]))
		story_wrong(call_reader_complaint(k->readers[actor]), "strace's text");
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

/* "close(3<c>) = 0 took 0.002" as strace ends a line. */
static const char *ended(struct teller *k, char *text)
{
	char *took = strstr(text, " took ");
	double seconds = took ? strtod(took + 6, NULL) : 0.00001;

	if (took)
		*took = '\0';
	if (strstr(text, "= ?"))
		return arena_printf(k->t->arena, "%s\n", text);
	return arena_printf(k->t->arena, "%s <%.6f>\n", text, seconds);
}

static const char *returned(struct teller *k, int actor, int child, int64_t when, char *text)
{
	const char *half = k->halves[actor][child] ? k->halves[actor][child] : "?";
	bool in_line = k->open_pid[actor] == 100 * (actor + 1) + child;

	if (!in_line)
		feed_stamp(k, actor, 100 * (actor + 1) + child, when);
	k->open_pid[actor] = 0;
	return in_line ? ended(k, text)
		       : arena_printf(k->t->arena, "<... %s resumed>%s", half, ended(k, text));
}

static void process_line(struct teller *k, int64_t when, const char *process, const char *verb,
			 const char *rest)
{
	int actor = actor_of(k, process), child = child_of(k, process), pid = 100 * (actor + 1) + child;
	char *text = expanded(k, rest);
	const char *line = text;

	if (child >= MOST_CHILDREN)
		story_wrong(k->line, "too many children");
	if (strcmp(verb, "returns") == 0) {
		feed(k, actor, returned(k, actor, child, when, text));
		free(text);
		return;
	}
	feed_stamp(k, actor, pid, when);
	if (strcmp(verb, "call") == 0) {
		line = ended(k, text);
	} else if (strcmp(verb, "enters") == 0) {
		k->open_pid[actor] = pid;
		free(k->halves[actor][child]);
		k->halves[actor][child] = strndup(text, strcspn(text, "("));
	} else if (strcmp(verb, "signal") == 0) {
		line = arena_printf(k->t->arena,
				    "--- %s {si_signo=%s, si_code=SI_USER, si_pid=7, si_uid=0} ---\n", text,
				    text);
	} else if (strcmp(verb, "exits") == 0) {
		line = arena_printf(k->t->arena, "+++ exited with %s +++\n", text);
	} else if (strcmp(verb, "killed") == 0) {
		line = arena_printf(k->t->arena, "+++ killed by %s +++\n", text);
	} else {
		story_wrong(k->line, "verb");
	}
	feed(k, actor, line);
	free(text);
}

/* ---- actions and socket tables ---- */

static void action_line(struct teller *k, int64_t when, const char *text)
{
	struct event *e = timeline_add(k->t, EVENT_ACTION, when);
	int actor = (int)k->t->actor_count;
	const char *name;

	e->action.text = arena_string(k->t->arena, text);
	for (size_t i = 0; k->script && i < k->script->line_count; i++)
		if (line_is_action(&k->script->lines[i]) && strcmp(k->script->lines[i].text, text) == 0)
			e->action.line = k->script->lines[i].number;
	if (strncmp(text, "start ", 6) != 0)
		return;
	name = arena_substring(k->t->arena, text + 6, strcspn(text + 6, " @"));
	if (actor >= MOST_ACTORS || timeline_add_actor(k->t, name, text + 6, 100 * (actor + 1)) != actor)
		story_wrong(k->line, "too many actors");
	if (k->hosts)
		k->t->actors[actor].host =
			script_host(k->script, &(struct party){ .actor = name, .host = NO_HOST });
	k->readers[actor] = call_reader_new(k->t, actor);
}

static uint8_t state_named(struct teller *k, const char *name)
{
	for (uint8_t i = 1; i < 13; i++)
		if (strcmp(tcp_state_text(i), name) == 0)
			return i;
	story_wrong(k->line, "state");
}

static uint32_t figure(struct teller *k, char **text)
{
	const char *word = story_word(text);

	return *word ? story_number(k, word, NULL) : 0;
}

/* "client FIN_WAIT_2 0 5": whose, state, Recv-Q, Send-Q, timer, expires, rto, backoff, probes. */
static struct kernel_socket socket_of(struct teller *k, char *text)
{
	struct kernel_socket s = { .protocol = IPPROTO_TCP };
	const char *who = story_word(&text);
	const char *client = arena_printf(k->t->arena, "client%s", strchr(who, '#') ? strchr(who, '#') : "");

	s.state = state_named(k, story_word(&text));
	s.receive_queue = figure(k, &text);
	s.send_queue = figure(k, &text);
	s.timer = (uint8_t)figure(k, &text);
	s.timer_ms = figure(k, &text);
	s.rto_ms = figure(k, &text);
	s.has_info = s.rto_ms != 0;
	s.backoff = (uint8_t)figure(k, &text);
	s.probes = (uint8_t)figure(k, &text);
	s.local = story_endpoint(k, who);
	s.remote = story_endpoint(k, strncmp(who, "server", 6) == 0 ? client : "server");
	if (strcmp(tcp_state_text(s.state), "LISTEN") == 0)
		s.remote = (struct endpoint){ .address = { .family = 4 } };
	return s;
}

static void sockets_line(struct teller *k, int64_t when, char *text)
{
	struct event *e = timeline_add(k->t, EVENT_SOCKETS, when);
	size_t capacity = 0;
	char *save, *item;

	for (item = strtok_r(text, ",", &save); item; item = strtok_r(NULL, ",", &save)) {
		e->sockets.sockets = arena_grow(k->t->arena, e->sockets.sockets, e->sockets.count, &capacity,
						sizeof(*e->sockets.sockets));
		e->sockets.sockets[e->sockets.count++] = socket_of(k, item);
	}
}

static const char *counter_named(struct timeline *t, const char *name)
{
	for (size_t i = 0; i < t->counter_count; i++)
		if (strcmp(t->counters[i], name) == 0)
			return t->counters[i];
	return timeline_add_counter(t, name);
}

/* "server.1 Z" */
static void add_seen(struct teller *k, struct reading_event *r, char *item)
{
	size_t capacity = r->process_count;

	r->processes =
		arena_grow(k->t->arena, r->processes, r->process_count, &capacity, sizeof(*r->processes));
	r->processes[r->process_count].process = arena_string(k->t->arena, story_word(&item));
	r->processes[r->process_count++].state = *item;
}

/* "TcpOutRsts 1", with hosts "server TcpOutRsts 1" */
static void add_move(struct teller *k, struct reading_event *r, char *item)
{
	int host = k->hosts ? timeline_host_named(k->t, story_word(&item)) : NOBODY;
	const char *name = counter_named(k->t, story_word(&item));
	size_t capacity = r->move_count;

	r->moves = arena_grow(k->t->arena, r->moves, r->move_count, &capacity, sizeof(*r->moves));
	r->moves[r->move_count++] = (struct counter_move){ host, name, strtoll(story_word(&item), NULL, 10) };
}

static void reading_line(struct teller *k, int64_t when, char *text)
{
	struct reading_event *r = &timeline_add(k->t, EVENT_READING, when)->reading;
	char *save, *item;

	for (item = strtok_r(text, ",", &save); item; item = strtok_r(NULL, ",", &save)) {
		item += strspn(item, " ");
		if (strncmp(item, "state ", 6) == 0)
			add_seen(k, r, item + 6);
		else
			add_move(k, r, item);
	}
}

/* ---- the story ---- */

static void timed_line(struct teller *k, double seconds, char *rest)
{
	int64_t when = EPOCH + (int64_t)(seconds * 1e9 + 0.5);
	const char *first = story_word(&rest), *second;

	rest += strspn(rest, " \t");
	if (strcmp(first, "action") == 0) {
		action_line(k, when, rest);
	} else if (strcmp(first, "sockets") == 0) {
		sockets_line(k, when, rest);
	} else if (strcmp(first, "reading") == 0) {
		reading_line(k, when, rest);
	} else if (strcmp(first, "end") == 0) {
		timeline_add(k->t, EVENT_ACTION, when)->action.text = "end";
	} else if (strcmp(first, "cut") == 0) {
		timeline_add_cut(k->t, when, NULL, NULL);
	} else if (strcmp(first, "down") == 0) {
		struct endpoint host = story_endpoint(k, story_word(&rest));

		timeline_add_cut(k->t, when, NULL, &host.address);
	} else if (strcmp(first, "mend") == 0) {
		timeline_mend(k->t, when);
	} else {
		second = story_word(&rest);
		rest += strspn(rest, " \t");
		if (strcmp(second, ">") == 0)
			story_packet(k, when, first, rest);
		else
			process_line(k, when, first, second, rest);
	}
}

static void tell_line(struct teller *k, char *line)
{
	char *rest;
	double seconds;

	k->line = arena_string(k->t->arena, line);
	if (strncmp(line, "dropped ", 8) == 0) {
		k->t->packets_dropped = story_number(k, line + 8, NULL);
	} else if (strncmp(line, "trouble ", 8) == 0) {
		k->t->trouble = arena_string(k->t->arena, line + 8);
	} else {
		seconds = strtod(line, &rest);
		if (rest == line)
			story_wrong(line, "a time");
		timed_line(k, seconds, rest);
	}
}

/* Without its comment and the blanks around it. */
static char *bare(char *line)
{
	char *comment = line;
	size_t length;

	line += strspn(line, " \t");
	while ((comment = strchr(comment, '#')) && comment > line && comment[-1] != ' ' &&
	       comment[-1] != '\t')
		comment++;
	if (comment)
		*comment = '\0';
	for (length = strlen(line); length && (line[length - 1] == ' ' || line[length - 1] == '\t'); length--)
		line[length - 1] = '\0';
	return line;
}

struct timeline *story_tell(const struct script *script, const char *text)
{
	struct teller k = { .script = script, .t = timeline_new() };
	char *copy = strdup(text), *save, *line;

	story_links(&k);
	for (line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		line = bare(line);
		if (*line)
			tell_line(&k, line);
	}
	free(copy);
	for (int i = 0; i < MOST_ACTORS; i++) {
		call_reader_free(k.readers[i]);
		for (int n = 0; n < MOST_CHILDREN; n++)
			free(k.halves[i][n]);
	}
	timeline_index(k.t);
	return k.t;
}
