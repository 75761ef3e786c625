/*
 * owners.h - whose socket an endpoint is. Private to common/record: timeline_index() calls owners_assign().
 */
#ifndef COMMON_RECORD_OWNERS_H
#define COMMON_RECORD_OWNERS_H

#include "common/record/facts.h"
#include "common/record/timeline.h"

/* Sets from, to and number of every packet, and right of every actor. Events are sorted, flows followed. */
void owners_assign(struct timeline *t);

/* A call that sends something to an address of its choice: connect(), sendto(). */
struct request {
	int64_t from_ns, to_ns;
	int actor;
	uint8_t protocol;
	const struct event *call;
	struct endpoint to;
	bool claimed;
};

/* What an actor's calls say of it. */
struct heard_actor {
	bool traced, listens, binds, connects, bound_udp;
	int64_t began_ns; /* when it made its first call; INT64_MAX: it has made none */
};

/* What all calls have said so far. Each is read when it is there and again when it has returned, and no more, however
 * often the timeline is indexed: a run grows by one call at a time. */
struct heard {
	struct facts facts;
	struct request *requests; /* in the order of time */
	size_t request_count, request_capacity;
	struct heard_actor *actors;
	size_t actor_count, actor_capacity;
};

struct owners {
	struct timeline *t;
	struct heard *heard;
	struct facts claims; /* FACT_CLAIMED, by the packets that there are now */
	struct facts ends; /* FACT_CONNECTION */
	size_t first_free; /* all requests before it are claimed */
	/* per connection of the flow table: */
	int (*sides)[2]; /* owners of the initiator and the responder */
	int64_t *until; /* when the next connection between the same endpoints begins */
	int *before; /* the connection between the same endpoints that was before; -1: none */
	unsigned *numbers;
	bool *spoke, *spoke_first; /* per actor */
	unsigned *pairs; /* connections so far, TCP, per two actors (NOBODY is one more) */
	unsigned *udp_pairs;
};

/* owners_calls.c: reads what is new into timeline.heard, which is made where there is none. */
void owners_hear(struct timeline *t);
/* A port on all addresses of a family that a host has; :: takes in IPv4, too. */
struct fact_key owners_port_key(uint8_t protocol, uint8_t family, uint16_t port, int host);
/* What must have sent this from local to `to`: the earliest request there that ran at this time and is not claimed
 * yet; of this actor, or NOBODY: of any on local's host. It is claimed then. NULL: none. */
const struct request *owners_claim(struct owners *o, uint8_t protocol, const struct endpoint *local,
				   const struct endpoint *to, int64_t time_ns, int actor);

#endif
