/* test_judge_hosts.c - two hosts and a router: each packet is judged once, and who speaks where no program does. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/report/comments.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define HOSTS_SCRIPT "world hosts\n" OPENING_SCRIPT

static const struct event *packet_number(const struct timeline *t, size_t number)
{
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET && number-- == 0)
			return t->events[i];
	ck_abort_msg("no such packet");
	return NULL;
}

/* Everything is on record twice, and only one of the two must be named. */
START_TEST(each_packet_once)
{
	struct tale tale;

	tale_holds(HOSTS_SCRIPT
		   "client > server P. 1:6(5)\nserver > client data 1:11\nnever server > client R.\n",
		   OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.21 server > client P. 1:6 ack 6\n"
				 "0.22 server > client P. 6:11 ack 6\n0.3 end\n");
	tale = tale_judged(HOSTS_SCRIPT, OPENING_STORY "0.3 end\n", JUDGE_FINAL);
	ck_assert(!packet_number(tale.timeline, 0)->packet.duplicate);
	ck_assert(packet_number(tale.timeline, 1)->packet.duplicate);
	ck_assert(!packet_is_told(packet_number(tale.timeline, 1)));
	tale_end(&tale);
	/* "never" is broken by the original, not by both or the duplicate. */
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "never client > server R.\n",
		   OPENING_STORY "0.2 client > server R. 1:1 ack 1\n0.3 end\n", "never", "R. 1:1(0)", "");
}
END_TEST

/* RFC 4861, RFC 2710, RFC 3810: how hosts find each other on a link is no part of the story; errors and echoes are. */
START_TEST(housekeeping)
{
	static const uint8_t quiet[] = { 130, 131, 132, 133, 134, 135, 136, 137, 143 },
			     told[] = { 1, 2, 3, 4, 128, 129, 138, 142, 144 };
	struct event e = { .kind = EVENT_PACKET };

	e.packet.packet.transport = TRANSPORT_ICMP6;
	for (size_t i = 0; i < sizeof(quiet); i++) {
		e.packet.packet.icmp.type = quiet[i];
		ck_assert(!packet_is_told(&e));
		e.packet.packet.icmp.type = told[i];
		ck_assert(packet_is_told(&e));
	}
	e.packet.packet.icmp.type = 135;
	e.packet.packet.problem = PACKET_TRUNCATED; /* what it is cannot be read */
	ck_assert(packet_is_told(&e));
	e.packet.packet.problem = PACKET_WHOLE;
	e.packet.packet.transport = TRANSPORT_ICMP;
	ck_assert(packet_is_told(&e));
}
END_TEST

START_TEST(lost)
{
	static const char script[] = HOSTS_SCRIPT "client > server P. 1:6(5) lost\n"
						  "client > server P. 1:6(5) retransmission, lost\n"
						  "client > server P. 1:6(5) retransmission\n";
	static const char story[] = OPENING_STORY "0.19 down server\n0.2 client > server P. 1:6 ack 1 lost\n"
						  "0.4 client > server P. 1:6 ack 1 lost\n0.5 mend\n"
						  "0.8 client > server P. 1:6 ack 1\n0.9 end\n";
	struct tale tale;

	tale_holds(script, story);
	/* While it runs, a cut tells what is lost; without one nobody knows before the end. */
	tale = tale_judged(script, OPENING_STORY "0.19 down server\n0.2 client > server P. 1:6 ack 1 lost\n",
			   JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_int_eq(tale.judgement.lines[4].status, LINE_MET);
	tale_end(&tale);
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client > server P. 1:6(5) lost\n",
		   OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.3 end\n", "lost", "it was delivered",
		   "");
	tale_holds(HOSTS_SCRIPT "client > server UDP 5 lost\nclient > server UDP lost\n", OPENING_STORY
		   "0.2 client > server UDP 5 lost\n0.21 client > server UDP 6 lost\n0.3 end\n");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client > server UDP 5 lost\n",
		   OPENING_STORY "0.2 client > server UDP 5\n0.3 end\n", "UDP 5 lost", "UDP 5", "");
}
END_TEST

