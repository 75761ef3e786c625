/*
 * facts.h - a memory: "at this time, this actor had this". Private to common/record.
 *
 * A key says what was had (an endpoint, both ends of a connection, a port on any address); under each
 * key stand the actors that had it, in order of time. Time matters: a port that a client leaves
 * is free for the next one.
 */
#ifndef COMMON_RECORD_FACTS_H
#define COMMON_RECORD_FACTS_H

#include "common/record/timeline.h"

/* What a key is about. */
enum fact {
	FACT_PAIR = 1, /* a socket with both ends known */
	FACT_BOUND, /* a socket with this local endpoint and no remote one: bound or listening */
	FACT_CLAIMED, /* the local endpoint that a connect() or sendto() must have been given */
	FACT_LOCAL, /* the local endpoint of any socket */
	FACT_PORT, /* a socket bound to this port on every address of a family */
	FACT_ADDRESS, /* any socket on this address */
	FACT_CONNECTION, /* not had by anybody: the latest connection between two endpoints, by number */
};

struct fact_key {
	uint8_t bytes[40];
};

struct fact_entry {
	struct fact_key key;
	int first, last; /* of its runs */
	bool mixed; /* several actors had it */
	int number; /* free for FACT_CONNECTION */
};

/* From when to when an actor was seen to have it, with nobody else in between. */
struct fact_run {
	int64_t from_ns, to_ns;
	int actor;
	int before, after; /* neighbours among the runs of its entry; -1: none */
};

/* Begins with the arena in which it is to live, and nothing else. */
struct facts {
	struct arena *arena;
	struct fact_entry *entries;
	size_t entry_count, entry_capacity;
	struct fact_run *runs;
	size_t run_count, run_capacity;
	int *slots; /* hash table of indexes into entries, -1 where free */
	size_t slot_count;
};

/* remote may be NULL. */
struct fact_key fact_key(enum fact fact, uint8_t protocol, const struct endpoint *local,
			 const struct endpoint *remote);

/* NULL where nothing is known. The pointer is valid until the next fact is added. */
struct fact_entry *facts_find(const struct facts *f, const struct fact_key *key);
struct fact_entry *facts_at(struct facts *f, const struct fact_key *key); /* makes it */
void facts_add(struct facts *f, const struct fact_key *key, int64_t time_ns, int actor);

/* Who had it last when this time had come; NOBODY where nobody had had it yet. */
int facts_owner_then(const struct facts *f, const struct fact_key *key, int64_t time_ns);
/* The same, else who had it first after that. */
int facts_owner_near(const struct facts *f, const struct fact_key *key, int64_t time_ns);
/* Who had it first within [from, to); else as facts_owner_near(from). */
int facts_owner_within(const struct facts *f, const struct fact_key *key, int64_t from_ns, int64_t to_ns);

#endif
