/* claims.c - lab claims: what became of the textbook's claims on this kernel. Reads results; runs nothing. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/base/slip.h"
#include "common/command/command.h"
#include "common/command/places.h"
#include "common/command/record.h"
#include "common/command/unplayed.h"
#include "common/claims/table.h"

struct claims {
	struct look look;
	const char *runs, *markdown;
	bool all;
	const char **topics;
	size_t topic_count;
	const char **ids;
	size_t id_count;
};

static void usage(FILE *out)
{
	fputs("usage: lab claims [OPTION]... [CLAIM]...\n\n"
	      "The table of claims: each with its source, the verdict on this kernel, what Linux does instead, and the\n"
	      "evidence, from the results of the last `lab run`. With a CLAIM: all that is known about that one.\n\n"
	      "  --topic TOPIC    only this topic (may be given several times)\n"
	      "  --all            also the claims that were not played, or have no scenario yet\n"
	      "  --markdown FILE  write the table to FILE as Markdown as well\n"
	      "  --runs DIR       look for the results there\n" LOOK_HELP,
	      out);
}

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

	for (size_t i = 0; i < c->id_count; i++) {
		if (claims_table_draw_claim(&out, table, c->ids[i], program_invocation_name, &style))
			continue;
		tell_unknown(c, catalogue, c->ids[i]);
		status = EXIT_USAGE;
	}
	if (!c->id_count)
		claims_table_draw(&out, table, c->all, &style);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	if (c->markdown && !write_markdown(c->markdown, table))
		status = EXIT_BROKEN;
	if (table->error_count || table->counts[CLAIM_UNSETTLED] || table->counts[CLAIM_CONTRADICTORY])
		return status == EXIT_HOLDS && !c->id_count ? EXIT_BROKEN : status;
	return status;
}

static int tabulate(const struct claims *c, struct arena *arena)
{
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

int command_claims(int argc, char **argv)
{
	static const struct option options[] = { { "topic", required_argument, NULL, 't' },
						 { "all", no_argument, NULL, 'a' },
						 { "markdown", required_argument, NULL, 'm' },
						 { "runs", required_argument, NULL, 'r' },
						 LOOK_OPTIONS,
						 { 0 } };
	struct arena *arena = arena_new();
	struct claims c = { .topics = arena_alloc(arena, (size_t)argc * sizeof(char *)) };
	int option, status = -1;

	while (status < 0 && (option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 't': c.topics[c.topic_count++] = optarg; break;
		case 'a': c.all = true; break;
		case 'm': c.markdown = optarg; break;
		case 'r': c.runs = optarg; break;
		case 'h':
		case OPTION_HELP:
			usage(stdout);
			status = EXIT_HOLDS;
			break;
		default:
			if (!look_option(&c.look, option, optarg)) {
				usage(stderr);
				status = EXIT_USAGE;
			}
		}
	}
	c.ids = (const char **)(uintptr_t)(argv + optind);
	c.id_count = (size_t)(argc - optind);
	if (status < 0)
		status = tabulate(&c, arena);
	arena_free(arena);
	return status;
}
