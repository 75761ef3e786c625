/*
 * tool_mutate.c - could each line of each script have failed? Every script is altered in one place, in all ways of alter.h, and
 * judged against the record of a run in which it held: it must fail, or be refused.
 *
 * Usage: mutate LIST FOLDER...     LIST: altered lines that hold all the same (tests/mutations.tsv), FOLDER: of a run
 *
 * Prints what holds and is not in the list, and of what the list has none, or more than it allows. Exit status 0 where
 * there is neither, else 1.
 * Claims, stars and controls are taken out before: what is refused because a claim has no star says nothing of the judge.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/judge/judge.h"
#include "common/record/store.h"
#include "common/script/script.h"
#include "tests/support/alter.h"

enum { FILE_MOST = 1 << 20 };

/* ---- the list of what holds all the same ---- */

enum { ENTRIES_MOST = 512, SCENARIO = 0, KIND, LINE, MOST, REASON, FIELDS };

static struct entry {
	const char *field[FIELDS]; /* the first three are patterns, as of file names */
	size_t used;
	bool played; /* a scenario that it is about: not all can be everywhere */
} entries[ENTRIES_MOST];
static size_t entry_count;

static void die(const char *what, const char *why)
{
	fprintf(stderr, "mutate: %s: %s\n", what, why);
	exit(2);
}

static void read_list(const char *path)
{
	size_t length;
	char *text = store_read_file(path, FILE_MOST, &length);

	if (!text)
		die(path, strerror(errno));
	for (char *line = text, *next; line && *line; line = next) {
		struct entry *e = &entries[entry_count];

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!*line || *line == '#')
			continue;
		for (size_t i = 0; i < FIELDS; i++) {
			e->field[i] = line ? strsep(&line, "\t") : "";
			if (!*e->field[i])
				die(path,
				    "expected scenario, kind, line, how many at most, and reason, with tabs between");
		}
		if (++entry_count == ENTRIES_MOST)
			die(path, "too long");
	}
}

static bool is_listed(const char *scenario, const char *kind, const char *line)
{
	bool listed = false;

	for (size_t i = 0; i < entry_count; i++)
		if (fnmatch(entries[i].field[SCENARIO], scenario, 0) == 0 &&
		    fnmatch(entries[i].field[KIND], kind, 0) == 0 &&
		    fnmatch(entries[i].field[LINE], line, 0) == 0)
			listed = ++entries[i].used;
	return listed;
}

static void note_played(const char *scenario)
{
	for (size_t i = 0; i < entry_count; i++)
		entries[i].played =
			entries[i].played || fnmatch(entries[i].field[SCENARIO], scenario, 0) == 0;
}

/* ---- a run, and its script with a line altered ---- */

struct run {
	char scenario[256]; /* "linger/02-rst" */
	const char *path; /* of its script */
	const char **lines; /* of the file */
	size_t line_count;
	struct script *script;
	struct timeline *timeline;
	struct judgement judgement;
	size_t at; /* the line that is altered: index into script.lines */
};

static size_t tried, refused, listed, unlisted;

static const struct line *altered(const struct run *r)
{
	return &r->script->lines[r->at];
}

static struct script *parse(const struct run *r, size_t number, const char *first, size_t other,
			    const char *second)
{
	struct text source = { 0 };
	struct script_error fault;
	struct script *s;

	for (size_t i = 0; i < r->line_count; i++)
		text_addf(&source, "%s\n", i + 1 == number ? first : i + 1 == other ? second : r->lines[i]);
	s = script_parse(r->path, text_chars(&source), source.length, &fault);
	text_free(&source);
	return s;
}

/* Which events "may" lines have taken, as one number. */
static size_t may_events(const struct script *s, const struct judgement *j)
{
	size_t sum = 0;

	for (size_t i = 0; i < s->line_count; i++)
		for (size_t k = 0; s->lines[i].may && k < j->lines[i].event_count; k++)
			sum += (j->lines[i].events[k] + 1) * (j->lines[i].events[k] + 7);
	return sum;
}

/* The first event that met the line of this number; NO_EVENT where there is none. */
static int met_by(const struct script *s, const struct judgement *j, unsigned number)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].number == number && j->lines[i].event_count)
			return (int)j->lines[i].events[0];
	return NO_EVENT;
}

/* How it comes that it holds: a "may" line takes what the line had met, or leaves it what it took before; or the line is met
 * at another look at the kernel's table, or by another call. "": none of these. */
static const char *how_it_holds(const struct run *r, const struct script *s, const struct judgement *j)
{
	unsigned number = altered(r)->number;
	int now = met_by(s, j, number);

	if (altered(r)->may || may_events(s, j) != may_events(r->script, &r->judgement))
		return ", by may";
	if (line_is_wire(altered(r)) || now == NO_EVENT || now == met_by(r->script, &r->judgement, number))
		return "";
	return ", elsewhere";
}

