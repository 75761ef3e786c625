/*
 * run.h - what the parts of lab run share, some of them with lab predict: its options (run_options.c), what it tells (run_output.c), and the running
 * itself (run.c).
 */
#ifndef COMMON_COMMAND_RUN_H
#define COMMON_COMMAND_RUN_H

#include "common/command/command.h"
#include "common/command/job.h"
#include "common/command/look.h"
#include "common/command/mine.h"
#include "common/quiz/programs.h"
#include "common/report/forms.h"

struct run {
	const char *command; /* "lab run": in front of messages */
	struct arena *arena;
	struct places places;
	struct world_plan plan;
	struct setting *settings; /* --set */
	size_t setting_count, setting_capacity;
	uint64_t adversity; /* --adversity: the seed; 0: none */
	struct ladder_style style;
	struct look look;
	const char *forms[FORM_COUNT]; /* files for reports; NULL: none, "-": standard output */
	const char *runs;
	const char *programs; /* --programs */
	const char *script; /* --script: somebody's answer to a lab, or to a scenario */
	struct program_texts texts; /* of the lab that it is an answer to */
	struct stand_in stand_ins[2]; /* --client and --server; those that were given stand first */
	size_t stand_in_count;
	struct operands given; /* LAB, LAB/SCENARIO, FILE.lab */
	bool brief, quiet, controls;
	bool list; /* --list: nothing is played */
	bool mute; /* the results are told by somebody else */
	int side_by_side; /* at most so many runs at once */
	int moving; /* and so many that do not wait for a timer */
	struct job **jobs; /* in the order in which they are told */
	struct job **longest_first; /* and started */
	size_t job_count;
	size_t printed;
	bool status_line; /* a progress line stands on the terminal */
};

/* run.c: what lab predict does as well. */
/* Reads all scripts that the words mean (none: all that there are) into jobs, before any runs: a faulty one is told at
 * once. False with a message. */
bool run_load(struct run *r, char **words, int count);
/* False with the reason in plan.note: nothing can be played here. Moves this process into a network of its own. */
bool run_find_plan(struct run *r);
/* What has no result yet cannot be played here: plan.note says why. */
void run_skip_all(struct run *r);

/* run_schedule.c */
/* How many runs go side by side, unless that was said. */
void run_set_load(struct run *r);
/* Runs all jobs. Returns 0, or the signal that ended it; with that, runs may still be on their way (job_free()). */
int run_jobs(struct run *r);

/* run_settings.c */
/* Takes "NAME=VALUE" into the settings of a struct run; false where it is not written so, or this kernel has no such one. */
option_taker run_add_setting;
/* Where the records of a run with settings or under adversity go: build/set/NAME=VALUE, build/adversity/SEED. False with a message where --runs is where the others are. */
bool run_settings_place(struct run *r);
/* In a network of this process's own: false, with a message, where a value is none for its setting. What may not be set
 * here is no fault of the reader's: the scenarios are skipped. */
bool run_settings_good(const struct run *r);

/* Takes the seed of --adversity. */
option_taker run_set_adversity;

/* run_options.c */
extern const struct option_row run_rows[];
/* When all options are known: whether they go together, and what they name is there. False with a message. */
bool run_options_good(struct run *r);

/* run_grade.c */
/* Why the script cannot be an answer to the scenario `like`: it performs another experiment. NULL: it may be one. */
const char *run_no_answer(const struct run *r, const char *like);
/* Says what a script of one's own is worth: whether it holds, whether its control fails, and which of the starred lines it
 * has of the scenario that asked for it: `like` ("linger/02"), or the one of a lab ("linger") that starts the same. */
void run_grade(const struct run *r, const char *like);

/* run_output.c */
/* On a terminal: what is being waited for, rewritten in place. */
void draw_status_line(struct run *r);
void clear_status_line(struct run *r);
/* Prints results as they are ready, in the order of the scripts. */
void print_ready(struct run *r);
/* The table, the reports in files, and the exit status. */
int conclude(struct run *r);

#endif
