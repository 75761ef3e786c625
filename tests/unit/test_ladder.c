/* test_ladder.c - the ladder and the story of a failure: nothing lost, nothing in another order than it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/suites.h"
#include "tests/support/tales.h"

static void check_has(const char *picture, const char *part)
{
	if (!strstr(picture, part))
		fputs(picture, stderr); /* too long for Check's own messages */
	ck_assert_msg(strstr(picture, part) != NULL, "'%s' is missing", part);
}

START_TEST(tells_the_story)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told(TALE_RST);
	char *picture = drawn(&tale, &style);

	check_has(picture, "client 127.0.0.1:40000          server 127.0.0.2:9877\n");
	check_has(picture, "── start client --linger 0 ──");
	/* A blocked call is a bracket, closed where it returns; the segment shares the row of the call that sent it. */
	check_has(picture, "   6.216 ✓      connect(3) ┐ ├── S 0:0(0) ─────────────────►│ │\n");
	check_has(picture, "   6.233 ✓                 │ │◄────────── S. 0:0(0) ack 1 ──┤ │\n");
	check_has(picture, "   6.249               = 0 ┘ ├── . ack 1 ──────────────────►│ └ = 4 [5.1 ms]\n");
	check_has(picture, "setsockopt(3, SO_LINGER, {on, 0 s}) = 0");
	check_has(picture,
		  "   6.840 *    close(3) = 0 ─ ├── R. 6:6(0) ack 1 ──────────►│ └ = -1 ECONNRESET\n");
	/* A process that is gone leaves a dotted lifeline. */
	check_has(picture, "   7.100           exits 0   ┊                              │\n");
	check_has(picture, "( CLOSED )                     ( CLOSED )");
	free(picture);
	style.width = 120;
	picture = drawn(&tale, &style);
	check_has(picture, "line     frame");
	check_has(picture, "   6.840 * 11,12,13     5 ");
	free(picture);
	style.utf8 = false;
	picture = drawn(&tale, &style);
	check_has(picture, "\\ |-- S 0:0(0) ------");
	free(picture);
	tale_end(&tale);
}
END_TEST

START_TEST(folds)
{
	struct ladder_style style = { .width = 120, .utf8 = true };
	struct tale tale = tale_told(TALE_CROWD);
	char *picture = drawn(&tale, &style);

	check_has(picture, "… 15 more data segments 32742:523857");
	check_has(picture, "server.1: write ×15");
	check_has(picture, "read ×9 = -1 EAGAIN");
	check_has(picture, "⋮ 1.50 s");
	check_has(picture, "dies SIGKILL");
	check_has(picture, "P. 1:6(5) ack 523858 (lost) ─");
	check_has(picture, "(retransmission, lost) ─");
	check_has(picture, "── cut client > server ──");
	free(picture);
	style.full = true;
	picture = drawn(&tale, &style);
	ck_assert_ptr_null(strstr(picture, "more"));
	check_has(picture, ". 491116:523857(32741) ack 1");
	free(picture);
	tale_end(&tale);
}
END_TEST

/* What does not fit beside an action goes on in the next row, from a word on. */
START_TEST(long_actions)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told(TALE_RST);
	char *picture;

	for (size_t i = 0; i < tale.timeline->event_count; i++)
		if (tale.timeline->events[i]->kind == EVENT_ACTION && tale.timeline->events[i]->action.line)
			tale.timeline->events[i]->action.text =
				"start client --keepalive --idle 1 --interval 1 --probes 9 --user-timeout 1500 --late";
	picture = drawn(&tale, &style);
	check_has(picture, "── start client --keepalive --idle 1 --interval 1 --probes 9 ────────\n"
			   "              --user-timeout 1500 --late\n");
	free(picture);
	style.width = 120;
	picture = drawn(&tale, &style);
	check_has(picture, "--probes 9 --user-timeout 1500 --late ─");
	free(picture);
	tale_end(&tale);
}
END_TEST

static size_t count_of(const char *picture, const char *part)
{
	size_t count = 0;

	for (const char *at = strstr(picture, part); at; at = strstr(at + 1, part))
		count++;
	return count;
}

