/*
 * story.h - a record told once: a list of moments in order of time, each with its words, its side and what the script made
 * of it. The ladder on a terminal, the lecture, the page and its list draw this, each in its own way, and the comments in
 * wire.pcapng word its marks; none of them asks again what was met, which state is new, or how a call is said. It tells
 * what the record holds and never judges.
 *
 *	story.c          the whole of it, and the words and marks of each moment
 *	story_sides.c    who stands on which side
 *	story_clock.c    when a call really ran
 *	story_moments.c  which events are told, as moments in order of time
 *	story_fold.c     what is repeated is told as one
 *	story_words.c    a call, a signal, an exit, in several lengths
 *	story_labels.c   a packet, in several lengths
 *	story_states.c   who had which socket in which state
 *	story_rows.c     which moments share a row
 */
#ifndef COMMON_REPORT_STORY_H
#define COMMON_REPORT_STORY_H

#include "common/base/text.h"
#include "common/judge/judge.h"

enum side { LEFT, RIGHT, SIDES };

enum {
	TEXTS_MOST = 6,
	TOLD_LINES = 4,
	SILENCE_NS = 100000000, /* what is longer is told as a silence, and nothing is folded across it */
};

/* One thing said in several lengths, the richest first. NULL behind the last. */
struct wording {
	const char *texts[TEXTS_MOST + 1];
	size_t count;
	size_t enough; /* the first so many say all that matters; the others are for when there is no room */
};

enum cell_kind {
	CELL_NONE,
	CELL_POINT, /* all of a call, or a signal, an exit */
	CELL_OPEN, /* a call is entered and blocks */
	CELL_CLOSE, /* and returns */
	CELL_FOLD, /* several calls that are not told one by one */
};

/* What the script made of it; of several the strongest mark counts, and all lines. */
enum mark { TOLD_PLAIN, TOLD_MET, TOLD_STARRED, TOLD_EXCUSED, TOLD_BROKEN };
struct met {
	enum mark mark;
	unsigned lines[TOLD_LINES]; /* of the script, by their numbers */
	unsigned line_count;
};

/* With each fold as one row, or with each moment told by itself. */
enum folding { FOLDED, UNFOLDED, FOLDINGS };

/* A moment of an event: a call has one or two, everything else one. */
struct moment {
	int64_t at_ns;
	size_t event;
	enum cell_kind part; /* CELL_NONE: nothing that a process did */
	size_t fold; /* 0: told by itself; else the number of its fold, which is told once */
	bool told; /* a table without news is not, nor an end that nobody waited for */
	int64_t silence_ns; /* how long nothing had been told before it, where that is long; else 0 */
	size_t row[FOLDINGS]; /* in which row it stands, from 1; 0: it is not told */
	struct met met; /* of a call that is entered, what it met by its return is told there */
	struct wording words; /* none of a table */
	enum side side; /* of a process's */
	struct moment_wire { /* of a packet */
		bool arrow; /* there is one to draw; else both ends are on one side, or nobody's */
		enum side from,
			to; /* the router stands between the sides: from is then the receiver's other one */
		bool from_router, to_router;
	} wire;
	struct moment_state { /* of a table: whose state is another than before, or was asked for */
		int actor;
		const char *
			text; /* of all its connections: "FIN_WAIT_2", "ESTABLISHED Send-Q 512, CLOSE_WAIT" */
		unsigned states; /* that it names: a bit each, as the kernel numbers them */
		int first; /* of these */
		struct wording
			words; /* "client: ESTABLISHED Send-Q 512": with its name where its side has others */
	} * states;
	size_t state_count;
};

/* Which script lines an event met, and how it fared. */
struct event_mark {
	const struct line *lines[TOLD_LINES];
	unsigned line_count;
	const struct line
		*taken_by; /* the last line that it is one of the events of, met or not; NULL: none */
	const char *excuse; /* the proof that it is a needless retransmission; NULL: it is none */
	bool differs; /* some track fails with it, */
	bool broken; /* and this is where the run first differs from the script */
	bool starred, only_data;
};

/* Moments that are told as one. */
struct fold {
	bool data; /* segments with data, and the calls about them; else calls alone */
	enum side from; /* of the data */
	size_t segments;
	uint32_t first, end, payload; /* payload: of all of them */
	size_t last_segment_event;
	struct met met; /* by all of it */
	struct wording label; /* of the data */
	struct fold_calls {
		const char *name;
		bool several_names;
		size_t count;
		int64_t bytes;
		const char *errno_name;
		int process;
		size_t event; /* the first */
		struct wording words;
	} calls[SIDES];
};

struct story {
	struct arena *arena; /* of all that is told */
	const struct script *script; /* may be NULL */
	const struct timeline *timeline;
	const struct judgement *judgement; /* may be NULL */
	bool full; /* every call, none folded */
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
};

/* Tells it: from arena, script, timeline, judgement and full. */
void story_make(struct story *story);

/* story_clock.c: fills in begin_ns and end_ns. */
void story_set_clock(struct story *story);

/* story_sides.c */
void story_choose_sides(struct story *story);
enum side side_of_process(const struct story *story, int process);
/* The sides of a packet; false where there is no arrow to draw (both ends on one side). The router stands between them:
 * what it sends comes from the receiver's other side. */
bool packet_sides(const struct story *story, const struct event *e, enum side *from, enum side *to);
enum side side_of_socket(const struct story *story, const struct socket *s); /* one of timeline.sockets */

/* Adds what another moment of the same row or fold has met. */
void met_join(struct met *all, const struct met *one);

/* story_moments.c */
/* Fills in marks; of the story it needs arena, script, timeline and judgement alone. */
void story_mark_lines(struct story *story);
void story_find_moments(struct story *story);

/* story_fold.c: gives moments that repeat each other a fold. */
void story_fold(struct story *story);

/* story_rows.c: gives the moments that are told their silences and rows. */
void story_set_rows(struct story *story);
/* 0 where it is too short to be told. */
int64_t silence_between(int64_t from_ns, int64_t to_ns);

/* story_words.c */
bool call_is_shown(const struct story *story, size_t event);
/* far: of a return, so that it can be understood far from where the call was entered. */
void call_words(const struct story *story, const struct event *e, enum cell_kind part, bool far,
		struct wording *out);
void fold_words(const struct story *story, const struct fold_calls *calls, struct wording *out);
void signal_words(const struct story *story, const struct event *e, struct wording *out);
void exit_words(const struct story *story, const struct event *e, struct wording *out);
void wording_add(struct wording *w, const char *text); /* NULL and what is there already are left out */

/* story_labels.c */
void packet_words(const struct story *story, size_t event, struct wording *out);
void fold_label(const struct story *story, const struct fold *f, struct wording *out);

/* story_states.c */
/* Fills in what the table says of the actor's connections; false: it has never had any. */
bool find_states(const struct story *story, size_t event, int actor, struct moment_state *out);
/* What stands above a lifeline: "client 127.0.0.1:45158". */
const char *side_title(const struct story *story, enum side side);

#endif
