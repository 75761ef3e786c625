/* test_reports_forms.c - results as JSON, TAP, JUnit and for Gradescope: well-formed, whatever stands in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/report/forms.h"
#include "tests/unit/suites.h"
#include "tests/support/told_results.h"

static void check_round_trip(const struct scenario_result *r)
{
	json_t *json = result_to_json(r), *again;
	struct scenario_result *back;
	char *text = json_dumps(json, 0);

	ck_assert_ptr_nonnull(text);
	again = json_loads(text, 0, NULL);
	back = result_from_json(again);
	ck_assert_ptr_nonnull(back);
	json_decref(again);
	again = result_to_json(back);
	ck_assert(json_equal(json, again));
	json_decref(json);
	json_decref(again);
	result_free(back);
	free(text);
}

/* A call is known by its name, a signal or an end has none; and a call that never came is the script's. */
START_TEST(json_names_the_call)
{
	static const char script[] = "claim some-claim holds\n" OPENING_SCRIPT "* client: read() = 0\n"
				     "* client exits 0\n"
				     "* never server: write()\n";
	struct tale tale = tale_judged(
		script,
		OPENING_STORY "0.2 client call read(3<c>, \"\", 100) = 0\n0.3 client exits 0\n0.4 end\n",
		JUDGE_FINAL);
	struct scenario_result *r =
		result_collect(tale.script, tale.timeline, &tale.judgement, NULL, 0, 0.25, &plain);
	struct scenario_result *back;
	json_t *json;

	tale_end(&tale);
	check_round_trip(r);
	json = result_to_json(r);
	back = result_from_json(json);
	ck_assert_uint_eq(back->claims[0].evidence_count, 3);
	ck_assert_str_eq(back->claims[0].evidence[0].call, "read");
	ck_assert_ptr_null(back->claims[0].evidence[1].call);
	ck_assert_str_eq(back->claims[0].evidence[2].call, "write");
	json_decref(json);
	result_free(r);
	result_free(back);
}
END_TEST

START_TEST(json_round_trip)
{
	struct arena *arena = arena_new();
	struct control_result controls[] = { controlled(arena, TALE_FIN), controlled(arena, TALE_RST) };
	struct scenario_result *r = collected(TALE_RST, controls, 2);

	check_round_trip(r);
	r->reason = "bad \xff UTF-8, \"quotes\"\n\033[31m";
	check_round_trip(r);
	result_free(r);
	r = collected(TALE_CROWD, controls, 1);
	ck_assert_str_eq(r->claims[0].says.text, "while the cable is cut: nothing arrives");
	check_round_trip(r);
	result_free(r);
	r = skipped("no user namespaces here");
	check_round_trip(r);
	result_free(r);
	arena_free(arena);
}
END_TEST

/* What is not ours is refused, whatever part of it is missing or of another kind. */
START_TEST(json_refused)
{
	static const char *const texts[] = {
		"{}", "[]", "3", "null", "{\"verdict\":\"pass\"}", "{\"verdict\":7,\"lab\":[]}"
	};
	struct scenario_result *r = collected(TALE_RST, NULL, 0);
	json_t *json = result_to_json(r);
	const char *key;
	json_t *value;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		json_t *bad = json_loads(texts[i], JSON_DECODE_ANY, NULL);

		ck_assert_ptr_nonnull(bad);
		ck_assert_ptr_null(result_from_json(bad));
		json_decref(bad);
	}
	json_object_foreach(json, key, value)
	{
		json_t *bad = json_copy(json);

		json_object_set_new(bad, key, json_object());
		result_free(result_from_json(bad)); /* refused or not: no crash */
		json_decref(bad);
	}
	json_decref(json);
	result_free(r);
}
END_TEST

