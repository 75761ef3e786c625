/* test_decode_ipv6.c - IPv6: extension headers, jumbograms, fragments, and what ICMPv6 quotes. */
#include <check.h>
#include <string.h>

#include "tests/support/frame_builder.h"
#include "tests/unit/suites.h"

START_TEST(jumbo_payload_option)
{
	static const uint8_t hop_by_hop[8] = { 6, 0, 0xc2, 4, 0, 1, 0x5f, 0xac }; /* 90,028 */
	struct frame f = { .length = 0 };
	struct packet p;

	add_ip6(&f, 0, 0);
	add_bytes(&f, hop_by_hop, sizeof(hop_by_hop));
	add_tcp(&f, FLAG_ACK, NULL, 0);
	p = decode_part(DLT_RAW, f.bytes, f.length, 40 + 90028);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.payload_length, 90000);
	p = decode_part(DLT_RAW, f.bytes, f.length, 40 + 90027);
	ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
}
END_TEST

/* A chain of extension headers: each row is one of them. */
static const struct extension {
	uint8_t number, bytes[24], length;
} extensions[] = {
	{ 0, { 0, 0, 1, 4 }, 8 }, /* hop-by-hop: PadN */
	{ 60, { 0, 1, 1, 12 }, 16 }, /* destination options */
	{ 43, { 0, 2, 4, 0 }, 24 }, /* routing */
	{ 44, { 0, 0, 0, 0, 0, 0, 0, 7 }, 8 }, /* an atomic fragment (RFC 6946) */
	{ 51, { 0, 4, 0, 0 }, 24 }, /* authentication: counts in words of four, less two */
	{ 135, { 0, 0, 0, 0 }, 8 }, /* mobility */
	{ 139, { 0, 1, 0, 0 }, 16 }, /* HIP */
	{ 140, { 0, 0, 0, 0 }, 8 }, /* shim6 */
};

enum { EXTENSIONS = sizeof(extensions) / sizeof(extensions[0]) };

/* All of them from `from` on, then a segment. */
static struct frame chain(size_t from, size_t to)
{
	struct frame f = { .length = 0 };
	unsigned length = 20;

	for (size_t i = from; i < to; i++)
		length += extensions[i].length;
	add_ip6(&f, extensions[from].number, length);
	for (size_t i = from; i < to; i++) {
		uint8_t *at = add(&f, extensions[i].length);

		memcpy(at, extensions[i].bytes, extensions[i].length);
		at[0] = i + 1 < to ? extensions[i + 1].number : 6;
	}
	add_tcp(&f, FLAG_SYN, NULL, 0);
	return f;
}

START_TEST(ip6_extension_chains)
{
	for (size_t from = 0; from < EXTENSIONS; from++) {
		for (size_t to = from + 1; to <= EXTENSIONS; to++) {
			struct frame f = chain(from, to);
			struct packet p = decode(DLT_RAW, &f);

			ck_assert_int_eq(p.problem, PACKET_WHOLE);
			ck_assert_int_eq(p.transport, TRANSPORT_TCP);
			ck_assert_uint_eq(p.tcp.source_port, 5000);
			ck_assert(!p.fragment);
		}
	}
}
END_TEST

START_TEST(ip6_chain_cut_at_every_length)
{
	struct frame f = chain(0, EXTENSIONS);

	for (uint32_t captured = 0; captured < f.length; captured++) {
		struct packet p = decode_part(DLT_RAW, f.bytes, captured, f.length);

		ck_assert_int_eq(p.problem, PACKET_TRUNCATED);
	}
}
END_TEST

START_TEST(ip6_extension_longer_than_the_datagram)
{
	for (size_t i = 0; i < EXTENSIONS; i++) {
		struct frame f = chain(i, i + 1);
		struct packet p;

		if (extensions[i].number == 44)
			continue; /* a fragment header has no length */
		f.bytes[41] = 255;
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
	}
}
END_TEST

START_TEST(ip6_fragments)
{
	struct frame f = chain(3, 4);
	struct packet p;

	f.bytes[43] = 1; /* more */
	p = decode(DLT_RAW, &f);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert(p.fragment && p.transport == TRANSPORT_TCP);
	put16(f.bytes + 42, 1448 | 1);
	p = decode(DLT_RAW, &f);
	ck_assert_int_eq(p.problem, PACKET_FRAGMENT);
	ck_assert_uint_eq(p.fragment_offset, 1448);
	ck_assert_uint_eq(p.protocol, 6);
}
END_TEST

START_TEST(other_protocols)
{
	static const uint8_t numbers[] = { 2, 50, 59, 132, 255 };

	for (size_t i = 0; i < sizeof(numbers); i++) {
		struct frame f = { .length = 0 };
		struct packet p;

		add_ip6(&f, numbers[i], 12);
		add(&f, 12);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, PACKET_WHOLE);
		ck_assert_int_eq(p.transport, TRANSPORT_OTHER);
		ck_assert_uint_eq(p.protocol, numbers[i]);
		ck_assert_uint_eq(p.payload_length, 12);
	}
}
END_TEST

START_TEST(icmp6_quotes_behind_extension_headers)
{
	struct frame inner = chain(1, 3), f = { .length = 0 };
	struct packet p;

	add_ip6(&f, 58, 8 + inner.length);
	add(&f, 8)[0] = 1;
	add_bytes(&f, inner.bytes, inner.length);
	p = decode(DLT_RAW, &f);
	ck_assert_int_eq(p.transport, TRANSPORT_ICMP6);
	ck_assert(p.icmp.quotes && p.icmp.quotes_ports);
	ck_assert_uint_eq(p.icmp.quoted_protocol, 6);
	ck_assert_uint_eq(p.icmp.quoted_source_port, 5000);
	ck_assert_uint_eq(p.icmp.quoted_sequence, 1000);
	f.bytes[40] = 128; /* an echo request quotes nothing, whatever it carries */
	p = decode(DLT_RAW, &f);
	ck_assert(!p.icmp.quotes);
}
END_TEST

Suite *suite_decode_ipv6(void)
{
	Suite *suite = suite_create("decode_ipv6");
	TCase *ip = tcase_create("ip");

	tcase_add_test(ip, jumbo_payload_option);
	tcase_add_test(ip, ip6_extension_chains);
	tcase_add_test(ip, ip6_chain_cut_at_every_length);
	tcase_add_test(ip, ip6_extension_longer_than_the_datagram);
	tcase_add_test(ip, ip6_fragments);
	tcase_add_test(ip, other_protocols);
	tcase_add_test(ip, icmp6_quotes_behind_extension_headers);
	suite_add_tcase(suite, ip);
	return suite;
}
