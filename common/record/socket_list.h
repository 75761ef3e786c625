/*
 * socket_list.h - the list of sockets while it is made: what sockets.c and those that follow the sockets through the run
 * share. Private to common/record.
 */
#ifndef COMMON_RECORD_SOCKET_LIST_H
#define COMMON_RECORD_SOCKET_LIST_H

#include "common/record/descriptors.h"
#include "common/record/facts.h"
#include "common/record/sockets.h"

/* A socket, and what is known of it while the run goes on. */
struct listed {
	struct socket socket;
	struct tcp_end end;
	bool listens;
	int description; /* NO_DESCRIPTION: no descriptor is known */
	size_t change_capacity;
};

struct sockets {
	struct timeline *t;
	struct arena *arena; /* of what stays */
	struct arena *scratch;
	struct listed *all; /* first the ends of the connections, two for each: 2 * connection + side */
	size_t count, capacity;
	struct facts
		places; /* FACT_PAIR, its number: the socket between two endpoints, in this order, now or last */
	size_t *place; /* of each end of a connection: index into places.entries */
	struct descriptors *descriptors;
};

/* Adds one of which no connection was seen. */
int list_add(struct sockets *s, uint8_t protocol, int actor);
/* The socket between two endpoints, of which the first is its own; or the one that comes to be there next. */
int list_at(const struct sockets *s, const struct endpoint *local, const struct endpoint *remote);
void list_put(struct sockets *s, const struct endpoint *local, const struct endpoint *remote, int socket);

/* The socket is what this descriptor is for, from now on. */
void list_describe(struct sockets *s, int socket, int description);

/* Its state has become that of its end: a change, if it is another. */
void list_changed(struct sockets *s, int socket, int64_t time_ns, size_t event, bool received);
void list_enter(struct sockets *s, int socket, int state, int64_t time_ns, size_t event);

/* socket_walk.c: follows all through the run. */
void sockets_walk(struct sockets *s);

/* socket_segments.c: a segment is sent, and arrives. */
void sockets_take_sent(struct sockets *s, size_t event);
void sockets_take_arrived(struct sockets *s, size_t event, int64_t time_ns);
/* socket_calls.c: a call begins; it returns; it is over, and has done all that it does, at this time. */
void sockets_begin_call(struct sockets *s, size_t event);
void sockets_return_call(struct sockets *s, size_t event);
void sockets_end_call(struct sockets *s, size_t event, int64_t time_ns);
/* A process has ended; the director has acted. */
void sockets_take_exit(struct sockets *s, size_t event);
void sockets_take_action(struct sockets *s, size_t event);
/* socket_table.c: a table of the kernel's: whose each entry is, and in which state. */
void sockets_take_table(struct sockets *s, size_t event);

#endif
