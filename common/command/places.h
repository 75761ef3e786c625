/*
 * places.h - where things are: in the source tree (./labs, ./build) or, when there is none here, where
 * `make install` put them.
 */
#ifndef COMMON_COMMAND_PLACES_H
#define COMMON_COMMAND_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"

struct places {
	const char *labs; /* "labs": one folder a lab, with its scripts */
	const char *programs; /* "build/labs": one folder a lab, with its programs */
	const char
		*lab; /* whose programs scripts start: a lab's name; NULL: each those of its own folder's */
	const char *runs; /* "build/runs": one folder a lab, one a scenario */
	const char *notes; /* "notes": the catalogue of claims */
	const char *ours; /* "build/runs", where runs is for programs of the reader's own; else NULL */
};

/* Strings live in arena. runs: overrides where runs are kept; NULL for the usual place. */
struct places places_find(struct arena *arena, const char *runs);

/* For records that are evidence for nothing: p->runs becomes @runs or, where that is NULL, the folder `beside` beside that of
 * the others ("build/own"). False, with a message that begins with `command`, where @runs is that of the others. */
bool places_apart(struct arena *arena, struct places *p, const char *command, const char *runs,
		  const char *beside);

/* All paths of labs/<lab>/NN-*.lab, sorted; lab NULL: of all labs. */
const char **places_scripts(struct arena *arena, const struct places *p, const char *lab, size_t *count);
/* All labs' names, sorted: of the folders that hold scripts. */
const char **places_labs(struct arena *arena, const struct places *p, size_t *count);
/* All folders below runs that hold a result.json ("build/runs/linger/02-rst"), sorted. */
const char **places_runs(struct arena *arena, const struct places *p, size_t *count);

/* What a person may write for a script: a path, "linger/02-rst", "linger/02", "linger/2", or a lab's name (all of it).
 * Appends the scripts to list. False where nothing fits. */
bool places_resolve(struct arena *arena, const struct places *p, const char *word, const char ***list,
		    size_t *count, size_t *capacity);
/* The scripts that all these words name, or, of no word, all there are. False where a word fits nothing, or nothing is
 * there: it is told on standard error, beginning with `command`. */
bool places_named(struct arena *arena, const struct places *p, const char *command, char **words, int count,
		  const char ***list, size_t *n);
/* What to say to a word that fits nothing, into arena: "linger has 01 to 39", or which labs there are and which of them may
 * have been meant. */
const char *places_hint(struct arena *arena, const struct places *p, const char *word);
/* A script of one's own, or one that is no longer there, has no say in the labs' tables. */
bool places_has_script(struct arena *arena, const struct places *p, const char *lab, const char *name);

/* What a person may write for a run: its folder, or "linger/02-rst", or "linger/02". NULL where nothing fits. */
const char *places_run(struct arena *arena, const struct places *p, const char *word);
/* Tells on standard error that there is none: how to make it, or why it cannot be. */
void places_no_record(struct arena *arena, const struct places *p, const char *command, const char *word);

#endif
