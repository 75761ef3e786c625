/*
 * record.h - a run taken back from its folder and judged: what `lab judge`, `lab show` and the finisher all do.
 */
#ifndef COMMON_COMMAND_RECORD_H
#define COMMON_COMMAND_RECORD_H

#include "common/judge/judge.h"
#include "common/record/store.h"
#include "common/report/result.h"

struct record {
	const char *folder;
	struct script *script;
	struct script *with_control; /* the script of a control's run; NULL for the scenario itself */
	struct timeline *timeline;
	struct judgement judgement;
};

/* Loads folder and judges it by its own script.lab, or by script_path where that is not NULL. `path` is what the script
 * calls itself in messages. control: 0 for the scenario itself, k for the run of its k-th control.
 * False with a sentence in error; record_close() otherwise. */
bool record_open(struct record *r, const char *folder, const char *script_path, const char *path,
		 size_t control, struct error *error);
void record_close(struct record *r);
/* The script that this record was judged by. */
const struct script *record_script(const struct record *r);

/* "build/runs/linger/02-rst" and its k-th control: "build/runs/linger/02-rst/control-1"; into arena. */
const char *record_control_folder(struct arena *arena, const char *folder, size_t control);
/* Which control's run a folder holds, by its name; 0: the scenario's own. */
size_t record_control_of(const char *folder);

/* The result that stands in a run's folder; NULL, with a message that begins with `command` (NULL: without one), where it
 * cannot be read. One that another version of this program has made is only counted, in *outdated (NULL: nor that). */
struct scenario_result *record_result(struct arena *arena, const char *folder, const char *command,
				      size_t *outdated);
/* Says once that so many results are to be made again; of none nothing. runs: where they are. */
void record_tell_outdated(const char *command, const char *runs, size_t outdated);

#endif
