/*
 * selector.c - waits in select(). In which of its sets does an error show?
 *
 * The Enter key begins the wait. What select() told is printed; then the error is read.
 *
 * What its words mean: programs.txt.
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
static bool fills;

/* Until write() would have to wait: neither the peer's receive buffer nor our send buffer has room. */
static void fill(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
}

/* A set is given by its word, or by its letter among others: "rw". */
static bool given(char **sets, const char *word, char letter)
{
	for (; *sets; sets++)
		if (strcmp(*sets, word) == 0 || (!(*sets)[strspn(*sets, "rwx")] && strchr(*sets, letter)))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	int fd, sndbuf = 20000;
	fd_set r, w, x;

	argv += net_options(argc, argv, options);

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
	if (!*argv || given(argv, "read", 'r'))
		FD_SET(fd, &r);
	if (given(argv, "write", 'w'))
		FD_SET(fd, &w);
	if (given(argv, "except", 'x'))
		FD_SET(fd, &x);
	select(fd + 1, &r, &w, &x, NULL); /* there is no set for errors: they make readable and writable */
	net_say("select:%s%s%s\n", FD_ISSET(fd, &r) ? " readable" : "", FD_ISSET(fd, &w) ? " writable" : "",
		FD_ISSET(fd, &x) ? " exception" : "");
	if (read(fd, bytes, sizeof(bytes)) == -1)
		net_say("read: %s\n", net_errno_name(errno));
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "fill", 'f', .flag = &fills },
	{ 0 },
};
