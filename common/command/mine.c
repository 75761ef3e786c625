/* mine.c - a program of the reader's own in the place of the lab's; see mine.h. */
#include "common/command/mine.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/text.h"
#include "common/command/record.h"
#include "common/judge/beside.h"

/* An interpreter takes its time to start, under strace and beside others. Who is at rest is not waited for anyway. */
static const int64_t LEAST_LIMIT_NS = INT64_C(20000000000);

static bool complain(const struct stand_in *s, const char *path, const char *what)
{
	struct text safe = { 0 };

	text_add_safe(&safe, path);
	fprintf(stderr, "lab run: --%s %s: %s\n", s->program, text_chars(&safe), what);
	text_free(&safe);
	return false;
}

/* Whether the kernel can execute a file that begins so; else *why. */
static bool begins_as_a_program(struct arena *arena, const char *path, const char **why)
{
	char head[PATH_MAX] = "", *name;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, head, sizeof(head) - 1) : -1;

	if (fd >= 0)
		close(fd);
	if (n < 0)
		return true; /* it may be executed though not read */
	head[n] = '\0';
	if (strncmp(head, "#!", 2) != 0) {
		*why = "neither a program nor a script: its first line should be, for example, #!/usr/bin/env python3";
		return memcmp(head, "\177ELF", 4) == 0;
	}
	name = head + 2 + strspn(head + 2, " \t");
	name[strcspn(name, " \t\r\n")] = '\0';
	*why = arena_printf(arena, "its first line says #!%s, which is not there", name);
	return access(name, X_OK) == 0;
}

/* By a script's own rules, as they will stand in one. */
static bool words_are_good(const struct stand_in *s)
{
	struct script_error error;
	struct text text = { 0 };
	struct script *script;

	text_addf(&text, "title words\nstart %s = exec x %s", s->program, s->words);
	script =
		strchr(s->words, '\n') ? NULL : script_parse("words", text_chars(&text), text.length, &error);
	text_free(&text);
	if (!script)
		fprintf(stderr, "lab run: --%s-args: %s\n", s->program,
			strchr(s->words, '\n') ? "a line break: all words stand on one line" : error.message);
	script_free(script);
	return script != NULL;
}

bool mine_find(struct arena *arena, struct stand_in *s)
{
	const char *given = s->path, *why = "";
	struct stat st;
	char *real;

	if (!*given)
		return complain(s, "''", "empty: expected the path of a program");
	real = realpath(given, NULL);
	if (!real || stat(real, &st) < 0) {
		free(real);
		return complain(s, given, errno == ENOENT ? "no such file" : strerror(errno));
	}
	s->path = arena_string(arena, real);
	free(real);
	for (const char *c = s->path; *c; c++)
		if (iscntrl((unsigned char)*c))
			return complain(s, given, "a control character in its name");
	if (!S_ISREG(st.st_mode))
		return complain(s, given, "not a file that could be executed");
	if (access(s->path, X_OK) < 0)
		return complain(s, given,
				errno == EACCES
					? arena_printf(arena, "may not be executed: chmod +x %s", given)
					: strerror(errno));
	if (!begins_as_a_program(arena, s->path, &why))
		return complain(s, given, why);
	return !s->words || words_are_good(s);
}

bool mine_places(struct arena *arena, struct places *places, const char *runs)
{
	places->ours = places->runs;
	return places_apart(arena, places, "lab run", runs, "own");
}

struct script *mine_script(const struct script *s, const struct stand_in *stand_ins, size_t count,
			   bool *in_it)
{
	char *source = script_with_stand_ins(s, stand_ins, count);
	struct script *changed = NULL;
	struct script_error error;

	*in_it = source != NULL;
	if (!source)
		return NULL;
	changed = script_parse(s->path, source, strlen(source), &error);
	free(source);
	if (changed) {
		if (changed->limit_ns < LEAST_LIMIT_NS)
			changed->limit_ns = LEAST_LIMIT_NS;
		changed->lab =
			arena_string(changed->arena, s->lab); /* by its folder, which only a file has */
	} else {
		char *text = script_error_text(s->path, &error);

		fprintf(stderr, "with your program in it: %s", text);
		free(text);
	}
	return changed;
}

const char *mine_beside_ours(struct arena *arena, const struct places *places, const struct script *script,
			     const struct timeline *timeline)
{
	const char *folder =
		places->ours ? arena_printf(arena, "%s/%s/%s", places->ours, script->lab, script->name)
			     : NULL;
	struct scenario_result *result = NULL;
	const char *sentence = "";
	struct timeline *ours;

	if (folder && access(arena_printf(arena, "%s/result.json", folder), R_OK) == 0)
		result = record_result(arena, folder, "lab run", NULL);
	if (result && result->verdict == RESULT_PASS && (ours = store_load(folder, NULL)) != NULL) {
		timeline_index(ours);
		for (size_t i = 0; i < script->yours_count && !*sentence; i++)
			sentence = calls_beside(ours, timeline, script->yours[i], arena);
		timeline_free(ours);
	}
	result_free(result);
	return sentence;
}
