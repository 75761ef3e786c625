/* unplayed.c - the labs' scenarios of which there is no record here; see unplayed.h. */
#include "common/command/unplayed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/command/requirements.h"
#include "common/report/collect.h"

static bool has_result(const struct script *s, struct scenario_result *const *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(results[i]->lab, s->lab) == 0 && strcmp(results[i]->name, s->name) == 0)
			return true;
	return false;
}

struct scenario_result **unplayed_added(struct arena *arena, const struct places *places,
					struct scenario_result *const *results, size_t *count)
{
	size_t scripts, played = *count;
	const char **paths = places_scripts(arena, places, NULL, &scripts);
	struct scenario_result **all =
		arena_alloc(arena, (played + scripts + 1) * sizeof(struct scenario_result *));

	if (played)
		memcpy(all, results, played * sizeof(struct scenario_result *));
	for (size_t i = 0; i < scripts; i++) {
		struct script_error error;
		struct script *s = script_load(paths[i], &error);
		char text[ERROR_TEXT];
		struct error why;

		if (s && !has_result(s, results, played)) {
			if (requirements_possible(s, &why)) {
				error_set(&why, "there is no record of it here");
				error_advise(&why, "%s run %s/%s", program_invocation_name, s->lab, s->name);
			}
			all[(*count)++] = result_unrun(s, RESULT_SKIP, error_text(&why, text), NULL);
		}
		script_free(s);
	}
	return all;
}
