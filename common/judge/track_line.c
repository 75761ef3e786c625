/* track_line.c - the line at which a track of the wire is; see track.h. */
#include "common/judge/track.h"

const struct line *track_line(const struct wire_track *k)
{
	return k->line < k->act->past_line ? &k->w->script->lines[k->line] : NULL;
}

void track_goes_on(struct wire_track *k, size_t line, int64_t now_ns)
{
	k->last_ns = now_ns;
	k->line = line;
	k->opened = false;
	while (k->line < k->act->past_line && k->w->script->lines[k->line].track != k->index)
		k->line++;
}

/* When what it is measured from came: the line before on its track, or "then": all lines above. */
int64_t track_before_ns(const struct wire_track *k)
{
	int64_t before = k->last_ns;

	for (size_t i = k->act->first_line; i < k->line && track_line(k)->then; i++)
		if (k->w->script->lines[i].track != NO_TRACK && k->w->met_ns[i] > before)
			before = k->w->met_ns[i];
	return before;
}
