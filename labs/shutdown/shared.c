/*
 * shared.c - two references to one connection, and shutdown() by way of one of them. What is left to the other?
 *
 *	shared [-f | -t] [-w] [-i] [-c] HOW
 *
 *	    the second reference is a copy of the descriptor (dup), used after one more Enter key
 *	-f  a child process has inherited it (fork), and waits in read() at that moment
 *	-t  a thread waits in read() on this very descriptor
 *	-w  it waits in write(), not in read(): it has more to say than the peer takes
 *	-i  ignore SIGPIPE
 *	-c  close() instead of shutdown()
 *	HOW  SHUT_RD, SHUT_WR or SHUT_RDWR
 *
 * The Enter key starts the shutdown.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[1000000];
static bool writes;

/* The other user of the socket waits here, twice: what it does next shows what it has been told. */
static void *use(void *socket)
{
	int fd = *(int *)socket, i;

	for (i = 0; i < 2; i++) {
		if (writes)
			write(fd, buffer, sizeof(buffer));
		else
			read(fd, buffer, sizeof(buffer));
	}
	return NULL;
}

int main(int argc, char **argv)
{
	bool forks = false, threads = false, closes = false;
	int fd, copy, option, sndbuf = 100000;
	pthread_t thread;
	const char *how;

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
	how = optind < argc ? argv[optind] : "SHUT_RDWR";
	memset(buffer, 'x', sizeof(buffer));

	fd = Socket("127.0.0.2", SOCK_STREAM);
	if (writes)
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, "127.0.0.2", 9877);
	copy = forks || threads ? -1 : dup(fd);
	if (forks && fork() == 0) {
		use(&fd);
		return 0;
	}
	if (threads && pthread_create(&thread, NULL, use, &fd) != 0)
		return 1;

	net_wait_for_line();
	if (closes)
		close(fd); /* one reference fewer, and nothing else */
	else /* for all who have it: a FIN (but for SHUT_RD), and nobody waits any more for what cannot come */
		shutdown(fd, strcmp(how, "SHUT_RD") == 0   ? SHUT_RD
			     : strcmp(how, "SHUT_WR") == 0 ? SHUT_WR
							   : SHUT_RDWR);
	net_wait_for_line();
	if (copy != -1) {
		read(copy, buffer, sizeof(buffer));
		write(copy, "hello", 5);
	}
	net_wait_for_line();
	return 0;
}
