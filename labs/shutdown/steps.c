/*
 * steps.c - one end of a connection, which does what its arguments say, one step after the other. It prints what each
 * call gave, goes on after an error, and waits for the Enter key before it exits.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[100000];
static const char *address = "127.0.0.2", *sigpipe = "default";
static int port = 9877, rcvbuf;
static bool listens;

static ssize_t take(int fd, const char *step, int value)
{
	struct linger linger = { .l_onoff = 1, .l_linger = value };
	struct timeval timeout = { .tv_sec = value };
	int sndbuf = sizeof(buffer);
	ssize_t n;

	if (strcmp(step, "wait") == 0)
		return net_wait_for_line();
	if (strcmp(step, "write") == 0) {
		if (value > 0)
			Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
		memset(buffer, 'x', sizeof(buffer));
		return write(fd, buffer,
			     value < 0 ? 5 : (size_t)value); /* after SHUT_WR: EPIPE, and SIGPIPE */
	}
	if (strcmp(step, "read") == 0) /* what has come; waits for it, but not after a FIN or SHUT_RD: 0 */
		return read(fd, buffer, value < 0 ? sizeof(buffer) : (size_t)value);
	if (strcmp(step, "read-all") == 0) {
		while ((n = read(fd, buffer, sizeof(buffer))) > 0)
			;
		return n;
	}
	if (strcmp(step, "SHUT_RD") == 0) /* sends nothing: TCP has no segment for "I no longer listen" */
		return shutdown(fd, SHUT_RD);
	if (strcmp(step, "SHUT_WR") == 0) /* a FIN, behind what is queued */
		return shutdown(fd, SHUT_WR);
	if (strcmp(step, "SHUT_RDWR") == 0) /* the same FIN; what comes from now on is answered with a RST */
		return shutdown(fd, SHUT_RDWR);
	if (strcmp(step, "linger") == 0)
		return setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	if (strcmp(step, "timeout") == 0)
		return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	if (strcmp(step, "close") == 0)
		return close(fd);
	fprintf(stderr, "steps: no step is called \"%s\"\n", step);
	exit(2);
}

int main(int argc, char **argv)
{
	int next = net_options(argc, argv, options), fd, on = 1;

	if (strcmp(sigpipe, "ignore") == 0)
		signal(SIGPIPE, SIG_IGN);

	fd = Socket(address, SOCK_STREAM);
	if (rcvbuf) /* before the SYN or its answer, which offers the window that this leaves */
		Setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	if (listens) {
		Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
		Bind(fd, address, (unsigned)port);
		Listen(fd, 5);
		fd = Accept(fd);
	} else {
		Connect(fd, address, (unsigned)port);
	}

	for (; next < argc; next++) {
		const char *step = strtok(argv[next], "="), *value = strtok(NULL, "=");
		ssize_t n = take(fd, step, value ? (int)net_number(value, 0, sizeof(buffer)) : -1);

		if (n == -1)
			printf("%s: %s\n", step, net_errno_name(errno));
		else
			printf("%s: %zd\n", step, n);
	}
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "listen", 'l', .flag = &listens },
	{ "receive-buffer", 'b', .number = &rcvbuf, .least = 1, .most = 1000000 },
	{ "port", 'p', .number = &port, .least = 1, .most = 65535 },
	{ "address", 'a', .text = &address },
	{ "sigpipe", .text = &sigpipe, .choices = "default ignore" },
	{ .letter = 'i', .text = &sigpipe, .is = "ignore" },
	{ 0 },
};
