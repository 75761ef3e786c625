/*
 * options.c - what SO_LINGER says when it is asked. No connection: nothing is on the wire.
 *
 *	options [ONOFF SECONDS]...
 *
 * Without arguments: reads SO_LINGER of a new TCP socket. With them: sets it to {ONOFF, SECONDS} and reads it back, for
 * each pair on a new socket.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int ask(const struct linger *set)
{
	struct linger linger;
	socklen_t size = sizeof(linger);
	int fd = Socket("127.0.0.2", SOCK_STREAM);

	if (set)
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, set, sizeof(*set));
	if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &size) == -1)
		net_die("getsockopt(SO_LINGER)");
	printf("SO_LINGER {l_onoff=%d, l_linger=%d}\n", linger.l_onoff, linger.l_linger);
	return close(fd);
}

int main(int argc, char **argv)
{
	if (argc % 2 == 0) {
		fprintf(stderr, "usage: options [ONOFF SECONDS]...\n");
		return 2;
	}
	if (argc == 1)
		return ask(NULL);
	for (int i = 1; i < argc; i += 2) {
		struct linger linger = { .l_onoff = (int)net_number(argv[i], -100, 100),
					 .l_linger = (int)net_number(argv[i + 1], -100, 100) };

		if (ask(&linger) == -1)
			return 1;
	}
	return 0;
}
