/* test_page.c - the page: nothing breaks out of it, and its verdicts are the results'. */
#include <stdlib.h>
#include <string.h>

#include "common/page/page.h"
#include "common/report/collect.h"
#include "tests/support/hostile_texts.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"
#include "tests/support/tales.h"

static const char catalogue_text[] = "id\tclaim\ttopic\tsources\n"
				     "linger-zero-sends-rst\tclose() sends <b>RST</b>\tlinger\t000\n"
				     "other-claim\tnobody tried\tlinger\t001\n";

static char *page_of(struct scenario_result **results, size_t count, const char *source,
		     const struct tale *tale)
{
	struct error error;
	struct catalogue *c = catalogue_parse("claims.tsv", catalogue_text, strlen(catalogue_text), &error);
	struct claims_table *table;
	struct text out = { 0 };
	struct page *page;

	ck_assert_msg(c != NULL, "%s", said(&error));
	page = page_new(c);
	for (size_t i = 0; i < count; i++) {
		page_begin(page, results[i], source);
		page_run(page, 0, tale->script, tale->timeline, &tale->judgement);
		page_unread(page, 1, "</script> cannot be read");
		page_end(page);
	}
	table = claims_table_make(c, results, count, NULL, 0, "6.1.0");
	page_write(page, &out, table, "2026-01-01");
	claims_table_free(table);
	page_free(page);
	catalogue_free(c);
	return out.chars;
}

static struct scenario_result *result_of(const struct tale *tale, const char *name, const char *title,
					 enum verdict verdict)
{
	struct scenario_result *r =
		result_collect(tale->script, tale->timeline, &tale->judgement, NULL, 0, 0.1, NULL);

	r->lab = "lab";
	r->name = name;
	r->title = title;
	r->verdict = verdict;
	return r;
}

/* "<li data-verdict="pass"><a href="#lab/one">": each scenario stands with its own verdict, in the index and above its
 * ladder. */
START_TEST(verdicts_are_the_results)
{
	static const char *const names[] = { "one", "two", "three", "four" };
	static const enum verdict verdicts[] = { RESULT_PASS, RESULT_FAIL, RESULT_SKIP, RESULT_INCONCLUSIVE };
	struct tale tale = tale_told(TALE_RST);
	struct scenario_result *results[4];
	struct text expected = { 0 };
	char *page, *section;

	for (size_t i = 0; i < 4; i++)
		results[i] = result_of(&tale, names[i], "a title", verdicts[i]);
	page = page_of(results, 4, "title a title\n", &tale);
	for (size_t i = 0; i < 4; i++) {
		const char *word = verdict_text(verdicts[i]);

		expected.length = 0;
		text_addf(&expected, "<li data-verdict=\"%s\"><a href=\"#lab/%s\">", word, names[i]);
		ck_assert_ptr_nonnull(strstr(page, text_chars(&expected)));
		expected.length = 0;
		text_addf(&expected, "<section class=\"scenario\" tabindex=\"-1\" id=\"lab/%s\">", names[i]);
		section = strstr(page, text_chars(&expected));
		ck_assert_ptr_nonnull(section);
		section = strstr(section, "<span class=\"verdict ");
		ck_assert_ptr_nonnull(section);
		ck_assert_int_eq(strncmp(section + strlen("<span class=\"verdict "), word, strlen(word)), 0);
		result_free(results[i]);
	}
	text_free(&expected);
	free(page);
	tale_end(&tale);
}
END_TEST

START_TEST(nothing_breaks_out)
{
	struct tale tale = tale_told(TALE_CROWD);
	struct scenario_result *result = result_of(&tale, hostile[_i], hostile[_i], RESULT_FAIL);
	struct scenario_result *tame = result_of(&tale, "tame", "tame", RESULT_FAIL);
	char *page, *plain;

	result->reason = hostile[_i];
	page = page_of(&result, 1, hostile[_i], &tale);
	plain = page_of(&tame, 1, "", &tale);
	/* As many tags of each kind as without it. */
	for (size_t t = 0; t < 3; t++) {
		static const char *const tags[] = { "<script", "</script", "<img" };
		int balance = 0;

		for (const char *s = page; (s = strstr(s, tags[t])); s++)
			balance++;
		for (const char *s = plain; (s = strstr(s, tags[t])); s++)
			balance--;
		ck_assert_int_eq(balance, 0);
	}
	for (const char *s = page; *s; s++)
		ck_assert((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t');
	free(page);
	free(plain);
	result_free(result);
	result_free(tame);
	tale_end(&tale);
}
END_TEST

Suite *suite_page(void)
{
	Suite *s = suite_create("page");
	TCase *page = tcase_create("page");

	tcase_add_test(page, verdicts_are_the_results);
	tcase_add_loop_test(page, nothing_breaks_out, 0, HOSTILE);
	suite_add_tcase(s, page);
	return s;
}
