/*
 * server.c - accepts one connection and does to it what each typed line says.
 *
 * Lines: greet, read, shutdown, close, abort
 *
 * What its words mean: programs.txt.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";
static int rcvbuf;
static bool refuses;

static void obey(int fd, const char *line)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	char buffer[100000];

	if (strcmp(line, "greet") == 0)
		Write_all(fd, "welcome", 7);
	if (strcmp(line, "read") == 0 && read(fd, buffer, sizeof(buffer)) == -1)
		net_die("read");
	if (strcmp(line, "shutdown") == 0)
		shutdown(fd, SHUT_WR); /* a FIN; we go on reading */
	if (strcmp(line, "close") == 0)
		close(fd); /* the same FIN; but what comes now is answered with a RST */
	if (strcmp(line, "abort") == 0) {
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		close(fd); /* a RST, and no FIN before it */
	}
}

int main(int argc, char **argv)
{
	int listener, fd, on = 1;
	char line[100];

	net_options(argc, argv, options);

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (rcvbuf)
		Setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	Bind(listener, address, 9877);
	if (refuses) { /* the port is ours, but a SYN is answered with a RST */
		net_wait_for_line();
		return 0;
	}
	Listen(listener, 5);
	fd = Accept(listener);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		obey(fd, line);
	}
	return 0;
}

const struct net_option options[] = {
	{ "receive-buffer", 'b', .number = &rcvbuf, .least = 1, .most = 1000000 },
	{ "no-listen", 'L', .flag = &refuses },
	{ "address", 'a', .text = &address },
	{ 0 },
};
