/*
 * watch.c - lab watch: the watcher alone. Checks the wire lines of a script against a capture file or a live
 * interface; calls and states are not judged, as a wire does not show them.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "capture/source.h"
#include "common/base/text.h"
#include "common/command/command.h"
#include "common/command/look.h"
#include "common/command/places.h"
#include "common/judge/judge.h"

struct watch {
	struct look look;
	const char *interface, *file, *script_path;
	const char *filter;
	double seconds; /* how long to watch live; 0: until the script is met or Ctrl-C */
	struct operands given; /* FILE.lab, and the words of a filter */
};

static volatile sig_atomic_t interrupted;

static void on_signal(int signal_number)
{
	interrupted = signal_number;
}

static void take(void *context, const struct packet *p)
{
	timeline_add_packet(context, 0, p);
}

static enum outcome judge_wire(const struct script *s, struct timeline *t)
{
	enum outcome outcome;
	struct judgement j;

	timeline_index(t);
	judge(s, t, JUDGE_WIRE, &j);
	outcome = j.outcome;
	judgement_free(&j);
	return outcome;
}

/* Watches until the script is met and a second of silence has confirmed it, time is up, or Ctrl-C. */
static bool watch_live(const struct watch *w, const struct script *s, struct source *source,
		       struct timeline *t, struct error *error)
{
	struct source_counts counts;
	time_t begin = time(NULL), last = begin;
	bool met = false;

	fprintf(stderr, "watching %s; Ctrl-C ends it\n", w->interface);
	while (!interrupted && (w->seconds == 0 || difftime(time(NULL), begin) < w->seconds)) {
		struct pollfd fd = { .fd = source_fd(source), .events = POLLIN };
		int packets;

		poll(&fd, 1, 200);
		packets = source_read(source, take, t, error);
		if (packets < 0)
			return false;
		if (packets > 0) {
			last = time(NULL);
			met = judge_wire(s, t) == OUTCOME_HOLDS;
		}
		if (met && difftime(time(NULL), last) > 1)
			break;
	}
	if (source_counts(source, &counts)) {
		t->packets_received = counts.received;
		t->packets_dropped = counts.dropped;
	}
	return true;
}

/* Of a capture that is cut short only what came can be told: nothing that is missing in it, nor that no more came. */
static void allow_for_cut(struct judgement *j, const char *cut)
{
	if (!cut || (j->outcome == OUTCOME_FAILS && j->failures[0].event != NO_EVENT))
		return;
	j->outcome = OUTCOME_INCONCLUSIVE;
	j->reason = cut;
}

/* cut: NULL, or the sentence that says where the capture ends too early. */
static int report(const struct watch *w, const struct script *s, struct timeline *t, const char *cut)
{
	struct ladder_style style = look_style(&w->look, STDOUT_FILENO);
	struct text out = { 0 };
	size_t met = 0, wire = 0, unseen = 0;
	struct judgement j;
	int status;

	timeline_index(t);
	judge(s, t, JUDGE_WIRE, &j);
	allow_for_cut(&j, cut);
	ladder_draw(&out, s, t, &j, &style);
	for (size_t i = 0; i < s->line_count; i++) {
		wire += line_is_wire(&s->lines[i]);
		met += j.lines[i].status == LINE_MET;
		unseen += j.lines[i].status == LINE_UNSEEN && !line_is_action(&s->lines[i]);
	}
	if (j.outcome == OUTCOME_HOLDS)
		text_addf(&out, "\n  holds on the wire: %zu of %zu wire lines met", met, wire);
	else if (j.outcome == OUTCOME_FAILS)
		failure_draw(&out, s, t, &j, &style);
	else
		text_addf(&out, "\n  inconclusive: %s", j.reason ? j.reason : "");
	if (unseen)
		text_addf(
			&out,
			"\n  %zu lines about calls and states were not judged: a capture does not show them",
			unseen);
	text_add(&out, "\n");
	fputs(text_chars(&out), stdout);
	status = j.outcome == OUTCOME_HOLDS ? EXIT_HOLDS : EXIT_BROKEN;
	text_free(&out);
	judgement_free(&j);
	return status;
}

