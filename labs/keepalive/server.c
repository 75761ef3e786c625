/*
 * server.c - accepts a connection, waits in read() until the client says or ends something, and accepts the next.
 *
 *	server [-o] [-i SECONDS] [-v SECONDS] [-c COUNT] [-l] [-k] [-m] [-C] [-a ADDRESS]
 *
 *	-o  SO_KEEPALIVE on: a client that has gone without a word is found out
 *	-i  TCP_KEEPIDLE: so many seconds nothing has come in before the first probe is sent
 *	-v  TCP_KEEPINTVL: so many seconds an answer is waited for, then the next probe is sent
 *	-c  TCP_KEEPCNT: after so many probes without an answer the connection is given up
 *	-l  set all these on the listening socket instead
 *	-k  wait for the Enter key after accept(), before any option is set
 *	-m  never read: send "hello" at each Enter key
 *	-C  never read: close the connection at the Enter key
 *	-a  the address to listen on
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int keepalive, idle, interval, count;

static void keep_alive(int fd)
{
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (count)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	if (keepalive)
		Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &keepalive, sizeof(keepalive));
}

int main(int argc, char **argv)
{
	const char *address = "127.0.0.2";
	bool inherits = false, waits = false, sends = false, closes = false;
	int listener, fd, option, on = 1;
	char buffer[1000];
	ssize_t n;

	while ((option = getopt(argc, argv, "oi:v:c:lkmCa:")) != -1) {
		switch (option) {
		case 'o': keepalive = 1; break;
		case 'i': idle = (int)net_number(optarg, 1, 32767); break;
		case 'v': interval = (int)net_number(optarg, 1, 32767); break;
		case 'c': count = (int)net_number(optarg, 1, 127); break;
		case 'l': inherits = true; break;
		case 'k': waits = true; break;
		case 'm': sends = true; break;
		case 'C': closes = true; break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (inherits)
		keep_alive(listener);
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;) {
		fd = Accept(listener);
		if (waits)
			net_wait_for_line();
		if (!inherits)
			keep_alive(fd);
		while (sends && net_wait_for_line())
			Write_all(fd, "hello", 5);
		if (closes)
			net_wait_for_line();
		else
			do /* the kernel answers probes meanwhile */
				n = read(fd, buffer, sizeof(buffer));
			while (n > 0);
		if (!closes && n == -1) /* without the option we would wait for this client for ever */
			fprintf(stderr, "read: %s\n", net_errno_name(errno));
		close(fd);
	}
}
