/* old.c - claim lines in the old form, in which each scenario gave the verdict on the whole claim. Goes with the last of
 * them, as claim_case_is_old() does. See verdict.h. */
#include "common/claims/verdict.h"

#include <string.h>

bool case_holds(const struct claim_says *says)
{
	return says->what == CASE_HOLDS || says->what == CASE_CONFIRMED || says->what == CASE_QUALIFIED;
}

bool case_fails(const struct claim_says *says)
{
	return says->what == CASE_FAILS || says->what == CASE_REFUTED || says->what == CASE_QUALIFIED;
}

static enum claim_status status_of(enum claim_case c)
{
	switch (c) {
	case CASE_CONFIRMED: return CLAIM_CONFIRMED;
	case CASE_QUALIFIED: return CLAIM_QUALIFIED;
	case CASE_REFUTED: return CLAIM_REFUTED;
	case CASE_ANSWERED: return CLAIM_ANSWERED;
	default: return CLAIM_OPEN;
	}
}

static const char *disagree(struct arena *arena, const struct claim_row *row, const struct claim_voice *a,
			    const struct claim_voice *b)
{
	return arena_printf(arena, "%s: %s/%s says %s, but %s/%s says %s", row->claim->id, a->scenario->lab,
			    a->scenario->name, claim_case_text(a->result->says.what), b->scenario->lab,
			    b->scenario->name, claim_case_text(b->result->says.what));
}

bool claim_weigh_old(struct claim_row *row, struct arena *arena, const char **contradiction)
{
	const struct claim_voice *first = NULL;
	bool open = false, skipped = false;

	*contradiction = NULL;
	for (size_t i = 0; i < row->voice_count; i++)
		if (!claim_case_is_old(row->voices[i].result->says.what))
			return false;
	if (!row->voice_count || row->claim->undecidable)
		return false;
	row->status = CLAIM_UNTRIED;
	row->shown = row->cases = 0;
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		if (v->scenario->verdict == RESULT_SKIP) {
			skipped = true; /* it says nothing: it may be about another kernel */
			continue;
		}
		row->cases++;
		row->shown += v->result->shown;
		if (!v->result->shown)
			open = true;
		else if (!first)
			first = v;
		else if (v->result->says.what != first->result->says.what && !*contradiction)
			*contradiction = disagree(arena, row, first, v);
	}
	row->status = *contradiction ? CLAIM_CONTRADICTORY
		      : open	     ? CLAIM_OPEN
		      : first	     ? status_of(first->result->says.what)
		      : skipped	     ? CLAIM_UNPLAYED
				     : CLAIM_UNTRIED;
	return true;
}
