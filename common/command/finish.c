/* finish.c - what comes of a scenario's runs; see finish.h. */
#include "common/command/finish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command/mine.h"
#include "common/command/record.h"
#include "common/command/requirements.h"
#include "common/report/aftermath.h"
#include "common/report/collect.h"

/* All files of all runs, those of a control under its folder's name. */
static struct stored_file *list_files(const struct job *j, struct arena *arena, size_t *count)
{
	struct stored_file *files;
	size_t most = 0;

	*count = 0;
	for (size_t i = 0; i < j->run_count; i++)
		most += j->workers[i].file_count;
	files = arena_alloc(arena, (most + 1) * sizeof(*files));
	for (size_t i = 0; i < j->run_count; i++) {
		const struct worker *w = &j->workers[i];

		for (size_t k = 0; k < w->file_count && w->status == WORKER_DONE; k++) {
			files[*count] = w->files[k];
			if (i)
				files[*count].name =
					arena_printf(arena, "control-%zu/%s", i, w->files[k].name);
			(*count)++;
		}
	}
	return files;
}

/* The run of one control, judged from its record. */
static struct control_result finish_control(const struct job *j, size_t index, const char *folder,
					    struct arena *arena)
{
	const struct worker *w = &j->workers[index];
	const struct control *control = &j->script->controls[index - 1];
	struct control_result result;
	char reason[ERROR_TEXT];
	struct record record;
	struct error error;

	if (w->status != WORKER_DONE)
		return control_unrun(arena, control, error_text(&w->error, reason));
	if (!record_open(&record, record_control_folder(arena, folder, index), NULL, j->path, index, &error))
		return control_unrun(arena, control, error_text(&error, reason));
	result = control_collect(arena, control, record_script(&record), record.timeline, &record.judgement);
	record_close(&record);
	return result;
}

/* Puts all files into the store. */
static bool keep_files(struct store *store, const struct stored_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!store_add(store, &files[i]))
			return false;
	return true;
}

/* Puts result.json beside the record, and the folder in its place. Ends the store. */
static bool keep_result(struct store *store, const struct scenario_result *r, struct error *error)
{
	json_t *json = result_to_json(r);
	char *text = json_dumps(json, JSON_INDENT(2));
	bool kept = false;

	if (!text) {
		error_set(error, "out of memory");
		store_abandon(store);
	} else if (store_add(store, &(struct stored_file){ "result.json", text, strlen(text) })) {
		kept = store_commit(store);
	} else {
		store_abandon(store);
	}
	free(text);
	json_decref(json);
	return kept;
}

/* A program of the reader's own that differs: what it does beside what ours does. */
static void add_advice(struct scenario_result *r, const struct places *places, const struct record *record,
		       const struct ladder_style *style)
{
	const char *beside;
	struct text text = { 0 };

	if (!r->yours || r->verdict != RESULT_FAIL)
		return;
	beside = mine_beside_ours(r->arena, places, record->script, record->timeline);
	if (!*beside)
		return;
	text_add(&text, r->text);
	beside_draw(&text, beside, style);
	r->text = arena_string(r->arena, text_chars(&text));
	r->advice = *r->advice ? arena_printf(r->arena, "%s; %s", r->advice, beside) : beside;
	text_free(&text);
}

/* Under the story of a run that did not pass: what the programs printed, and where to look next. */
static void add_aftermath(struct scenario_result *r, const struct job *j, const struct places *places,
			  const char *folder, const struct ladder_style *style)
{
	const struct worker *w = &j->workers[0];
	struct text text = { 0 };

	if (r->verdict == RESULT_PASS)
		return;
	text_add(&text, r->text);
	for (size_t i = 0; i < w->file_count; i++) {
		const char *dot = strrchr(w->files[i].name, '.');

		if (dot && strcmp(dot, ".out") == 0)
			output_draw(
				&text,
				arena_substring(r->arena, w->files[i].name, (size_t)(dot - w->files[i].name)),
				w->files[i].bytes, w->files[i].length, style);
	}
	next_draw(&text,
		  strcmp(places->runs, "build/runs") == 0
			  ? arena_printf(r->arena, "%s show %s/%s --full", program_invocation_name, r->lab,
					 r->name)
			  : arena_printf(r->arena, "%s show --full %s", program_invocation_name, folder),
		  arena_printf(r->arena, "%s/wire.pcapng", folder), style);
	r->text = arena_string(r->arena, text_chars(&text));
	text_free(&text);
}

/* There is nothing to judge, and why. */
static struct scenario_result *unrun(const struct job *j, enum verdict verdict, const struct error *why,
				     const struct ladder_style *style)
{
	char text[ERROR_TEXT];

	return result_unrun(j->script, verdict, error_text(why, text), style);
}

/* How often in a row it has passed before, as the record tells whose place it takes: by the same script, on the same
 * kernel. */
static unsigned played_before(const struct scenario_result *r, const char *folder,
			      const struct script *script)
{
	struct arena *arena = arena_new();
	struct scenario_result *last;
	size_t length;
	char *source = store_read_file(arena_printf(arena, "%s/script.lab", folder), 1 << 20, &length);
	unsigned played = 0;

	if (r->verdict == RESULT_PASS && source && length == strlen(script->source) &&
	    memcmp(source, script->source, length) == 0) {
		last = record_result(arena, folder, NULL, NULL);
		if (last && last->verdict == RESULT_PASS && strcmp(last->at.kernel, r->at.kernel) == 0)
			played = last->played;
		result_free(last);
	}
	free(source);
	arena_free(arena);
	return played;
}

struct scenario_result *finish(const struct job *j, const struct places *places,
			       const struct ladder_style *style)
{
	const struct worker *w = &j->workers[0];
	struct arena *arena = arena_new();
	const char *folder = arena_printf(arena, "%s/%s/%s", places->runs, j->script->lab, j->script->name);
	struct control_result *controls = arena_alloc(arena, (j->run_count + 1) * sizeof(*controls));
	size_t file_count;
	struct stored_file *files = list_files(j, arena, &file_count);
	struct scenario_result *r;
	struct record record = { 0 };
	struct store *store = NULL;
	struct error error = w->error;

	if (w->status != WORKER_DONE) {
		r = unrun(j, w->status == WORKER_SKIPPED ? RESULT_SKIP : RESULT_INCONCLUSIVE, &error, style);
		r->elsewhere = w->status == WORKER_SKIPPED && requirements_elsewhere(j->script);
	} else if (!(store = store_begin(folder, &error)) || !keep_files(store, files, file_count) ||
		   !record_open(&record, store_folder(store), NULL, j->path, 0, &error)) {
		error_within(&error, "its evidence could not be kept");
		r = unrun(j, RESULT_INCONCLUSIVE, &error, style);
		store_abandon(store);
	} else {
		for (size_t i = 1; i < j->run_count; i++)
			controls[i - 1] = finish_control(j, i, store_folder(store), arena);
		r = result_collect(j->script, record.timeline, &record.judgement, controls, j->run_count - 1,
				   (double)(w->end_ns - w->begin_ns) / 1e9, style);
		add_advice(r, places, &record, style);
		record_close(&record);
		add_aftermath(r, j, places, folder, style);
		r->played = played_before(r, folder, j->script) + (r->verdict == RESULT_PASS);
		if (!keep_result(store, r, &error)) {
			result_free(r);
			error_within(&error, "its result could not be kept");
			r = unrun(j, RESULT_INCONCLUSIVE, &error, style);
		}
	}
	arena_free(arena);
	return r;
}
