/* places.c - where things are; see places.h. */
#include "common/command/places.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/slip.h"

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

/* The folder that holds `part` of this program's own path ("…/build/lab": "…"); NULL where it is not there. */
static char *folder_of_self(struct arena *arena, const char *part)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *found;

	self[n > 0 ? n : 0] = '\0';
	found = strstr(self, part);
	return found ? arena_substring(arena, self, (size_t)(found - self)) : NULL;
}

/* As places_find(), with runs where a user may write. */
static struct places installed(struct arena *arena, const char *prefix)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	struct places p = { .labs = arena_printf(arena, "%s/share/socklab/labs", prefix),
			    .programs = arena_printf(arena, "%s/libexec/socklab/labs", prefix),
			    .notes = arena_printf(arena, "%s/share/socklab/notes", prefix),
			    .runs = "socklab-runs" };

	if (state && *state)
		p.runs = arena_printf(arena, "%s/socklab/runs", state);
	else if (home && *home)
		p.runs = arena_printf(arena, "%s/.local/state/socklab/runs", home);
	return p;
}

struct places places_find(struct arena *arena, const char *runs)
{
	struct places p = {
		.labs = "labs", .programs = "build/labs", .runs = "build/runs", .notes = "notes"
	};
	const char *tree = folder_of_self(arena, "/build/"), *prefix = folder_of_self(arena, "/bin/lab");

	if (is_folder("labs") && is_folder("build/labs"))
		tree = NULL; /* we stand in it: short names */
	else if (tree && is_folder(arena_printf(arena, "%s/labs", tree)))
		p = (struct places){ .labs = arena_printf(arena, "%s/labs", tree),
				     .programs = arena_printf(arena, "%s/build/labs", tree),
				     .runs = arena_printf(arena, "%s/build/runs", tree),
				     .notes = arena_printf(arena, "%s/notes", tree) };
	else
		p = installed(arena, prefix ? prefix : "/usr/local");
	if (runs)
		p.runs = runs;
	return p;
}

bool places_apart(struct arena *arena, struct places *p, const char *command, const char *runs,
		  const char *beside)
{
	const char *plain = p->runs, *slash = strrchr(plain, '/');
	char *ours, *theirs;
	bool same;

	p->runs = runs ? runs
		       : arena_printf(arena, "%.*s%s", slash ? (int)(slash + 1 - plain) : 0, plain, beside);
	ours = realpath(plain, NULL);
	theirs = realpath(p->runs, NULL);
	same = strcmp(plain, p->runs) == 0 || (ours && theirs && strcmp(ours, theirs) == 0);
	free(ours);
	free(theirs);
	if (same)
		error_tell(
			command,
			"--runs %s: there are the records of our programs on the kernel as it is; these need "
			"another place",
			runs);
	return !same;
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
	size_t scripts, labs = strlen(p->labs) + 1;
	const char **list = places_scripts(arena, p, NULL, &scripts);

	*count = 0;
	for (size_t i = 0; i < scripts; i++) {
		const char *lab = arena_substring(arena, list[i] + labs,
						  (size_t)(strrchr(list[i], '/') - list[i]) - labs);

		if (!*count || strcmp(list[*count - 1], lab) != 0)
			list[(*count)++] = lab;
	}
	return list;
}

const char **places_runs(struct arena *arena, const struct places *p, size_t *count)
{
	const char **list = expand(arena, arena_printf(arena, "%s/*/*/result.json", p->runs), count);

	for (size_t i = 0; i < *count; i++)
		list[i] = arena_substring(arena, list[i], (size_t)(strrchr(list[i], '/') - list[i]));
	return list;
}

bool places_has_script(struct arena *arena, const struct places *p, const char *lab, const char *name)
{
	return access(arena_printf(arena, "%s/%s/%s.lab", p->labs, lab, name), R_OK) == 0;
}

/* "linger/2" as the files have it: "linger/02". Other words as they are. */
static const char *two_digits(struct arena *arena, const char *word)
{
	const char *slash = strrchr(word, '/');

	if (!slash || !isdigit((unsigned char)slash[1]) || slash[2])
		return word;
	return arena_printf(arena, "%.*s/0%s", (int)(slash - word), word, slash + 1);
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
			found = expand(arena,
				       arena_printf(arena, "%s/%s-*.lab", p->labs, two_digits(arena, word)),
				       &n);
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

struct names {
	const char **list;
	size_t count;
};

static const char *name_at(size_t index, void *context)
{
	const struct names *n = context;

	return index < n->count ? n->list[index] : NULL;
}

/* "linger has 01 to 39" */
static const char *range_of(struct arena *arena, const struct places *p, const char *lab)
{
	size_t count;
	const char **list = places_scripts(arena, p, lab, &count);
	const char *first = strrchr(list[0], '/') + 1, *last = strrchr(list[count - 1], '/') + 1;

	return arena_printf(arena, "%s has %.*s to %.*s", lab, (int)strcspn(first, "-."), first,
			    (int)strcspn(last, "-."), last);
}

const char *places_hint(struct arena *arena, const struct places *p, const char *word)
{
	size_t length = strcspn(word, "/");
	const char *lab = arena_substring(arena, word, length), *meant, *all = "labs here:";
	struct names labs;

	labs.list = places_labs(arena, p, &labs.count);
	for (size_t i = 0; i < labs.count; i++) {
		if (word[length] && strcmp(labs.list[i], lab) == 0)
			return range_of(arena, p, lab);
		all = arena_printf(arena, "%s %s", all, labs.list[i]);
	}
	meant = slip_meant(lab, length, name_at, &labs);
	return meant ? arena_printf(arena, "did you mean '%s%s'? %s", meant, word + length, all) : all;
}

bool places_named(struct arena *arena, const struct places *p, const char *command, char **words, int count,
		  const char ***list, size_t *n)
{
	size_t capacity = 0;
	bool good = true;

	*list = NULL;
	*n = 0;
	if (!count)
		*list = places_scripts(arena, p, NULL, n);
	for (int i = 0; i < count; i++) {
		if (places_resolve(arena, p, words[i], list, n, &capacity))
			continue;
		error_tell(command, "no lab, scenario or file '%s'; %s", words[i],
			   places_hint(arena, p, words[i]));
		good = false;
	}
	if (good && !*n) {
		error_tell(command, "no scenario found in %s", p->labs);
		good = false;
	}
	return good;
}

const char *places_run(struct arena *arena, const struct places *p, const char *word)
{
	const char **found;
	size_t n;

	if (is_file(arena_printf(arena, "%s/timeline.json", word)))
		return word;
	found = expand(arena, arena_printf(arena, "%s/%s/timeline.json", p->runs, word), &n);
	if (!n)
		found = expand(arena,
			       arena_printf(arena, "%s/%s-*/timeline.json", p->runs, two_digits(arena, word)),
			       &n);
	if (!n)
		return NULL;
	return arena_substring(arena, found[0], strlen(found[0]) - strlen("/timeline.json"));
}

void places_no_record(struct arena *arena, const struct places *p, const char *command, const char *word)
{
	const char **list = NULL;
	size_t count = 0, capacity = 0;

	if (places_resolve(arena, p, word, &list, &count, &capacity))
		error_tell(command, "no record of '%s' in %s (run it first: %s run %s)", word, p->runs,
			   program_invocation_name, word);
	else
		error_tell(command, "no record of '%s' in %s; %s", word, p->runs,
			   places_hint(arena, p, word));
}
