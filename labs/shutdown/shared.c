/*
 * shared.c - two references to one connection, and shutdown() by way of one of them. What is left to the other?
 *
 * The second reference is a copy of the descriptor (dup). The Enter key starts the shutdown; after one more a copy is used.
 *
 * What its words mean: programs.txt.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[1000000];
static bool forks, threads, writes, closes;
static const char *sigpipe = "default";

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
	int next = net_options(argc, argv, options), fd, copy, sndbuf = 100000;
	const char *how = next < argc ? argv[next] : "SHUT_RDWR";
	pthread_t thread;

	memset(buffer, 'x', sizeof(buffer));
	if (strcmp(sigpipe, "ignore") == 0)
		signal(SIGPIPE, SIG_IGN);

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

const struct net_option options[] = {
	{ "fork", 'f', .flag = &forks },
	{ "thread", 't', .flag = &threads },
	{ "writing", 'w', .flag = &writes },
	{ "close", 'c', .flag = &closes },
	{ "sigpipe", .text = &sigpipe, .choices = "default ignore" },
	{ .letter = 'i', .text = &sigpipe, .is = "ignore" },
	{ 0 },
};
