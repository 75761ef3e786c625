/*
 * calls_table.c - the system calls that a line may name: exactly those that the stage lets strace show
 * (traced_call(), common/stage/cast.c). A name that strace never writes would make a `never` line hold for nothing.
 */
#include "common/script/parser.h"

static const struct {
	const char *name;
	enum call_shape shape;
} calls[] = {
	/* sockets */
	{ "socket", CALL_PLAIN },
	{ "socketpair", CALL_PLAIN },
	{ "bind", CALL_DESCRIPTOR },
	{ "listen", CALL_DESCRIPTOR },
	{ "accept", CALL_DESCRIPTOR },
	{ "accept4", CALL_DESCRIPTOR },
	{ "connect", CALL_DESCRIPTOR },
	{ "getsockname", CALL_DESCRIPTOR },
	{ "getpeername", CALL_DESCRIPTOR },
	{ "getsockopt", CALL_DESCRIPTOR },
	{ "setsockopt", CALL_DESCRIPTOR },
	{ "sendto", CALL_DESCRIPTOR },
	{ "sendmsg", CALL_DESCRIPTOR },
	{ "sendmmsg", CALL_DESCRIPTOR },
	{ "recvfrom", CALL_DESCRIPTOR },
	{ "recvmsg", CALL_DESCRIPTOR },
	{ "recvmmsg", CALL_DESCRIPTOR },
	{ "shutdown", CALL_DESCRIPTOR },
	/* descriptors */
	{ "read", CALL_DESCRIPTOR },
	{ "write", CALL_DESCRIPTOR },
	{ "readv", CALL_DESCRIPTOR },
	{ "writev", CALL_DESCRIPTOR },
	{ "pread64", CALL_DESCRIPTOR },
	{ "pwrite64", CALL_DESCRIPTOR },
	{ "sendfile", CALL_DESCRIPTOR },
	{ "splice", CALL_DESCRIPTOR },
	{ "close", CALL_DESCRIPTOR },
	{ "dup", CALL_DESCRIPTOR },
	{ "dup2", CALL_DESCRIPTOR },
	{ "dup3", CALL_DESCRIPTOR },
	{ "fcntl", CALL_DESCRIPTOR },
	{ "ioctl", CALL_DESCRIPTOR },
	/* waiting for several */
	{ "poll", CALL_PLAIN },
	{ "ppoll", CALL_PLAIN },
	{ "select", CALL_PLAIN },
	{ "pselect6", CALL_PLAIN },
	{ "epoll_create", CALL_PLAIN },
	{ "epoll_create1", CALL_PLAIN },
	{ "epoll_ctl", CALL_DESCRIPTOR },
	{ "epoll_wait", CALL_DESCRIPTOR },
	{ "epoll_pwait", CALL_DESCRIPTOR },
	{ "epoll_pwait2", CALL_DESCRIPTOR },
	/* processes, signals, time */
	{ "execve", CALL_PLAIN },
	{ "clone", CALL_PLAIN },
	{ "clone3", CALL_PLAIN },
	{ "vfork", CALL_PLAIN },
	{ "exit", CALL_PLAIN },
	{ "exit_group", CALL_PLAIN },
	{ "wait4", CALL_PLAIN },
	{ "waitid", CALL_PLAIN },
	{ "kill", CALL_PLAIN },
	{ "tkill", CALL_PLAIN },
	{ "tgkill", CALL_PLAIN },
	{ "pause", CALL_PLAIN },
	/* In these a process may sleep as well: who is at rest must be seen to be in a call. */
	{ "futex", CALL_PLAIN },
	{ "restart_syscall", CALL_PLAIN },
	{ "io_uring_enter", CALL_DESCRIPTOR },
	{ "alarm", CALL_PLAIN },
	{ "setitimer", CALL_PLAIN },
	{ "nanosleep", CALL_PLAIN },
	{ "clock_nanosleep", CALL_PLAIN },
	{ "rt_sigaction", CALL_PLAIN },
	{ "rt_sigsuspend", CALL_PLAIN },
	{ "rt_sigtimedwait", CALL_PLAIN },
	{ "signalfd4", CALL_PLAIN }, /* its first argument is a descriptor or -1: given as an argument */
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

enum call_shape call_shape(struct word name)
{
	for (size_t i = 0; i < CALLS; i++)
		if (word_is(name, calls[i].name))
			return calls[i].shape;
	return CALL_UNKNOWN;
}

const char *traced_call(size_t index)
{
	return index < CALLS ? calls[index].name : NULL;
}

const char *call_list(size_t index, void *context)
{
	(void)context;
	return traced_call(index);
}

const char *call_of_function(struct word name)
{
	static const struct {
		const char *function, *call;
	} functions[] = {
		{ "sleep", "clock_nanosleep" },
		{ "usleep", "clock_nanosleep" },
		{ "waitpid", "wait4" },
		{ "wait", "wait4" },
		{ "signal", "rt_sigaction" },
		{ "sigaction", "rt_sigaction" },
		{ "sigsuspend", "rt_sigsuspend" },
		{ "pselect", "pselect6" },
		{ "_exit", "exit_group" },
		{ "pread", "pread64" },
		{ "pwrite", "pwrite64" },
		{ "signalfd", "signalfd4" },
		{ "send", "sendto" },
		{ "recv", "recvfrom" },
		{ "fork", "clone" },
	};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (word_is(name, functions[i].function))
			return functions[i].call;
	return NULL;
}
