/* story_tale.c - a script, a story, and what the judge says of them; see story.h. */
#include "tests/support/story.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/tutor/tutor.h"

struct script *story_script(const char *text)
{
	struct script_error error;
	char *whole = NULL;
	struct script *s;

	if (asprintf(&whole, "title a test\n%s", text) < 0)
		abort();
	s = script_parse("tests/story.lab", whole, strlen(whole), &error);
	if (!s) {
		fputs(script_error_text("story", &error), stderr);
		abort();
	}
	free(whole);
	return s;
}

struct tale tale_judged(const char *script, const char *story, enum judge_mode mode)
{
	struct tale tale = { .script = story_script(script) };

	tale.timeline = story_tell(tale.script, story);
	judge(tale.script, tale.timeline, mode, &tale.judgement);
	return tale;
}

void tale_end(struct tale *tale)
{
	judgement_free(&tale->judgement);
	timeline_free(tale->timeline);
	script_free(tale->script);
}

void tale_holds(const char *script, const char *story)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	const struct judgement *j = &tale.judgement;

	ck_assert_msg(j->outcome == OUTCOME_HOLDS, "it does not hold: %s", j->reason);
	ck_assert_uint_eq(j->acts_complete, tale.script->act_count);
	for (size_t i = 0; i < tale.script->line_count; i++)
		ck_assert(tale.script->lines[i].may || j->lines[i].status == LINE_MET);
	for (size_t i = 0; i < tale.timeline->event_count; i++)
		ck_assert_msg(j->accounted[i], "event %zu is not accounted for", i);
	tale_end(&tale);
}

void tale_fails(enum judge_mode mode, const char *script, const char *story, const char *at,
		const char *words, const char *cause)
{
	struct tale tale = tale_judged(script, story, mode);
	const struct failure *f = tale.judgement.failures;
	const char *told;
	char text[2048];

	ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "it does not fail");
	ck_assert_uint_ge(tale.judgement.failure_count, 1);
	told = tutor_cause(tale.script, tale.timeline, &tale.judgement, 0);
	snprintf(text, sizeof(text), "%s | %s | %s | %s", f->expected, f->instead, f->difference, told);
	if (*at)
		ck_assert_msg(f->line != NO_LINE && strstr(f->expected, at), "it fails elsewhere: %s", text);
	else
		ck_assert_msg(f->line == NO_LINE, "it fails at a line: %s", text);
	ck_assert_msg(strstr(f->instead, words) || strstr(f->difference, words), "no \"%s\" in: %s", words,
		      text);
	ck_assert_msg(strstr(told, cause) != NULL, "no \"%s\" in: %s", cause, text);
	ck_assert(*tale.judgement.reason);
	tale_end(&tale);
}
