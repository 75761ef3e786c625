/* test_claims.c - the table that is made of the catalogue of claims and the scenarios' results. */
#include <check.h>
#include <string.h>

#include "common/claims/table.h"
#include "tests/support/small_catalogue.h"
#include "tests/unit/suites.h"

static struct evidence evidence[] = {
	{ .kind = EVIDENCE_FRAME, .text = "frame 6: R. 6:6(0) ack 1", .frame = 6, .line = 14 },
	{ .kind = EVIDENCE_FRAME, .text = "frames 8 to 12: 5 segments, data 1:N", .frame = 8, .line = 15 },
	{ .kind = EVIDENCE_FRAME, .text = "never server > client  F.: none to the end", .line = 16 },
	{ .kind = EVIDENCE_CALL, .text = "close(3) = 0", .line = 17 },
};

/* A scenario that speaks about one claim. */
struct told {
	struct scenario_result result;
	struct claim_result claim;
};

static struct scenario_result *tell(struct told *t, const char *name, enum verdict verdict, const char *id,
				    enum claim_verdict says, const char *instead, size_t evidence_count)
{
	*t = (struct told){
		.claim = { .id = id,
			   .verdict = says,
			   .settled = verdict == RESULT_PASS,
			   .instead = instead,
			   .evidence = evidence,
			   .evidence_count = evidence_count },
		.result = { .lab = "linger",
			    .name = name,
			    .file = "labs/linger/x.lab",
			    .title = "A scenario",
			    .verdict = verdict,
			    .reason = verdict == RESULT_PASS ? "" : "a FIN came instead",
			    .claim_count = 1 },
	};
	t->result.claims = &t->claim;
	return &t->result;
}

static enum claim_status status_of(const struct claims_table *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].claim->id, id) == 0)
			return t->rows[i].status;
	ck_abort_msg("%s is not in the table", id);
	return CLAIM_STATUSES;
}

static struct claims_table *make(const struct catalogue *c, struct scenario_result *const *results,
				 size_t count)
{
	return claims_table_make(c, results, count, NULL, 0, "6.1.0");
}

