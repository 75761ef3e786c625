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
#include "common/command/spoken.h"
#include "common/page/page.h"

struct report {
	const char *output, *runs;
	struct operands given; /* RUN... */
	struct arena *arena;
	struct places places;
	struct kept_result *kept;
	size_t count;
};

/* "build/runs" has its page in build/report.html. */
static const char *beside(struct arena *arena, const char *runs)
{
	const char *slash = strrchr(runs, '/');

	return slash ? arena_printf(arena, "%.*s/report.html", (int)(slash - runs), runs) : "report.html";
}

/* The records that are named; false where one of them is not there. */
static bool find_named(struct report *r)
{
	bool all_there = true;

	r->kept = arena_alloc(r->arena, (size_t)r->given.count * sizeof(*r->kept));
	for (int i = 0; i < r->given.count; i++) {
		const char *folder = places_run(r->arena, &r->places, r->given.words[i]);
		struct scenario_result *result;
		size_t outdated = 0;

		if (!folder) {
			places_no_record(r->arena, &r->places, "lab report", r->given.words[i]);
			all_there = false;
			continue;
		}
		result = record_result(r->arena, folder, "lab report", &outdated);
		record_tell_outdated("lab report", folder, outdated);
		if (result)
			r->kept[r->count++] = (struct kept_result){ result, folder };
	}
	return all_there;
}

/* Which records: those that are named, or all of the labs' scenarios. */
static bool find_runs(struct report *r)
{
	size_t count;

	if (r->given.count)
		return find_named(r);
	r->kept = kept_results(r->arena, &r->places, "lab report", &count);
	for (size_t i = 0; i < count; i++)
		if (places_has_script(r->arena, &r->places, r->kept[i].result->lab, r->kept[i].result->name))
			r->kept[r->count++] = r->kept[i];
		else
			result_free(r->kept[i].result);
	return true;
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
	const struct scenario_result *result = r->kept[index].result;
	const char *folder = r->kept[index].folder;
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

	if (out && out != stdout)
		good = fclose(out) == 0 && good;
	if (!good)
		error_tell_errno("lab report", "%s", path);
	return good;
}

static bool is_kept(const struct report *r, const struct scenario_result *result)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->kept[i].result == result)
			return true;
	return false;
}

/* All that speaks of claims: the labs' scripts, and what was named besides. */
static struct scenario_result **all_results(const struct report *r, const struct spoken *spoken,
					    size_t *count)
{
	struct scenario_result **all =
		arena_alloc(r->arena, (spoken->count + r->count + 1) * sizeof(struct scenario_result *));

	*count = spoken->count;
	if (spoken->count)
		memcpy(all, spoken->results, spoken->count * sizeof(struct scenario_result *));
	for (size_t i = 0; i < r->count; i++)
		if (!places_has_script(r->arena, &r->places, r->kept[i].result->lab, r->kept[i].result->name))
			all[(*count)++] = r->kept[i].result;
	return all;
}

/* With RUNs only the claims that they speak about. */
static void keep_named(const struct report *r, struct claims_table *table)
{
	size_t kept = 0;

	memset(table->counts, 0, sizeof(table->counts));
	for (size_t i = 0; i < table->count; i++) {
		bool named = false;

		for (size_t k = 0; k < table->rows[i].voice_count; k++)
			named = named || is_kept(r, table->rows[i].voices[k].scenario);
		if (!named)
			continue;
		table->counts[table->rows[i].status]++;
		table->rows[kept++] = table->rows[i];
	}
	table->count = kept;
}

static int write_report(struct report *r)
{
	char when[32];
	struct error error;
	struct catalogue *catalogue = catalogue_load(r->places.notes, &error);
	struct text out = { 0 };
	struct scenario_result **results;
	struct claims_table *table;
	struct spoken spoken;
	struct utsname name;
	size_t count;
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
	spoken = spoken_load(r->arena, &r->places, r->kept, r->count);
	results = all_results(r, &spoken, &count);
	table = claims_table_make(catalogue, results, count, NULL, 0,
				  uname(&name) == 0 ? name.release : "unknown");
	if (r->given.count)
		keep_named(r, table);
	strftime(when, sizeof(when), "%Y-%m-%d", localtime_r(&now, &day));
	page_write(page, &out, table, when);
	if (!write_file(r->output, &out))
		status = EXIT_BROKEN;
	else if (strcmp(r->output, "-") != 0)
		fprintf(stderr, "%s: %zu scenarios, %zu KB\n", r->output, r->count, out.length / 1000);
	text_free(&out);
	claims_table_free(table);
	spoken_free(&spoken);
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
	error_tell("lab report", "no record in %s (run a lab first: %s run)", r->places.runs,
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
		result_free(r.kept[i].result);
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
