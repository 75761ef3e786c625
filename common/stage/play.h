/*
 * play.h - what the parts of the director share. Nobody outside common/stage/ includes it.
 *
 * settle.c takes in the news and waits until nobody moves; await.c goes on until an act is met; acts.c performs an action,
 * director.c one after the other.
 */
#ifndef COMMON_STAGE_PLAY_H
#define COMMON_STAGE_PLAY_H

#include "common/stage/cable.h"
#include "common/stage/clock.h"
#include "common/stage/counters.h"
#include "common/stage/director.h"
#include "common/stage/files.h"
#include "common/stage/quiescence.h"

static const int64_t MS = 1000000;
/* The start of a program, and what the kernel owes us: a machine has been seen to stall for 14 s. */
static const int64_t PATIENCE_NS = 30000000000;

/* Of the timeline's cuts, those from `first` on. */
struct cuts {
	size_t first, count;
};

/* How a host is lost. */
struct host_loss {
	bool unreachable;
	struct cuts down; /* while it is: the cuts that say so */
};

struct stage {
	const struct direction *d;
	struct timeline *t;
	struct cast *cast;
	struct wire *wire;
	struct cable cable;
	struct quiescence rest;
	struct counters counters;
	struct files files;
	struct adversity adversity; /* holds the director up */
	const char *told; /* what we said last that we wait for; NULL: nothing */
	unsigned act; /* the act that has begun: so many actions have been performed */
	struct event *action; /* which began it */
	struct host_loss *losses; /* per host of the world */
	int64_t lost_ns; /* when the first of them was lost, be it back by now; INT64_MAX: none was */
};

/* settle.c */
/* Something is wrong with the experiment itself. The first trouble is the cause of the others: it stays. */
void trouble(struct stage *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same from an error, with what it was part of in front. */
void trouble_within(struct stage *s, const char *what, const struct error *error);
/* Tells that a wait that began then goes on, once it has gone on for a quarter of a second; told again only where it is
 * for something else. And that it is over. */
void tell_wait(struct stage *s, int64_t begin, const char *awaits);
void tell_no_wait(struct stage *s);
/* Waits for anything to happen, at most so long, and takes it in. Returns how many events came. */
size_t wait_for_news(struct stage *s, int64_t at_most_ns);
/* Waits until everything that was sent before is on record; counts what came into *events. False, and trouble,
 * where the marker stays away for 30 s. */
bool drain(struct stage *s, size_t *events);
/* Waits until nobody moves: all at rest, all that was sent on record, and nothing new while that was found out.
 * False, and trouble, where that does not come within 15 s of the last program's start, or the limit of a script that
 * has a longer one. */
bool settle(struct stage *s);

/* acts.c: performs an action. False with a sentence in error. */
bool act(struct stage *s, const struct line *line, struct error *error);

/* acts_loopback.c */
void loopback_cut(struct stage *s, const struct line *line);
void loopback_mend(struct stage *s);

/* acts_hosts.c. Each false with a sentence in error. */
bool hosts_cut(struct stage *s, const struct line *line, struct error *error);
bool hosts_mend(struct stage *s, struct error *error);
bool host_crash(struct stage *s, int host, struct error *error);
bool host_reboot(struct stage *s, int host, struct error *error);
bool host_lose(struct stage *s, int host, struct error *error); /* unreachable, until hosts_mend() */

/* reading.c: what the kernel says now that an act has ended; for every record, as nobody knows which script will be asked of
 * it later. Before the first action it only begins to count. */
void take_reading(struct stage *s);

/* await.c */
/* Goes on until all that the acts so far expect has been met. False where it failed, or will not come. */
bool await_act(struct stage *s);
/* All is at rest: what "never state" forbids would be in the kernel's table now, and nobody else may ask for it. */
void look_for_never(struct stage *s);
/* Whether the record, as far as it goes, fails the script already. */
bool has_diverged(struct stage *s);

#endif