START_TEST(each_verdict)
{
	struct catalogue *c = must_parse(catalogue_text);
	struct told told[5];
	struct scenario_result *results[5];
	struct claims_table *t;

	ck_assert(catalogue_add_undecidable(c, "u", "id\treason\nfour-crash\tx\n", 23, &error));
	results[0] = tell(&told[0], "01", RESULT_PASS, "one-rst", VERDICT_CONFIRMED, NULL, 1);
	results[1] = tell(&told[1], "02", RESULT_PASS, "two-fin", VERDICT_QUALIFIED, "only then", 1);
	results[2] = tell(&told[2], "03", RESULT_PASS, "three-wait", VERDICT_REFUTED, "it returns", 1);
	results[3] = tell(&told[3], "04", RESULT_PASS, "five-open", VERDICT_ANSWERED, "so", 1);
	results[4] = tell(&told[4], "05", RESULT_PASS, "two-fin", VERDICT_QUALIFIED, "only then", 1);
	t = make(c, results, 5);
	ck_assert_uint_eq(t->count, 6);
	ck_assert_uint_eq(t->error_count, 0);
	ck_assert_int_eq(status_of(t, "one-rst"), CLAIM_CONFIRMED);
	ck_assert_int_eq(status_of(t, "two-fin"), CLAIM_QUALIFIED);
	ck_assert_int_eq(status_of(t, "three-wait"), CLAIM_REFUTED);
	ck_assert_int_eq(status_of(t, "four-crash"), CLAIM_UNDECIDABLE);
	ck_assert_int_eq(status_of(t, "five-open"), CLAIM_ANSWERED);
	ck_assert_int_eq(status_of(t, "six-probe"), CLAIM_UNTRIED);
	for (size_t s = 0; s < CLAIM_STATUSES; s++)
		ck_assert_uint_eq(t->counts[s],
				  s != CLAIM_UNSETTLED && s != CLAIM_CONTRADICTORY && s != CLAIM_UNPLAYED);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(a_scenario_that_did_not_pass_settles_nothing)
{
	static const enum verdict verdicts[] = { RESULT_FAIL, RESULT_SKIP, RESULT_INCONCLUSIVE };
	struct catalogue *c = must_parse(catalogue_text);

	for (size_t i = 0; i < 3; i++) {
		struct told told[2];
		struct scenario_result *results[] = {
			tell(&told[0], "01", verdicts[i], "one-rst", VERDICT_CONFIRMED, NULL, 0),
			tell(&told[1], "02", RESULT_PASS, "one-rst", VERDICT_CONFIRMED, NULL, 1),
		};
		struct claims_table *alone = make(c, results, 1), *both = make(c, results, 2);

		ck_assert_int_eq(status_of(alone, "one-rst"),
				 verdicts[i] == RESULT_SKIP ? CLAIM_UNPLAYED : CLAIM_UNSETTLED);
		/* One that was skipped says nothing, and leaves the word to the other: it may be about another kernel. */
		ck_assert_int_eq(status_of(both, "one-rst"),
				 verdicts[i] == RESULT_SKIP ? CLAIM_CONFIRMED : CLAIM_UNSETTLED);
		ck_assert_uint_eq(both->error_count, 0);
		claims_table_free(alone);
		claims_table_free(both);
	}
	catalogue_free(c);
}
END_TEST

START_TEST(errors_of_the_whole)
{
	static const char *const topics[] = { "linger", "none" };
	struct catalogue *c = must_parse(catalogue_text);
	struct told told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", VERDICT_CONFIRMED, NULL, 1),
		tell(&told[1], "02", RESULT_PASS, "one-rst", VERDICT_REFUTED, "no", 1),
		tell(&told[2], "03", RESULT_PASS, "unknown", VERDICT_REFUTED, "no", 1),
		tell(&told[3], "04", RESULT_PASS, "four-crash", VERDICT_CONFIRMED, NULL, 1),
	};
	struct claims_table *t;

	ck_assert(catalogue_add_undecidable(c, "u", "id\treason\nfour-crash\tx\n", 23, &error));
	t = make(c, results, 4);
	ck_assert_int_eq(status_of(t, "one-rst"), CLAIM_CONTRADICTORY);
	ck_assert_uint_eq(t->error_count, 3);
	ck_assert_str_eq(t->errors[0], "unknown: linger/03 names it, but the catalogue does not");
	ck_assert_str_eq(t->errors[1], "one-rst: linger/01 says confirmed, but linger/02 says refuted");
	ck_assert_str_eq(t->errors[2], "four-crash: is listed as undecidable, but linger/04 decides it");
	claims_table_free(t);
	t = claims_table_make(c, results, 1, topics, 2, "6.1.0");
	ck_assert_uint_eq(t->count, 2);
	ck_assert_uint_eq(t->error_count, 1);
	ck_assert_str_eq(t->errors[0], "no claim has the topic 'none'");
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(words)
{
	struct told told[2];
	struct claim_voice voices[] = {
		{ tell(&told[0], "01", RESULT_PASS, "one-rst", VERDICT_QUALIFIED, "only then", 4),
		  &told[0].claim },
		{ tell(&told[1], "02", RESULT_SKIP, "one-rst", VERDICT_QUALIFIED, "only then", 0),
		  &told[1].claim },
	};
	struct claim_row row = { .voices = voices, .voice_count = 2 };
	struct text t = { 0 };

	claim_evidence_text(&t, &row);
	ck_assert_str_eq(text_chars(&t), "linger/01: frames 6, 8 to 12, 1 call, 1 absence; linger/02 (skip)");
	text_free(&t);
	claim_instead_text(&t, &row);
	ck_assert_str_eq(text_chars(&t), "only then");
	text_free(&t);
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

/* Draws the table and one claim of it, and looks for lines that are too wide. */
static void check_width(const struct claims_table *t, const struct ladder_style *style)
{
	struct text out = { 0 };
	char *line, *rest;

	claims_table_draw(&out, t, true, style);
	ck_assert(claims_table_draw_claim(&out, t, "one-rst", "build/lab", style));
	ck_assert(!claims_table_draw_claim(&out, t, "none", "build/lab", style));
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
	struct told told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", VERDICT_CONFIRMED, "an \033[31mescape\a and é",
		     4),
		tell(&told[1], "02", RESULT_FAIL, "two-fin", VERDICT_CONFIRMED, NULL, 0),
	};
	struct claims_table *t = make(c, results, 2);
	struct text out = { 0 };

	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		check_width(t, &styles[i]);
	claims_table_draw(&out, t, false, &styles[1]);
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "1 confirmed, 1 unsettled, 4 with no scenario yet, on Linux 6.1.0"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "no scenario yet\n  close (3), keepalive (1)\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "scenarios linger/02 (fail)"));
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* A claim whose scenarios were skipped has some: it is counted apart, and told with the reason. */
START_TEST(not_played)
{
	struct ladder_style style = { .width = 80 };
	struct catalogue *c = must_parse(catalogue_text);
	struct told told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "one-rst", VERDICT_CONFIRMED, NULL, 1),
		tell(&told[1], "02", RESULT_SKIP, "two-fin", VERDICT_CONFIRMED, NULL, 0),
		tell(&told[2], "03", RESULT_SKIP, "six-probe", VERDICT_CONFIRMED, NULL, 0),
		tell(&told[3], "04", RESULT_SKIP, "one-rst", VERDICT_CONFIRMED, NULL, 0),
	};
	struct claims_table *t;
	struct text out = { 0 };

	results[1]->reason = "requires virtual time (make time-machine)";
	t = make(c, results, 4);
	claims_table_draw(&out, t, false, &style);
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "and 1 whose scenarios were not played\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "not played\n  keepalive (1)\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "no scenario yet\n  close (3)\n"));
	ck_assert_ptr_null(strstr(text_chars(&out), "linger/04"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "1 confirmed, 2 not played, 3 with no scenario yet"));
	text_free(&out);
	ck_assert(claims_table_draw_claim(&out, t, "two-fin", "build/lab", &style));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "skip: requires virtual time (make time-machine)"));
	ck_assert_ptr_null(strstr(text_chars(&out), "build/lab run"));
	text_free(&out);
	ck_assert(claims_table_draw_claim(&out, t, "one-rst", "build/lab", &style));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "build/lab run linger/01\n"));
	text_free(&out);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(markdown)
{
	struct catalogue *c = must_parse(catalogue_text);
	struct told told;
	struct scenario_result *results[] = {
		tell(&told, "01", RESULT_PASS, "two-fin", VERDICT_QUALIFIED, "only *then*", 1),
	};
	struct claims_table *t = make(c, results, 1);
	struct text out = { 0 };

	claims_table_markdown(&out, t);
	ck_assert_ptr_nonnull(strstr(
		text_chars(&out),
		"| close() sends a FIN \\| &lt;b&gt;always&lt;/b&gt;.<br>`two-fin` | UNP1 2.6; UNP1 4.9 "
		"| qualified | only \\*then\\* | linger/01: frame 6 |\n"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "On Linux 6.1.0: 1 qualified, 5 with no scenario yet.\n"));
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "\nOf 1 more there is no scenario yet.\n"));
	ck_assert_ptr_nonnull(
		strstr(text_chars(&out), "## Not played, or no scenario yet\n\nclose (3), keepalive (1).\n"));
	text_free(&out);
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
	claims_table_free(NULL);
	catalogue_free(c);
}
END_TEST

Suite *suite_claims(void)
{
	Suite *suite = suite_create("claims");
	TCase *table = tcase_create("table");

	tcase_add_test(table, each_verdict);
	tcase_add_test(table, a_scenario_that_did_not_pass_settles_nothing);
	tcase_add_test(table, errors_of_the_whole);
	tcase_add_test(table, words);
	tcase_add_test(table, pictures);
	tcase_add_test(table, not_played);
	tcase_add_test(table, markdown);
	tcase_add_test(table, a_table_of_nothing);
	suite_add_tcase(suite, table);
	return suite;
}
