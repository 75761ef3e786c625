/*
 * demo_lecture.c - where a lecture is, and what takes it further: keys, time, and the end of the playing; see demo.h.
 *
 *	playing -> stop, act, stop, act, … stop -> end -> the next scenario's playing
 */
#include <signal.h>

#include "common/command/demo.h"
#include "common/report/row_remarks.h"

/* ---- where the lecture is ---- */

static struct scene *scene_now(struct demo *d)
{
	return &d->scenes[d->at];
}

static void go_to(struct demo *d, enum stage stage, size_t act)
{
	const struct scene *s = scene_now(d);

	d->stage = stage;
	d->act = act;
	d->rows = act && s->status == SCENE_PLAYED ? s->acts[act - 1].to : 0;
	d->scroll = 0;
	d->since_ns = monotonic_ns();
}

static void begin_act(struct demo *d)
{
	const struct scene *s = scene_now(d);
	const struct ladder_act *act = &s->acts[d->act];

	go_to(d, STAGE_ACT, d->act + 1);
	d->rows = act->from;
	d->next_ns = monotonic_ns();
}

static void begin_scene(struct demo *d, size_t at)
{
	scene_stop(scene_now(d));
	d->at = at;
	go_to(d, STAGE_PLAYING, 0);
	scene_start(scene_now(d), &d->plan, &d->places);
}

/* When the playing is over, however. */
static void take_scene(struct demo *d)
{
	struct scene *s = scene_now(d);
	struct ladder_style style;

	if (s->status == SCENE_PLAYED) {
		d->played++;
		d->broken = d->broken || s->judgement.outcome != OUTCOME_HOLDS;
		style = demo_style(d);
		scene_lay_out(s, &style);
		go_to(d, STAGE_STOP, 0);
	} else {
		d->skipped += s->status == SCENE_SKIPPED;
		d->broken = d->broken || s->status == SCENE_BROKEN;
		go_to(d, STAGE_UNPLAYED, 0);
	}
}

/* Shows the rows whose time has come. */
static void show_rows(struct demo *d)
{
	const struct scene *s = scene_now(d);
	const struct ladder_act *act = &s->acts[d->act - 1];
	int64_t now = monotonic_ns();

	while (d->rows < act->to && d->next_ns <= now) {
		d->rows++;
		if (d->rows < act->to)
			d->next_ns += demo_pause(s, act, d->rows);
	}
	if (d->rows == act->to)
		go_to(d, STAGE_STOP, d->act);
}

static bool at_the_end(const struct demo *d)
{
	return (d->stage == STAGE_END || d->stage == STAGE_UNPLAYED) && d->at + 1 == d->scene_count;
}

static void next(struct demo *d)
{
	switch (d->stage) {
	case STAGE_PLAYING: d->hint = "it is still being played"; break;
	case STAGE_ACT: go_to(d, STAGE_STOP, d->act); break; /* all of the act, at once */
	case STAGE_STOP:
		if (d->act < scene_now(d)->act_count)
			begin_act(d);
		else
			go_to(d, STAGE_END, d->act);
		break;
	case STAGE_END:
	case STAGE_UNPLAYED:
		if (at_the_end(d))
			d->hint = "this was the last scenario: q leaves";
		else
			begin_scene(d, d->at + 1);
		break;
	}
}

static void back(struct demo *d)
{
	switch (d->stage) {
	case STAGE_ACT: go_to(d, STAGE_STOP, d->act - 1); break;
	case STAGE_END: go_to(d, STAGE_STOP, d->act); break;
	case STAGE_STOP:
		if (d->act)
			go_to(d, STAGE_STOP, d->act - 1);
		else
			d->hint = "this is the beginning";
		break;
	case STAGE_PLAYING:
	case STAGE_UNPLAYED: d->hint = "there is nothing to go back to"; break;
	}
}

/* From the last event on the screen, or from the one that is explained, to the one before. */
static void explain(struct demo *d)
{
	const struct scene *s = scene_now(d);
	size_t row = d->row_explained ? d->row_explained - 1 : d->rows;

	while (row && !row_has_remarks(&s->ladder, row - 1))
		row--;
	d->scroll = 0;
	if (row)
		d->row_explained = row;
	else
		d->hint = d->row_explained ? "there is no event before this one" : "there is no event yet";
}

