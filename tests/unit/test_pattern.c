/* test_pattern.c - what matches a line and what does not: numbers, segments, options, arguments. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/script/pattern.h"
#include "tests/unit/suites.h"

/* The pattern of "client > server TEXT" in a script of its own. */
static struct script *pattern(const char *text, const struct segment_pattern **out)
{
	char source[512];
	struct script_error e;
	struct script *s;
	int length = snprintf(source, sizeof(source),
			      "title t\nstart server\nstart client\nclient > server %s\n", text);

	s = script_parse("x.lab", source, (size_t)length, &e);
	ck_assert_msg(s != NULL, "%s: %s", text, e.message);
	*out = &s->lines[2].segment;
	return s;
}

static struct segment segment(unsigned flags, uint32_t first, uint32_t length, uint32_t ack, uint32_t window)
{
	struct segment s = { .first = first, .end = first + length, .ack = ack, .window = window };

	s.packet.tcp.flags = (uint16_t)flags;
	s.packet.payload_length = length;
	return s;
}

static bool fits(const char *text, struct segment s)
{
	const struct segment_pattern *p;
	struct script *script = pattern(text, &p);
	bool bound[4] = { 0 };
	uint64_t value[4] = { 0 };
	struct bindings names = { .count = 4, .bound = bound, .value = value };
	bool result = segment_matches(p, &s, &names);
	char difference[256];

	segment_difference(p, &s, &names, difference, sizeof(difference));
	ck_assert_msg(result == !*difference, "%s: %s", text, difference);
	script_free(script);
	return result;
}

START_TEST(segments)
{
	struct segment s = segment(FLAG_PSH | FLAG_ACK, 1, 5, 1, 512);

	ck_assert(fits("P. 1:6(5) ack 1", s));
	ck_assert(fits("P.", s));
	ck_assert(fits("[P]. 1:6", s));
	ck_assert(fits("P. ...:6(...) ack ... win 512", s));
	ck_assert(fits("P. N:M(5) ack N win > 0", s));
	ck_assert(!fits(". 1:6(5) ack 1", s));
	ck_assert(!fits("P. 1:7", s));
	ck_assert(!fits("P. 2:6", s));
	ck_assert(!fits("P. ...:...(4)", s));
	ck_assert(!fits("P. 1:6 ack 2", s));
	ck_assert(!fits("P. N:N", s));
	ck_assert(!fits("P. win 0", s));
	ck_assert(!fits("P. win < 512", s));
	ck_assert(!fits("P. retransmission", s));
	s.marks = MARK_RETRANSMISSION | MARK_ZERO_WINDOW;
	ck_assert(fits("P. retransmission", s));
	ck_assert(fits("P. zero window, retransmission", s));
	ck_assert(fits("P. lost", s)); /* whether it was lost is not the wire's to say */
	ck_assert(fits("[P]. 1:6", segment(FLAG_ACK, 1, 5, 1, 512)));
	ck_assert(fits("R[.]", segment(FLAG_RST | FLAG_ACK, 6, 0, 1, 512)));
	ck_assert(fits("R[.] 6:6(0)", segment(FLAG_RST, 6, 0, 0, 0)));
	ck_assert(!fits("R[.]", segment(FLAG_FIN | FLAG_ACK, 6, 0, 1, 512)));
	ck_assert(!fits("R[.]", segment(FLAG_RST | FLAG_PSH, 6, 0, 0, 0)));
	ck_assert(!fits("R", segment(FLAG_RST | FLAG_ACK, 6, 0, 1, 512)));
}
END_TEST

