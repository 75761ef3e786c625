/*
 * sender.c - sends the datagram "hello" to port 9877, each time from another socket.
 *
 *	sender [-n COUNT] [-a ADDRESS]
 *
 *	-n  so many sockets, at most 100
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

enum { MOST = 100 };

int main(int argc, char **argv)
{
	struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	const char *address = "127.0.0.2";
	int fd[MOST], option;
	long count = 1;

	while ((option = getopt(argc, argv, "n:a:")) != -1) {
		switch (option) {
		case 'n': count = net_number(optarg, 1, MOST); break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	for (long i = 0; i < count; i++)
		fd[i] = Socket(address, SOCK_DGRAM);
	for (long i = 0; i < count; i++) {
		if (IN_MULTICAST(ntohl(inet_addr(address))))
			Setsockopt(fd[i], IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof(loopback));
		Connect(fd[i], address,
			9877); /* nothing is sent by this, but now each has a port of its own */
	}
	for (long i = 0; i < count; i++)
		Write_all(fd[i], "hello", 5);
	return 0;
}
