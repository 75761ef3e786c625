/*
 * server.c - the book's forking echo server: a child of its own for each client.
 *
 *	server [-P] [-1] [-R] [-c segv|abort|exit] [-w BYTES] [-b BYTES] [-l SECONDS] [-a ADDRESS]
 *
 *	-P  the parent forgets to close the connected socket
 *	-1  the handler of SIGCHLD collects one child, not all that have ended
 *	-R  the child waits for the Enter key before it reads
 *	-c  the child has read a line, and crashes
 *	-w  the child sends so many bytes before it reads
 *	-b  receive buffer of so many bytes
 *	-l  SO_LINGER {on, SECONDS} on each connection
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/net.h"

static bool parent_keeps, collects_one, waits_to_read;
static const char *crash = "";
static size_t greeting;

static void child_has_ended(int number)
{
	(void)number;
	/* Signals do not queue: one SIGCHLD may stand for several children. */
	while (waitpid(-1, NULL, WNOHANG) > 0 && !collects_one)
		;
}

static void serve(int fd)
{
	static char buffer[1000000];
	ssize_t n;

	if (greeting > 0)
		Write_all(fd, memset(buffer, 'x', greeting), greeting);
	if (waits_to_read)
		net_wait_for_line(); /* meanwhile TCP acknowledges and stores what the buffer has room for */
	while ((n = read(fd, buffer, sizeof(buffer) - 1)) > 0) {
		buffer[n] = '\0';
		if (strcmp(crash, "segv") == 0)
			*strchr(buffer, ':') = '\0'; /* a bug: not every line has a colon */
		if (strcmp(crash, "abort") == 0)
			abort();
		if (strcmp(crash, "exit") == 0)
			exit(1);
		Write_all(fd, buffer, (size_t)n);
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = child_has_ended, .sa_flags = SA_RESTART };
	struct linger linger = { .l_onoff = 1, .l_linger = -1 };
	const char *address = "127.0.0.2";
	int listener, fd, option, rcvbuf = 0, on = 1;

	while ((option = getopt(argc, argv, "P1Rc:w:b:l:a:")) != -1) {
		switch (option) {
		case 'P': parent_keeps = true; break;
		case '1': collects_one = true; break;
		case 'R': waits_to_read = true; break;
		case 'c': crash = optarg; break;
		case 'w': greeting = (size_t)net_number(optarg, 1, 1000000); break;
		case 'b': rcvbuf = (int)net_number(optarg, 1, 1000000); break;
		case 'l': linger.l_linger = (int)net_number(optarg, 0, 1000); break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	sigaction(SIGCHLD, &action, NULL);
	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (rcvbuf) /* before listen(): the SYN/ACK already offers the window that this leaves */
		Setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	if (linger.l_linger >= 0) /* each accepted socket inherits it */
		Setsockopt(listener, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;) {
		fd = Accept(listener);
		if (fork() == 0) {
			close(listener);
			serve(fd);
			/* However the child ends, its kernel closes the connection now: its reference is the last. */
			exit(0);
		}
		if (!parent_keeps)
			close(fd); /* no FIN: the child has a reference */
	}
}
