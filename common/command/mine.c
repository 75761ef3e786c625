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
#include "common/tutor/beside.h"

/* An interpreter takes its time to start, under strace and beside others. Who is at rest is not waited for anyway. */
static const int64_t LEAST_LIMIT_NS = INT64_C(20000000000);

/* Whether the kernel can execute a file that begins so. */
static bool begins_as_a_program(const char *path, struct error *why)
{
	char head[PATH_MAX] = "", *name;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, head, sizeof(head) - 1) : -1;

	if (fd >= 0)
		close(fd);
	if (n < 0)
		return true; /* it may be executed though not read */
	head[n] = '\0';
	if (memcmp(head, "\177ELF", 4) == 0)
		return true;
	if (strncmp(head, "#!", 2) != 0)
		return error_set(why,
				 "neither a program nor a script: its first line should be, for example, "
				 "#!/usr/bin/env python3");
	name = head + 2 + strspn(head + 2, " \t");
	name[strcspn(name, " \t\r\n")] = '\0';
	return access(name, X_OK) == 0 ||
	       error_set(why, "its first line says #!%s, which is not there", name);
}

/* By a script's own rules, as they will stand in one. */
static bool words_are_good(const struct stand_in *s, struct error *why)
{
	struct script_error fault;
	struct text text = { 0 };
	struct script *script;

	if (strchr(s->words, '\n'))
		return error_set(why, "--%s-args: a line break: all words stand on one line", s->program);
	text_addf(&text, "title words\nstart %s = exec x %s", s->program, s->words);
	script = script_parse("words", text_chars(&text), text.length, &fault);
	text_free(&text);
	if (!script)
		return error_set(why, "--%s-args: %s", s->program, fault.message);
	script_free(script);
	return true;
}

/* Makes the path absolute, in arena. */
static bool path_is_good(struct arena *arena, const char **path, struct error *why)
{
	const char *given = *path;
	char *real = realpath(given, NULL);
	struct stat st;

	if (!*given)
		return error_set(why, "empty: expected the path of a program");
	if (!real || stat(real, &st) < 0) {
		if (errno == ENOENT)
			error_set(why, "no such file");
		else
			error_errno(why, "it cannot be looked at");
		free(real);
		return false;
	}
	*path = arena_string(arena, real);
	free(real);
	for (const char *c = *path; *c; c++)
		if (iscntrl((unsigned char)*c))
			return error_set(why, "a control character in its name");
	if (!S_ISREG(st.st_mode))
		return error_set(why, "not a file that could be executed");
	if (access(*path, X_OK) < 0 && errno == EACCES)
		return error_set(why, "may not be executed: chmod +x %s", given);
	return begins_as_a_program(*path, why);
}

bool mine_find(struct arena *arena, struct stand_in *s, struct error *why)
{
	const char *given = s->path;

	if (!path_is_good(arena, &s->path, why))
		return error_within(why, "--%s %s", s->program, *given ? given : "''");
	return !s->words || words_are_good(s, why);
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
