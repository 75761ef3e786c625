/* test_judge_wire.c - the wire's track: order, accounting, data runs, needless retransmissions, captures from elsewhere. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/base/text.h"
#include "tests/story.h"
#include "tests/suites.h"

#define BEGIN_SCRIPT                                                                                         \
	"start server\n"                                                                                     \
	"start client\n"                                                                                     \
	"client > server  S\n"                                                                               \
	"server > client  S. ack 1\n"
#define BEGIN_STORY                                                                                                                         \
	"0.000 action start server\n"                                                                                                       \
	"0.002 server enters accept(3<l>, NULL, NULL\n"                                                                                     \
	"0.100 action start client\n"                                                                                                       \
	"0.110 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.01\n" \
	"0.111 client > server S\n"                                                                                                         \
	"0.112 server > client S. ack 1\n"                                                                                                  \
	"0.113 client > server . 1:1 ack 1\n"                                                                                               \
	"0.114 server returns ) = 4<s> took 0.112\n"
#define END_STORY "9.000 end\n"

static void holds_as(enum judge_mode mode, const char *script, const char *story)
{
	struct tale tale = tale_judged(script, story, mode);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "it does not hold: %s", tale.judgement.reason);
	tale_end(&tale);
}

static void holds(const char *script, const char *story)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "it does not hold: %s", tale.judgement.reason);
	for (size_t i = 0; i < tale.timeline->event_count; i++)
		ck_assert_msg(tale.judgement.accounted[i], "event %zu is not accounted for", i);
	tale_end(&tale);
}

static void fails_as(enum judge_mode mode, const char *script, const char *story, const char *at,
		     const char *words, const char *cause)
{
	struct tale tale = tale_judged(script, story, mode);
	const struct failure *f = tale.judgement.failures;
	char text[2048];

	ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "it does not fail");
	snprintf(text, sizeof(text), "%s | %s | %s | %s", f->expected, f->instead, f->difference, f->cause);
	if (*at)
		ck_assert_msg(f->line != NO_LINE && strstr(f->expected, at), "it fails elsewhere: %s", text);
	else
		ck_assert_msg(f->line == NO_LINE, "it fails at a line: %s", text);
	ck_assert_msg(strstr(f->instead, words) || strstr(f->difference, words), "no \"%s\" in: %s", words,
		      text);
	ck_assert_msg(strstr(f->cause, cause) != NULL, "no \"%s\" in: %s", cause, text);
	tale_end(&tale);
}

static void fails(const char *script, const char *story, const char *at, const char *words, const char *cause)
{
	fails_as(JUDGE_FINAL, script, story, at, words, cause);
}

/* ---- order and accounting ---- */

START_TEST(strict_order)
{
	static const char script[] =
		BEGIN_SCRIPT "client > server  P. 1:6(5) ack 1\nserver > client  . ack 6\n"
			     "client > server  F. 6:6(0)\n";

	holds(script,
	      BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			  "0.22 client > server F. 6:6 ack 1\n0.23 server > client . 1:1 ack 7\n" END_STORY);
	fails(script,
	      BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n0.22 client > server F. 6:6 ack 1\n"
			  "0.23 server > client . 1:1 ack 7\n" END_STORY,
	      ". ack 6", "F. 6:6(0)", "");
	fails(script,
	      BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n" END_STORY,
	      "F. 6:6(0)", "nothing more", "another descriptor");
}
END_TEST

