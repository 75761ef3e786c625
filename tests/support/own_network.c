/* own_network.c - a network namespace for a test; see own_network.h. */
#include "tests/support/own_network.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/stage/filter.h"
#include "tests/support/said.h"

static bool write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return good;
}

bool own_network(unsigned mtu)
{
	char users[32], groups[32];
	struct error error;
	const char *fork_mode = getenv("CK_FORK");

	if (fork_mode && strcmp(fork_mode, "no") == 0) {
		fputs("skipped: with CK_FORK=no the namespace would stay\n", stderr);
		return false;
	}
	snprintf(users, sizeof(users), "0 %u 1", (unsigned)geteuid());
	snprintf(groups, sizeof(groups), "0 %u 1", (unsigned)getegid());
	if (unshare(CLONE_NEWNET) != 0 &&
	    (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0 || !write_map("/proc/self/setgroups", "deny") ||
	     !write_map("/proc/self/gid_map", groups) || !write_map("/proc/self/uid_map", users))) {
		fprintf(stderr, "skipped: no network namespace here: %s\n", strerror(errno));
		return false;
	}
	ck_assert_msg(link_up("lo", mtu, &error), "%s", said(&error));
	return true;
}

/* Returns the length of the address. */
static socklen_t make_address(struct sockaddr_storage *out, const char *address, uint16_t port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;

	memset(out, 0, sizeof(*out));
	if (strchr(address, ':')) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		ck_assert_int_eq(inet_pton(AF_INET6, address, &v6->sin6_addr), 1);
		return sizeof(*v6);
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons(port);
	ck_assert_int_eq(inet_pton(AF_INET, address, &v4->sin_addr), 1);
	return sizeof(*v4);
}

int bound_socket(int type, const char *address, uint16_t port)
{
	struct sockaddr_storage a;
	socklen_t length = make_address(&a, address, port);
	int fd = socket(a.ss_family, type | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&a, length), 0);
	return fd;
}

uint16_t bound_port(int fd)
{
	struct sockaddr_in6 a = { 0 }; /* the port of an IPv4 address stands at the same place */
	socklen_t length = sizeof(a);

	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &length), 0);
	return ntohs(a.sin6_port);
}

int connect_to(int fd, const char *address, uint16_t port)
{
	struct sockaddr_storage a;
	socklen_t length = make_address(&a, address, port);

	return connect(fd, (const struct sockaddr *)&a, length) == 0 ? 0 : errno;
}

bool datagram_arrives(const char *from, const char *to)
{
	int sender = bound_socket(SOCK_DGRAM, from, 0), receiver = bound_socket(SOCK_DGRAM, to, 0);
	struct pollfd fd = { .fd = receiver, .events = POLLIN };
	bool there;

	ck_assert_int_eq(connect_to(sender, to, bound_port(receiver)), 0);
	ck_assert_int_eq(send(sender, "x", 1, 0), 1);
	there = poll(&fd, 1, 50) == 1;
	close(sender);
	close(receiver);
	return there;
}
