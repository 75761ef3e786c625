/*
 * client.c - sends a message, reads the answer, and waits for the server's end of file.
 *
 *	client [-c] [-k] [-a ADDRESS]
 *
 *	-c  do not wait for the server: this end is the first to send a FIN
 *	-k  then send one more message for each Enter key
 */
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[100];

static ssize_t ask(int fd)
{
	Write_all(fd, "hello", 5);
	return read(fd, buffer, sizeof(buffer));
}

int main(int argc, char **argv)
{
	const char *server = "127.0.0.2";
	bool closes_first = false, keyboard = false;
	int fd, option;

	while ((option = getopt(argc, argv, "cka:")) != -1) {
		switch (option) {
		case 'c': closes_first = true; break;
		case 'k': keyboard = true; break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server,
		9877); /* from a port that the kernel chooses: a client has no use for the option */
	if (ask(fd) == -1)
		net_die("read");
	while (keyboard && net_wait_for_line())
		if (ask(fd) == -1)
			net_die("read");
	while (!closes_first && read(fd, buffer, sizeof(buffer)) > 0)
		; /* 0: the server's FIN came first, and TIME_WAIT will be the server's */
	close(fd);
	return 0;
}
