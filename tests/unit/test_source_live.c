/* test_source_live.c - capturing from a live interface, where user namespaces are allowed. */
#include <arpa/inet.h>
#include <check.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "capture/source.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

static struct error error;

/* A network namespace of our own with lo up, in a test's own process. False where that is not allowed. */
static bool enter_namespace(void)
{
	struct ifreq request;
	int fd;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return false;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	memset(&request, 0, sizeof(request));
	strcpy(request.ifr_name, "lo");
	request.ifr_flags = IFF_UP;
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &request), 0);
	close(fd);
	return true;
}

static int socket_to_itself(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	self.sin_addr.s_addr = htonl(0x7f000003);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&self, sizeof(self)), 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&self, sizeof(self)), 0);
	return fd;
}

static void count_datagram(void *context, const struct packet *p)
{
	ck_assert_int_eq(p->problem, PACKET_WHOLE);
	ck_assert_int_eq(p->transport, TRANSPORT_UDP);
	ck_assert_uint_eq(p->payload_length, 5);
	ck_assert_uint_eq(p->frame, (uint32_t)++ * (int *)context);
}

START_TEST(live)
{
	struct source_counts counts;
	struct source *s;
	int fd, count = 0;

	if (!enter_namespace())
		return;
	s = source_open_live("lo", "udp", &error);
	ck_assert_msg(s != NULL, "%s", said(&error));
	ck_assert_int_eq(source_link_type(s), DLT_EN10MB);
	ck_assert_int_eq(source_read(s, count_datagram, &count, &error), 0); /* does not block */
	fd = socket_to_itself();
	for (int i = 0; i < 400; i++) /* a burst that nobody reads meanwhile */
		ck_assert_int_eq(send(fd, "hello", 5, 0), 5);
	{
		struct pollfd poll_fd = { .fd = source_fd(s), .events = POLLIN };

		ck_assert_int_eq(poll(&poll_fd, 1, 5000), 1);
	}
	ck_assert_int_eq(source_read(s, count_datagram, &count, &error), 400); /* each once */
	ck_assert(source_counts(s, &counts));
	ck_assert_uint_eq(counts.received, 400);
	ck_assert_uint_eq(counts.dropped, 0);
	source_close(s);
	close(fd);
}
END_TEST

static void ignore(void *context, const struct packet *p)
{
	(void)context;
	(void)p;
}

START_TEST(live_drops_are_counted)
{
	struct source_counts counts;
	struct source *s;
	int fd;

	if (!enter_namespace())
		return;
	s = source_open_live("lo", NULL, &error);
	ck_assert_ptr_nonnull(s);
	fd = socket_to_itself();
	for (int i = 0; i < 20000; i++)
		send(fd, "hello", 5, MSG_DONTWAIT);
	ck_assert_int_gt(source_read(s, ignore, NULL, &error), 400);
	ck_assert(source_counts(s, &counts));
	ck_assert_uint_gt(counts.dropped, 0);
	source_close(s);
	close(fd);
}
END_TEST

START_TEST(live_errors)
{
	ck_assert_ptr_null(source_open_live("nonesuch0", NULL, &error));
	ck_assert_msg(strstr(said(&error), "nonesuch0: ") == said(&error), "%s", said(&error));
	if (!enter_namespace())
		return;
	ck_assert_ptr_null(source_open_live("nonesuch0", NULL, &error));
	ck_assert_str_eq(said(&error), "nonesuch0: there is no such interface in this network namespace");
	ck_assert_ptr_null(source_open_live("lo", "port and", &error));
	ck_assert_msg(strstr(said(&error), "filter \"port and\"") != NULL, "%s", said(&error));
}
END_TEST

Suite *suite_source_live(void)
{
	Suite *suite = suite_create("source_live");
	TCase *live_case = tcase_create("live");

	tcase_add_test(live_case, live);
	tcase_add_test(live_case, live_drops_are_counted);
	tcase_add_test(live_case, live_errors);
	suite_add_tcase(suite, live_case);
	return suite;
}
