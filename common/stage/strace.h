/*
 * strace.h - the command by which a program of the cast is run and watched.
 */
#ifndef COMMON_STAGE_STRACE_H
#define COMMON_STAGE_STRACE_H

#include "common/base/arena.h"
#include "common/script/script.h"
#include "common/stage/adversity.h"

/* What strace is called with, for execvp(); lives in the arena. line: the one that starts the program, path: where it
 * is. It shows the calls that the script has it watch, and writes to our descriptor trace. */
char *const *strace_command(struct arena *arena, const struct script *script, const struct line *line,
			    const char *path, int trace, struct adversity run);

#endif
