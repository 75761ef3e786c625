/* test_lecture.c - a ladder act by act: which rows belong to which act, the actions in words, and what a row means. */
#include <stdlib.h>
#include <string.h>

#include "common/report/acts.h"
#include "common/report/row_remarks.h"
#include "common/tutor/meanings.h"
#include "tests/unit/suites.h"
#include "tests/support/tales.h"

struct told {
	struct tale tale;
	struct ladder_style style;
	struct ladder ladder;
	struct ladder_act *acts;
	size_t count;
};

static void tell(struct told *t, struct tale tale, int width)
{
	*t = (struct told){ .tale = tale, .style = { .width = width, .utf8 = true } };
	t->ladder = (struct ladder){ .story = { .arena = arena_new(),
						.script = t->tale.script,
						.timeline = t->tale.timeline,
						.judgement = &t->tale.judgement },
				     .style = &t->style };
	ladder_build(&t->ladder);
	t->acts = ladder_acts(&t->ladder, &t->count);
}

static void end(struct told *t)
{
	arena_free(t->ladder.story.arena);
	tale_end(&t->tale);
}

static char *part(const struct told *t, size_t from, size_t to, bool marks)
{
	struct text out = { 0 };

	ladder_part_draw(&out, &t->ladder, from, to, marks);
	return out.chars ? out.chars : strdup("");
}

/* Together the acts are the whole ladder, each begins with its own action, and holds no other. */
START_TEST(acts_share_the_rows)
{
	struct told t;
	size_t expected = 0;

	tell(&t, tale_told((enum tale_name)_i), 80);
	ck_assert_uint_gt(t.count, 0);
	for (size_t i = 0; i < t.count; i++) {
		size_t bands = 0;

		ck_assert_uint_eq(t.acts[i].from, expected);
		ck_assert_uint_gt(t.acts[i].to, t.acts[i].from);
		expected = t.acts[i].to;
		ck_assert(line_is_action(t.acts[i].action));
		for (size_t r = t.acts[i].from; r < t.acts[i].to; r++)
			if (t.ladder.rows[r].kind == ROW_BAND && t.ladder.rows[r].met.line_count) {
				ck_assert_uint_eq(t.ladder.rows[r].met.lines[0], t.acts[i].action->number);
				bands++;
			}
		ck_assert_uint_eq(bands, 1);
	}
	ck_assert_uint_eq(expected, t.ladder.row_count);
	end(&t);
}
END_TEST

/* A lecture that is resized stays where it was. */
START_TEST(rows_do_not_depend_on_the_width)
{
	struct told narrow, wide;

	tell(&narrow, tale_told((enum tale_name)_i), 60);
	tell(&wide, tale_told((enum tale_name)_i), 160);
	ck_assert_uint_eq(narrow.ladder.row_count, wide.ladder.row_count);
	ck_assert_uint_eq(narrow.count, wide.count);
	for (size_t i = 0; i < wide.count; i++)
		ck_assert_uint_eq(narrow.acts[i].to, wide.acts[i].to);
	end(&narrow);
	end(&wide);
}
END_TEST

/* Drawn piece by piece it is the same picture, and without marks nobody sees what was expected. */
START_TEST(parts_make_the_whole)
{
	struct text whole = { 0 }, pieces = { 0 };
	struct told t;
	char *plain;

	tell(&t, tale_told((enum tale_name)_i), 80);
	ladder_draw(&whole, t.tale.script, t.tale.timeline, &t.tale.judgement, &t.style);
	ladder_heads_draw(&pieces, &t.ladder);
	for (size_t i = 0; i < t.count; i++) {
		char *piece = part(&t, t.acts[i].from, t.acts[i].to, true);

		text_add(&pieces, piece);
		free(piece);
	}
	ck_assert_msg(whole.length > pieces.length, "the whole has a title");
	ck_assert_str_eq(whole.chars + whole.length - pieces.length, pieces.chars);
	plain = part(&t, 0, t.ladder.row_count, false);
	ck_assert_ptr_null(strstr(plain, "✓"));
	ck_assert_ptr_null(strstr(plain, "✗"));
	ck_assert_ptr_null(strstr(plain, " * "));
	free(plain);
	text_free(&whole);
	text_free(&pieces);
	end(&t);
}
END_TEST

