/*
 * programs.h - what the lab's programs are for, and what the options mean that a script gives them: from the comment at
 * the top of their sources.
 */
#ifndef COMMON_QUIZ_PROGRAMS_H
#define COMMON_QUIZ_PROGRAMS_H

#include "common/script/script.h"

struct program_note {
	const char *name; /* "client", or an option: "  --linger" */
	const char *text; /* one sentence or a few */
};

struct program_notes {
	struct program_note *all;
	size_t count, capacity;
	int columns; /* room for the longest name */
};

/* What a start says, with words in the place of letters: "-sl", "0" are "--half-close", "--linger", "0", and so is
 * "--linger=0" in two arguments. As it is where folder has no source of the program, or that does not tell of the letter. */
struct start_pattern program_spelled(struct arena *arena, const struct start_pattern *start,
				     const char *folder);

/* One note for each program that the script starts, followed by the options that it is given. None for programs whose
 * source is not in folder. All of it in arena; the text comes from files, and may hold anything. */
struct program_notes program_notes(struct arena *arena, const struct script *script, const char *folder);

#endif
