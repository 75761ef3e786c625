/*
 * datagrams.c - a UDP server: receives one datagram, answers when it is told to, closes when it is told to.
 *
 *	datagrams
 */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(void)
{
	struct sockaddr_in client;
	socklen_t size = sizeof(client);
	int fd = Socket("127.0.0.2", SOCK_DGRAM);
	char buffer[100];

	Bind(fd, "127.0.0.2", 9877);
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
