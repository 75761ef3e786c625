/*
 * client.c - connects, and makes one call on its socket for each line that is typed: any order can be tried.
 *
 * Lines: write, read, try (a read that never waits), error (SO_ERROR), shutdown (SHUT_WR)
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2", *sigpipe = "default";
static bool udp, nonblocking, asks_error, recverr;
static int timeout;

static void caught(int number)
{
	(void)number; /* write() returns -1 EPIPE as well: the signal tells nothing more */
}

static bool way(const char *name)
{
	return strcmp(sigpipe, name) == 0;
}

/* Returns the pending error, which is not pending then any more. */
static int ask_error(int fd)
{
	socklen_t size = sizeof(int);
	int error;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1 ? -1 : error;
}

static ssize_t make_call(int fd, const char *line)
{
	char buffer[100];

	/* A pending error is reported, without a signal. Only when there is none, and nothing can be sent any
	 * more: EPIPE and SIGPIPE. */
	if (strcmp(line, "write") == 0)
		return way("nosignal") ? send(fd, "hello", 5, MSG_NOSIGNAL) : write(fd, "hello", 5);
	if (strcmp(line, "read") == 0)
		return read(fd, buffer, sizeof(buffer)); /* data; else 0 after a FIN; else a pending error */
	if (strcmp(line, "try") == 0)
		return recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
	if (strcmp(line, "error") == 0)
		return ask_error(fd);
	if (strcmp(line, "shutdown") == 0)
		return shutdown(fd, SHUT_WR); /* a FIN; from now on nothing can be sent */
	errno = ENOSYS;
	return -1;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = caught };
	int fd, on = 1;
	char line[100];
	ssize_t n;

	net_options(argc, argv, options);
	if (way("catch"))
		sigaction(SIGPIPE, &action, NULL);
	if (way("ignore") || way("inherit"))
		signal(SIGPIPE, SIG_IGN);
	if (way("inherit")) /* exec takes handlers away, but what is ignored stays ignored */
		execl("/proc/self/exe", "client", (char *)NULL);

	fd = Socket(server, (udp ? SOCK_DGRAM : SOCK_STREAM) | (nonblocking ? SOCK_NONBLOCK : 0));
	if (timeout)
		Setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	if (recverr) /* an ICMP error is not noted, it is a pending error at once */
		Setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (net_connect(fd, server, 9877) == -1) /* the socket stays, and can be asked */
		net_say("connect: %s\n", net_errno_name(errno));

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (asks_error)
			ask_error(fd);
		n = make_call(fd, line);
		if (n == -1)
			net_say("%s: %s\n", line, net_errno_name(errno));
		else
			net_say("%s = %zd\n", line, n);
	}
	return 0;
}

const struct net_option options[] = {
	{ "sigpipe", 's', .text = &sigpipe, .choices = "default catch ignore nosignal inherit" },
	{ "udp", 'u', .flag = &udp },
	{ "nonblocking", 'n', .flag = &nonblocking },
	{ "user-timeout", 't', .number = &timeout, .least = 1, .most = 1000000 },
	{ "address", 'a', .text = &server },
	{ "ask-error", 'e', .flag = &asks_error },
	{ "recverr", 'r', .flag = &recverr },
	{ 0 },
};
