/*
 * datagrams.c - a UDP server: receives one datagram, answers when it is told to, closes when it is told to.
 *
 *	datagrams [-a ADDRESS]
 */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	const char *address = getopt(argc, argv, "a:") == 'a' ? optarg : "127.0.0.2";
	struct sockaddr_storage client;
	socklen_t size = sizeof(client);
	int fd = Socket(address, SOCK_DGRAM);
	char buffer[100];

	Bind(fd, address, 9877);
	if (recvfrom(fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&client, &size) == -1)
		net_die("recvfrom");
	net_wait_for_line();
	if (sendto(fd, "welcome", 7, 0, (struct sockaddr *)&client, size) == -1)
		net_die("sendto");
	net_wait_for_line();
	close(fd); /* what comes now is answered with an ICMP port unreachable */
	net_wait_for_line();
	return 0;
}
