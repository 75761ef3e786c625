/*
 * arguments.h - the arguments of a call and what it returned, read once from what strace wrote.
 *
 * This is the border: behind it nobody takes strace's text apart. A row of the table says of what shape each argument
 * is, and what stands there is read accordingly; a program chooses its own strings, strace's output may end anywhere, and
 * records come from elsewhere, so what is not as the row expects is no error: then the text is all there is.
 *
 * Each argument keeps its text, as a script compares texts. All of it lives in the arena that it was read into.
 */
#ifndef COMMON_CALLS_ARGUMENTS_H
#define COMMON_CALLS_ARGUMENTS_H

#include "capture/packet.h"
#include "common/base/arena.h"
#include "common/calls/table.h"

/* What a hostile text cannot exceed; strace itself shows at most 128 elements of an array. */
enum { ARGUMENTS_READ_MOST = 16, ELEMENTS_MOST = 1024 };

/* What was read of an argument: which member of its union is valid. */
enum value_kind {
	VALUE_NONE, /* nothing: not as the row expects, or it ends early */
	VALUE_POINTER, /* strace could not follow it, or need not: 0x7ffd38, NULL */
	VALUE_NUMBER, /* 5, [1], "[28 => 16]": 16 */
	VALUE_NAMES, /* "SO_LINGER", "MSG_PEEK|MSG_DONTWAIT", "SIGTERM" */
	VALUE_BYTES, /* data, or a path */
	VALUE_DESCRIPTORS, /* one of them for ARG_FD and ARG_OTHER_FD */
	VALUE_POLLED,
	VALUE_ADDRESS,
	VALUE_MESSAGE,
	VALUE_LINGER,
	VALUE_TIME,
	VALUE_STATUS,
};

/* What strace showed of some bytes, its escapes undone. A NUL follows them; others may be among them. */
struct bytes {
	const char *at;
	size_t length;
	bool cut; /* there are more of them */
};

/* What is behind a descriptor. */
enum file_kind {
	FILE_UNTOLD, /* nothing stands behind the descriptor: it is none, or was closed */
	FILE_SOCKET, /* a network socket */
	FILE_UNIX, /* a socket of this machine */
	FILE_NETLINK, /* one that talks with the kernel */
	FILE_PIPE,
	FILE_DEVICE, /* a terminal, /dev/null */
	FILE_ON_DISK,
	FILE_TIMER, /* a timerfd: it becomes ready by itself */
	FILE_OTHER,
};

struct annotation {
	enum file_kind kind;
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP, 0: another */
	bool has_local, has_remote;
	struct endpoint local, remote;
	uint32_t inode; /* where strace knows no endpoint: "3<TCP:[9779378]>"; 0: not said */
};

struct descriptor {
	int number; /* -1: none; AT_FDCWD: -100, as fcntl.h has it */
	bool ready; /* of select()'s sets, when it has returned */
	const struct annotation *file; /* never NULL */
};

struct polled {
	int number;
	const struct annotation *file; /* never NULL */
	const char *events,
		*revents; /* "POLLIN|POLLOUT"; "" for none. revents: NULL where it has not returned */
};

struct socket_address {
	const char *family; /* "AF_INET" */
	bool has_endpoint; /* AF_INET and AF_INET6 */
	struct endpoint endpoint;
	const char *path; /* AF_UNIX: "/tmp/socket", "@abstract"; else NULL */
};

/* A struct msghdr; of several the first. */
struct socket_message {
	const struct socket_address *name; /* NULL: none is given */
	struct bytes data; /* of its pieces, joined */
	struct descriptor *passed; /* SCM_RIGHTS */
	size_t passed_count;
};

struct linger_value {
	int on, seconds; /* as they were set: on may be neither 0 nor 1 */
};

/* How long to wait, or to sleep. */
struct time_value {
	bool endless;
	int64_t ns; /* where it is not; INT64_MAX: beyond that */
};

