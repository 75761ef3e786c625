/*
 * options.h - what a sub-command understands: rows of data, from which its options are parsed, its --help is written, and a
 * slip is explained. Nothing of a row is code but what takes an argument that no kind describes: so whatever else is to
 * be made of them (manual pages, completions of a shell) reads the same rows.
 *
 * An argument's name is the word that --help shows, and says what may stand there:
 *
 *	FILE DIR PATH     a file, a folder, a program
 *	LAB               a lab's name
 *	RUN               what places_run() finds: a folder with a record, or "linger/02"
 *	N SECONDS TIME    a number, seconds, a duration as "3s"
 *	others            words of their own; where there are few, they are the row's
 */
#ifndef COMMON_COMMAND_OPTIONS_H
#define COMMON_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/base/error.h"

enum option_kind {
	OPTION_ON, /* takes no argument: a bool becomes true */
	OPTION_OFF, /* the same, false */
	OPTION_TEXT, /* const char *: the argument as it is */
	OPTION_NUMBER, /* int: from least to most */
	OPTION_CHOICE, /* an enum: the value of one of the words */
	OPTION_TAKE, /* a function takes it */
};

/* into is the sub-command's own structure. False with what is wrong about the argument: "expected a number above 0". */
typedef bool option_taker(void *into, const char *argument, struct error *why);

struct option_word {
	const char *word;
	unsigned value;
};

struct option_row {
	const char *name; /* "runs"; NULL: it has a letter only */
	const char *alias; /* another way to spell it, which --help passes over; NULL: none */
	const char *argument; /* "DIR"; NULL: it takes none */
	const char *help; /* a sentence or more, without a full stop at the end */
	size_t at; /* where the value goes, in the structure that is filled in */
	const struct option_word *words; /* OPTION_CHOICE: all of them; the last is NULL */
	option_taker *take;
	enum option_kind kind;
	int least, most; /* OPTION_NUMBER */
	unsigned otherwise; /* OPTION_CHOICE: the value where the argument is left out */
	char letter; /* 'j'; 0: none */
	bool optional; /* the argument may be left out: it is given with '=' only */
};

/* `.kind` and `.at` of a row, by the type of the member: a member of another type does not compile. */
#define OPTION_AT(structure, member, type)                                                                   \
	(offsetof(structure, member) +                                                                       \
	 0 * sizeof(_Generic(((structure *)NULL)->member, __typeof__(type) : 1)))
#define TURNS_ON(structure, member)  .kind = OPTION_ON, .at = OPTION_AT(structure, member, bool)
#define TURNS_OFF(structure, member) .kind = OPTION_OFF, .at = OPTION_AT(structure, member, bool)
#define IS_TEXT(structure, member)   .kind = OPTION_TEXT, .at = OPTION_AT(structure, member, const char *)
#define IS_NUMBER(structure, member, from, to)                                                               \
	.kind = OPTION_NUMBER, .at = OPTION_AT(structure, member, int), .least = (from), .most = (to)
#define IS_CHOICE(structure, member, all)                                                                    \
	.kind = OPTION_CHOICE, .at = OPTION_AT(structure, member, unsigned), .words = (all)
#define IS_TAKEN_BY(function) .kind = OPTION_TAKE, .take = (function)

/* Rows that belong together; several sub-commands may have the same. */
struct option_group {
	const struct option_row *rows; /* end with one that has neither a name nor a letter; NULL: no group */
	size_t at; /* where the structure that they fill in is, in the sub-command's own */
};

enum { OPTION_GROUPS = 3, SYNOPSES = 2 };

struct command {
	const char *name; /* "run" */
	const char *does; /* in a line: "run scenarios and their controls, and draw what happened" */
	const char *synopses[SYNOPSES]; /* behind the name: "[OPTION]... RUN..."; the second may be NULL */
	const char *about; /* paragraphs; a line break ends one */
	const char *status; /* what its exit status says, where it is not as usual; else NULL */
	bool in_order; /* the first word that is no option ends the options: what follows is another program's */
	struct option_group groups[OPTION_GROUPS]; /* behind the last one's: rows is NULL */
	int (*run)(
		char **argv); /* returns an exit status (command.h); argv[0] is its own name, and NULL ends it */
};

/* What is no option. */
struct operands {
	char **words; /* argv's own */
	int count;
	bool dashes; /* "--" stood before the first of them */
};

/* Reads argv[1] and on into the structure. GO_ON, or what to exit with: EXIT_HOLDS where --help was asked for, and has been
 * printed; EXIT_USAGE where an option is none, or its argument is faulty, which has been told. An option's name may be cut
 * short as long as it is plain which is meant; words and options may be mixed, unless POSIXLY_CORRECT is set (getopt(3)). */
enum { GO_ON = -1 };
int options_parse(const struct command *c, char **argv, void *into, struct operands *operands);

/* Tells, on standard error, that a sub-command lacks an operand, or has one too many: what was expected, and its help.
 * Returns EXIT_USAGE. */
int options_expected(const struct command *c, const char *what);

/* help.c: the whole of what --help prints. */
void help_print(FILE *out, const struct command *c);
/* The rows of a command, one group after the other, those that all have (--help) at last. NULL behind the last one; *group
 * (unless it is NULL) is that of the row. */
const struct option_row *option_at(const struct command *c, size_t index, const struct option_group **group);

#endif
