/*
 * sender.c - sends the datagram "hello" to port 9877, each time from another socket.
 *
 * What its words mean: programs.txt.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

enum { MOST = 100 };

static const char *address = "127.0.0.2";
static int count = 1, port;
static bool broadcasts;

int main(int argc, char **argv)
{
	struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	int fd[MOST], on = 1;

	net_options(argc, argv, options);

	for (int i = 0; i < count; i++)
		fd[i] = Socket(address, SOCK_DGRAM);
	for (int i = 0; i < count; i++) {
		if (IN_MULTICAST(ntohl(inet_addr(address))))
			Setsockopt(fd[i], IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof(loopback));
		if (broadcasts)
			Setsockopt(fd[i], SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
		if (port)
			Bind(fd[i], "127.0.0.1", (unsigned)port);
		/* Nothing is sent by this, but now each has a port of its own. */
		Connect(fd[i], address, 9877);
	}
	for (int i = 0; i < count; i++)
		Write_all(fd[i], "hello", 5);
	return 0;
}

const struct net_option options[] = {
	{ "sockets", 'n', .number = &count, .least = 1, .most = MOST },
	{ "broadcast", 'b', .flag = &broadcasts },
	{ "port", 'p', .number = &port, .least = 1, .most = 65535 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
