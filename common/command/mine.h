/*
 * mine.h - a program of the reader's own in the place of the lab's client or server: found, and put into scenarios.
 *
 * What it does is compared with what ours does; it is evidence for nothing. So the scripts with it make no claims, and its
 * records are kept apart from ours.
 */
#ifndef COMMON_COMMAND_MINE_H
#define COMMON_COMMAND_MINE_H

#include "common/base/error.h"
#include "common/command/places.h"
#include "common/judge/judge.h"
#include "common/script/script.h"

/* Makes s->path absolute (in arena), and looks at the program and at its words. False where it cannot be executed or the words
 * are no words. */
bool mine_find(struct arena *arena, struct stand_in *s, struct error *why);

/* Where its records go: places->runs becomes @runs or, where that is NULL, a folder beside that of ours, and
 * places->ours that of ours. False, with a message, where @runs is that of ours. */
bool mine_places(struct arena *arena, struct places *places, const char *runs);

/* The script with stand-ins, to be freed with script_free(). NULL where there is none: *in_it says whether one of their
 * programs is started at all (then the script so made is faulty, and a message has said how). */
struct script *mine_script(const struct script *s, const struct stand_in *stand_ins, size_t count,
			   bool *in_it);

/* What its calls are beside those of ours, of which there must be a record with a pass: one sentence into arena, "" where
 * there is no such record or no difference. */
const char *mine_beside_ours(struct arena *arena, const struct places *places, const struct script *script,
			     const struct timeline *timeline);

#endif
