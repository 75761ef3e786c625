/* test_story.c - a record told once: which moments, what each met, whose state is news, what is said in which words. */
#include <check.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include "common/report/story.h"
#include "tests/support/tales.h"
#include "tests/unit/suites.h"

#define SCRIPT                                                                                               \
	OPENING_SCRIPT "server: accept() = > 0\n"                                                            \
		       "type client \"x\"\n"                                                                 \
		       "client: read(3) <unfinished ...>\n"                                                  \
		       "* client > server  P. 1:6(5)\n"                                                      \
		       "state client ESTABLISHED\n"
#define STORY                                                                                                \
	OPENING_STORY "0.150 sockets client ESTABLISHED, server LISTEN\n"                                    \
		      "0.200 action type client \"x\"\n"                                                     \
		      "0.210 client > server P. 1:6 ack 1\n"                                                 \
		      "0.211 server > client . 1:1 ack 6\n"                                                  \
		      "0.220 client enters read(3<c>\n"                                                      \
		      "0.230 sockets client ESTABLISHED, server LISTEN\n"                                    \
		      "0.240 sockets client ESTABLISHED, server LISTEN\n"                                    \
		      "0.250 sockets client FIN_WAIT_1, server LISTEN\n"

static struct story told_in(const struct tale *tale, bool full)
{
	struct story story = { .arena = tale->judgement.arena,
			       .script = tale->script,
			       .timeline = tale->timeline,
			       .judgement = &tale->judgement,
			       .full = full };

	story_make(&story);
	return story;
}

static struct story told(const struct tale *tale)
{
	return told_in(tale, false);
}

/* The n-th moment, from 0, of such an event, or of this part of a call. */
static const struct moment *moment_of(const struct story *story, enum event_kind kind, enum cell_kind part,
				      size_t n)
{
	for (size_t i = 0; i < story->moment_count; i++)
		if (story->timeline->events[story->moments[i].event]->kind == kind &&
		    story->moments[i].part == part && !n--)
			return &story->moments[i];
	ck_abort_msg("no such moment");
	return NULL;
}

START_TEST(marks_and_lines)
{
	struct tale tale = tale_judged(SCRIPT, STORY "0.260 end\n", JUDGE_FINAL);
	struct story story = told(&tale);
	const struct moment *data = moment_of(&story, EVENT_PACKET, CELL_NONE, 3);
	const struct moment *action = moment_of(&story, EVENT_ACTION, CELL_NONE, 2);

	ck_assert_int_eq(data->met.mark, TOLD_STARRED);
	ck_assert_uint_eq(data->met.line_count, 1);
	ck_assert_uint_eq(data->met.lines[0], 9);
	ck_assert(data->wire.arrow && data->wire.from == LEFT && data->wire.to == RIGHT);
	ck_assert_str_eq(data->words.texts[0], "P. 1:6(5) ack 1");
	ck_assert_int_eq(moment_of(&story, EVENT_PACKET, CELL_NONE, 4)->met.mark, TOLD_PLAIN);
	ck_assert_int_eq(action->met.mark, TOLD_PLAIN);
	ck_assert_uint_eq(action->met.lines[0], 7);
	ck_assert_str_eq(action->words.texts[0], "type client \"x\"");
	tale_end(&tale);
}
END_TEST

/* What a call met by its return is told there; what never returns meets its line where it is entered. */
START_TEST(entered_and_returned)
{
	struct tale tale = tale_judged(SCRIPT, STORY "0.260 end\n", JUDGE_FINAL);
	struct story story = told(&tale);
	const struct moment *accepts = moment_of(&story, EVENT_CALL, CELL_OPEN, 0);
	const struct moment *accepted = moment_of(&story, EVENT_CALL, CELL_CLOSE, 0);
	const struct moment *reads = moment_of(&story, EVENT_CALL, CELL_OPEN, 2);

	ck_assert_uint_eq(accepts->event, accepted->event);
	ck_assert(accepts->met.mark == TOLD_PLAIN && accepts->met.line_count == 0);
	ck_assert(accepted->met.mark == TOLD_MET && accepted->met.lines[0] == 6);
	ck_assert_int_eq(reads->met.mark, TOLD_MET);
	ck_assert_uint_eq(reads->met.lines[0], 8);
	ck_assert(accepts->side == RIGHT && reads->side == LEFT);
	ck_assert_str_eq(reads->words.texts[0], "read(3)");
	tale_end(&tale);
}
END_TEST