static void tell(const struct run *r, const char *kind, const char *text, const struct script *s,
		 const struct judgement *j)
{
	char how[128];

	snprintf(how, sizeof(how), "%s%s", kind, how_it_holds(r, s, j));
	if (is_listed(r->scenario, how, altered(r)->text)) {
		listed++;
		return;
	}
	unlisted++;
	printf("%s:%u: %s: '%.*s' in place of '%s'\n", r->scenario, altered(r)->number, how,
	       (int)strcspn(text, "\n"), text, altered(r)->text);
}

/* Judges the script with this line altered, and perhaps another. */
static void try_it(void *context, const char *kind, const char *text, unsigned other, const char *other_text)
{
	struct run *r = context;
	struct script *s = parse(r, altered(r)->number, text, other, other_text);
	struct judgement j;

	tried++;
	if (!s) {
		refused++;
		return;
	}
	judge(s, r->timeline, JUDGE_FINAL, &j);
	if (j.outcome == OUTCOME_HOLDS)
		tell(r, kind, text, s, &j);
	judgement_free(&j);
	script_free(s);
}

/* ---- all of a run ---- */

/* The script's lines, without what judges no record. */
static void take_lines(struct run *r, const struct script *s)
{
	char *source = strdup(s->source), *rest = source, *line;
	size_t capacity = 0;

	while ((line = strsep(&rest, "\n"))) {
		if (r->line_count == capacity)
			r->lines = realloc(r->lines, (capacity = 2 * capacity + 64) * sizeof(*r->lines));
		r->lines[r->line_count++] = line;
	}
	for (size_t i = 0; i < s->claim_count; i++)
		r->lines[s->claims[i].number - 1] = "";
	for (size_t i = 0; i < s->control_count; i++)
		r->lines[s->controls[i].number - 1] = "";
	for (size_t i = 0; i < s->line_count; i++)
		r->lines[s->lines[i].number - 1] = (char *)s->lines[i].text;
}

static void alter(const char *folder)
{
	struct run r = { .path = NULL };
	char path[1024];
	struct script *as_written;
	struct script_error fault;
	struct error error;
	const char *slash = strrchr(folder, '/'), *lab = slash;
	char why[ERROR_TEXT];

	while (lab && lab > folder && lab[-1] != '/')
		lab--;
	snprintf(r.scenario, sizeof(r.scenario), "%s", lab ? lab : folder);
	snprintf(path, sizeof(path), "%s/script.lab", folder);
	r.path = path;
	as_written = script_load(path, &fault);
	if (!as_written)
		die(path, fault.message);
	take_lines(&r, as_written);
	r.script = parse(&r, 0, NULL, 0, NULL);
	r.timeline = store_load(folder, &error);
	if (!r.script || !r.timeline)
		die(folder, r.script ? error_text(&error, why) : "without its claims the script is refused");
	judge(r.script, r.timeline, JUDGE_FINAL, &r.judgement);
	if (r.judgement.outcome == OUTCOME_HOLDS) {
		note_played(r.scenario);
		for (r.at = 0; r.at < r.script->line_count; r.at++)
			alter_line(&(struct altering){ .script = r.script,
						       .timeline = r.timeline,
						       .judgement = &r.judgement,
						       .at = r.at,
						       .try = try_it,
						       .context = &r });
	} else {
		printf("%s: left out, as it does not hold as it is: %s\n", r.scenario, r.judgement.reason);
	}
	judgement_free(&r.judgement);
	timeline_free(r.timeline);
	script_free(r.script);
	script_free(as_written);
	free(r.lines);
}

int main(int argc, char **argv)
{
	size_t faults = 0;

	if (argc < 3)
		die("usage", "mutate LIST FOLDER...");
	read_list(argv[1]);
	for (int i = 2; i < argc; i++)
		alter(argv[i]);
	for (size_t i = 0; i < entry_count; i++) {
		const struct entry *e = &entries[i];
		bool bounded = *e->field[MOST] != '-',
		     many = bounded && e->used > strtoul(e->field[MOST], NULL, 10);

		if (!bounded || !e->played || (e->used && !many))
			continue;
		faults++;
		printf("%s: %zu hold of %s, %s, %s, of which there should be %s%s\n", argv[1], e->used,
		       e->field[SCENARIO], e->field[KIND], e->field[LINE], many ? "at most " : "some",
		       many ? e->field[MOST] : "");
	}
	printf("%d scripts, altered %zu times: %zu are refused, %zu fail, %zu are listed; %zu hold\n",
	       argc - 2, tried, refused, tried - refused - listed - unlisted, listed, unlisted);
	return unlisted || faults ? 1 : 0;
}
