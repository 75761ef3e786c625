/* test_script_faults.c - what is done to single packets: its lines, and what cannot be done. */
#include <check.h>
#include <string.h>

#include "common/base/text.h"
#include "common/script/options.h"
#include "common/script/script.h"
#include "tests/unit/suites.h"

#define HEAD "title t\nworld hosts\nstart server\nstart client\n"

static struct script *parse_in(const char *head, const char *lines, struct script_error *error)
{
	struct text t = { 0 };
	struct script *s;

	text_addf(&t, "%s%s\n", head, lines);
	s = script_parse("labs/crash/01.lab", t.chars, t.length, error);
	text_free(&t);
	return s;
}

static struct script *parse(const char *lines)
{
	struct script_error error;
	struct script *s = parse_in(HEAD, lines, &error);

	ck_assert_msg(s != NULL, "line %u column %u: %s", error.line, error.column, error.message);
	return s;
}

START_TEST(which_packets_and_what_is_done)
{
	struct script *s = parse("drop client > server P. 1:6(5) ack 1\n"
				 "duplicate next server > client UDP 5\n"
				 "reorder 22nd client > server data 1:...\n"
				 "delay 1.5s 3rd client#2 > server F.\n"
				 "corrupt every server > client ICMP ...");
	const struct line *l = s->lines + 2;

	ck_assert_int_eq(l[0].kind, LINE_DROP);
	ck_assert_uint_eq(l[0].fault.which, 1);
	ck_assert_int_eq(l[0].fault.what->kind, LINE_SEGMENT);
	ck_assert_uint_eq(l[0].fault.what->segment.end.value, 6);
	ck_assert_str_eq(l[0].from.actor, "client");
	ck_assert_str_eq(l[0].to.actor, "server");
	ck_assert_int_eq(l[1].kind, LINE_DUPLICATE);
	ck_assert_uint_eq(l[1].fault.which, 1);
	ck_assert_uint_eq(l[1].fault.what->datagram.length.value, 5);
	ck_assert_int_eq(l[2].kind, LINE_REORDER);
	ck_assert_uint_eq(l[2].fault.which, 22);
	ck_assert_int_eq(l[2].fault.what->kind, LINE_DATA);
	ck_assert_int_eq(l[3].kind, LINE_DELAY);
	ck_assert_int_eq(l[3].fault.delay_ns, 1500000000);
	ck_assert_uint_eq(l[3].fault.which, 3);
	ck_assert_uint_eq(l[3].fault.what->from.connection, 2);
	ck_assert_int_eq(l[4].kind, LINE_CORRUPT);
	ck_assert_uint_eq(l[4].fault.which, FAULT_EVERY);
	ck_assert_int_eq(l[4].fault.what->kind, LINE_ICMP);
	for (int i = 0; i < 5; i++)
		ck_assert(line_is_action(&l[i]) && line_is_fault(&l[i]) && l[i].act == (unsigned)i + 3);
	ck_assert(script_has_faults(s));
	script_free(s);
	s = parse("wait 1ms");
	ck_assert(!script_has_faults(s));
	script_free(s);
}
END_TEST

START_TEST(what_is_injected)
{
	struct script *s = parse(
		"inject server > client R 1:1(0)\n"
		"inject client#1 > server P. 1:6(5) ack 1 <nop,nop,TS val -7 ecr 0> \"a\\nb #\" # text\n"
		"inject client > server UDP 3\n"
		"inject router > client ICMP host-unreachable\n"
		"inject 203.0.113.9 > client ICMP time-exceeded\n"
		"inject 2001:db8:9::1 > client UDP 2 \"ab\"");
	const struct line *l = s->lines + 2;

	for (int i = 0; i < 6; i++)
		ck_assert(l[i].kind == LINE_INJECT && line_is_fault(&l[i]));
	ck_assert_ptr_null(l[0].fault.payload);
	ck_assert_uint_eq(l[0].fault.what->segment.flags, FLAG_RST);
	ck_assert_str_eq(l[1].fault.payload, "a\nb #");
	ck_assert_uint_eq(l[1].fault.what->from.connection, 1);
	ck_assert_str_eq(l[1].fault.what->segment.options, "nop,nop,TS val -7 ecr 0");
	ck_assert_ptr_null(l[2].fault.payload);
	ck_assert_str_eq(l[3].fault.what->icmp, "host-unreachable");
	ck_assert_ptr_null(l[3].fault.what->from.address);
	ck_assert_uint_eq(l[4].fault.what->from.at.address.family, 4);
	ck_assert_uint_eq(l[4].fault.what->from.at.address.bytes[3], 9);
	ck_assert_uint_eq(l[5].fault.what->from.at.address.family, 6);
	script_free(s);
}
END_TEST