/* What comes of an action is not in the acts before it. */
START_TEST(nothing_comes_too_early)
{
	static const char *const outcomes[] = { "R. 6:6", "ECONNRESET", "connect", "exits 0" };
	struct told t;
	char *first, *second;

	tell(&t, tale_told(TALE_RST), 120);
	ck_assert_uint_eq(t.count, 2);
	first = part(&t, t.acts[0].from, t.acts[0].to, false);
	second = part(&t, t.acts[1].from, t.acts[1].to, false);
	ck_assert_ptr_nonnull(strstr(first, "accept(3)"));
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		ck_assert_msg(!strstr(first, outcomes[i]), "%s is told in act 1", outcomes[i]);
		ck_assert_msg(strstr(second, outcomes[i]) != NULL, "%s is not told in act 2", outcomes[i]);
	}
	free(first);
	free(second);
	end(&t);
}
END_TEST

/* ---- the actions in words ---- */

static const struct {
	const char *line, *words;
} actions[] = {
	{ "start server --port 9878", "server is started on the host server: server --port 9878" },
	{ "start third@server = exec nc -l 'a b'", "third is started on the host server: nc -l a b" },
	{ "type client \"hello\\x1b\"", "client is told: \"hello\\x1b\"" },
	{ "kill client KILL",
	  "The process client is killed: SIGKILL, which it can neither catch nor ignore" },
	{ "kill client TERM", "The process client is sent SIGTERM" },
	{ "wait 1500ms", "Nothing is done for 1.50 s" },
	{ "cut", "The link is cut: what either side sends does not arrive" },
	{ "cut server > client", "The link is cut in one direction: nothing of server reaches client" },
	{ "cut\nmend", "The link is mended, and all hosts can be reached again" },
	{ "eof client", "client is told no more: its standard input has come to its end" },
	{ "sysctl net.ipv4.tcp_sack = 0", "net.ipv4.tcp_sack is set to 0" },
	{ "sysctl server net.ipv4.tcp_sack = 0", "net.ipv4.tcp_sack is set to 0 on the host server" },
	{ "crash server",
	  "The host server loses its power: its processes are gone, and it sends nothing more" },
	{ "reboot server",
	  "The host server restarts: it is back at once, with its address, without a memory" },
	{ "unreachable server", "The router can no longer reach the host server, and reports that" },
};

START_TEST(actions_in_words)
{
	struct text text = { 0 };
	struct script *script;
	const struct line *last;
	struct arena *arena = arena_new();

	text_add(&text, "world hosts\n");
	if (strncmp(actions[_i].line, "start server", 12) != 0)
		text_add(&text, "start server\n");
	text_addf(&text, "start client\n%s\n", actions[_i].line);
	script = story_script(text.chars);
	last = &script->lines[script->line_count - 1];
	ck_assert_str_eq(action_words(arena, script, last), actions[_i].words);
	text_free(&text);
	script_free(script);
	arena_free(arena);
}
END_TEST

/* ---- what a row means ---- */

/* All that is said of a row, as one text: "label: text\n". */
static char *said(struct told *t, size_t row)
{
	struct text out = { 0 };
	size_t count;
	struct remark *remarks = row_remarks(&t->ladder, row, &count);

	for (size_t i = 0; i < count; i++)
		text_addf(&out, "%s: %s\n", remarks[i].label, remarks[i].text ? remarks[i].text : "");
	return out.chars ? out.chars : strdup("");
}

/* The first row whose drawing holds `what`. */
static size_t row_with(const struct told *t, const char *what)
{
	for (size_t r = 0; r < t->ladder.row_count; r++) {
		char *drawn = part(t, r, r + 1, false);
		bool found = strstr(drawn, what) != NULL;

		free(drawn);
		if (found)
			return r;
	}
	ck_abort_msg("no row with %s", what);
}

START_TEST(a_segment_is_explained)
{
	static const char *const words[] = {
		"client: close()",
		"it: gives the descriptor back",
		"client > server  R. 6:6(0) ack 1: ",
		"R  RST: aborts the connection at once",
		"6:6(0): no data; it stands at number 6",
		"ack 1: all below number 1 has come",
		"server: read()",
		"ECONNRESET: a RST has come",
		"strace: ",
	};
	struct told t;
	char *text;

	tell(&t, tale_told(TALE_RST), 80);
	text = said(&t, row_with(&t, "R. 6:6"));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		ck_assert_msg(strstr(text, words[i]) != NULL, "\"%s\" is not said: %s", words[i], text);
	free(text);
	text = said(&t, row_with(&t, "P. 1:6"));
	ck_assert_msg(strstr(text, "1:6(5): 5 bytes of data: number 1 is the first, and 6 the next one's") !=
			      NULL,
		      "%s", text);
	free(text);
	end(&t);
}
END_TEST

