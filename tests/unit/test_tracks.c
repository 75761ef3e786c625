/* test_tracks.c - each connection is a track of its own: what is ordered, what is not, and "then". */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define END_STORY "9.000 end\n"

/* A proxy: client - second - server. */
#define PROXY_SCRIPT                                                                                         \
	"start server\n"                                                                                     \
	"start second\n"                                                                                     \
	"start client\n"                                                                                     \
	"client > second  S\n"                                                                               \
	"second > client  S. ack 1\n"                                                                        \
	"second > server  S\n"                                                                               \
	"server > second  S. ack 1\n"
#define CALLS_STORY                                                                                          \
	"0.000 action start server\n"                                                                        \
	"0.001 server call listen(3<l>, 5) = 0\n"                                                            \
	"0.010 action start second\n"                                                                        \
	"0.011 second call listen(3<TCP:[127.0.0.4:41000]>, 5) = 0\n"                                        \
	"0.100 action start client\n"                                                                        \
	"0.101 client call close(3<TCP:[127.0.0.1:40000->127.0.0.4:41000]>) = 0\n"                           \
	"0.102 second call close(4<TCP:[127.0.0.4:41000->127.0.0.2:9877]>) = 0\n"                            \
	"0.103 server call close(4<TCP:[127.0.0.2:9877->127.0.0.4:41000]>) = 0\n"
#define PROXY_STORY                                                                                          \
	CALLS_STORY "0.111 client > second S\n"                                                              \
		    "0.112 second > server S\n"                                                              \
		    "0.113 second > client S. ack 1\n"                                                       \
		    "0.114 server > second S. ack 1\n"

START_TEST(connections_are_independent)
{
	static const char script[] = PROXY_SCRIPT "client > second  F. 1:1(0)\nsecond > server  F. 1:1(0)\n";

	tale_holds(script, PROXY_STORY
		   "0.2 client > second F. 1:1 ack 1\n0.3 second > server F. 1:1 ack 1\n" END_STORY);
	tale_holds(script, PROXY_STORY
		   "0.2 second > server F. 1:1 ack 1\n0.3 client > second F. 1:1 ack 1\n" END_STORY);
	/* Within each of them all is as strict as ever, and nothing goes unaccounted. */
	tale_fails(JUDGE_FINAL, script,
		   PROXY_STORY
		   "0.2 second > server F. 1:1 ack 1\n0.3 client > second R. 1:1 ack 1\n" END_STORY,
		   "client > second  F.", "client > second  R.", "");
	tale_fails(JUDGE_FINAL, script, PROXY_STORY "0.2 client > second F. 1:1 ack 1\n" END_STORY,
		   "second > server  F.", "nothing more between second and server", "");
	tale_fails(JUDGE_FINAL, script,
		   PROXY_STORY "0.2 client > second F. 1:1 ack 1\n0.3 second > server F. 1:1 ack 1\n"
			       "0.4 server > second F. 1:1 ack 2\n" END_STORY,
		   "", "server > second  F. 1:1(0)", "");
}
END_TEST

/* What no line of its own track is left for counts for the line that is expected elsewhere, and is told apart from it. */
START_TEST(of_a_track_without_a_line)
{
	static const char script[] = PROXY_SCRIPT "second > server  F. 1:1(0)\n";

	tale_fails(JUDGE_FINAL, script,
		   PROXY_STORY
		   "0.2 client > second F. 1:1 ack 1\n0.3 second > server F. 1:1 ack 1\n" END_STORY,
		   "second > server  F.", "of client and second no line is left", "");
	tale_fails(JUDGE_FINAL, script,
		   PROXY_STORY
		   "0.2 second > server F. 1:1 ack 1\n0.3 client > second F. 1:1 ack 1\n" END_STORY,
		   "", "client > second  F.", "");
}
END_TEST

START_TEST(then_orders_connections)
{
	static const char script[] =
		PROXY_SCRIPT "client > second  F. 1:1(0)\nthen second > server  F. 1:1(0)\n";

	tale_holds(script, PROXY_STORY
		   "0.2 client > second F. 1:1 ack 1\n0.3 second > server F. 1:1 ack 1\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   PROXY_STORY
		   "0.2 second > server F. 1:1 ack 1\n0.3 client > second F. 1:1 ack 1\n" END_STORY,
		   "client > second  F.", "that is for line 10, \"then ...\": it came too early", "");
	tale_fails(JUDGE_FINAL, script, PROXY_STORY "0.2 second > server F. 1:1 ack 1\n" END_STORY,
		   "client > second  F.", "too early", "");
	/* A bare ACK before its time goes unmentioned, as any other. */
	tale_holds(PROXY_SCRIPT "client > second  P. 1:6\nthen server > second  .  ack 1\n",
		   PROXY_STORY "0.15 server > second . 1:1 ack 1\n0.2 client > second P. 1:6 ack 1\n"
			       "0.3 server > second . 1:1 ack 1 win 99\n" END_STORY);
	tale_fails(JUDGE_FINAL, PROXY_SCRIPT "client > second  P. 1:6\nthen server > second  .  ack 1\n",
		   PROXY_STORY
		   "0.15 server > second . 1:1 ack 1\n0.2 client > second P. 1:6 ack 1\n" END_STORY,
		   "then server > second  .", "nothing more", "");
}
END_TEST

