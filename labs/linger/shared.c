/*
 * shared.c - a client with two references to one connection. Which close() ends it?
 *
 * The second reference is a copy of the descriptor (dup). The Enter key closes the first reference. A copy is then used,
 * and closed after the next one.
 *
 * What its words mean: programs.txt.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static struct linger linger = { .l_onoff = 1, .l_linger = 0 };
static bool lingers, forks, threads;
static char message[100000];
static int bytes;

/* A system call that is under way holds a reference of its own until it returns. */
static void *wait_for_data(void *argument)
{
	char buffer[100];

	if (read(*(int *)argument, buffer, sizeof(buffer)) == -1)
		net_die("read");
	return NULL;
}

int main(int argc, char **argv)
{
	int fd, copy = -1;
	pthread_t thread;

	net_options(argc, argv, options);

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	if (lingers)
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	if (bytes)
		Write_all(fd, message, (size_t)bytes);

	if (forks) {
		if (fork() == 0) {
			raise(SIGSTOP);
			Write_all(fd, "still here", 10);
			return 0; /* closes the child's reference */
		}
	} else if (threads) {
		if (pthread_create(&thread, NULL, wait_for_data, &fd) != 0)
			return 1;
	} else {
		copy = dup(fd);
	}

	net_wait_for_line();
	close(fd); /* 2 references become 1: no FIN, no RST, no lingering, nothing at all on the wire */
	if (copy != -1) {
		Write_all(copy, "still here", 10); /* the connection is as good as ever */
		net_wait_for_line();
		close(copy); /* the last one: now it does what close() of a single reference would have done */
	}
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "fork", 'f', .flag = &forks },
	{ "thread", 't', .flag = &threads },
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = -1, .most = 1000000 },
	{ "write", 'w', .number = &bytes, .least = 1, .most = sizeof(message) },
	{ 0 },
};
