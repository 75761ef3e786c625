/*
 * table.c - the rows, and how to find them; see table.h.
 *
 * Some are functions of the C library as well, which make another call here (open() makes openat) and the one of their
 * name elsewhere: on another processor, or in another C library.
 */
#include "common/calls/table.h"

#include <string.h>

static const struct call_row rows[] = {
	/* sockets */
	{ "socket", .takes = { ARG_FLAGS, ARG_FLAGS, ARG_FLAGS }, .kin = KIN_SOCKET, .show = SHOW_ALWAYS,
	  .flags = CALL_SETS_UP, .meaning = "makes a socket; nothing is sent" },
	{ "socketpair", .takes = { ARG_FLAGS, ARG_FLAGS, ARG_FLAGS, ARG_FDS }, .flags = CALL_SETS_UP,
	  .meaning = "makes two sockets that are connected with each other" },
	{ "bind", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE }, .kin = KIN_BIND,
	  .meaning = "gives the socket its local address and port; nothing is sent" },
	{ "listen", .takes = { ARG_FD, ARG_NUMBER }, .kin = KIN_LISTEN,
	  .meaning = "lets the kernel accept connections for it, up to the backlog; nothing is sent" },
	{ "accept", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE }, .kin = KIN_ACCEPT, .direction = CALL_AWAITS,
	  .wait = CALL_WAITS,
	  .meaning = "takes a connection out of the queue: the kernel has opened it already" },
	{ "accept4", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE, ARG_FLAGS }, .kin = KIN_ACCEPT,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS },
	{ "connect", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE }, .kin = KIN_CONNECT,
	  .meaning = "on TCP opens a connection: sends a SYN, and waits for the answer" },
	{ "getsockname", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE }, .flags = CALL_ASKS,
	  .meaning = "asks for the local address" },
	{ "getpeername", .takes = { ARG_FD, ARG_ADDRESS, ARG_SIZE }, .flags = CALL_ASKS,
	  .meaning = "asks for the other end's address" },
	{ "getsockopt", .takes = { ARG_FD, ARG_LEVEL, ARG_OPTION, ARG_VALUE, ARG_SIZE },
	  .kin = KIN_GETSOCKOPT, .flags = CALL_SAYS_HOW | CALL_ASKS,
	  .meaning = "asks for an option, as SO_ERROR: the error that waits to be told" },
	{ "setsockopt", .takes = { ARG_FD, ARG_LEVEL, ARG_OPTION, ARG_VALUE, ARG_SIZE },
	  .kin = KIN_SETSOCKOPT, .flags = CALL_SAYS_HOW | CALL_SETS_UP,
	  .meaning = "sets an option; nothing is sent" },
	{ "shutdown", .takes = { ARG_FD, ARG_FLAGS }, .kin = KIN_SHUTDOWN, .flags = CALL_SAYS_HOW,
	  .meaning = "closes one direction or both, whoever else has the socket" },

	/* data */
	{ "read", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER }, .kin = KIN_READ, .direction = CALL_READS,
	  .wait = CALL_WAITS,
	  .meaning =
		  "takes what has come from the receive buffer, and waits where it is empty; 0 is the end: a FIN has come" },
	{ "readv", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER }, .kin = KIN_READ, .direction = CALL_READS,
	  .wait = CALL_WAITS },
	{ "recvfrom", .functions = "recv",
	  .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_FLAGS, ARG_ADDRESS, ARG_SIZE }, .kin = KIN_READ,
	  .direction = CALL_READS, .wait = CALL_WAITS },
	{ "recv", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_FLAGS }, .kin = KIN_READ,
	  .direction = CALL_READS, .wait = CALL_WAITS },
	{ "recvmsg", .takes = { ARG_FD, ARG_MESSAGE, ARG_FLAGS }, .kin = KIN_READ, .direction = CALL_READS,
	  .wait = CALL_WAITS },
	{ "recvmmsg", .takes = { ARG_FD, ARG_MESSAGES, ARG_NUMBER, ARG_FLAGS, ARG_LIMIT }, .kin = KIN_READ,
	  .direction = CALL_READS, .wait = CALL_WAITS_LIMITED, .flags = CALL_OF_MESSAGES },
	{ "pread64", .functions = "pread", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_NUMBER },
	  .kin = KIN_READ, .direction = CALL_READS },
	{ "preadv", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER, ARG_NUMBER }, .kin = KIN_READ,
	  .direction = CALL_READS },
	{ "preadv2", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER, ARG_NUMBER, ARG_FLAGS }, .kin = KIN_READ,
	  .direction = CALL_READS, .wait = CALL_WAITS },
	{ "write", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER }, .kin = KIN_WRITE, .direction = CALL_WRITES,
	  .meaning = "puts data into the send buffer; that it returns does not say that anything arrived" },
	{ "writev", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER }, .kin = KIN_WRITE, .direction = CALL_WRITES },
	{ "sendto", .functions = "send",
	  .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_FLAGS, ARG_ADDRESS, ARG_SIZE }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "send", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_FLAGS }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "sendmsg", .takes = { ARG_FD, ARG_MESSAGE, ARG_FLAGS }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "sendmmsg", .takes = { ARG_FD, ARG_MESSAGES, ARG_NUMBER, ARG_FLAGS }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES, .flags = CALL_OF_MESSAGES },
	{ "pwrite64", .functions = "pwrite", .takes = { ARG_FD, ARG_DATA, ARG_NUMBER, ARG_NUMBER },
	  .kin = KIN_WRITE, .direction = CALL_WRITES },
	{ "pwritev", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER, ARG_NUMBER }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "pwritev2", .takes = { ARG_FD, ARG_VECTOR, ARG_NUMBER, ARG_NUMBER, ARG_FLAGS }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "sendfile", .takes = { ARG_FD, ARG_OTHER_FD, ARG_OTHER, ARG_NUMBER }, .kin = KIN_WRITE,
	  .direction = CALL_WRITES },
	{ "splice", .takes = { ARG_FD, ARG_OTHER, ARG_OTHER_FD, ARG_OTHER, ARG_NUMBER, ARG_FLAGS },
	  .kin = KIN_SPLICE, /* reads or writes: which of its ends is the pipe tells */
	  .meaning = "moves data between a pipe and another descriptor, within the kernel" },

	/* descriptors */
	{ "close", .takes = { ARG_FD }, .kin = KIN_CLOSE,
	  .meaning = "gives the descriptor back; the last one of a socket closes the connection" },
	{ "close_range", .functions = "closefrom", .takes = { ARG_NUMBER, ARG_NUMBER, ARG_FLAGS },
	  .kin = KIN_CLOSE_RANGE, .show = SHOW_ALWAYS,
	  .meaning = "gives back all descriptors from the first to the last" },
	{ "dup", .takes = { ARG_FD }, .kin = KIN_DUP,
	  .meaning = "makes another descriptor of the same socket or file" },
	{ "dup2", .takes = { ARG_FD, ARG_OTHER_FD }, .kin = KIN_DUP },
	{ "dup3", .takes = { ARG_FD, ARG_OTHER_FD, ARG_FLAGS }, .kin = KIN_DUP },
	{ "fcntl", .takes = { ARG_FD, ARG_FLAGS, ARG_FLAGS }, .kin = KIN_FCNTL,
	  .flags = CALL_SAYS_HOW | CALL_SETS_UP,
	  .meaning = "asks for or sets a property of the descriptor, as O_NONBLOCK" },
	{ "ioctl", .takes = { ARG_FD, ARG_FLAGS, ARG_VALUE }, .kin = KIN_IOCTL, .flags = CALL_SAYS_HOW,
	  .meaning =
		  "asks what is behind the descriptor for something of its own, as FIONREAD: how many bytes wait" },
	{ "pipe", .takes = { ARG_FDS }, .kin = KIN_PIPE, .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "makes a pipe: what is written into its second descriptor is read from the first" },
	{ "pipe2", .takes = { ARG_FDS, ARG_FLAGS }, .kin = KIN_PIPE, .flags = CALL_SETS_UP | CALL_IF_NAMED },
	{ "eventfd2", .functions = "eventfd", .takes = { ARG_NUMBER, ARG_FLAGS },
	  .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "makes a counter that is read and written like a file, to wake who waits for it" },

	/* waiting for several */
	{ "poll", .takes = { ARG_POLLFDS, ARG_NUMBER, ARG_MILLISECONDS }, .kin = KIN_POLL,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED,
	  .meaning = "waits until one of its descriptors is ready, or has an error" },
	{ "ppoll", .takes = { ARG_POLLFDS, ARG_NUMBER, ARG_LIMIT, ARG_OTHER, ARG_SIZE }, .kin = KIN_POLL,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED },
	{ "select", .takes = { ARG_NUMBER, ARG_FDS, ARG_FDS, ARG_FDS, ARG_LIMIT }, .kin = KIN_SELECT,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED,
	  .meaning = "waits until one of its descriptors is ready" },
	{ "pselect6", .functions = "pselect",
	  .takes = { ARG_NUMBER, ARG_FDS, ARG_FDS, ARG_FDS, ARG_LIMIT, ARG_OTHER }, .kin = KIN_SELECT,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED },
	{ "epoll_create", .takes = { ARG_NUMBER }, .kin = KIN_EPOLL_CREATE, .flags = CALL_SETS_UP,
	  .meaning = "makes an empty set of descriptors to wait for" },
	{ "epoll_create1", .takes = { ARG_FLAGS }, .kin = KIN_EPOLL_CREATE, .flags = CALL_SETS_UP },
	{ "epoll_ctl", .takes = { ARG_FD, ARG_FLAGS, ARG_OTHER_FD, ARG_OTHER }, .flags = CALL_SETS_UP,
	  .meaning = "puts a descriptor into a set to wait for, or takes it out" },
	{ "epoll_wait", .takes = { ARG_FD, ARG_OTHER, ARG_NUMBER, ARG_MILLISECONDS }, .kin = KIN_EPOLL_WAIT,
	  .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED, .show = SHOW_ALWAYS,
	  .meaning = "waits until one of its descriptors is ready" },
	{ "epoll_pwait", .takes = { ARG_FD, ARG_OTHER, ARG_NUMBER, ARG_MILLISECONDS, ARG_OTHER, ARG_SIZE },
	  .kin = KIN_EPOLL_WAIT, .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED, .show = SHOW_ALWAYS },
	{ "epoll_pwait2", .takes = { ARG_FD, ARG_OTHER, ARG_NUMBER, ARG_LIMIT, ARG_OTHER, ARG_SIZE },
	  .kin = KIN_EPOLL_WAIT, .direction = CALL_AWAITS, .wait = CALL_WAITS_LIMITED, .show = SHOW_ALWAYS },
	{ "io_uring_setup", .takes = { ARG_NUMBER, ARG_OTHER }, .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "makes a ring through which the kernel is asked for many things at once" },
	{ "io_uring_enter", .takes = { ARG_FD, ARG_NUMBER, ARG_NUMBER, ARG_FLAGS, ARG_OTHER, ARG_NUMBER },
	  .meaning = "hands what stands in a ring to the kernel, and may wait for what is done" },
	{ "io_uring_register", .takes = { ARG_FD, ARG_FLAGS, ARG_OTHER, ARG_NUMBER },
	  .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "tells a ring beforehand which memory and files it will use" },

	/* processes */
	{ "execve", .takes = { ARG_PATH, ARG_OTHER, ARG_OTHER }, .kin = KIN_EXEC,
	  .meaning = "becomes another program; its descriptors stay open" },
	/* musl's fork(); glibc's is a clone(). */
	{ "fork", .kin = KIN_FORK, .show = SHOW_ALWAYS,
	  .meaning = "makes a child, which shares all open sockets" },
	{ "vfork", .kin = KIN_FORK, .show = SHOW_ALWAYS },
	{ "clone", .functions = "fork", .takes = { ARG_OTHER, ARG_FLAGS, ARG_OTHER, ARG_OTHER, ARG_OTHER },
	  .kin = KIN_FORK, .show = SHOW_ALWAYS, .meaning = "makes a child or a thread" },
	{ "clone3", .takes = { ARG_FLAGS, ARG_SIZE }, .kin = KIN_FORK, .show = SHOW_ALWAYS,
	  .meaning = "makes a child or a thread" },
	{ "exit", .takes = { ARG_NUMBER }, .meaning = "ends the thread" },
	{ "exit_group", .functions = "_exit", .takes = { ARG_NUMBER }, .flags = CALL_SAYS_HOW | CALL_SETS_UP,
	  .meaning = "ends the process, with all its threads" },
	{ "wait4", .functions = "wait waitpid", .takes = { ARG_NUMBER, ARG_STATUS, ARG_FLAGS, ARG_OTHER },
	  .kin = KIN_WAIT, .wait = CALL_WAITS, .show = SHOW_IF_LONG,
	  .meaning = "waits until a child has ended, and asks how" },
	{ "waitid", .takes = { ARG_FLAGS, ARG_NUMBER, ARG_STATUS, ARG_FLAGS, ARG_OTHER }, .kin = KIN_WAIT,
	  .wait = CALL_WAITS, .show = SHOW_IF_LONG },
	{ "getpid", .flags = CALL_ASKS | CALL_IF_NAMED, .meaning = "asks for its own process number" },
	{ "getppid", .flags = CALL_ASKS | CALL_IF_NAMED, .meaning = "asks for its parent's process number" },
	{ "setsid", .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "begins a session of its own, without a terminal" },
	{ "setpgid", .takes = { ARG_NUMBER, ARG_NUMBER }, .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "puts a process into a group, which gets signals together" },
	{ "prctl", .takes = { ARG_FLAGS, ARG_OTHER, ARG_OTHER, ARG_OTHER, ARG_OTHER },
	  .flags = CALL_SAYS_HOW | CALL_IF_NAMED, .meaning = "asks for or sets a property of the process" },

	/* signals */
	{ "kill", .takes = { ARG_NUMBER, ARG_SIGNAL }, .kin = KIN_KILL, .flags = CALL_SAYS_HOW,
	  .meaning = "sends a signal to a process" },
	{ "tkill", .takes = { ARG_NUMBER, ARG_SIGNAL }, .kin = KIN_KILL },
	{ "tgkill", .takes = { ARG_NUMBER, ARG_NUMBER, ARG_SIGNAL }, .kin = KIN_KILL },
	{ "rt_sigaction", .functions = "sigaction signal",
	  .takes = { ARG_SIGNAL, ARG_OTHER, ARG_OTHER, ARG_SIZE }, .flags = CALL_SETS_UP,
	  .meaning = "says what a signal will do" },
	{ "rt_sigprocmask", .functions = "sigprocmask",
	  .takes = { ARG_FLAGS, ARG_OTHER, ARG_OTHER, ARG_SIZE }, .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "blocks signals, or lets them through" },
	{ "rt_sigsuspend", .functions = "sigsuspend", .takes = { ARG_OTHER, ARG_SIZE }, .wait = CALL_WAITS,
	  .meaning = "waits for a signal" },
	{ "rt_sigtimedwait", .takes = { ARG_OTHER, ARG_OTHER, ARG_LIMIT, ARG_SIZE },
	  .wait = CALL_WAITS_LIMITED, .show = SHOW_IF_LONG, .meaning = "waits for a signal, and takes it" },
	{ "signalfd4", .functions = "signalfd", .takes = { ARG_OTHER_FD, ARG_OTHER, ARG_SIZE, ARG_FLAGS },
	  .flags = CALL_SETS_UP, .meaning = "makes a descriptor from which signals are read" },
	{ "pause", .wait = CALL_WAITS, .show = SHOW_IF_LONG, .meaning = "waits for a signal" },

	/* time */
	{ "nanosleep", .takes = { ARG_TIME, ARG_OTHER }, .kin = KIN_SLEEP, .show = SHOW_IF_LONG,
	  .meaning = "lets time pass" },
	{ "clock_nanosleep", .functions = "sleep usleep",
	  .takes = { ARG_FLAGS, ARG_FLAGS, ARG_TIME, ARG_OTHER }, .kin = KIN_SLEEP, .show = SHOW_IF_LONG },
	{ "alarm", .takes = { ARG_NUMBER }, .kin = KIN_TIMER, .meaning = "asks for a signal after a time" },
	{ "setitimer", .takes = { ARG_FLAGS, ARG_OTHER, ARG_OTHER }, .kin = KIN_TIMER },
	{ "timer_settime", .takes = { ARG_OTHER, ARG_FLAGS, ARG_OTHER, ARG_OTHER }, .kin = KIN_TIMER },
	{ "timerfd_create", .takes = { ARG_FLAGS, ARG_FLAGS }, .flags = CALL_SETS_UP | CALL_IF_NAMED,
	  .meaning = "makes a clock that is waited for like a file" },
	{ "timerfd_settime", .takes = { ARG_FD, ARG_FLAGS, ARG_OTHER, ARG_OTHER }, .kin = KIN_TIMER,
	  .meaning = "sets a clock that is waited for like a file" },
	{ "timerfd_gettime", .takes = { ARG_FD, ARG_OTHER }, .flags = CALL_ASKS | CALL_IF_NAMED,
	  .meaning = "asks how long such a clock has still to go" },

	/* files */
	{ "open", .takes = { ARG_PATH, ARG_FLAGS, ARG_OTHER }, .kin = KIN_OPEN, .flags = CALL_IF_NAMED,
	  .meaning = "opens a file" },
	{ "openat", .functions = "open", .takes = { ARG_OTHER_FD, ARG_PATH, ARG_FLAGS, ARG_OTHER },
	  .kin = KIN_OPEN, .flags = CALL_IF_NAMED },
	{ "fstat", .takes = { ARG_FD, ARG_OTHER }, .kin = KIN_STAT, .flags = CALL_ASKS | CALL_IF_NAMED,
	  .meaning = "asks what kind of file it is, and how large" },
	{ "newfstatat", .functions = "stat lstat fstatat",
	  .takes = { ARG_OTHER_FD, ARG_PATH, ARG_OTHER, ARG_FLAGS }, .kin = KIN_STAT,
	  .flags = CALL_ASKS | CALL_IF_NAMED },
	{ "unlink", .takes = { ARG_PATH }, .kin = KIN_UNLINK, .flags = CALL_IF_NAMED,
	  .meaning = "takes a file's name away" },
	{ "unlinkat", .takes = { ARG_OTHER_FD, ARG_PATH, ARG_FLAGS }, .kin = KIN_UNLINK,
	  .flags = CALL_IF_NAMED },

	/* In these a process may sleep as well: who is at rest must be seen to be in a call. */
	{ "futex", .takes = { ARG_OTHER, ARG_FLAGS, ARG_OTHER, ARG_OTHER, ARG_OTHER, ARG_OTHER },
	  .meaning = "waits for another thread, or wakes it" },
	{ "restart_syscall", .takes = { ARG_OTHER },
	  .meaning = "goes on with what a signal has interrupted" },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct call_row unknown = { .name = "" };

