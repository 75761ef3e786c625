/* test_claims_verdict.c - the verdict follows from the cases that were shown, and what is missing is said. */
#include <check.h>
#include <string.h>

#include "common/claims/table.h"
#include "tests/support/small_catalogue.h"
#include "tests/support/told_claims.h"
#include "tests/unit/suites.h"

enum { CASES_MOST = 4 };

/* A claim whose catalogue row has this form, with so many cases. */
struct verdict_case {
	const char *form;
	struct {
		enum verdict verdict; /* of the scenario */
		struct claim_says says;
	} cases[CASES_MOST];
	size_t count;
	enum claim_status status;
	const char *words;
};

#define HOLDS                                                                                                \
	{                                                                                                    \
		.what = CASE_HOLDS                                                                           \
	}
#define FAILS                                                                                                \
	{                                                                                                    \
		.what = CASE_FAILS, .text = "so: no"                                                         \
	}
#define RARE                                                                                                 \
	{                                                                                                    \
		.what = CASE_FAILS, .rare = true, .text = "so: no"                                           \
	}
#define PART(n, of)                                                                                          \
	{                                                                                                    \
		.what = CASE_ANSWERS, .part = (n), .parts = (of), .text = "yes"                              \
	}
#define P RESULT_PASS
#define S RESULT_SKIP
#define F RESULT_FAIL

static const struct verdict_case rows[] = {
	{ "", { { P, HOLDS } }, 1, CLAIM_CONFIRMED, "confirmed in 1 case" },
	{ "", { { P, HOLDS }, { P, HOLDS } }, 2, CLAIM_CONFIRMED, "confirmed in 2 cases" },
	{ "", { { P, FAILS }, { P, FAILS } }, 2, CLAIM_REFUTED, "refuted in 2 cases" },
	{ "",
	  { { P, HOLDS }, { P, FAILS }, { P, FAILS } },
	  3,
	  CLAIM_QUALIFIED,
	  "qualified: holds in 1 case, fails in 2" },
	/* What no ordinary program meets does not weigh as much. */
	{ "", { { P, HOLDS }, { P, RARE } }, 2, CLAIM_RARELY, "rarely fails: holds in 1 case, rarely in 1" },
	{ "",
	  { { P, HOLDS }, { P, RARE }, { P, FAILS } },
	  3,
	  CLAIM_QUALIFIED,
	  "qualified: holds in 1 case, fails in 1, rarely in 1 more" },
	/* While a case is missing, the verdict is about the others. */
	{ "", { { P, HOLDS }, { S, HOLDS }, { P, HOLDS } }, 3, CLAIM_CONFIRMED, "confirmed in 2 of 3 cases" },
	{ "", { { P, HOLDS }, { S, FAILS } }, 2, CLAIM_CONFIRMED, "confirmed in 1 of 2 cases" },
	{ "", { { P, FAILS }, { F, HOLDS } }, 2, CLAIM_REFUTED, "refuted in 1 of 2 cases" },
	{ "",
	  { { P, HOLDS }, { P, FAILS }, { RESULT_INCONCLUSIVE, FAILS } },
	  3,
	  CLAIM_QUALIFIED,
	  "qualified: holds in 1 case, fails in 1; 1 of 3 not shown" },
	{ "", { { F, HOLDS } }, 1, CLAIM_OPEN, "open" },
	{ "", { { RESULT_INCONCLUSIVE, HOLDS }, { S, HOLDS } }, 2, CLAIM_OPEN, "open" },
	{ "", { { S, HOLDS } }, 1, CLAIM_UNPLAYED, "not played" },
	{ "", { { 0 } }, 0, CLAIM_UNTRIED, "no scenario yet" },
	/* Something can happen: that it need not is no exception. */
	{ "may", { { P, HOLDS }, { P, FAILS } }, 2, CLAIM_CONFIRMED, "confirmed in 2 cases" },
	{ "may", { { P, FAILS } }, 1, CLAIM_REFUTED, "refuted in 1 case" },
	{ "question 2", { { P, PART(1, 2) }, { P, PART(2, 2) } }, 2, CLAIM_ANSWERED, "answered in 2 parts" },
	{ "question 3",
	  { { P, PART(1, 3) }, { P, PART(3, 3) } },
	  2,
	  CLAIM_ANSWERED,
	  "answered in 2 of 3 parts" },
	/* Two scenarios may answer the same part: it is one. */
	{ "question 2",
	  { { P, PART(1, 2) }, { P, PART(1, 2) } },
	  2,
	  CLAIM_ANSWERED,
	  "answered in 1 of 2 parts" },
	{ "question 2", { { F, PART(1, 2) } }, 1, CLAIM_OPEN, "open" },
};