START_TEST(controls_of_faults)
{
	struct script *s = parse("drop client > server P. 1:6(5)\n"
				 "* client > server P. 1:6(5) lost\n"
				 "control drop 2nd client > server P. 1:6(5)\n"
				 "control without drop");
	struct script *with = script_with_control(s, 0);

	ck_assert_uint_eq(with->lines[2].fault.which, 2);
	script_free(with);
	with = script_with_control(s, 1);
	ck_assert(!script_has_faults(with));
	script_free(with);
	script_free(s);
}
END_TEST

static const struct {
	const char *lines, *message;
} wrong[] = {
	{ "drop", "expected a packet, as in client > server P. 1:6(5), found the end of the line" },
	{ "drop 3 client > server P.",
	  "expected which of them is meant, as in 1st, 2nd, 3rd or 4th, or 'every'" },
	{ "drop 0th client > server P.", "packets are counted from 1" },
	{ "drop client > server P. 1:N(5)",
	  "a NAME has no value here, where the packet is on its way; write a number, or ..." },
	{ "drop client > server UDP N",
	  "a NAME has no value here, where the packet is on its way; write a number, or ..." },
	{ "drop client > server P. lost", "what is lost is seen behind this line, not here" },
	{ "drop router > client ICMP",
	  "this is done to what one host sends to another, not to the router's own" },
	{ "drop client > client P.",
	  "'client' and 'client' both live on host client: no cable is between them" },
	{ "drop 203.0.113.9 > 203.0.113.8 P.",
	  "this is done to what one host sends to another, not to the router's own" },
	{ "delay client > server P.", "expected a duration such as 500ms or 2s, found 'client'" },
	{ "drop client > server P. now", "unknown word for a segment 'now'" },
	{ "start other = client\ndrop client > server P.",
	  "a cable cannot tell whose packets these are: 'client' and 'other' both live on host client" },
	{ "* drop client > server P.", "only an expectation can be starred; 'drop' is an action" },
	{ "mend", "there is nothing to mend: no cut and no unreachable stands above this line" },
	{ "inject", "expected a packet, as in server > client R. 1:1(0) ack 1, found the end of the line" },
	{ "inject server > client R", "an injected segment needs its numbers, as in R. 1:1(0) ack 1" },
	{ "inject server > client R 1:...", "an injected segment needs its numbers, as in R. 1:1(0) ack 1" },
	{ "inject server > client R. 1:1(0)",
	  "an injected segment with the ACK flag ('.') needs its number, as in ack 1" },
	{ "inject server > client R[.] 1:1(0)", "an injected segment has a flag or not: no brackets" },
	{ "inject server > client . 1:1(0) ack 1 win 3",
	  "the window of an injected segment is what its connection has said last" },
	{ "inject server > client . 1:1(0) ack 1 lost",
	  "what becomes of an injected segment is seen behind this line, not here" },
	{ "inject server > client . 1:1(0) ack 1 <mss 70000>",
	  "options that can be injected are mss N, wscale N, sackOK, TS val N ecr N, nop and eol, in at most 40 "
	  "bytes; not 'mss 70000'" },
	{ "inject server > client data 1:6",
	  "data is any number of segments: inject one, as in P. 1:6(5) ack 1" },
	{ "inject server > client UDP", "an injected datagram needs its length, as in UDP 5" },
	{ "inject server > client UDP 4 \"hello\"", "the text has 5 bytes, and the numbers say 4" },
	{ "inject server > client UDP 2000", "at most 1200 bytes can be injected" },
	{ "inject server > client ICMP", "which ICMP message? As in ICMP host-unreachable" },
	{ "inject router > client R 1:1(0)", "all that a router says is ICMP" },
	{ "inject 203.0.113.9 > client R 1:1(0)",
	  "a segment is of a connection: name the host that is its other end" },
	{ "inject client > router R 1:1(0)",
	  "a packet is injected on its way to a host that has not sent it" },
};