static void another_scene(struct demo *d, bool forward)
{
	if (forward ? d->at + 1 == d->scene_count : d->at == 0)
		d->hint = forward ? "this is the last scenario" : "this is the first scenario";
	else
		begin_scene(d, forward ? d->at + 1 : d->at - 1);
}

/* False: the lecture is over. */
static bool press(struct demo *d, enum key key)
{
	d->hint = NULL;
	d->since_ns = monotonic_ns();
	if (key == 'q' || key == 'Q')
		return false;
	if (key == KEY_UP || key == KEY_DOWN) {
		d->scroll += key == KEY_UP ? -1 : 1;
		return true;
	}
	if (d->keys || (d->row_explained && key != 'b')) {
		/* Only what was laid over the screen goes: a key too many shows nothing too early. */
		d->keys = key == '?' && !d->keys;
		d->row_explained = 0;
		d->scroll = 0;
		if (d->stage == STAGE_ACT)
			d->next_ns = d->since_ns;
		return true;
	}
	switch ((int)key) {
	case ' ':
	case 'n':
	case KEY_ENTER:
	case KEY_RIGHT:
	case KEY_PAGE_DOWN: next(d); break;
	case 'p':
	case KEY_LEFT:
	case KEY_PAGE_UP: back(d); break;
	case 'b': explain(d); break;
	case 'N': another_scene(d, true); break;
	case 'P': another_scene(d, false); break;
	case 'r': begin_scene(d, d->at); break;
	case '?': d->keys = true; break;
	case KEY_REDRAW: break;
	case KEY_SUSPEND: terminal_suspend(&d->terminal); break;
	default: d->hint = "this key does nothing: ? lists the keys"; break;
	}
	return true;
}

/* ---- the loop ---- */

static int until(int64_t ns)
{
	int64_t left = ns - monotonic_ns();

	return left <= 0 ? 0 : (int)((left + 999999) / 1000000);
}

/* What it waits for at most, in ms; -1: a key. */
static int patience(const struct demo *d)
{
	enum { CLOCK_MS = 100, PLAYING_MS = 250 };
	int ms;

	if (d->keys || d->row_explained)
		return d->stage == STAGE_PLAYING ? PLAYING_MS : -1;
	switch (d->stage) {
	case STAGE_PLAYING: return PLAYING_MS;
	case STAGE_ACT: ms = until(d->next_ns); return ms > CLOCK_MS ? CLOCK_MS : ms;
	case STAGE_STOP:
	case STAGE_END:
	case STAGE_UNPLAYED: break;
	}
	return d->auto_ns < 0 ? -1 : until(d->since_ns + d->auto_ns);
}

/* What happens without a key. False: the lecture is over. */
static bool proceed(struct demo *d)
{
	if (d->stage == STAGE_PLAYING) {
		scene_read(scene_now(d));
		if (scene_now(d)->status != SCENE_PLAYING)
			take_scene(d);
		return true;
	}
	if (d->keys || d->row_explained)
		return true;
	if (d->stage == STAGE_ACT) {
		show_rows(d);
		return true;
	}
	if (d->auto_ns < 0 || monotonic_ns() < d->since_ns + d->auto_ns)
		return true;
	if (at_the_end(d))
		return false;
	next(d);
	return true;
}

int demo_lecture(struct demo *d)
{
	begin_scene(d, 0);
	for (;;) {
		struct news news;

		demo_draw(d);
		news = terminal_wait(&d->terminal, scene_fd(scene_now(d)), patience(d));
		if (news.signal)
			return news.signal;
		if (news.key == KEY_INTERRUPT || news.key == KEY_QUIT)
			return news.key == KEY_INTERRUPT ? SIGINT : SIGQUIT;
		if (news.key != KEY_NONE && !press(d, news.key))
			return 0;
		if (!proceed(d))
			return 0;
	}
}
