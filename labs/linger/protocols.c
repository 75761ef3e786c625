/*
 * protocols.c - the same SO_LINGER on three sockets: a local stream (descriptors 3 and 4), a UDP socket (5), a TCP
 * connection (6).
 *
 * Writes on each, waits for the Enter key, and closes them in this order.
 *
 * What its words mean: programs.txt.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static struct linger linger = { .l_onoff = 1, .l_linger = 0 };
static bool lingers, unread;

enum { LOCAL, UDP, TCP, COUNT };

int main(int argc, char **argv)
{
	int fd[COUNT], pair[2], i;
	char buffer[100];

	net_options(argc, argv, options);

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		net_die("socketpair");
	fd[LOCAL] = pair[0];
	fd[UDP] = Socket("127.0.0.2", SOCK_DGRAM);
	Connect(fd[UDP], "127.0.0.2", 9877); /* sends nothing: the kernel notes the address */
	fd[TCP] = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd[TCP], "127.0.0.2", 9877);

	for (i = 0; i < COUNT && lingers; i++)
		Setsockopt(fd[i], SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	for (i = 0; i < COUNT; i++)
		Write_all(fd[i], "hello", 5);
	if (unread)
		Write_all(pair[1], "welcome", 7);
	net_wait_for_line();

	close(fd[LOCAL]); /* back at once, though nobody has read the data; */
	while (read(pair[1], buffer, sizeof(buffer)) > 0)
		; /* it is not thrown away either, and its end is an end of file, no reset */
	close(fd[UDP]); /* back at once: nobody waits for, or takes back, a datagram that was sent */
	close(fd[TCP]); /* only here the option counts */
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = -1, .most = 1000000 },
	{ "unread", 'u', .flag = &unread },
	{ 0 },
};
