/* places.c - where things are; see places.h. */
#include "common/command/places.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Set by the Makefile for `make install`. */
#ifndef LAB_SHARE
#define LAB_SHARE "/usr/local/share/socklab"
#endif
#ifndef LAB_LIBEXEC
#define LAB_LIBEXEC "/usr/local/libexec/socklab"
#endif

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* The source tree: here, or where this program was built ("…/build/lab"); NULL where it was installed. */
static const char *find_tree(struct arena *arena)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (is_folder("labs") && is_folder("build/labs"))
		return ".";
	self[n > 0 ? n : 0] = '\0';
	slash = strstr(self, "/build/");
	if (!slash)
		return NULL;
	*slash = '\0';
	return is_folder(arena_printf(arena, "%s/labs", self)) ? arena_string(arena, self) : NULL;
}

struct places places_find(struct arena *arena, const char *runs)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	const char *tree = find_tree(arena);
	struct places p = { "labs", "build/labs", "build/runs", "notes" };

	if (tree && strcmp(tree, ".") != 0) {
		p = (struct places){ .labs = arena_printf(arena, "%s/labs", tree),
				     .programs = arena_printf(arena, "%s/build/labs", tree),
				     .runs = arena_printf(arena, "%s/build/runs", tree),
				     .notes = arena_printf(arena, "%s/notes", tree) };
	} else if (!tree) {
		p = (struct places){ .labs = LAB_SHARE "/labs",
				     .programs = LAB_LIBEXEC "/labs",
				     .notes = LAB_SHARE "/notes" };
		p.runs = state && *state ? arena_printf(arena, "%s/socklab/runs", state)
			 : home && *home ? arena_printf(arena, "%s/.local/state/socklab/runs", home)
					 : "socklab-runs";
	}
	if (runs)
		p.runs = runs;
	return p;
}

/* The paths that a pattern fits, in alphabetical order. */
static const char **expand(struct arena *arena, const char *pattern, size_t *count)
{
	const char **list = NULL;
	size_t capacity = 0;
	glob_t found;

	*count = 0;
	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			list = arena_grow(arena, list, *count, &capacity, sizeof(*list));
			list[(*count)++] = arena_string(arena, found.gl_pathv[i]);
		}
		globfree(&found);
	}
	return list;
}

const char **places_scripts(struct arena *arena, const struct places *p, const char *lab, size_t *count)
{
	return expand(arena, arena_printf(arena, "%s/%s/*.lab", p->labs, lab ? lab : "*"), count);
}

const char **places_labs(struct arena *arena, const struct places *p, size_t *count)
{
	const char **list = expand(arena, arena_printf(arena, "%s/*", p->labs), count);

	for (size_t i = 0; i < *count; i++)
		list[i] = strrchr(list[i], '/') + 1;
	return list;
}

const char **places_runs(struct arena *arena, const struct places *p, size_t *count)
{
	const char **list = expand(arena, arena_printf(arena, "%s/*/*/result.json", p->runs), count);

	for (size_t i = 0; i < *count; i++)
		list[i] = arena_substring(arena, list[i], (size_t)(strrchr(list[i], '/') - list[i]));
	return list;
}

bool places_resolve(struct arena *arena, const struct places *p, const char *word, const char ***list,
		    size_t *count, size_t *capacity)
{
	const char **found;
	size_t n = 0;

	if (is_file(word)) {
		found = arena_alloc(arena, sizeof(*found));
		found[n++] = word;
	} else if (strchr(word, '/')) {
		found = expand(arena, arena_printf(arena, "%s/%s.lab", p->labs, word), &n);
		if (!n)
			found = expand(arena, arena_printf(arena, "%s/%s-*.lab", p->labs, word), &n);
		if (!n && is_folder(word))
			found = expand(arena, arena_printf(arena, "%s/*.lab", word), &n);
	} else {
		found = places_scripts(arena, p, word, &n);
	}
	for (size_t i = 0; i < n; i++) {
		*list = arena_grow(arena, *list, *count, capacity, sizeof(**list));
		(*list)[(*count)++] = found[i];
	}
	return n > 0;
}

const char *places_run(struct arena *arena, const struct places *p, const char *word)
{
	const char **found;
	size_t n;

	if (is_file(arena_printf(arena, "%s/timeline.json", word)))
		return word;
	found = expand(arena, arena_printf(arena, "%s/%s/timeline.json", p->runs, word), &n);
	if (!n)
		found = expand(arena, arena_printf(arena, "%s/%s-*/timeline.json", p->runs, word), &n);
	if (!n)
		return NULL;
	return arena_substring(arena, found[0], strlen(found[0]) - strlen("/timeline.json"));
}