START_TEST(json_of_all)
{
	struct arena *arena = arena_new();
	struct control_result control = controlled(arena, TALE_FIN);
	struct scenario_result *results[] = { collected(TALE_RST, &control, 1),
					      collected(TALE_FIN, &control, 1), skipped("none here") };
	json_t *known = json_pack("[{s:s}]", "id", "some-claim");
	json_t *json = results_to_json(results, 3, "6.1.0", known), *first, *claim, *parted;

	first = json_array_get(json_object_get(json, "scenarios"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(json, "version")), 2);
	ck_assert_str_eq(json_string_value(json_object_get(json, "kernel")), "6.1.0");
	ck_assert_uint_eq(json_array_size(json_object_get(json, "scenarios")), 3);
	ck_assert(json_equal(json_object_get(json, "claims"), known)); /* as it was given */
	ck_assert_str_eq(json_string_value(json_object_get(first, "verdict")), "pass");
	ck_assert_int_eq(json_integer_value(json_object_get(first, "version")), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(first, "control"), "failed_at")),
			 12);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(first, "at"), "world")),
			 "loopback");
	ck_assert_ptr_null(json_object_get(first, "text"));
	claim = json_array_get(json_object_get(first, "claims"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(claim, "case")), "holds");
	ck_assert(json_is_true(json_object_get(claim, "shown")));
	ck_assert_int_eq(json_integer_value(json_object_get(claim, "line")), 12);
	ck_assert_str_eq(json_string_value(json_object_get(claim, "control")), "start client --linger off");
	parted = json_array_get(json_object_get(first, "controls"), 0);
	parted = json_array_get(json_object_get(parted, "breaks"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(parted, "came")), "a FIN came");
	ck_assert_uint_eq(json_array_size(json_object_get(parted, "claims")), 2);
	/* What failed, and what was skipped, is not shown, and why. */
	for (size_t i = 1; i < 3; i++) {
		const char *why;

		claim = json_array_get(
			json_object_get(json_array_get(json_object_get(json, "scenarios"), i), "claims"), 0);
		why = json_string_value(json_object_get(claim, "why"));
		ck_assert(json_is_false(json_object_get(claim, "shown")));
		ck_assert_ptr_nonnull(strstr(why, i == 1 ? "fail: line 12 expects" : "skip: none here"));
	}
	json_decref(json);
	json_decref(known);
	for (size_t i = 0; i < 3; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

/* A result of another version is not misread: it is told from what is no result. */
START_TEST(json_of_another_version)
{
	struct scenario_result *r = skipped("none here");
	json_t *json = result_to_json(r), *none = json_pack("{s:s}", "a", "b");

	ck_assert(!result_is_outdated(json) && !result_is_outdated(none));
	json_object_set_new(json, "version", json_integer(1));
	ck_assert_ptr_null(result_from_json(json));
	ck_assert(result_is_outdated(json));
	json_object_del(json, "version"); /* as the first one had it */
	ck_assert_ptr_null(result_from_json(json));
	ck_assert(result_is_outdated(json));
	json_decref(none);
	json_decref(json);
	result_free(r);
}
END_TEST

START_TEST(tap)
{
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results), tests = 0, blocks = 0;
	char *report = results_to_tap(results, count, "6.1.0", NULL), *save, *line;
	bool inside = false;

	ck_assert_int_eq(strncmp(report, "TAP version 13\n1..4\nok 1 - ", 26), 0);
	for (line = strtok_r(report, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		for (const char *s = line; *s; s++)
			ck_assert_msg((unsigned char)*s >= 0x20 && *s != 0x7f, "control character in: %s",
				      line);
		if (strcmp(line, "  ---") == 0 || strcmp(line, "  ...") == 0) {
			blocks += !inside;
			inside = !inside;
			continue;
		}
		if (inside) {
			ck_assert_msg(strncmp(line, "  ", 2) == 0, "not indented: %s", line);
		} else if (strncmp(line, "ok ", 3) == 0 || strncmp(line, "not ok ", 7) == 0) {
			const char *directive = strstr(line, " # ");

			tests++;
			ck_assert_msg(!directive || strncmp(directive, " # SKIP ", 8) == 0, "a directive: %s",
				      line);
			ck_assert_int_eq(directive != NULL, tests == 3);
			ck_assert_int_eq(line[0] == 'o', tests == 1 || tests == 3);
		} else {
			ck_assert_msg(tests == 0, "neither test nor diagnostic: %s", line);
		}
	}
	ck_assert_uint_eq(tests, count);
	ck_assert_uint_eq(blocks, 3);
	free(report);
	report = results_to_tap(NULL, 0, "6.1.0", NULL);
	ck_assert_str_eq(report, "TAP version 13\n1..0 # SKIP nothing was run\n");
	free(report);
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

START_TEST(gradescope)
{
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results), index;
	static const double most[] = { 1, 1, 0, 1 };
	char *report;
	json_t *json, *test;

	results[1]->yours = true;
	results[1]->advice = "mind \033[31m your step";
	report = results_to_gradescope(results, count, "6.1.0", NULL);
	json = json_loads(report, 0, NULL);
	ck_assert_ptr_nonnull(json);
	ck_assert_ptr_null(json_object_get(json, "score")); /* else it would count instead of the tests' */
	ck_assert_uint_eq(json_array_size(json_object_get(json, "tests")), count);
	json_array_foreach(json_object_get(json, "tests"), index, test)
	{
		const char *status = json_string_value(json_object_get(test, "status"));
		const char *output = json_string_value(json_object_get(test, "output"));

		ck_assert_double_eq(json_number_value(json_object_get(test, "max_score")), most[index]);
		ck_assert_double_eq(json_number_value(json_object_get(test, "score")), index == 0);
		ck_assert_int_eq(status == NULL, index == 2);
		if (status)
			ck_assert_str_eq(status, index == 0 ? "passed" : "failed");
		for (const char *s = output; *s; s++)
			ck_assert((unsigned char)*s >= 0x20 || *s == '\n');
		ck_assert_int_eq(strstr(output, "mind \\x1b[31m your step") != NULL, index == 1);
	}
	json_decref(json);
	free(report);
	report = results_to_gradescope(NULL, 0, "6.1.0", NULL);
	json = json_loads(report, 0, NULL);
	ck_assert_ptr_nonnull(json_object_get(json, "score"));
	json_decref(json);
	free(report);
	for (index = 0; index < count; index++)
		result_free(results[index]);
	arena_free(arena);
}
END_TEST

/* True where the command took the text; where there is no such command, nothing is said. */
static bool accepted(const char *command, const char *text)
{
	FILE *to = popen(command, "w"); /* NOLINT(cert-env33-c): a parser that a user has */
	int status;

	ck_assert_ptr_nonnull(to);
	fputs(text, to);
	status = pclose(to);
	return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 127);
}

