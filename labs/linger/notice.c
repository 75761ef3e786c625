/*
 * notice.c - a server that never reads. How can it learn of the client's FIN all the same?
 *
 * Accepts one connection, asks for SIGIO and waits for the Enter key. Then it asks in turn poll() for POLLRDHUP,
 * select(), TCP_INFO and a peek, and says what each told. After the next Enter keys it just writes.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static void ignore(int number)
{
	(void)number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_RESTART };
	struct pollfd hangup = { .events = POLLRDHUP };
	struct timeval at_once = { 0 };
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);
	int listener, fd;
	fd_set readable;
	char byte;

	listener = Socket("127.0.0.2", SOCK_STREAM);
	Bind(listener, "127.0.0.2", 9877);
	Listen(listener, 5);
	fd = Accept(listener);

	sigaction(SIGIO, &action, NULL);
	fcntl(fd, F_SETOWN, getpid());
	fcntl(fd, F_SETFL, O_ASYNC); /* SIGIO whenever there is something new: data, a FIN, a RST */
	net_wait_for_line();

	hangup.fd = fd;
	if (poll(&hangup, 1, 0) == 1) /* the client has ended its direction, whatever is still unread */
		net_say("poll: %s\n", hangup.revents & POLLRDHUP ? "POLLRDHUP" : "an error");

	FD_ZERO(&readable);
	FD_SET(fd, &readable);
	if (select(fd + 1, &readable, NULL, NULL, &at_once) == 1) /* data or a FIN: it cannot tell which */
		net_say("select: readable\n");

	getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
	net_say("TCP_INFO: %s\n", info.tcpi_state == TCP_CLOSE_WAIT ? "CLOSE_WAIT" : "not CLOSE_WAIT");

	/* 0: a FIN, and nothing before it; a peek takes nothing away */
	if (recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
		net_say("peek: end of file\n");

	/* To write is allowed: the FIN ended the other direction. But a client that has closed answers with a RST, */
	net_wait_for_line();
	Write_all(fd, "x", 1);
	/* and then, with nobody to write to, it is an error: SIGPIPE. */
	net_wait_for_line();
	Write_all(fd, "x", 1);
	return 0;
}
