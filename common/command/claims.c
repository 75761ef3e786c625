/* claims.c - lab claims: what became of the textbook's claims on this kernel. Reads results; runs nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/base/slip.h"
#include "common/command/command.h"
#include "common/command/look.h"
#include "common/command/places.h"
#include "common/command/record.h"
#include "common/command/unplayed.h"
#include "common/claims/table.h"

struct claims {
	struct look look;
	const char *runs, *markdown;
	bool all;
	const char **topics;
	size_t topic_count, topic_capacity;
	struct operands ids;
	struct arena *arena;
};

static bool write_markdown(const char *path, const struct claims_table *table)
{
	struct text text = { 0 };
	FILE *out = fopen(path, "w");
	struct error error;
	bool good;

	claims_table_markdown(&text, table);
	good = out && fputs(text_chars(&text), out) >= 0;
	good = out && fclose(out) == 0 && good;
	if (!good) {
		error_errno(&error, "%s", path);
		error_print(&error, "lab claims");
	}
	text_free(&text);
	return good;
}

static const char *id_at(size_t index, void *context)
{
	const struct catalogue *catalogue = context;

	return index < catalogue->count ? catalogue->claims[index].id : NULL;
}

/* Why there is no such claim: it may be a topic, or a slip. */
static void tell_unknown(const struct claims *c, struct catalogue *catalogue, const char *id)
{
	const char *meant = slip_meant(id, strlen(id), id_at, catalogue);
	bool topic = false, known = catalogue_find(catalogue, id) != NULL;

	for (size_t i = 0; i < catalogue->count && !topic; i++)
		topic = strcmp(catalogue->claims[i].topic, id) == 0;
	fprintf(stderr, "lab claims: no claim '%s' in the catalogue", id);
	if (topic)
		fprintf(stderr, "; it is a topic: %s claims --topic %s\n", program_invocation_name, id);
	else if (known && c->topic_count)
		fprintf(stderr, " under that topic\n");
	else if (meant)
		fprintf(stderr, "; did you mean '%s'?\n", meant);
	else
		fprintf(stderr, "; `%s claims --all` lists them\n", program_invocation_name);
}

static int draw(const struct claims *c, struct catalogue *catalogue, const struct claims_table *table)
{
	struct ladder_style style = look_style(&c->look, STDOUT_FILENO);
	struct text out = { 0 };
	int status = EXIT_HOLDS;

	for (size_t i = 0; i < (size_t)c->ids.count; i++) {
		if (claims_table_draw_claim(&out, table, c->ids.words[i], program_invocation_name, &style))
			continue;
		tell_unknown(c, catalogue, c->ids.words[i]);
		status = EXIT_USAGE;
	}
	if (!c->ids.count)
		claims_table_draw(&out, table, c->all, &style);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	if (c->markdown && !write_markdown(c->markdown, table))
		status = EXIT_BROKEN;
	if (table->error_count || table->counts[CLAIM_UNSETTLED] || table->counts[CLAIM_CONTRADICTORY])
		return status == EXIT_HOLDS && !c->ids.count ? EXIT_BROKEN : status;
	return status;
}

static int tabulate(const struct claims *c)
{
	struct arena *arena = c->arena;
	struct places places = places_find(arena, c->runs);
	struct error error;
	struct catalogue *catalogue = catalogue_load(places.notes, &error);
	struct scenario_result **results;
	struct claims_table *table;
	struct utsname name;
	const char **folders;
	size_t folder_count, count = 0;
	int status;

	if (!catalogue) {
		error_print(&error, "lab claims");
		return EXIT_USAGE;
	}
	folders = places_runs(arena, &places, &folder_count);
	results = arena_alloc(arena, (folder_count + 1) * sizeof(struct scenario_result *));
	for (size_t i = 0; i < folder_count; i++) {
		results[count] = record_result(arena, folders[i], "lab claims");
		/* A script of one's own, or one that is no longer there, has no say in the labs' table. */
		if (results[count] &&
		    !places_has_script(arena, &places, results[count]->lab, results[count]->name)) {
			result_free(results[count]);
			continue;
		}
		count += results[count] != NULL;
	}
	results = unplayed_added(arena, &places, results, &count);
	if (!folder_count)
		fprintf(stderr, "lab claims: no results in %s yet (run the labs first: make labs)\n",
			places.runs);
	table = claims_table_make(catalogue, results, count, c->topics, c->topic_count,
				  uname(&name) == 0 ? name.release : "unknown");
	status = draw(c, catalogue, table);
	claims_table_free(table);
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	catalogue_free(catalogue);
	return status;
}

static bool take_topic(void *into, const char *argument, struct error *why)
{
	struct claims *c = into;

	(void)why;
	c->topics = arena_grow(c->arena, c->topics, c->topic_count, &c->topic_capacity, sizeof(*c->topics));
	c->topics[c->topic_count++] = argument;
	return true;
}

static int claims_main(char **argv)
{
	struct claims c = { .arena = arena_new() };
	int status = options_parse(&command_claims, argv, &c, &c.ids);

	if (status == GO_ON)
		status = tabulate(&c);
	arena_free(c.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "topic",
	  .argument = "TOPIC",
	  .help = "only this topic (may be given several times)",
	  IS_TAKEN_BY(take_topic) },
	{ .name = "all",
	  .help = "also the claims that were not played, or have no scenario yet",
	  TURNS_ON(struct claims, all) },
	{ .name = "markdown",
	  .argument = "FILE",
	  .help = "write the table to FILE as Markdown as well",
	  IS_TEXT(struct claims, markdown) },
	{ .name = "runs",
	  .argument = "DIR",
	  .help = "look for the results there",
	  IS_TEXT(struct claims, runs) },
	{ 0 }
};

const struct command command_claims = {
	.name = "claims",
	.does = "the table of claims with their verdicts on this kernel",
	.synopses = { "[OPTION]... [CLAIM]..." },
	.about =
		"The table of claims: each with its source, the verdict on this kernel, what Linux does instead, and the "
		"evidence, from the results of the last `lab run`. With a CLAIM: all that is known about that one.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct claims, look) },
	.run = claims_main,
};
