/*
 * demo.h - what the parts of lab demo share: the lecture and its place in it.
 *
 *	demo.c           the command and its options
 *	demo_lecture.c   the lecture through all scenarios: keys and time
 *	demo_pace.c      how fast the rows of an act come
 *	demo_scene.c     one scenario: played, and its record
 *	demo_pages.c     what is said in words: opening, conclusion, explanation, keys
 *	demo_screen.c    the screen
 *	demo_plain.c     the same as plain text, without a terminal
 *	terminal.c       the terminal
 *
 * Why the scenario is not played act by act while people look: a lecturer's pause would let the kernel's timers expire
 * (retransmissions, keep-alive, TIME_WAIT), and the outcome would be another one. So it is played for real, at full speed,
 * when it is called up, and the record, a moment old, is then shown act by act.
 */
#ifndef COMMON_COMMAND_DEMO_H
#define COMMON_COMMAND_DEMO_H

#include "common/command/command.h"
#include "common/command/demo_scene.h"
#include "common/command/look.h"
#include "common/command/terminal.h"

enum stage {
	STAGE_PLAYING, /* the scenario is being played */
	STAGE_STOP, /* `act` acts are shown; what will the next one bring? */
	STAGE_ACT, /* the rows of act number `act`, from 1, come one by one */
	STAGE_END, /* the conclusion */
	STAGE_UNPLAYED, /* there is nothing to show, and why */
};

struct demo {
	struct arena *arena;
	struct places places;
	struct world_plan plan;
	struct look look;
	int64_t auto_ns; /* goes on by itself after so long; -1: waits for a key */
	struct scene *scenes;
	size_t scene_count;
	bool broken; /* a scenario that was played did not hold, or could not be played */
	size_t played, skipped;

	/* where the lecture is */
	struct terminal terminal;
	size_t at; /* which scene */
	enum stage stage;
	size_t act, rows; /* shown */
	int64_t since_ns; /* since then nothing has moved */
	int64_t next_ns; /* when the next row comes, in STAGE_ACT */
	size_t row_explained; /* plus 1; 0: nothing is explained */
	bool keys; /* the list of keys is shown */
	int scroll; /* lines that a long page is scrolled down */
	const char *hint; /* for who has pressed a key that does nothing; NULL: none */
};

/* demo_lecture.c: on d->terminal, which is open, to the end. Returns 0, or the signal that ended it. */
int demo_lecture(struct demo *d);

/* demo_pace.c */
/* How long row number `row` of an act waits for its turn: as long as it did, but not so short that nobody could follow,
 * nor so long that all would wait. */
int64_t demo_pause(const struct scene *s, const struct ladder_act *act, size_t row);
/* A pause that is longer in truth than on the screen. */
bool demo_is_shortened(const struct scene *s, size_t row);

/* demo_pages.c: lines in the style; what they take is up to them. */
void opening_page(struct text *out, const struct scene *s, const struct ladder_style *style);
void conclusion_page(struct text *out, const struct scene *s, const struct ladder_style *style);
void explanation_page(struct text *out, struct scene *s, size_t row);
void keys_page(struct text *out, const struct ladder_style *style);
/* "Next: the link is cut. What will happen?" */
void question_page(struct text *out, const struct scene *s, size_t act, const struct ladder_style *style);
void unplayed_page(struct text *out, const struct scene *s, const struct ladder_style *style);

/* demo_screen.c */
/* As the options say, and as wide as the terminal is now. */
struct ladder_style demo_style(const struct demo *d);
/* Draws where the lecture is. Keeps d->scroll within the page. */
void demo_draw(struct demo *d);

/* demo_plain.c: all scenes, one after the other, on standard output. */
void demo_plain(struct demo *d);

#endif
