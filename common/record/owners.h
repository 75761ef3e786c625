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
	int actor, process;
	uint8_t protocol;
	struct endpoint to;
	bool claimed;
};

struct owners {
	struct timeline *t;
	struct facts facts;
	struct request *requests; /* in the order of time */
	size_t request_count, request_capacity;
	size_t first_free; /* all requests before it are claimed */
	/* per connection of the flow table: */
	int (*sides)[2]; /* owners of the initiator and the responder */
	int64_t *until; /* when the next connection between the same endpoints begins */
	unsigned *numbers;
	/* per actor: */
	bool *listens, *binds, *connects, *bound_udp, *traced, *spoke, *spoke_first;
	int64_t *began_ns; /* when it made its first call; INT64_MAX: it has made none */
	unsigned *pairs; /* connections so far, TCP, per two actors (NOBODY is one more) */
	unsigned *udp_pairs;
};

/* owners_calls.c: */
void owners_read_calls(struct owners *o);
/* A port on all addresses of a family that a host has; :: takes in IPv4, too. */
struct fact_key owners_port_key(uint8_t protocol, uint8_t family, uint16_t port, int host);
/* Who must have sent this from local to `to`: the earliest request there that ran at this time and is not claimed
 * yet; of this actor, or NOBODY: of any on local's host. It is claimed then. */
int owners_claim(struct owners *o, uint8_t protocol, const struct endpoint *local, const struct endpoint *to,
		 int64_t time_ns, int actor);

#endif
