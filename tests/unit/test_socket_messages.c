/* test_socket_messages.c - messages of inet_diag as other kernels send them, and as none would. */
#include <check.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/stage/sockets.h"
#include "tests/unit/suites.h"

static char room[2048] __attribute__((aligned(NLMSG_ALIGNTO)));

static struct nlmsghdr *message_begin(void)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(room);
	struct inet_diag_msg *m;

	message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	m = mnl_nlmsg_put_extra_header(message, sizeof(*m));
	m->idiag_family = AF_INET;
	m->idiag_state = TCP_ESTABLISHED;
	m->id.idiag_sport = htons(9877);
	m->id.idiag_src[0] = htonl(0x7f000002);
	m->id.idiag_dport = htons(4);
	m->id.idiag_dst[0] = htonl(0x7f000001);
	return message;
}

static void put_info(struct nlmsghdr *message, size_t length)
{
	char info[1024] = { 0 };
	struct tcp_info known = { .tcpi_snd_mss = 1448,
				  .tcpi_unacked = 3,
				  .tcpi_rto = 1632000,
				  .tcpi_backoff = 3,
				  .tcpi_probes = 2 };

	memcpy(info, &known, sizeof(known));
	mnl_attr_put(message, INET_DIAG_INFO, length, info);
}

/* tcp_info has grown with every other kernel. */
START_TEST(info_of_any_length)
{
	static const struct {
		size_t length;
		bool has_info;
	} rows[] = { { 0, false },  { 4, false },  { 24, false }, { 27, false }, { 28, true },
		     { 104, true }, { 232, true }, { 248, true }, { 1000, true } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nlmsghdr *message = message_begin();
		struct kernel_socket s;

		put_info(message, rows[i].length);
		ck_assert(sockets_message(message, IPPROTO_TCP, &s));
		ck_assert_msg(s.has_info == rows[i].has_info, "length %zu", rows[i].length);
		ck_assert_uint_eq(s.mss, s.has_info ? 1448 : 0);
		ck_assert_uint_eq(s.unacked, s.has_info ? 3 : 0);
		ck_assert_uint_eq(s.rto_ms, s.has_info ? 1632 : 0);
		ck_assert_uint_eq(s.backoff, s.has_info ? 3 : 0);
		ck_assert_uint_eq(s.probes, s.has_info ? 2 : 0);
		ck_assert_uint_eq(s.local.port, 9877);
	}
}
END_TEST

/* Each length at which a message may be cut off: refused, or read as what is whole; never beyond its end. */
START_TEST(a_message_that_is_cut_off)
{
	struct nlmsghdr *message = message_begin();
	const size_t least = NLMSG_HDRLEN + sizeof(struct inet_diag_msg);
	size_t whole;

	put_info(message, 104);
	mnl_attr_put_u8(message, INET_DIAG_SHUTDOWN, 3);
	whole = message->nlmsg_len;
	for (size_t length = NLMSG_HDRLEN; length <= whole; length++) {
		struct nlmsghdr *copy = malloc(length); /* so that the sanitizer sees a step too far */
		struct kernel_socket s;
		/* The padding of the last attribute need not be there. */
		bool fits = length == least || length == least + 4 + 104 || length >= whole - 3;

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, message, length);
		copy->nlmsg_len = (uint32_t)length;
		ck_assert_msg(sockets_message(copy, IPPROTO_TCP, &s) == fits, "length %zu of %zu", length,
			      whole);
		free(copy);
	}
}
END_TEST

START_TEST(a_message_that_contradicts_itself)
{
	struct nlmsghdr *message = message_begin();
	struct inet_diag_msg *m = mnl_nlmsg_get_payload(message);
	struct nlattr *attribute = (struct nlattr *)mnl_nlmsg_get_payload_tail(message);
	static const uint16_t lengths[] = { 0, 1, 3, 9, 255, 65535 };
	struct kernel_socket s;

	mnl_attr_put_u32(message, INET_DIAG_MARK, 7);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		attribute->nla_len = lengths[i];
		ck_assert_msg(!sockets_message(message, IPPROTO_TCP, &s), "length %u", lengths[i]);
	}
	attribute->nla_len = 8;
	ck_assert(sockets_message(message, IPPROTO_TCP, &s));
	m->idiag_family = AF_UNIX;
	ck_assert(!sockets_message(message, IPPROTO_TCP, &s));
}
END_TEST

START_TEST(a_timer_that_is_overdue)
{
	struct nlmsghdr *message = message_begin();
	struct inet_diag_msg *m = mnl_nlmsg_get_payload(message);
	struct kernel_socket s;

	m->idiag_timer = 1;
	m->idiag_expires = (uint32_t)-4;
	ck_assert(sockets_message(message, IPPROTO_TCP, &s));
	ck_assert_uint_eq(s.timer_ms, 0);
	m->idiag_expires = 200;
	ck_assert(sockets_message(message, IPPROTO_TCP, &s));
	ck_assert_uint_eq(s.timer_ms, 200);
}
END_TEST

Suite *suite_socket_messages(void)
{
	Suite *suite = suite_create("socket_messages");
	TCase *messages = tcase_create("messages");

	tcase_add_test(messages, info_of_any_length);
	tcase_add_test(messages, a_message_that_is_cut_off);
	tcase_add_test(messages, a_message_that_contradicts_itself);
	tcase_add_test(messages, a_timer_that_is_overdue);
	suite_add_tcase(suite, messages);
	return suite;
}
