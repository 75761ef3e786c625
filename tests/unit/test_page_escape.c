/* test_page_escape.c - escaping for HTML and addresses: nothing gets out, and it says the same; base64. */
#include <check.h>
#include <string.h>

#include "common/page/escape.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/suites.h"

START_TEST(html_stays_inside)
{
	struct text out = { 0 }, fragment = { 0 };

	html_add(&out, hostile[_i]);
	ck_assert_ptr_null(strpbrk(text_chars(&out), "<>\"'"));
	for (const char *s = text_chars(&out); *s; s++)
		ck_assert_uint_ge((unsigned char)*s, 0x20);
	fragment_add(&fragment, hostile[_i]);
	ck_assert_uint_eq(strspn(text_chars(&fragment), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
							"0123456789-._~/%"),
			  fragment.length);
	text_free(&out);
	text_free(&fragment);
}
END_TEST

START_TEST(words_of_escaping)
{
	struct text out = { 0 };

	html_add(&out, "a<b> & \"c\" \x1b[0m\n");
	ck_assert_str_eq(text_chars(&out), "a&lt;b&gt; &amp; &quot;c&quot; \\x1b[0m\\n");
	out.length = 0;
	html_add_lines(&out, "one\n\n\ttwo\r\n");
	ck_assert_str_eq(text_chars(&out), "one\n\n\ttwo\\x0d\n");
	out.length = 0;
	fragment_add(&out, "my lab/02-rst/7");
	ck_assert_str_eq(text_chars(&out), "my%20lab/02-rst/7");
	text_free(&out);
}
END_TEST

START_TEST(base64)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
	}; /* RFC 4648, section 10 */
	struct text out = { 0 };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		out.length = 0;
		base64_add(&out, pairs[i][0], strlen(pairs[i][0]));
		text_add(&out, "");
		ck_assert_str_eq(out.length ? out.chars : "", pairs[i][1]);
	}
	text_free(&out);
}
END_TEST

Suite *suite_page_escape(void)
{
	Suite *s = suite_create("page_escape");
	TCase *escape = tcase_create("escape");

	tcase_add_loop_test(escape, html_stays_inside, 0, HOSTILE);
	tcase_add_test(escape, words_of_escaping);
	tcase_add_test(escape, base64);
	suite_add_tcase(s, escape);
	return s;
}