START_TEST(unnamed_segments_fail)
{
	static const char *const extra[] = { "P. 1:6 ack 1", ". 1:6 ack 1", "F. 1:1 ack 1", "R. 1:1 ack 1",
					     "R 1:1",	     "S syn 9",	    "S. ack 1",	    "U. 1:1 ack 1",
					     ". 0:0 ack 1",  "UDP 5" };
	char story[2048];

	holds(BEGIN_SCRIPT, BEGIN_STORY "0.2 client > server . 1:1 ack 1 win 77\n" END_STORY);
	for (size_t i = 0; i < sizeof(extra) / sizeof(extra[0]); i++) {
		snprintf(story, sizeof(story), BEGIN_STORY "0.2 client > server %s\n" END_STORY, extra[i]);
		fails(BEGIN_SCRIPT, story, "", " > server  ", "");
		if (strcmp(extra[i], ". 0:0 ack 1") == 0)
			continue; /* a probe only within a connection; from a stranger it is a bare ACK */
		snprintf(story, sizeof(story), BEGIN_STORY "0.2 stranger > server %s\n" END_STORY, extra[i]);
		fails(BEGIN_SCRIPT, story, "", "127.0.0.9:5555", "no program of this script");
	}
	fails(BEGIN_SCRIPT, BEGIN_STORY "0.2 client > server UDP 5\n0.21 server > client ICMP\n" END_STORY,
	      "", "UDP 5", "");
	/* After the end nothing is judged. */
	holds(BEGIN_SCRIPT, BEGIN_STORY "0.2 end\n0.3 client > server F. 1:1 ack 1\n");
}
END_TEST

START_TEST(acts_bound_the_wire)
{
	static const char script[] = BEGIN_SCRIPT "kill client USR1\nclient > server  F. 1:1(0)\n";

	holds(script,
	      BEGIN_STORY "0.2 action kill client USR1\n0.21 client > server F. 1:1 ack 1\n" END_STORY);
	fails(script,
	      BEGIN_STORY "0.19 client > server F. 1:1 ack 1\n0.2 action kill client USR1\n" END_STORY, "",
	      "F. 1:1", "closed a socket");
	fails(BEGIN_SCRIPT "client > server  F. 1:1(0)\nkill client USR1\n",
	      BEGIN_STORY "0.2 action kill client USR1\n0.21 client > server F. 1:1 ack 1\n" END_STORY,
	      "F. 1:1", "nothing", "");
}
END_TEST

START_TEST(causes_for_students)
{
	static const char rst[] = BEGIN_SCRIPT "client > server  R. 1:1(0) ack 1\n";
	static const char fin[] = BEGIN_SCRIPT "client > server  F. 1:1(0) ack 1\n";
	static const char linger[] =
		"0.19 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n";
	char story[2048];

	fails(rst, BEGIN_STORY "0.2 client > server F. 1:1 ack 1\n" END_STORY, "R. 1:1",
	      "flags F. where R. was expected",
	      "the client sent FIN where RST was expected: was SO_LINGER {on, 0} set before close()?");
	snprintf(story, sizeof(story), BEGIN_STORY "%s0.2 client > server F. 1:1 ack 1\n" END_STORY, linger);
	fails(rst, story, "R. 1:1", "", "although it had set SO_LINGER");
	fails(fin, BEGIN_STORY "0.2 client > server R. 1:1 ack 1\n" END_STORY, "F. 1:1", "flags R.",
	      "data that nobody had read");
	snprintf(story, sizeof(story), BEGIN_STORY "%s0.2 client > server R. 1:1 ack 1\n" END_STORY, linger);
	fails(fin, story, "F. 1:1", "", "the client had set SO_LINGER {on, 0}");
	fails(BEGIN_SCRIPT,
	      "0 action start server\n0.01 server call listen(3<TCP:[127.0.0.2:9878]>, 5) = 0\n"
	      "0.1 action start client\n"
	      "0.11 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = -1 ECONNREFUSED (Connection refused)\n"
	      "0.1100001 client > server S\n0.1100002 server > client R. ack 1\n" END_STORY,
	      "S. ack 1", "flags R. where S. was expected", "nobody listens");
	fails(fin, BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n" END_STORY, "F. 1:1", "P. 1:6(5)",
	      "data came before");
}
END_TEST

