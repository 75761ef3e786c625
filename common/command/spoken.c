/* spoken.c - all that speaks of claims; see spoken.h. */
#include "common/command/spoken.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/command/record.h"
#include "common/command/requirements.h"
#include "common/report/collect.h"

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_claims(const struct script *a, const struct script *b)
{
	if (a->claim_count != b->claim_count)
		return false;
	for (size_t i = 0; i < a->claim_count; i++) {
		const struct claim_says *x = &a->claims[i].says, *y = &b->claims[i].says;

		if (strcmp(a->claims[i].id, b->claims[i].id) != 0 || x->what != y->what ||
		    x->rare != y->rare || x->part != y->part || x->parts != y->parts ||
		    !same_text(x->text, y->text))
			return false;
	}
	return true;
}

static bool same_controls(const struct script *a, const struct script *b)
{
	if (a->control_count != b->control_count)
		return false;
	for (size_t i = 0; i < a->control_count; i++)
		if (a->controls[i].variant != b->controls[i].variant ||
		    !line_text_same(a->controls[i].text, b->controls[i].text))
			return false;
	return true;
}

/* Do both play and show the same? Comments and blanks do not count. */
static bool same_script(const struct script *a, const struct script *b)
{
	if (a->line_count != b->line_count || a->world != b->world || a->mtu != b->mtu ||
	    a->limit_ns != b->limit_ns || a->in_its_folder != b->in_its_folder || !same_claims(a, b) ||
	    !same_controls(a, b))
		return false;
	for (size_t i = 0; i < a->line_count; i++)
		if (!line_text_same(a->lines[i].text, b->lines[i].text) ||
		    a->lines[i].number != b->lines[i].number || a->lines[i].starred != b->lines[i].starred ||
		    a->lines[i].claims != b->lines[i].claims)
			return false;
	return true;
}

/* Was the record made by the script as it is now? Of what was skipped there is none. */
static bool is_current(struct arena *arena, const struct kept_result *kept, const struct script *s)
{
	struct script_error fault;
	struct script *played = script_load(arena_printf(arena, "%s/script.lab", kept->folder), &fault);
	bool same = played && same_script(played, s);

	script_free(played);
	return same;
}

static const struct kept_result *kept_of(const struct script *s, const struct kept_result *kept, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(kept[i].result->lab, s->lab) == 0 && strcmp(kept[i].result->name, s->name) == 0)
			return &kept[i];
	return NULL;
}

/* There is none of this script as it is: why. */
static struct scenario_result *unplayed(struct arena *arena, const struct script *s, bool outdated)
{
	char text[ERROR_TEXT];
	struct error error = { 0 };
	struct scenario_result *r;
	const char *reason;

	if (!requirements_possible(s, &error))
		reason = error_text(&error, text);
	else
		reason = arena_printf(arena,
				      outdated ? "the script is another since it was played (%s run %s/%s)"
					       : "there is no record of it here (%s run %s/%s)",
				      program_invocation_name, s->lab, s->name);
	r = result_unrun(s, RESULT_SKIP, reason, NULL);
	r->elsewhere = requirements_elsewhere(s);
	return r;
}

static void add_unread(struct arena *arena, struct spoken *all, const char *path,
		       const struct script_error *fault)
{
	const char *place =
		fault->line ? arena_printf(arena, "%s:%u:%u", path, fault->line, fault->column) : path;

	all->unread[all->unread_count++] =
		(struct unread){ .place = place, .why = arena_string(arena, fault->message) };
}

static struct spoken load_scripts(struct arena *arena, const struct places *places)
{
	size_t paths;
	const char **path = places_scripts(arena, places, NULL, &paths);
	struct spoken all = { .scripts = arena_alloc(arena, (paths + 1) * sizeof(struct script *)),
			      .results = arena_alloc(arena, (paths + 1) * sizeof(struct scenario_result *)),
			      .made = arena_alloc(arena, paths + 1),
			      .unread = arena_alloc(arena, (paths + 1) * sizeof(struct unread)) };

	for (size_t i = 0; i < paths; i++) {
		struct script_error fault;

		all.scripts[all.count] = script_load(path[i], &fault);
		if (all.scripts[all.count])
			all.count++;
		else
			add_unread(arena, &all, path[i], &fault);
	}
	return all;
}

struct spoken spoken_load(struct arena *arena, const struct places *places, const struct kept_result *kept,
			  size_t count)
{
	struct spoken all = load_scripts(arena, places);

	for (size_t i = 0; i < all.count; i++) {
		const struct kept_result *k = kept_of(all.scripts[i], kept, count);
		bool current = k && is_current(arena, k, all.scripts[i]);

		all.made[i] = !current;
		all.results[i] = current ? k->result : unplayed(arena, all.scripts[i], k != NULL);
	}
	return all;
}

/* A script of one's own may have the name of a lab's. */
static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

void spoken_put(struct spoken *s, struct scenario_result *const *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < s->count; k++) {
			if (strcmp(s->scripts[k]->name, results[i]->name) != 0 ||
			    !same_file(s->scripts[k]->path, results[i]->file))
				continue;
			if (s->made[k])
				result_free(s->results[k]);
			s->made[k] = false;
			s->results[k] = results[i];
		}
}

struct spoken spoken_as_written(struct arena *arena, const struct places *places)
{
	struct spoken all = load_scripts(arena, places);

	for (size_t i = 0; i < all.count; i++) {
		all.made[i] = true;
		all.results[i] = result_unrun(all.scripts[i], RESULT_PASS, "", NULL);
		for (size_t k = 0; k < all.results[i]->claim_count; k++)
			all.results[i]->claims[k].shown = true;
	}
	return all;
}

void spoken_free(struct spoken *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->made[i])
			result_free(s->results[i]);
		script_free(s->scripts[i]);
	}
	*s = (struct spoken){ 0 };
}

struct kept_result *kept_results(struct arena *arena, const struct places *places, const char *command,
				 size_t *count)
{
	size_t folders, outdated = 0;
	const char **folder = places_runs(arena, places, &folders);
	struct kept_result *kept = arena_alloc(arena, (folders + 1) * sizeof(*kept));

	*count = 0;
	for (size_t i = 0; i < folders; i++) {
		struct scenario_result *r = record_result(arena, folder[i], command, &outdated);

		if (r)
			kept[(*count)++] = (struct kept_result){ r, folder[i] };
	}
	if (command)
		record_tell_outdated(command, places->runs, outdated);
	return kept;
}

struct audited *spoken_audited(struct arena *arena, const struct spoken *s)
{
	struct audited *all = arena_alloc(arena, (s->count + 1) * sizeof(*all));

	for (size_t i = 0; i < s->count; i++)
		all[i] = (struct audited){ .script = s->scripts[i], .result = s->results[i] };
	return all;
}