const struct call_row *call_row(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return &unknown;
}

const struct call_row *call_row_at(size_t index)
{
	return index < ROWS ? &rows[index] : NULL;
}

bool call_is_known(const struct call_row *row)
{
	return row != &unknown;
}

bool call_takes_fd(const struct call_row *row)
{
	return row->takes[0] == ARG_FD;
}

/* The first of its kin stands for all of them. */
static const struct call_row *head_of(const struct call_row *row)
{
	for (size_t i = 0; row->kin && i < ROWS; i++)
		if (rows[i].kin == row->kin)
			return &rows[i];
	return row;
}

const char *call_meaning(const struct call_row *row)
{
	return row->meaning ? row->meaning : head_of(row)->meaning;
}

const char *call_kin_name(const struct call_row *row)
{
	return head_of(row)->name;
}

bool call_same_kin(const struct call_row *a, const struct call_row *b)
{
	return (a == b && call_is_known(a)) || (a->kin && a->kin == b->kin);
}

bool call_brings(const struct call_row *row)
{
	return row->direction == CALL_READS || row->direction == CALL_AWAITS;
}

bool call_moves_bytes(const struct call_row *row)
{
	return (row->direction == CALL_READS || row->direction == CALL_WRITES) &&
	       !(row->flags & CALL_OF_MESSAGES);
}

static bool takes(const struct call_row *row, enum argument_shape shape)
{
	for (size_t i = 0; i < ARGUMENTS_MOST && row->takes[i]; i++)
		if (row->takes[i] == shape)
			return true;
	return false;
}

bool call_addresses(const struct call_row *row)
{
	return (row->kin == KIN_CONNECT || row->kin == KIN_WRITE) &&
	       (takes(row, ARG_ADDRESS) || takes(row, ARG_MESSAGE) || takes(row, ARG_MESSAGES));
}

/* Is the word one of those in the list? */
static bool listed(const char *list, const char *word, size_t length)
{
	while (list && *list) {
		size_t n = strcspn(list, " ");

		if (n == length && memcmp(list, word, n) == 0)
			return true;
		list += n + strspn(list + n, " ");
	}
	return false;
}

const struct call_row *call_of_function(const char *name, size_t length)
{
	for (size_t i = 0; i < ROWS; i++)
		if (listed(rows[i].functions, name, length))
			return &rows[i];
	return NULL;
}