START_TEST(delays)
{
	static const char script[] = BEGIN_SCRIPT "+1s client > server  F. 1:1(0)\n";

	holds(script, BEGIN_STORY "1.12 client > server F. 1:1 ack 1\n" END_STORY);
	holds(script, BEGIN_STORY "1.105 client > server F. 1:1 ack 1\n" END_STORY); /* within a tick */
	fails(script, BEGIN_STORY "1.10 client > server F. 1:1 ack 1\n" END_STORY, "F. 1:1",
	      "it came 988 ms after", "");
	/* The first of an act: from its action. */
	holds(BEGIN_SCRIPT "kill client USR1\n+1s client > server  F.\n",
	      BEGIN_STORY "2 action kill client USR1\n3 client > server F. 1:1 ack 1\n" END_STORY);
	fails(BEGIN_SCRIPT "kill client USR1\n+1s client > server  F.\n",
	      BEGIN_STORY "2 action kill client USR1\n2.9 client > server F. 1:1 ack 1\n" END_STORY, "+1s",
	      "900 ms", "");
}
END_TEST

START_TEST(lost_segments)
{
	static const char script[] = BEGIN_SCRIPT
		"cut\nclient > server  P. 1:6(5) lost\nclient > server P. 1:6(5) retransmission\n";
	static const char story[] = BEGIN_STORY "0.2 action cut\n0.2 cut\n0.3 client > server P. 1:6 ack 1\n"
						"%s0.5 client > server P. 1:6 ack 1\n0.6 mend\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "");
	holds(script, text);
	snprintf(text, sizeof(text), story, "0.25 mend\n");
	fails(script, text, "lost", "it was delivered", "");
	/* What is sent again after a loss is needed, and must be named. */
	snprintf(text, sizeof(text), story, "0.4 mend\n");
	fails(BEGIN_SCRIPT "cut\nclient > server  P. 1:6(5)\n", text, "", "retransmission", "sent it again");
}
END_TEST

START_TEST(connections_by_number)
{
	static const char script[] =
		BEGIN_SCRIPT "client#2 > server  S\nserver > client#2  S. ack 1\n"
			     "client#1 > server  F. 1:1(0)\nclient#2 > server  F. 1:1(0)\n";
	static const char story[] = BEGIN_STORY
		"0.2 client call connect(4<c2>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.01\n"
		"0.201 client#2 > server S\n0.202 server > client#2 S. ack 1\n0.203 client#2 > server . 1:1 ack 1\n"
		"0.22 server call accept(3<l>, NULL, NULL) = 5<s2>\n"
		"0.3 %s > server F. 1:1 ack 1\n0.4 %s > server F. 1:1 ack 1\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "client", "client#2");
	holds(script, text);
	snprintf(text, sizeof(text), story, "client#2", "client");
	fails(script, text, "client#1 > server  F.", "client#2 > server  F.", "");
}
END_TEST

START_TEST(datagrams_and_icmp)
{
	static const char script[] =
		"start client\nclient > server  UDP 5\nserver > client  ICMP port-unreachable\n";
	static const char story[] =
		"0 action start client\n0.05 action start server\n"
		"0.06 server call bind(3<v>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0\n"
		"0.1 client call sendto(3<u>, \"hello\", 5, 0, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 5 took 0.001\n"
		"0.1001 client > server UDP %u\n0.1002 server > client ICMP\n" END_STORY;
	char text[2048], whole[512];

	snprintf(whole, sizeof(whole), "start server\n%s", script);
	snprintf(text, sizeof(text), story, 5u);
	/* The story starts the client first; only the numbers of lines matter. */
	(void)whole;
	snprintf(whole, sizeof(whole),
		 "start client\nstart server\nclient > server  UDP 5\n"
		 "server > client  ICMP port-unreachable\n");
	holds(whole, text);
	snprintf(text, sizeof(text), story, 6u);
	fails(whole, text, "UDP 5", "UDP 6", "");
	snprintf(text, sizeof(text), story, 5u);
	fails("start client\nstart server\nclient > server  UDP 5\n", text, "", "ICMP",
	      "could not be delivered");
}
END_TEST

/* ---- data runs ---- */

