/* demo_pace.c - how fast the rows of an act come; see demo.h. */
#include "common/command/demo.h"

/* A row waits for its turn between these, and an act for all of them together no longer than the last. */
static const int64_t pause_least_ns = 120000000, pause_most_ns = 1500000000, act_most_ns = 6000000000;

static int64_t gap_before(const struct scene *s, size_t row)
{
	return row ? s->ladder.rows[row].time_ns - s->ladder.rows[row - 1].time_ns : 0;
}

int64_t demo_pause(const struct scene *s, const struct ladder_act *act, size_t row)
{
	int64_t gap = gap_before(s, row), least = act_most_ns / (int64_t)(act->to - act->from + 1);

	if (row == act->from)
		return 0;
	if (least > pause_least_ns)
		least = pause_least_ns;
	return gap > pause_most_ns ? pause_most_ns : gap < least ? least : gap;
}

bool demo_is_shortened(const struct scene *s, size_t row)
{
	return row < s->ladder.row_count && gap_before(s, row) > pause_most_ns;
}
