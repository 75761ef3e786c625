/*
 * demo_plain.c - a lecture as plain text: act by act, each question before its answer; for a pipe, or a screen reader.
 * No terminal is taken over, so signals do what they always do: the run's process ends with this one.
 */
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/command/demo.h"

static void print(struct text *page)
{
	fputs(text_chars(page), stdout);
	fflush(stdout);
	text_free(page);
	*page = (struct text){ 0 };
}

static void wait_for(int64_t ns)
{
	struct timespec left = { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };

	while (nanosleep(&left, &left) != 0)
		;
}

static void play(struct demo *d, struct scene *s)
{
	scene_start(s, &d->plan, &d->places);
	while (s->status == SCENE_PLAYING) {
		poll(&(struct pollfd){ .fd = scene_fd(s), .events = POLLIN }, 1, -1);
		scene_read(s);
	}
}

static void tell(struct demo *d, struct scene *s, const struct ladder_style *style)
{
	struct text page = { 0 };

	scene_lay_out(s, style);
	opening_page(&page, s, style);
	for (size_t act = 0; act <= s->act_count; act++) {
		text_add(&page, "\n");
		question_page(&page, s, act, style);
		print(&page);
		wait_for(d->auto_ns);
		if (act == s->act_count)
			break;
		text_add(&page, "\n");
		ladder_heads_draw(&page, &s->ladder);
		ladder_part_draw(&page, &s->ladder, s->acts[act].from, s->acts[act].to, false);
		print(&page);
	}
	conclusion_page(&page, s, style);
	print(&page);
}

void demo_plain(struct demo *d)
{
	struct ladder_style style = look_style(&d->look, STDOUT_FILENO);

	for (size_t i = 0; i < d->scene_count; i++) {
		struct scene *s = &d->scenes[i];
		struct text page = { 0 };

		play(d, s);
		if (s->status == SCENE_PLAYED) {
			d->played++;
			d->broken = d->broken || s->judgement.outcome != OUTCOME_HOLDS;
			tell(d, s, &style);
			continue;
		}
		d->skipped += s->status == SCENE_SKIPPED;
		d->broken = d->broken || s->status == SCENE_BROKEN;
		unplayed_page(&page, s, &style);
		print(&page);
	}
}
