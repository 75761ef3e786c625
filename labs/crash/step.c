/*
 * step.c - one end of a connection, call by call: does what is typed, and says what the call returned.
 *
 * What its words mean: programs.txt.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";
static bool listens, keepalive, recverr;
static int idle = 1, read_timeout, buffers, port;

static void say(const char *call, ssize_t result)
{
	if (result == -1)
		net_say("%s: %m\n", call);
	else
		net_say("%s: %zd\n", call, result);
}

/* Sends nothing: it starts a timer. */
static void keep_alive(int fd)
{
	int on = 1, probes = 2;

	Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &idle, sizeof(idle));
	Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
}

static void step(int fd, const char *command)
{
	static char buffer[1000000];
	struct timeval at_once = { 0 };
	int error = 0;
	socklen_t size = sizeof(error);
	fd_set readable;

	if (strncmp(command, "write", 5) == 0) {
		size_t bytes = command[5] == ' ' ? (size_t)net_number(command + 6, 1, sizeof(buffer)) : 5;

		/* back as soon as TCP has a copy */
		say("write", write(fd, memset(buffer, 'x', bytes), bytes));
	} else if (strcmp(command, "read") == 0) {
		/* 0: a FIN; -1: a RST, or TCP has given up */
		say("read", read(fd, buffer, sizeof(buffer)));
	} else if (strcmp(command, "error") == 0) {
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
		net_say("SO_ERROR: %s\n", error ? net_errno_name(error) : "none");
	} else if (strcmp(command, "select") == 0) {
		FD_ZERO(&readable);
		FD_SET(fd, &readable);
		say("select", select(fd + 1, &readable, NULL, NULL, &at_once));
	} else if (strcmp(command, "keepalive") == 0) {
		keep_alive(fd);
	} else if (strcmp(command, "close") == 0) {
		close(fd);
	}
}

int main(int argc, char **argv)
{
	struct timeval patience = { 0 };
	int fd, on = 1;
	char command[80];

	net_options(argc, argv, options);

	signal(SIGPIPE, SIG_IGN); /* after a RST write() shall say EPIPE, and we live on */
	fd = Socket(address, SOCK_STREAM);
	Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (buffers) {
		Setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffers, sizeof(buffers));
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffers, sizeof(buffers));
	}
	if (keepalive)
		keep_alive(fd);
	if (recverr)
		Setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (listens) { /* what was set above, an accepted socket inherits */
		Bind(fd, address, 9877);
		Listen(fd, 5);
		fd = Accept(fd);
	} else {
		if (port)
			Bind(fd, strchr(address, ':') ? "::" : "0.0.0.0", (unsigned)port);
		Connect(fd, address, 9877);
	}
	patience.tv_sec = read_timeout;
	if (read_timeout) /* only now: a listening socket's limit is one on accept() */
		Setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));

	while (fgets(command, sizeof(command), stdin)) {
		command[strcspn(command, "\n")] = '\0';
		step(fd, command);
	}
	return 0;
}

const struct net_option options[] = {
	{ "listen", 'l', .flag = &listens },
	{ "keepalive", .flag = &keepalive },
	{ "idle", .number = &idle, .least = 1, .most = 10000 },
	{ .letter = 'k', .flag = &keepalive, .number = &idle, .least = 1, .most = 10000 },
	{ "read-timeout", 't', .number = &read_timeout, .least = 1, .most = 10000 },
	{ "recverr", 'e', .flag = &recverr },
	{ "buffers", 'b', .number = &buffers, .least = 1, .most = 1000000 },
	{ "port", 'p', .number = &port, .least = 1, .most = 65535 },
	{ "address", 'a', .text = &address },
	{ 0 },
};
