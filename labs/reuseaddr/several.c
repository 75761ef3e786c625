/*
 * several.c - one process with a socket for each address, all on one port.
 *
 *	several [-o] ADDRESS...
 *
 *	-o  set SO_REUSEADDR on each before bind()
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

enum { MOST = 8 };

int main(int argc, char **argv)
{
	int listener[MOST], fd, option, count, on = 1;
	bool reuses = false;
	char buffer[100];
	ssize_t n;

	while ((option = getopt(argc, argv, "o")) != -1) {
		if (option != 'o')
			return 2;
		reuses = true;
	}
	argv += optind;
	count = argc - optind;
	if (count < 1 || count > MOST)
		return 2;

	for (int i = 0; i < count; i++) {
		listener[i] = Socket(argv[i], SOCK_STREAM);
		if (reuses)
			Setsockopt(listener[i], SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
		Bind(listener[i], argv[i], 9877); /* different addresses do not get into each other's way; the
						     wildcard is all of them */
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
