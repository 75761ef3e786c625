/* test_judge_readings.c - what was read when an act had ended, against the lines about it. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define RESET_SCRIPT OPENING_SCRIPT "client > server R. 1:1 ack 1\n"
#define RESET_STORY                                                                                          \
	"0.05 reading TcpExtTCPAbortOnData 7, TcpOutRsts 1, UdpInErrors 0, IcmpInErrors 0\n" OPENING_STORY   \
	"0.2 client > server R. 1:1 ack 1\n"
#define READING "0.25 reading TcpExtTCPAbortOnData 1, TcpOutRsts 2, TcpCurrEstab -1\n"

static void counted(const char *line)
{
	char script[512];

	snprintf(script, sizeof(script), RESET_SCRIPT "%s\n", line);
	tale_holds(script, RESET_STORY READING "0.3 end\n");
}

START_TEST(a_counter_moves_in_its_act)
{
	counted("counter client TcpExtTCPAbortOnData +1");
	counted("counter client TCPAbortOnData +1");
	counted("counter server TCPAbortOnData +1"); /* both ends share it */
	counted("counter client TcpOutRsts >= +1");
	counted("counter client TcpOutRsts < +3");
	counted("counter client TcpOutRsts != +0");
	counted("counter client UdpInErrors +0");
	counted("counter client TcpCurrEstab -1");
	counted("counter client TcpCurrEstab < +0");
}
END_TEST

START_TEST(a_counter_that_moves_otherwise)
{
	tale_fails(JUDGE_FINAL, RESET_SCRIPT "counter client TCPAbortOnData +0\n",
		   RESET_STORY READING "0.3 end\n", "+0", "counter client TcpExtTCPAbortOnData +1", "");
	tale_fails(JUDGE_FINAL, RESET_SCRIPT "counter client TCPAbortOnData +0\n",
		   RESET_STORY READING "0.3 end\n", "+0",
		   "of both ends: in this world they share the counters", "");
	tale_fails(JUDGE_FINAL, RESET_SCRIPT "counter client UdpInErrors >= +1\n",
		   RESET_STORY READING "0.3 end\n", ">= +1", "counter client UdpInErrors +0", "");
	tale_fails(JUDGE_FINAL, RESET_SCRIPT "counter client TcpCurrEstab >= +0\n",
		   RESET_STORY READING "0.3 end\n", ">= +0", "TcpCurrEstab -1", "");
	/* Each act has its own reading: what moved before it does not count. */
	tale_fails(JUDGE_FINAL,
		   RESET_SCRIPT "counter client TCPAbortOnData +1\nkill server.1 KILL\n"
				"counter client TCPAbortOnData +1\n",
		   RESET_STORY READING "0.26 action kill server.1 KILL\n0.28 reading TcpOutRsts 0\n0.3 end\n",
		   "TCPAbortOnData", "TcpExtTCPAbortOnData +0", "");
	/* While the run goes on, before the next action is performed. */
	tale_fails(JUDGE_LIVE, RESET_SCRIPT "counter client TCPAbortOnData +0\nkill server KILL\n",
		   RESET_STORY READING, "+0", "TcpExtTCPAbortOnData +1", "");
}
END_TEST

START_TEST(nobody_waits_for_a_reading)
{
	struct tale tale = tale_judged(RESET_SCRIPT "counter client TCPAbortOnData +1\nstate client CLOSED\n",
				       RESET_STORY, JUDGE_LIVE);

	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_OPEN);
	ck_assert_str_eq(judgement_awaits(tale.script, &tale.judgement), "\"state client CLOSED\" (line 8)");
	ck_assert_int_ne(tale.judgement.asks_state, NO_LINE);
	tale_end(&tale);
	tale = tale_judged(RESET_SCRIPT "counter client TCPAbortOnData +1\n", RESET_STORY, JUDGE_LIVE);
	ck_assert_uint_eq(tale.judgement.acts_complete, 2);
	tale_end(&tale);
}
END_TEST

static void undecided(const char *line, const char *story, const char *why)
{
	struct tale tale;
	char script[512];

	snprintf(script, sizeof(script), RESET_SCRIPT "%s\n", line);
	tale = tale_judged(script, story, JUDGE_FINAL);
	ck_assert_int_eq(tale.judgement.outcome, OUTCOME_INCONCLUSIVE);
	ck_assert_msg(strstr(tale.judgement.reason, why) != NULL, "no \"%s\" in: %s", why,
		      tale.judgement.reason);
	tale_end(&tale);
}

