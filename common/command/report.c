/* report.c - lab report: one HTML page of what was run, from the records. Runs nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "common/command/command.h"
#include "common/command/places.h"
#include "common/command/record.h"
#include "common/command/unplayed.h"
#include "common/page/page.h"

struct report {
	const char *output, *runs;
	struct operands given; /* RUN... */
	struct arena *arena;
	struct places places;
	const char **folders;
	struct scenario_result **results;
	size_t count;
};

/* "build/runs" has its page in build/report.html. */
static const char *beside(struct arena *arena, const char *runs)
{
	const char *slash = strrchr(runs, '/');

	return slash ? arena_printf(arena, "%.*s/report.html", (int)(slash - runs), runs) : "report.html";
}

/* Which records: those that are named, or all of the labs' scenarios. False where one that is named is not there. */
static bool find_runs(struct report *r)
{
	const char **folders;
	bool named = r->given.count > 0, all_there = true;
	size_t count = 0;

	if (named) {
		folders = arena_alloc(r->arena, (size_t)r->given.count * sizeof(*folders));
		for (int i = 0; i < r->given.count; i++) {
			folders[count] = places_run(r->arena, &r->places, r->given.words[i]);
			if (folders[count]) {
				count++;
				continue;
			}
			places_no_record(r->arena, &r->places, "lab report", r->given.words[i]);
			all_there = false;
		}
	} else {
		folders = places_runs(r->arena, &r->places, &count);
	}
	r->folders = arena_alloc(r->arena, (count + 1) * sizeof(*r->folders));
	r->results = arena_alloc(r->arena, (count + 1) * sizeof(struct scenario_result *));
	for (size_t i = 0; i < count; i++) {
		struct scenario_result *result = record_result(r->arena, folders[i], "lab report");

		if (result && !named && !places_has_script(r->arena, &r->places, result->lab, result->name)) {
			result_free(result);
			continue;
		}
		if (!result)
			continue;
		r->folders[r->count] = folders[i];
		r->results[r->count++] = result;
	}
	return all_there;
}

static bool add_run(struct page *page, const char *folder, size_t control)
{
	struct record record;
	char why[ERROR_TEXT];
	struct error error;

	if (!record_open(&record, folder, NULL, NULL, control, &error)) {
		error_print(&error, "lab report");
		page_unread(page, control, error_text(&error, why));
		return false;
	}
	page_run(page, control, record_script(&record), record.timeline, &record.judgement);
	record_close(&record);
	return true;
}

static bool add_scenario(struct report *r, struct page *page, size_t index)
{
	const struct scenario_result *result = r->results[index];
	const char *folder = r->folders[index];
	size_t length;
	char *source = store_read_file(arena_printf(r->arena, "%s/script.lab", folder), 1 << 20, &length);
	bool whole;

	page_begin(page, result, source);
	free(source);
	whole = add_run(page, folder, 0);
	for (size_t i = 1; i <= result->control_count; i++)
		whole = add_run(page, record_control_folder(r->arena, folder, i), i) && whole;
	page_end(page);
	return whole;
}

static bool write_file(const char *path, const struct text *text)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
	bool good = out && fwrite(text_chars(text), 1, text->length, out) == text->length;
	struct error error;

	if (out && out != stdout)
		good = fclose(out) == 0 && good;
	if (!good) {
		error_errno(&error, "%s", path);
		error_print(&error, "lab report");
	}
	return good;
}

/* With RUNs only the claims that they speak about; else also of those that were not played. */
static struct claims_table *make_table(const struct report *r, const struct catalogue *catalogue,
				       struct scenario_result *const *results, size_t count)
{
	struct claims_table *table;
	struct utsname name;
	size_t kept = 0;

	table = claims_table_make(catalogue, results, count, NULL, 0,
				  uname(&name) == 0 ? name.release : "unknown");
	if (!r->given.count)
		return table;
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].voice_count)
			table->rows[kept++] = table->rows[i];
	table->count = kept;
	table->counts[CLAIM_UNTRIED] = table->counts[CLAIM_UNDECIDABLE] = 0;
	return table;
}

static int write_report(struct report *r)
{
	char when[32];
	struct error error;
	struct catalogue *catalogue = catalogue_load(r->places.notes, &error);
	struct text out = { 0 };
	struct scenario_result **results = r->results;
	size_t count = r->count;
	struct claims_table *table;
	time_t now = time(NULL);
	int status = EXIT_HOLDS;
	struct page *page;
	struct tm day;

	if (!catalogue) {
		error_print(&error, "lab report");
		return EXIT_USAGE;
	}
	page = page_new(catalogue);
	for (size_t i = 0; i < r->count; i++)
		if (!add_scenario(r, page, i))
			status = EXIT_BROKEN;
	if (!r->given.count)
		results = unplayed_added(r->arena, &r->places, r->results, &count);
	table = make_table(r, catalogue, results, count);
	strftime(when, sizeof(when), "%Y-%m-%d", localtime_r(&now, &day));
	page_write(page, &out, table, when);
	if (!write_file(r->output, &out))
		status = EXIT_BROKEN;
	else if (strcmp(r->output, "-") != 0)
		fprintf(stderr, "%s: %zu scenarios, %zu KB\n", r->output, r->count, out.length / 1000);
	text_free(&out);
	claims_table_free(table);
	for (size_t i = r->count; i < count; i++)
		result_free(results[i]);
	page_free(page);
	catalogue_free(catalogue);
	return status;
}

static int report(struct report *r)
{
	r->places = places_find(r->arena, r->runs);
	if (!r->output)
		r->output = beside(r->arena, r->places.runs);
	if (!find_runs(r))
		return EXIT_USAGE;
	if (r->count)
		return write_report(r);
	fprintf(stderr, "lab report: no record in %s (run a lab first: %s run)\n", r->places.runs,
		program_invocation_name);
	return EXIT_USAGE;
}

static int report_main(char **argv)
{
	struct report r = { .arena = arena_new() };
	int status = options_parse(&command_report, argv, &r, &r.given);

	if (status == GO_ON)
		status = report(&r);
	for (size_t i = 0; i < r.count; i++)
		result_free(r.results[i]);
	arena_free(r.arena);
	return status;
}

static const struct option_row rows[] = {
	{ .name = "output",
	  .letter = 'o',
	  .argument = "FILE",
	  .help = "write it there (-: standard output) instead of beside the records: build/report.html",
	  IS_TEXT(struct report, output) },
	{ .name = "runs",
	  .argument = "DIR",
	  .help = "look for the records there",
	  IS_TEXT(struct report, runs) },
	{ 0 }
};

const struct command command_report = {
	.name = "report",
	.does = "one HTML page of all that was run: claims, ladders, scripts",
	.synopses = { "[OPTION]... [RUN]..." },
	.about =
		"Writes one HTML page, which needs no network and no other file: the table of claims, and of each scenario "
		"its ladder, its controls and its script, from the records of the last `lab run`. RUN is as in `lab show`; "
		"without one: all scenarios of the labs.",
	.groups = { { rows, 0 } },
	.run = report_main,
};
