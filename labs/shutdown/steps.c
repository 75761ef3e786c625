/*
 * steps.c - one end of a connection, which does what its arguments say, one step after the other. It prints what each
 * call gave, goes on after an error, and waits for the Enter key before it exits.
 *
 *	steps [-l] [-b BYTES] [-i] [-p PORT] [-a ADDRESS] STEP...
 *
 *	-l  the listening end: accept one connection. Otherwise connect
 *	-b  receive buffer of so many bytes: the most that the peer can send while nothing is read
 *	-i  ignore SIGPIPE
 *
 *	wait                          for the Enter key
 *	write, write=BYTES            5 bytes, or so many; the send buffer takes 100000
 *	read, read=BYTES, read-all    once, at most so many bytes, or until the end of file or an error
 *	SHUT_RD, SHUT_WR, SHUT_RDWR   shutdown()
 *	linger=SECONDS, cork, nonblocking, close
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char buffer[100000];

static bool is(const char *step, const char *word)
{
	return strncmp(step, word, strcspn(step, "=")) == 0 && strlen(word) == strcspn(step, "=");
}

static long number(const char *step, long otherwise)
{
	const char *value = strchr(step, '=');

	return value ? net_number(value + 1, 0, sizeof(buffer)) : otherwise;
}

static ssize_t take(int fd, const char *step)
{
	struct linger linger = { .l_onoff = 1, .l_linger = (int)number(step, 0) };
	int sndbuf = sizeof(buffer);
	ssize_t n;

	if (is(step, "wait"))
		return net_wait_for_line();
	if (is(step, "write")) {
		if (number(step, 5) > 5)
			Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
		memset(buffer, 'x', (size_t)number(step, 5));
		return write(fd, buffer, (size_t)number(step, 5)); /* back when TCP has a copy. After SHUT_WR: EPIPE,
								      and SIGPIPE */
	}
	if (is(step, "read")) /* what has come; waits if there is nothing, but not after a FIN or SHUT_RD: 0 */
		return read(fd, buffer, (size_t)number(step, sizeof(buffer)));
	if (is(step, "read-all")) {
		while ((n = read(fd, buffer, sizeof(buffer))) > 0)
			;
		return n;
	}
	if (is(step, "SHUT_RD")) /* sends nothing: TCP has no segment that says "I no longer listen" */
		return shutdown(fd, SHUT_RD);
	if (is(step, "SHUT_WR")) /* a FIN, behind what is queued */
		return shutdown(fd, SHUT_WR);
	if (is(step, "SHUT_RDWR")) /* the same FIN; from now on the peer's data is answered with a RST */
		return shutdown(fd, SHUT_RDWR);
	if (is(step, "linger"))
		return setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	if (is(step, "close"))
		return close(fd);
	fprintf(stderr, "steps: no step is called \"%s\"\n", step);
	exit(2);
}

int main(int argc, char **argv)
{
	const char *address = "127.0.0.2";
	bool listens = false;
	int fd, option, rcvbuf = 0, port = 9877, on = 1;

	while ((option = getopt(argc, argv, "lb:ip:a:")) != -1) {
		switch (option) {
		case 'l': listens = true; break;
		case 'b': rcvbuf = (int)net_number(optarg, 1, 1000000); break;
		case 'i': signal(SIGPIPE, SIG_IGN); break;
		case 'p': port = (int)net_number(optarg, 1, 65535); break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

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

	for (; optind < argc; optind++) {
		ssize_t n = take(fd, argv[optind]);

		if (!is(argv[optind], "wait"))
			printf("%s: %s\n", argv[optind], n == -1 ? strerrorname_np(errno) : "done");
	}
	net_wait_for_line();
	return 0;
}
