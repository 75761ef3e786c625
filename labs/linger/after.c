/*
 * after.c - what can be done with a descriptor after close()?
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static bool half_closes, opens_nothing;

static void say(const char *call, ssize_t result)
{
	printf("%s: %s\n", call, result == -1 ? net_errno_name(errno) : "no error");
}

int main(int argc, char **argv)
{
	char buffer[100];
	int fd;

	net_options(argc, argv, options);

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	if (half_closes)
		shutdown(fd, SHUT_WR); /* ends one direction of the connection; the descriptor stays */
	else
		close(fd); /* the descriptor is gone, whatever becomes of the connection */
	net_wait_for_line();

	say("read", read(fd, buffer, sizeof(buffer))); /* EBADF: this process has no such descriptor */
	say("send", send(fd, "hello", 5, MSG_NOSIGNAL));
	say("write", write(fd, "hello", 5));

	/* The lowest free number is the next to be given: what was "the connection" is now another file. */
	if (!opens_nothing && open("/dev/null", O_WRONLY) == fd)
		say("write to the same number", write(fd, "hello", 5));
	return 0;
}

const struct net_option options[] = {
	{ "half-close", 's', .flag = &half_closes },
	{ "no-open", 'n', .flag = &opens_nothing },
	{ 0 },
};