START_TEST(what_cannot_be_done)
{
	struct script_error error;

	ck_assert_ptr_null(parse_in(HEAD, wrong[_i].lines, &error));
	ck_assert_msg(strncmp(error.message, wrong[_i].message, strlen(wrong[_i].message)) == 0, "%s: %s",
		      wrong[_i].lines, error.message);
}
END_TEST

/* Where there is no cable. */
START_TEST(only_between_hosts)
{
	static const char *const lines[] = { "drop client > server P.", "delay 1s client > server P.",
					     "inject client > server R 1:1(0)" };
	struct script_error error;

	for (int i = 0; i < 3; i++) {
		ck_assert_ptr_null(parse_in("title t\nstart server\nstart client\n", lines[i], &error));
		ck_assert_msg(strstr(error.message,
				     ": only 'world hosts', 'world lan' and 'world switched' have a "
				     "cable on which this can be done, and this is world loopback"),
			      "%s", error.message);
		ck_assert_uint_eq(error.column, 1);
	}
}
END_TEST

static void encodes(const char *list, const char *bytes, size_t length)
{
	uint8_t out[OPTIONS_MOST];
	const char *bad;

	ck_assert_uint_eq(options_encode(list, out, &bad), length);
	ck_assert(memcmp(out, bytes, length) == 0);
}

START_TEST(options_as_bytes)
{
	uint8_t out[OPTIONS_MOST];
	const char *bad, *list = "nop, mss 1,  wscale 256";

	encodes("", "", 0);
	encodes(" ", "", 0);
	encodes("mss 1460", "\2\4\5\264", 4);
	encodes("nop,wscale 7 , sackOK", "\1\3\3\7\4\2\0\0", 8);
	encodes("TS val 4294967295 ecr -1,eol", "\10\12\377\377\377\377\377\377\377\377\0\0", 12);
	encodes("nop,nop,TS  val\t1 ecr 65536", "\1\1\10\12\0\0\0\1\0\1\0\0", 12);
	ck_assert_uint_eq(options_encode(list, out, &bad), SIZE_MAX);
	ck_assert_str_eq(bad, "wscale 256");
	ck_assert_uint_eq(options_encode("TS val 1", out, &bad), SIZE_MAX);
	ck_assert_uint_eq(options_encode("...", out, &bad), SIZE_MAX);
	ck_assert_uint_eq(options_encode("nop,,nop", out, &bad), SIZE_MAX);
	ck_assert_uint_eq(
		options_encode("TS val 1 ecr 1,TS val 1 ecr 1,TS val 1 ecr 1,TS val 1 ecr 1,nop", out, &bad),
		SIZE_MAX);
	ck_assert_str_eq(bad, "nop");
}
END_TEST

Suite *suite_script_faults(void)
{
	Suite *s = suite_create("script_faults");
	TCase *c = tcase_create("language");

	tcase_add_test(c, which_packets_and_what_is_done);
	tcase_add_test(c, what_is_injected);
	tcase_add_test(c, controls_of_faults);
	tcase_add_loop_test(c, what_cannot_be_done, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(c, only_between_hosts);
	tcase_add_test(c, options_as_bytes);
	suite_add_tcase(s, c);
	return s;
}
