/* test_reports.c - results: what the run and its controls come to, and what is printed of it. */
#include <stdlib.h>
#include <string.h>

#include "common/report/strip.h"
#include "common/report/summary.h"
#include "tests/unit/suites.h"
#include "tests/support/told_results.h"

START_TEST(passes)
{
	struct arena *arena = arena_new();
	struct control_result control = controlled(arena, TALE_FIN);
	struct scenario_result *r = collected(TALE_RST, &control, 1);

	ck_assert(control.as_it_must);
	ck_assert_int_eq(control.outcome, OUTCOME_FAILS);
	ck_assert_uint_eq(control.failed_at, 12);
	ck_assert_str_eq(control.sentence, "a FIN came where the script says R. (line 12)");
	ck_assert_int_eq(r->verdict, RESULT_PASS);
	ck_assert_str_eq(r->reason, "");
	ck_assert_uint_eq(r->segments, 4);
	ck_assert_uint_eq(r->calls, 3);
	ck_assert_uint_eq(r->states, 2);
	ck_assert_uint_eq(r->claim_count, 2);
	ck_assert(r->claims[0].shown && r->claims[1].shown);
	/* "*2" is evidence for the second claim only. */
	ck_assert_uint_eq(r->claims[0].evidence_count, 1);
	ck_assert_uint_eq(r->claims[1].evidence_count, 2);
	ck_assert_int_eq(r->claims[0].evidence[0].kind, EVIDENCE_FRAME);
	ck_assert_uint_eq(r->claims[0].evidence[0].frame, 5);
	ck_assert_str_eq(r->claims[0].evidence[0].text, "frame 5: R. 6:6(0) ack 1");
	ck_assert_int_eq(r->claims[1].evidence[1].kind, EVIDENCE_STATE);
	ck_assert_uint_eq(r->claims[1].evidence[1].line, 14);
	/* What decides is where the control parts from it. */
	ck_assert_str_eq(
		r->claims[0].sentence,
		"40 us after close(): client > server R. 6:6(0) ack 1; with --linger off in place of --linger 0: a FIN came");
	/* And what it came to. */
	ck_assert_str_eq(
		r->claims[1].sentence,
		"40 us after close(): client > server R. 6:6(0) ack 1; with --linger off in place of "
		"--linger 0: a FIN came; in the end state client CLOSED: not in the kernel's table");
	ck_assert_uint_eq(r->claims[1].line, 12);
	ck_assert_str_eq(r->claims[1].control, "start client --linger off");
	ck_assert_double_eq_tol(r->claims[0].waited, 0.00484, 1e-5);
	ck_assert_double_eq_tol(r->claims[1].waited, 0.006, 1e-5);
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
	struct control_result unrun = control_unrun(
		arena, &(struct control){ .text = "start client --linger off" }, "no strace here");
	struct control_result both[] = { good, held };
	struct scenario_result *r;

	ck_assert(!held.as_it_must && !elsewhere.as_it_must && !unrun.as_it_must);
	ck_assert_uint_eq(elsewhere.failed_at, 9);
	r = collected(TALE_RST, &held, 1);
	ck_assert_int_eq(r->verdict, RESULT_FAIL);
	ck_assert_ptr_nonnull(strstr(r->reason, "held as well"));
	ck_assert(!r->claims[0].shown);
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
	ck_assert(!r->claims[0].shown);
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

/* A run of a program of the reader's own needs no control, proves nothing, and says "as ours" or "differs". */
START_TEST(yours)
{
	static const char script[] = "yours client\nstart client = exec x\nclient exits 0\n";
	struct tale good =
		tale_judged(script, "0 action start client = exec x\n1 client exits 0\n2 end\n", JUDGE_FINAL);
	struct tale bad =
		tale_judged(script, "0 action start client = exec x\n1 client exits 3\n2 end\n", JUDGE_FINAL);
	struct scenario_result *r[3] = {
		result_collect(good.script, good.timeline, &good.judgement, NULL, 0, 1, &plain),
		result_collect(bad.script, bad.timeline, &bad.judgement, NULL, 0, 1, &plain),
		result_unrun(good.script, RESULT_SKIP, "has no part in it", &plain)
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
	results_table_draw(&table, r, 3, &plain);
	ck_assert_ptr_nonnull(strstr(text_chars(&table), "1 of 2 as ours"));
	ck_assert_ptr_nonnull(strstr(text_chars(&table), "1 skipped"));
	text_free(&table);
	json_decref(json);
	result_free(again);
	for (size_t i = 0; i < 3; i++)
		result_free(r[i]);
	tale_end(&good);
	tale_end(&bad);
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
	tcase_add_test(c, yours);
	tcase_add_test(c, printed);
	tcase_add_test(c, table);
	suite_add_tcase(s, c);
	return s;
}
