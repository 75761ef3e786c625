/*
 * story_rows.c - which moments share a row; see story.h.
 *
 * A row is one step as a person would tell it: the call, the segment that it sent, and the call at the other end that the
 * segment woke share one. Nothing is put into a row that would turn its order round.
 */
#include "common/report/story.h"

enum {
	STEP_NS = 300000, /* what follows a segment within this time may share its row */
	CLOCK_SLACK_NS = 2000, /* strace cuts its stamps to microseconds */
};

/* What stands in a row so far. */
struct step {
	const struct event *wire; /* what goes over the wire; of a fold its last segment */
	enum side from; /* who sent it */
	bool arrives; /* at the other side, where it may wake somebody */
	const struct moment *beside[SIDES]; /* a lifeline: a call, a signal, an exit */
	bool taken[SIDES]; /* by that, or by a fold's calls */
};

static bool call_contains(const struct story *story, size_t call, int64_t time_ns)
{
	int64_t end = story->end_ns[call];

	return story->timeline->events[call]->kind == EVENT_CALL &&
	       time_ns >= story->begin_ns[call] - CLOCK_SLACK_NS &&
	       (end == INT64_MAX || time_ns <= end + CLOCK_SLACK_NS);
}

/* A segment joins the row of the call that sent it. */
static bool packet_joins(const struct story *story, const struct step *step, const struct moment *m)
{
	enum side from = m->wire.from;
	const struct moment *sender = step->beside[from];

	if (!m->wire.arrow || m->wire.from_router || step->wire || step->taken[from == LEFT ? RIGHT : LEFT])
		return false;
	/* First whether it is a call at all: a signal and an exit stand beside a lifeline too. */
	return sender && sender->part != CELL_CLOSE && call_contains(story, sender->event, m->at_ns) &&
	       !call_brings(story->timeline->events[sender->event]->call.row);
}

/* A call joins the row of the segment that woke it (at the receiver), or within which it was sent. */
static bool call_joins(const struct story *story, const struct step *step, const struct moment *m)
{
	const struct event *e = story->timeline->events[m->event];

	if (!step->arrives || step->taken[m->side] || m->at_ns - step->wire->time_ns > STEP_NS)
		return false;
	if (m->side == step->from)
		return m->part == CELL_CLOSE && call_contains(story, m->event, step->wire->time_ns);
	return m->part == CELL_CLOSE || (m->part == CELL_POINT && call_brings(e->call.row));
}

static bool joins(const struct story *story, const struct step *step, const struct moment *m)
{
	switch (story->timeline->events[m->event]->kind) {
	case EVENT_PACKET: return packet_joins(story, step, m);
	case EVENT_CALL: return call_joins(story, step, m);
	case EVENT_SIGNAL:
	case EVENT_EXIT:
	case EVENT_SOCKETS:
	case EVENT_READING:
	case EVENT_ACTION: break;
	}
	return false;
}

static void put_fold(const struct story *story, struct step *step, const struct fold *f)
{
	if (f->label.count) {
		step->wire = story->timeline->events[f->last_segment_event];
		step->from = f->from;
		step->arrives = true;
	}
	for (int side = 0; side < SIDES; side++)
		step->taken[side] = f->calls[side].count > 0;
}

static void put_moment(const struct story *story, struct step *step, const struct moment *m)
{
	const struct event *e = story->timeline->events[m->event];

	if (e->kind == EVENT_PACKET) {
		step->wire = e;
		step->from = m->wire.from;
		step->arrives = m->wire.arrow && !e->packet.lost;
	} else if (m->part != CELL_NONE) {
		step->beside[m->side] = m;
		step->taken[m->side] = true;
	}
}

static void set_rows(struct story *story, enum folding folding)
{
	size_t *fold_row = arena_alloc(story->arena, (story->fold_count + 1) * sizeof(*fold_row));
	struct step step = { 0 };
	size_t row = 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		struct moment *m = &story->moments[i];
		size_t fold = folding == FOLDED ? m->fold : 0;

		if (!m->told)
			continue;
		if (fold && fold_row[fold]) {
			m->row[folding] = fold_row[fold];
			continue;
		}
		if (story->full || fold || m->silence_ns || !joins(story, &step, m)) {
			step = (struct step){ 0 };
			row++;
		}
		if (fold)
			put_fold(story, &step, &story->folds[fold]);
		else
			put_moment(story, &step, m);
		m->row[folding] = row;
		fold_row[fold] = row;
	}
}

int64_t silence_between(int64_t from_ns, int64_t to_ns)
{
	return to_ns - from_ns > SILENCE_NS ? to_ns - from_ns : 0;
}

void story_set_rows(struct story *story)
{
	int64_t last_ns = story->moment_count ? story->moments[0].at_ns : 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		struct moment *m = &story->moments[i];

		if (!m->told)
			continue;
		m->silence_ns = silence_between(last_ns, m->at_ns);
		last_ns = m->at_ns;
	}
	set_rows(story, FOLDED);
	set_rows(story, UNFOLDED);
}
