/*
 * client.c - the book's echo client: reads a line from the keyboard, sends it, prints the answer.
 *
 * What its words mean: programs.txt.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2";
static bool sigio;

static void something_happened(int number)
{
	(void)number;
	write(STDOUT_FILENO, "SIGIO\n", 6);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = something_happened, .sa_flags = SA_RESTART };
	char line[1000];
	ssize_t n;
	int fd;

	net_options(argc, argv, options);

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	if (sigio) {
		sigaction(SIGIO, &action, NULL);
		fcntl(fd, F_SETOWN, getpid());
		fcntl(fd, F_SETFL, O_ASYNC);
	}

	/* While fgets() waits for the keyboard nobody looks at the socket, whatever arrives there. */
	while (fgets(line, sizeof(line), stdin)) {
		/* Back as soon as TCP has a copy, also when nobody is there to read. */
		Write_all(fd, line, strlen(line));
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

const struct net_option options[] = {
	{ "sigio", 'i', .flag = &sigio },
	{ "address", 'a', .text = &server },
	{ 0 },
};
