/*
 * test_decode.c - frames, good and bad, byte by byte.
 *
 * Every frame is decoded from a heap copy of exactly its captured size, so that AddressSanitizer and
 * valgrind see the first byte that is read beyond it.
 */
#include <check.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "capture/notation.h"
#include "tests/suites.h"

/* ---- frames ---- */

struct frame {
	uint8_t bytes[2048];
	uint32_t length;
};

static uint8_t *add(struct frame *f, size_t count)
{
	uint8_t *at = f->bytes + f->length;

	ck_assert_uint_le(f->length + count, sizeof(f->bytes));
	f->length += (uint32_t)count;
	return at;
}

static void add_bytes(struct frame *f, const void *bytes, size_t count)
{
	memcpy(add(f, count), bytes, count);
}

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

static void add_ethernet(struct frame *f, unsigned ethertype)
{
	put16(add(f, 14) + 12, ethertype);
}

/* 10.0.0.1 > 10.0.0.2 */
static void add_ip4(struct frame *f, unsigned protocol, unsigned payload, unsigned options, unsigned fragment)
{
	static const uint8_t addresses[8] = { 10, 0, 0, 1, 10, 0, 0, 2 };
	uint8_t *at = add(f, 20 + options);

	at[0] = (uint8_t)(0x45 + options / 4);
	put16(at + 2, 20 + options + payload);
	put16(at + 6, fragment);
	at[8] = 64;
	at[9] = (uint8_t)protocol;
	memcpy(at + 12, addresses, sizeof(addresses));
}

/* ::1 > ::2 */
static void add_ip6(struct frame *f, unsigned next, unsigned payload)
{
	uint8_t *at = add(f, 40);

	at[0] = 0x60;
	put16(at + 4, payload);
	at[6] = (uint8_t)next;
	at[7] = 60;
	at[23] = 1;
	at[39] = 2;
}

/* 5000 > 80, 1000, ack 2000 */
static void add_tcp(struct frame *f, unsigned flags, const void *options, unsigned option_length)
{
	unsigned padded = (option_length + 3) / 4 * 4;
	uint8_t *at = add(f, 20 + padded);

	put16(at, 5000);
	put16(at + 2, 80);
	put32(at + 4, 1000);
	put32(at + 8, 2000);
	put16(at + 12, (5 + padded / 4) << 12 | flags);
	put16(at + 14, 512);
	put16(at + 18, 7);
	if (option_length)
		memcpy(at + 20, options, option_length);
}

static void add_udp(struct frame *f, unsigned length, unsigned data)
{
	uint8_t *at = add(f, 8 + data);

	put16(at, 5000);
	put16(at + 2, 9);
	put16(at + 4, length);
}

/* Decodes a copy that ends where the capture ends. */
static struct packet decode_part(int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length)
{
	static uint8_t *copy;
	struct packet p;

	free(copy); /* the one before: p points into this one until the next call */
	copy = malloc(captured ? captured : 1);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, bytes, captured);
	packet_decode(&p, link_type, captured ? copy : copy + 1, captured, length, 42);
	ck_assert(p.payload_captured <= p.payload_length);
	ck_assert(!p.payload || (p.payload >= copy && p.payload + p.payload_captured <= copy + captured));
	if (!captured) {
		free(copy);
		copy = NULL;
		p.bytes = NULL;
	}
	return p;
}

static struct packet decode(int link_type, const struct frame *f)
{
	return decode_part(link_type, f->bytes, f->length, f->length);
}

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

		ck_assert_int_eq(p.problem, captured < 14 + 20 + 40 ? PACKET_TRUNCATED : PACKET_WHOLE);
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

/* ---- IP ---- */

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
	TCase *frames = tcase_create("frames"), *ip = tcase_create("ip"), *tcp = tcase_create("tcp options"),
	      *rest = tcase_create("udp, icmp, addresses");

	tcase_add_test(frames, segment_is_decoded);
	tcase_add_test(frames, capture_cut_at_every_length);
	tcase_add_test(frames, frame_sent_short_at_every_length);
	tcase_add_test(frames, padding_is_no_payload);
	tcase_add_test(frames, offload_writes_length_zero);
	tcase_add_test(frames, jumbo_payload_option);
	tcase_add_loop_test(frames, link_layer, 0, sizeof(links) / sizeof(links[0]));
	tcase_add_test(frames, endless_vlan_tags);
	tcase_add_test(ip, ip4_options_are_skipped);
	tcase_add_test(ip, ip4_lengths_that_lie);
	tcase_add_test(ip, ip4_fragments);
	tcase_add_test(ip, ip4_first_fragment_of_a_datagram);
	tcase_add_test(ip, ip6_extension_chains);
	tcase_add_test(ip, ip6_chain_cut_at_every_length);
	tcase_add_test(ip, ip6_extension_longer_than_the_datagram);
	tcase_add_test(ip, ip6_fragments);
	tcase_add_test(ip, other_protocols);
	tcase_add_loop_test(tcp, option_lengths, 0, sizeof(legal_lengths) / sizeof(legal_lengths[0]));
	tcase_add_test(tcp, option_length_below_two_or_beyond_the_list);
	tcase_add_test(tcp, option_without_room_for_its_length);
	tcase_add_test(tcp, what_stands_before_a_bad_option_counts);
	tcase_add_test(tcp, nothing_counts_after_the_end);
	tcase_add_test(tcp, unknown_options_are_stepped_over);
	tcase_add_test(tcp, sack_blocks);
	tcase_add_test(tcp, data_offset_that_lies);
	tcase_add_test(rest, udp_lengths);
	tcase_add_test(rest, icmp_quotes);
	tcase_add_test(rest, icmp6_quotes_behind_extension_headers);
	tcase_add_test(rest, icmp_that_is_too_short);
	tcase_add_test(rest, addresses);
	suite_add_tcase(suite, frames);
	suite_add_tcase(suite, ip);
	suite_add_tcase(suite, tcp);
	suite_add_tcase(suite, rest);
	return suite;
}
