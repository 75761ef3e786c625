/*
 * follow.h - a record and a script that was not the one it was played by: is it the same experiment?
 */
#ifndef COMMON_JUDGE_FOLLOW_H
#define COMMON_JUDGE_FOLLOW_H

#include "common/judge/judge.h"

/* The i-th action of a record is the i-th action of its script, wherever it stands in the file: gives each the number of its
 * line there (where it is 0, as that of the run's end, it stays). NULL, or a sentence into arena that says which action
 * differs; then the record is as before. A run that ended early has the first of them only. */
const char *actions_follow(const struct script *script, struct timeline *timeline, struct arena *arena);

#endif
