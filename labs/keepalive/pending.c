/*
 * pending.c - a client that has asked to be told of everything. Of what is it told?
 *
 * Asks for SIGIO and waits in poll(). When poll() has something about the connection, or at the Enter key, it asks for the
 * pending error: SO_ERROR is where TCP leaves the errno of what went wrong while nobody was calling. Whatever that was, it
 * has its descriptor until another Enter key.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int idle = 1;
static bool says_hello, only_errors;

static void ignore(int number)
{
	(void)number;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_RESTART };
	struct pollfd keyboard_and_peer[2] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .events = POLLIN | POLLPRI | POLLRDHUP }, /* POLLERR and POLLHUP come unasked */
	};
	int fd, on = 1, error = 0;
	socklen_t size = sizeof(error);

	net_options(argc, argv, options);

	if (only_errors)
		keyboard_and_peer[1].events = 0;
	fd = keyboard_and_peer[1].fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	if (says_hello)
		Write_all(fd, "hello", 5);
	Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &idle, sizeof(idle));
	Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	if (!only_errors) {
		sigaction(SIGIO, &action, NULL);
		fcntl(fd, F_SETOWN, getpid());
		fcntl(fd, F_SETFL, O_ASYNC); /* SIGIO whenever there is something new */
	}

	do {
		if (poll(keyboard_and_peer, 2, -1) == -1)
			net_die("poll");
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
			net_die("getsockopt(SO_ERROR)");
		printf("pending: %s\n", error ? net_errno_name(error) : "no error");
	} while (!keyboard_and_peer[1].revents && net_wait_for_line());
	net_wait_for_line(); /* nobody has closed the socket; but TCP may have */
	return 0;
}

const struct net_option options[] = {
	{ "idle", 'i', .number = &idle, .least = 1, .most = 32767 },
	{ "hello", 'm', .flag = &says_hello },
	{ "only-errors", 'e', .flag = &only_errors },
	{ 0 },
};
