/*
 * test_notation.c - segments as text, and text as flags.
 */
#include <check.h>
#include <string.h>

#include "capture/notation.h"
#include "tests/unit/suites.h"

START_TEST(flags_to_text_and_back)
{
	static const struct {
		unsigned flags;
		const char *text;
	} pairs[] = {
		{ FLAG_SYN, "S" },
		{ FLAG_SYN | FLAG_ACK, "S." },
		{ FLAG_PSH | FLAG_ACK, "P." },
		{ FLAG_FIN | FLAG_PSH | FLAG_ACK, "FP." },
		{ FLAG_RST | FLAG_ACK, "R." },
		{ FLAG_ACK, "." },
		{ FLAG_SYN | FLAG_ECE | FLAG_CWR, "SEW" },
		{ 0x1ff, "SFRPUEWe." },
		{ 0, "none" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char text[FLAGS_TEXT];
		unsigned flags;

		ck_assert_str_eq(flags_text(pairs[i].flags, text), pairs[i].text);
		ck_assert(flags_parse(text, strlen(text), &flags));
		ck_assert_uint_eq(flags, pairs[i].flags);
	}
}
END_TEST

START_TEST(every_set_of_flags)
{
	for (unsigned set = 0; set < 512; set++) {
		char text[FLAGS_TEXT];
		unsigned flags;

		flags_text(set, text);
		ck_assert(flags_parse(text, strlen(text), &flags));
		ck_assert_uint_eq(flags, set);
	}
}
END_TEST

START_TEST(letters_that_are_no_flags)
{
	static const char *const bad[] = { "", "X", "s", "SS", "S..", "P.P", "S ", "nonesuch", "no" };
	unsigned flags;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!flags_parse(bad[i], strlen(bad[i]), &flags), "\"%s\"", bad[i]);
	ck_assert(flags_parse(".P", 2, &flags)); /* any order */
	ck_assert_uint_eq(flags, FLAG_ACK | FLAG_PSH);
	ck_assert(flags_parse("S.xyz", 2, &flags)); /* no further than len */
}
END_TEST

static const uint8_t syn_options[] = { 2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 100, 0, 0, 0, 0, 1, 3, 3, 7 };
static const uint8_t sack_options[] = { 1, 1, 5, 10, 0, 0, 0x10, 5, 0, 0, 0x10, 9 }; /* 4101:4105 */

static struct segment segment(unsigned flags, uint32_t first, uint32_t length, uint32_t ack)
{
	struct segment s;

	memset(&s, 0, sizeof(s));
	s.packet.tcp.flags = (uint16_t)flags;
	s.packet.tcp.acknowledgment = ack + 4096;
	s.packet.payload_length = length;
	s.first = first;
	s.end = first + length;
	s.ack = flags & FLAG_ACK ? ack : 0;
	s.window = 512;
	return s;
}

static void set_options(struct segment *s, const uint8_t *options, size_t length)
{
	s->packet.tcp.options.bytes = options;
	s->packet.tcp.options.length = (uint8_t)length;
}

START_TEST(segments)
{
	char text[SEGMENT_TEXT];
	struct segment s = segment(FLAG_SYN, 0, 0, 0);

	set_options(&s, syn_options, sizeof(syn_options));
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), "S 0:0(0)");
	ck_assert_str_eq(segment_text(&s, NOTATION_WINDOW, text, sizeof(text)), "S 0:0(0) win 512");
	ck_assert_str_eq(segment_text(&s, NOTATION_FULL, text, sizeof(text)),
			 "S 0:0(0) win 512 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>");
	s = segment(FLAG_SYN | FLAG_ACK, 0, 0, 1);
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), "S. 0:0(0) ack 1");
	s = segment(FLAG_PSH | FLAG_ACK, 1, 5, 1);
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), "P. 1:6(5) ack 1");
	s = segment(FLAG_ACK, 1, 0, 6);
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), ". ack 6");
	set_options(&s, sack_options, sizeof(sack_options)); /* edges are relative, as the ACK is */
	ck_assert_str_eq(segment_text(&s, NOTATION_FULL, text, sizeof(text)),
			 ". ack 6 win 512 <nop,nop,sack 1 {5:9}>");
	s.marks = MARK_KEEPALIVE_PROBE; /* the number is the point of it */
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), ". 1:1(0) ack 6");
	s = segment(FLAG_RST, 6, 0, 0);
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)), "R 6:6(0)");
	s = segment(FLAG_FIN | FLAG_PSH | FLAG_ACK, 4294967295u, 1, 4294967295u);
	ck_assert_str_eq(segment_text(&s, NOTATION_SHORT, text, sizeof(text)),
			 "FP. 4294967295:0(1) ack 4294967295");
	s = segment(FLAG_URG | FLAG_ACK, 1, 1, 1);
	s.packet.tcp.urgent = 1;
	ck_assert_str_eq(segment_text(&s, NOTATION_WINDOW, text, sizeof(text)),
			 "U. 1:2(1) ack 1 win 512 urg 1");
}
END_TEST

START_TEST(text_that_does_not_fit_is_cut)
{
	char whole[SEGMENT_TEXT], text[SEGMENT_TEXT];
	struct segment s = segment(FLAG_SYN | FLAG_ACK, 0, 0, 1);

	set_options(&s, syn_options, sizeof(syn_options));
	segment_text(&s, NOTATION_FULL, whole, sizeof(whole));
	for (size_t size = 1; size < sizeof(text); size++) {
		memset(text, '#', sizeof(text));
		segment_text(&s, NOTATION_FULL, text, size);
		ck_assert_uint_eq(strlen(text), strlen(whole) < size ? strlen(whole) : size - 1);
		ck_assert(strncmp(text, whole, strlen(text)) == 0);
		ck_assert(size >= sizeof(text) - 1 || text[size] == '#');
	}
	segment_text(&s, NOTATION_FULL, text, 0); /* nothing is written */
}
END_TEST