START_TEST(what_the_record_does_not_hold)
{
	static const char whole[] = RESET_STORY READING "0.3 end\n";

	undecided(
		"counter client TCPAbortOnDta +1", whole,
		"line 7, \"counter client TCPAbortOnDta +1\": the kernel of this record has no such counter; "
		"did you mean 'TCPAbortOnData'?");
	undecided("counter client TcpOutRst +1", whole, "did you mean 'TcpOutRsts'?");
	undecided("counter client Quux +0", whole, "has no such counter");
	undecided("counter client InErrors +0", whole, "that may be UdpInErrors or IcmpInErrors");
	/* A tail of a name is none. */
	undecided("counter client AbortOnData +1", whole, "has no such counter");
	/* A record from before they were kept. */
	undecided("counter client TCPAbortOnData +1",
		  OPENING_STORY "0.2 client > server R. 1:1 ack 1\n0.3 end\n",
		  "the record does not hold what was read as its act ended");
	/* What failed for a better reason has failed. */
	tale_fails(JUDGE_FINAL,
		   OPENING_SCRIPT "client > server F. 1:1 ack 1\ncounter client TCPAbortOnData +1\n",
		   OPENING_STORY "0.2 client > server R. 1:1 ack 1\n0.3 end\n", "F.", "R.", "");
}
END_TEST

START_TEST(each_host_has_its_own)
{
	static const char script[] = "world hosts\nstart client\ncounter server TcpOutRsts +1\n"
				     "counter client TcpOutRsts +0\ncounter router TcpOutRsts +3\n";

	tale_holds(script, "0.0 action start client\n"
			   "0.1 reading server TcpOutRsts 1, router TcpOutRsts 3\n0.2 end\n");
	tale_fails(JUDGE_FINAL, script,
		   "0.0 action start client\n0.1 reading client TcpOutRsts 1, router TcpOutRsts 3\n0.2 end\n",
		   "server", "counter server TcpOutRsts +0", "");
}
END_TEST

/* The server forks a child, and goes on to wait. */
#define FORKS                                                                                                \
	"0.0 action start server\n0.01 server call clone(child_stack=NULL, flags=SIGCHLD) = 101\n"           \
	"0.02 server.1 call close(3<l>) = 0\n0.03 server.1 exits 0\n0.04 server enters accept4(3<l>, NULL, NULL\n"

START_TEST(processes)
{
	static const char script[] = "start server\nserver waits in accept\nserver.1 is a zombie\n";

	tale_holds(script, FORKS "0.05 reading state server S, state server.1 Z\n0.1 end\n");
	tale_fails(JUDGE_FINAL, script, FORKS "0.05 reading state server S, state server.1 X\n0.1 end\n",
		   "zombie", "nothing: server.1 had exited with status 0, and was waited for", "");
	tale_fails(JUDGE_FINAL, script, FORKS "0.05 reading state server T, state server.1 Z\n0.1 end\n",
		   "waits", "server is stopped", "");
	tale_fails(JUDGE_FINAL, script, FORKS "0.05 reading state server R, state server.1 Z\n0.1 end\n",
		   "waits", "server runs in accept4", "");
	tale_fails(JUDGE_FINAL, "start server\nserver waits in read\n",
		   FORKS "0.05 reading state server S, state server.1 Z\n0.1 end\n", "waits",
		   "server waits in accept4", "");
	/* What it has returned from it does not wait in. */
	tale_fails(JUDGE_FINAL, "start server\nserver waits in accept\n",
		   FORKS "0.045 server returns ) = 4<s>\n0.05 reading state server S\n0.1 end\n", "waits",
		   "server sleeps in a call that is not watched", "");
	tale_fails(JUDGE_FINAL, "start server\nserver.2 is a zombie\n",
		   FORKS "0.05 reading state server S\n0.1 end\n", "zombie",
		   "nothing: there was no process server.2", "");
	tale_holds("start server\nserver is stopped\n", FORKS "0.05 reading state server t\n0.1 end\n");
	tale_holds("start server\nserver is stopped\n", FORKS "0.05 reading state server T\n0.1 end\n");
	tale_fails(JUDGE_FINAL, "start server\nserver is stopped\n",
		   FORKS "0.05 reading state server S\n0.1 end\n", "stopped", "server waits in accept4", "");
}
END_TEST

Suite *suite_judge_readings(void)
{
	Suite *suite = suite_create("judge_readings");
	TCase *counters = tcase_create("counters");

	tcase_add_test(counters, a_counter_moves_in_its_act);
	tcase_add_test(counters, a_counter_that_moves_otherwise);
	tcase_add_test(counters, nobody_waits_for_a_reading);
	tcase_add_test(counters, what_the_record_does_not_hold);
	tcase_add_test(counters, each_host_has_its_own);
	tcase_add_test(counters, processes);
	suite_add_tcase(suite, counters);
	return suite;
}