START_TEST(bounded_runs)
{
	static const char script[] =
		BEGIN_SCRIPT "client > server  data 1:11\nclient > server  F. 11:11(0)\n";

	holds(script, BEGIN_STORY
	      "0.2 client > server P. 1:11 ack 1\n0.3 client > server F. 11:11 ack 1\n" END_STORY);
	holds(script, BEGIN_STORY
	      "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n"
	      "0.22 client > server . 5:6 ack 1\n0.23 client > server P. 6:11 ack 1\n"
	      "0.24 server > client . 1:1 ack 11\n0.3 client > server F. 11:11 ack 1\n" END_STORY);
	fails(script,
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.3 client > server F. 5:5 ack 1\n" END_STORY,
	      "data", "has had 1:5", "closed before");
	fails(script,
	      BEGIN_STORY "0.2 client > server . 1:12 ack 1\n0.3 client > server F. 12:12 ack 1\n" END_STORY,
	      "data", "1:12", "");
	fails(script,
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 client > server . 6:11 ack 1\n" END_STORY,
	      "data", "6:11", "");
	fails(script, BEGIN_STORY "0.2 client > server . 1:5 ack 1\n" END_STORY, "data", "only 1:5(4) of it",
	      "never sent");
	fails(script, BEGIN_STORY "0.2 client > server FP. 1:11 ack 1\n" END_STORY, "data", "FP. 1:11", "");
	fails(script, BEGIN_STORY "0.2 server > client P. 1:11 ack 1\n" END_STORY, "data", "server > client",
	      "");
	holds(BEGIN_SCRIPT "client > server  data 1:6\nclient > server  FP. 6:11(5)\n",
	      BEGIN_STORY "0.2 client > server . 1:6 ack 1\n0.3 client > server FP. 6:11 ack 1\n" END_STORY);
}
END_TEST

START_TEST(open_runs)
{
	static const char script[] = BEGIN_SCRIPT "client > server  data 1:N\nserver > client  . ack N\n"
						  "client > server  F. N:N(0)\n";

	holds(script, BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n"
				  "0.22 client > server P. 5:9 ack 1\n0.23 server > client . 1:1 ack 9\n"
				  "0.3 client > server F. 9:9 ack 1\n" END_STORY);
	fails(script,
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.22 client > server P. 5:9 ack 1\n"
			  "0.3 client > server F. 9:9 ack 1\n0.31 server > client . 1:1 ack 10\n" END_STORY,
	      ". ack N", "F. 9:9", "");
	holds(BEGIN_SCRIPT "client > server  data 1:N\nserver > client  . ack N\n",
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n" END_STORY);
	fails(BEGIN_SCRIPT "client > server  data 1:N\nclient > server  F. N:N(0)\n",
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 client > server F. 6:6 ack 1\n" END_STORY,
	      "F. N:N", "6:6", "");
	holds(BEGIN_SCRIPT
	      "client > server  data 1:N\nserver > client  data 1:M\nclient > server data N:...\n",
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:9 ack 5\n"
			  "0.22 client > server . 5:6 ack 9\n0.23 client > server P. 6:7 ack 9\n" END_STORY);
	fails(BEGIN_SCRIPT "client > server  data 1:...\n", BEGIN_STORY END_STORY, "data", "nothing more",
	      "");
	/* A name that has a value bounds the run. */
	fails(BEGIN_SCRIPT "client > server  data 1:N\nserver > client  data 1:N\n",
	      BEGIN_STORY "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:9 ack 5\n" END_STORY,
	      "server > client", "1:9", "");
}
END_TEST

START_TEST(open_run_while_live)
{
	static const char script[] =
		BEGIN_SCRIPT "client > server  data 1:N\nclient: write() = N\nclient exits 0\n";
	static const char story[] = BEGIN_STORY "0.2 client call write(3<c>, \"abcdefgh\", 8) = 8\n"
						"0.2001 client > server . 1:5 ack 1\n0.3 client exits 0\n";
	struct tale tale = tale_judged(script, story, JUDGE_LIVE);

	/* N is 5 so far, and may become 9: nothing is definite. */
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	tale_end(&tale);
}
END_TEST

/* ---- needless retransmissions ---- */

#define SEND_SCRIPT BEGIN_SCRIPT "client > server  P. 1:6(5) ack 1\n"
#define SEND_STORY  BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n"

static void excused(const char *script, const char *story, const char *proof)
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "it does not hold: %s", tale.judgement.reason);
	ck_assert_uint_eq(tale.judgement.excused_count, 1);
	ck_assert_msg(strstr(tale.judgement.excuse[0], proof) != NULL, "the proof is: %s",
		      tale.judgement.excuse[0]);
	ck_assert(tale.judgement.accounted[tale.judgement.excused[0]]);
	tale_end(&tale);
}

