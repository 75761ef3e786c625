/*
 * client.c - sends a list of words and lets the server sort them. A server can sort only what is complete: so the
 * end of the request must be told, and the answer must still come. That is what a half-close is for.
 *
 *	client [-c] [-k] [-a ADDRESS]
 *
 *	-c  close() instead of the half-close
 *	-k  wait for the Enter key before the half-close, and again before exiting
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	const char *server = "127.0.0.2";
	bool closes = false, keyboard = false;
	char answer[1000];
	int fd, option;
	ssize_t n;

	while ((option = getopt(argc, argv, "cka:")) != -1) {
		switch (option) {
		case 'c': closes = true; break;
		case 'k': keyboard = true; break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	Write_all(fd, "pear\nfig\nplum\n", 14);
	if (keyboard)
		net_wait_for_line();

	if (closes) {
		close(fd); /* the same FIN; but nobody is left who could read: a RST will answer the answer */
		if (keyboard)
			net_wait_for_line();
		return 0;
	}
	if (shutdown(fd, SHUT_WR) == -1) /* our FIN, behind the data: ESTABLISHED becomes FIN_WAIT_1, and
					    FIN_WAIT_2 when it is acknowledged */
		net_die("shutdown");

	/* The other direction is as open as ever. read() waits for data, and gives 0 at the server's FIN. */
	while ((n = read(fd, answer, sizeof(answer))) > 0)
		fwrite(answer, 1, (size_t)n, stdout);
	if (n == -1)
		net_die("read"); /* ECONNRESET: the server closed before it had read all of our data */
	if (keyboard)
		net_wait_for_line();
	close(fd); /* nothing is sent: both FINs have gone, the kernel's TIME_WAIT needs no descriptor */
	return 0;
}
