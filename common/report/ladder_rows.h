/*
 * ladder_rows.h - the rows of a ladder, between the record and the drawing. Shared by the
 * drawings of a run: the one on the terminal and the page's (common/page).
 *
 *	ladder_clock.c   when a call really ran
 *	ladder_moments.c the record's events as moments in order of time
 *	ladder.c         moments as rows
 *	ladder_brackets.c  what runs down beside the rows: brackets of blocked calls, lifelines
 *	ladder_fold.c    what is repeated becomes one row
 *	ladder_words.c   a call, in several lengths
 *	ladder_labels.c  a segment, in several lengths
 *	ladder_states.c  who had which socket in which state
 *	ladder_layout.c  the columns
 *	ladder_draw.c    each row on its strip
 *	ladder_arrow.c   what goes over the wire, between the lifelines
 */
#ifndef COMMON_REPORT_LADDER_ROWS_H
#define COMMON_REPORT_LADDER_ROWS_H

#include "common/report/strip.h"

enum side { LEFT, RIGHT, SIDES };

enum { TEXTS_MOST = 6, LANES_MOST = 3, ROW_LINES = 4 };

/* One thing said in several lengths, the richest first. NULL behind the last. */
struct wording {
	const char *texts[TEXTS_MOST + 1];
	size_t count;
	size_t enough; /* the first so many say all that matters; the others are for when there is no room */
};

enum cell_kind {
	CELL_NONE,
	CELL_POINT, /* all of a call in one row, or a signal, an exit */
	CELL_OPEN, /* a call is entered and blocks */
	CELL_CLOSE, /* and returns */
	CELL_FOLD, /* several calls that are not drawn one by one */
};

/* What happened at one actor, beside its lifeline. */
struct cell {
	enum cell_kind kind;
	size_t event;
	struct wording words;
	int lane; /* of the bracket, 0 next to the lifeline; -1: none is free */
	unsigned look;
};

/* What went over the wire. */
struct row_wire {
	bool there, inside; /* inside: both ends are on the same side, or nobody's: no arrow */
	enum side from;
	bool lost;
	enum { ROUTER_FORWARDS, ROUTER_SENDS, ROUTER_RECEIVES } router; /* it forwards without a word */
	struct wording words;
	uint32_t frame;
	unsigned look;
};

/* ROW_MORE: what has no room in the ROW_BAND above. */
enum row_kind { ROW_EVENT, ROW_BAND, ROW_MORE, ROW_STATES, ROW_GAP };
enum mark { ROW_PLAIN, ROW_MET, ROW_STARRED, ROW_EXCUSED, ROW_BROKEN }; /* the strongest one shows */
enum life { LIFE_NONE, LIFE_ALIVE, LIFE_GONE };

struct row {
	enum row_kind kind;
	int64_t time_ns;
	struct cell side[SIDES];
	struct row_wire wire;
	size_t wire_event;
	const char *band; /* an action, a gap */
	const char *banner[SIDES]; /* states */
	enum mark mark;
	unsigned lines[ROW_LINES]; /* of the script, that the row met */
	unsigned line_count;
	enum life life[SIDES]; /* after this row */
	bool busy[SIDES][LANES_MOST]; /* brackets that run past this row */
};

/* A moment of an event: a call has one or two, everything else one. */
struct moment {
	int64_t at_ns;
	size_t event;
	enum cell_kind part; /* CELL_NONE: no call */
	size_t fold; /* 0: drawn by itself; else a number of its own for each fold, which is drawn once */
};

/* Which script lines an event met, and how it fared. */
struct event_mark {
	unsigned lines[ROW_LINES];
	unsigned line_count;
	bool starred, broken, excused, only_data;
};

