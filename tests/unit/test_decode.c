/* test_decode.c - whole frames, byte by byte, cut at every length, and on every link layer; addresses. */
#include <check.h>
#include <string.h>

#include "tests/support/frame_builder.h"
#include "tests/unit/suites.h"

static struct frame whole_segment(void)
{
	static const uint8_t options[] = { 2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 7 };
	struct frame f = { .length = 0 };

	add_ethernet(&f, 0x0800);
	add_ip4(&f, 6, 40 + 5, 0, 0x4000);
	add_tcp(&f, FLAG_PSH | FLAG_ACK, options, sizeof(options));
	add_bytes(&f, "hello", 5);
	return f;
}

/* ---- whole frames ---- */

START_TEST(segment_is_decoded)
{
	struct frame f = whole_segment();
	struct packet p = decode(DLT_EN10MB, &f);
	char text[ADDRESS_TEXT];

	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_int_eq(p.time_ns, 42);
	ck_assert_str_eq(address_text(&p.source, text), "10.0.0.1");
	ck_assert_str_eq(address_text(&p.destination, text), "10.0.0.2");
	ck_assert_uint_eq(p.ip_offset, 14);
	ck_assert_uint_eq(p.ip_length, 65);
	ck_assert_uint_eq(p.hop_limit, 64);
	ck_assert(!p.fragment);
	ck_assert_int_eq(p.transport, TRANSPORT_TCP);
	ck_assert_uint_eq(p.tcp.source_port, 5000);
	ck_assert_uint_eq(p.tcp.destination_port, 80);
	ck_assert_uint_eq(p.tcp.sequence, 1000);
	ck_assert_uint_eq(p.tcp.acknowledgment, 2000);
	ck_assert_uint_eq(p.tcp.flags, FLAG_PSH | FLAG_ACK);
	ck_assert_uint_eq(p.tcp.window, 512);
	ck_assert_uint_eq(p.tcp.urgent, 7);
	ck_assert_uint_eq(p.tcp.header_length, 40);
	ck_assert(!p.tcp.options.malformed);
	ck_assert(p.tcp.options.has_mss && p.tcp.options.mss == 1460);
	ck_assert(p.tcp.options.has_window_scale && p.tcp.options.window_scale == 7);
	ck_assert(p.tcp.options.sack_permitted);
	ck_assert(p.tcp.options.has_timestamps && p.tcp.options.ts_value == 1 && p.tcp.options.ts_echo == 2);
	ck_assert_uint_eq(p.payload_length, 5);
	ck_assert_uint_eq(p.payload_captured, 5);
	ck_assert_mem_eq(p.payload, "hello", 5);
}
END_TEST

/* At every length: nothing is read beyond, what was read stays valid, and the problem says where it ended. */
START_TEST(capture_cut_at_every_length)
{
	struct frame f = whole_segment();

	for (uint32_t captured = 0; captured < f.length; captured++) {
		struct packet p = decode_part(DLT_EN10MB, f.bytes, captured, f.length);

		/* A snapshot of 60 bytes has flags and numbers; that options are missing is said of the options. */
		ck_assert_int_eq(p.problem, captured < 14 + 20 + 20 ? PACKET_TRUNCATED : PACKET_WHOLE);
		ck_assert_int_eq(p.tcp.options.cut, captured >= 54 && captured < 74);
		ck_assert_uint_eq(p.tcp.flags, captured < 54 ? 0 : FLAG_PSH | FLAG_ACK);
		ck_assert_int_eq(p.source.family, captured < 34 ? 0 : 4);
		ck_assert_int_eq(p.transport, captured < 54 ? TRANSPORT_NONE : TRANSPORT_TCP);
		ck_assert(!p.tcp.options.malformed); /* the sender is not to blame */
		ck_assert_uint_eq(p.tcp.options.has_mss, captured >= 58);
		ck_assert_uint_eq(p.payload_length, captured < 54 ? 0 : 5);
		ck_assert_uint_eq(p.payload_captured, captured < 74 ? 0 : captured - 74);
	}
}
END_TEST

START_TEST(frame_sent_short_at_every_length)
{
	struct frame f = whole_segment();

	for (uint32_t length = 0; length < f.length; length++) {
		struct packet p = decode_part(DLT_EN10MB, f.bytes, length, length);

		ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
	}
}
END_TEST

START_TEST(padding_is_no_payload)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_ethernet(&f, 0x0800);
	add_ip4(&f, 6, 20, 0, 0);
	add_tcp(&f, FLAG_ACK, NULL, 0);
	memset(add(&f, 6), 0xff, 6);
	p = decode(DLT_EN10MB, &f);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.payload_length, 0);
	ck_assert_ptr_null(p.payload);
}
END_TEST