START_TEST(time_is_of_the_track)
{
	static const char story[] =
		PROXY_STORY "0.2 client > second P. 1:6 ack 1\n1.3 second > server P. 1:6 ack 1\n" END_STORY;

	/* From the SYN+ACK of its own connection, or from all of the wire. */
	tale_holds(PROXY_SCRIPT "client > second  P. 1:6\n+1150ms second > server  P. 1:6\n", story);
	tale_holds(PROXY_SCRIPT "client > second  P. 1:6\nthen +1s second > server  P. 1:6\n", story);
	tale_fails(JUDGE_FINAL,
		   PROXY_SCRIPT "client > second  P. 1:6\nthen +1150ms second > server  P. 1:6\n", story,
		   "then +1150ms second", "at least 1.15 s was expected", "");
}
END_TEST

/* A name gets its value at the line that stands first in the script, however what it is about comes in pieces. */
START_TEST(names_go_from_track_to_track)
{
	static const char script[] = PROXY_SCRIPT "client > second  data 1:N\nsecond > server  data 1:N\n";
	static const char story[] =
		PROXY_STORY "0.2 client > second . 1:501 ack 1\n0.21 second > server . 1:501 ack 1\n"
			    "0.22 second > client . 1:1 ack 501\n0.23 client > second P. 501:801 ack 1\n"
			    "0.24 second > server P. 501:%u ack 1\n" END_STORY;
	static const char first[] = PROXY_STORY "0.2 second > server P. 1:801 ack 1\n"
						"0.23 client > second P. 1:801 ack 1\n" END_STORY;
	char text[2048];
	struct tale tale;

	snprintf(text, sizeof(text), story, 801U);
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, 701U);
	tale_fails(JUDGE_FINAL, script, text, "second > server  data", "only 1:701", "");
	snprintf(text, sizeof(text), story, 901U);
	tale_fails(JUDGE_FINAL, script, text, "second > server  data", "501:901", "");
	tale_holds(script, first);
	/* While the run lasts nothing is definite: N was 501 when that came. */
	tale = tale_judged(
		script, PROXY_STORY "0.2 client > second . 1:501 ack 1\n0.21 second > server . 1:601 ack 1\n",
		JUDGE_LIVE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	tale_end(&tale);
}
END_TEST

/* The answer comes back over the track that stands first, and yet the server's line says how much it is. */
START_TEST(names_come_back)
{
	static const char script[] = PROXY_SCRIPT "server > second  data 1:N\nsecond > client  data 1:N\n";
	static const char story[] = PROXY_STORY
		"0.2 server > second . 1:501 ack 1\n0.21 second > client . 1:301 ack 1\n"
		"0.22 server > second P. 501:801 ack 1\n0.23 second > client P. 301:%u ack 1\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, 801U);
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, 701U);
	tale_fails(JUDGE_FINAL, script, text, "second > client  data", "only 1:701", "");
}
END_TEST

/* What is given back as a run goes on was not too early either. */
START_TEST(too_early_is_given_back)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  data 1:N\n+1s server > client  . ack N\n";

	tale_holds(script, OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n"
		   "0.22 client > server . 5:9 ack 1\n1.5 server > client . 1:1 ack 9\n" END_STORY);
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 client > server . 1:5 ack 1\n0.21 server > client . 1:1 ack 5\n" END_STORY,
		   "+1s server > client", "at least 1.00 s was expected", "");
}
END_TEST

/* Lines without a number are one track of all connections that none numbers, and of the first. */
START_TEST(numbered_connections)
{
	static const char script[] =
		OPENING_SCRIPT "client#2 > server  S\nserver > client#2  S. ack 1\n"
			       "client > server  F. 1:1(0)\nclient#2 > server  F. 1:1(0)\n";
	static const char story[] =
		OPENING_STORY "0.2 client call connect(4<c2>, <to>) = 0 took 0.01\n"
			      "0.201 client#2 > server S\n0.202 server > client#2 S. ack 1\n"
			      "0.22 server call accept(3<l>, NULL, NULL) = 5<s2>\n"
			      "0.3 %s > server F. 1:1 ack 1\n0.4 %s > server %s ack 1\n" END_STORY;
	char text[2048];

	snprintf(text, sizeof(text), story, "client", "client#2", "F. 1:1");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "client#2", "client", "F. 1:1");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "client#2", "client", "R. 1:1");
	tale_fails(JUDGE_FINAL, script, text, "client > server  F.", "client > server  R.", "");
	snprintf(text, sizeof(text), story, "client", "client#2", "R. 1:1");
	tale_fails(JUDGE_FINAL, script, text, "client#2 > server  F.", "client#2 > server  R.", "");
	snprintf(text, sizeof(text), story, "client", "client", "F. 2:2");
	tale_fails(JUDGE_FINAL, script, text, "client#2 > server  F.", "of client and server no line is left",
		   "");
}
END_TEST