/* What is lost does not arrive, what the router says begins between the lifelines, and nothing is drawn twice. */
START_TEST(hosts)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told(TALE_HOSTS);
	char *picture = drawn(&tale, &style);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
	check_has(picture, "client 192.0.2.1:40000              server 198.51.100.1:9877\n");
	check_has(picture, "├── S 0:0(0) ───────────────────────►│");
	check_has(picture, "├── P. 1:6(5) ack 1 (lost) ──✕       │\n");
	check_has(picture, "├── P. 1:6(5) (retrans., lost) ──✕   │\n");
	check_has(picture, "│◄── ICMP host-unreachable ── router │\n");
	check_has(picture, "── cut ──");
	check_has(picture, "── unreachable server ──");
	check_has(picture, "── reboot server ──");
	check_has(picture, "┊   dies SIGKILL\n");
	ck_assert_uint_eq(count_of(picture, " S 0:0(0)"), 1);
	ck_assert_uint_eq(count_of(picture, "P. 1:6(5)"), 3);
	free(picture);
	style.utf8 = false;
	picture = drawn(&tale, &style);
	check_has(picture, "|-- P. 1:6(5) ack 1 (lost) --X       |\n");
	check_has(picture, "|<-- ICMP host-unreachable -- router |\n");
	free(picture);
	style.width = 120;
	style.full = true;
	picture = drawn(&tale, &style);
	ck_assert_uint_eq(count_of(picture, " S 0:0(0)"), 1);
	free(picture);
	tale_end(&tale);
}
END_TEST

START_TEST(several_connections)
{
	struct ladder_style style = { .width = 120, .utf8 = true };
	struct tale tale = tale_told(TALE_PAIR);
	char *picture = drawn(&tale, &style);

	check_has(picture, "├── #2 S 0:0(0) ─");
	check_has(picture, "( #1 FIN_WAIT_2, #2 ESTABLISHED )");
	check_has(picture, "needless");
	check_has(picture, "( LISTEN )");
	free(picture);
	tale_end(&tale);
}
END_TEST

/* The same two ports again are another connection: each look at the table speaks of the one that there was then. */
START_TEST(the_same_ports_again)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_judged(OPENING_SCRIPT,
				       OPENING_STORY
				       "0.200 sockets client ESTABLISHED, server ESTABLISHED, server LISTEN\n"
				       "0.300 client > server R. 1:1 ack 1\n"
				       "0.400 client > server S syn 7000\n"
				       "0.401 server > client S. ack 1 syn 9000\n"
				       "0.402 client > server . 1:1 ack 1\n"
				       "0.500 sockets client ESTABLISHED, server ESTABLISHED, server LISTEN\n"
				       "0.600 end\n",
				       JUDGE_FINAL);
	char *picture = drawn(&tale, &style);

	ck_assert_uint_eq(count_of(picture, "( #1 ESTABLISHED )"), 2);
	ck_assert_uint_eq(count_of(picture, "( #2 ESTABLISHED )"), 2);
	free(picture);
	tale_end(&tale);
}
END_TEST

/* From the top to the bottom time does not go back. */
START_TEST(in_order)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told((enum tale_name)(_i / 2));
	double before = 0;
	char *picture, *line, *save;

	style.full = _i % 2;
	picture = drawn(&tale, &style);
	for (line = strtok_r(picture, "\n", &save); line && !strstr(line, "fails at");
	     line = strtok_r(NULL, "\n", &save)) {
		char *unit;
		double now = strtod(line, &unit);

		if (unit == line)
			continue;
		now *= strncmp(unit, " s", 2) == 0 ? 1000 : 1;
		ck_assert_msg(now >= before - 1, "after %.3f: %s", before, line);
		before = now > before ? now : before;
	}
	ck_assert_double_gt(before, 5);
	free(picture);
	tale_end(&tale);
}
END_TEST

/* strace stamps a call before it looks up its descriptor: no SYN leaves after connect() has returned, and no read()
 * returns before its data is there. */
