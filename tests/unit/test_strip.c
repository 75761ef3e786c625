/* test_strip.c - strips of text, of which pictures are made, and the style that a terminal gets. */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/report/strip.h"
#include "tests/unit/suites.h"

START_TEST(strip)
{
	struct ladder_style style = { .width = 60, .utf8 = true };
	struct text out = { 0 };
	struct strip s;

	strip_begin(&s, &style);
	ck_assert_int_eq(strip_put(&s, 0, 5, "abcdefgh", LOOK_PLAIN), 5);
	ck_assert_int_eq(strip_put(&s, 58, 10, "xyz", LOOK_PLAIN), 2);
	ck_assert_int_eq(strip_put(&s, 70, 10, "xyz", LOOK_PLAIN), 0);
	ck_assert_int_eq(strip_put(&s, -3, 10, "xyz", LOOK_PLAIN), 0);
	ck_assert_int_eq(strip_put_right(&s, 20, 6, "right", LOOK_PLAIN), 5);
	ck_assert_int_eq(strip_put(&s, 30, 4, "漢字漢字", LOOK_PLAIN), 3);
	strip_end(&out, &s);
	ck_assert_str_eq(out.chars, "abcd…          right          漢…                         x…\n");
	text_free(&out);
	style.utf8 = false;
	strip_begin(&s, &style);
	strip_put(&s, 0, 6, "abcdefgh", LOOK_BAD);
	strip_put(&s, 10, 50, "a → b ×3 · ✓ é", LOOK_BAD);
	strip_end(&out, &s);
	ck_assert_str_eq(out.chars, "abcd..    a -> b x3, + ?\n");
	text_free(&out);
	strip_paragraph(&out, &style, 2, "label", LOOK_PLAIN, 10,
			"some words that go on and on, so that they take more than one line of sixty",
			LOOK_PLAIN);
	ck_assert_str_eq(out.chars, "  label   some words that go on and on, so that they take\n"
				    "          more than one line of sixty\n");
	text_free(&out);
}
END_TEST

START_TEST(style)
{
	setenv("COLUMNS", "97", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	ck_assert_int_eq(ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).width, 97);
	ck_assert(ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).utf8);
	ck_assert(ladder_style_for(STDOUT_FILENO, COLOUR_ALWAYS).colour);
	ck_assert(!ladder_style_for(STDOUT_FILENO, COLOUR_NEVER).colour);
	setenv("NO_COLOR", "1", 1);
	ck_assert(!ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).colour);
	ck_assert(ladder_style_for(STDOUT_FILENO, COLOUR_ALWAYS).colour); /* who asks for it gets it */
	setenv("LC_ALL", "C", 1);
	ck_assert(!ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).utf8);
	setenv("COLUMNS", "7", 1);
	ck_assert_int_eq(ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).width, 60);
	setenv("COLUMNS", "nonsense", 1);
	ck_assert_int_ge(ladder_style_for(STDOUT_FILENO, COLOUR_AUTO).width, 60);
}
END_TEST

Suite *suite_strip(void)
{
	Suite *s = suite_create("strip");
	TCase *c = tcase_create("strip");

	tcase_add_test(c, strip);
	tcase_add_test(c, style);
	suite_add_tcase(s, c);
	return s;
}
