/*
 * waiter.c - waits in one call. Which calls come back when the connection is reset, and what do they say?
 *
 *	waiter [-f] [-s SETS] CALL
 *
 *	CALL  select, poll, epoll; poll and epoll ask for no event at all
 *	-s    the sets that select() is given: r, w, x (exceptions) or several of them
 *	-f    fills the send buffer first, so that the socket is not writable
 *
 * The Enter key begins the wait. What the call told is printed; then the error is read.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char bytes[100000];

/* Until write() would wait: neither the peer's receive buffer nor our send buffer has room. */
static void fill(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
}

static void wait_in_select(int fd, const char *sets)
{
	fd_set r, w, x;

	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&x);
	if (strchr(sets, 'r'))
		FD_SET(fd, &r);
	if (strchr(sets, 'w'))
		FD_SET(fd, &w);
	if (strchr(sets, 'x'))
		FD_SET(fd, &x);
	select(fd + 1, &r, &w, &x, NULL);
	dprintf(STDOUT_FILENO, "select:%s%s%s\n", FD_ISSET(fd, &r) ? " readable" : "",
		FD_ISSET(fd, &w) ? " writable" : "", FD_ISSET(fd, &x) ? " exception" : "");
}

static void wait_in_poll(int fd)
{
	struct pollfd p = { .fd = fd, .events = 0 }; /* POLLERR and POLLHUP come unasked */

	poll(&p, 1, -1);
	dprintf(STDOUT_FILENO, "poll:%s%s\n", p.revents & POLLERR ? " POLLERR" : "",
		p.revents & POLLHUP ? " POLLHUP" : "");
}

static void wait_in_epoll(int fd)
{
	struct epoll_event e = { .events = 0 };
	int set = epoll_create1(0);

	epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
	epoll_wait(set, &e, 1, -1);
	dprintf(STDOUT_FILENO, "epoll:%s%s\n", e.events & EPOLLERR ? " EPOLLERR" : "",
		e.events & EPOLLHUP ? " EPOLLHUP" : "");
}

int main(int argc, char **argv)
{
	const char *sets = "r", *call;
	bool fills = false;
	int fd, option, sndbuf = 20000;

	while ((option = getopt(argc, argv, "fs:")) != -1) {
		switch (option) {
		case 'f': fills = true; break;
		case 's': sets = optarg; break;
		default: return 2;
		}
	}
	call = argv[optind] ? argv[optind] : "";

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, "127.0.0.2", 9877);
	if (fills)
		fill(fd);
	net_wait_for_line();
	if (fills)
		fill(fd); /* what the peer has taken meanwhile has left room */

	if (strcmp(call, "select") == 0)
		wait_in_select(fd, sets);
	else if (strcmp(call, "poll") == 0)
		wait_in_poll(fd);
	else if (strcmp(call, "epoll") == 0)
		wait_in_epoll(fd);
	else
		return 2;
	if (read(fd, bytes, sizeof(bytes)) == -1)
		net_die("read");
	return 0;
}
