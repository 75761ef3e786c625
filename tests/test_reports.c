/* test_reports.c - results: what the run and its controls come to, and JSON, TAP, JUnit and the table of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/report/collect.h"
#include "common/report/forms.h"
#include "common/report/strip.h"
#include "common/report/summary.h"
#include "tests/suites.h"
#include "tests/tales.h"

static const struct ladder_style plain = { .width = 80 };

static struct scenario_result *collected(enum tale_name run, const struct control_result *controls,
					 size_t count)
{
	struct tale tale = tale_told(run);
	struct scenario_result *r =
		result_collect(tale.script, tale.timeline, &tale.judgement, controls, count, 0.25, &plain);

	tale_end(&tale); /* the result must not need it */
	return r;
}

static struct control_result controlled(struct arena *arena, enum tale_name run)
{
	struct tale tale = tale_told(run);
	struct control_result c =
		control_collect(arena, tale.script, tale.timeline, &tale.judgement, "start client -l off");

	tale_end(&tale);
	return c;
}

START_TEST(passes)
{
	struct arena *arena = arena_new();
	struct control_result control = controlled(arena, TALE_FIN);
	struct scenario_result *r = collected(TALE_RST, &control, 1);

	ck_assert(control.failed_as_it_must);
	ck_assert_int_eq(control.outcome, OUTCOME_FAILS);
	ck_assert_uint_eq(control.failed_at, 12);
	ck_assert_str_eq(control.sentence, "a FIN came where the script says R. (line 12)");
	ck_assert_int_eq(r->verdict, RESULT_PASS);
	ck_assert_str_eq(r->reason, "");
	ck_assert_uint_eq(r->segments, 4);
	ck_assert_uint_eq(r->calls, 3);
	ck_assert_uint_eq(r->states, 2);
	ck_assert_uint_eq(r->claim_count, 2);
	ck_assert(r->claims[0].settled && r->claims[1].settled);
	/* "*1" is evidence for the first claim only. */
	ck_assert_uint_eq(r->claims[0].evidence_count, 1);
	ck_assert_int_eq(r->claims[0].evidence[0].kind, EVIDENCE_FRAME);
	ck_assert_uint_eq(r->claims[0].evidence[0].frame, 5);
	ck_assert_str_eq(r->claims[0].evidence[0].text, "frame 5: R. 6:6(0) ack 1");
	ck_assert_int_eq(r->claims[1].evidence[0].kind, EVIDENCE_STATE);
	ck_assert_uint_eq(r->claims[1].evidence[0].line, 14);
	ck_assert_ptr_nonnull(strstr(r->text, "holds"));
	ck_assert_ptr_nonnull(strstr(r->text, "as it must"));
	result_free(r);
	arena_free(arena);
}
END_TEST

/* A scenario has shown something only if its controls failed where they must. */
START_TEST(controls_decide)
{
	struct arena *arena = arena_new();
	struct control_result good = controlled(arena, TALE_FIN), held = controlled(arena, TALE_RST);
	struct control_result elsewhere = controlled(arena, TALE_SILENT);
	struct control_result unrun = control_unrun(arena, "start client -l off", "no strace here");
	struct control_result both[] = { good, held };
	struct scenario_result *r;

	ck_assert(!held.failed_as_it_must && !elsewhere.failed_as_it_must && !unrun.failed_as_it_must);
	ck_assert_uint_eq(elsewhere.failed_at, 9);
	r = collected(TALE_RST, &held, 1);
	ck_assert_int_eq(r->verdict, RESULT_FAIL);
	ck_assert_ptr_nonnull(strstr(r->reason, "held as well"));
	ck_assert(!r->claims[0].settled);
	result_free(r);
	r = collected(TALE_RST, &elsewhere, 1);
	ck_assert_int_eq(r->verdict, RESULT_FAIL);
	ck_assert_ptr_nonnull(strstr(r->reason, "not at a starred line"));
	result_free(r);
	r = collected(TALE_RST, both, 2);
	ck_assert_int_eq(r->verdict, RESULT_FAIL);
	result_free(r);
	r = collected(TALE_RST, &unrun, 1);
	ck_assert_int_eq(r->verdict, RESULT_INCONCLUSIVE);
	ck_assert_ptr_nonnull(strstr(r->reason, "no strace here"));
	result_free(r);
	r = collected(TALE_RST, NULL, 0);
	ck_assert_int_eq(r->verdict, RESULT_INCONCLUSIVE);
	ck_assert_ptr_nonnull(strstr(r->reason, "not run"));
	result_free(r);
	r = collected(TALE_PAIR, NULL, 0);
	ck_assert_int_eq(r->verdict, RESULT_INCONCLUSIVE);
	ck_assert_str_eq(r->reason, "no control: nothing has been shown (add a control line)");
	ck_assert_ptr_nonnull(strstr(r->text, "excused"));
	result_free(r);
	r = collected(TALE_FIN, &good, 1);
	ck_assert_int_eq(r->verdict, RESULT_FAIL);
	ck_assert_ptr_nonnull(strstr(r->reason, "line 12"));
	ck_assert(!r->claims[0].settled);
	ck_assert_ptr_nonnull(strstr(r->text, "not shown"));
	result_free(r);
	arena_free(arena);
}
END_TEST