static int watch(const struct watch *w)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct error error;
	struct script_error fault;
	struct script *s = script_load(w->script_path, &fault);
	struct source *source;
	struct timeline *t;
	struct utsname name;
	int status = EXIT_USAGE;
	char sentence[ERROR_TEXT];
	bool good;

	if (!s) {
		char *text = script_error_text(w->script_path, &fault);

		fputs(text, stderr);
		free(text);
		return EXIT_USAGE;
	}
	source = w->file ? source_open_file(w->file, w->filter, &error)
			 : source_open_live(w->interface, w->filter, &error);
	if (!source) {
		error_print(&error, "lab watch");
		script_free(s);
		return EXIT_USAGE;
	}
	t = timeline_new();
	t->kernel = arena_string(t->arena, uname(&name) == 0 ? name.release : "");
	timeline_add_link(t, w->file ? w->file : w->interface, source_link_type(source), NOBODY);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	good = w->file ? source_read(source, take, t, &error) >= 0 : watch_live(w, s, source, t, &error);
	if (good)
		status = report(w, s, t, NULL);
	else
		error_print(&error, "lab watch");
	if (!good && source_is_cut(source))
		status = report(w, s, t, error_text(&error, sentence));
	source_close(source);
	timeline_free(t);
	script_free(s);
	return status;
}

/* The one script that a word means; NULL with a message. */
static const char *find_script(struct arena *arena, char *word)
{
	struct places places = places_find(arena, NULL);
	const char **paths;
	size_t count;

	if (!places_named(arena, &places, "lab watch", &word, 1, &paths, &count))
		return NULL;
	if (count == 1)
		return paths[0];
	error_tell("lab watch", "'%s' means %zu scripts: expected one, as in linger/02", word, count);
	return NULL;
}

static bool take_seconds(void *into, const char *argument, struct error *why)
{
	struct watch *w = into;
	char *end;

	w->seconds = strtod(argument, &end);
	return (!*end && w->seconds > 0) || error_set(why, "expected a number of seconds");
}

static int watch_script(struct watch *w, struct arena *arena)
{
	struct text filter = { 0 };
	int status = EXIT_USAGE;

	if (!w->given.count || !w->interface == !w->file)
		return options_expected(&command_watch, "a script, and either -r FILE or -i INTERFACE");
	w->script_path = find_script(arena, w->given.words[0]);
	for (int i = 1; i < w->given.count; i++)
		text_addf(&filter, "%s%s", i > 1 ? " " : "", w->given.words[i]);
	w->filter = filter.length ? text_chars(&filter) : NULL;
	if (w->script_path)
		status = watch(w);
	text_free(&filter);
	return status;
}

static int watch_main(char **argv)
{
	struct watch w = { 0 };
	int status = options_parse(&command_watch, argv, &w, &w.given);

	if (status == GO_ON) {
		struct arena *arena = arena_new();

		status = watch_script(&w, arena);
		arena_free(arena);
	}
	return status;
}

static const struct option_row rows[] = {
	{ .letter = 'r',
	  .argument = "FILE",
	  .help = "a capture: pcap or pcapng; `-` is standard input",
	  IS_TEXT(struct watch, file) },
	{ .letter = 'i',
	  .argument = "INTERFACE",
	  .help = "what passes an interface now",
	  IS_TEXT(struct watch, interface) },
	{ .name = "for",
	  .argument = "SECONDS",
	  .help = "watch an interface so long (default: until the script is met, or Ctrl-C)",
	  IS_TAKEN_BY(take_seconds) },
	{ 0 }
};

const struct command command_watch = {
	.name = "watch",
	.does = "check a capture file, or an interface, against a script",
	.synopses = { "-r FILE [OPTION]... FILE.lab [FILTER]", "-i INTERFACE [OPTION]... FILE.lab [FILTER]" },
	.about =
		"Checks the wire lines of a script against a capture (pcap or pcapng, `-` is standard input) or against what "
		"passes an interface now. The first segment that the capture shows is taken for the first wire line: its "
		"sender and receiver are the actors of that line. A FILTER (pcap-filter(7), such as 'tcp port 9877') leaves "
		"the rest of the traffic out. The script may be named as in `lab run`: linger/02.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct watch, look) },
	.run = watch_main,
};
