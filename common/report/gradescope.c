/*
 * gradescope.c - results as the results.json that a Gradescope autograder leaves; see forms.h.
 *
 * No score for the whole: Gradescope adds up those of the tests.
 */
#include <string.h>

#include "common/base/text.h"
#include "common/report/forms.h"

/* Gradescope shows all output of a submission on one page; a story of more is in the record. */
enum { STORY_MOST = 64 * 1024 };

/* A story without its colours; its lines stay lines, and all else that is no text is made visible. */
static void add_story(struct text *out, const char *story)
{
	size_t left = STORY_MOST;

	while (*story && left) {
		size_t length = strcspn(story, "\n\033");
		struct text line = { 0 };

		text_add_bytes(&line, story, length < left ? length : left);
		text_add_safe(out, text_chars(&line));
		text_free(&line);
		left -= length < left ? length : left;
		story += length;
		if (*story == '\033') { /* a colour of the ladder */
			story = text_past_escape(story);
		} else if (*story) {
			text_add(out, "\n");
			story++;
		}
	}
	if (*story)
		text_add(out, "\n(cut here; `lab show` draws all of it)\n");
}

static void set_text(json_t *json, const char *key, struct text *text)
{
	/* text_add_safe() leaves valid UTF-8, which is all that json_string() asks for. */
	json_object_set_new(json, key, json_string(text_chars(text)));
	text_free(text);
}

static const char *outcome_words(const struct scenario_result *r)
{
	switch (r->verdict) {
	case RESULT_PASS: return r->yours ? "as ours" : "holds";
	case RESULT_FAIL: return r->yours ? "differs" : "fails";
	case RESULT_SKIP: return "skipped, and worth no point";
	case RESULT_INCONCLUSIVE: return "inconclusive: the experiment went wrong; it can be run again";
	}
	return "";
}

static json_t *test_of(const struct scenario_result *r)
{
	bool counts = r->verdict != RESULT_SKIP, good = r->verdict == RESULT_PASS;
	struct text name = { 0 }, output = { 0 };
	json_t *test = json_object();

	text_add_safe(&name, r->lab);
	text_add(&name, "/");
	text_add_safe(&name, r->name);
	text_add(&name, ": ");
	text_add_safe(&name, r->title);
	text_add(&output, outcome_words(r));
	text_add(&output, "\n");
	if (*r->reason) {
		text_add_safe(&output, r->reason);
		text_add(&output, "\n");
	}
	if (*r->advice) {
		text_add_safe(&output, r->advice);
		text_add(&output, "\n");
	}
	if (counts && !good && *r->text) {
		text_add(&output, "\n");
		add_story(&output, r->text);
	}
	json_object_set_new(test, "score", json_real(counts && good ? 1 : 0));
	json_object_set_new(test, "max_score", json_real(counts ? 1 : 0));
	if (counts) /* without one, Gradescope shows neither a tick nor a cross */
		json_object_set_new(test, "status", json_string(good ? "passed" : "failed"));
	set_text(test, "name", &name);
	json_object_set_new(test, "name_format", json_string("text"));
	set_text(test, "output", &output);
	json_object_set_new(test, "output_format", json_string("text"));
	json_object_set_new(test, "visibility", json_string("visible"));
	return test;
}

char *results_to_gradescope(struct scenario_result *const *results, size_t count, const char *kernel,
			    json_t *claims)
{
	json_t *json = json_object(), *tests = json_array();
	struct text output = { 0 };
	size_t passed = 0, counted = 0;
	double seconds = 0;
	char *text;

	(void)claims;
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(tests, test_of(results[i]));
		passed += results[i]->verdict == RESULT_PASS;
		counted += results[i]->verdict != RESULT_SKIP;
		seconds += results[i]->seconds;
	}
	text_addf(&output, "%zu of %zu scenarios", passed, counted);
	if (counted < count)
		text_addf(&output, ", %zu skipped", count - counted);
	text_add(&output, "; Linux ");
	text_add_safe(&output, kernel);
	set_text(json, "output", &output);
	json_object_set_new(json, "output_format", json_string("text"));
	json_object_set_new(json, "execution_time", json_real(seconds));
	json_object_set_new(json, "tests", tests);
	/* Gradescope wants a score even where there is no test to add up. */
	if (!count)
		json_object_set_new(json, "score", json_real(0));
	text = json_dumps(json, JSON_INDENT(2));
	json_decref(json);
	return text;
}
