/*
 * sender.c - sends the datagram "hello" to port 9877, from a new socket each time.
 *
 *	sender [-n COUNT] [-k] [-a ADDRESS]
 *
 *	-k  wait for the Enter key before each further one
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	const char *address = "127.0.0.2";
	bool keyboard = false;
	long count = 1;
	int fd, option;

	while ((option = getopt(argc, argv, "n:ka:")) != -1) {
		switch (option) {
		case 'n': count = net_number(optarg, 1, 1000); break;
		case 'k': keyboard = true; break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	for (long i = 0; i < count; i++) {
		if (keyboard && i > 0)
			net_wait_for_line();
		fd = Socket(address,
			    SOCK_DGRAM); /* it gets a port of its own, and so makes a flow of its own */
		if (IN_MULTICAST(ntohl(inet_addr(address))))
			Setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof(loopback));
		Connect(fd, address, 9877); /* nothing is sent by this */
		Write_all(fd, "hello", 5);
		/* left open until the end: no two of them have the same port */
	}
	return 0;
}