START_TEST(dropped_packets)
{
	struct tale tale = tale_judged(
		"start server\nstart client\n* never server exits 1\ncontrol without start client\n",
		"0 action start server\n0.1 action start client\n1 end\ndropped 3\n", JUDGE_FINAL);
	struct scenario_result *r =
		result_collect(tale.script, tale.timeline, &tale.judgement, NULL, 0, 1, &plain);

	ck_assert_int_eq(r->verdict, RESULT_INCONCLUSIVE);
	ck_assert_str_ne(r->reason, "");
	ck_assert_ptr_nonnull(strstr(r->text, "inconclusive"));
	result_free(r);
	tale_end(&tale);
}
END_TEST

static struct scenario_result *skipped(const char *reason)
{
	struct tale tale = tale_told(TALE_RST);
	struct scenario_result *r = result_unrun(tale.script, RESULT_SKIP, reason, &plain);

	tale_end(&tale);
	return r;
}

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
	ck_assert_str_eq(r->claims[0].instead, "only while the cable is whole");
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
					      collected(TALE_CROWD, &control, 1),
					      collected(TALE_FIN, &control, 1), NULL };
	json_t *json = results_to_json(results, 2, "6.1.0"), *claims = json_object_get(json, "claims");
	json_t *first = json_array_get(json_object_get(json, "scenarios"), 0);

	ck_assert_int_eq(json_integer_value(json_object_get(json, "version")), 1);
	ck_assert_str_eq(json_string_value(json_object_get(json, "kernel")), "6.1.0");
	ck_assert_uint_eq(json_array_size(json_object_get(json, "scenarios")), 2);
	ck_assert_str_eq(json_string_value(json_object_get(first, "verdict")), "pass");
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(first, "control"), "failed_at")),
			 12);
	ck_assert_ptr_null(json_object_get(first, "text"));
	ck_assert_uint_eq(json_array_size(claims), 3);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(claims, 0), "verdict")),
			 "confirmed");
	json_decref(json);
	/* One scenario that speaks about the claim fails: it is open. */
	json = results_to_json(results, 3, "6.1.0");
	claims = json_object_get(json, "claims");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(claims, 0), "verdict")), "open");
	ck_assert_uint_eq(json_array_size(json_object_get(json_array_get(claims, 0), "scenarios")), 2);
	json_decref(json);
	for (size_t i = 0; i < 3; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

/* Results in which everything that can be said says something nasty. */
static size_t nasty_results(struct arena *arena, struct scenario_result *results[4])
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

START_TEST(tap)
{
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results), tests = 0, blocks = 0;
	char *report = results_to_tap(results, count, "6.1.0"), *save, *line;
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
	report = results_to_tap(NULL, 0, "6.1.0");
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
	report = results_to_gradescope(results, count, "6.1.0");
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
	report = results_to_gradescope(NULL, 0, "6.1.0");
	json = json_loads(report, 0, NULL);
	ck_assert_ptr_nonnull(json_object_get(json, "score"));
	json_decref(json);
	free(report);
	for (index = 0; index < count; index++)
		result_free(results[index]);
	arena_free(arena);
}
END_TEST

