/*
 * options.c - what SO_LINGER says when it is asked. No connection: nothing is on the wire.
 *
 * Without arguments: reads SO_LINGER of a new TCP socket. Otherwise: for each --linger, or each pair of numbers, sets it
 * on a new socket and reads it back.
 *
 * What its words mean: programs.txt.
 */
#include <stdio.h>
#include <string.h>
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
	struct linger linger = { .l_onoff = 1 };

	if (argc % 2 == 0) {
		fprintf(stderr, "usage: options [[--onoff VALUE] --linger SECONDS]...\n");
		return 2;
	}
	if (argc == 1)
		return ask(NULL);
	for (int i = 1; i < argc; i += 2) {
		int value = (int)net_number(argv[i + 1], -100, 100);

		if (strcmp(argv[i], "--onoff") == 0) {
			linger.l_onoff = value;
			continue;
		}
		if (strcmp(argv[i], "--linger") != 0)
			linger.l_onoff = (int)net_number(argv[i], -100, 100);
		linger.l_linger = value;
		if (ask(&linger) == -1)
			return 1;
		linger.l_onoff = 1;
	}
	return 0;
}
