/* ladder_brackets.c - what runs down the picture beside the rows: brackets and lifelines; see ladder_rows.h. */
#include "common/report/ladder_rows.h"

enum { FAR_ROWS = 8 }; /* a bracket longer than this is named again at its end */

/* Brackets: each blocked call gets a lane beside its lifeline, from its entry to its return or its process' end. */
void ladder_make_brackets(struct ladder *l)
{
	enum { FREE = 0 };
	size_t held[SIDES][LANES_MOST] = { { FREE } }, begun[SIDES][LANES_MOST] = { { 0 } };
	int most = l->style->width < 100 ? 2 : LANES_MOST;

	for (size_t r = 0; r < l->row_count; r++) {
		struct row *row = &l->rows[r];

		for (int side = 0; side < SIDES; side++) {
			struct cell *cell = &row->side[side];
			const struct event *e = cell->kind ? l->story.timeline->events[cell->event] : NULL;

			for (int lane = 0; lane < most && cell->kind == CELL_OPEN && cell->lane < 0; lane++)
				if (held[side][lane] == FREE) {
					held[side][lane] = cell->event + 1;
					begun[side][lane] = r;
					cell->lane = lane;
					if (lane >= l->lanes[side])
						l->lanes[side] = lane + 1;
				}
			for (int lane = 0; lane < most && e; lane++) {
				const struct event *h =
					held[side][lane] ? l->story.timeline->events[held[side][lane] - 1]
							 : NULL;
				bool exits = h && e->kind == EVENT_EXIT && e->exit.process == h->call.process;

				if (!h || (!exits && (cell->kind != CELL_CLOSE || h != e)))
					continue;
				held[side][lane] = FREE;
				cell->lane = lane;
				if (exits)
					cell->kind = CELL_CLOSE;
				else if (r - begun[side][lane] > FAR_ROWS)
					call_words(&l->story, e, CELL_CLOSE, true, &cell->words);
			}
			/* Without a bracket only the name tells what returns here. */
			if (cell->kind == CELL_CLOSE && cell->lane < 0)
				call_words(&l->story, e, CELL_CLOSE, true, &cell->words);
			for (int lane = 0; lane < most; lane++)
				row->busy[side][lane] = held[side][lane] != FREE;
		}
	}
}

/* A lifeline begins with its first process and is dotted when the last is gone: what comes then, the kernel's TCP does alone. */
void ladder_make_lives(struct ladder *l)
{
	const struct timeline *t = l->story.timeline;
	bool *lives = arena_alloc(l->story.arena, (t->process_count + 1) * sizeof(*lives));
	bool *gone = arena_alloc(l->story.arena, (t->process_count + 1) * sizeof(*gone));
	int alive[SIDES] = { 0 };
	enum life life[SIDES] = { LIFE_NONE, LIFE_NONE };
	size_t next = 0;

	for (size_t r = 0; r < l->row_count; r++) {
		struct row *row = &l->rows[r];

		for (; next < t->event_count && t->events[next]->time_ns <= row->time_ns; next++) {
			const struct event *e = t->events[next];
			int process = event_process(e);
			enum side side = side_of_process(&l->story, process);

			if (process < 0 || gone[process])
				continue;
			if (e->kind == EVENT_EXIT) {
				gone[process] = true;
				alive[side] -= lives[process];
			} else if (!lives[process]) {
				lives[process] = true;
				alive[side]++;
			}
			life[side] = alive[side] ? LIFE_ALIVE : LIFE_GONE;
		}
		for (int side = 0; side < SIDES; side++) {
			if (row->wire.there && life[side] == LIFE_NONE)
				life[side] = t->process_count ? LIFE_GONE : LIFE_ALIVE;
			row->life[side] = life[side];
		}
	}
}
