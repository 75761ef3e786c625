/* test_decode_transport.c - TCP's options and header length, UDP's length, and what ICMP quotes. */
#include <check.h>
#include <string.h>

#include "tests/support/frame_builder.h"
#include "tests/unit/suites.h"

/* ---- TCP options ---- */

static struct packet with_options(const void *options, unsigned length)
{
	struct frame f = { .length = 0 };

	add_ip4(&f, 6, 20 + (length + 3) / 4 * 4, 0, 0);
	add_tcp(&f, FLAG_SYN, options, length);
	return decode(DLT_RAW, &f);
}

/* Every length that is legal for a kind, as IANA's list and the options' own documents have it. */
static const struct {
	uint8_t kind;
	const char *legal; /* one character per length 2…40: '+' where it is */
} legal_lengths[] = {
	{ 2, "..+" },
	{ 3, ".+" },
	{ 4, "+" },
	{ 5, "........+.......+.......+.......+" },
	{ 6, "....+" },
	{ 7, "....+" },
	{ 8, "........+" },
	{ 9, "+" },
	{ 10, ".+" },
	{ 11, "....+" },
	{ 12, "....+" },
	{ 13, "....+" },
	{ 14, ".+" },
	{ 18, ".+" },
	{ 19, "................+" },
	{ 22, "+" },
	{ 23, "+" },
	{ 27, "......+" },
	{ 28, "..+" },
	{ 34, "+...+.+.+.+.+.+.+" },
	{ 172, "+..+..+..+" },
	{ 174, "+..+..+..+" },
};

START_TEST(option_lengths)
{
	const char *legal = legal_lengths[_i].legal;

	for (unsigned length = 2; length <= 40; length++) {
		uint8_t options[40] = { legal_lengths[_i].kind, (uint8_t)length };
		bool good = length - 2 < strlen(legal) && legal[length - 2] == '+';
		struct packet p;

		p = with_options(options, length);
		ck_assert_msg(p.tcp.options.malformed == !good, "kind %u length %u", legal_lengths[_i].kind,
			      length);
		ck_assert_int_eq(p.problem, PACKET_WHOLE);
	}
}
END_TEST

START_TEST(option_length_below_two_or_beyond_the_list)
{
	static const uint8_t bad[] = { 0, 1, 5, 6, 40, 128, 255 };

	for (unsigned kind = 2; kind < 256; kind++) {
		for (size_t i = 0; i < sizeof(bad); i++) {
			uint8_t options[8] = { 1, 1, 1, 1, (uint8_t)kind, bad[i] };

			ck_assert(with_options(options, sizeof(options)).tcp.options.malformed);
		}
	}
}
END_TEST

START_TEST(option_without_room_for_its_length)
{
	static const uint8_t options[] = { 1, 1, 1, 2 };
	struct packet p = with_options(options, sizeof(options));

	ck_assert(p.tcp.options.malformed);
	ck_assert(!p.tcp.options.has_mss);
}
END_TEST

START_TEST(what_stands_before_a_bad_option_counts)
{
	static const uint8_t options[] = { 2, 4, 2, 0x18, 3, 4, 7, 0, 4, 2, 0, 0 };
	struct packet p = with_options(options, sizeof(options));

	ck_assert(p.tcp.options.malformed);
	ck_assert(p.tcp.options.has_mss && p.tcp.options.mss == 536);
	ck_assert(!p.tcp.options.has_window_scale && !p.tcp.options.sack_permitted);
}
END_TEST

START_TEST(nothing_counts_after_the_end)
{
	static const uint8_t options[] = { 0, 2, 4, 5 };
	struct packet p = with_options(options, sizeof(options));

	ck_assert(!p.tcp.options.malformed && !p.tcp.options.has_mss);
}
END_TEST

START_TEST(unknown_options_are_stepped_over)
{
	static const uint8_t options[] = { 200, 5, 1, 2, 3, 3, 3, 9 };
	struct packet p = with_options(options, sizeof(options));

	ck_assert(!p.tcp.options.malformed);
	ck_assert(p.tcp.options.has_window_scale && p.tcp.options.window_scale == 9);
}
END_TEST

START_TEST(sack_blocks)
{
	uint8_t options[36] = { 1, 1, 5, 34 };
	struct packet p;

	for (size_t i = 0; i < 8; i++)
		put32(options + 4 + 4 * i, 0xfffffff0u + 4 * (uint32_t)i);
	p = with_options(options, sizeof(options));
	ck_assert_uint_eq(p.tcp.options.sack_count, 4);
	ck_assert_uint_eq(p.tcp.options.sack[0].left, 0xfffffff0u);
	ck_assert_uint_eq(p.tcp.options.sack[3].right, 12);
}
END_TEST

