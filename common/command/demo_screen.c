/*
 * demo_screen.c - the screen of a lecture; see demo.h. From top to bottom, always of the terminal's whole height:
 *
 *	linger 02                                            act 2 of 5
 *	      ms       client 127.0.0.1:45158     server 127.0.0.2:9877       the heads, where there is a ladder
 *	…                                                                     its newest rows, or a page
 *
 *	Next:  The link is cut …                                             the question, where it stops
 *	       What will happen?
 *
 *	space goes on · p back · …                                            keys, or what is going on
 */
#include <stdio.h>
#include <string.h>

#include "common/command/demo.h"

enum {
	COLUMNS_LEAST = 60,
	COLUMNS_MOST = 99, /* wider ladders have columns for script lines and frames: not for a room */
	ROWS_LEAST = 12,
	QUESTION_ROWS = 3,
	STATUS_ROWS = 2,
};

/* Lines [from, from + count) of a page; blank ones where it has no more. */
static void add_lines(struct text *screen, const char *page, size_t from, size_t count)
{
	const char *line = page;

	for (size_t i = 0; i < from && *line; i++)
		line = strchrnul(line, '\n') + (*strchrnul(line, '\n') != '\0');
	for (size_t i = 0; i < count; i++) {
		const char *end = strchrnul(line, '\n');

		text_add_bytes(screen, line, (size_t)(end - line));
		text_add(screen, "\n");
		line = *end ? end + 1 : end;
	}
}

static size_t line_count(const char *page)
{
	size_t count = 0;

	for (; (page = strchr(page, '\n')); page++)
		count++;
	return count;
}

struct ladder_style demo_style(const struct demo *d)
{
	struct ladder_style style = look_style(&d->look, d->terminal.out);
	int most = d->look.width ? d->look.width : COLUMNS_MOST;

	/* It may have changed since the program was started, and no variable knows that. */
	style.width = d->terminal.columns < most ? d->terminal.columns : most;
	return style;
}

static void add_top(struct text *screen, const struct demo *d, const struct scene *s,
		    const struct ladder_style *style)
{
	struct text place = { 0 };
	struct strip strip;

	strip_begin(&strip, style);
	strip_put(&strip, 1, strip.width / 2, s->name, LOOK_DIM);
	if (d->stage == STAGE_END)
		text_add(&place, "conclusion");
	else if (s->status == SCENE_PLAYED && d->act)
		text_addf(&place, "act %zu of %zu", d->act, s->act_count);
	if (d->scene_count > 1)
		text_addf(&place, "%sscenario %zu of %zu", place.length ? " · " : "", d->at + 1,
			  d->scene_count);
	strip_put_right(&strip, strip.width - 1, strip.width / 2, text_chars(&place), LOOK_DIM);
	strip_end(screen, &strip);
	text_free(&place);
}

/* The clock of what is shown, which runs faster in a pause that is shortened. */
static void add_clock(struct text *words, const struct demo *d, const struct scene *s)
{
	const struct row *rows = s->ladder.rows;
	int64_t pause = demo_pause(s, &s->acts[d->act - 1], d->rows), gap, passed;
	char buf[DURATION_TEXT];

	gap = rows[d->rows].time_ns - rows[d->rows - 1].time_ns;
	passed = pause - (d->next_ns - monotonic_ns());
	passed = passed < 0 ? 0 : passed > pause ? pause : passed;
	text_addf(
		words, "time passes, faster than it did: %s",
		duration_text((int64_t)((double)gap * (double)passed / (double)pause) / 100000000 * 100000000,
			      buf));
}