/* A run of a program of the reader's own needs no control, proves nothing, and says "as ours" or "differs". */
START_TEST(yours)
{
	static const char script[] = "yours client\nstart client = exec x\nclient exits 0\n";
	struct tale good =
		tale_judged(script, "0 action start client = exec x\n1 client exits 0\n2 end\n", JUDGE_FINAL);
	struct tale bad =
		tale_judged(script, "0 action start client = exec x\n1 client exits 3\n2 end\n", JUDGE_FINAL);
	struct scenario_result *r[2] = {
		result_collect(good.script, good.timeline, &good.judgement, NULL, 0, 1, &plain),
		result_collect(bad.script, bad.timeline, &bad.judgement, NULL, 0, 1, &plain)
	};
	struct text table = { 0 };
	json_t *json = result_to_json(r[1]);
	struct scenario_result *again = result_from_json(json);

	ck_assert_int_eq(r[0]->verdict, RESULT_PASS);
	ck_assert_ptr_nonnull(strstr(r[0]->text, "as ours"));
	ck_assert_int_eq(r[1]->verdict, RESULT_FAIL);
	ck_assert_ptr_nonnull(strstr(r[1]->text, "differs"));
	ck_assert_ptr_nonnull(strstr(r[1]->advice, "status 3"));
	ck_assert(again->yours);
	ck_assert_str_eq(again->advice, r[1]->advice);
	results_table_draw(&table, r, 2, &plain);
	ck_assert_ptr_nonnull(strstr(text_chars(&table), "1 of 2 as ours"));
	text_free(&table);
	json_decref(json);
	result_free(again);
	result_free(r[0]);
	result_free(r[1]);
	tale_end(&good);
	tale_end(&bad);
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
	char *report = results_to_junit(results, count, "6.1.0 <\"&\001>");
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
	report = results_to_junit(NULL, 0, "6.1.0");
	ck_assert_ptr_nonnull(strstr(report, "tests=\"0\""));
	free(report);
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

/* Everything that is printed under a ladder or as a table keeps to its width and to its characters. */
START_TEST(printed)
{
	static const int widths[] = { 60, 80, 100, 120, 400 };
	struct arena *arena = arena_new();
	struct scenario_result *results[4];
	size_t count = nasty_results(arena, results);

	for (size_t w = 0; w < 2 * sizeof(widths) / sizeof(widths[0]); w++) {
		struct ladder_style style = { .width = widths[w / 2], .utf8 = w % 2 };
		struct text out = { 0 };
		char *save, *line;

		results_table_draw(&out, results, count, &style);
		for (size_t i = 0; i < count; i++) {
			summary_head(&out, results[i], &style);
			summary_draw(&out, results[i], NULL, NULL, &style);
		}
		for (line = strtok_r(out.chars, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
			ck_assert_int_le(text_columns(line), strip_width(&style));
			for (const char *s = line; *s; s++)
				ck_assert((unsigned char)*s >= 0x20 &&
					  (style.utf8 || (unsigned char)*s < 0x7f));
		}
		text_free(&out);
	}
	for (size_t i = 0; i < count; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

START_TEST(table)
{
	struct arena *arena = arena_new();
	struct control_result control = controlled(arena, TALE_FIN);
	struct scenario_result *results[] = { collected(TALE_RST, &control, 1),
					      collected(TALE_FIN, &control, 1), skipped("no strace here") };
	struct text out = { 0 };

	results_table_draw(&out, results, 3, &plain);
	ck_assert_str_eq(text_chars(&out),
			 "  + tests/story  a test                                                   0.25 s\n"
			 "  ! tests/story  a test                                                   0.25 s\n"
			 "      line 12 expects \"client > server R. 6:6(0) ack 1\"; instead: client >\n"
			 "      server F. 6:6(0) ack 1 - flags F. where R. was expected\n"
			 "  - tests/story  a test\n"
			 "      no strace here\n"
			 "  1 holds, 1 fails, 1 skipped\n");
	text_free(&out);
	for (size_t i = 0; i < 3; i++)
		result_free(results[i]);
	arena_free(arena);
}
END_TEST

Suite *suite_reports(void)
{
	Suite *s = suite_create("reports");
	TCase *c = tcase_create("reports");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, passes);
	tcase_add_test(c, controls_decide);
	tcase_add_test(c, dropped_packets);
	tcase_add_test(c, json_round_trip);
	tcase_add_test(c, json_refused);
	tcase_add_test(c, json_of_all);
	tcase_add_test(c, tap);
	tcase_add_test(c, junit);
	tcase_add_test(c, gradescope);
	tcase_add_test(c, yours);
	tcase_add_test(c, printed);
	tcase_add_test(c, table);
	suite_add_tcase(s, c);
	return s;
}