START_TEST(slow_tracer)
{
	struct ladder_style style = { .width = 80, .utf8 = true, .full = true };
	struct tale tale = tale_judged(
		"start server\nstart client\nclient > server S 0:0(0)\n",
		"0 action start server\n"
		"0.001 server call accept(3<l>, NULL, NULL) = 4<s> took 0.0079\n"
		"0.002 action start client\n"
		"0.0090 client call connect(3<TCP:[5]>, {sa_family=AF_INET, sin_port=htons(9877), "
		"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.00008\n"
		"0.009400 client > server S\n"
		"0.009420 server > client S. ack 1\n"
		"0.009430 client > server . 1:1 ack 1\n"
		"0.0096 server call read(4<s>, \"hello\", 99) = 5 took 0.0001\n"
		"0.0097 client call write(3<c>, \"hello\", 5) = 5 took 0.00002\n"
		"0.010 client > server P. 1:6 ack 1\n"
		"0.011 client exits 0\n0.012 server exits 0\n0.013 end\n",
		JUDGE_FINAL);
	char *picture = drawn(&tale, &style);
	const char *syn = strstr(picture, " S 0:0(0)"), *ack = strstr(picture, " . ack 1");
	const char *data = strstr(picture, "P. 1:6(5)"), *write = strstr(picture, "write(3");
	const char *read = strstr(picture, "= 5\n");

	ck_assert(syn && ack && data && write && read);
	ck_assert(strstr(picture, "connect") < syn);
	ck_assert(strstr(picture, "└ = 4") > ack);
	ck_assert(write < data && read > data);
	free(picture);
	tale_end(&tale);
}
END_TEST

START_TEST(failure)
{
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_told(TALE_FIN);
	char *picture = drawn(&tale, &style);

	check_has(picture, "   6.840 ✗");
	check_has(picture, "line 12 of tests/story.lab");
	check_has(picture, "  expected  client > server R. 6:6(0) ack 1\n"
			   "  instead   client > server F. 6:6(0) ack 1\n"
			   "                            ^^\n");
	check_has(picture, "SO_LINGER");
	check_has(picture, "13  server: read() = -1 ECONNRESET");
	free(picture);
	tale_end(&tale);
	tale = tale_told(TALE_SILENT);
	picture = drawn(&tale, &style);
	check_has(picture, "line 9 of tests/story.lab, waited for 5.01 s");
	check_has(picture, "  expected  client > server P. 1:6(5) ack 1\n  instead   nothing");
	free(picture);
	tale_end(&tale);
}
END_TEST

/* The kernel may answer for a program that has gone: its exit is no call that could have sent the segment. */
START_TEST(a_segment_after_an_exit)
{
	struct ladder_style narrow = { .width = 80, .utf8 = true };
	struct tale tale =
		tale_judged(OPENING_SCRIPT,
			    OPENING_STORY "0.3 client exits 0\n0.3001 client > server . 1:1 ack 1\n0.4 end\n",
			    JUDGE_FINAL);
	struct text out = { 0 };

	ladder_draw(&out, tale.script, tale.timeline, &tale.judgement, &narrow);
	check_has(text_chars(&out), "exits 0");
	check_has(text_chars(&out), ". ack 1");
	text_free(&out);
	tale_end(&tale);
}
END_TEST

/* Nothing that differs is cut off: what is too wide for two lines is told whole. */
START_TEST(long_calls_are_told_apart)
{
	static const char script[] = OPENING_SCRIPT
		"client: bind({sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.1\")}) = 0\n";
	static const char story[] = OPENING_STORY
		"0.2 client call bind(3<c>, {sa_family=AF_INET, sin_port=htons(9877), "
		"sin_addr=inet_addr(\"127.0.0.1\")}, 16) = -1 EADDRINUSE (Address already in use)\n0.3 end\n";
	struct ladder_style style = { .width = 80, .utf8 = true };
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	char *picture = drawn(&tale, &style), *expected, *instead;

	expected = strstr(picture, "  expected");
	instead = strstr(picture, "  instead");
	ck_assert_ptr_nonnull(expected);
	ck_assert_ptr_nonnull(instead);
	ck_assert(strstr(expected, "= 0") && strstr(expected, "= 0") < instead);
	ck_assert_ptr_nonnull(strstr(instead, "EADDRINUSE"));
	free(picture);
	tale_end(&tale);
}
END_TEST

Suite *suite_ladder(void)
{
	Suite *s = suite_create("ladder");
	TCase *c = tcase_create("ladder");

	tcase_set_timeout(c, 120);
	tcase_add_test(c, a_segment_after_an_exit);
	tcase_add_test(c, tells_the_story);
	tcase_add_test(c, folds);
	tcase_add_test(c, long_actions);
	tcase_add_test(c, hosts);
	tcase_add_test(c, several_connections);
	tcase_add_test(c, the_same_ports_again);
	tcase_add_loop_test(c, in_order, 0, 2 * TALES);
	tcase_add_test(c, slow_tracer);
	tcase_add_test(c, failure);
	tcase_add_test(c, long_calls_are_told_apart);
	suite_add_tcase(s, c);
	return s;
}