/* A table is told where a state is another than before, or a line asked for it. */
START_TEST(news_of_tables)
{
	struct tale tale = tale_judged(SCRIPT, STORY "0.260 end\n", JUDGE_FINAL);
	struct story story = told(&tale);
	static const size_t states[] = { 2, 1, 0, 1 };

	for (size_t i = 0; i < 4; i++) {
		const struct moment *m = moment_of(&story, EVENT_SOCKETS, CELL_NONE, i);

		ck_assert_uint_eq(m->state_count, states[i]);
		ck_assert_int_eq(m->told, states[i] > 0);
		ck_assert_int_eq(m->met.mark, i == 1 ? TOLD_MET : TOLD_PLAIN);
		if (i)
			continue;
		ck_assert_str_eq(
			m->states[0].words.texts[0],
			"CLOSED"); /* the server has a connection by then, which this table does not show */
		ck_assert_str_eq(m->states[1].words.texts[0], "ESTABLISHED");
	}
	ck_assert_str_eq(moment_of(&story, EVENT_SOCKETS, CELL_NONE, 3)->states[0].text, "FIN_WAIT_1");
	tale_end(&tale);
}
END_TEST

/* The queues can be left out; and which state a picture shows is no matter of words. */
START_TEST(states_in_several_lengths)
{
	struct tale tale = tale_judged(
		SCRIPT,
		STORY
		"0.290 client call connect(5<c2>, <to>) = 0\n0.291 client#2 > server S\n0.300 sockets client FIN_WAIT_2 7 5, client#2 CLOSE_WAIT, server LISTEN\n0.310 end\n",
		JUDGE_FINAL);
	struct story story = told(&tale);
	const struct moment_state *s = &moment_of(&story, EVENT_SOCKETS, CELL_NONE, 4)->states[0];

	ck_assert_str_eq(s->words.texts[0], "#1 FIN_WAIT_2 Recv-Q 7 Send-Q 5, #2 CLOSE_WAIT");
	ck_assert_str_eq(s->words.texts[1], "#1 FIN_WAIT_2, #2 CLOSE_WAIT");
	ck_assert_uint_eq(s->words.count, 2);
	ck_assert_int_eq(s->first, TCP_FIN_WAIT2);
	ck_assert_uint_eq(s->states, 1u << TCP_FIN_WAIT2 | 1u << TCP_CLOSE_WAIT);
	tale_end(&tale);
}
END_TEST

/* The end of the run is told only where nothing came for a while: the last table is told at 0.250. */
START_TEST(end_that_was_waited_for)
{
	static const char *const stories[] = { STORY "0.349 end\n", STORY "0.350 end\n" };

	for (int i = 0; i < 2; i++) {
		struct tale tale = tale_judged(SCRIPT, stories[i], JUDGE_FINAL);
		struct story story = told(&tale);

		ck_assert_int_eq(moment_of(&story, EVENT_ACTION, CELL_NONE, 3)->told, i);
		tale_end(&tale);
	}
}
END_TEST

/* ---- rows ---- */