/* An ICMP message is on the track of what it quotes, whoever sends it. */
START_TEST(icmp_is_where_its_quotation_is)
{
	static const char script[] =
		"world hosts\n" OPENING_SCRIPT "start second = exec x\n"
		"second > server  S\ncut\nclient > server  P. 1:6 ack 1 lost\n"
		"router > client  ICMP host-unreachable\nsecond > server  S retransmission\n";
	static const char story[] = OPENING_STORY
		"0.150 action start second = exec x\n"
		"0.151 second call close(3<TCP:[192.0.2.1:41000->127.0.0.2:9877]>) = 0\n"
		"0.152 second > server S lost\n0.2 action cut\n%s0.9 second > server S lost\n%s" END_STORY;
	char text[2048];
	const char *told = "0.21 client > server P. 1:6 ack 1 lost\n0.22 router > client ICMP\n";

	snprintf(text, sizeof(text), story, told, "");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "",
		 "1.21 client > server P. 1:6 ack 1 lost\n1.22 router > client ICMP\n");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "",
		 "1.21 router > client ICMP\n1.22 client > server P. 1:6 ack 1 lost\n");
	tale_fails(JUDGE_FINAL, script, text, "client > server  P.", "router > client  ICMP", "");
}
END_TEST

/* A four-tuple that is used again is another connection, and an ICMP message is about the one of its time. */
START_TEST(a_four_tuple_used_again)
{
	static const char start[] = "world hosts\nstart server\nstart client\nclient > server  S\n";
	static const char story[] = "0.000 action start server\n0.001 server call listen(3<l>, 5) = 0\n"
				    "0.100 action start client\n0.101 client call close(3<c>) = 0\n"
				    "0.111 client > server S\n0.112 router > client ICMP\n"
				    "0.2 client > server S syn 7\n" END_STORY;
	char text[512];

	snprintf(text, sizeof(text), "%srouter > client  ICMP\nthen client#2 > server  S\n", start);
	tale_holds(text, story);
	snprintf(text, sizeof(text), "%sclient#2 > server  S\nrouter > client#2  ICMP\n", start);
	tale_fails(JUDGE_FINAL, text, story, "client#2 > server  S", "of client and server no line is left",
		   "");
}
END_TEST

/* A capture from elsewhere: each connection is of the next line that expects one. */
START_TEST(proxies_from_elsewhere)
{
	static const char story[] =
		"0.111 client > second S\n0.112 second > server S\n"
		"0.113 second > client S. ack 1\n0.114 server > second S. ack 1\n"
		"0.2 second > server F. 1:1 ack 1\n0.3 client > second %s. 1:1 ack 1\n" END_STORY;
	static const char script[] = PROXY_SCRIPT "client > second  F. 1:1(0)\nsecond > server  F. 1:1(0)\n";
	char text[1024];
	struct tale tale;

	snprintf(text, sizeof(text), story, "F");
	tale = tale_judged(script, text, JUDGE_WIRE);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_HOLDS);
	tale_end(&tale);
	snprintf(text, sizeof(text), story, "R");
	tale_fails(JUDGE_WIRE, script, text, "client > second  F.", "client > second  R.", "");
}
END_TEST

START_TEST(where_then_has_no_place)
{
	static const struct {
		const char *script, *message;
	} wrong[] = {
		{ "title t\nstart client\nthen client > client  S\n", "nothing of the wire does" },
		{ "title t\nstart client\nthen client: close() = 0\n", "for segments, datagrams and ICMP" },
		{ "title t\nstart client\nthen never client > client  R\n", "'then' has no meaning here" },
		{ "title t\nthen start client\n", "no 'then' is needed" },
		{ "title t\nstart then\n", "a word of the language" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct script_error error;

		ck_assert_ptr_null(script_parse("x.lab", wrong[i].script, strlen(wrong[i].script), &error));
		ck_assert_msg(strstr(error.message, wrong[i].message) != NULL, "%s", error.message);
	}
}
END_TEST

Suite *suite_tracks(void)
{
	Suite *s = suite_create("tracks");
	TCase *c = tcase_create("tracks");

	tcase_add_test(c, connections_are_independent);
	tcase_add_test(c, of_a_track_without_a_line);
	tcase_add_test(c, then_orders_connections);
	tcase_add_test(c, time_is_of_the_track);
	tcase_add_test(c, names_go_from_track_to_track);
	tcase_add_test(c, names_come_back);
	tcase_add_test(c, too_early_is_given_back);
	tcase_add_test(c, numbered_connections);
	tcase_add_test(c, icmp_is_where_its_quotation_is);
	tcase_add_test(c, a_four_tuple_used_again);
	tcase_add_test(c, proxies_from_elsewhere);
	tcase_add_test(c, where_then_has_no_place);
	suite_add_tcase(s, c);
	return s;
}
