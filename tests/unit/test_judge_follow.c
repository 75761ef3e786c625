/* test_judge_follow.c - a record beside a script that it was not played by: actions by their order and text. */
#include <check.h>
#include <string.h>

#include "common/judge/follow.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define PLAYED OPENING_SCRIPT "kill client USR1\nserver exits 0\n"
#define STORY  OPENING_STORY "0.5 action kill client USR1\n0.6 server exits 0\n1.0 end\n"

/* The record of PLAYED beside another script: what is said of the two, "" where they agree. */
static void beside(const char *other, const char *story, const char *says, enum outcome outcome)
{
	struct script *played = story_script(PLAYED), *script = story_script(other);
	struct timeline *t = story_tell(played, story);
	const char *differs = actions_follow(script, t, script->arena);
	struct judgement j;

	if (*says) {
		ck_assert_ptr_nonnull(differs);
		ck_assert_msg(strstr(differs, says) != NULL, "\"%s\" does not say \"%s\"", differs, says);
		judge(played, t, JUDGE_FINAL, &j);
	} else {
		ck_assert_msg(!differs, "%s", differs);
		judge(script, t, JUDGE_FINAL, &j);
	}
	ck_assert_msg(j.outcome == outcome, "%s", j.reason);
	judgement_free(&j);
	timeline_free(t);
	script_free(script);
	script_free(played);
}

START_TEST(where_the_lines_stand_does_not_matter)
{
	beside(PLAYED, STORY, "", OUTCOME_HOLDS);
	beside("\n# one line more\n" PLAYED, STORY, "", OUTCOME_HOLDS);
	beside("start   server  # blanks\n\n\nstart client\nclient > server  S\nserver > client  S. ack 1\n"
	       "kill  client\tUSR1\nserver exits 0\n",
	       STORY, "", OUTCOME_HOLDS);
}
END_TEST

START_TEST(other_lines_are_judged)
{
	beside("# one line more\n" OPENING_SCRIPT "kill client USR1\nserver exits 1\n", STORY, "",
	       OUTCOME_FAILS);
	/* One action more than was performed: what the run did not come to. */
	beside("# one line more\n" PLAYED "kill client USR2\n", STORY, "", OUTCOME_FAILS);
	beside("# one line more\n" PLAYED, OPENING_STORY "0.6 client > server R. 1:1 ack 1\n1.0 end\n", "",
	       OUTCOME_FAILS);
}
END_TEST

START_TEST(another_experiment_is_none)
{
	beside("start server\nstart client -x\nclient > server S\n", STORY,
	       "its action 2 was `start client`, and tests/story.lab:3 says `start client -x`",
	       OUTCOME_HOLDS);
	beside(OPENING_SCRIPT "server exits 0\n", STORY,
	       "its action 3 was `kill client USR1`, and tests/story.lab has only 2", OUTCOME_HOLDS);
	beside(OPENING_SCRIPT "wait 1s\nkill client USR1\nserver exits 0\n", STORY, "says `wait 1s`",
	       OUTCOME_HOLDS);
}
END_TEST

Suite *suite_judge_follow(void)
{
	Suite *s = suite_create("judge_follow");
	TCase *c = tcase_create("judge_follow");

	tcase_add_test(c, where_the_lines_stand_does_not_matter);
	tcase_add_test(c, other_lines_are_judged);
	tcase_add_test(c, another_experiment_is_none);
	suite_add_tcase(s, c);
	return s;
}
