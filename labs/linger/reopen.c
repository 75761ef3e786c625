/*
 * reopen.c - a client that connects twice from the same port to the same server: the same four-tuple.
 *
 *	reopen [-l SECONDS | -l off]
 *
 * The Enter key ends the first connection, with SO_LINGER {on, 0} unless -l says otherwise, and begins the second.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int open_connection(void)
{
	int fd = Socket("127.0.0.2", SOCK_STREAM);

	Bind(fd, "127.0.0.1", 40000); /* without SO_REUSEADDR */
	Connect(fd, "127.0.0.2", 9877);
	return fd;
}

int main(int argc, char **argv)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	const char *seconds = "0";
	int fd, option;

	while ((option = getopt(argc, argv, "l:")) != -1) {
		if (option != 'l')
			return 2;
		seconds = optarg;
	}

	fd = open_connection();
	if (strcmp(seconds, "off") != 0) {
		linger.l_linger = (int)net_number(seconds, 0, 1000000);
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	}
	Write_all(fd, "first", 5);
	net_wait_for_line();
	close(fd); /* {on, 0}: a RST, and not even a TIME_WAIT entry remembers the connection */

	fd = open_connection();
	net_wait_for_line();
	Write_all(fd, "second", 6);
	net_wait_for_line();
	return 0;
}