struct ladder {
	struct arena *arena; /* of this drawing */
	const struct script *script; /* may be NULL */
	const struct timeline *timeline;
	const struct judgement *judgement; /* may be NULL */
	const struct ladder_style *style;
	enum side *actor_side; /* per actor */
	bool *actor_acts; /* per actor: it has something to show */
	size_t *actor_spoke; /* per actor: its first segment's event, SIZE_MAX for none */
	size_t *actor_socket; /* and of its first call about a socket */
	int actors_on[SIDES]; /* that have something to show */
	bool many_connections; /* some pair of actors has more than one */
	struct event_mark *marks; /* per event */
	int64_t *begin_ns,
		*end_ns; /* per event: when it really ran; end_ns is INT64_MAX for what has no end */
	struct moment *moments;
	size_t moment_count, moment_capacity;
	struct fold *folds; /* index 0 is not used */
	size_t fold_count, fold_capacity;
	struct row *rows;
	size_t row_count, row_capacity;
	int lanes[SIDES];
};

/* Moments that are drawn as one row. */
struct fold {
	bool data; /* segments with data, and the calls about them; else calls alone */
	enum side from; /* of the data */
	size_t segments;
	uint32_t first, end, payload; /* payload: of all of them */
	size_t last_segment_event;
	struct fold_calls {
		const char *name;
		bool several_names;
		size_t count;
		int64_t bytes;
		const char *errno_name;
		int process;
		size_t event; /* the first */
	} calls[SIDES];
	bool drawn;
};

/* ladder.c: everything up to the moments and their folds, from arena, script, timeline, judgement and style. */
void ladder_prepare(struct ladder *l);
/* And everything from there to the rows. How many there are does not depend on the style's width and signs. */
void ladder_build(struct ladder *l);

/* ladder_clock.c: fills in begin_ns and end_ns. */
void ladder_set_clock(struct ladder *l);

/* ladder_sides.c */
void ladder_choose_sides(struct ladder *l);
enum side side_of_process(const struct ladder *l, int process);
/* The sides of a packet; false where there is no arrow to draw (both ends on one side). The router stands between them:
 * what it sends comes from the receiver's other side. */
bool packet_sides(const struct ladder *l, const struct event *e, enum side *from, enum side *to);
enum side side_of_socket(const struct ladder *l, const struct socket *s); /* one of timeline.sockets */

/* ladder_moments.c */
void ladder_mark_lines(struct ladder *l);
void ladder_find_moments(struct ladder *l);

/* ladder_brackets.c */
void ladder_make_brackets(struct ladder *l);
void ladder_make_lives(struct ladder *l);

/* ladder_fold.c: gives moments that repeat each other a fold. */
void ladder_fold(struct ladder *l);

/* ladder_words.c */
bool call_is_shown(const struct ladder *l, size_t event);
void call_words(const struct ladder *l, const struct event *e, enum cell_kind part, bool far,
		struct wording *out);
void fold_words(const struct ladder *l, const struct fold_calls *calls, struct wording *out);
void signal_words(const struct ladder *l, const struct event *e, struct wording *out);
void exit_words(const struct ladder *l, const struct event *e, struct wording *out);
void wording_add(struct wording *w, const char *text); /* NULL and what is there already are left out */

/* ladder_labels.c */
void packet_words(const struct ladder *l, size_t event, struct wording *out);
void fold_label(const struct ladder *l, const struct fold *f, struct wording *out);
unsigned packet_look(const struct ladder *l, size_t event);

/* ladder_states.c */
/* Actor's connections in the kernel's table, "FIN_WAIT_2" or "ESTABLISHED, Send-Q 512"; NULL: it has never had any. */
const char *states_text(struct ladder *l, size_t event, int actor);
/* What stands above a lifeline: "client 127.0.0.1:45158". */
const char *side_title(const struct ladder *l, enum side side);

/* ladder_draw.c */
void ladder_rows_draw(struct text *out, struct ladder *l);
/* Piece by piece, in the columns of the whole: the line with the lifelines' heads, and the rows [from, to). marks: what
 * the script expected stands in the gutter. */
void ladder_heads_draw(struct text *out, const struct ladder *l);
void ladder_part_draw(struct text *out, const struct ladder *l, size_t from, size_t to, bool marks);

#endif
