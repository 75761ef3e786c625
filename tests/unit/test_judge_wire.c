/* test_judge_wire.c - the wire's track: order, accounting, runs of data; captures from elsewhere; floods. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define END_STORY "9.000 end\n"

START_TEST(strict_order)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  P. 1:6(5) ack 1\nserver > client  . ack 6\n"
			       "client > server  F. 6:6(0)\n";

	tale_holds(script, OPENING_STORY
		   "0.2 client > server P. 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n"
		   "0.22 client > server F. 6:6 ack 1\n0.23 server > client . 1:1 ack 7\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.22 client > server F. 6:6 ack 1\n"
				 "0.23 server > client . 1:1 ack 7\n" END_STORY,
		   ". ack 6", "F. 6:6(0)", "");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server P. 1:6 ack 1\n0.21 server > client . 1:1 ack 6\n" END_STORY,
		   "F. 6:6(0)", "nothing more", "neither close() nor shutdown(SHUT_WR)");
}
END_TEST

START_TEST(unnamed_segments_fail)
{
	static const char *const extra[] = { "P. 1:6 ack 1", ". 1:6 ack 1", "F. 1:1 ack 1", "R. 1:1 ack 1",
					     "R 1:1",	     "S syn 9",	    "S. ack 1",	    "U. 1:1 ack 1",
					     ". 0:0 ack 1",  "UDP 5" };
	char story[2048];

	tale_holds(OPENING_SCRIPT, OPENING_STORY "0.2 client > server . 1:1 ack 1 win 77\n" END_STORY);
	for (size_t i = 0; i < sizeof(extra) / sizeof(extra[0]); i++) {
		snprintf(story, sizeof(story), OPENING_STORY "0.2 client > server %s\n" END_STORY, extra[i]);
		tale_fails(JUDGE_FINAL, OPENING_SCRIPT, story, "", " > server  ", "");
		if (strcmp(extra[i], ". 0:0 ack 1") == 0)
			continue; /* a probe only within a connection; from a stranger it is a bare ACK */
		snprintf(story, sizeof(story), OPENING_STORY "0.2 stranger > server %s\n" END_STORY,
			 extra[i]);
		tale_fails(JUDGE_FINAL, OPENING_SCRIPT, story, "", "127.0.0.9:5555",
			   "no program of this script");
	}
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT,
		   OPENING_STORY "0.2 client > server UDP 5\n0.21 server > client ICMP\n" END_STORY, "",
		   "UDP 5", "");
	/* After the end nothing is judged. */
	tale_holds(OPENING_SCRIPT, OPENING_STORY "0.2 end\n0.3 client > server F. 1:1 ack 1\n");
}
END_TEST

START_TEST(acts_bound_the_wire)
{
	static const char script[] = OPENING_SCRIPT "kill client USR1\nclient > server  F. 1:1(0)\n";

	tale_holds(script, OPENING_STORY
		   "0.2 action kill client USR1\n0.21 client > server F. 1:1 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.19 client > server F. 1:1 ack 1\n0.2 action kill client USR1\n" END_STORY,
		   "", "F. 1:1", "closed a socket");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client > server  F. 1:1(0)\nkill client USR1\n",
		   OPENING_STORY "0.2 action kill client USR1\n0.21 client > server F. 1:1 ack 1\n" END_STORY,
		   "F. 1:1", "nothing", "");
}
END_TEST