START_TEST(bindings)
{
	bool bound[2] = { 0 };
	uint64_t value[2] = { 0 };
	struct bindings names = { .count = 2, .bound = bound, .value = value };
	const struct segment_pattern *p;
	struct script *script = pattern("P. N:M(5) ack M", &p);
	struct segment s = segment(FLAG_PSH | FLAG_ACK, 1, 5, 7, 0);

	ck_assert(!segment_matches(p, &s, &names));
	ck_assert(!bound[0] && !bound[1]);
	s.ack = 6;
	ck_assert(segment_matches(p, &s, &names));
	ck_assert(bound[0] && bound[1] && value[0] == 1 && value[1] == 6);
	s.first = 2;
	ck_assert(!segment_matches(p, &s, &names));
	ck_assert(bound[0] && value[0] == 1);
	ck_assert(number_matches(&p->end, 6, &names));
	ck_assert(!number_matches(&p->end, 7, &names));
	script_free(script);
}
END_TEST

START_TEST(differences)
{
	static const struct {
		const char *pattern, *says;
	} cases[] = {
		{ "R. 6:6(0) ack 1", "flags F. where R. was expected" },
		{ "F. 5:6(1) ack 1", "6:6(0) where 5:6(1) was expected" },
		{ "F. 5:N(...)", "6:6(0) where 5:...(...) was expected" },
		{ "F. ack 2", "ack 1 where ack 2 was expected" },
		{ "F. win >= 600", "win 512 where win >= 600 was expected" },
		{ "F. win 600", "win 512 where win 600 was expected" },
		{ "F. <nop>", "options <> where <nop> was expected" },
		{ "F. retransmission", "not marked as retransmission" },
	};
	struct segment s = segment(FLAG_FIN | FLAG_ACK, 6, 0, 1, 512);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct segment_pattern *p;
		struct script *script = pattern(cases[i].pattern, &p);
		struct bindings none = { 0 };
		char text[256], tiny[4];

		ck_assert_str_eq(segment_difference(p, &s, &none, text, sizeof(text)), cases[i].says);
		ck_assert_uint_lt(strlen(segment_difference(p, &s, &none, tiny, sizeof(tiny))), sizeof(tiny));
		script_free(script);
	}
}
END_TEST

START_TEST(options)
{
	static const char list[] = "mss 65495,sackOK,TS val 1 ecr 0,nop,wscale 7";
	static const uint8_t bytes[] = { 2, 4, 0xff, 0xd7, 4, 2, 1, 3, 3, 7 };
	struct segment s = segment(FLAG_SYN, 0, 0, 0, 512);

	ck_assert(options_text_match("mss 65495,sackOK,TS val 1 ecr 0,nop,wscale 7", list));
	ck_assert(options_text_match("mss 65495,...", list));
	ck_assert(options_text_match("...", list));
	ck_assert(options_text_match("...,wscale 7", list));
	ck_assert(options_text_match("...,nop,...", list));
	ck_assert(options_text_match("mss ..., ... , TS val ... ecr 0, ...", list));
	ck_assert(options_text_match("...", ""));
	ck_assert(options_text_match("", ""));
	ck_assert(!options_text_match("", list));
	ck_assert(!options_text_match("mss 65495", list));
	ck_assert(!options_text_match("mss 1460,...", list));
	ck_assert(!options_text_match("...,sackOK,mss 65495,...", list));
	ck_assert(!options_text_match("nop", ""));
	ck_assert(options_text_match("...,nop,...,nop,...", "nop,nop"));
	ck_assert(!options_text_match("...,nop,...,nop,...", "nop"));
	ck_assert(fits("S <>", s));
	s.packet.tcp.options = (struct tcp_options){ .bytes = bytes, .length = sizeof(bytes) };
	ck_assert(fits("S <mss 65495,sackOK,nop,wscale 7>", s));
	ck_assert(!fits("S <mss 65495,sackOK,nop,wscale 8>", s));
	ck_assert(!fits("S <>", s));
}
END_TEST

