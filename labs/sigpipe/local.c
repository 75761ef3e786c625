/*
 * local.c - a local stream (AF_UNIX) has a pending error, too, and SIGPIPE. Who is told of what?
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

static bool reads, stays_open, half_closes;

static void caught(int number)
{
	(void)number;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = caught };
	socklen_t size = sizeof(int);
	char buffer[10];
	int ends[2], error;

	net_options(argc, argv, options);

	sigaction(SIGPIPE, &action, NULL);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
		net_die("socketpair");
	Write_all(ends[0], "hello", 5);
	if (reads && read(ends[1], buffer, sizeof(buffer)) == -1)
		net_die("read");
	if (!stays_open)
		close(ends[1]); /* with unread data: ECONNRESET for the other end, as a RST would be */
	if (half_closes)
		shutdown(ends[0], SHUT_WR);

	net_wait_for_line();
	if (write(ends[0], "hello", 5) == -1) /* EPIPE, whatever is pending */
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
	{ "open", 'o', .flag = &stays_open },
	{ "half-close", 's', .flag = &half_closes },
	{ 0 },
};
