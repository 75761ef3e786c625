/*
 * demo_scene.h - one scenario of a lecture: played for real, and its record as a ladder with acts.
 *
 * The record is nowhere but in memory, and goes with the scene: a run without its controls shows nothing, so it must not
 * stand where `lab run` keeps what it has shown.
 */
#ifndef COMMON_COMMAND_DEMO_SCENE_H
#define COMMON_COMMAND_DEMO_SCENE_H

#include "common/command/job.h"
#include "common/report/acts.h"

enum scene_status {
	SCENE_NOT_PLAYED,
	SCENE_PLAYING,
	SCENE_PLAYED,
	SCENE_SKIPPED, /* error says why */
	SCENE_BROKEN, /* the run itself failed: error says how */
};

struct scene {
	enum scene_status status;
	struct job *job; /* of the script alone, without controls */
	const char *
		name; /* as it may be shown before: "linger 02". The file's own name often tells how it ends */
	struct error error;
	char played_at[16]; /* "15:04:05" */
	int64_t began_ns; /* CLOCK_MONOTONIC */
	/* with SCENE_PLAYED: */
	struct timeline *timeline;
	struct judgement judgement;
	struct scenario_result *result; /* for its claims and their evidence */
	struct ladder ladder;
	struct ladder_style style; /* the ladder's */
	struct ladder_act *acts;
	size_t act_count;
};

/* False, with a message on standard error, where the script or its programs are faulty. scene_free() in any case. */
bool scene_load(struct scene *s, const char *path, const struct places *places);
void scene_free(struct scene *s);

/* Plays it, or plays it again: what was played before is forgotten. */
void scene_start(struct scene *s, const struct world_plan *plan, const struct places *places);
/* What has come of it: status changes when all is there. To be called when scene_fd() can be read. */
void scene_read(struct scene *s);
int scene_fd(const struct scene *s); /* -1: it does not play */
/* It waits for one of the kernel's timers, as far as is known. Not for what: that would tell how it goes on. */
bool scene_waits(const struct scene *s);
/* Ends what plays; the scene can be started again. */
void scene_stop(struct scene *s);

/* Makes the ladder of what was played, or makes it again in another style. The rows keep their numbers. */
void scene_lay_out(struct scene *s, const struct ladder_style *style);

const struct script *scene_script(const struct scene *s);

#endif
