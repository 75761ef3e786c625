/*
 * after.c - what can be done with a descriptor after close(): nothing, until its number is somebody else's.
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	bool shuts = argc > 1 && argv[1][0] == '-' && argv[1][1] == 's';
	char buffer[100];
	int fd;

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	if (shuts)
		shutdown(fd, SHUT_WR); /* ends one direction of the connection; the descriptor stays */
	else
		close(fd); /* the descriptor is gone, whatever becomes of the connection */
	net_wait_for_line();

	read(fd, buffer, sizeof(buffer)); /* EBADF: this process has no such descriptor */
	send(fd, "hello", 5, MSG_NOSIGNAL);
	write(fd, "hello", 5);

	/* The lowest free number is the next to be given: what was "the connection" is now another file. */
	if (open("/dev/null", O_WRONLY) == fd)
		write(fd, "hello", 5);
	return 0;
}