static void add_status(struct text *screen, const struct demo *d, const struct scene *s,
		       const struct ladder_style *style, size_t below)
{
	struct text words = { 0 };
	unsigned look = LOOK_DIM;

	if (d->hint) {
		text_add(&words, d->hint);
		look = LOOK_NOTE;
	} else if (d->keys) {
		text_add(&words, "any key: back");
	} else if (d->row_explained) {
		text_addf(&words, "%sb: the event before · any other key: back",
			  below ? "down: more · " : "");
	} else if (d->stage == STAGE_PLAYING) {
		text_addf(&words, "it is being played, %.0f s%s · q leaves",
			  (double)(monotonic_ns() - s->began_ns) / 1e9,
			  scene_waits(s) ? ": waits for time to pass" : "");
	} else if (d->stage == STAGE_ACT && demo_is_shortened(s, d->rows)) {
		add_clock(&words, d, s);
	} else if (d->stage == STAGE_END || d->stage == STAGE_UNPLAYED) {
		text_addf(&words, "%s%sp back · ? keys · q leaves", below ? "down: more · " : "",
			  d->at + 1 < d->scene_count ? "space: next · " : "");
	} else {
		if (d->stage == STAGE_STOP)
			text_add(&words,
				 d->auto_ns < 0 ? "space goes on · " : "goes on by itself, or by space · ");
		text_addf(&words, "%s%s? keys · q leaves", d->act ? "p back · " : "",
			  d->rows ? "b explains · " : "");
	}
	text_add(screen, "\n");
	strip_line(screen, style, 2, text_chars(&words), look);
	text_free(&words);
}

/* Part of a page, as far as it is scrolled. Returns how many of its lines are below. */
static size_t add_page(struct text *screen, struct demo *d, const char *page, size_t room)
{
	size_t lines = line_count(page), most = lines > room ? lines - room : 0;

	if (d->scroll < 0)
		d->scroll = 0;
	if ((size_t)d->scroll > most)
		d->scroll = (int)most;
	add_lines(screen, page, (size_t)d->scroll, room);
	return most - (size_t)d->scroll;
}

static void add_ladder(struct text *screen, const struct demo *d, const struct scene *s, size_t room)
{
	size_t rows = d->rows, first = rows > room ? rows - room : 0;
	struct text page = { 0 };

	ladder_part_draw(&page, &s->ladder, first, rows, false);
	add_lines(screen, text_chars(&page), 0, room);
	text_free(&page);
}

static void draw_too_small(struct demo *d)
{
	char line[96];

	snprintf(line, sizeof(line), "%.*s\n", d->terminal.columns > 80 ? 80 : d->terminal.columns - 1,
		 "60 x 12 at least, please");
	terminal_draw(&d->terminal, line, 0);
}

void demo_draw(struct demo *d)
{
	struct scene *s = &d->scenes[d->at];
	struct ladder_style style = demo_style(d);
	struct text screen = { 0 }, page = { 0 };
	size_t room, below = 0;
	bool question = false, ladder = false;

	if (d->terminal.columns < COLUMNS_LEAST || d->terminal.rows < ROWS_LEAST) {
		draw_too_small(d);
		return;
	}
	if (s->status == SCENE_PLAYED && style.width != s->style.width)
		scene_lay_out(s, &style);
	room = (size_t)d->terminal.rows - 1 - STATUS_ROWS;
	add_top(&screen, d, s, &style);
	if (d->keys) {
		keys_page(&page, &style);
	} else if (d->row_explained) {
		explanation_page(&page, s, d->row_explained - 1);
	} else if (d->stage == STAGE_UNPLAYED) {
		unplayed_page(&page, s, &style);
	} else if (d->stage == STAGE_END) {
		conclusion_page(&page, s, &style);
	} else {
		/* The question's room is kept while the act goes on: nothing jumps. */
		question = d->stage != STAGE_PLAYING;
		ladder = question && d->act;
		if (!ladder)
			opening_page(&page, s, &style);
	}
	if (question)
		room -= QUESTION_ROWS + 1;
	if (ladder) {
		ladder_heads_draw(&screen, &s->ladder);
		add_ladder(&screen, d, s, room - 1);
	} else {
		below = add_page(&screen, d, text_chars(&page), room);
	}
	if (question) {
		struct text asked = { 0 };

		if (d->stage == STAGE_STOP)
			question_page(&asked, s, d->act, &style);
		text_add(&screen, "\n");
		add_lines(&screen, text_chars(&asked), 0, QUESTION_ROWS);
		text_free(&asked);
	}
	add_status(&screen, d, s, &style, below);
	terminal_draw(&d->terminal, text_chars(&screen), (d->terminal.columns - strip_width(&style)) / 2);
	text_free(&page);
	text_free(&screen);
}
