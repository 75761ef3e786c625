/*
 * collect.h - from verdicts to a result: the run, its controls and its variants together say whether something has been
 * shown.
 *
 * A scenario passes when its run holds, each of its controls failed, first at a starred line, and each variant held. All
 * else is named: a control that held as well, or that failed elsewhere, has shown nothing, and neither has the scenario.
 */
#ifndef COMMON_REPORT_COLLECT_H
#define COMMON_REPORT_COLLECT_H

#include "common/report/ladder.h"
#include "common/report/result.h"

/* The run of one control or variant (control.c). with: script_with_control(). The strings live in arena. */
struct control_result control_collect(struct arena *arena, const struct control *control,
				      const struct script *with, const struct timeline *timeline,
				      const struct judgement *judgement);
/* One that could not be run at all. */
struct control_result control_unrun(struct arena *arena, const struct control *control, const char *reason);

/* The scenario's own run (of a script with "yours": what the program of the reader's own did), with the controls that were run (copied). seconds: wall time. style: how to draw the
 * result's text; NULL for none. The caller frees the result. */
struct scenario_result *result_collect(const struct script *script, const struct timeline *timeline,
				       const struct judgement *judgement,
				       const struct control_result *controls, size_t control_count,
				       double seconds, const struct ladder_style *style);
/* A scenario that was not run (RESULT_SKIP), or whose run broke (RESULT_INCONCLUSIVE). style may be NULL. */
struct scenario_result *result_unrun(const struct script *script, enum verdict verdict, const char *reason,
				     const struct ladder_style *style);

#endif
