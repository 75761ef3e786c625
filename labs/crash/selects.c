/*
 * selects.c - the book's better client: waits for the keyboard and the socket at once.
 *
 *	selects [-k SECONDS] [-a ADDRESS]
 *
 *	-k  SO_KEEPALIVE: a probe after so many idle seconds, given up after two without an answer
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	const char *server = "127.0.0.2";
	int fd, option, seconds = 0, on = 1, probes = 2;
	char buffer[1000];
	fd_set readable;
	ssize_t n;

	while ((option = getopt(argc, argv, "k:a:")) != -1) {
		switch (option) {
		case 'k': seconds = (int)net_number(optarg, 1, 10000); break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	if (seconds > 0) {
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof(seconds));
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof(seconds));
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
		Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	}

	for (;;) {
		FD_ZERO(&readable);
		FD_SET(STDIN_FILENO, &readable);
		FD_SET(fd, &readable);
		if (select(fd + 1, &readable, NULL, NULL, NULL) == -1)
			net_die("select");
		if (FD_ISSET(fd, &readable)) { /* data, a FIN or a RST: read() says which */
			write(STDOUT_FILENO, "select: readable\n", 17);
			n = read(fd, buffer, sizeof(buffer));
			if (n == -1)
				net_die("read");
			if (n == 0) {
				fprintf(stderr, "the server has ended prematurely\n");
				return 1;
			}
			write(STDOUT_FILENO, buffer, (size_t)n);
		}
		if (FD_ISSET(STDIN_FILENO, &readable)) {
			n = read(STDIN_FILENO, buffer, sizeof(buffer));
			if (n <= 0)
				return 0;
			Write_all(fd, buffer, (size_t)n);
		}
	}
}