/* Of a call that is only entered nothing is said that was known when it returned. */
START_TEST(an_entered_call_keeps_its_secret)
{
	struct told t;
	size_t row;
	char *text;

	tell(&t, tale_told(TALE_RST), 80);
	row = row_with(&t, "accept(3)");
	ck_assert_int_eq(t.ladder.rows[row].side[RIGHT].kind, CELL_OPEN);
	text = said(&t, row);
	ck_assert_msg(strstr(text, "now: it has not returned") && !strstr(text, "= 4") &&
			      !strstr(text, "strace") && !strstr(text, "took"),
		      "%s", text);
	free(text);
	end(&t);
}
END_TEST

static const struct {
	const char *result, *said;
} ends[] = {
	{ "?", "= ?: it never returned" },
	{ "? ERESTARTSYS (To be restarted if SA_RESTART is set)", "= ? ERESTARTSYS: a signal came between" },
	{ "-1 EINTR (Interrupted system call)", "EINTR: " },
	{ "4<s>", "= 4: its result" },
};

/* strace's result, without what it explains and what is behind a descriptor. */
START_TEST(how_a_call_ended_is_explained)
{
	struct text story = { 0 };
	struct told t;
	char *text;

	text_addf(&story, OPENING_STORY "0.2 server call accept4(3<l>, NULL, NULL, 0) = %s\n0.4 end\n",
		  ends[_i].result);
	tell(&t, tale_judged(OPENING_SCRIPT, text_chars(&story), JUDGE_FINAL), 80);
	text = said(&t, row_with(&t, "accept4"));
	ck_assert_msg(strstr(text, ends[_i].said) != NULL, "\"%s\" is not said: %s", ends[_i].said, text);
	free(text);
	text_free(&story);
	end(&t);
}
END_TEST

/* Every row of every tale: there is something to say exactly where it says so, and no text is missing. */
START_TEST(every_row_has_its_remarks)
{
	struct told t;
	size_t silent = SIZE_MAX;

	tell(&t, tale_told((enum tale_name)_i), 80);
	for (size_t r = 0; r <= t.ladder.row_count; r++) {
		size_t count;
		struct remark *remarks = row_remarks(&t.ladder, r, &count);

		for (size_t i = 0; i < count; i++)
			if (!remarks[i].label || (i == 0 && remarks[i].text))
				silent = r;
		if (row_has_remarks(&t.ladder, r) != (count > 0))
			silent = r;
	}
	ck_assert_msg(silent == SIZE_MAX, "row %zu", silent);
	end(&t);
}
END_TEST

START_TEST(every_state_has_a_meaning)
{
	for (unsigned state = 0; state < 12; state++)
		ck_assert_msg(state_meaning(state) != NULL, "%s", tcp_state_text(state));
	ck_assert_ptr_null(state_meaning(12));
	ck_assert_ptr_null(state_meaning(99));
	ck_assert_ptr_null(call_meaning(call_row("no such call")));
	ck_assert_str_eq(call_meaning(call_row("recvmsg")), call_meaning(call_row("read")));
	ck_assert_str_ne(flag_meaning(FLAG_RST, true), flag_meaning(FLAG_RST, false));
}
END_TEST

Suite *suite_lecture(void)
{
	Suite *s = suite_create("lecture");
	TCase *acts = tcase_create("acts"), *words = tcase_create("words");

	tcase_add_loop_test(acts, acts_share_the_rows, 0, TALES);
	tcase_add_loop_test(acts, rows_do_not_depend_on_the_width, 0, TALES);
	tcase_add_loop_test(acts, parts_make_the_whole, 0, TALES);
	tcase_add_test(acts, nothing_comes_too_early);
	suite_add_tcase(s, acts);
	tcase_add_loop_test(words, actions_in_words, 0, sizeof(actions) / sizeof(actions[0]));
	tcase_add_test(words, a_segment_is_explained);
	tcase_add_test(words, an_entered_call_keeps_its_secret);
	tcase_add_loop_test(words, how_a_call_ended_is_explained, 0, sizeof(ends) / sizeof(ends[0]));
	tcase_add_loop_test(words, every_row_has_its_remarks, 0, TALES);
	tcase_add_test(words, every_state_has_a_meaning);
	suite_add_tcase(s, words);
	return s;
}
