/*
 * descriptor_tables.h - each process's table of descriptors, what stands in it, and who holds what. Private to descriptors*.c.
 */
#ifndef COMMON_RECORD_DESCRIPTOR_TABLES_H
#define COMMON_RECORD_DESCRIPTOR_TABLES_H

#include "common/record/descriptors.h"

/* A descriptor of a process that is for a network socket. */
struct slot {
	int descriptor;
	int description;
	size_t hold; /* index in the description's holds */
	bool close_on_exec;
};

/* What a process has open. Threads share one. */
struct table {
	struct slot *slots; /* by descriptor, rising */
	size_t count, capacity;
	int users; /* processes that have it and live */
};

struct descriptors {
	const struct timeline *t;
	struct arena *arena;
	struct description *all;
	size_t count, capacity;
	struct table **tables; /* per process; NULL: not born yet */
	const struct event **made_by; /* per process: the fork() that made it; NULL: not on record */
	size_t unborn; /* all before it are: they stand in the order of their birth */
	int *in_call; /* per process: the description that the call in which it is is about */
	int *released;
	size_t released_count, released_capacity;
};

/* descriptor_tables.c */
int descriptor_describe(struct descriptors *d, const struct annotation *a, int actor);
struct slot *descriptor_slot(const struct table *table, int descriptor); /* NULL: it is for no socket */
/* The descriptor is for this description from now on, whatever it was for before. */
void descriptor_put(struct descriptors *d, int process, int descriptor, int description, bool close_on_exec,
		    int64_t time_ns);
void descriptor_remove(struct descriptors *d, struct table *table, int descriptor, int64_t time_ns);
void descriptor_let_go(struct descriptors *d, const struct slot *slot, int64_t time_ns);
/* One holder less. */
void descriptor_unhold(struct descriptors *d, int description);
/* The process is there, if not since before: with what its parent has now; a thread has the very same. */
void descriptor_be_born(struct descriptors *d, int process, int64_t time_ns);
/* From now on it shares its descriptors with no other process, and has all that it has now. */
void descriptor_unshare(struct descriptors *d, int process, int64_t time_ns);
/* The child that this call has made, where it is known. */
void descriptor_bear_child(struct descriptors *d, const struct event *e, int64_t time_ns);

#endif
