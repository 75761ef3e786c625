/*
 * client.c - connects, and makes one call on its socket for each line that is typed: any order can be tried.
 *
 *	client [-s WAY] [-u] [-n] [-t MS] [-a ADDRESS]
 *
 *	-s  what about SIGPIPE: default (it ends the process), catch, ignore, nosignal (MSG_NOSIGNAL), or inherit
 *	    (the program that executed this one has ignored it)
 *	-u  a connected UDP socket
 *	-n  a non-blocking socket, from connect() on
 *	-t  TCP_USER_TIMEOUT: gives up when data was not acknowledged for so many milliseconds
 *
 * Lines: write, read, try (a read that never waits), error (SO_ERROR), shutdown (SHUT_WR)
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static void caught(int number)
{
	(void)number; /* write() returns -1 EPIPE as well: the signal tells nothing more */
}

static ssize_t make_call(int fd, const char *line, bool no_signal)
{
	socklen_t size = sizeof(int);
	char buffer[100];
	int error;

	/* A pending error is reported, without a signal. Only when there is none, and nothing can be sent any
	 * more: EPIPE and SIGPIPE. */
	if (strcmp(line, "write") == 0)
		return no_signal ? send(fd, "hello", 5, MSG_NOSIGNAL) : write(fd, "hello", 5);
	if (strcmp(line, "read") == 0)
		return read(fd, buffer, sizeof(buffer)); /* data; else 0 after a FIN; else a pending error */
	if (strcmp(line, "try") == 0)
		return recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
	if (strcmp(line, "error") == 0) /* returns the pending error, which is not pending then any more */
		return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1 ? -1 : error;
	if (strcmp(line, "shutdown") == 0)
		return shutdown(fd, SHUT_WR); /* a FIN; from now on nothing can be sent */
	errno = ENOSYS;
	return -1;
}

int main(int argc, char **argv)
{
	const char *server = "127.0.0.2", *way = "default";
	struct sigaction action = { .sa_handler = caught };
	int fd, option, type = SOCK_STREAM, timeout = 0;
	char line[100];
	ssize_t n;

	while ((option = getopt(argc, argv, "s:unt:a:")) != -1) {
		switch (option) {
		case 's': way = optarg; break;
		case 'u': type = SOCK_DGRAM; break;
		case 'n': type |= SOCK_NONBLOCK; break;
		case 't': timeout = (int)net_number(optarg, 1, 1000000); break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	if (strcmp(way, "catch") == 0)
		sigaction(SIGPIPE, &action, NULL);
	if (strcmp(way, "ignore") == 0 || strcmp(way, "inherit") == 0)
		signal(SIGPIPE, SIG_IGN);
	if (strcmp(way, "inherit") == 0) /* exec takes handlers away, but what is ignored stays ignored */
		execl("/proc/self/exe", "client", (char *)NULL);

	fd = Socket(server, type);
	if (timeout)
		Setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	if (net_connect(fd, server, 9877) == -1) /* the socket stays, and can be asked */
		net_say("connect: %s\n", net_errno_name(errno));

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		n = make_call(fd, line, strcmp(way, "nosignal") == 0);
		if (n == -1)
			net_say("%s: %s\n", line, net_errno_name(errno));
		else
			net_say("%s = %zd\n", line, n);
	}
	return 0;
}
