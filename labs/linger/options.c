/*
 * options.c - what SO_LINGER says when it is asked. No connection: nothing is on the wire.
 *
 *	options [-o ONOFF -l SECONDS]
 *
 * Sets SO_LINGER to {ONOFF, SECONDS} on a new TCP socket, if that is asked for, and reads it back.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	socklen_t size = sizeof(linger);
	bool sets = false;
	int fd, option;

	while ((option = getopt(argc, argv, "o:l:")) != -1) {
		switch (option) {
		case 'o':
			sets = true;
			linger.l_onoff = (int)net_number(optarg, -100, 100);
			break;
		case 'l':
			sets = true;
			linger.l_linger = (int)net_number(optarg, -100, 100);
			break;
		default: return 2;
		}
	}

	fd = Socket("127.0.0.2", SOCK_STREAM);
	if (sets)
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &size) == -1)
		net_die("getsockopt(SO_LINGER)");
	printf("SO_LINGER {l_onoff=%d, l_linger=%d}\n", linger.l_onoff, linger.l_linger);
	return close(fd);
}