START_TEST(option_lists)
{
	static const struct {
		uint8_t bytes[12], length;
		bool malformed;
		const char *text;
	} lists[] = {
		{ { 0 }, 0, false, "" },
		{ { 1, 1, 0 }, 3, false, "<nop,nop,eol>" },
		{ { 34, 2, 1, 1 }, 4, false, "<tfo,nop,nop>" },
		{ { 34, 6, 1, 2, 3, 0xff }, 6, false, "<tfo 0x010203ff>" },
		{ { 200, 4, 0xab, 0xcd }, 4, false, "<unknown-200 0xabcd>" },
		{ { 5, 10, 0, 0, 0, 1, 0, 0, 0, 6 }, 10, false, "<sack 1 {1:6}>" },
		{ { 3, 3, 7, 2, 3, 0 }, 6, true, "<wscale 7,bad option>" },
		{ { 3, 3, 7, 2, 4, 0 }, 6, false, "<wscale 7,cut short>" },
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct tcp_options o;
		char text[SEGMENT_TEXT];

		memset(&o, 0, sizeof(o));
		o.bytes = lists[i].bytes;
		o.length = lists[i].length;
		o.malformed = lists[i].malformed;
		ck_assert_str_eq(options_text(&o, text, sizeof(text)), lists[i].text);
	}
}
END_TEST

START_TEST(marks)
{
	char text[SEGMENT_TEXT], again[8];

	ck_assert_str_eq(marks_text(0, text, sizeof(text)), "");
	ck_assert_str_eq(marks_text(MARK_BARE_ACK, text, sizeof(text)), "");
	ck_assert_str_eq(marks_text(MARK_RETRANSMISSION, text, sizeof(text)), "retransmission");
	ck_assert_str_eq(
		marks_text(MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_WINDOW_UPDATE, text, sizeof(text)),
		"probe answer, window update");
	ck_assert_str_eq(marks_text(~0u, again, sizeof(again)), "retrans");
	marks_text(~0u, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "D-SACK"));
}
END_TEST

START_TEST(other_packets)
{
	struct packet p;
	char text[SEGMENT_TEXT];

	memset(&p, 0, sizeof(p));
	p.source.family = 4;
	p.transport = TRANSPORT_UDP;
	p.protocol = 17;
	p.payload_length = 5;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "UDP 5");
	p.fragment = true;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "UDP fragment at 0");
	p.problem = PACKET_FRAGMENT;
	p.fragment_offset = 1480;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "UDP fragment at 1480");
	p.problem = PACKET_TRUNCATED;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "UDP, cut short within a header");

	memset(&p, 0, sizeof(p));
	p.source.family = 4;
	p.transport = TRANSPORT_ICMP;
	p.protocol = 1;
	p.icmp.type = 3;
	p.icmp.code = 3;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "ICMP port-unreachable");
	p.icmp.type = 200;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "ICMP type-200 code-3");
	p.transport = TRANSPORT_ICMP6;
	p.icmp.type = 1;
	p.icmp.code = 4;
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "ICMP port-unreachable");
}
END_TEST

START_TEST(frames_that_are_not_ip)
{
	uint8_t arp[60] = { [12] = 0x08, [13] = 0x06 }, lldp[60] = { [12] = 0x88, [13] = 0xcc },
		llc[60] = { 0 };
	struct packet p;
	char text[SEGMENT_TEXT];

	packet_decode(&p, 1, arp, sizeof(arp), sizeof(arp), 0);
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "ARP");
	packet_decode(&p, 1, lldp, sizeof(lldp), sizeof(lldp), 0);
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "EtherType 0x88cc");
	packet_decode(&p, 1, llc, sizeof(llc), sizeof(llc), 0);
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "not IP");
	packet_decode(&p, 1, arp, 13, sizeof(arp), 0);
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "frame, cut short within a header");
	packet_decode(&p, 9999, arp, sizeof(arp), sizeof(arp), 0);
	ck_assert_str_eq(packet_text(&p, text, sizeof(text)), "unknown link type 9999");
}
END_TEST

START_TEST(icmp_names)
{
	ck_assert_str_eq(icmp_name(4, 3, 1), "host-unreachable");
	ck_assert_str_eq(icmp_name(4, 3, 99), "unreachable");
	ck_assert_str_eq(icmp_name(4, 11, 0), "time-exceeded");
	ck_assert_str_eq(icmp_name(4, 8, 0), "echo-request");
	ck_assert_ptr_null(icmp_name(4, 99, 0));
	ck_assert_str_eq(icmp_name(6, 1, 3), "address-unreachable");
	ck_assert_str_eq(icmp_name(6, 3, 0), "time-exceeded");
	ck_assert_str_eq(icmp_name(6, 128, 0), "echo-request");
	ck_assert_ptr_null(icmp_name(6, 99, 0));
}
END_TEST

Suite *suite_notation(void)
{
	Suite *suite = suite_create("notation");
	TCase *tcase = tcase_create("notation");

	tcase_add_test(tcase, flags_to_text_and_back);
	tcase_add_test(tcase, every_set_of_flags);
	tcase_add_test(tcase, letters_that_are_no_flags);
	tcase_add_test(tcase, segments);
	tcase_add_test(tcase, text_that_does_not_fit_is_cut);
	tcase_add_test(tcase, option_lists);
	tcase_add_test(tcase, marks);
	tcase_add_test(tcase, other_packets);
	tcase_add_test(tcase, frames_that_are_not_ip);
	tcase_add_test(tcase, icmp_names);
	suite_add_tcase(suite, tcase);
	return suite;
}
