/*
 * shared.c - two references to one connection, and shutdown() by way of one of them. It does not ask who else has the
 * socket: it changes the connection, not the descriptor.
 *
 *	shared [-f | -t] [-w] [-i] [-c] HOW
 *
 *	    the second reference is a copy of the descriptor (dup), used after the shutdown
 *	-f  a child process has inherited it (fork), and waits in read() at that moment
 *	-t  a thread waits in read() on this very descriptor
 *	-w  it waits in write(), not in read(): it has more to say than the peer takes
 *	-i  ignore SIGPIPE
 *	-c  close() instead of shutdown()
 *	HOW  SHUT_RD, SHUT_WR or SHUT_RDWR
 *
 * The Enter key starts the shutdown; a copy is used after the next one.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[1000000];
static bool writes;

static void say(const char *call, ssize_t n)
{
	printf("%s: %s\n", call, n == -1 ? strerrorname_np(errno) : "done");
}

/* The other user of the socket waits here, twice: what it does next shows what it has been told. */
static void *use(void *socket)
{
	int fd = *(int *)socket, i;

	memset(buffer, 'x', sizeof(buffer));
	for (i = 0; i < 2; i++) {
		if (writes)
			say("write", write(fd, buffer, sizeof(buffer)));
		else
			say("read", read(fd, buffer, sizeof(buffer)));
	}
	return NULL;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { [SHUT_RD] = "SHUT_RD", [SHUT_WR] = "SHUT_WR", [SHUT_RDWR] = "SHUT_RDWR" };
	bool forks = false, threads = false, closes = false;
	int fd, copy, option, how = SHUT_RD, sndbuf = 100000;
	pthread_t thread;

	while ((option = getopt(argc, argv, "ftwic")) != -1) {
		switch (option) {
		case 'f': forks = true; break;
		case 't': threads = true; break;
		case 'w': writes = true; break;
		case 'i': signal(SIGPIPE, SIG_IGN); break;
		case 'c': closes = true; break;
		default: return 2;
		}
	}
	while (how < SHUT_RDWR && (!argv[optind] || strcmp(argv[optind], names[how]) != 0))
		how++;

	fd = Socket("127.0.0.2", SOCK_STREAM);
	if (writes)
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, "127.0.0.2", 9877);
	copy = fd;
	if (forks) {
		if (fork() == 0) {
			use(&fd);
			return 0;
		}
	} else if (threads) {
		if (pthread_create(&thread, NULL, use, &fd) != 0)
			return 1;
	} else {
		copy = dup(fd);
	}

	net_wait_for_line();
	if (closes)
		close(fd); /* one reference fewer, and nothing else */
	else if (shutdown(fd, how) == -1) /* at once, for all: a FIN (not for SHUT_RD), and nobody waits any more */
		net_die("shutdown");
	net_wait_for_line();
	if (!forks && !threads) {
		say("read", read(copy, buffer, sizeof(buffer)));
		say("write", write(copy, "hello", 5));
	}
	net_wait_for_line();
	return 0;
}