START_TEST(excused_with_proof)
{
	excused(SEND_SCRIPT,
		SEND_STORY "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:6 ack 1\n" END_STORY,
		"frame 5 had acknowledged all of it");
	excused(SEND_SCRIPT,
		SEND_STORY "0.41 client > server . 1:6 ack 1\n"
			   "0.42 server > client . 1:1 ack 6 sack 1:6\n" END_STORY,
		"D-SACK in frame 6");
	/* Part of a larger one, and several joined to one. */
	excused(SEND_SCRIPT,
		SEND_STORY "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 3:6 ack 1\n" END_STORY,
		"frame 5");
	excused(BEGIN_SCRIPT "client > server  data 1:11\nclient > server  F.\n",
		BEGIN_STORY "0.2 client > server P. 1:6 ack 1\n0.21 client > server P. 6:11 ack 1\n"
			    "0.22 client > server F. 11:11 ack 1\n0.23 server > client . 1:1 ack 12\n"
			    "0.4 client > server FP. 1:11 ack 1\n" END_STORY,
		"frame 7");
	/* A SYN, and a FIN. */
	excused(BEGIN_SCRIPT, BEGIN_STORY "0.3 client > server S\n" END_STORY, "frame 2");
	excused(BEGIN_SCRIPT "client > server F.\n",
		BEGIN_STORY "0.2 client > server F. 1:1 ack 1\n0.21 server > client . 1:1 ack 2\n"
			    "0.5 client > server F. 1:1 ack 1\n" END_STORY,
		"frame 5");
}
END_TEST

START_TEST(not_excused)
{
	static const struct {
		const char *what, *story;
	} cases[] = {
		{ "no proof", "0.41 client > server P. 1:6 ack 1\n0.42 server > client . 1:1 ack 6\n" },
		{ "acknowledged in part",
		  "0.21 server > client . 1:1 ack 5\n0.41 client > server P. 1:6 ack 1\n" },
		{ "D-SACK of a part",
		  "0.41 client > server P. 1:6 ack 1\n0.42 server > client . 1:1 ack 6 sack 1:5\n" },
		{ "other bytes",
		  "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:6 ack 1 other\n" },
		{ "other flags", "0.21 server > client . 1:1 ack 6\n0.41 client > server FP. 1:6 ack 1\n" },
		{ "URG", "0.21 server > client . 1:1 ack 6\n0.41 client > server UP. 1:6 ack 1\n" },
		{ "new bytes at its end",
		  "0.21 server > client . 1:1 ack 6\n0.41 client > server P. 1:7 ack 1\n" },
		{ "a RST", "0.21 server > client . 1:1 ack 6\n0.41 client > server R. 1:6 ack 1\n" },
		{ "the acknowledgement was lost",
		  "0.205 cut\n0.21 server > client . 1:1 ack 6\n0.3 mend\n0.41 client > server P. 1:6 ack 1\n" },
		{ "the cable was cut between",
		  "0.21 server > client . 1:1 ack 6\n0.25 cut\n0.3 mend\n0.41 client > server P. 1:6 ack 1\n" },
		{ "lost itself",
		  "0.21 server > client . 1:1 ack 6\n0.4 cut\n0.41 client > server P. 1:6 ack 1\n" },
		{ "the D-SACK was lost",
		  "0.41 client > server P. 1:6 ack 1\n0.415 cut\n0.42 server > client . 1:1 ack 6 sack 1:6\n" },
		{ "a keep-alive probe",
		  "0.21 server > client . 1:1 ack 6\n3.0 client > server . 5:5 ack 1\n" },
		{ "a keep-alive probe with a byte",
		  "0.21 server > client . 1:1 ack 6\n3.0 client > server . 5:6 ack 1\n" },
		{ "a zero-window probe",
		  "0.21 server > client . 1:1 ack 6 win 0\n3.0 client > server . 5:5 ack 1\n" },
	};
	char story[2048];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tale tale;

		snprintf(story, sizeof(story), SEND_STORY "%s" END_STORY, cases[i].story);
		tale = tale_judged(SEND_SCRIPT, story, JUDGE_FINAL);
		ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "excused: %s", cases[i].what);
		ck_assert_uint_eq(tale.judgement.excused_count, 0);
		ck_assert_int_eq(tale.judgement.failures[0].line, NO_LINE);
		tale_end(&tale);
	}
}
END_TEST

