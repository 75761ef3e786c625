/* test_sockets.c - the kernel's table of sockets: what is in it, and what is not. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/stage/filter.h"
#include "common/stage/sockets.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

static struct arena *arena;
static struct sockets_event table;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

static void look(void)
{
	struct error error;

	ck_assert_msg(sockets_read(arena, &table, &error), "%s", said(&error));
}

/* "ESTABLISHED 127.0.0.1:45158 127.0.0.2:9877": the socket with these ports and address, NULL where there is none. */
static const struct kernel_socket *find(uint8_t protocol, const char *local, uint16_t port)
{
	struct endpoint wanted = { .port = port };

	ck_assert(address_parse(local, &wanted.address));
	for (size_t i = 0; i < table.count; i++)
		if (table.sockets[i].protocol == protocol && endpoint_equal(&table.sockets[i].local, &wanted))
			return &table.sockets[i];
	return NULL;
}

static const struct kernel_socket *must_find(uint8_t protocol, const char *local, uint16_t port)
{
	const struct kernel_socket *s = find(protocol, local, port);

	ck_assert_msg(s != NULL, "no socket %s port %u", local, port);
	return s;
}

static uint32_t inode_of(int fd)
{
	struct stat st;

	ck_assert_int_eq(fstat(fd, &st), 0);
	return (uint32_t)st.st_ino;
}

static int listener(const char *address)
{
	int fd = bound_socket(SOCK_STREAM, address, 9877);

	ck_assert_int_eq(listen(fd, 5), 0);
	return fd;
}

static int client(const char *address, const char *server)
{
	int fd = bound_socket(SOCK_STREAM, address, 0);

	ck_assert_int_eq(connect_to(fd, server, 9877), 0);
	return fd;
}

START_TEST(nothing_is_listed_where_nothing_is)
{
	int fd;

	if (!own_network(0))
		return;
	look();
	ck_assert_uint_eq(table.count, 0);
	/* Bound, and neither listening nor connected: TCP calls that CLOSED. */
	fd = bound_socket(SOCK_STREAM, "127.0.0.2", 9877);
	look();
	ck_assert_uint_eq(table.count, 0);
	close(fd);
}
END_TEST

START_TEST(a_connection_from_both_ends)
{
	int server, fd, accepted;
	uint16_t port;
	const struct kernel_socket *s;

	if (!own_network(0))
		return;
	server = listener("127.0.0.2");
	fd = client("127.0.0.1", "127.0.0.2");
	port = bound_port(fd);
	look();
	ck_assert_uint_eq(table.count, 3);
	for (size_t i = 0; i < table.count; i++) {
		s = &table.sockets[i];
		if (s->state != TCP_LISTEN)
			continue;
		ck_assert_uint_eq(s->receive_queue, 1); /* nobody has accepted yet */
		ck_assert_uint_eq(s->send_queue, 5);
		ck_assert_uint_eq(s->remote.address.family, 0);
		ck_assert_uint_eq(s->inode, inode_of(server));
		ck_assert(!s->has_info);
	}
	accepted = accept(server, NULL, NULL);
	ck_assert_int_eq(write(fd, "hello", 5), 5);
	usleep(20000);
	look();
	s = must_find(IPPROTO_TCP, "127.0.0.1", port);
	ck_assert_uint_eq(s->state, TCP_ESTABLISHED);
	ck_assert_uint_eq(s->remote.port, 9877);
	ck_assert_uint_eq(s->send_queue, 0);
	ck_assert_uint_eq(s->inode, inode_of(fd));
	ck_assert(s->has_info);
	ck_assert_uint_gt(s->mss, 0);
	ck_assert_uint_eq(s->unacked, 0);
	for (size_t i = 0; i < table.count; i++)
		if (table.sockets[i].inode == inode_of(accepted))
			ck_assert_uint_eq(table.sockets[i].receive_queue, 5);
	close(accepted);
	close(fd);
	close(server);
}
END_TEST

START_TEST(sockets_that_no_descriptor_leads_to)
{
	int server, fd, accepted;
	uint16_t port;
	const struct kernel_socket *s;

	if (!own_network(0))
		return;
	server = listener("127.0.0.2");
	fd = client("127.0.0.1", "127.0.0.2");
	port = bound_port(fd);
	accepted = accept(server, NULL, NULL);
	close(fd);
	usleep(20000);
	look();
	s = must_find(IPPROTO_TCP, "127.0.0.1", port);
	ck_assert_uint_eq(s->state, TCP_FIN_WAIT2);
	ck_assert_uint_eq(s->inode, 0);
	close(accepted);
	usleep(20000);
	look();
	s = must_find(IPPROTO_TCP, "127.0.0.1", port);
	ck_assert_uint_eq(s->state, TCP_TIME_WAIT);
	ck_assert_uint_eq(s->timer, 3);
	ck_assert_uint_gt(s->timer_ms, 50000);
	ck_assert_uint_le(s->timer_ms, 60000);
	ck_assert_uint_eq(s->inode, 0);
	close(server);
}
END_TEST

