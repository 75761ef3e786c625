/*
 * options.c - what a TCP socket says of its keepalive timers, and where it has that from. Nothing is on the wire.
 *
 * Reads the kernel's settings in /proc, then the socket's options; and once more after each Enter key.
 *
 * What its words mean: programs.txt.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int idle, interval, probes;

/* Where a socket has no value of its own it gets this one: of the kernel, or rather of the network namespace. */
static void print_setting(const char *path)
{
	char text[100];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd == -1)
		net_die("open(%s)", path);
	n = read(fd, text, sizeof(text) - 1);
	printf("%s: %.*s", path, (int)(n > 0 ? n : 0), text);
	close(fd);
}

static void print_option(int fd, int level, int option, const char *name)
{
	socklen_t size = sizeof(int);
	int value;

	if (getsockopt(fd, level, option, &value, &size) == -1)
		net_die("getsockopt(%s)", name);
	printf("%s: %d\n", name, value);
}

int main(int argc, char **argv)
{
	int fd;

	net_options(argc, argv, options);

	fd = Socket("127.0.0.2", SOCK_STREAM);
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (probes)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	do {
		print_setting("/proc/sys/net/ipv4/tcp_keepalive_time");
		print_setting("/proc/sys/net/ipv4/tcp_keepalive_intvl");
		print_setting("/proc/sys/net/ipv4/tcp_keepalive_probes");
		print_option(fd, SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE");
		print_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, "TCP_KEEPIDLE");
		print_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, "TCP_KEEPINTVL");
		print_option(fd, IPPROTO_TCP, TCP_KEEPCNT, "TCP_KEEPCNT");
		fflush(stdout);
	} while (net_wait_for_line());
	return close(fd);
}

const struct net_option options[] = {
	{ "idle", 'i', .number = &idle, .least = 1, .most = 32767 },
	{ "interval", 'v', .number = &interval, .least = 1, .most = 32767 },
	{ "probes", 'c', .number = &probes, .least = 1, .most = 127 },
	{ 0 },
};
