/* told_results.c - results for the tests of the reports; see told_results.h. */
#include "tests/support/told_results.h"

const struct ladder_style plain = { .width = 80 };

struct scenario_result *collected(enum tale_name run, const struct control_result *controls, size_t count)
{
	struct tale tale = tale_told(run);
	struct scenario_result *r =
		result_collect(tale.script, tale.timeline, &tale.judgement, controls, count, 0.25, &plain);

	tale_end(&tale); /* the result must not need it */
	return r;
}

struct control_result controlled(struct arena *arena, enum tale_name run)
{
	struct tale tale = tale_told(run);
	struct control_result c = control_collect(arena, &tale.script->controls[0], tale.script,
						  tale.timeline, &tale.judgement);

	tale_end(&tale);
	return c;
}

struct scenario_result *skipped(const char *reason)
{
	struct tale tale = tale_told(TALE_RST);
	struct scenario_result *r = result_unrun(tale.script, RESULT_SKIP, reason, &plain);

	tale_end(&tale);
	return r;
}

size_t nasty_results(struct arena *arena, struct scenario_result *results[4])
{
	static const char nasty[] = /* NOLINTNEXTLINE(misc-misleading-bidirectional) */
		"not ok 1 # TODO \\# \"'&<]]>\n1..0 # SKIP\r\nBail out!\033[31m\001\xff\u202e\ufffe é";
	struct control_result control = controlled(arena, TALE_FIN);

	results[0] = collected(TALE_RST, &control, 1);
	results[1] = collected(TALE_FIN, &control, 1);
	results[2] = skipped(nasty);
	results[3] = collected(TALE_PAIR, NULL, 0);
	for (size_t i = 0; i < 4; i++) {
		results[i]->title = results[i]->name = nasty;
		results[i]->file = i % 2 ? nasty : results[i]->file;
		results[i]->lab = i == 3 ? nasty : "linger";
		results[i]->reason = nasty;
		for (size_t k = 0; k < results[i]->control_count; k++)
			results[i]->controls[k].text = results[i]->controls[k].sentence = nasty;
		for (size_t k = 0; k < results[i]->claim_count; k++)
			results[i]->claims[k].id = nasty;
	}
	results[1]->text = nasty;
	return 4;
}
