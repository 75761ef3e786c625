/*
 * descriptors.h - which process holds which network socket open. Private to common/record.
 *
 * A descriptor refers to an *open file description* (open(2), UNP section 4.8): dup() makes another descriptor for the
 * same one, fork() gives the child all of its parent's, and what the kernel has behind it is closed only with the last.
 * socket() and accept() make one; close(), execve() (of what is marked close-on-exec) and the end of a process let go.
 *
 * It is told what happened in order of time, and knows at each moment who holds what.
 */
#ifndef COMMON_RECORD_DESCRIPTORS_H
#define COMMON_RECORD_DESCRIPTORS_H

#include "common/calls/arguments.h"
#include "common/record/sockets.h"

enum { NO_DESCRIPTION = -1 };

struct description {
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP; 0: another */
	uint32_t inode; /* 0: not known */
	int actor;
	struct hold *holds; /* all that ever held it, in the order in which they began to */
	size_t hold_count, hold_capacity;
	size_t held; /* how many descriptors for it there are now, and calls about it under way */
	struct annotation last; /* its ends, as strace wrote them last; has_local: it has been bound */
	bool hears_errors; /* IP_RECVERR is set: for sockets.c, as the next */
	int socket; /* what it is the descriptor of now; NO_SOCKET: of none yet */
};

struct descriptors;

struct descriptors *descriptors_new(const struct timeline *t, struct arena *arena);

/* What a call or the end of a process did. */
struct descriptor_news {
	int about; /* the description that the call is about: its first argument's; NO_DESCRIPTION: none */
	int made; /* what it returned a descriptor for */
	const int
		*released; /* descriptions that were left without any descriptor: their last holder let go */
	size_t released_count;
};

/* A call begins. What it is about it holds too until it is over, whoever closes the descriptor meanwhile. */
struct descriptor_news descriptors_begin_call(struct descriptors *d, const struct event *e);
/* It returns, at this time: there may be new descriptors, and processes. */
struct descriptor_news descriptors_return_call(struct descriptors *d, const struct event *e, int64_t time_ns);
/* It is over: close() has let go, and so does every other. */
struct descriptor_news descriptors_end_call(struct descriptors *d, const struct event *e, int64_t time_ns);
/* A process has ended: it lets go of all that it held. */
struct descriptor_news descriptors_exit(struct descriptors *d, const struct event *e);

size_t descriptors_count(const struct descriptors *d);
/* Valid until the next news. */
struct description *descriptors_description(const struct descriptors *d, int index);
/* What a descriptor of this process refers to now; NO_DESCRIPTION where it is no network socket. */
int descriptors_find(const struct descriptors *d, int process, int descriptor);

#endif
