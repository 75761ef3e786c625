/*
 * unconnected.c - a UDP socket that sends to a port where nobody listens. Does it learn of the answer?
 *
 * After the Enter key it asks for SO_ERROR.
 *
 * What its words mean: programs.txt.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static bool connects, asks;

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9877) };
	socklen_t size = sizeof(int);
	int fd, error, on = 1;

	net_options(argc, argv, options);

	inet_pton(AF_INET, "127.0.0.2", &to.sin_addr);
	fd = Socket("127.0.0.2", SOCK_DGRAM);
	if (connects)
		Connect(fd, "127.0.0.2", 9877); /* sends nothing: only notes who the other end is */
	if (asks)
		Setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (sendto(fd, "hello", 5, 0, (struct sockaddr *)&to, sizeof(to)) == -1)
		net_die("sendto");
	net_wait_for_line();
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
		net_die("getsockopt(SO_ERROR)");
	net_say("SO_ERROR: %s\n", error ? net_errno_name(error) : "0");
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "connect", 'c', .flag = &connects },
	{ "recverr", 'r', .flag = &asks },
	{ 0 },
};
