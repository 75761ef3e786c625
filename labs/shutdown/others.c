/*
 * others.c - shutdown() on sockets that are no TCP connection: new, listening, connecting, or UDP.
 *
 * The Enter key starts the calls; after them the socket is tried out, and after one more Enter key: new connects, reads
 * and writes; listening accepts, as a child process has been waiting to do from the beginning; udp and peer read, twice,
 * each the other's peer, at ports 9877 and 9878.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static void say(const char *call, ssize_t n)
{
	printf("%s: %s\n", call, n == -1 ? net_errno_name(errno) : "done");
}

static int how(const char *name)
{
	return strcmp(name, "SHUT_RD") == 0 ? SHUT_RD : strcmp(name, "SHUT_WR") == 0 ? SHUT_WR : SHUT_RDWR;
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "new";
	bool listening = strcmp(kind, "listening") == 0, connecting = strcmp(kind, "connecting") == 0,
	     udp = strcmp(kind, "udp") == 0, peer = strcmp(kind, "peer") == 0;
	char buffer[100];
	int fd, i;

	fd = Socket("127.0.0.2", udp || peer ? SOCK_DGRAM : SOCK_STREAM);
	if (listening || udp)
		Bind(fd, "127.0.0.2", 9877);
	if (peer)
		Bind(fd, "127.0.0.1", 9878);
	if (udp || peer) /* sends nothing: the kernel notes the address */
		Connect(fd, peer ? "127.0.0.2" : "127.0.0.1", peer ? 9877 : 9878);
	if (listening) {
		Listen(fd, 5);
		if (fork() == 0) {
			say("accept", accept(fd, NULL, NULL));
			return 0;
		}
	}
	if (connecting) {
		fcntl(fd, F_SETFL, O_NONBLOCK);
		say("connect", net_connect(fd, "127.0.0.2", 9877)); /* EINPROGRESS: the SYN has gone */
	}
	net_wait_for_line();

	for (i = 2; i < argc; i++)
		say(argv[i], shutdown(fd, how(argv[i])));
	if (strcmp(kind, "new") == 0)
		Connect(fd, "127.0.0.2", 9877);
	if (listening)
		say("accept", accept(fd, NULL, NULL));
	else
		say("write", write(fd, "hello", 5));
	net_wait_for_line();
	for (i = 0; i < 2 && !listening; i++)
		say("read", read(fd, buffer, sizeof(buffer)));
	net_wait_for_line();
	return 0;
}
