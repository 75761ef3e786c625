/* test_claims.c - the table that is made of the catalogue of claims and the scenarios' results, and how it is drawn. */
#include <check.h>
#include <string.h>

#include "common/claims/table.h"
#include "tests/support/small_catalogue.h"
#include "tests/support/told_claims.h"
#include "tests/unit/suites.h"

static struct claims_table *make(const struct catalogue *c, struct scenario_result *const *results,
				 size_t count)
{
	return claims_table_make(c, results, count, NULL, 0, "6.1.0");
}

static enum claim_status status_of(const struct claims_table *t, const char *id)
{
	const struct claim_row *row = claims_table_find(t, id);

	ck_assert_msg(row != NULL, "%s is not in the table", id);
	return row->status;
}

/* What a function of table.h's says of a claim. */
static void says(const struct claims_table *t, const char *id,
		 void (*say)(struct text *out, const struct claim_row *row), const char *expected)
{
	struct text text = { 0 };

	say(&text, claims_table_find(t, id));
	ck_assert_str_eq(text_chars(&text), expected);
	text_free(&text);
}

/* ---- what the words share ---- */

START_TEST(sources)
{
	struct text t = { 0 };

	claim_sources_text(&t, "000;001; UNP1 7.5;;UNP1 2.6");
	ck_assert_str_eq(text_chars(&t), "UNP1 7.5; UNP1 2.6; study notes 000, 001");
	text_free(&t);
	claim_sources_text(&t, "003");
	ck_assert_str_eq(text_chars(&t), "study notes 003");
	text_free(&t);
	claim_sources_text(&t, "");
	ck_assert_str_eq(text_chars(&t), "");
	text_free(&t);
}
END_TEST

START_TEST(errors_of_the_whole)
{
	static const char *const topics[] = { "linger", "none" };
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "unknown", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "four-crash", holds, 1),
	};
	struct claims_table *t;

	ck_assert(catalogue_add_undecidable(c, "u", "id\treason\nfour-crash\tx\n", 23, &error));
	t = make(c, results, 2);
	ck_assert_uint_eq(t->error_count, 2);
	ck_assert_str_eq(t->errors[0], "unknown: linger/01 names it, but the catalogue does not");
	ck_assert_str_eq(t->errors[1], "four-crash: is listed as undecidable, but linger/02 speaks of it");
	ck_assert_int_eq(status_of(t, "four-crash"), CLAIM_UNDECIDED);
	ck_assert(claims_table_is_faulty(t));
	claims_table_free(t);
	t = claims_table_make(c, results, 0, topics, 2, "6.1.0");
	ck_assert_uint_eq(t->count, 2);
	ck_assert_uint_eq(t->error_count, 1);
	ck_assert_str_eq(t->errors[0], "no claim has the topic 'none'");
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(evidence_is_counted)
{
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", holds, 4),
		tell(&told[1], "02", RESULT_SKIP, "one-rst", holds, 0),
	};
	struct claims_table *t = make(c, results, 2);

	says(t, "one-rst", claim_evidence_text, "linger/01: frames 6, 8 to 12, 1 call, 1 absence");
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* "Linux 6.1, day, world": each thing once; of a constant, compiler and libc in the place of the kernel. */
START_TEST(circumstances)
{
	struct catalogue *c = must_parse("id\tclaim\tform\na\tA.\t\nb\tB.\tconstant\n");
	struct told_claim told[3];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "a", holds, 1),
		tell(&told[2], "03", RESULT_PASS, "b", holds, 1),
	};
	struct claims_table *t;

	told[1].result.at.world = "hosts";
	told[1].result.at.settings = "net.ipv4.tcp_sack=0";
	t = make(c, results, 3);
	says(t, "a", claim_circumstances_text,
	     "Linux 6.1.0, 2026-11-30, world loopback and hosts, with net.ipv4.tcp_sack=0");
	says(t, "b", claim_circumstances_text, "gcc 12.2.0, glibc 2.36, 2026-11-30");
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* A claim of 675 s that rests on timers of a second says so. */
START_TEST(times_that_nobody_waited_for)
{
	struct catalogue *c = must_parse("id\tclaim\na\tIt is abandoned 11 min 15 s after the first probe.\n"
					 "b\tIt waits a second.\nc\tA FIN comes.\n");
	struct told_claim told[3];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "b", holds, 1),
		tell(&told[2], "03", RESULT_PASS, "c", holds, 1),
	};
	struct claims_table *t;

	for (size_t i = 0; i < 3; i++)
		told[i].claim.waited = 9;
	t = make(c, results, 3);
	says(t, "a", claim_waited_text,
	     "the sentence speaks of 675 s, and the longest wait was 9.0 s, in linger/01: what is longer was read from "
	     "the kernel, or played with shorter timers");
	says(t, "b", claim_waited_text, "");
	says(t, "c", claim_waited_text, "");
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* ---- pictures ---- */

