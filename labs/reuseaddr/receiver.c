/*
 * receiver.c - receives datagrams on port 9877. Several sockets may share it: which of them gets a datagram?
 *
 * What its words mean: programs.txt.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

enum { MOST = 8 };

static const char *address = "127.0.0.2", *reuse, *reuse_after_bind;
static bool other_user, waits_to_read;
static int count = 1, peer;

static void set_reuse(int fd, const char *option)
{
	int on = 1;

	if (strcmp(option, "port") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (strcmp(option, "addr") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
}

static int open_socket(void)
{
	struct ip_mreq group = { 0 };
	int fd = Socket(address, SOCK_DGRAM);

	if (reuse)
		set_reuse(fd, reuse);
	Bind(fd, address, 9877);
	if (reuse_after_bind) /* too late for this bind(), not for that of the next one who comes */
		set_reuse(fd, reuse_after_bind);
	group.imr_multiaddr.s_addr = inet_addr(address);
	if (IN_MULTICAST(ntohl(group.imr_multiaddr.s_addr))) {
		group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
		Setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group));
	}
	/* Sends nothing; but of the sockets that a datagram fits, the one connected to its sender comes first. */
	if (peer)
		Connect(fd, "127.0.0.1", (unsigned)peer);
	return fd;
}

int main(int argc, char **argv)
{
	struct sockaddr_storage sender;
	socklen_t size = sizeof(sender);
	char buffer[100];
	int fd[MOST];

	net_options(argc, argv, options);

	if (other_user && setuid(65534) == -1)
		net_die("setuid");
	for (int i = 0; i < count; i++)
		fd[i] = open_socket();
	if (waits_to_read)
		net_wait_for_line();
	/* one address of this host: each datagram goes to one of the sockets; a group, a broadcast: to each of them */
	for (int i = 0; recvfrom(fd[i], buffer, sizeof(buffer), 0, (struct sockaddr *)&sender, &size) >= 0;
	     i = (i + 1) % count)
		size = sizeof(sender);
	net_die("recvfrom");
}

const struct net_option options[] = {
	{ "reuse", 'o', .text = &reuse, .choices = "addr port both" },
	{ "reuse-after-bind", 'l', .text = &reuse_after_bind, .choices = "addr port both" },
	{ "other-user", 'u', .flag = &other_user },
	{ "wait-to-read", 'k', .flag = &waits_to_read },
	{ "sockets", 'n', .number = &count, .least = 1, .most = MOST },
	{ "peer", 'p', .number = &peer, .least = 1, .most = 65535 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
