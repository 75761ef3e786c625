/* cause.c - from a failure to its likely cause, by the table of rules; see tutor.h. */
#include "common/tutor/tutor.h"

#include <string.h>

#include "common/tutor/rules.h"

static bool rule_fits(const struct rule *r, const struct divergence *s)
{
	if ((r->expected != ANYTHING && r->expected != s->expected) ||
	    (r->came != ANYTHING && r->came != s->came))
		return false;
	/* Of what came only that it came, and that was expected: something else of it differs. */
	if (r->expected == ANYTHING && r->came != ANYTHING && s->expected == s->came)
		return false;
	if (r->call && (!s->line || s->line->kind != LINE_CALL || strcmp(s->line->call.name, r->call) != 0))
		return false;
	return circumstance_holds(s, r->circumstance);
}

static const char *first_sentence(const struct rules *rules, const struct divergence *s, struct arena *arena)
{
	for (size_t i = 0; i < rules->count; i++)
		if (rule_fits(&rules->at[i], s))
			return sentence_of(s, rules->at[i].sentence, arena);
	return "";
}

const char *tutor_cause(const struct script *script, const struct timeline *timeline,
			const struct judgement *judgement, size_t failure)
{
	const struct failure *f = &judgement->failures[failure];
	struct divergence s = divergence_of_all(script, timeline, f), of_yours;
	const char *sentence = "";

	if (f->early)
		return "";
	/* The script may name an address that is nobody's; then it is no surprise. */
	if (s.event && s.event->kind == EVENT_PACKET && !f->from && judgement->mode != JUDGE_WIRE &&
	    !(s.line && line_from(s.line) && s.line->from.at.address.family))
		return "the sender's address belongs to no program of this script";
	if (divergence_of_yours(&s, f, &of_yours))
		sentence = first_sentence(&rules_of_yours, &of_yours, judgement->arena);
	return *sentence ? sentence : first_sentence(&rules_of_all, &s, judgement->arena);
}
