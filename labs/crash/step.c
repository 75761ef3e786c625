/*
 * step.c - one end of a connection, call by call: does what is typed, and says what the call returned.
 *
 *	step [-l] [-k SECONDS] [-t SECONDS] [-e] [-b BYTES] [-p PORT] [-a ADDRESS]
 *
 *	write      write "hello"                 write 5000   write so many bytes
 *	read       read what there is, or wait   error        ask for the pending error, which clears it
 *	select     may we read?                  close        close the connection
 *	keepalive  SO_KEEPALIVE on: a probe after one idle second, given up after two without an answer
 *
 *	-l  listen and accept, instead of connecting
 *	-k  SO_KEEPALIVE from the beginning: a probe after so many idle seconds
 *	-t  SO_RCVTIMEO: a read() waits for so many seconds, not for ever
 *	-e  IP_RECVERR: tell us of ICMP errors at once
 *	-b  receive buffer, and send buffer, of so many bytes
 *	-p  our own port, when connecting
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

static void say(const char *call, ssize_t result)
{
	if (result == -1)
		net_say("%s: %m\n", call);
	else
		net_say("%s: %zd\n", call, result);
}

/* Sends nothing: it starts a timer. */
static void keep_alive(int fd, int idle)
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

		say("write", write(fd, memset(buffer, 'x', bytes), bytes));
	} else if (strcmp(command, "read") == 0) {
		say("read", read(fd, buffer, sizeof(buffer)));
	} else if (strcmp(command, "error") == 0) {
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
		net_say("SO_ERROR: %s\n", error ? net_errno_name(error) : "none");
	} else if (strcmp(command, "select") == 0) {
		FD_ZERO(&readable);
		FD_SET(fd, &readable);
		say("select", select(fd + 1, &readable, NULL, NULL, &at_once));
	} else if (strcmp(command, "keepalive") == 0) {
		keep_alive(fd, 1);
	} else if (strcmp(command, "close") == 0) {
		close(fd);
	}
}

int main(int argc, char **argv)
{
	bool listens = false, wants_icmp = false;
	const char *address = "127.0.0.2";
	int fd, option, idle = 0, bytes = 0, port = 0, on = 1;
	struct timeval patience = { 0 };
	char command[80];

	while ((option = getopt(argc, argv, "lk:t:eb:p:a:")) != -1) {
		switch (option) {
		case 'l': listens = true; break;
		case 'k': idle = (int)net_number(optarg, 1, 10000); break;
		case 't': patience.tv_sec = net_number(optarg, 1, 10000); break;
		case 'e': wants_icmp = true; break;
		case 'b': bytes = (int)net_number(optarg, 1, 1000000); break;
		case 'p': port = (int)net_number(optarg, 1, 65535); break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	signal(SIGPIPE, SIG_IGN); /* write() shall say EPIPE */
	fd = Socket(address, SOCK_STREAM);
	Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bytes > 0) {
		Setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	}
	if (idle > 0)
		keep_alive(fd, idle);
	if (patience.tv_sec > 0)
		Setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (wants_icmp)
		Setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (listens) { /* what was set above, an accepted socket inherits */
		Bind(fd, address, 9877);
		Listen(fd, 5);
		fd = Accept(fd);
	} else {
		if (port > 0)
			Bind(fd, strchr(address, ':') ? "::" : "0.0.0.0", (unsigned)port);
		Connect(fd, address, 9877);
	}

	while (fgets(command, sizeof(command), stdin)) {
		command[strcspn(command, "\n")] = '\0';
		step(fd, command);
	}
	return 0;
}
