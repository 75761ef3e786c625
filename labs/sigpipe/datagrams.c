/*
 * datagrams.c - a UDP server: receives one datagram, answers when it is told to, closes when it is told to.
 *
 * What its words mean: programs.txt.
 */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";

int main(int argc, char **argv)
{
	struct sockaddr_storage client;
	socklen_t size = sizeof(client);
	char buffer[100];
	int fd;

	net_options(argc, argv, options);

	fd = Socket(address, SOCK_DGRAM);
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

const struct net_option options[] = {
	{ "address", 'a', .text = &address },
	{ 0 },
};
