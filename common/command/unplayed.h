/*
 * unplayed.h - the labs' scenarios of which there is no record here, as results that say why.
 */
#ifndef COMMON_COMMAND_UNPLAYED_H
#define COMMON_COMMAND_UNPLAYED_H

#include "common/command/places.h"
#include "common/report/result.h"

/* Into arena: the results (of which there are *count), and behind them, for each script of a lab that none of them is of,
 * one that was skipped: this machine lacks what it requires, or nobody has run it yet. Each is the caller's, to be freed
 * with result_free(). */
struct scenario_result **unplayed_added(struct arena *arena, const struct places *places,
					struct scenario_result *const *results, size_t *count);

#endif