START_TEST(arguments)
{
	ck_assert(argument_matches("{l_onoff=1, l_linger=0}", "{l_onoff=1,l_linger=0}"));
	ck_assert(argument_matches("{l_onoff=1, ...}", "{l_onoff=1, l_linger=0}"));
	ck_assert(argument_matches("{...l_linger=0}", "{l_onoff=1, l_linger=0}"));
	ck_assert(argument_matches("...", "anything { at all"));
	ck_assert(argument_matches(
		"{sin_family=AF_INET, ...}",
		"{sin_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}"));
	ck_assert(argument_matches(
		"{..., sin_port=htons(9877), ...}",
		"{sin_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}"));
	ck_assert(argument_matches("\"hel...\"", "\"hello\""));
	ck_assert(argument_matches("\"hello\"...", "\"hello\"..."));
	ck_assert(argument_matches("[{...}, {...}]", "[{a=1}, {b={c=2}}]"));
	ck_assert(!argument_matches("[{...}]", "[{a=1}, {b=2}]")); /* "..." stays inside its brackets */
	ck_assert(!argument_matches("\"a...\"", "\"ab\", \"c\""));
	ck_assert(!argument_matches("\"a b\"", "\"ab\"")); /* within quotes blanks count */
	ck_assert(argument_matches("a | b", "a|b"));
	ck_assert(!argument_matches("{l_onoff=1}", "{l_onoff=1, l_linger=0}"));
	ck_assert(!argument_matches("", "x"));
	ck_assert(argument_matches("", ""));
	ck_assert(argument_matches("SOCK_STREAM...", "SOCK_STREAM|SOCK_CLOEXEC"));
	ck_assert(argument_matches("a...b...c", "a1b2c"));
	ck_assert(!argument_matches("a...b...c", "a1c2b"));
	ck_assert(argument_matches("\"\\\"...\"", "\"\\\" x\""));
	ck_assert(!argument_matches("(...", "x)")); /* unbalanced text does no harm */
	ck_assert(argument_matches(")...", ")))"));
}
END_TEST

/* Hundreds of "..." on a long text must not take long. */
START_TEST(arguments_long)
{
	char pattern_text[4096], actual[4096];

	for (size_t i = 0; i + 4 < sizeof(pattern_text); i += 4)
		memcpy(pattern_text + i, "a...", 5);
	memset(actual, 'a', sizeof(actual) - 1);
	actual[sizeof(actual) - 1] = '\0';
	ck_assert(argument_matches(pattern_text, actual));
	actual[0] = 'b';
	ck_assert(!argument_matches(pattern_text, actual));
}
END_TEST

START_TEST(splitting)
{
	struct arena *a = arena_new();
	size_t count;
	const char **parts = arguments_split(
		a, "3<TCP:[127.0.0.1:1->127.0.0.2:2]>, \"a, \\\"b\", {x=1, y=[2, 3]} , NULL", &count);

	ck_assert_uint_eq(count, 4);
	ck_assert_str_eq(parts[0], "3<TCP:[127.0.0.1:1->127.0.0.2:2]>");
	ck_assert_str_eq(parts[1], "\"a, \\\"b\"");
	ck_assert_str_eq(parts[2], "{x=1, y=[2, 3]}");
	ck_assert_str_eq(parts[3], "NULL");
	arguments_split(a, "  ", &count);
	ck_assert_uint_eq(count, 0);
	parts = arguments_split(a, "a,,", &count);
	ck_assert_uint_eq(count, 3);
	ck_assert_str_eq(parts[2], "");
	parts = arguments_split(a, "\"open, (", &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(parts[0], "\"open, (");
	arena_free(a);
}
END_TEST

Suite *suite_pattern(void)
{
	Suite *suite = suite_create("pattern");
	TCase *c = tcase_create("pattern");

	tcase_add_test(c, segments);
	tcase_add_test(c, bindings);
	tcase_add_test(c, differences);
	tcase_add_test(c, options);
	tcase_add_test(c, arguments);
	tcase_add_test(c, arguments_long);
	tcase_add_test(c, splitting);
	suite_add_tcase(suite, c);
	return suite;
}
