/* record.c - a run taken back from its folder and judged; see record.h. */
#include "common/command/record.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/judge/follow.h"

static struct script *load_script(const char *folder, const char *script_path, const char *path,
				  struct error *error)
{
	char file[4096];
	struct script_error fault;
	struct script *s;
	size_t length;
	char *source;

	snprintf(file, sizeof(file), "%s/script.lab", folder);
	source = store_read_file(script_path ? script_path : file, 1 << 20, &length);
	if (!source) {
		error_errno(error, "%s", script_path ? script_path : file);
		return NULL;
	}
	s = script_parse(script_path ? script_path : path, source, length, &fault);
	if (!s) {
		char *text = script_error_text(script_path ? script_path : file, &fault);

		error_set(error, "%.*s", (int)strlen(text) - 1, text); /* it ends in a line break */
		free(text);
	}
	free(source);
	return s;
}

/* The script's own name, for messages: its result knows it; else it is guessed from where the run was kept, as
 * "…/linger/02-rst" was linger/02-rst.lab. */
static void source_path(const char *folder, char *out, size_t size)
{
	int length = (int)strlen(folder);
	char file[4096];
	const char *name, *lab;
	char *text;
	size_t size_of_text;
	json_t *result;

	if (record_control_of(folder))
		length = (int)(strrchr(folder, '/') - folder);
	snprintf(file, sizeof(file), "%.*s/result.json", length, folder);
	text = store_read_file(file, 16 << 20,
			       &size_of_text); /* opens no pipe: a record may come from anywhere */
	result = text ? json_loadb(text, size_of_text, 0, NULL) : NULL;
	free(text);
	name = json_string_value(json_object_get(result, "file"));
	snprintf(out, size, "%s", name ? name : "");
	json_decref(result);
	if (*out)
		return;
	snprintf(file, sizeof(file), "%.*s", length, folder);
	name = strrchr(file, '/');
	lab = name;
	while (lab && lab > file && lab[-1] != '/')
		lab--;
	snprintf(out, size, "%.4000s.lab", lab ? lab : file);
}

bool record_open(struct record *r, const char *folder, const char *script_path, const char *path,
		 size_t control, struct error *error)
{
	const char *differs;
	char guessed[4096];

	*r = (struct record){ .folder = folder };
	source_path(folder, guessed, sizeof(guessed));
	r->script = load_script(folder, script_path, path ? path : guessed, error);
	if (!r->script)
		return false;
	if (control && control > r->script->control_count) {
		error_set(error, "%s: the script has no control %zu", folder, control);
		record_close(r);
		return false;
	}
	if (control)
		r->with_control = script_with_control(r->script, control - 1);
	r->timeline = store_load(folder, error);
	if (!r->timeline) {
		record_close(r);
		return false;
	}
	timeline_index(r->timeline);
	differs = actions_follow(record_script(r), r->timeline, r->script->arena);
	if (differs) {
		error_set(error, "%s: %s", folder, differs);
		record_close(r);
		return false;
	}
	judge(record_script(r), r->timeline, JUDGE_FINAL, &r->judgement);
	return true;
}

void record_close(struct record *r)
{
	judgement_free(&r->judgement);
	timeline_free(r->timeline);
	script_free(r->with_control);
	script_free(r->script);
	*r = (struct record){ 0 };
}

const struct script *record_script(const struct record *r)
{
	return r->with_control ? r->with_control : r->script;
}

const char *record_control_folder(struct arena *arena, const char *folder, size_t control)
{
	return arena_printf(arena, "%s/control-%zu", folder, control);
}

size_t record_control_of(const char *folder)
{
	static const char mark[] = "/control-";
	const char *slash = strrchr(folder, '/');

	return slash && strncmp(slash, mark, strlen(mark)) == 0 ? strtoul(slash + strlen(mark), NULL, 10) : 0;
}

struct scenario_result *record_result(struct arena *arena, const char *folder, const char *command,
				      size_t *outdated)
{
	const char *path = arena_printf(arena, "%s/result.json", folder);
	struct scenario_result *r = NULL;
	struct error error;
	json_error_t fault;
	json_t *json;
	size_t length;
	char *text = store_read_file(path, 16 << 20, &length);

	if (!text) {
		error_errno(&error, "%s", path);
		if (command)
			error_print(&error, command);
		return NULL;
	}
	json = json_loadb(text, length, 0, &fault);
	if (json)
		r = result_from_json(json);
	if (!r && result_is_outdated(json)) {
		if (outdated)
			++*outdated;
	} else if (!r && command) {
		error_set(&error, "%s: not a result%s%s", path, json ? "" : ": ", json ? "" : fault.text);
		error_print(&error, command);
	}
	json_decref(json);
	free(text);
	return r;
}

void record_tell_outdated(const char *command, const char *runs, size_t outdated)
{
	if (outdated)
		error_tell(
			command,
			"%s: %zu result%s made by another version of lab: run the scenarios again (%s run)",
			runs, outdated, outdated == 1 ? " was" : "s were", program_invocation_name);
}