START_TEST(data_offset_that_lies)
{
	struct frame f = { .length = 0 };

	add_ip4(&f, 6, 24, 0, 0);
	add_tcp(&f, FLAG_ACK, NULL, 0);
	add(&f, 4);
	for (unsigned words = 0; words < 16; words++) {
		struct packet p;

		f.bytes[32] = (uint8_t)(words << 4);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, words == 5 || words == 6 ? PACKET_WHOLE : PACKET_BAD_LENGTH);
		ck_assert_uint_eq(p.tcp.sequence, 1000); /* what was read before stays */
	}
}
END_TEST

/* ---- UDP and ICMP ---- */

START_TEST(udp_lengths)
{
	for (unsigned length = 0; length < 24; length++) {
		struct frame f = { .length = 0 };
		struct packet p;

		add_ip4(&f, 17, 8 + 8, 0, 0);
		add_udp(&f, length, 8);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, length >= 8 && length <= 16 ? PACKET_WHOLE : PACKET_BAD_LENGTH);
		if (p.problem == PACKET_WHOLE)
			ck_assert_uint_eq(p.payload_length, length - 8);
	}
}
END_TEST

/* An ICMP error that quotes a segment of 10.0.0.1:5000 > 10.0.0.2:80, of which `quoted` bytes. */
static struct packet icmp_error(unsigned quoted)
{
	struct frame inner = { .length = 0 }, f = { .length = 0 };
	uint8_t *at;

	add_ip4(&inner, 6, 40, 0, 0);
	add_tcp(&inner, FLAG_SYN, NULL, 0);
	add_ip4(&f, 1, 8 + quoted, 0, 0);
	at = add(&f, 8);
	at[0] = 3;
	at[1] = 3;
	add_bytes(&f, inner.bytes, quoted);
	return decode(DLT_RAW, &f);
}

START_TEST(icmp_quotes)
{
	for (unsigned quoted = 0; quoted <= 40; quoted++) {
		struct packet p = icmp_error(quoted);
		char text[ADDRESS_TEXT];

		ck_assert_int_eq(p.problem, PACKET_WHOLE);
		ck_assert_int_eq(p.transport, TRANSPORT_ICMP);
		ck_assert_uint_eq(p.icmp.type, 3);
		ck_assert_uint_eq(p.icmp.code, 3);
		ck_assert_uint_eq(p.payload_length, quoted);
		ck_assert_int_eq(p.icmp.quotes, quoted >= 20);
		ck_assert_int_eq(p.icmp.quotes_ports, quoted >= 24);
		ck_assert_uint_eq(p.icmp.quoted_sequence, quoted >= 28 ? 1000 : 0);
		if (!p.icmp.quotes)
			continue;
		ck_assert_str_eq(address_text(&p.icmp.quoted_source, text), "10.0.0.1");
		ck_assert_str_eq(address_text(&p.icmp.quoted_destination, text), "10.0.0.2");
		ck_assert_uint_eq(p.icmp.quoted_protocol, 6);
		ck_assert_uint_eq(p.icmp.quoted_source_port, quoted >= 24 ? 5000 : 0);
		ck_assert_uint_eq(p.icmp.quoted_destination_port, quoted >= 24 ? 80 : 0);
	}
}
END_TEST

START_TEST(icmp_that_is_too_short)
{
	for (unsigned length = 0; length < 8; length++) {
		struct frame f = { .length = 0 };
		struct packet p;

		add_ip4(&f, 1, length, 0, 0);
		add(&f, length);
		p = decode(DLT_RAW, &f);
		ck_assert_int_eq(p.problem, PACKET_BAD_LENGTH);
	}
}
END_TEST

Suite *suite_decode_transport(void)
{
	Suite *suite = suite_create("decode_transport");
	TCase *tcp = tcase_create("tcp options"), *rest = tcase_create("udp, icmp");

	tcase_add_loop_test(tcp, option_lengths, 0, sizeof(legal_lengths) / sizeof(legal_lengths[0]));
	tcase_add_test(tcp, option_length_below_two_or_beyond_the_list);
	tcase_add_test(tcp, option_without_room_for_its_length);
	tcase_add_test(tcp, what_stands_before_a_bad_option_counts);
	tcase_add_test(tcp, nothing_counts_after_the_end);
	tcase_add_test(tcp, unknown_options_are_stepped_over);
	tcase_add_test(tcp, sack_blocks);
	tcase_add_test(tcp, data_offset_that_lies);
	suite_add_tcase(suite, tcp);
	tcase_add_test(rest, udp_lengths);
	tcase_add_test(rest, icmp_quotes);
	tcase_add_test(rest, icmp_that_is_too_short);
	suite_add_tcase(suite, rest);
	return suite;
}
