/*
 * selects.c - the book's better client: waits for the keyboard and the socket at once.
 *
 * What its words mean: programs.txt.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2";
static bool keepalive;
static int idle = 1;

int main(int argc, char **argv)
{
	int fd, on = 1, probes = 2;
	char buffer[1000];
	fd_set readable;
	ssize_t n;

	net_options(argc, argv, options);

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	if (keepalive) {
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &idle, sizeof(idle));
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

const struct net_option options[] = {
	{ "keepalive", .flag = &keepalive },
	{ "idle", .number = &idle, .least = 1, .most = 10000 },
	{ .letter = 'k', .flag = &keepalive, .number = &idle, .least = 1, .most = 10000 },
	{ "address", 'a', .text = &server },
	{ 0 },
};
