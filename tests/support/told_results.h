/* told_results.h - results of the runs that tales.h tells, for the tests of the reports. Who asks for one frees it. */
#ifndef TESTS_TOLD_RESULTS_H
#define TESTS_TOLD_RESULTS_H

#include "common/report/collect.h"
#include "tests/support/tales.h"

extern const struct ladder_style plain; /* 80 columns of ASCII */

struct scenario_result *collected(enum tale_name run, const struct control_result *controls, size_t count);
struct control_result controlled(struct arena *arena, enum tale_name run);
/* The run of TALE_RST, had it been skipped. */
struct scenario_result *skipped(const char *reason);
/* Results in which everything that can be said says something nasty: one that passes, one that fails, one that was
 * skipped, one without a control. Returns their number. */
size_t nasty_results(struct arena *arena, struct scenario_result *results[4]);

#endif
