/* test_calls_hostile.c - text that is not strace's, broken lines, lines without an end, floods. */
#include <stdio.h>
#include <stdlib.h>

#include "common/base/text.h"
#include "tests/support/read_calls.h"
#include "tests/unit/suites.h"

START_TEST(what_is_not_straces_is_kept_as_a_complaint)
{
	static const char *const bad[] = {
		"/usr/bin/strace: exec: Permission denied",
		"strace: Process 12 attached",
		"3",
		"3 ",
		"3 17",
		"3 1.",
		"x 1.5 a()",
		"0 1.5 a() = 0",
		"99999999999 1.5 a() = 0",
		"3 99999999999.5 a() = 0",
		"3 1.1234567890 a() = 0",
		"3 1.5  ",
		"3 1.5 close",
		"3 1.5 <... close",
		"3 1.5 <... close resumed>) = 0",
		"3 1.5 --- SIG",
		"3 1.5 +++ what +++",
		"3 1.5 ++++++",
		"3 1.5 +++ exited with 99999999999999999999 +++",
		"-3 1.5 close() = 0",
		"3 -1.5 close() = 0",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		begin();
		ck_assert_uint_eq(feed(bad[i]), 0);
		ck_assert_uint_eq(feed("\n"), 0);
		ck_assert_uint_eq(t->event_count, 0);
		ck_assert_str_eq(call_reader_complaint(r), bad[i]);
		feed("3 1.5 close(3) = 0 <0.1>\n");
		ck_assert_uint_eq(t->event_count, 1); /* and goes on */
		end();
	}
}
END_TEST

START_TEST(a_complaint_does_no_harm_on_a_terminal)
{
	feed("\033[2J\n");
	ck_assert_str_eq(call_reader_complaint(r), "\\x1b[2J");
}
END_TEST

START_TEST(half_lines_are_events_all_the_same)
{
	feed("3 1.5 close(3<TCP:[1]\n3 1.6 close((((\n3 1.7 close(\"\n3 1.8 close(3<TCP:[1]>) 0 <0.1>\n");
	ck_assert_uint_eq(t->event_count, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_null(call(i)->result);
	ck_assert_str_eq(call_reader_complaint(r), "3 1.5 close(3<TCP:[1]");
}
END_TEST

START_TEST(megabytes_without_a_newline)
{
	static const char fills[] = { 'x', '<', '(', '"', ')', ' ', '5', '\0' };
	size_t length = CALL_LIMIT_LINE + 100;
	char *text = malloc(length);

	memset(text, fills[_i], length);
	feed("3 1.5 write(5<");
	for (size_t at = 0; at < length; at += 65536)
		call_reader_feed(r, text + at, length - at < 65536 ? length - at : 65536);
	feed("\n3 2.5 close(3) = 0 <0.1>\n");
	ck_assert_str_eq(call(t->event_count - 1)->name, "close");
	ck_assert_ptr_nonnull(call_reader_complaint(r));
	free(text);
}
END_TEST

/* "5<5<5<…", ") ) ) ": nothing may take more than its length. */
START_TEST(a_line_made_to_be_slow)
{
	static const char *const fills[] = {
		"5<", ") ", "\"\\", "5<TCP:[", "sa_family=AF_INET", "(<", ")   "
	};
	struct text line = { 0 };

	text_add(&line, "3 1.5 connect(5<TCP:[1]>, ");
	while (line.length < CALL_LIMIT_LINE - 100)
		text_add(&line, fills[_i]);
	text_add(&line, ") = 0 <0.1>\n");
	call_reader_feed(r, line.chars, line.length);
	timeline_index(t);
	ck_assert_uint_eq(t->event_count, 1);
	text_free(&line);
}
END_TEST

START_TEST(a_flood_of_calls_ends)
{
	char line[64];

	for (int i = 0; i < CALL_LIMIT_EVENTS + 1000; i++) {
		int n = snprintf(line, sizeof(line), "%d 1.5 close(3) = 0 <0.1>\n", i % 2 ? 3 : 100 + i);

		call_reader_feed(r, line, (size_t)n);
	}
	ck_assert_uint_eq(t->event_count, CALL_LIMIT_EVENTS);
	ck_assert_str_eq(call_reader_complaint(r),
			 "a flood of system calls: the record ends after 200,000 of them");
	ck_assert_uint_eq(feed("3 1.5 close(3) = 0 <0.1>\n"), 0);
}
END_TEST

START_TEST(a_flood_of_text_ends)
{
	size_t length = CALL_LIMIT_TEXT / 4, kept;
	char *text = malloc(length);

	memset(text, 'x', length);
	for (int i = 0; i < 5; i++)
		call_reader_feed(r, text, length);
	ck_assert_str_eq(call_reader_complaint(r),
			 "a flood of system calls: the record ends at 64 MiB of strace's text");
	call_reader_text(r, &kept);
	ck_assert_uint_le(kept, CALL_LIMIT_TEXT);
	free(text);
}
END_TEST

Suite *suite_calls_hostile(void)
{
	Suite *s = suite_create("calls_hostile");
	TCase *complaints = tcase_create("complaints"), *hostile = tcase_create("hostile");

	tcase_set_timeout(complaints, 60);
	tcase_add_test(complaints, what_is_not_straces_is_kept_as_a_complaint);
	suite_add_tcase(s, complaints);

	tcase_set_timeout(hostile, 30);
	tcase_add_checked_fixture(hostile, begin, end);
	tcase_add_test(hostile, a_complaint_does_no_harm_on_a_terminal);
	tcase_add_test(hostile, half_lines_are_events_all_the_same);
	tcase_add_loop_test(hostile, megabytes_without_a_newline, 0, 8);
	tcase_add_loop_test(hostile, a_line_made_to_be_slow, 0, 7);
	tcase_add_test(hostile, a_flood_of_calls_ends);
	tcase_add_test(hostile, a_flood_of_text_ends);
	suite_add_tcase(s, hostile);
	return s;
}
