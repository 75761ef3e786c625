/*
 * table.h - the system calls that the lab knows: one row a call.
 *
 * A row says how the call's arguments go, which way its data goes, how long it may wait, which calls do the same, and
 * what it means in words. Everybody who asks for such a thing asks here: to know one more call is one more row.
 */
#ifndef COMMON_CALLS_TABLE_H
#define COMMON_CALLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { ARGUMENTS_MOST = 6 };

/* What one argument is, as strace writes it with -yy. */
enum argument_shape {
	ARG_NONE, /* there is none: the end of the list */
	ARG_FD, /* the descriptor that the call is about; the first argument, or none */
	ARG_OTHER_FD, /* another one: dup2()'s new one, epoll_ctl()'s; it may be -1, or AT_FDCWD */
	ARG_FDS, /* several: select()'s sets, the pair that pipe() makes */
	ARG_POLLFDS, /* array of struct pollfd; its revents stand in the result */
	ARG_ADDRESS, /* struct sockaddr */
	ARG_SIZE, /* of the structure before it: tells a reader nothing */
	ARG_LEVEL, /* of a socket option, */
	ARG_OPTION, /* its name */
	ARG_VALUE, /* and its value, which may be a number, a struct linger, a struct timeval */
	ARG_DATA, /* bytes */
	ARG_VECTOR, /* array of struct iovec */
	ARG_MESSAGE, /* struct msghdr */
	ARG_MESSAGES, /* array of struct mmsghdr */
	ARG_FLAGS, /* names that are joined by |; or one alone, such as AF_INET or SHUT_WR */
	ARG_NUMBER,
	ARG_MILLISECONDS, /* how long to wait at most; negative: endlessly */
	ARG_LIMIT, /* the same as a timeval or timespec; NULL: endlessly */
	ARG_TIME, /* how long to sleep, as a timespec */
	ARG_STATUS, /* how a child has ended or stopped: wait4()'s int, waitid()'s siginfo_t */
	ARG_SIGNAL,
	ARG_PATH,
	ARG_OTHER, /* what nobody asks for: its text is all */
};

/* Which way data goes, seen from the descriptor that the call is about. */
enum call_direction {
	CALL_NO_DATA,
	CALL_READS,
	CALL_WRITES,
	CALL_AWAITS, /* none either, but what it returns with came from elsewhere: a connection, news of descriptors */
};

/* How long it may wait for somebody to do something. Where the kernel's own timers bound that, as in connect(), write()
 * and close(), it is CALL_RETURNS. */
enum call_wait {
	CALL_RETURNS,
	CALL_WAITS, /* however long it takes */
	CALL_WAITS_LIMITED, /* as long as its argument says: ARG_MILLISECONDS or ARG_LIMIT */
};

/* Is a call that is about no socket worth a reader's look? */
enum call_show {
	SHOW_IF_SOCKET,
	SHOW_ALWAYS,
	SHOW_IF_LONG, /* it sleeps: where that took time */
};

/* Calls that do the same, though their arguments may differ; and single ones that somebody asks for by their kind. */
enum call_kin {
	KIN_NONE,
	KIN_READ,
	KIN_WRITE,
	KIN_SPLICE,
	KIN_ACCEPT,
	KIN_CONNECT,
	KIN_BIND,
	KIN_LISTEN,
	KIN_CLOSE,
	KIN_CLOSE_RANGE,
	KIN_SHUTDOWN,
	KIN_SOCKET,
	KIN_SETSOCKOPT,
	KIN_GETSOCKOPT,
	KIN_FCNTL,
	KIN_IOCTL,
	KIN_DUP,
	KIN_PIPE,
	KIN_POLL,
	KIN_SELECT,
	KIN_EPOLL_CREATE,
	KIN_EPOLL_WAIT,
	KIN_EXEC,
	KIN_FORK,
	KIN_WAIT,
	KIN_KILL,
	KIN_SLEEP,
	KIN_TIMER, /* will wake the process, or signal it, later on */
	KIN_OPEN,
	KIN_STAT,
	KIN_UNLINK,
};

enum call_flag {
	CALL_SAYS_HOW = 1 << 0, /* means nothing without its arguments */
	CALL_SETS_UP = 1 << 1, /* prepares things: what it returns is no outcome */
	CALL_OF_MESSAGES = 1 << 2, /* its result counts messages, not bytes */
	CALL_ASKS = 1 << 3, /* changes nothing */
	CALL_IF_NAMED = 1 << 4, /* watched only where the script names it, or one of its kin */
};

struct call_row {
	const char *name; /* as strace writes it */
	const char *functions; /* of the C library under other names, which make it: "sleep usleep"; NULL */
	enum argument_shape takes[ARGUMENTS_MOST];
	enum call_kin kin;
	enum call_direction direction;
	enum call_wait wait;
	enum call_show show;
	unsigned flags; /* enum call_flag */
	const char *meaning; /* for a reader; NULL: that of the first of its kin, see call_meaning() */
};

/* The row of that name; of a call that the table does not know one without any property, never NULL. */
const struct call_row *call_row(const char *name);
/* Rows by index, in the table's order; NULL behind the last. */
const struct call_row *call_row_at(size_t index);
bool call_is_known(const struct call_row *row);

/* Is its first argument the descriptor that it is about? */
bool call_takes_fd(const struct call_row *row);
/* "waits until one of its descriptors is ready": what it does, in words that go on after its name; NULL: none. */
const char *call_meaning(const struct call_row *row);
/* The usual name of what it does: "read" for recvmsg(). Of a call without kin its own. */
const char *call_kin_name(const struct call_row *row);
/* The two do the same, or are the same. */
bool call_same_kin(const struct call_row *a, const struct call_row *b);
/* What it returns with came from elsewhere: data, a connection, news. */
bool call_brings(const struct call_row *row);

/* Is its result how many bytes of data it has moved? */
bool call_moves_bytes(const struct call_row *row);
/* Does it send something to an address of its choice, as connect() and sendto() can? */
bool call_addresses(const struct call_row *row);

/* The call that the C library makes for this function under another name ("recv": recvfrom); NULL: none. */
const struct call_row *call_of_function(const char *name, size_t length);

#endif
