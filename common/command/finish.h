/*
 * finish.h - what comes of a scenario's runs: their records into folders, and the verdict from there.
 */
#ifndef COMMON_COMMAND_FINISH_H
#define COMMON_COMMAND_FINISH_H

#include "common/command/job.h"

/* Keeps the records of j, whose runs have all ended, judges them from what was kept, and puts result.json beside them.
 * The result's text is the ladder with its summary, ready to print. */
struct scenario_result *finish(const struct job *j, const struct places *places,
			       const struct ladder_style *style);

#endif
