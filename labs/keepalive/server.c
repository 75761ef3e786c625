/*
 * server.c - accepts a connection, waits in read() until the client says or ends something, and accepts the next.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";
static bool keepalive, on_listener, waits_to_set, talks, half_closes, waits_to_close;
static int idle, interval, probes, bytes, on = 1;

static void keep_alive(int fd)
{
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (probes)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	if (keepalive)
		Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
}

static void serve(int fd)
{
	static const char data[100000];
	char buffer[1000];
	ssize_t n = 0;

	if (waits_to_set)
		net_wait_for_line();
	if (bytes) /* what the client's window does not take stays in the send buffer */
		Write_all(fd, data, (size_t)bytes);
	if (!on_listener)
		keep_alive(fd);
	while (talks && net_wait_for_line())
		Write_all(fd, "hello", 5);
	if (half_closes && net_wait_for_line())
		shutdown(fd, SHUT_WR);
	if (waits_to_close)
		net_wait_for_line();
	else
		do /* the kernel answers probes meanwhile */
			n = read(fd, buffer, sizeof(buffer));
		while (n > 0);
	if (n == -1) /* without the option we would wait for this client for ever */
		fprintf(stderr, "read: %s\n", net_errno_name(errno));
	close(fd);
}

int main(int argc, char **argv)
{
	int listener;

	net_options(argc, argv, options);

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (on_listener) /* each accepted socket inherits it */
		keep_alive(listener);
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;)
		serve(Accept(listener));
}

const struct net_option options[] = {
	{ "keepalive", 'o', .flag = &keepalive },
	{ "idle", 'i', .number = &idle, .least = 1, .most = 32767 },
	{ "interval", 'v', .number = &interval, .least = 1, .most = 32767 },
	{ "probes", 'c', .number = &probes, .least = 1, .most = 127 },
	{ "on-listener", 'l', .flag = &on_listener },
	{ "wait-to-set", 'k', .flag = &waits_to_set },
	{ "write", 'w', .number = &bytes, .least = 1, .most = 100000 },
	{ "talk", 'm', .flag = &talks },
	{ "half-close", 'h', .flag = &half_closes },
	{ "wait-to-close", 'C', .flag = &waits_to_close },
	{ "address", 'a', .text = &address },
	{ 0 },
};
