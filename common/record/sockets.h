/*
 * sockets.h - which sockets there were in a run, whose they were, and in which state when.
 *
 * Packets, calls and the kernel's tables each show a part of that. This is where they are put together, and all that speaks
 * of sockets (the judge's state lines, the ladder, the page, the quiz) reads it here.
 *
 * A socket is one end of a TCP connection, a TCP socket that listens or was never connected, or a UDP socket. Who uses
 * the same two endpoints again has another socket, and another connection. What strace shows of a program are
 * descriptors; several of them, in several processes, may be for one socket (descriptors.h).
 *
 * The state of a TCP socket follows
 *   - from the segments that it sends and that reach it, by the state machine of RFC 9293 section 3.3.2 (tcp_end.h);
 *   - from the calls: listen(), a connect() that fails, shutdown(), and the close() or the end of the last process
 *     that holds it;
 *   - from the power of its host, which takes all connections with it;
 *   - and from the kernel's own table wherever it was read, which overrules the rest: it is what the kernel says.
 * Where none of them tells (a capture that begins in the middle of a connection, and no table), it is unknown.
 */
#ifndef COMMON_RECORD_SOCKETS_H
#define COMMON_RECORD_SOCKETS_H

#include "common/record/tcp_end.h"
#include "common/record/timeline.h"

/* A descriptor for a socket. */
struct hold {
	int process; /* index */
	int descriptor;
	int64_t from_ns, to_ns; /* to_ns: INT64_MAX while it is open */
};

struct state_change {
	int64_t time_ns;
	int state; /* as the kernel numbers them (linux/tcp_states.h), STATE_CLOSED or STATE_UNKNOWN */
	size_t event; /* why: the segment, call, exit, action or table */
	bool received; /* a segment: by its arrival; else by having been sent */
};

struct socket {
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP */
	struct endpoint local, remote; /* family 0: not known, or there is none */
	int actor; /* whose it is; NOBODY: not known, or a host's own */
	int connection; /* of the flow table; NO_CONNECTION: it listens, is UDP, or no segment of it was seen */
	unsigned
		number; /* of the connection, "client#2": from 1 in the order of their SYNs for each two actors; 0: none */
	const struct hold
		*holds; /* since the program had the descriptor, which may be before there was a connection */
	size_t hold_count;
	struct state_change *changes; /* TCP: in order of time; CLOSED before the first */
	size_t change_count;
};

enum { NO_SOCKET = -1 };

/* Finds them all, follows them through the run, and sets timeline.sockets and kernel_socket.socket of every table. For
 * timeline_index(): sorted, with flows and owners. What is made lives in the arena. */
void sockets_find(struct timeline *t, struct arena *arena);

#endif
