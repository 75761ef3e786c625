/*
 * local.c - a local stream (AF_UNIX) has a pending error, too. Who is told of it?
 *
 * Sends five bytes; the other end closes without reading them. After the Enter key it writes, then it asks for
 * SO_ERROR.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static bool reads;

int main(int argc, char **argv)
{
	socklen_t size = sizeof(int);
	char buffer[10];
	int ends[2], error;

	net_options(argc, argv, options);

	signal(SIGPIPE, SIG_IGN);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
		net_die("socketpair");
	Write_all(ends[0], "hello", 5);
	if (reads && read(ends[1], buffer, sizeof(buffer)) == -1)
		net_die("read");
	close(ends[1]); /* with unread data: ECONNRESET for the other end, as a RST would be */

	net_wait_for_line();
	if (write(ends[0], "hello", 5) == -1) /* nobody is there: EPIPE, whatever is pending */
		net_say("write: %s\n", net_errno_name(errno));
	net_wait_for_line();
	if (getsockopt(ends[0], SOL_SOCKET, SO_ERROR, &error, &size) == -1)
		net_die("getsockopt(SO_ERROR)");
	net_say("SO_ERROR: %s\n", error ? net_errno_name(error) : "0");
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "read", 'r', .flag = &reads },
	{ 0 },
};
