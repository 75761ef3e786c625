/* durations.c - how long each scenario took the last time; see durations.h. */
#include "common/record/durations.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct duration *find(const struct durations *d, const char *script)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->all[i].script, script) == 0)
			return &d->all[i];
	return NULL;
}

struct durations durations_load(struct arena *arena, const char *folder)
{
	struct durations d = { .arena = arena, .path = arena_printf(arena, "%s/durations", folder) };
	FILE *in = fopen(d.path, "re");
	char *line = NULL;
	size_t size = 0;

	while (in && getline(&line, &size, in) > 0) {
		char *script;
		double seconds = strtod(line, &script);

		if (*script != ' ' || !(seconds >= 0 && seconds < 1e6))
			continue;
		script[strcspn(script, "\n")] = '\0';
		duration_set(&d, script + 1, (int64_t)(seconds * 1e9));
	}
	free(line);
	if (in)
		fclose(in);
	return d;
}

int64_t duration_of(const struct durations *d, const char *script)
{
	const struct duration *known = find(d, script);

	return known ? known->ns : -1;
}

void duration_set(struct durations *d, const char *script, int64_t ns)
{
	struct duration *known = find(d, script);

	if (!known) {
		d->all = arena_grow(d->arena, d->all, d->count, &d->capacity, sizeof(*d->all));
		known = &d->all[d->count++];
		known->script = arena_string(d->arena, script);
	}
	known->ns = ns;
}

void durations_save(const struct durations *d)
{
	FILE *out = fopen(d->path, "we");

	for (size_t i = 0; out && i < d->count; i++)
		fprintf(out, "%.3f %s\n", (double)d->all[i].ns / 1e9, d->all[i].script);
	if (out)
		fclose(out);
}