#define ROUTER_STORY OPENING_STORY "0.2 client > server P. 1:6 ack 1 lost\n0.21 router > client ICMP\n"

START_TEST(router)
{
	struct tale tale;

	tale_holds(HOSTS_SCRIPT "client > server P. 1:6(5) lost\nrouter > client ICMP host-unreachable\n",
		   ROUTER_STORY "0.3 end\n");
	/* Nobody waits for a program behind it. */
	tale = tale_judged(HOSTS_SCRIPT "client > server P. 1:6(5)\nrouter > client ICMP host-unreachable\n",
			   ROUTER_STORY, JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.lines[5].status, LINE_MET);
	tale_end(&tale);
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client > server P. 1:6(5)\n",
		   OPENING_STORY
		   "0.2 client > server P. 1:6 ack 1 lost\n0.21 router > client ICMP\n0.3 end\n",
		   "", "router > client  ICMP host-unreachable", "the kernel of the router");
	tale_fails(JUDGE_FINAL,
		   HOSTS_SCRIPT "client > server P. 1:6(5)\nserver > client ICMP host-unreachable\n",
		   OPENING_STORY
		   "0.2 client > server P. 1:6 ack 1 lost\n0.21 router > client ICMP\n0.3 end\n",
		   "server", "it came from the router", "");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "router > client ICMP host-unreachable\n",
		   OPENING_STORY "0.3 end\n", "router", "nothing more on the wire", "a cut never does");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "router > client ICMP host-unreachable\n",
		   OPENING_STORY "0.2 down server\n0.3 end\n", "router", "nothing more on the wire",
		   "a cut drops without a word");
}
END_TEST

/* What no actor sends is its host's. */
#define ITSELF_STORY                                                                                         \
	"0.1 action start client\n"                                                                          \
	"0.110 client call connect(3<c>, <to>) = -1 ECONNREFUSED (x) took 0.01\n"                            \
	"0.111 client > server S\n0.112 server > client R. ack 1\n"

START_TEST(host_itself)
{
	static const char script[] =
		"world hosts\nstart client\nclient > server S\nserver > client R. ack 1\n";
	struct tale tale;

	tale_holds(script, ITSELF_STORY "0.3 end\n");
	/* And at once, as no program is to come on that host. */
	tale = tale_judged(script, ITSELF_STORY, JUDGE_LIVE);
	ck_assert_uint_eq(tale.judgement.acts_complete, 1);
	tale_end(&tale);
	tale_fails(JUDGE_FINAL, "world hosts\nstart client\nclient > server S\nserver > client S. ack 1\n",
		   ITSELF_STORY "0.3 end\n", "S. ack 1", "server > client  R.", "nobody listens");
}
END_TEST

/* Nor does it become another's when somebody has the port later. */
START_TEST(host_before_its_actor)
{
	tale_holds(
		"world hosts\nstart client\nclient > server S\nserver > client R. ack 1\nstart late@server\n",
		ITSELF_STORY "0.2 action start late@server\n0.21 late call listen(3<l>, 5) = 0\n0.3 end\n");
}
END_TEST

