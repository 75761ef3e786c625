/*
 * selector.c - waits in select(). In which of its sets does an error show?
 *
 *	selector [-f] SETS
 *
 *	SETS  r, w, x (exceptions), or several of them: the sets that select() is given
 *	-f    fills the send buffer first, so that the socket is not writable
 *
 * The Enter key begins the wait. What select() told is printed; then the error is read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char bytes[100000];

/* Until write() would have to wait: neither the peer's receive buffer nor our send buffer has room. */
static void fill(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
}

int main(int argc, char **argv)
{
	bool fills = getopt(argc, argv, "f") == 'f';
	const char *sets = argv[optind] ? argv[optind] : "r";
	int fd, sndbuf = 20000;
	fd_set r, w, x;

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, "127.0.0.2", 9877);
	if (fills)
		fill(fd);
	net_wait_for_line();
	if (fills)
		fill(fd); /* what the peer has taken meanwhile has left room */

	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&x);
	if (strchr(sets, 'r'))
		FD_SET(fd, &r);
	if (strchr(sets, 'w'))
		FD_SET(fd, &w);
	if (strchr(sets, 'x'))
		FD_SET(fd, &x);
	select(fd + 1, &r, &w, &x, NULL); /* there is no set for errors: they make readable and writable */
	net_say("select:%s%s%s\n", FD_ISSET(fd, &r) ? " readable" : "", FD_ISSET(fd, &w) ? " writable" : "",
		FD_ISSET(fd, &x) ? " exception" : "");
	if (read(fd, bytes, sizeof(bytes)) == -1)
		net_say("read: %s\n", net_errno_name(errno));
	net_wait_for_line();
	return 0;
}