/* How a child has ended, stopped or gone on. */
struct child_status {
	enum { CHILD_EXITED, CHILD_KILLED, CHILD_STOPPED, CHILD_WENT_ON } how;
	int exit_status; /* CHILD_EXITED */
	const char *signal; /* CHILD_KILLED, CHILD_STOPPED: "SIGKILL" */
};

struct argument {
	const char *text; /* as strace wrote it */
	const char *
		plain; /* without what -yy adds to descriptors: "3" for "3<TCP:[…]>", as a script may say it */
	enum argument_shape shape; /* of the row; ARG_OTHER where that has none for it */
	enum value_kind kind;
	union {
		int64_t number;
		const char *names;
		struct bytes bytes;
		struct {
			struct descriptor *at;
			size_t count;
		} descriptors;
		struct {
			struct polled *at;
			size_t count;
		} polled;
		const struct socket_address *address;
		const struct socket_message *message;
		struct linger_value linger;
		struct time_value time;
		struct child_status status;
	};
};

struct arguments {
	struct argument *at;
	size_t count;
};

/* Reads what stands between the parentheses of a call of this row, or what of it has been written so far. */
struct arguments arguments_read(struct arena *arena, const struct call_row *row, const char *text,
				size_t length);

/* One argument of that shape alone, as a script writes it too; text stays the caller's and must outlive it. */
struct argument argument_read(struct arena *arena, enum argument_shape shape, const char *text);

/* The first argument of this shape; NULL: none, or strace has not written it yet. */
const struct argument *argument_shaped(const struct arguments *a, enum argument_shape shape);
/* Where to, or from: of an argument that is an address or has one in its message; NULL: neither. */
const struct socket_address *argument_address(const struct arguments *a);
/* Is this name among those of the first argument of that shape? */
bool argument_names(const struct arguments *a, enum argument_shape shape, const char *name);
/* How long the call waits at most; false: it has no limit in its arguments, or strace has not written it yet. */
bool argument_limit(const struct arguments *a, struct time_value *limit);
/* What is behind the descriptors that the call names, one after another; NULL behind the last. */
const struct annotation *argument_file(const struct arguments *a, size_t index);
/* Is one of them of this kind? */
bool argument_has_file(const struct arguments *a, enum file_kind kind);

/* A descriptor that there is not. */
struct descriptor no_descriptor(void);

/* The parts of a list, at its commas outside brackets, quotes and what stands behind descriptors; of a script's arguments as
 * well. Blanks around them do not count. */
const char **arguments_split(struct arena *arena, const char *text, size_t *count);

/* What a quoted string says, as strace and a script write it: "hello\n"; false: it is none. */
bool quoted_bytes(struct arena *arena, const char *quoted, struct bytes *out);

/* For who shows a line of strace in less room: the next thing in it, from `from` on, that -yy adds behind a descriptor.
 * *begin is where it stands; returns its length, 0: there is no further one. */
size_t next_addition(const char *line, size_t length, size_t from, size_t *begin);
/* The same text, its quoted strings cut to `most` characters as strace does it, "beginning"...; an escape is never taken
 * apart. */
const char *strings_shortened(struct arena *arena, const char *text, size_t most);

/* How a call ended. */
enum call_ending {
	CALL_RUNS, /* it has not returned */
	CALL_GAVE_NUMBER,
	CALL_NEVER_RETURNS, /* "?": the process ended in it */
	CALL_CUT_SHORT, /* "? ERESTARTSYS": a signal came between, and the kernel goes on with it; "? <unavailable>" */
	CALL_GAVE_OTHER, /* what is no number */
};

struct call_outcome {
	const char *text; /* what strace wrote behind "= ", without the duration */
	const char *plain; /* without explanation and what -yy adds: "4", "-1 ECONNRESET", "? ERESTARTSYS" */
	enum call_ending ending;
	int64_t value; /* CALL_GAVE_NUMBER */
	const char *errno_name; /* NULL where none */
	struct descriptor made; /* a descriptor that it returned; its number is -1 where there is none */
};

/* Reads it, and fills into the arguments what stands only there: revents, which descriptors are ready. */
struct call_outcome outcome_read(struct arena *arena, const char *text, size_t length, struct arguments *a);

#endif
