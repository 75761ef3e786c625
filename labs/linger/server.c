/*
 * server.c - accepts a connection, reads until the client's end of file, closes, and accepts the next.
 *
 * What its words mean: programs.txt.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";
static struct linger linger = { .l_onoff = 1, .l_linger = 0 };
static bool greets, waits_to_read, answers, half_closes, waits_to_close, lingers;
static int rcvbuf;

static void serve(int fd)
{
	static char buffer[100000];
	ssize_t n;

	if (greets) {
		if (waits_to_read)
			net_wait_for_line();
		Write_all(fd, "welcome", 7);
	}
	if (waits_to_read)
		net_wait_for_line(); /* meanwhile TCP acknowledges and stores what the buffer has room for */
	do
		n = read(fd, buffer, sizeof(buffer));
	while (n > 0); /* 0: the client's FIN; -1 ECONNRESET: its RST */
	if (answers) {
		net_wait_for_line();
		Write_all(fd, "answer", 6); /* allowed: only the client's direction has ended */
	}
	if (half_closes) {
		net_wait_for_line();
		shutdown(fd, SHUT_WR); /* our FIN: LAST_ACK, until it is acknowledged */
	}
	if (waits_to_close)
		net_wait_for_line(); /* CLOSE_WAIT, or what a shutdown() has made of it */
	close(fd); /* our FIN, unless a RST has ended it all */
}

int main(int argc, char **argv)
{
	int listener, on = 1;

	net_options(argc, argv, options);

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (rcvbuf) /* before listen(): the SYN/ACK already offers the window that this leaves */
		Setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	if (lingers) /* each accepted socket inherits it */
		Setsockopt(listener, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	Bind(listener, address, 9877);
	Listen(listener, 5); /* from now on the kernel answers SYNs, whether we accept or not */

	for (;;)
		serve(Accept(listener));
}

const struct net_option options[] = {
	{ "greet", 'g', .flag = &greets },
	{ "wait-to-read", 'R', .flag = &waits_to_read },
	{ "receive-buffer", 'b', .number = &rcvbuf, .least = 1, .most = 1000000 },
	{ "answer", 'A', .flag = &answers },
	{ "half-close", 's', .flag = &half_closes },
	{ "wait-to-close", 'C', .flag = &waits_to_close },
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = 0, .most = 1000000 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
