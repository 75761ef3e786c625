/*
 * track.h - one track of the wire while it is judged: the packets that are on it, and how far its lines have come. Private to
 * track.c, data_run.c, family.c and wire.c.
 */
#ifndef COMMON_JUDGE_TRACK_H
#define COMMON_JUDGE_TRACK_H

#include "common/judge/work.h"

/* A data run that has begun. Bounded: the track stays at its line until the target is reached. Else the track
 * has gone on to the next line, and comes back for a segment that continues the run. */
struct data_run {
	bool open, bounded;
	size_t line;
	uint32_t first, end, target; /* relative numbers; target: where it ends, if bounded */
};

/* What a line behind an open run has taken. */
struct taken_behind {
	size_t line, event;
};

enum progress {
	GOES_ON,
	WAITS_FOR_LINE, /* for one above, on another track */
	DIVERGED,
};

struct wire_track {
	struct work *w;
	const struct act *act;
	int index; /* of script.tracks; NO_TRACK: of what no line expects anything */
	unsigned connection; /* "each": which of the pair's it is; else 0 */
	struct bindings names,
		shared; /* "each": a connection has names of its own; else both are the judgement's */
	enum progress progress;
	size_t *packets; /* events, in the order of time */
	size_t packet_count, packet_capacity, at; /* at: the next that is looked at */
	size_t line; /* the next line, or act->past_line */
	int64_t last_ns; /* of the line before */
	struct data_run run;
	struct taken_behind *behind;
	size_t behind_count, behind_capacity;
	bool *bound; /* names that got their values by the open run and behind it */
	struct bindings before; /* the names as they were before a line took a packet */
	bool opened; /* a line that waited for others need not any more: nothing will come of them */
	int exhausted; /* a "may" line that would take the packet, had it not taken all that it may; or NO_LINE */
};

/* track_line.c */
/* The line at which it is; NULL: there is none left in the act. */
const struct line *track_line(const struct wire_track *k);
/* When that came from which "+2s" of its line is measured. */
int64_t track_before_ns(const struct wire_track *k);
/* Goes on behind a line that was met. */
void track_goes_on(struct wire_track *k, size_t line, int64_t now_ns);

/* track.c */
/* While a track is judged, work.names are its own. */
void track_enter(const struct wire_track *k);
void track_leave(const struct wire_track *k);
/* Looks at its packets before event `limit`, as far as it can. False: it is where it was. */
bool track_advance(struct wire_track *k, size_t limit);
/* One packet against the line at which it is; takes it where it matches. */
bool track_takes(struct wire_track *k, size_t event);
/* "then": the line above, on whatever track, that had not been met when this came; NULL: all had. */
const struct line *track_open_above(const struct wire_track *k, size_t event);
/* Does its line share a name with this one, which is on another track? */
bool track_shares_name(const struct wire_track *k, const struct line *other);
/* Would the packet meet its line, as far as the names are known, and were nothing to wait for? */
bool track_would_take(const struct wire_track *k, size_t event);
/* All its packets have been seen: what was expected, and has not come, will not any more. */
void track_finish(struct wire_track *k, bool alone);

/* data_run.c */
/* Is this a run's first segment? Takes it. */
bool run_begins(struct wire_track *k, size_t event);
/* Does this segment continue the run that is open? Takes it. */
bool run_continues(struct wire_track *k, size_t event);
/* A line behind an open run, to which the track may come back, has taken a packet; k->before: the names as they were. */
void run_remembers(struct wire_track *k, size_t line, size_t event);

#endif