/* Draws the table and one claim of it, and looks for lines that are too wide. */
static void check_width(const struct claims_table *t, const struct ladder_style *style)
{
	struct text out = { 0 };
	char *line, *rest;

	claims_table_draw(&out, t, true, style);
	for (size_t i = 0; i < t->count; i++) {
		claim_draw(&out, t, &t->rows[i], "build/lab", style);
		claim_draw_line(&out, &t->rows[i], style);
	}
	rest = out.chars;
	while ((line = strsep(&rest, "\n"))) {
		ck_assert_msg(text_columns(line) <= style->width, "%s", line);
		for (const char *s = line; *s && !style->utf8; s++)
			ck_assert_msg((unsigned char)*s < 0x80, "%s", line);
		ck_assert(style->colour || !strchr(line, '\033'));
	}
	text_free(&out);
}

START_TEST(pictures)
{
	static const struct ladder_style styles[] = {
		{ .width = 60, .utf8 = true },
		{ .width = 80 },
		{ .width = 80, .utf8 = true, .colour = true },
		{ .width = 120, .utf8 = true },
	};
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[3];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", holds, 4),
		tell(&told[1], "02", RESULT_FAIL, "two-fin", holds, 0),
		tell(&told[2], "03", RESULT_PASS, "one-rst", fails("an \033[31mescape\a: and é"), 1),
	};
	struct claims_table *t = make(c, results, 3);
	struct text out = { 0 };

	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		check_width(t, &styles[i]);
	claims_table_draw(&out, t, false, &styles[1]);
	ck_assert_ptr_nonnull(strstr(
		text_chars(&out), "1 qualified, 1 open (1 in part), 4 with no scenario yet, on Linux 6.1.0"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "no scenario yet\n  close (3), keepalive (1)\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "scenarios linger/02 (fail)"));
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* A claim stands alone: the first line is the answer, each case has its evidence, and the whole fits a screen. */
START_TEST(an_answer)
{
	static const struct ladder_style style = { .width = 80 };
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "one-rst", fails("after a FIN: nothing comes"), 1),
		tell(&told[2], "03", RESULT_PASS, "one-rst", rarely("at night: it sleeps"), 1),
		tell(&told[3], "04", RESULT_SKIP, "one-rst", holds, 0),
	};
	struct claims_table *t;
	struct text out = { 0 };
	const char *text;
	size_t lines = 0;

	told[0].claim.sentence =
		"0.3 ms after close(): client > server R.; with -l off in place of -l 0: a FIN came";
	told[0].result.played = 7;
	results[3]->reason = "requires virtual time (make time-machine)";
	t = make(c, results, 4);
	claim_draw(&out, t, claims_table_find(t, "one-rst"), "build/lab", &style);
	text = text_chars(&out);
	ck_assert_int_eq(strncmp(text, "qualified    one-rst  With {on, 0} close() sends a RST.\n", 56), 0);
	ck_assert_ptr_nonnull(
		strstr(text, "  qualified: holds in 1 case, fails in 1, rarely in 1 more; 1 of 4 not shown\n"
			     "  (Linux 6.1.0, 2026-11-30, world loopback)\n"));
	ck_assert_ptr_nonnull(strstr(
		text, "  holds    linger/01 (7 times): 0.3 ms after close(): client > server R.; with\n"
		      "           -l off in place of -l 0: a FIN came\n"));
	ck_assert_ptr_nonnull(strstr(text, "  fails    after a FIN: nothing comes\n           linger/02:"));
	ck_assert_ptr_nonnull(strstr(text, "  fails rarely  at night: it sleeps\n"));
	ck_assert_ptr_nonnull(strstr(text, "  missing  linger/04 was not played: requires virtual time ("));
	ck_assert_ptr_nonnull(strstr(text, "  source   UNP1 7.5; study notes 000, 004\n"));
	ck_assert_ptr_nonnull(strstr(text, "  again    build/lab claims --play one-rst\n"));
	for (const char *s = text; (s = strchr(s, '\n')); s++)
		lines++;
	ck_assert_uint_le(lines, 23);
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* What is missing is told with the reason, in the table as well. */
START_TEST(not_played)
{
	struct ladder_style style = { .width = 80 };
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", holds, 1),
		tell(&told[1], "02", RESULT_SKIP, "two-fin", holds, 0),
		tell(&told[2], "03", RESULT_SKIP, "six-probe", holds, 0),
		tell(&told[3], "04", RESULT_SKIP, "one-rst", holds, 0),
	};
	struct claims_table *t;
	struct text out = { 0 };

	results[1]->reason = results[3]->reason = "requires virtual time (make time-machine)";
	t = make(c, results, 4);
	claims_table_draw(&out, t, false, &style);
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "and 1 whose scenarios were not played\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "not played\n  keepalive (1)\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "no scenario yet\n  close (3)\n"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "in part   confirmed in 1 of 2 cases; linger/04 was not played:"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "1 confirmed (1 in part), 2 not played, 3 with no scenario yet"));
	text_free(&out);
	claim_draw(&out, t, claims_table_find(t, "two-fin"), "build/lab", &style);
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "was not played: requires virtual time (make time-machine)"));
	text_free(&out);
	ck_assert(!claims_table_is_faulty(t));
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(markdown)
{
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "two-fin", fails("only *then*: no"), 1),
		tell(&told[1], "02", RESULT_PASS, "two-fin", holds, 1),
	};
	struct claims_table *t = make(c, results, 2);
	struct text out = { 0 };

	claims_table_markdown(&out, t);
	ck_assert_ptr_nonnull(strstr(
		text_chars(&out),
		"| close() sends a FIN \\| &lt;b&gt;always&lt;/b&gt;.<br>`two-fin` | UNP1 2.6; UNP1 4.9 "
		"| qualified: holds in 1 case, fails in 1 | only \\*then\\*: no | linger/01: frame 6; linger/02: frame 6 "
		"|\n"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "On Linux 6.1.0: 1 qualified, 5 with no scenario yet.\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "\nOf 1 more there is no scenario yet.\n"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "## Not played, or no scenario yet\n\nclose (3), keepalive (1).\n"));
	text_free(&out);
	claims_table_markdown_short(&out, t);
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "`two-fin` | qualified | only \\*then\\*: no | linger/01, 02 |\n"));
	ck_assert_ptr_null(strstr(text_chars(&out), "one-rst"));
	text_free(&out);
	claim_markdown(&out, t, claims_table_find(t, "two-fin"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "# two-fin\n\n> close() sends a FIN \\|"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "- **fails** only \\*then\\*: no  \n  `linger/01`: "));
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* For other programs: open, not played and undecided are told apart. */
START_TEST(json)
{
	struct catalogue *c = must_parse(catalogue_text);
	struct told_claim told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", rarely("at night: it sleeps"), 1),
		tell(&told[1], "02", RESULT_FAIL, "two-fin", holds, 0),
		tell(&told[2], "03", RESULT_SKIP, "six-probe", holds, 0),
		tell(&told[3], "04", RESULT_PASS, "four-crash", holds, 1),
	};
	static const char *const verdicts[] = { "refuted", "open", "undecided", "not played" };
	struct claims_table *t;
	json_t *claims, *one, *of;

	ck_assert(catalogue_add_undecidable(c, "u", "id\treason\nfour-crash\tx\n", 23, &error));
	t = make(c, results, 4);
	claims = claims_table_json(t, results, 4);
	ck_assert_uint_eq(json_array_size(claims), 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_str_eq(json_string_value(json_object_get(json_array_get(claims, i), "verdict")),
				 verdicts[i]);
	one = json_array_get(claims, 0);
	of = json_array_get(json_object_get(one, "cases"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(of, "case")), "fails");
	ck_assert(json_is_true(json_object_get(of, "rare")) && json_is_true(json_object_get(of, "shown")));
	ck_assert_str_eq(json_string_value(json_object_get(of, "text")), "at night: it sleeps");
	of = json_array_get(json_object_get(json_array_get(claims, 1), "cases"), 0);
	ck_assert(json_is_false(json_object_get(of, "shown")));
	ck_assert_str_eq(json_string_value(json_object_get(of, "why")), "fail: a FIN came instead");
	json_decref(claims);
	claims = claims_table_json(t, results, 1); /* only what these speak of */
	ck_assert_uint_eq(json_array_size(claims), 1);
	json_decref(claims);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(a_table_of_nothing)
{
	struct catalogue *c = must_parse("id\tclaim\n");
	struct claims_table *t = make(c, NULL, 0);
	struct ladder_style style = { .width = 80 };
	struct text out = { 0 };

	claims_table_draw(&out, t, true, &style);
	ck_assert_str_eq(text_chars(&out), "  no claims on Linux 6.1.0\n");
	claims_table_markdown(&out, t);
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "no claims."));
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
	claims_table_free(NULL);
}
END_TEST

Suite *suite_claims(void)
{
	Suite *suite = suite_create("claims");
	TCase *table = tcase_create("table");

	tcase_add_test(table, sources);
	tcase_add_test(table, errors_of_the_whole);
	tcase_add_test(table, evidence_is_counted);
	tcase_add_test(table, circumstances);
	tcase_add_test(table, times_that_nobody_waited_for);
	tcase_add_test(table, pictures);
	tcase_add_test(table, an_answer);
	tcase_add_test(table, not_played);
	tcase_add_test(table, markdown);
	tcase_add_test(table, json);
	tcase_add_test(table, a_table_of_nothing);
	suite_add_tcase(suite, table);
	return suite;
}