START_TEST(follows_from_the_cases)
{
	const struct verdict_case *row = &rows[_i];
	struct text source = { 0 }, words = { 0 };
	struct told_claim told[CASES_MOST];
	struct scenario_result *results[CASES_MOST];
	struct claims_table *t;
	struct catalogue *c;

	text_addf(&source, "id\tclaim\tform\na\tA.\t%s\n", row->form);
	c = must_parse(text_chars(&source));
	for (size_t i = 0; i < row->count; i++)
		results[i] =
			tell(&told[i], i ? "02" : "01", row->cases[i].verdict, "a", row->cases[i].says, 1);
	t = claims_table_make(c, results, row->count, NULL, 0, "6.1.0");
	claim_verdict_words(&words, &t->rows[0]);
	ck_assert_str_eq(text_chars(&words), row->words);
	ck_assert_int_eq(t->rows[0].status, row->status);
	ck_assert_uint_eq(t->counts[row->status], 1);
	ck_assert_uint_eq(t->error_count, row->status == CLAIM_CONTRADICTORY);
	text_free(&words);
	text_free(&source);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* What is about another kernel is not missing here. */
START_TEST(another_kernel)
{
	struct catalogue *c = must_parse("id\tclaim\na\tA.\n");
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", holds, 1),
		tell(&told[1], "02", RESULT_SKIP, "a", fails("before 5.10: no"), 0),
	};
	struct text text = { 0 };
	struct claims_table *t;

	results[1]->elsewhere = true;
	t = claims_table_make(c, results, 2, NULL, 0, "6.1.0");
	claim_verdict_words(&text, &t->rows[0]);
	ck_assert_str_eq(text_chars(&text), "confirmed in 1 case");
	text_free(&text);
	claim_missing_text(&text, &t->rows[0]);
	claim_instead_text(&text, &t->rows[0]);
	ck_assert_str_eq(text_chars(&text), "");
	claims_table_free(t);
	t = claims_table_make(c, &results[1], 1, NULL, 0, "6.1.0");
	ck_assert_int_eq(t->rows[0].status, CLAIM_UNPLAYED);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(missing_says_what_and_why)
{
	struct catalogue *c = must_parse("id\tclaim\tform\na\tA?\tquestion 3\n");
	struct told_claim told[3];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", answers(1, 3, "yes"), 1),
		tell(&told[1], "02", RESULT_FAIL, "a", answers(2, 3, "no"), 0),
	};
	struct claims_table *t = claims_table_make(c, results, 2, NULL, 0, "6.1.0");
	struct text text = { 0 };

	claim_missing_text(&text, &t->rows[0]);
	ck_assert_str_eq(text_chars(&text),
			 "linger/02 (part 2) fails: a FIN came instead; no scenario answers part 3");
	text_free(&text);
	ck_assert(claims_table_is_faulty(t));
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* Exceptions are told each once, the rare ones behind the others. */
START_TEST(exceptions)
{
	struct catalogue *c = must_parse("id\tclaim\na\tA.\n");
	struct told_claim told[4];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", rarely("as PID 1: it goes on"), 1),
		tell(&told[1], "02", RESULT_PASS, "a", fails("after a RST: EPIPE"), 1),
		tell(&told[2], "03", RESULT_PASS, "a", fails("after a RST: EPIPE"), 1),
		tell(&told[3], "04", RESULT_PASS, "a", holds, 1),
	};
	struct claims_table *t = claims_table_make(c, results, 4, NULL, 0, "6.1.0");
	struct text text = { 0 };

	claim_instead_text(&text, &t->rows[0]);
	ck_assert_str_eq(text_chars(&text), "after a RST: EPIPE; rarely: as PID 1: it goes on");
	text_free(&text);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

/* Two that cannot both hold, and do. */
START_TEST(pairs)
{
	struct catalogue *c = must_parse("id\tclaim\tcontradicts\na\tA.\t\nb\tNot A.\ta\nc\tC.\ta\n");
	struct told_claim told[3];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "b", holds, 1),
		tell(&told[2], "03", RESULT_PASS, "c", fails("so: no"), 1),
	};
	struct claims_table *t = claims_table_make(c, results, 3, NULL, 0, "6.1.0");

	ck_assert_uint_eq(t->error_count, 1);
	ck_assert_str_eq(t->errors[0], "b and a are both confirmed, and contradict each other");
	ck_assert_int_eq(t->rows[0].status, CLAIM_CONTRADICTORY);
	ck_assert_int_eq(t->rows[1].status, CLAIM_CONTRADICTORY);
	ck_assert_int_eq(t->rows[2].status, CLAIM_REFUTED);
	claims_table_free(t);
	told[1].claim.says = fails("so: no");
	t = claims_table_make(c, results, 3, NULL, 0, "6.1.0");
	ck_assert_uint_eq(t->error_count, 0);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

Suite *suite_claims_verdict(void)
{
	Suite *suite = suite_create("claims_verdict");
	TCase *verdict = tcase_create("verdict");

	tcase_add_loop_test(verdict, follows_from_the_cases, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(verdict, another_kernel);
	tcase_add_test(verdict, missing_says_what_and_why);
	tcase_add_test(verdict, exceptions);
	tcase_add_test(verdict, pairs);
	suite_add_tcase(suite, verdict);
	return suite;
}
