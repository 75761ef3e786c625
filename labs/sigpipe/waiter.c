/*
 * waiter.c - waits in one call. Which calls come back when the connection is reset, and what do they say?
 *
 * The Enter key begins the wait. What the call told is printed; then the error is read.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char bytes[1000000];

static void wait_in_poll(int fd)
{
	struct pollfd p = { .fd = fd, .events = 0 }; /* POLLERR and POLLHUP come unasked */

	poll(&p, 1, -1);
	net_say("poll:%s%s\n", p.revents & POLLERR ? " POLLERR" : "", p.revents & POLLHUP ? " POLLHUP" : "");
}

static void wait_in_epoll(int fd)
{
	struct epoll_event e = { .events = 0 };
	int set = epoll_create1(0);

	epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
	epoll_wait(set, &e, 1, -1);
	net_say("epoll:%s%s\n", e.events & EPOLLERR ? " EPOLLERR" : "",
		e.events & EPOLLHUP ? " EPOLLHUP" : "");
}

static void say(const char *call, ssize_t result)
{
	if (result == -1)
		net_say("%s: %s\n", call, net_errno_name(errno));
	else
		net_say("%s: %zd bytes\n", call, result);
}

int main(int argc, char **argv)
{
	const char *call = argc > 1 ? argv[1] : "";
	int fd, sndbuf = 20000;

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, "127.0.0.2", 9877);
	net_wait_for_line();

	if (strcmp(call, "write") == 0)
		say("write", write(fd, bytes, sizeof(bytes))); /* -1 only if nothing at all was taken */
	else if (strcmp(call, "poll") == 0)
		wait_in_poll(fd);
	else if (strcmp(call, "epoll") == 0)
		wait_in_epoll(fd);
	else if (strcmp(call, "read") != 0)
		return 2;
	say("read", read(fd, bytes, sizeof(bytes)));
	net_wait_for_line();
	return 0;
}
