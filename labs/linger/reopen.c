/*
 * reopen.c - a client that connects twice from the same port to the same server: the same four-tuple.
 *
 * The Enter key ends the first connection, with SO_LINGER {on, 0}, and begins the second.
 *
 * What its words mean: programs.txt.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static struct linger linger = { .l_onoff = 1, .l_linger = 0 };
static bool lingers = true;
static const char *address = "127.0.0.2";

static int open_connection(void)
{
	int fd = Socket(address, SOCK_STREAM);

	Bind(fd, "0.0.0.0", 40000); /* without SO_REUSEADDR */
	Connect(fd, address, 9877);
	return fd;
}

int main(int argc, char **argv)
{
	int fd;

	net_options(argc, argv, options);

	fd = open_connection();
	if (lingers)
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	Write_all(fd, "first", 5);
	net_wait_for_line();
	close(fd); /* {on, 0}: a RST, and not even a TIME_WAIT entry remembers the connection */

	fd = open_connection();
	net_wait_for_line();
	Write_all(fd, "second", 6);
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = 0, .most = 1000000 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
