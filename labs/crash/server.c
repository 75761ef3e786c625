/*
 * server.c - the book's forking echo server: a child of its own for each client.
 *
 * What its words mean: programs.txt.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2", *crash = "";
static bool parent_holds, reaps_one, waits_to_read, lingers;
static struct linger linger = { .l_onoff = 1 };
static int greeting, rcvbuf;

static void child_has_ended(int number)
{
	(void)number;
	/* Signals do not queue: one SIGCHLD may stand for several children. */
	while (waitpid(-1, NULL, WNOHANG) > 0 && !reaps_one)
		;
}

static void serve(int fd)
{
	static char buffer[1000000];
	ssize_t n;

	if (greeting > 0)
		Write_all(fd, memset(buffer, 'x', (size_t)greeting), (size_t)greeting);
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
	int listener, fd, on = 1;

	net_options(argc, argv, options);

	sigaction(SIGCHLD, &action, NULL);
	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (rcvbuf) /* before listen(): the SYN/ACK already offers the window that this leaves */
		Setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	if (lingers) /* each accepted socket inherits it */
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
		if (!parent_holds)
			close(fd); /* no FIN: the child has a reference */
	}
}

const struct net_option options[] = {
	{ "parent-holds", 'P', .flag = &parent_holds },
	{ "reap-one", '1', .flag = &reaps_one },
	{ "wait-to-read", 'R', .flag = &waits_to_read },
	{ "crash", 'c', .text = &crash, .choices = "segv abort exit" },
	{ "write", 'w', .number = &greeting, .least = 1, .most = 1000000 },
	{ "receive-buffer", 'b', .number = &rcvbuf, .least = 1, .most = 1000000 },
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = 0, .most = 1000 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
