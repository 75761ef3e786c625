/* watched.c - which system calls a run of a script watches. */
#include "common/script/script.h"

/* A program may do what the script names by one of its kin, too: who names openat() is shown an open(). */
bool script_watches(const struct script *s, const struct call_row *call)
{
	bool named = false;

	for (size_t i = 0; i < s->line_count && !named; i++) {
		const struct line *l = &s->lines[i];

		named = (l->kind == LINE_CALL && call_same_kin(l->call.row, call)) ||
			(l->kind == LINE_WAITS && call_same_kin(l->waits_in, call));
	}
	return named || !(call->flags & CALL_IF_NAMED);
}