START_TEST(offload_writes_length_zero)
{
	struct frame f = whole_segment();
	struct packet p;

	put16(f.bytes + 16, 0);
	p = decode_part(DLT_EN10MB, f.bytes, f.length, 14 + 20 + 40 + 100000);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.ip_length, 20 + 40 + 100000);
	ck_assert_uint_eq(p.payload_length, 100000);
	ck_assert_uint_eq(p.payload_captured, 5);

	f = (struct frame){ .length = 0 }; /* IPv6: the same, without the jumbo option */
	add_ip6(&f, 6, 0);
	add_tcp(&f, FLAG_ACK, NULL, 0);
	p = decode_part(DLT_RAW, f.bytes, f.length, 40 + 20 + 90000);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.payload_length, 90000);
}
END_TEST

/* ---- link layers ---- */

static const struct {
	int type;
	uint8_t header[20];
	uint32_t length;
	uint8_t version;
	enum packet_problem problem;
} links[] = {
	{ DLT_EN10MB, { [12] = 0x08, 0x00 }, 14, 4, PACKET_WHOLE },
	{ DLT_EN10MB, { [12] = 0x86, 0xdd }, 14, 6, PACKET_WHOLE },
	{ DLT_EN10MB, { [12] = 0x81, 0x00, 0, 5, 0x08, 0x00 }, 18, 4, PACKET_WHOLE },
	{ DLT_EN10MB, { [12] = 0x08, 0x06 }, 14, 4, PACKET_NOT_IP },
	{ DLT_EN10MB, { [12] = 0x86, 0xdd }, 14, 4, PACKET_NOT_IP },
	{ DLT_LINUX_SLL, { [14] = 0x08, 0x00 }, 16, 4, PACKET_WHOLE },
	{ DLT_LINUX_SLL, { [14] = 0x86, 0xdd }, 16, 6, PACKET_WHOLE },
	{ DLT_LINUX_SLL2, { 0x08, 0x00 }, 20, 4, PACKET_WHOLE },
	{ DLT_LINUX_SLL2, { 0x08, 0x06 }, 20, 4, PACKET_NOT_IP },
	{ DLT_NULL, { 2, 0, 0, 0 }, 4, 4, PACKET_WHOLE },
	{ DLT_NULL, { 0, 0, 0, 2 }, 4, 4, PACKET_WHOLE },
	{ DLT_NULL, { 30, 0, 0, 0 }, 4, 6, PACKET_WHOLE },
	{ DLT_NULL, { 7, 0, 0, 0 }, 4, 4, PACKET_NOT_IP },
	{ DLT_LOOP, { 0, 0, 0, 24 }, 4, 6, PACKET_WHOLE },
	{ DLT_RAW, { 0 }, 0, 4, PACKET_WHOLE },
	{ DLT_RAW, { 0 }, 0, 6, PACKET_WHOLE },
	{ DLT_IPV4, { 0 }, 0, 4, PACKET_WHOLE },
	{ DLT_IPV6, { 0 }, 0, 6, PACKET_WHOLE },
	{ DLT_IEEE802_11, { 0 }, 0, 4, PACKET_UNKNOWN_LINK },
};

START_TEST(link_layer)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_bytes(&f, links[_i].header, links[_i].length);
	if (links[_i].version == 4)
		add_ip4(&f, 17, 8, 0, 0);
	else
		add_ip6(&f, 17, 8);
	add_udp(&f, 8, 0);
	p = decode(links[_i].type, &f);
	ck_assert_int_eq(p.problem, links[_i].problem);
	if (p.problem != PACKET_WHOLE)
		return;
	ck_assert_int_eq(p.source.family, links[_i].version);
	ck_assert_int_eq(p.transport, TRANSPORT_UDP);
	ck_assert_uint_eq(p.ip_offset, links[_i].length);
}
END_TEST

static struct frame in_ethernet(unsigned ethertype, const void *between, size_t count, bool six)
{
	struct frame f = { 0 };

	add_ethernet(&f, ethertype);
	add_bytes(&f, between, count);
	if (six)
		add_ip6(&f, 6, 20);
	else
		add_ip4(&f, 6, 20, 0, 0);
	add_tcp(&f, FLAG_SYN, NULL, 0);
	return f;
}

