/*
 * programs.h - what a lab's programs do, and what the words mean that they take: from the file programs.txt of the lab,
 * never from a program's source, which is the answer.
 *
 *	# a comment
 *	client: connects, sends one message and closes. It may go on
 *	on lines like this one.
 *	  -l, --linger SECONDS    SO_LINGER {on, SECONDS}; at least two spaces stand between a word and its text, and
 *	                          more than two in front of a line that goes on with it
 *	  --sigpipe ignore        an argument in capitals is any value; another is part of the phrase
 *	  wait                    what is no option may be explained as well
 */
#ifndef COMMON_QUIZ_PROGRAMS_H
#define COMMON_QUIZ_PROGRAMS_H

#include "common/base/error.h"
#include "common/script/script.h"

/* "-l, --linger SECONDS  SO_LINGER …". NULL is "has none", but for text. */
struct program_word {
	const char *letter; /* "-l" */
	const char *
		word; /* "--linger"; of what is no option all that stands before the text: "read=BYTES, read-all" */
	const char *argument; /* "SECONDS" */
	const char *text;
};

struct program_text {
	const char *name, *text; /* "client", "connects, sends …" */
	struct program_word *words;
	size_t count, capacity;
};

struct program_texts {
	struct program_text *all;
	size_t count, capacity;
};

/* Reads text in that form; what it gives is in arena. False with an error that names the line, as path:3. */
bool programs_parse(struct arena *arena, const char *path, const char *text, struct program_texts *texts,
		    struct error *error);
/* Reads folder/programs.txt. Where there is none it gives no programs, and is true. */
bool programs_load(struct arena *arena, const char *folder, struct program_texts *texts, struct error *error);

/* NULL where nothing is said of it. An option is given as "-l" or "--linger". */
const struct program_text *program_named(const struct program_texts *texts, const char *name);
const struct program_word *program_option(const struct program_text *program, const char *option);

/* spelling.c: what a start says, with words in the place of letters: "-sl", "0" are "--half-close", "--linger", "0", and
 * so is "--linger=0" in two arguments. As it is where the texts know nothing of the program, or of the letter. */
struct start_pattern program_spelled(struct arena *arena, const struct start_pattern *start,
				     const struct program_texts *texts);

/* program_notes.c */
struct program_note {
	const char *name; /* "client", or an option: "  --linger" */
	const char *text; /* one sentence or a few */
};

struct program_notes {
	struct program_note *all;
	size_t count, capacity;
	int columns; /* room for the longest name */
};

/* One note for each program that the script starts and the texts know, followed by the options that it is given. All of it
 * in arena; the text comes from a file, and may hold anything that programs_parse() takes. */
struct program_notes program_notes(struct arena *arena, const struct script *script,
				   const struct program_texts *texts);

#endif