/* "9: connect S 10: S. 11: ...exits": what is told in each row, by its first word; dots for a silence before it. */
static const char *rows_of(const struct story *story, enum folding folding)
{
	const char *text = "";
	size_t row = 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		const struct moment *m = &story->moments[i];
		const char *words = m->words.count ? m->words.texts[0] : "table";

		if (!m->told)
			continue;
		if (m->row[folding] != row)
			text = arena_printf(story->arena, "%s%s%zu:", text, row ? " " : "", m->row[folding]);
		row = m->row[folding];
		text = arena_printf(story->arena, "%s%s%.*s", text, m->silence_ns ? " ..." : " ",
				    (int)strcspn(words, "( "), words);
	}
	return text;
}

/* The call, what it sent and whom that woke: one row; an answer another. */
START_TEST(a_row_is_a_step)
{
	struct tale tale = tale_told(TALE_RST);
	struct story story = told(&tale), full = told_in(&tale, true);

	ck_assert_str_eq(rows_of(&story, FOLDED),
			 "1: start 2: socket 3: setsockopt 4: bind 5: listen 6: accept 7: start 8: socket "
			 "9: connect S 10: S. 11: . = = 12: read 13: write P. = 14: setsockopt 15: read "
			 "16: close R. = 17: exits 18: exits 19: table");
	ck_assert_str_eq(rows_of(&story, UNFOLDED), rows_of(&story, FOLDED));
	ck_assert_ptr_nonnull(
		strstr(rows_of(&full, FOLDED), " 9: connect 10: S 11: S. 12: . 13: = 14: = 15: read"));
	tale_end(&tale);
}
END_TEST

/* What a call sends after a silence stands below that, and does not join the call. */
START_TEST(a_silence_ends_a_row)
{
	struct tale tale = tale_judged(SCRIPT,
				       OPENING_STORY "0.300 client call close(3<c>) = 0 took 0.200\n"
						     "0.450 client > server F. 1:1 ack 1\n"
						     "0.500 server > client . 1:1 ack 2\n"
						     "0.900 end\n",
				       JUDGE_FINAL);
	struct story story = told(&tale);

	ck_assert_str_eq(rows_of(&story, FOLDED),
			 "1: start 2: listen 3: accept 4: start 5: connect S 6: S. 7: . 8: = 9: = "
			 "10: ...close 11: ...F. 12: = 13: . 14: ...end");
	tale_end(&tale);
}
END_TEST

/* All of a fold stands in its first one's row; told by themselves its moments have rows as any others. */
START_TEST(a_fold_is_a_row)
{
	struct tale tale = tale_told(TALE_CROWD);
	struct story story = told(&tale);
	size_t row = 0, folded = 0, rows[FOLDINGS] = { 0 };

	for (size_t i = 0; i < story.moment_count; i++) {
		const struct moment *m = &story.moments[i];

		for (int folding = FOLDED; m->told && folding < FOLDINGS; folding++) {
			ck_assert_uint_ge(m->row[folding], 1);
			rows[folding] = m->row[folding] > rows[folding] ? m->row[folding] : rows[folding];
		}
		if (m->fold != 1)
			continue;
		ck_assert(!folded++ || m->row[FOLDED] == row);
		row = m->row[FOLDED];
	}
	ck_assert_uint_gt(folded, 15);
	ck_assert(story.folds[1].met.mark == TOLD_MET && story.folds[1].met.line_count == 1);
	ck_assert_uint_gt(rows[UNFOLDED], rows[FOLDED] + 15);
	tale_end(&tale);
}
END_TEST

Suite *suite_story(void)
{
	Suite *s = suite_create("story");
	TCase *t = tcase_create("moments"), *rows = tcase_create("rows");

	tcase_add_test(t, marks_and_lines);
	tcase_add_test(t, entered_and_returned);
	tcase_add_test(t, news_of_tables);
	tcase_add_test(t, states_in_several_lengths);
	tcase_add_test(t, end_that_was_waited_for);
	suite_add_tcase(s, t);
	tcase_add_test(rows, a_row_is_a_step);
	tcase_add_test(rows, a_silence_ends_a_row);
	tcase_add_test(rows, a_fold_is_a_row);
	suite_add_tcase(s, rows);
	return s;
}
