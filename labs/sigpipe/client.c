/*
 * client.c - connects, and makes one call on its socket for each line that is typed: any order can be tried.
 *
 *	client [-s WAY] [-u] [-n] [-b BYTES] [-t MS] [-a ADDRESS]
 *
 *	-s  what about SIGPIPE: default (it ends the process), catch, ignore, block, nosignal (MSG_NOSIGNAL), or
 *	    inherit: ignored by the program that executed this one
 *	-u  a connected UDP socket
 *	-n  a non-blocking socket, from connect() on
 *	-b  a send buffer of so many bytes
 *	-t  TCP_USER_TIMEOUT: gives up when data was not acknowledged for so long
 *
 * Lines: write, flood (write more than all buffers hold), read, try (a read that never waits), error (SO_ERROR),
 * shutdown, take and unblock (a blocked SIGPIPE)
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char bytes[1000000];
static sigset_t sigpipe;
static bool no_signal;

static void caught(int number)
{
	(void)number; /* write() returns -1 EPIPE as well: the signal tells nothing more */
}

static void treat_sigpipe(const char *way)
{
	struct sigaction action = { .sa_handler = caught };

	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	if (strcmp(way, "catch") == 0)
		sigaction(SIGPIPE, &action, NULL);
	if (strcmp(way, "ignore") == 0 || strcmp(way, "inherit") == 0)
		signal(SIGPIPE, SIG_IGN);
	if (strcmp(way, "inherit") == 0) /* a handler ends with exec, but what is ignored stays ignored */
		execl("/proc/self/exe", "client", (char *)NULL);
	if (strcmp(way, "block") == 0)
		sigprocmask(SIG_BLOCK, &sigpipe, NULL); /* kept for us, until we take or unblock it */
	no_signal = strcmp(way, "nosignal") == 0;
}

/* What one line says; -1 and errno where the call fails. */
static ssize_t make_call(int fd, const char *line)
{
	socklen_t size = sizeof(int);
	struct timespec at_once = { 0 };
	int error;

	if (strcmp(line, "write") == 0) /* an error that is pending is reported, and no signal comes with it; when
					   there is none and nothing can be sent any more: EPIPE and SIGPIPE */
		return no_signal ? send(fd, "hello", 5, MSG_NOSIGNAL) : write(fd, "hello", 5);
	if (strcmp(line, "flood") == 0)
		return write(fd, bytes, sizeof(bytes)); /* waits until the send buffer has taken the last byte */
	if (strcmp(line, "read") == 0)
		return read(fd, bytes, sizeof(bytes)); /* data; or 0 after a FIN; or the pending error; or waits */
	if (strcmp(line, "try") == 0)
		return recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (strcmp(line, "error") == 0) /* the pending error, which is no longer pending then */
		return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1 ? -1 : error;
	if (strcmp(line, "shutdown") == 0)
		return shutdown(fd, SHUT_WR); /* a FIN; from now on nothing can be sent */
	if (strcmp(line, "take") == 0)
		return sigtimedwait(&sigpipe, NULL, &at_once);
	if (strcmp(line, "unblock") == 0)
		return sigprocmask(SIG_UNBLOCK, &sigpipe, NULL);
	errno = ENOSYS;
	return -1;
}

int main(int argc, char **argv)
{
	int fd, option, type = SOCK_STREAM, timeout = 0, sndbuf = 0;
	const char *server = "127.0.0.2", *way = "default";
	char line[100];
	ssize_t n;

	while ((option = getopt(argc, argv, "s:unb:t:a:")) != -1) {
		switch (option) {
		case 's': way = optarg; break;
		case 'u': type = SOCK_DGRAM; break;
		case 'n': type |= SOCK_NONBLOCK; break;
		case 'b': sndbuf = (int)net_number(optarg, 1, 1000000); break;
		case 't': timeout = (int)net_number(optarg, 1, 1000000); break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	treat_sigpipe(way);
	fd = Socket(server, type);
	if (sndbuf)
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	if (timeout)
		Setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	if (net_connect(fd, server, 9877) == -1) /* a refused socket can be used further, as far as that goes */
		dprintf(STDOUT_FILENO, "connect: %s\n", strerrorname_np(errno));

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		n = make_call(fd, line);
		if (n == -1)
			dprintf(STDOUT_FILENO, "%s: %s\n", line, strerrorname_np(errno));
		else
			dprintf(STDOUT_FILENO, "%s = %zd\n", line, n);
	}
	return 0;
}
