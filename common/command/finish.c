/* finish.c - what comes of a scenario's runs; see finish.h. */
#include "common/command/finish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command/record.h"
#include "common/report/collect.h"

/* The record of one control, kept and judged. */
static struct control_result finish_control(const struct job *j, size_t index, const char *folder,
					    struct arena *arena)
{
	const struct worker *w = &j->workers[index];
	const char *text = j->script->controls[index - 1].text;
	const char *place = record_control_folder(arena, folder, index);
	char error[STORE_ERROR_TEXT];
	struct control_result result;
	struct record record;

	if (w->status != WORKER_DONE)
		return control_unrun(arena, text, w->reason);
	if (!store_write(place, w->files, w->file_count, error) ||
	    !record_open(&record, place, NULL, j->path, index, error))
		return control_unrun(arena, text, error);
	result = control_collect(arena, record_script(&record), record.timeline, &record.judgement, text);
	record_close(&record);
	return result;
}

/* Puts result.json beside the record: the folder is made anew, and takes the old one's place in one step. */
static bool keep_result(const struct worker *w, const char *folder, const struct scenario_result *r,
			char error[STORE_ERROR_TEXT])
{
	struct stored_file *files = calloc(w->file_count + 1, sizeof(*files));
	json_t *json = result_to_json(r);
	char *text = json_dumps(json, JSON_INDENT(2));
	bool kept = false;

	if (files && text) {
		if (w->file_count)
			memcpy(files, w->files, w->file_count * sizeof(*files));
		files[w->file_count] =
			(struct stored_file){ .name = "result.json", .bytes = text, .length = strlen(text) };
		kept = store_write(folder, files, w->file_count + 1, error);
	}
	free(text);
	json_decref(json);
	free(files);
	return kept;
}

struct scenario_result *finish(const struct job *j, const struct places *places,
			       const struct ladder_style *style)
{
	const struct worker *w = &j->workers[0];
	struct arena *arena = arena_new();
	const char *folder = arena_printf(arena, "%s/%s/%s", places->runs, j->script->lab, j->script->name);
	struct control_result *controls = arena_alloc(arena, (j->run_count + 1) * sizeof(*controls));
	char error[STORE_ERROR_TEXT];
	struct scenario_result *r = NULL;
	struct record record = { 0 };

	if (w->status == WORKER_SKIPPED)
		r = result_unrun(j->script, RESULT_SKIP, w->reason, style);
	else if (w->status != WORKER_DONE)
		r = result_unrun(j->script, RESULT_INCONCLUSIVE, w->reason, style);
	else if (!store_write(folder, w->files, w->file_count, error) ||
		 !record_open(&record, folder, NULL, j->path, 0, error))
		r = result_unrun(j->script, RESULT_INCONCLUSIVE,
				 arena_printf(arena, "its evidence could not be kept: %s", error), style);
	if (!r) {
		for (size_t i = 1; i < j->run_count; i++)
			controls[i - 1] = finish_control(j, i, folder, arena);
		r = result_collect(j->script, record.timeline, &record.judgement, controls, j->run_count - 1,
				   (double)(w->end_ns - w->begin_ns) / 1e9, style);
		record_close(&record);
		if (!keep_result(w, folder, r, error)) {
			result_free(r);
			r = result_unrun(j->script, RESULT_INCONCLUSIVE,
					 arena_printf(arena, "its result could not be kept: %s", error),
					 style);
		}
	}
	arena_free(arena);
	return r;
}
