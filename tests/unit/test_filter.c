/* test_filter.c - cutting and mending the cable, links and their MTU. */
#include <check.h>
#include <nftables/libnftables.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/source.h"
#include "common/stage/filter.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

static struct error error;

/* A network in which the cable can be cut; else the test is skipped. */
static bool own_cable(void)
{
	if (!own_network(0))
		return false;
	if (filter_possible(&error))
		return true;
	fprintf(stderr, "skipped: the cable cannot be cut here: %s\n", said(&error));
	return false;
}

static void cut(const char *from, const char *to)
{
	struct address source = { 0 }, destination = { 0 };

	ck_assert(!from || address_parse(from, &source));
	ck_assert(!to || address_parse(to, &destination));
	ck_assert_msg(filter_cut(&source, &destination, &error), "%s", said(&error));
}

static void mend(void)
{
	ck_assert_msg(filter_mend(&error), "%s", said(&error));
}

START_TEST(one_direction)
{
	if (!own_cable())
		return;
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
	cut("127.0.0.1", "127.0.0.2");
	ck_assert(!datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(datagram_arrives("127.0.0.2", "127.0.0.1"));
	ck_assert(datagram_arrives("::1", "::1"));
	mend();
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
}
END_TEST

START_TEST(everything_but_the_marker)
{
	if (!own_cable())
		return;
	cut(NULL, NULL);
	ck_assert(!datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(!datagram_arrives("127.0.0.2", "127.0.0.1"));
	ck_assert(!datagram_arrives("::1", "::1"));
	ck_assert(datagram_arrives("127.0.0.3", "127.0.0.3"));
	mend();
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(datagram_arrives("::1", "::1"));
}
END_TEST

START_TEST(cuts_add_up_and_are_mended_together)
{
	if (!own_cable())
		return;
	cut("127.0.0.1", "127.0.0.2");
	cut("127.0.0.2", "127.0.0.1");
	cut("::1", "::1");
	ck_assert(!datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(!datagram_arrives("127.0.0.2", "127.0.0.1"));
	ck_assert(!datagram_arrives("::1", "::1"));
	mend();
	mend();
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
	/* What was cut before it was mended stays mended. */
	cut("127.0.0.2", "127.0.0.1");
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(!datagram_arrives("127.0.0.2", "127.0.0.1"));
	ck_assert(datagram_arrives("::1", "::1"));
}
END_TEST

START_TEST(one_end_may_be_any)
{
	if (!own_cable())
		return;
	cut("127.0.0.1", NULL);
	ck_assert(!datagram_arrives("127.0.0.1", "127.0.0.2"));
	ck_assert(datagram_arrives("127.0.0.2", "127.0.0.1"));
	mend();
	cut(NULL, "::1");
	ck_assert(!datagram_arrives("::1", "::1"));
	ck_assert(datagram_arrives("127.0.0.1", "127.0.0.2"));
}
END_TEST

START_TEST(two_families_have_no_cable)
{
	struct address source, destination;

	ck_assert(address_parse("127.0.0.1", &source) && address_parse("::1", &destination));
	ck_assert(!filter_cut(&source, &destination, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "IPv6"));
}
END_TEST

START_TEST(the_probe_leaves_nothing)
{
	struct nft_ctx *nft;

	if (!own_cable())
		return;
	mend(); /* nothing to mend: no rule is made for that either */
	nft = nft_ctx_new(NFT_CTX_DEFAULT);
	ck_assert_ptr_nonnull(nft);
	ck_assert_int_eq(nft_ctx_buffer_output(nft), 0);
	ck_assert_int_eq(nft_run_cmd_from_buffer(nft, "list ruleset"), 0);
	ck_assert_str_eq(nft_ctx_get_output_buffer(nft), "");
	nft_ctx_free(nft);
}
END_TEST

START_TEST(without_the_right_it_says_so)
{
	struct address any = { 0 };

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return;
	ck_assert(!filter_possible(&error));
	ck_assert_msg(strstr(said(&error), "not permitted") != NULL, "%s", said(&error));
	ck_assert(!filter_cut(&any, &any, &error));
	ck_assert_msg(strstr(said(&error), "not permitted") != NULL, "%s", said(&error));
	ck_assert(!link_up("lo", 1500, &error));
	ck_assert_msg(strstr(said(&error), "EPERM") != NULL, "%s", said(&error));
}
END_TEST

START_TEST(a_link_that_is_not_there)
{
	ck_assert(!link_up("nolink", 0, &error));
	ck_assert_msg(strstr(said(&error), "nolink: ENODEV") != NULL, "%s", said(&error));
}
END_TEST

struct longest {
	uint32_t length;
	unsigned packets;
};

static void measure(void *context, const struct packet *p)
{
	struct longest *l = context;

	l->packets++;
	l->length = p->length > l->length ? p->length : l->length;
}

/* Sends 200 KB over TCP and reads it all. */
static void send_much(void)
{
	int server = bound_socket(SOCK_STREAM, "127.0.0.2", 9877), fd, accepted;
	static char bytes[200000];
	size_t got = 0;
	pid_t child;

	ck_assert_int_eq(listen(server, 1), 0);
	child = fork();
	if (child == 0) {
		fd = bound_socket(SOCK_STREAM, "127.0.0.1", 0);
		_exit(connect_to(fd, "127.0.0.2", 9877) != 0 ||
		      write(fd, bytes, sizeof(bytes)) != (ssize_t)sizeof(bytes));
	}
	accepted = accept(server, NULL, NULL);
	for (ssize_t n; (n = read(accepted, bytes, sizeof(bytes))) > 0;)
		got += (size_t)n;
	ck_assert_uint_eq(got, sizeof(bytes));
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	close(accepted);
	close(server);
}

/* The MTU alone would not do: with segmentation offload frames of 64 KB would still be seen. */
START_TEST(frames_fit_the_mtu)
{
	static const unsigned mtus[] = { 1500, 576, 9000 };

	if (!own_network(mtus[_i]))
		return;
	struct source *source = source_open_live("lo", "tcp", &error);
	struct longest longest = { 0 };

	ck_assert_msg(source != NULL, "%s", said(&error));
	send_much();
	usleep(50000);
	ck_assert_int_ge(source_read(source, measure, &longest, &error), 0);
	source_close(source);
	ck_assert_uint_gt(longest.packets, 20);
	ck_assert_msg(longest.length <= mtus[_i] + 14, "a frame of %u bytes", longest.length);
	ck_assert_msg(longest.length > mtus[_i] * 9 / 10, "the longest frame has only %u bytes",
		      longest.length);
}
END_TEST

Suite *suite_filter(void)
{
	Suite *suite = suite_create("filter");
	TCase *filter = tcase_create("filter"), *link = tcase_create("link");

	tcase_add_test(filter, one_direction);
	tcase_add_test(filter, everything_but_the_marker);
	tcase_add_test(filter, cuts_add_up_and_are_mended_together);
	tcase_add_test(filter, one_end_may_be_any);
	tcase_add_test(filter, two_families_have_no_cable);
	tcase_add_test(filter, the_probe_leaves_nothing);
	tcase_add_test(filter, without_the_right_it_says_so);
	suite_add_tcase(suite, filter);
	tcase_add_test(link, a_link_that_is_not_there);
	tcase_add_loop_test(link, frames_fit_the_mtu, 0, 3);
	suite_add_tcase(suite, link);
	return suite;
}
