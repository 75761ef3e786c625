/*
 * run.h - what the parts of lab run share: its options (run_options.c), what it tells (run_output.c), and the running
 * itself (run.c).
 */
#ifndef COMMON_COMMAND_RUN_H
#define COMMON_COMMAND_RUN_H

#include "common/command/command.h"
#include "common/command/job.h"

struct run {
	struct arena *arena;
	struct places places;
	struct world_plan plan;
	struct setting *settings; /* --set */
	size_t setting_count, setting_capacity;
	struct ladder_style style;
	struct look look;
	const char *json, *tap, *junit, *runs;
	bool brief, quiet, controls;
	long side_by_side; /* at most so many runs at once */
	long moving; /* and so many that do not wait for a timer */
	struct job **jobs; /* in the order in which they are told */
	struct job **longest_first; /* and started */
	size_t job_count;
	size_t printed;
	bool status_line; /* a progress line stands on the terminal */
};

/* run_options.c */
/* Returns EXIT_HOLDS to go on; -1 where --help has been answered. */
int run_options(struct run *r, int argc, char **argv);

/* run_output.c */
/* On a terminal: what is being waited for, rewritten in place. */
void draw_status_line(struct run *r);
void clear_status_line(struct run *r);
/* Prints results as they are ready, in the order of the scripts. */
void print_ready(struct run *r);
/* The table, the reports in files, and the exit status. */
int conclude(struct run *r);

#endif