START_TEST(what_may_happen)
{
	static const char script[] = OPENING_SCRIPT "may 1 server > client  F.\n"
						    "client > server  data 1:N\n"
						    "client: close() = 0\n"
						    "state client FIN_WAIT_2\n";
	static const char story[] = OPENING_STORY "0.2 client > server . 1:6 ack 1\n"
						  "%s0.3 client > server . 6:9 ack 1\n"
						  "0.35 client call close(3<c>) = 0\n"
						  "0.4 sockets client FIN_WAIT_2\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "0.21 server > client F. 1:1 ack 6\n");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "0.21 server > client R. 1:1 ack 6\n");
	tale_fails(JUDGE_FINAL, script, text, "", "R. 1:1", "");
	/* Not before its act. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "kill client USR1\nmay 1 client > server  F.\n",
		   OPENING_STORY "0.2 client > server F. 1:1 ack 1\n0.3 action kill client USR1\n" END_STORY,
		   "", "F. 1:1", "");
}
END_TEST

/* "may" is bounded: how many, and which. */
START_TEST(what_may_happen_so_often)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  P. 1:6(5)\nclient > server  P. 6:11(5)\n"
			       "may 2 client > server  data 1:11\n";
	static const char sent[] =
		OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.21 client > server P. 6:11 ack 1\n";
	char text[2048];

	/* Sent again, in whatever pieces. */
	snprintf(text, sizeof(text),
		 "%s0.5 client > server P. 1:11 ack 1\n0.9 client > server . 1:4 ack 1\n" END_STORY, sent);
	tale_holds(script, text);
	snprintf(text, sizeof(text),
		 "%s0.5 client > server P. 1:11 ack 1\n0.9 client > server P. 1:11 ack 1\n"
		 "1.7 client > server P. 1:11 ack 1\n" END_STORY,
		 sent);
	tale_fails(JUDGE_FINAL, script, text, "", "line 8 lets 2 of these come, and so many had", "");
	/* Something of it was sent before; not beyond the range; and nothing but data. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "may 2 client > server  data 1:11\n",
		   OPENING_STORY "0.2 client > server P. 1:6 ack 1\n" END_STORY, "", "P. 1:6(5)", "");
	tale_holds(OPENING_SCRIPT "client > server  P. 1:6(5)\nmay client > server  data 1:11\n",
		   OPENING_STORY
		   "0.2 client > server P. 1:6 ack 1\n0.5 client > server P. 1:11 ack 1\n" END_STORY);
	snprintf(text, sizeof(text), "%s0.5 client > server P. 1:12 ack 1\n" END_STORY, sent);
	tale_fails(JUDGE_FINAL, script, text, "", "P. 1:12(11)", "");
	snprintf(text, sizeof(text), "%s0.5 client > server F. 11:11 ack 1\n" END_STORY, sent);
	tale_fails(JUDGE_FINAL, script, text, "", "F. 11:11(0)", "");
}
END_TEST

START_TEST(causes_for_students)
{
	static const char rst[] = OPENING_SCRIPT "client > server  R. 1:1(0) ack 1\n";
	static const char fin[] = OPENING_SCRIPT "client > server  F. 1:1(0) ack 1\n";
	static const char linger[] =
		"0.19 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n";
	char story[2048];

	tale_fails(JUDGE_FINAL, rst, OPENING_STORY "0.2 client > server F. 1:1 ack 1\n" END_STORY, "R. 1:1",
		   "flags F. where R. was expected",
		   "the client sent FIN where RST was expected: was SO_LINGER {on, 0} set before close()?");
	snprintf(story, sizeof(story), OPENING_STORY "%s0.2 client > server F. 1:1 ack 1\n" END_STORY,
		 linger);
	tale_fails(JUDGE_FINAL, rst, story, "R. 1:1", "", "although it had set SO_LINGER");
	tale_fails(JUDGE_FINAL, fin, OPENING_STORY "0.2 client > server R. 1:1 ack 1\n" END_STORY, "F. 1:1",
		   "flags R.", "data that nobody had read");
	snprintf(story, sizeof(story), OPENING_STORY "%s0.2 client > server R. 1:1 ack 1\n" END_STORY,
		 linger);
	tale_fails(JUDGE_FINAL, fin, story, "F. 1:1", "", "the client had set SO_LINGER {on, 0}");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT,
		   "0 action start server\n0.01 server call listen(3<TCP:[127.0.0.2:9878]>, 5) = 0\n"
		   "0.1 action start client\n"
		   "0.11 client call connect(3<c>, <to>) = -1 ECONNREFUSED (Connection refused)\n"
		   "0.1100001 client > server S\n0.1100002 server > client R. ack 1\n" END_STORY,
		   "S. ack 1", "flags R. where S. was expected", "nobody listens");
	tale_fails(JUDGE_FINAL, fin, OPENING_STORY "0.2 client > server P. 1:6 ack 1\n" END_STORY, "F. 1:1",
		   "P. 1:6(5)", "data came before");
}
END_TEST

START_TEST(delays)
{
	static const char script[] = OPENING_SCRIPT "+1s client > server  F. 1:1(0)\n";

	tale_holds(script, OPENING_STORY "1.12 client > server F. 1:1 ack 1\n" END_STORY);
	tale_holds(script,
		   OPENING_STORY "1.105 client > server F. 1:1 ack 1\n" END_STORY); /* within a tick */
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "1.10 client > server F. 1:1 ack 1\n" END_STORY,
		   "F. 1:1", "it came 988 ms after", "");
	/* The first of an act: from its action. */
	tale_holds(OPENING_SCRIPT "kill client USR1\n+1s client > server  F.\n",
		   OPENING_STORY "2 action kill client USR1\n3 client > server F. 1:1 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "kill client USR1\n+1s client > server  F.\n",
		   OPENING_STORY "2 action kill client USR1\n2.9 client > server F. 1:1 ack 1\n" END_STORY,
		   "+1s", "900 ms", "");
}
END_TEST

