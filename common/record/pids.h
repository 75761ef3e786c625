/*
 * pids.h - the processes of one strace: which is which, who gave birth to whom, and the call that each
 * is in. Private to common/record.
 */
#ifndef COMMON_RECORD_PIDS_H
#define COMMON_RECORD_PIDS_H

#include "common/record/timeline.h"

struct pid_state {
	int pid;
	int process; /* index in the timeline */
	bool orphan; /* its own lines came before its parent's fork() returned: the parent is a guess */
	struct event *open; /* entered and not returned */
	struct event *last; /* ended in "?": exit, or killed in it */
};

struct pids {
	struct timeline *t;
	int actor;
	bool seen; /* at least one line */
	struct pid_state **states;
	size_t count, capacity;
	int *slots; /* hash table by pid, of indexes into states; -1 where free */
	size_t slot_count;
	int forker; /* index of the state that entered a fork() last, -1: none is in one */
};

void pids_init(struct pids *p, struct timeline *t, int actor);
void pids_free(struct pids *p);

/* NULL where the pid has not been seen. */
struct pid_state *pids_known(const struct pids *p, int pid);
/* The process that writes a line now: one that is not known yet, or whose number is used again, is a new child.
 * States stay where they are. */
struct pid_state *pids_at(struct pids *p, int pid);

/* Such a call was entered, or returned this: fork() and its kin make children. */
void pids_entered(struct pids *p, struct pid_state *state, const struct call_row *row);
void pids_returned(struct pids *p, struct pid_state *state, const struct call_row *row, int64_t value);

#endif
