/*
 * job.h - one scenario on its way: the run itself, the run of each control, and what comes of them.
 *
 * The runs are workers in worlds of their own. When all have ended, a finisher process puts the record in its
 * folder, judges it from there, and hands back the result. The finisher is short, and outlives even `kill -9` of the
 * runner: so a folder is never half written.
 */
#ifndef COMMON_COMMAND_JOB_H
#define COMMON_COMMAND_JOB_H

#include "common/command/places.h"
#include "common/command/worker.h"
#include "common/report/ladder.h"
#include "common/report/result.h"

struct job {
	const char *path; /* of the script */
	struct script *script;
	size_t run_count; /* 1 and one for each control */
	struct worker *workers; /* [0] plays the script itself, the others it with each control */
	size_t started, ended;
	int64_t waits_ns; /* about how long its runs take at least, as far as the script tells */
	pid_t finisher; /* 0: not started, or gone */
	int finisher_fd; /* -1: none */
	struct text finished; /* what it hands back */
	struct scenario_result *result; /* when all is done; result->text is ready to print */
};

/* Loads the script. NULL with a message on standard error. controls: run them too. With stand-ins the programs of the
 * reader's own play in it; where they have no part in it, there is nothing to run: run_count is 0. */
struct job *job_new(const char *path, const struct places *places, bool controls,
		    const struct stand_in *stand_ins, size_t stand_in_count);
void job_free(struct job *j);

/* Starts the next run that has not been started. */
void job_start_next(struct job *j, const struct world_plan *plan, const struct places *places);
/* Reads what has come; starts the finisher when all runs have ended; sets result when it has. */
void job_advance(struct job *j, const struct places *places, const struct ladder_style *style);
/* Ends what runs, without waiting: a world takes some 50 ms to be taken down, and many go at the same time. */
void job_end(const struct job *j);
/* How long the longest of its runs took, in ns, when all have been played; else -1. */
int64_t job_duration(const struct job *j);
/* Reaps the processes of runs that have ended, without waiting for any. */
void job_reap(struct job *j);
/* Ends what runs, at once, and forgets it: all can be started again. */
void job_rewind(struct job *j);

#endif
