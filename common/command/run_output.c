/* run_output.c - what lab run tells: a line of progress, the stories, the table, and the reports in files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/command/run.h"
#include "common/command/spoken.h"
#include "common/report/collect.h"
#include "common/report/summary.h"

void clear_status_line(struct run *r)
{
	if (r->status_line)
		fputs("\r\033[K", stderr);
	r->status_line = false;
}

void draw_status_line(struct run *r)
{
	const struct worker *waiting = NULL;
	const struct job *of = NULL;
	size_t done = 0;
	struct text safe = { 0 };

	if (!isatty(STDERR_FILENO) || r->quiet)
		return;
	for (size_t i = 0; i < r->job_count; i++) {
		done += r->jobs[i]->result != NULL;
		for (size_t k = 0; k < r->jobs[i]->started; k++) {
			const struct worker *w = &r->jobs[i]->workers[k];

			if (w->fd >= 0 && w->awaits[0] && (!waiting || w->begin_ns < waiting->begin_ns)) {
				waiting = w;
				of = r->jobs[i];
			}
		}
	}
	if (!waiting)
		return;
	text_addf(&safe, "%zu of %zu done; %s, %.1f s: waits for ", done, r->job_count, of->script->name,
		  (double)(monotonic_ns() - waiting->begin_ns) / 1e9);
	text_add_safe(&safe, waiting->awaits);
	fprintf(stderr, "\r\033[K%.*s", r->style.width - 1, text_chars(&safe));
	fflush(stderr);
	r->status_line = true;
	text_free(&safe);
}

void print_ready(struct run *r)
{
	for (; r->printed < r->job_count && r->jobs[r->printed]->result; r->printed++) {
		const struct scenario_result *result = r->jobs[r->printed]->result;

		clear_status_line(r);
		if (r->quiet || r->mute)
			continue;
		if (!r->brief || result->verdict == RESULT_FAIL || result->verdict == RESULT_INCONCLUSIVE)
			printf("%s%s", r->printed ? "\n" : "", result->text);
		fflush(stdout);
	}
}

static bool write_report(const char *path, const char *text)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
	bool good = out && text && fputs(text, out) >= 0;

	if (out && out != stdout)
		good = fclose(out) == 0 && good;
	else if (out)
		good = fflush(out) == 0 && good;
	if (!good)
		error_tell_errno("lab run", "%s", path);
	return good;
}

/* What is known now of the claims that this run speaks of: from its own results, and from the records of the others. */
static json_t *claims_of(const struct run *r, struct scenario_result **results, const char *kernel)
{
	struct catalogue *catalogue = catalogue_load(r->places.notes, NULL);
	struct claims_table *table;
	struct kept_result *kept;
	struct spoken spoken;
	size_t count = 0;
	json_t *json;

	if (!catalogue)
		return NULL;
	kept = kept_results(r->arena, &r->places, NULL, &count);
	spoken = spoken_load(r->arena, &r->places, kept, count);
	spoken_put(&spoken, results, r->job_count);
	table = claims_table_make(catalogue, spoken.results, spoken.count, NULL, 0, kernel);
	json = claims_table_json(table, results, r->job_count);
	claims_table_free(table);
	spoken_free(&spoken);
	for (size_t i = 0; i < count; i++)
		result_free(kept[i].result);
	catalogue_free(catalogue);
	return json;
}

static bool write_reports(const struct run *r, struct scenario_result **results)
{
	struct utsname name;
	const char *kernel = uname(&name) == 0 ? name.release : "unknown";
	json_t *claims = r->forms[FORM_JSON] && !r->stand_in_count ? claims_of(r, results, kernel) : NULL;
	bool good = true;

	for (int form = 0; form < FORM_COUNT; form++) {
		char *text;

		if (!r->forms[form])
			continue;
		text = report_forms[form](results, r->job_count, kernel, claims);
		good = write_report(r->forms[form], text) && good;
		free(text);
	}
	json_decref(claims);
	return good;
}

int conclude(struct run *r)
{
	struct scenario_result **results =
		arena_alloc(r->arena, (r->job_count + 1) * sizeof(struct scenario_result *));
	struct text table = { 0 };
	size_t passed = 0, skipped = 0;

	for (size_t i = 0; i < r->job_count; i++) {
		results[i] = r->jobs[i]->result;
		passed += results[i]->verdict == RESULT_PASS;
		skipped += results[i]->verdict == RESULT_SKIP;
	}
	if (!r->quiet && (r->brief || r->job_count > 1)) {
		results_table_draw(&table, results, r->job_count, &r->style);
		printf("%s%s", r->brief ? "" : "\n", text_chars(&table));
		text_free(&table);
	}
	if (!write_reports(r, results))
		return EXIT_BROKEN;
	if (skipped == r->job_count)
		return EXIT_SKIPPED;
	return passed + skipped == r->job_count ? EXIT_HOLDS : EXIT_BROKEN;
}