START_TEST(lost_segments)
{
	static const char script[] = OPENING_SCRIPT
		"cut\nclient > server  P. 1:6(5) lost\nclient > server P. 1:6(5) retransmission\n";
	static const char story[] =
		OPENING_STORY "0.2 action cut\n0.2 cut\n0.3 client > server P. 1:6 ack 1\n"
			      "%s0.5 client > server P. 1:6 ack 1\n0.6 mend\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "0.25 mend\n");
	tale_fails(JUDGE_FINAL, script, text, "lost", "it was delivered", "");
	/* What is sent again after a loss is needed, and must be named. */
	snprintf(text, sizeof(text), story, "0.4 mend\n");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "cut\nclient > server  P. 1:6(5)\n", text, "",
		   "retransmission", "sent it again");
}
END_TEST

START_TEST(connections_by_number)
{
	static const char script[] =
		OPENING_SCRIPT "client#2 > server  S\nserver > client#2  S. ack 1\n"
			       "client#1 > server  F. 1:1(0)\nthen client#2 > server  F. 1:1(0)\n";
	static const char story[] = OPENING_STORY
		"0.2 client call connect(4<c2>, <to>) = 0 took 0.01\n"
		"0.201 client#2 > server S\n0.202 server > client#2 S. ack 1\n0.203 client#2 > server . 1:1 ack 1\n"
		"0.22 server call accept(3<l>, NULL, NULL) = 5<s2>\n"
		"0.3 %s > server F. 1:1 ack 1\n0.4 %s > server F. 1:1 ack 1\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "client", "client#2");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "client#2", "client");
	tale_fails(JUDGE_FINAL, script, text, "client#1 > server  F.", "client#2 > server  F.", "");
}
END_TEST

START_TEST(datagrams_and_icmp)
{
	static const char both[] = "start client\nstart server\nclient > server  UDP 5\n"
				   "server > client  ICMP port-unreachable\n";
	static const char one[] = "start client\nstart server\nclient > server  UDP 5\n";
	static const char story[] = "0 action start client\n0.05 action start server\n"
				    "0.06 server call bind(3<v>, <to>) = 0\n"
				    "0.1 client call sendto(3<u>, \"hello\", 5, 0, <to>) = 5 took 0.001\n"
				    "0.1001 client > server UDP %u\n0.1002 server > client ICMP\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, 5u);
	tale_holds(both, text);
	tale_fails(JUDGE_FINAL, one, text, "", "ICMP", "could not be delivered");
	snprintf(text, sizeof(text), story, 6u);
	tale_fails(JUDGE_FINAL, both, text, "UDP 5", "UDP 6", "");
}
END_TEST

/* The length says where it ends, and so what is missing, and what is too much. */
START_TEST(runs_bounded_by_their_length)
{
	static const char script[] = OPENING_SCRIPT "client > server  data 1:...(8)\nclient > server  F.\n";

	tale_holds(script,
		   OPENING_STORY "0.2 client > server . 1:6 ack 1\n0.21 client > server P. 6:9 ack 1\n"
				 "0.22 client > server F. 9:9 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client > server . 1:6 ack 1\n" END_STORY,
		   "data 1:", "only 1:6(5) of it", "");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:6 ack 1\n0.21 client > server P. 6:10 ack 1\n" END_STORY,
		   "data 1:", "of 1:9 the script has had 1:6 so far", "");
}
END_TEST

START_TEST(bounded_runs)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  data 1:11\nclient > server  F. 11:11(0)\n";

	tale_holds(script, OPENING_STORY
		   "0.2 client > server P. 1:11 ack 1\n0.3 client > server F. 11:11 ack 1\n" END_STORY);
	tale_holds(script, OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n"
		   "0.22 client > server . 5:6 ack 1\n0.23 client > server P. 6:11 ack 1\n"
		   "0.24 server > client . 1:1 ack 11\n0.3 client > server F. 11:11 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.3 client > server F. 5:5 ack 1\n" END_STORY,
		   "data", "has had 1:5", "closed before");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:12 ack 1\n0.3 client > server F. 12:12 ack 1\n" END_STORY,
		   "data", "1:12", "");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 client > server . 6:11 ack 1\n" END_STORY,
		   "data", "6:11", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client > server . 1:5 ack 1\n" END_STORY, "data",
		   "only 1:5(4) of it", "never sent");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client > server FP. 1:11 ack 1\n" END_STORY,
		   "data", "FP. 1:11", "");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 server > client P. 1:11 ack 1\n" END_STORY, "data",
		   "server > client", "");
	tale_holds(OPENING_SCRIPT "client > server  data 1:6\nclient > server  FP. 6:11(5)\n", OPENING_STORY
		   "0.2 client > server . 1:6 ack 1\n0.3 client > server FP. 6:11 ack 1\n" END_STORY);
}
END_TEST

