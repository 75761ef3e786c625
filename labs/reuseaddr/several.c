/*
 * several.c - one process with a socket for each address, all on one port.
 *
 * What its words mean: programs.txt.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

enum { MOST = 8 };

static const char *reuse;

int main(int argc, char **argv)
{
	int listener[MOST], fd, next, count, on = 1;
	char buffer[100];
	ssize_t n;

	next = net_options(argc, argv, options);
	argv += next;
	count = argc - next;
	if (count < 1 || count > MOST)
		return 2;

	for (int i = 0; i < count; i++) {
		listener[i] = Socket(argv[i], SOCK_STREAM);
		if (reuse)
			Setsockopt(listener[i], SOL_SOCKET,
				   strcmp(reuse, "port") == 0 ? SO_REUSEPORT : SO_REUSEADDR, &on, sizeof(on));
		/* Different addresses do not get into each other's way; the wildcard is all of them. */
		Bind(listener[i], argv[i], 9877);
	}
	for (int i = 0; i < count; i++)
		Listen(listener[i], 5);
	for (int i = 0; i < count; i++) {
		fd = Accept(listener[i]); /* a connection to this address, and to no other */
		n = read(fd, buffer, sizeof(buffer));
		if (n > 0)
			Write_all(fd, buffer, (size_t)n);
		close(fd);
	}
	return 0;
}

const struct net_option options[] = {
	{ "reuse", .text = &reuse, .choices = "addr port" },
	{ .letter = 'o', .text = &reuse, .is = "addr" },
	{ .letter = 'p', .text = &reuse, .is = "port" },
	{ 0 },
};
