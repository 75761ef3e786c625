/*
 * client.c - the book's echo client: reads a line from the keyboard, sends it, prints the answer.
 *
 *	client [-i] [-a ADDRESS]
 *
 *	-i  ask for SIGIO when something happens on the socket
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static void something_happened(int number)
{
	(void)number;
	write(STDOUT_FILENO, "SIGIO\n", 6);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = something_happened, .sa_flags = SA_RESTART };
	const char *server = "127.0.0.2";
	bool signals = false;
	char line[1000];
	int fd, option;
	ssize_t n;

	while ((option = getopt(argc, argv, "ia:")) != -1) {
		switch (option) {
		case 'i': signals = true; break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	if (signals) {
		sigaction(SIGIO, &action, NULL);
		fcntl(fd, F_SETOWN, getpid());
		fcntl(fd, F_SETFL, O_ASYNC);
	}

	/* While fgets() waits for the keyboard nobody looks at the socket, whatever arrives there. */
	while (fgets(line, sizeof(line), stdin)) {
		Write_all(
			fd, line,
			strlen(line)); /* back as soon as TCP has a copy, also when nobody is there to read */
		n = read(fd, line, sizeof(line));
		if (n == -1)
			net_die("read"); /* ECONNRESET, ETIMEDOUT, EHOSTUNREACH: the connection is no more */
		if (n == 0) { /* a FIN: the server's process ended or closed; we cannot tell which */
			fprintf(stderr, "the server has ended prematurely\n");
			return 1;
		}
		write(STDOUT_FILENO, line, (size_t)n);
	}
	return 0;
}