START_TEST(mpls_and_pppoe)
{
	static const uint8_t labels[] = { 0, 1, 0x60, 64, 0, 2, 0x61, 63 }; /* the second is the bottom */
	static const uint8_t wire[] = { 0, 1, 0x61, 64, 0, 0, 0, 0 }; /* a pseudowire's control word */
	static const uint8_t ppp4[] = { 0x11, 0, 0, 1, 0, 42, 0x00, 0x21 },
			     ppp6[] = { 0x11, 0, 0, 1, 0, 62, 0x00, 0x57 };
	static const uint8_t lcp[] = { 0x11, 0, 0, 1, 0, 42, 0xc0, 0x21 };
	struct frame f = in_ethernet(0x8847, labels, sizeof(labels), false);
	struct packet p = decode(DLT_EN10MB, &f);

	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.ip_offset, 22);
	ck_assert_uint_eq(p.tcp.flags, FLAG_SYN);
	for (uint32_t captured = 14; captured < 23; captured++)
		ck_assert_int_eq(decode_part(DLT_EN10MB, f.bytes, captured, f.length).problem,
				 PACKET_TRUNCATED);
	f = in_ethernet(0x8848, labels, sizeof(labels), true);
	ck_assert_uint_eq(decode(DLT_EN10MB, &f).source.family, 6);
	f = in_ethernet(0x8847, wire, sizeof(wire), false);
	ck_assert_int_eq(decode(DLT_EN10MB, &f).problem, PACKET_NOT_IP);

	f = in_ethernet(0x8864, ppp4, sizeof(ppp4), false);
	add_bytes(&f, "padding", 7);
	p = decode(DLT_EN10MB, &f);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.tcp.flags, FLAG_SYN);
	ck_assert_uint_eq(p.payload_length, 0);
	for (uint32_t captured = 14; captured < 22; captured++)
		ck_assert_int_eq(decode_part(DLT_EN10MB, f.bytes, captured, f.length).problem,
				 PACKET_TRUNCATED);
	f = in_ethernet(0x8864, ppp6, sizeof(ppp6), true);
	p = decode(DLT_EN10MB, &f);
	ck_assert_int_eq(p.problem, PACKET_WHOLE);
	ck_assert_uint_eq(p.source.family, 6);
	f = in_ethernet(0x8864, lcp, sizeof(lcp), false);
	ck_assert_int_eq(decode(DLT_EN10MB, &f).problem, PACKET_NOT_IP);
}
END_TEST

START_TEST(endless_vlan_tags)
{
	struct frame f = { .length = 0 };
	struct packet p;

	add_ethernet(&f, 0x8100);
	for (int i = 0; i < 100; i++)
		put16(add(&f, 4) + 2, 0x8100);
	p = decode(DLT_EN10MB, &f);
	ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
}
END_TEST

/* ---- addresses ---- */

START_TEST(addresses)
{
	static const char *const good[] = { "127.0.0.2", "0.0.0.0",	"::1",
					    "::",	 "2001:db8::1", "::ffff:192.0.2.1" };
	static const char *const bad[] = { "",	      "127.0.0", "127.0.0.256", "localhost",
					   "1::2::3", "::1%lo",	 " ::1" };
	struct endpoint a, b;
	char text[ENDPOINT_TEXT];

	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert(address_parse(good[i], &a.address));
		ck_assert_str_eq(address_text(&a.address, text), good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert(!address_parse(bad[i], &a.address));
		ck_assert_uint_eq(a.address.family, 0);
	}
	a.port = 9877;
	address_parse("127.0.0.2", &a.address);
	ck_assert_str_eq(endpoint_text(&a, text), "127.0.0.2:9877");
	b = a;
	memset(b.address.bytes + 4, 0xff, 12); /* no part of an IPv4 address */
	ck_assert(endpoint_equal(&a, &b));
	b.port++;
	ck_assert(!endpoint_equal(&a, &b));
	address_parse("::1", &b.address);
	ck_assert(!address_equal(&a.address, &b.address));
	ck_assert_str_eq(endpoint_text(&b, text), "[::1]:9878");
	address_parse("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", &b.address);
	b.port = 65535;
	ck_assert_uint_lt(strlen(endpoint_text(&b, text)), sizeof(text));
}
END_TEST

Suite *suite_decode(void)
{
	Suite *suite = suite_create("decode");
	TCase *frames = tcase_create("frames"), *rest = tcase_create("addresses");

	tcase_add_test(frames, segment_is_decoded);
	tcase_add_test(frames, capture_cut_at_every_length);
	tcase_add_test(frames, frame_sent_short_at_every_length);
	tcase_add_test(frames, padding_is_no_payload);
	tcase_add_test(frames, offload_writes_length_zero);
	tcase_add_loop_test(frames, link_layer, 0, sizeof(links) / sizeof(links[0]));
	tcase_add_test(frames, endless_vlan_tags);
	tcase_add_test(frames, mpls_and_pppoe);
	suite_add_tcase(suite, frames);
	tcase_add_test(rest, addresses);
	suite_add_tcase(suite, rest);
	return suite;
}