START_TEST(junit)
{
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results);
	char *report = results_to_junit(results, count, "6.1.0 <\"&\001>", NULL);
	bool good = true;

	for (const char *s = report; *s; s++)
		good = good && ((unsigned char)*s >= 0x20 || *s == '\n');
	ck_assert(good);
	ck_assert_ptr_nonnull(strstr(report, "tests=\"4\" failures=\"1\" errors=\"1\" time="));
	ck_assert_ptr_nonnull(strstr(report, "<testsuite name=\"linger\" tests=\"3\""));
	ck_assert(accepted(
		"python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)' 2>&1",
		report));
	ck_assert(accepted("xmllint --noout - 2>&1", report));
	free(report);
	report = results_to_junit(NULL, 0, "6.1.0", NULL);
	ck_assert_ptr_nonnull(strstr(report, "tests=\"0\""));
	free(report);
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

/* One line for each that did not hold, and what a script says cannot begin another command. */
START_TEST(annotations)
{
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results), lines = 0;
	char *report, *save, *line;

	results[1]->file = "labs/a,b:c/1%.lab";
	results[1]->reason = "one\n::error::two 100%";
	report = results_to_annotations(results, count, "6.1.0", NULL);
	ck_assert_ptr_nonnull(strstr(report, "::error file=labs/a%2Cb%3Ac/1%25.lab,title="));
	ck_assert_ptr_nonnull(strstr(report, "::one\\n::error::two 100%25\n"));
	for (line = strtok_r(report, "\n", &save); line; line = strtok_r(NULL, "\n", &save), lines++)
		ck_assert(strncmp(line, "::error file=", 13) == 0 ||
			  strncmp(line, "::notice file=", 14) == 0 ||
			  strncmp(line, "::warning file=", 15) == 0);
	ck_assert_uint_eq(lines, 3);
	free(report);
	report = results_to_annotations(NULL, 0, "6.1.0", NULL);
	ck_assert_str_eq(report, "");
	free(report);
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

Suite *suite_reports_forms(void)
{
	Suite *s = suite_create("reports_forms");
	TCase *c = tcase_create("forms");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, json_round_trip);
	tcase_add_test(c, json_names_the_call);
	tcase_add_test(c, json_refused);
	tcase_add_test(c, json_of_all);
	tcase_add_test(c, json_of_another_version);
	tcase_add_test(c, tap);
	tcase_add_test(c, junit);
	tcase_add_test(c, gradescope);
	tcase_add_test(c, annotations);
	suite_add_tcase(s, c);
	return s;
}
