/* test_ladder_hostile.c - the ladder of whatever comes, in every style: nothing too wide, nothing that breaks out. */
#include <stdlib.h>
#include <string.h>

#include "common/report/strip.h"
#include "tests/unit/suites.h"
#include "tests/support/tales.h"

/* Length of a sequence "ESC [ … m", 0 where there is none. */
static size_t sgr_length(const char *s)
{
	size_t digits = s[0] == '\033' && s[1] == '[' ? strspn(s + 2, "0123456789;") : 0;

	return digits && s[2 + digits] == 'm' ? 3 + digits : 0;
}

/* No line wider than the picture; no control character but newline (and ESC [ … m with colour); ASCII where asked.
 * Check writes a file at every assertion: there is one a picture. */
static void check_picture(const char *picture, const struct ladder_style *style)
{
	char *copy = strdup(picture), *save, *line;
	const char *wide = NULL;
	int bad = 0;

	for (const char *s = picture; *s && !bad; s++) {
		unsigned char c = (unsigned char)*s;

		if (style->colour && sgr_length(s))
			s += sgr_length(s) - 1;
		else if ((c < 0x20 && c != '\n') || c == 0x7f || (!style->utf8 && c >= 0x80))
			bad = c;
	}
	for (line = strtok_r(copy, "\n", &save); line && !wide; line = strtok_r(NULL, "\n", &save))
		if (text_columns(line) > strip_width(style))
			wide = line;
	ck_assert_msg(!bad, "byte %#x got through", (unsigned)bad);
	ck_assert_msg(!wide, "wider than %d columns: %.300s", strip_width(style), wide ? wide : "");
	ck_assert(*picture && picture[strlen(picture) - 1] == '\n');
	free(copy);
}

static void check_every_style(const struct tale *tale, bool few)
{
	static const int widths[] = { 20, 60, 80, 100, 120, 500 };

	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w += few ? 2 : 1)
		for (unsigned bits = 0; bits < 8; bits++) {
			struct ladder_style style = {
				.width = widths[w], .utf8 = bits & 1, .colour = bits & 2, .full = bits & 4
			};
			char *picture = drawn(tale, &style);

			check_picture(picture, &style);
			free(picture);
		}
}

START_TEST(fits)
{
	struct tale tale = tale_told((enum tale_name)_i);

	check_every_style(&tale, false);
	tale_end(&tale);
}
END_TEST

/* A run that nothing is known of, and one that is not judged. */
START_TEST(empty)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told(TALE_RST);
	struct timeline *nothing = timeline_new();
	struct text out = { 0 };

	timeline_index(nothing);
	ladder_draw(&out, tale.script, nothing, NULL, &style);
	check_picture(text_chars(&out), &style);
	text_free(&out);
	ladder_draw(&out, tale.script, tale.timeline, NULL, &style);
	check_picture(text_chars(&out), &style);
	ck_assert_ptr_null(strstr(text_chars(&out), "✓"));
	text_free(&out);
	timeline_free(nothing);
	tale_end(&tale);
}
END_TEST

/* Whatever programs, captures and scripts say: it is drawn, and cannot do anything. */
START_TEST(hostile)
{
	static const char *const strings[] = {
		"\033[31mred\033[2J\033]0;title\007",
		"line\nafter line\rover\ttab\b\b",
		"\xff\xfe\xc3\x28 bad UTF-8 \xed\xa0\x80",
		/* NOLINTNEXTLINE(misc-misleading-bidirectional) */
		"\u202eturned\u2066 round\u200b\u0301",
		"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
		"%s%n%x ( [ { \" ' < ",
		"",
		"C1 \xc2\x9b;31m",
	};
	struct tale tale = tale_told(TALE_FIN);
	char *longest = calloc(1, 1001);

	memset(longest, 'x', 1000);
	for (size_t i = 0; i <= sizeof(strings) / sizeof(strings[0]); i++) {
		const char *bad = i < sizeof(strings) / sizeof(strings[0]) ? strings[i] : longest;

		tale.script->title = tale.script->name = tale.script->lab = bad;
		tale.timeline->actors[0].name = tale.timeline->actors[1].name = bad;
		tale.timeline->processes[0].name = bad;
		for (size_t k = 0; k < tale.timeline->event_count; k++) {
			struct event *e = tale.timeline->events[k];

			if (e->kind == EVENT_CALL) {
				e->call.arguments = bad;
				e->call.result = e->call.result ? bad : NULL;
				if (k % 2)
					e->call.name = bad;
				if (e->call.errno_name)
					e->call.errno_name = bad;
			} else if (e->kind == EVENT_ACTION) {
				e->action.text = bad;
			}
		}
		for (size_t k = 0; k < tale.judgement.failure_count; k++) {
			struct failure *f = &tale.judgement.failures[k];

			f->expected = f->difference = bad;
			f->instead = k % 2 ? "" : bad;
		}
		for (size_t k = 0; k < tale.script->line_count; k++)
			tale.script->lines[k].text = bad;
		check_every_style(&tale, true);
	}
	free(longest);
	tale_end(&tale);
}
END_TEST

Suite *suite_ladder_hostile(void)
{
	Suite *s = suite_create("ladder_hostile");
	TCase *c = tcase_create("ladder");

	tcase_set_timeout(c, 120);
	tcase_add_loop_test(c, fits, 0, TALES);
	tcase_add_test(c, empty);
	tcase_add_test(c, hostile);
	suite_add_tcase(s, c);
	return s;
}
