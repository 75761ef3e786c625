/* verdict.c - the verdict that follows from a claim's cases; see verdict.h. */
#include "common/claims/verdict.h"

static void count_case(struct claim_row *row, const struct claim_says *says)
{
	row->holds += says->what == CASE_HOLDS;
	row->rare += says->rare;
	row->fails += says->what == CASE_FAILS && !says->rare;
}

/* The parts of the question that these cases answer, a bit each. */
static uint64_t parts_of(const struct claim_row *row, const struct claim_says *says)
{
	return says->part && says->part <= row->claim->parts ? UINT64_C(1) << (says->part - 1) : 0;
}

static size_t count_bits(uint64_t bits)
{
	return (size_t)__builtin_popcountll(bits);
}

static enum claim_status status_of(const struct claim_row *row)
{
	if (row->claim->form == SENTENCE_QUESTION)
		return CLAIM_ANSWERED;
	if (row->claim->form == SENTENCE_MAY && row->holds)
		return CLAIM_CONFIRMED; /* that it need not happen is no exception */
	if (row->holds && row->fails)
		return CLAIM_QUALIFIED;
	if (row->holds)
		return row->rare ? CLAIM_RARELY : CLAIM_CONFIRMED;
	return CLAIM_REFUTED;
}

void claim_weigh(struct claim_row *row)
{
	bool question = row->claim->form == SENTENCE_QUESTION, played = false;
	uint64_t parts = 0;

	row->shown = row->cases = row->holds = row->fails = row->rare = 0;
	for (size_t i = 0; i < row->voice_count; i++) {
		const struct claim_voice *v = &row->voices[i];

		row->cases += v->counts;
		played = played || v->scenario->verdict != RESULT_SKIP;
		if (!v->counts || !v->result->shown)
			continue;
		row->shown++;
		parts |= parts_of(row, &v->result->says);
		count_case(row, &v->result->says);
	}
	if (question) {
		row->shown = count_bits(parts);
		row->cases = row->claim->parts;
	}
	if (row->claim->undecidable)
		row->status = CLAIM_UNDECIDED;
	else if (row->shown)
		row->status = status_of(row);
	else
		row->status = !row->voice_count ? CLAIM_UNTRIED : played ? CLAIM_OPEN : CLAIM_UNPLAYED;
}