START_TEST(a_line_takes_it_first)
{
	static const char script[] = SEND_SCRIPT "client > server  P. 1:6(5) retransmission\n";
	static const char story[] = SEND_STORY "0.21 server > client . 1:1 ack 6\n%s" END_STORY;
	char text[2048];
	struct tale tale;

	snprintf(text, sizeof(text), story, "0.41 client > server P. 1:6 ack 1\n");
	tale = tale_judged(script, text, JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
	ck_assert_uint_eq(tale.judgement.excused_count, 0);
	tale_end(&tale);
	snprintf(text, sizeof(text), story, "");
	fails(script, text, "retransmission", "nothing", "sent again in time");
}
END_TEST

START_TEST(excused_within_a_run)
{
	excused(BEGIN_SCRIPT "client > server  data 1:N\nclient > server  F. N:N(0)\n",
		BEGIN_STORY "0.2 client > server . 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			    "0.3 client > server . 1:6 ack 1\n0.31 client > server . 6:9 ack 1\n"
			    "0.4 client > server F. 9:9 ack 1\n" END_STORY,
		"frame 5");
	excused(BEGIN_SCRIPT "client > server  data 1:9\nclient > server  F. 9:9(0)\n",
		BEGIN_STORY "0.2 client > server . 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
			    "0.3 client > server . 1:6 ack 1\n0.31 client > server . 6:9 ack 1\n"
			    "0.4 client > server F. 9:9 ack 1\n" END_STORY,
		"frame 5");
}
END_TEST

START_TEST(unproved_is_open_while_live)
{
	struct tale tale =
		tale_judged(SEND_SCRIPT, SEND_STORY "0.41 client > server P. 1:6 ack 1\n", JUDGE_LIVE);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	ck_assert_uint_eq(tale.judgement.excused_count, 0);
	tale_end(&tale);
	/* The next action was performed, and no D-SACK had come. */
	tale = tale_judged(SEND_SCRIPT "kill client USR1\n",
			   SEND_STORY "0.41 client > server P. 1:6 ack 1\n0.5 action kill client USR1\n",
			   JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
	/* Other bytes are definite at once. */
	tale = tale_judged(SEND_SCRIPT, SEND_STORY "0.41 client > server P. 1:6 ack 1 other\n", JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
}
END_TEST

/* ---- a capture from elsewhere ---- */

START_TEST(captures_from_elsewhere)
{
	static const char script[] = BEGIN_SCRIPT
		"client: close() = 0\nclient > server  F.\nstate client FIN_WAIT_2\n"
		"kill server KILL\nserver > client  F.\nclient#2 > server  S\nnever server > client  R.\n";
	static const char story[] =
		"0.1 client > server S\n0.2 server > client S. ack 1\n0.3 client > server F. 1:1 ack 1\n"
		"0.4 server > client F. 1:1 ack 2\n0.5 client > server . 2:2 ack 2\n%s";
	char text[2048];
	struct tale tale;

	snprintf(text, sizeof(text), story, "0.6 client#2 > server S\n");
	holds_as(JUDGE_WIRE, script, text);
	tale = tale_judged(script, text, JUDGE_WIRE);
	ck_assert_int_eq(tale.judgement.lines[4].status, LINE_UNSEEN);
	ck_assert_int_eq(tale.judgement.lines[5].status, LINE_MET);
	ck_assert_int_eq(tale.judgement.lines[6].status, LINE_UNSEEN);
	tale_end(&tale);
	snprintf(text, sizeof(text), story, "0.6 client#2 > server S\n0.7 server > client#2 R. ack 1\n");
	fails_as(JUDGE_WIRE, script, text, "never", "server > client#2  R.", "");
	snprintf(text, sizeof(text), story, "");
	fails_as(JUDGE_WIRE, script, text, "client#2 > server  S", "nothing more", "");
	snprintf(text, sizeof(text), story, "0.6 stranger > server S\n");
	fails_as(JUDGE_WIRE, script, text, "client#2 > server  S", "127.0.0.9:5555 > server  S 0:0(0)", "");
	fails_as(JUDGE_WIRE, script, "", "client > server  S", "nothing", "");
}
END_TEST

/* ---- a flood ---- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

START_TEST(a_flood_is_judged_quickly)
{
	static const char script[] = BEGIN_SCRIPT
		"client > server  data 1:...\nclient: write() = 1\nclient: write(\"never\") = 1\n"
		"server: read() = 0\nnever client > server  R.\nstate client CLOSED\n";
	struct text story = { 0 };
	struct tale tale;
	double begin, best = 1e9;

	text_add(&story, BEGIN_STORY);
	for (unsigned i = 0; i < 7000; i++) {
		text_addf(&story, "%.6f client call write(3<c>, \"x\", 1) = 1\n", 0.2 + i * 1e-4);
		text_addf(&story, "%.6f client > server . %u:%u ack 1\n", 0.20001 + i * 1e-4, i + 1, i + 2);
		text_addf(&story, "%.6f server > client . 1:1 ack %u\n", 0.20002 + i * 1e-4, i + 2);
	}
	text_add(&story, END_STORY);
	tale = tale_judged(script, text_chars(&story), JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	for (int i = 0; i < 3; i++) {
		judgement_free(&tale.judgement);
		begin = seconds();
		judge(tale.script, tale.timeline, i ? JUDGE_LIVE : JUDGE_FINAL, &tale.judgement);
		best = seconds() - begin < best ? seconds() - begin : best;
	}
	/* Some 10 ms as it is built for use; with sanitizers, and on a busy machine, a few times that. */
	ck_assert_msg(best < 0.25, "it took %.3f s", best);
	tale_end(&tale);
	text_free(&story);
}
END_TEST

Suite *suite_judge_wire(void)
{
	Suite *s = suite_create("judge_wire");
	TCase *order = tcase_create("order"), *runs = tcase_create("runs"), *again = tcase_create("again"),
	      *rest = tcase_create("rest");

	tcase_add_test(order, strict_order);
	tcase_add_test(order, unnamed_segments_fail);
	tcase_add_test(order, acts_bound_the_wire);
	tcase_add_test(order, causes_for_students);
	tcase_add_test(order, delays);
	tcase_add_test(order, lost_segments);
	tcase_add_test(order, connections_by_number);
	tcase_add_test(order, datagrams_and_icmp);
	suite_add_tcase(s, order);
	tcase_add_test(runs, bounded_runs);
	tcase_add_test(runs, open_runs);
	tcase_add_test(runs, open_run_while_live);
	suite_add_tcase(s, runs);
	tcase_add_test(again, excused_with_proof);
	tcase_add_test(again, not_excused);
	tcase_add_test(again, a_line_takes_it_first);
	tcase_add_test(again, excused_within_a_run);
	tcase_add_test(again, unproved_is_open_while_live);
	suite_add_tcase(s, again);
	tcase_add_test(rest, captures_from_elsewhere);
	tcase_add_test(rest, a_flood_is_judged_quickly);
	tcase_set_timeout(rest, 60);
	suite_add_tcase(s, rest);
	return s;
}