START_TEST(open_runs)
{
	static const char script[] = OPENING_SCRIPT "client > server  data 1:N\nserver > client  . ack N\n"
						    "client > server  F. N:N(0)\n";

	tale_holds(script,
		   OPENING_STORY "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n"
				 "0.22 client > server P. 5:9 ack 1\n0.23 server > client . 1:1 ack 9\n"
				 "0.3 client > server F. 9:9 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.22 client > server P. 5:9 ack 1\n"
		   "0.3 client > server F. 9:9 ack 1\n0.31 server > client . 1:1 ack 10\n" END_STORY,
		   ". ack N", "F. 9:9", "");
	tale_holds(OPENING_SCRIPT "client > server  data 1:N\nserver > client  . ack N\n", OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n" END_STORY);
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client > server  data 1:N\nclient > server  F. N:N(0)\n",
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 client > server F. 6:6 ack 1\n" END_STORY,
		   "F. N:N", "6:6", "");
	tale_holds(OPENING_SCRIPT
		   "client > server  data 1:N\nserver > client  data 1:M\nclient > server data N:...\n",
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:9 ack 5\n"
		   "0.22 client > server . 5:6 ack 9\n0.23 client > server P. 6:7 ack 9\n" END_STORY);
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client > server  data 1:...\n", OPENING_STORY END_STORY,
		   "data", "nothing more", "");
	/* A name that has a value bounds the run. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client > server  data 1:N\nserver > client  data 1:N\n",
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:9 ack 5\n" END_STORY,
		   "server > client", "1:9", "");
}
END_TEST

START_TEST(open_run_while_live)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  data 1:N\nclient: write() = N\nclient exits 0\n";
	static const char story[] = OPENING_STORY "0.2 client call write(3<c>, \"abcdefgh\", 8) = 8\n"
						  "0.2001 client > server . 1:5 ack 1\n0.3 client exits 0\n";
	struct tale tale = tale_judged(script, story, JUDGE_LIVE);

	/* N is 5 so far, and may become 9: nothing is definite. */
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	tale_end(&tale);
}
END_TEST

START_TEST(captures_from_elsewhere)
{
	static const char script[] = OPENING_SCRIPT
		"client: close() = 0\nclient > server  F.\nstate client FIN_WAIT_2\n"
		"kill server KILL\nserver > client  F.\nclient#2 > server  S\nnever server > client  R.\n";
	static const char story[] =
		"0.1 client > server S\n0.2 server > client S. ack 1\n0.3 client > server F. 1:1 ack 1\n"
		"0.4 server > client F. 1:1 ack 2\n0.5 client > server . 2:2 ack 2\n%s";
	char text[2048];
	struct tale tale;

	snprintf(text, sizeof(text), story, "0.6 client#2 > server S\n");
	{
		struct tale whole = tale_judged(script, text, JUDGE_WIRE);
		ck_assert_int_eq(whole.judgement.outcome, OUTCOME_HOLDS);
		tale_end(&whole);
	}
	tale = tale_judged(script, text, JUDGE_WIRE);
	ck_assert_int_eq(tale.judgement.lines[4].status, LINE_UNSEEN);
	ck_assert_int_eq(tale.judgement.lines[5].status, LINE_MET);
	ck_assert_int_eq(tale.judgement.lines[6].status, LINE_UNSEEN);
	tale_end(&tale);
	snprintf(text, sizeof(text), story, "0.6 client#2 > server S\n0.7 server > client#2 R. ack 1\n");
	tale_fails(JUDGE_WIRE, script, text, "never", "server > client#2  R.", "");
	snprintf(text, sizeof(text), story, "");
	tale_fails(JUDGE_WIRE, script, text, "client#2 > server  S", "nothing more", "");
	snprintf(text, sizeof(text), story, "0.6 stranger > server S\n");
	tale_fails(JUDGE_WIRE, script, text, "client#2 > server  S", "127.0.0.9:5555 > server  S 0:0(0)", "");
	tale_fails(JUDGE_WIRE, script, "", "client > server  S", "nothing", "");
}
END_TEST