START_TEST(state_fields)
{
	static const char story[] =
		OPENING_STORY "0.2 client > server P. 1:6 ack 1 lost\n"
			      "0.21 sockets client ESTABLISHED 0 5 1 1500 1600 3 0\n0.3 end\n";
	struct tale tale;
#define FIELDS_SCRIPT(fields) HOSTS_SCRIPT "client > server P. 1:6(5)\nstate client ESTABLISHED " fields "\n"

	tale_holds(FIELDS_SCRIPT("rto >= 1.6s backoff 3 probes 0 expires > 1s expires <= 1500ms"), story);
	tale_fails(JUDGE_FINAL, FIELDS_SCRIPT("rto < 1.6s"), story, "rto", "Send-Q 5 rto 1.60 s", "");
	/* It is told what was asked for, and no more. */
	tale = tale_judged(FIELDS_SCRIPT("rto < 1.6s"), story, JUDGE_FINAL);
	ck_assert_str_eq(tale.judgement.failures[0].instead,
			 "state client ESTABLISHED Recv-Q 0 Send-Q 5 rto 1.60 s");
	tale_end(&tale);
	tale_fails(JUDGE_FINAL, FIELDS_SCRIPT("backoff 2"), story, "backoff", "backoff 3", "");
	tale_fails(JUDGE_FINAL, FIELDS_SCRIPT("probes > 0"), story, "probes", "probes 0", "");
	tale_fails(JUDGE_FINAL, FIELDS_SCRIPT("expires > 1500ms"), story, "expires", "expires 1.50 s", "");
	/* Without a timer there is no time at which it fires. */
	tale_fails(JUDGE_FINAL, FIELDS_SCRIPT("expires < 1h"),
		   OPENING_STORY "0.2 client > server P. 1:6 ack 1\n"
				 "0.21 sockets client ESTABLISHED 0 0 0 0 200 0 0\n0.3 end\n",
		   "expires", "Send-Q 0", "");
}
END_TEST

START_TEST(causes)
{
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "server > client R.\n",
		   OPENING_STORY "0.2 down server\n0.3 end\n", "R.", "nothing", "a host is down");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client: read() = -1 ETIMEDOUT\n",
		   OPENING_STORY
		   "0.2 client call read(3<c>, 0x7, 5) = -1 EHOSTUNREACH (No route to host)\n0.3 end\n",
		   "ETIMEDOUT", "EHOSTUNREACH", "names that error");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client: read() = -1 EHOSTUNREACH\n",
		   OPENING_STORY "0.2 client call read(3<c>, 0x7, 5) = -1 ETIMEDOUT (x)\n0.3 end\n",
		   "EHOSTUNREACH", "ETIMEDOUT", "before TCP gave up");
	tale_fails(JUDGE_FINAL, HOSTS_SCRIPT "client: read() = 0\n",
		   OPENING_STORY "0.2 down server\n0.21 client enters read(3<c>, \n0.3 end\n", "read",
		   "unfinished", "TCP does not notice");
}
END_TEST

START_TEST(comments_of_frames)
{
	struct tale tale =
		tale_judged(HOSTS_SCRIPT "client > server P. 1:6(5)\n",
			    OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.3 end\n", JUDGE_FINAL);
	const char *const *comments = frame_comments(tale.script, tale.timeline, &tale.judgement);
	unsigned arrivals = 0, bare = 0;

	for (size_t i = 0; i < tale.timeline->event_count; i++) {
		const struct event *e = tale.timeline->events[i];
		char wanted[64];

		if (e->kind != EVENT_PACKET)
			continue;
		ck_assert_ptr_nonnull(comments[i]);
		bare += strcmp(comments[i], "an acknowledgement alone: it needs no line") == 0;
		if (!e->packet.duplicate)
			continue;
		arrivals++;
		snprintf(wanted, sizeof(wanted), "arrived: frame %u", e->packet.packet.frame - 1);
		ck_assert_str_eq(comments[i], wanted);
	}
	ck_assert_uint_eq(arrivals, 4);
	ck_assert_uint_eq(bare, 1);
	tale_end(&tale);
}
END_TEST

Suite *suite_judge_hosts(void)
{
	Suite *s = suite_create("judge_hosts");
	TCase *t = tcase_create("all");

	tcase_add_test(t, each_packet_once);
	tcase_add_test(t, housekeeping);
	tcase_add_test(t, lost);
	tcase_add_test(t, router);
	tcase_add_test(t, host_itself);
	tcase_add_test(t, host_before_its_actor);
	tcase_add_test(t, state_fields);
	tcase_add_test(t, causes);
	tcase_add_test(t, comments_of_frames);
	suite_add_tcase(s, t);
	return s;
}
