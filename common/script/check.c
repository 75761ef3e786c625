/* check.c - what can be said of a script only when all of it has been read. */
#include "common/script/parser.h"

/* World hosts: with every control too, for it may be what brings a host back. */
static bool check_power(struct parser *p)
{
	const struct script *s = p->script;

	if (!check_hosts(p, s, NULL))
		return false;
	for (size_t i = 0; i < s->control_count; i++) {
		struct script *with = script_with_control(s, i);
		bool good = check_hosts(p, with, &s->controls[i]);

		arena_free(with->arena);
		if (!good)
			return false;
	}
	return true;
}

bool check_script(struct parser *p)
{
	const struct script *s = p->script;
	uint64_t shown_claims = 0;
	bool starred = false;

	if (!settle_tracks(p) || !check_each(p))
		return false;
	if (!s->title)
		return fail_file(
			p,
			"the script has no title; its first line should be 'title', and what it shows in a few words");
	if (!s->act_count)
		return fail_file(
			p,
			"the script has no action; a scenario begins with 'start' and the name of a program");
	for (size_t i = 0; i < s->line_count; i++) {
		shown_claims |= s->lines[i].claims;
		starred = starred || s->lines[i].starred;
	}
	for (size_t i = 0; i < s->claim_count; i++)
		if (!(shown_claims & (uint64_t)1 << i))
			return fail_line(p, s->claims[i].number,
					 "no line is evidence for this claim; begin one with '* ' or '*%zu '",
					 i + 1);
	if (s->control_count && !starred)
		return fail_line(
			p, s->controls[0].number,
			"a control must fail at a starred line, and no line is: begin one with '* '");
	return check_yours(p) && check_power(p) && check_faults(p);
}
