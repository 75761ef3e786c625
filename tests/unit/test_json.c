/* test_json.c - text of any origin as JSON strings: whatever it is, it becomes one, and says the same. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/json.h"
#include "common/base/text.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/suites.h"

/* What a reader gets of it; the caller's to free. */
static char *read_back(json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY), *copy;
	json_t *again;

	ck_assert_ptr_nonnull(text);
	again = json_loads(text, JSON_DECODE_ANY, NULL);
	ck_assert_ptr_nonnull(again);
	copy = strdup(json_string_value(again));
	free(text);
	json_decref(again);
	json_decref(value);
	return copy;
}

START_TEST(any_text)
{
	struct text safe = { 0 };
	json_t *as_it_is = json_string(hostile[_i]);
	char *shown = read_back(json_shown(hostile[_i])), *whole = read_back(json_text(hostile[_i]));

	text_add_safe(&safe, hostile[_i]);
	ck_assert_str_eq(shown, text_chars(&safe));
	ck_assert_str_eq(whole, as_it_is ? hostile[_i] : text_chars(&safe)); /* as it is, if it is UTF-8 */
	json_decref(as_it_is);
	text_free(&safe);
	free(shown);
	free(whole);
}
END_TEST

START_TEST(none)
{
	json_t *nothing = json_text_or_null(NULL);
	char *empty = read_back(json_text(NULL)), *word = read_back(json_text_or_null("\xff."));

	ck_assert(json_is_null(nothing));
	ck_assert_str_eq(empty, "");
	ck_assert_str_eq(word, "\\xff.");
	free(empty);
	free(word);
}
END_TEST

Suite *suite_json(void)
{
	Suite *s = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_loop_test(tc, any_text, 0, HOSTILE);
	tcase_add_test(tc, none);
	suite_add_tcase(s, tc);
	return s;
}
