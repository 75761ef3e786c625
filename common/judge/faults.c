/* faults.c - has each fault that the script names found its packet? See work.h. */
#include "common/judge/work.h"

static bool has_happened(const struct work *w, const struct line *l)
{
	for (size_t i = 0; i < w->timeline->fault_count; i++)
		if (w->timeline->faults[i].line == l->number)
			return true;
	return false;
}

const struct line *fault_unmet(const struct work *w)
{
	for (size_t i = 0; i < w->script->line_count; i++) {
		const struct line *l = &w->script->lines[i];

		if (line_is_fault(l) && w->acts[l->act].begun && !has_happened(w, l))
			return l;
	}
	return NULL;
}

/* A failure of its own only where nothing else has failed: else it may be for that reason that the packet never came. */
void faults_judge(struct work *w)
{
	const struct line *l = w->mode == JUDGE_FINAL && !w->out->failure_count ? fault_unmet(w) : NULL;

	if (l)
		fail(w, (int)(l - w->script->lines), NO_EVENT, w->end_ns,
		     "nothing: no such packet came, and the cable did nothing", NULL);
}
