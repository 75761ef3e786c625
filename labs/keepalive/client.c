/*
 * client.c - connects, switches SO_KEEPALIVE on, and waits for a server that has nothing to say.
 *
 * What its words mean: programs.txt.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2";
static bool keepalive, waits_to_set, talks;
static int idle, interval, probes, timeout, receive_buffer;

int main(int argc, char **argv)
{
	char buffer[1000];
	int fd, on = 1;
	ssize_t n;

	net_options(argc, argv, options);

	fd = Socket(server, SOCK_STREAM);
	if (receive_buffer)
		Setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
	Connect(fd, server, 9877);
	if (waits_to_set)
		net_wait_for_line();

	/* What is not set is the kernel's: 7200 s, 75 s, 9 probes unless net.ipv4.tcp_keepalive_* say otherwise. */
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (probes)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	if (timeout)
		Setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	if (keepalive) /* sends nothing: it starts a timer */
		Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));

	while (talks && net_wait_for_line())
		Write_all(fd, "hello", 5); /* fails if TCP has given the connection up meanwhile */

	do /* asleep for as long as the probes are answered */
		n = read(fd, buffer, sizeof(buffer));
	while (n > 0);
	if (n == -1) /* ETIMEDOUT: nobody answered. ECONNRESET: somebody who knew nothing of us did */
		net_die("read");
	close(fd);
	return 0;
}

const struct net_option options[] = {
	{ "keepalive", 'o', .flag = &keepalive },
	{ "idle", 'i', .number = &idle, .least = 1, .most = 32767 },
	{ "interval", 'v', .number = &interval, .least = 1, .most = 32767 },
	{ "probes", 'c', .number = &probes, .least = 1, .most = 127 },
	{ "user-timeout", 'u', .number = &timeout, .least = 1, .most = 1000000 },
	{ "wait-to-set", 'k', .flag = &waits_to_set },
	{ "talk", 'm', .flag = &talks },
	{ "receive-buffer", 'r', .number = &receive_buffer, .least = 1, .most = 1000000 },
	{ "address", 'a', .text = &server },
	{ 0 },
};
