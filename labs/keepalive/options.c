/*
 * options.c - what a TCP socket says of its keepalive timers, and where it has that from. Nothing is on the wire.
 *
 *	options [-i SECONDS] [-v SECONDS] [-c COUNT]
 *
 *	-i  TCP_KEEPIDLE, in seconds: a value of the socket's own
 *	-v  TCP_KEEPINTVL, in seconds: the same
 *	-c  TCP_KEEPCNT: the same
 *
 * Reads the kernel's settings in /proc, then the socket's options; and once more after each Enter key.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

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
	int fd, option, idle = 0, interval = 0, count = 0;

	while ((option = getopt(argc, argv, "i:v:c:")) != -1) {
		switch (option) {
		case 'i': idle = (int)net_number(optarg, 1, 32767); break;
		case 'v': interval = (int)net_number(optarg, 1, 32767); break;
		case 'c': count = (int)net_number(optarg, 1, 127); break;
		default: return 2;
		}
	}

	fd = Socket("127.0.0.2", SOCK_STREAM);
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (count)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
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
