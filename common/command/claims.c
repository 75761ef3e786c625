/* claims.c - lab claims: what became of the textbook's claims on this kernel. Reads results; runs nothing but what --play
 * names. */
#include <stdio.h>
#include <sys/utsname.h>

#include "common/command/claims.h"
#include "common/command/command.h"

static int answer(const struct claims_asked *c)
{
	struct error error = { 0 };
	struct claims_known k = { .catalogue = catalogue_load(c->places.notes, &error) };
	struct kept_result *kept = NULL;
	struct utsname name;
	size_t count = 0;
	int status;

	if (!k.catalogue) {
		error_print(&error, "lab claims");
		return EXIT_USAGE;
	}
	if (!c->as_written)
		kept = kept_results(c->arena, &c->places, "lab claims", &count);
	if (!c->as_written && !count)
		error_tell("lab claims", "no results in %s yet (run the labs first: make labs)",
			   c->places.runs);
	k.spoken = c->as_written ? spoken_as_written(c->arena, &c->places)
				 : spoken_load(c->arena, &c->places, kept, count);
	for (size_t i = 0; i < k.spoken.unread_count && !c->audit; i++)
		fprintf(stderr, "lab claims: %s: %s: the script is left out\n", k.spoken.unread[i].place,
			k.spoken.unread[i].why);
	k.table = claims_table_make(k.catalogue, k.spoken.results, k.spoken.count, c->topics, c->topic_count,
				    uname(&name) == 0 ? name.release : "unknown");
	status = c->audit ? claims_audit(c, &k) : claims_tell(c, &k);
	claims_table_free(k.table);
	spoken_free(&k.spoken);
	for (size_t i = 0; i < count; i++)
		result_free(kept[i].result);
	catalogue_free(k.catalogue);
	return status;
}

static bool take_topic(void *into, const char *argument, struct error *why)
{
	struct claims_asked *c = into;

	(void)why;
	c->topics = arena_grow(c->arena, c->topics, c->topic_count, &c->topic_capacity, sizeof(*c->topics));
	c->topics[c->topic_count++] = argument;
	return true;
}

static int claims_main(char **argv)
{
	struct claims_asked c = { .arena = arena_new() };
	int status = options_parse(&command_claims, argv, &c, &c.words);

	if (status == GO_ON) {
		c.places = places_find(c.arena, c.runs);
		status = c.play ? claims_play(&c) : EXIT_HOLDS;
		/* What did not hold is told by the answer. */
		status = status == EXIT_USAGE ? status : answer(&c);
	}
	arena_free(c.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "play",
	  .argument = "CLAIM",
	  .help = "play its scenarios first",
	  IS_TEXT(struct claims_asked, play) },
	{ .name = "topic",
	  .argument = "TOPIC",
	  .help = "only this topic (may be given several times)",
	  IS_TAKEN_BY(take_topic) },
	{ .name = "all",
	  .help = "also the claims that were not played, or have no scenario yet; all that the WORDs find",
	  TURNS_ON(struct claims_asked, all) },
	{ .name = "audit",
	  .help = "does each verdict follow from its evidence? Exit status 1 where one does not",
	  TURNS_ON(struct claims_asked, audit) },
	{ .name = "markdown",
	  .argument = "FILE",
	  .help = "write the table, or the answer, to FILE as Markdown as well; `-` is standard output, and nothing else",
	  IS_TEXT(struct claims_asked, markdown) },
	{ .name = "as-written",
	  .help = "the verdicts that the scripts claim, as if all had been played and had passed",
	  TURNS_ON(struct claims_asked, as_written) },
	{ .name = "runs",
	  .argument = "DIR",
	  .help = "look for the results there",
	  IS_TEXT(struct claims_asked, runs) },
	{ 0 }
};

const struct command command_claims = {
	.name = "claims",
	.does = "what became of the textbook's claims on this kernel: ask by words",
	.synopses = { "[OPTION]... [CLAIM | WORD...]" },
	.about =
		"What became of the textbook's claims on this kernel, from the results of the last `lab run`. With a CLAIM: "
		"its answer, with the evidence. With WORDs: the claims that have all of them, as in `lab claims broken "
		"pipe`. Without either: the table.",
	.groups = { { rows, 0 }, LOOK_OPTIONS(struct claims_asked, look) },
	.run = claims_main,
};