/* How quickly is `make bench`'s affair; that it ends, and before Check's own limit, is ours. */
START_TEST(a_flood_is_judged)
{
	static const char script[] = OPENING_SCRIPT
		"client > server  data 1:...\nclient: write() = 1\nclient: write(\"never\") = 1\n"
		"server: read() = 0\nnever client > server  R.\nstate client CLOSED\n";
	struct text story = { 0 };
	struct tale tale;

	text_add(&story, OPENING_STORY);
	for (unsigned i = 0; i < 7000; i++) {
		text_addf(&story, "%.6f client call write(3<c>, \"x\", 1) = 1\n", 0.2 + i * 1e-4);
		text_addf(&story, "%.6f client > server . %u:%u ack 1\n", 0.20001 + i * 1e-4, i + 1, i + 2);
		text_addf(&story, "%.6f server > client . 1:1 ack %u\n", 0.20002 + i * 1e-4, i + 2);
	}
	text_add(&story, END_STORY);
	tale = tale_judged(script, text_chars(&story), JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	judgement_free(&tale.judgement);
	judge(tale.script, tale.timeline, JUDGE_LIVE, &tale.judgement);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_FAILS);
	tale_end(&tale);
	text_free(&story);
}
END_TEST

/* No line can name it, so nobody expects it. IGMP is the link's affair, as MLD and ARP are. */
START_TEST(other_protocols)
{
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT, OPENING_STORY "0.2 client > server protocol 132\n0.3 end\n",
		   "", "client > server  SCTP", "");
	tale_holds(OPENING_SCRIPT, OPENING_STORY "0.2 client > server protocol 2\n0.3 end\n");
}
END_TEST

/* Whoever has it, or nobody: the line means the address. */
START_TEST(addresses_of_nobody)
{
	static const char script[] = "start client\nclient > 127.0.0.9:5555 S\n127.0.0.9 > client R. ack 1\n";
	static const char story[] = "0.0 action start client\n0.1 client call connect(3<c>, <to>) = 0\n"
				    "0.2 client > stranger S\n0.3 stranger > client R. ack 1\n0.4 end\n";
	struct tale tale;

	tale_holds(script, story);
	tale_fails(JUDGE_FINAL, "start client\nclient > 127.0.0.9:5556 S\n", story, "5556",
		   "client > 127.0.0.9:5555", "");
	tale_fails(JUDGE_FINAL, "start client\nclient > 127.0.0.8 S\n", story, "127.0.0.8",
		   "client > 127.0.0.9:5555", "");
	tale_fails(JUDGE_FINAL, "start client\nclient > 127.0.0.9 S\n127.0.0.9 > client S. ack 1\n", story,
		   "S.", "127.0.0.9:5555 > client  R.", "");
	/* An address is its owner's, too. */
	tale_holds("start client\n127.0.0.1 > 127.0.0.9 S\n127.0.0.9 > 127.0.0.1 R. ack 1\n", story);
	tale_holds(
		"start client\nnever client > 127.0.0.9 F.\nclient > 127.0.0.9 S\nmay 1 127.0.0.9 > client R.\n",
		story);
	/* While the run goes on nobody is waited for whom the script itself calls by an address. */
	tale = tale_judged(
		"start client\nclient > 127.0.0.9:5555 S\nmay 1 127.0.0.9 > client R.\n"
		"client > 127.0.0.9:5555 S\n",
		"0.0 action start client\n0.1 client call connect(3<c>, <to>) = 0\n0.2 client > stranger S\n"
		"0.3 stranger > client R. ack 1\n0.4 client > stranger S syn 7\n",
		JUDGE_LIVE);
	ck_assert_uint_eq(tale.judgement.acts_complete, 1);
	tale_end(&tale);
}
END_TEST

Suite *suite_judge_wire(void)
{
	Suite *s = suite_create("judge_wire");
	TCase *c = tcase_create("judge_wire");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, strict_order);
	tcase_add_test(c, unnamed_segments_fail);
	tcase_add_test(c, acts_bound_the_wire);
	tcase_add_test(c, what_may_happen);
	tcase_add_test(c, what_may_happen_so_often);
	tcase_add_test(c, causes_for_students);
	tcase_add_test(c, delays);
	tcase_add_test(c, lost_segments);
	tcase_add_test(c, connections_by_number);
	tcase_add_test(c, datagrams_and_icmp);
	tcase_add_test(c, runs_bounded_by_their_length);
	tcase_add_test(c, bounded_runs);
	tcase_add_test(c, open_runs);
	tcase_add_test(c, open_run_while_live);
	tcase_add_test(c, captures_from_elsewhere);
	tcase_add_test(c, a_flood_is_judged);
	tcase_add_test(c, other_protocols);
	tcase_add_test(c, addresses_of_nobody);
	suite_add_tcase(s, c);
	return s;
}