START_TEST(a_handshake_that_is_under_way)
{
	struct address from, to;
	struct error error;
	int server, fd;
	bool syn_received = false;

	if (!own_network(0))
		return;
	ck_assert(address_parse("127.0.0.2", &from) && address_parse("127.0.0.1", &to));
	if (!filter_cut(&from, &to, &error)) {
		fprintf(stderr, "skipped: %s\n", said(&error));
		return;
	}
	server = listener("127.0.0.2");
	fd = bound_socket(SOCK_STREAM, "127.0.0.1", 0);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	ck_assert_int_eq(connect_to(fd, "127.0.0.2", 9877), EINPROGRESS);
	usleep(20000);
	look();
	ck_assert_uint_eq(must_find(IPPROTO_TCP, "127.0.0.1", bound_port(fd))->state, TCP_SYN_SENT);
	for (size_t i = 0; i < table.count; i++)
		syn_received = syn_received || table.sockets[i].state == TCP_SYN_RECV;
	ck_assert(syn_received);
	close(fd);
	close(server);
}
END_TEST

START_TEST(a_mapped_address_is_an_ipv4_address)
{
	int server, fd, accepted;

	if (!own_network(0))
		return;
	server = listener("::");
	fd = client("127.0.0.1", "127.0.0.2");
	accepted = accept(server, NULL, NULL);
	look();
	for (size_t i = 0; i < table.count; i++) {
		const struct kernel_socket *s = &table.sockets[i];

		if (s->state == TCP_LISTEN) {
			ck_assert_uint_eq(s->local.address.family, 6);
			continue;
		}
		ck_assert_uint_eq(s->local.address.family, 4);
		ck_assert_uint_eq(s->remote.address.family, 4);
	}
	must_find(IPPROTO_TCP, "127.0.0.1", bound_port(fd));
	must_find(IPPROTO_TCP, "127.0.0.2", 9877);
	close(accepted);
	close(fd);
	close(server);
}
END_TEST

START_TEST(ipv6_and_udp)
{
	int server, fd, datagrams;

	if (!own_network(0))
		return;
	server = listener("::1");
	fd = client("::1", "::1");
	datagrams = bound_socket(SOCK_DGRAM, "127.0.0.2", 9877);
	look();
	ck_assert_uint_eq(must_find(IPPROTO_TCP, "::1", bound_port(fd))->state, TCP_ESTABLISHED);
	ck_assert_ptr_nonnull(find(IPPROTO_UDP, "127.0.0.2", 9877));
	close(datagrams);
	close(fd);
	close(server);
}
END_TEST

START_TEST(more_than_one_message_holds)
{
	enum { MANY = 600 };
	struct rlimit limit = { MANY + 100, MANY + 100 };
	int fds[MANY];

	if (!own_network(0))
		return;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	for (int i = 0; i < MANY; i++) {
		fds[i] = bound_socket(SOCK_STREAM, "127.0.0.2", (uint16_t)(10000 + i));
		ck_assert_int_eq(listen(fds[i], 1), 0);
	}
	look();
	ck_assert_uint_eq(table.count, MANY);
	for (int i = 0; i < MANY; i++)
		must_find(IPPROTO_TCP, "127.0.0.2", (uint16_t)(10000 + i));
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
}
END_TEST

Suite *suite_sockets(void)
{
	Suite *suite = suite_create("sockets");
	TCase *live = tcase_create("live");

	tcase_add_checked_fixture(live, setup, teardown);
	tcase_add_test(live, nothing_is_listed_where_nothing_is);
	tcase_add_test(live, a_connection_from_both_ends);
	tcase_add_test(live, sockets_that_no_descriptor_leads_to);
	tcase_add_test(live, a_handshake_that_is_under_way);
	tcase_add_test(live, a_mapped_address_is_an_ipv4_address);
	tcase_add_test(live, ipv6_and_udp);
	tcase_add_test(live, more_than_one_message_holds);
	suite_add_tcase(suite, live);
	return suite;
}
