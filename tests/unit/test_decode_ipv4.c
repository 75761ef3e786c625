/* test_decode_ipv4.c - IPv4 headers: options, lengths that lie, fragments. */
#include <check.h>

#include "tests/support/frame_builder.h"
#include "tests/unit/suites.h"

START_TEST(ip4_options_are_skipped)
{
	for (unsigned options = 4; options <= 40; options += 4) {
		struct frame f = { .length = 0 };
		struct packet p;

		add_ip4(&f, 6, 20, options, 0);
		add_tcp(&f, FLAG_SYN, NULL, 0);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, PACKET_WHOLE);
		ck_assert_uint_eq(p.tcp.source_port, 5000);
	}
}
END_TEST

START_TEST(ip4_lengths_that_lie)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_ip4(&f, 6, 20, 0, 0);
	add_tcp(&f, FLAG_SYN, NULL, 0);
	for (unsigned length = 1; length < 100; length++) {
		put16(f.bytes + 2, length);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, length == 40 ? PACKET_WHOLE : PACKET_BAD_LENGTH);
	}
	put16(f.bytes + 2, 40);
	for (unsigned words = 0; words < 5; words++) {
		f.bytes[0] = (uint8_t)(0x40 | words);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
	}
}
END_TEST

START_TEST(ip4_fragments)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_ip4(&f, 6, 24, 0, 0x2000);
	add_tcp(&f, FLAG_ACK, NULL, 0);
	add(&f, 4);
	p = decode(DLT_RAW, &f); /* the first has the header */
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert(p.fragment && p.fragment_offset == 0);
	ck_assert_int_eq(p.transport, TRANSPORT_TCP);
	ck_assert_uint_eq(p.payload_length, 4);

	put16(f.bytes + 6, 0x2003); /* the others have none */
	p = decode(DLT_RAW, &f);
	ck_assert_int_eq(p.problem, PACKET_FRAGMENT);
	ck_assert(p.fragment && p.fragment_offset == 24);
	ck_assert_int_eq(p.transport, TRANSPORT_NONE);
	ck_assert_uint_eq(p.protocol, 6);
	put16(f.bytes + 6, 0x1fff);
	p = decode(DLT_RAW, &f);
	ck_assert_uint_eq(p.fragment_offset, 65528);
}
END_TEST

START_TEST(ip4_first_fragment_of_a_datagram)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_ip4(&f, 17, 16, 0, 0x2000);
	add_udp(&f, 3000, 8);
	p = decode(DLT_RAW, &f);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.udp.length, 3000);
	ck_assert_uint_eq(p.payload_length, 8);
}
END_TEST

Suite *suite_decode_ipv4(void)
{
	Suite *suite = suite_create("decode_ipv4");
	TCase *ip = tcase_create("ip");

	tcase_add_test(ip, ip4_options_are_skipped);
	tcase_add_test(ip, ip4_lengths_that_lie);
	tcase_add_test(ip, ip4_fragments);
	tcase_add_test(ip, ip4_first_fragment_of_a_datagram);
	suite_add_tcase(suite, ip);
	return suite;
}
