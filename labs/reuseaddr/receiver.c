/*
 * receiver.c - receives datagrams on port 9877. Several may share it: who gets a datagram?
 *
 *	receiver [-o OPTION] [-l OPTION] [-u] [-k] [-a ADDRESS]
 *
 *	-o  set SO_REUSEADDR (addr), SO_REUSEPORT (port) or both before bind()
 *	-l  set it later, after bind()
 *	-u  as the user 65534: only root may become another user
 *	-k  wait for the Enter key before the first recvfrom()
 *	-a  to receive on; of a multicast group it becomes a member
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static void set_reuse(int fd, const char *option)
{
	int on = 1;

	if (strcmp(option, "port") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (strcmp(option, "addr") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
}

int main(int argc, char **argv)
{
	const char *address = "127.0.0.2", *before = NULL, *later = NULL;
	struct ip_mreq group = { 0 };
	struct sockaddr_storage sender;
	socklen_t size = sizeof(sender);
	bool other_user = false, keyboard = false;
	char buffer[100];
	int fd, option;

	while ((option = getopt(argc, argv, "o:l:uka:")) != -1) {
		switch (option) {
		case 'o': before = optarg; break;
		case 'l': later = optarg; break;
		case 'u': other_user = true; break;
		case 'k': keyboard = true; break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	if (other_user && setuid(65534) == -1)
		net_die("setuid");
	fd = Socket(address, SOCK_DGRAM);
	if (before)
		set_reuse(fd, before);
	Bind(fd, address, 9877);
	if (later)
		set_reuse(fd, later); /* too late for this bind(), not for that of the next one who comes */
	group.imr_multiaddr.s_addr = inet_addr(address);
	if (IN_MULTICAST(ntohl(group.imr_multiaddr.s_addr))) {
		group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
		Setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group));
	}
	if (keyboard)
		net_wait_for_line();
	/* one address of this host: each datagram goes to one of the sockets; a group: to each of them */
	while (recvfrom(fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&sender, &size) >= 0)
		size = sizeof(sender);
	net_die("recvfrom");
}
