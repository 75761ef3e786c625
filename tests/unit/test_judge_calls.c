/* test_judge_calls.c - each actor's track: calls, signals, exits, durations. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define CLOSE_SCRIPT OPENING_SCRIPT "client: close() = 0\n"

START_TEST(calls_are_an_ordered_selection)
{
	static const char script[] =
		OPENING_SCRIPT "client: write() = 5\n"
			       "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0\n"
			       "client: close() = 0\n"
			       "client exits 0\n"
			       "server: accept() = 4\n"
			       "client > server  P. 1:6(5)\n"
			       "client > server  R. 6:6(0)\n";
	static const char story[] = OPENING_STORY
		"0.200 client call getsockopt(3<c>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0\n"
		"0.201 client call write(3<c>, \"hello\", 5) = 5\n"
		"0.2011 client > server P. 1:6 ack 1\n"
		"0.202 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
		"0.203 client call close(3<c>) = 0 took 0.001\n"
		"0.2035 client > server R. 6:6 ack 1\n"
		"0.205 client call exit_group(0) = ?\n"
		"0.206 client exits 0\n"
		"0.300 end\n";

	tale_holds(script, story);
}
END_TEST

START_TEST(missing_call_fails)
{
	tale_fails(JUDGE_FINAL, CLOSE_SCRIPT, OPENING_STORY "0.3 end\n", "close() = 0", "nothing", "");
	tale_fails(JUDGE_FINAL, CLOSE_SCRIPT, OPENING_STORY "0.2 client exits 0\n0.3 end\n", "close() = 0",
		   "client had exited with status 0", "ended before");
	tale_fails(JUDGE_FINAL, CLOSE_SCRIPT, OPENING_STORY "0.2 client killed SIGPIPE\n0.3 end\n",
		   "close() = 0", "nothing: client had died of SIGPIPE", "ended before");
	tale_fails(JUDGE_FINAL, "start server\nstart client\nserver.1: close() = 0\n",
		   "0.0 action start server\n0.1 action start client\n0.3 end\n", "close()", "no server.1",
		   "");
}
END_TEST

START_TEST(another_result_fails)
{
	tale_fails(
		JUDGE_FINAL, CLOSE_SCRIPT,
		OPENING_STORY
		"0.2 client call close(3<c>) = -1 EAGAIN (Resource temporarily unavailable) took 0.01\n0.3 end\n",
		"close() = 0", "client: close(3) = -1 EAGAIN", "ran out");
	tale_fails(JUDGE_FINAL, CLOSE_SCRIPT, OPENING_STORY "0.2 client enters close(3<c>\n0.3 end\n",
		   "close() = 0", "unfinished", "has not returned");
	tale_fails(
		JUDGE_FINAL, OPENING_SCRIPT "server: read() = 0\n",
		OPENING_STORY
		"0.2 server call read(4<s>, 0x7ffc53b08500, 100) = -1 ECONNRESET (Connection reset by peer)\n0.3 end\n",
		"read() = 0", "ECONNRESET", "aborted");
}
END_TEST

START_TEST(only_sockets_without_a_number)
{
	tale_fails(JUDGE_FINAL, CLOSE_SCRIPT,
		   OPENING_STORY "0.2 client call close(4</etc/passwd>) = 0\n0.3 end\n", "close()",
		   "another descriptor", "");
	/* What was never called is told so, and no other call is marked for it. */
	tale_fails(
		JUDGE_FINAL, CLOSE_SCRIPT,
		OPENING_STORY "0.2 client call close(4</etc/passwd>) = 0\n0.3 end\n", "close()",
		"nothing: client never called close() on a socket, only on another descriptor: client: close(4) = 0",
		"");
	tale_fails(
		JUDGE_FINAL, OPENING_SCRIPT "client: write(1, \"a\", ...) = 1\n",
		OPENING_STORY "0.2 client call write(2</dev/null>, \"b\", 1) = 1\n0.3 end\n", "write(1",
		"never called write() on descriptor 1, only on another descriptor: client: write(2, \"b\", 1) = 1",
		"");
	/* It did, only elsewhere: before what met the line above. */
	tale_fails(JUDGE_FINAL,
		   OPENING_SCRIPT "client: write(..., \"b\", ...) = 1\nclient: write(3, ...) = 1\n",
		   OPENING_STORY "0.2 client call write(3<c>, \"a\", 1) = 1\n"
				 "0.21 client call write(2</dev/null>, \"b\", 1) = 1\n"
				 "0.22 client call write(2</dev/null>, \"b\", 1) = 1\n0.3 end\n",
		   "write(3", "another descriptor", "");
	tale_holds(OPENING_SCRIPT "client: close(4) = 0\n",
		   OPENING_STORY "0.2 client call close(4</etc/passwd>) = 0\n0.3 end\n");
	tale_holds(OPENING_SCRIPT "client: close() = -1 EBADF\n",
		   OPENING_STORY "0.2 client call close(3) = -1 EBADF (Bad file descriptor)\n0.3 end\n");
}
END_TEST

/* As event_text() shows it, and so as the ladder does: what is behind a descriptor need not be said. */
START_TEST(descriptors_among_the_arguments)
{
	static const char story[] = OPENING_STORY
		"0.200 client call poll([{fd=3<c>, events=POLLIN}], 1, -1) = 1 ([{fd=3, revents=POLLIN}])\n"
		"0.201 client call dup2(3<c>, 1<pipe:[7]>) = 1<c>\n"
		"0.202 client call openat(AT_FDCWD</tmp>, \"x, y\", O_RDONLY) = 5</tmp/x>\n"
		"0.203 client call close(-1) = -1 EBADF (Bad file descriptor)\n"
		"0.3 end\n";

	tale_holds(OPENING_SCRIPT "client: poll([{fd=3, events=POLLIN}], 1, -1) = 1\n"
				  "client: dup2(3, 1) = 1\n"
				  "client: openat(AT_FDCWD, \"x, y\", O_RDONLY) = 5\n"
				  "client: close(-1) = -1 EBADF\n",
		   story);
	tale_holds(OPENING_SCRIPT "client: poll([{fd=3<TCP:...>, ...}], ...) = 1\n"
				  "client: dup2(..., 1<pipe:...>)\n"
				  "never client: dup2(3, 2)\n"
				  "never client: openat(3)\n",
		   story);
}
END_TEST

START_TEST(order_of_calls_counts)
{
	static const char script[] = OPENING_SCRIPT "client: shutdown(SHUT_WR) = 0\nclient: read() = 0\n";

	tale_holds(script, OPENING_STORY "0.2 client call shutdown(3<c>, SHUT_WR) = 0\n"
					 "0.21 client call read(3<c>, \"\", 100) = 0\n0.3 end\n");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.2 client call read(3<c>, \"\", 100) = 0\n"
				 "0.21 client call shutdown(3<c>, SHUT_WR) = 0\n0.3 end\n",
		   "read() = 0", "", "");
}
END_TEST

START_TEST(order_counts_around_what_has_not_returned)
{
	static const char write_first[] =
		OPENING_SCRIPT "client: write() = 5\nclient: read() <unfinished ...>\n"
			       "client > server  P. 1:6(5)\n";
	static const char read_first[] =
		OPENING_SCRIPT "client: read() <unfinished ...>\nclient: write() = 5\n"
			       "client > server  P. 1:6(5)\n";
	static const char twice[] =
		OPENING_SCRIPT "client: read() <unfinished ...>\nclient: read() <unfinished ...>\n";
	static const char story[] = OPENING_STORY "0.2 client call write(3<c>, \"hello\", 5) = 5\n"
						  "0.2001 client > server P. 1:6 ack 1\n"
						  "0.21 client enters read(3<c>\n0.3 end\n";

	tale_holds(write_first, story);
	tale_fails(JUDGE_FINAL, read_first, story, "write() = 5", "came before what met the line above", "");
	tale_fails(JUDGE_FINAL, twice, OPENING_STORY "0.21 client enters read(3<c>\n0.3 end\n",
		   "read() <unfinished ...>", "read(3)", "");
}
END_TEST

/* What was entered behind the next action is that act's. */
START_TEST(unfinished_in_its_act)
{
	static const char script[] = OPENING_SCRIPT "client: read() <unfinished ...>\nkill client USR1\n";

	tale_holds(script,
		   OPENING_STORY "0.2 client enters read(3<c>\n0.25 action kill client USR1\n0.3 end\n");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY "0.25 action kill client USR1\n0.26 client enters read(3<c>\n0.3 end\n",
		   "read()", "nothing", "");
}
END_TEST

/* Of one process the first line is awaited; what later acts expect, not yet. */
START_TEST(awaited)
{
	struct tale tale =
		tale_judged(OPENING_SCRIPT "client: write() = 5\nclient: close() = 0\nserver: read() = 5\n"
					   "kill client USR1\nclient exits 0\n",
			    OPENING_STORY, JUDGE_LIVE);

	ck_assert_str_eq(judgement_awaits(tale.script, &tale.judgement),
			 "\"client: write() = 5\" (line 6), \"server: read() = 5\" (line 8)");
	tale_end(&tale);
}
END_TEST

/* "never … <unfinished ...>": whoever waits at the end of the line's act, or of a later one, has broken it. */
START_TEST(never_unfinished)
{
	static const char script[] =
		OPENING_SCRIPT "never client: read() <unfinished ...>\nkill client USR1\n"
			       "client: read() = 0\n";
	static const char before[] =
		OPENING_STORY "0.2 client call read(3<c>, \"\", 100) = 0 took 0.01\n"
			      "0.3 action kill client USR1\n"
			      "0.4 client call read(3<c>, \"\", 100) = 0 took 0.01\n0.5 end\n";
	static const char across[] = OPENING_STORY "0.2 client call read(3<c>, \"\", 100) = 0 took 0.15\n"
						   "0.3 action kill client USR1\n0.5 end\n";
	static const char later[] = OPENING_STORY "0.3 action kill client USR1\n"
						  "0.31 client call read(3<c>, \"\", 100) = 0 took 0.01\n"
						  "0.4 client enters read(3<c>\n0.5 end\n";

	tale_holds(script, before);
	tale_fails(JUDGE_FINAL, script, across, "never client: read()",
		   "it had not returned when the act ended", "");
	tale_fails(JUDGE_FINAL, script, later, "never client: read()", "unfinished", "");
}
END_TEST

START_TEST(durations)
{
	static const char within[] = OPENING_SCRIPT "client: close() = 0 within 10ms\n";
	static const char takes[] = OPENING_SCRIPT "client: close() = 0 takes 2s\n";

	tale_holds(within, OPENING_STORY "0.2 client call close(3<c>) = 0 took 0.009\n0.3 end\n");
	tale_fails(JUDGE_FINAL, within, OPENING_STORY "0.2 client call close(3<c>) = 0 took 0.02\n0.3 end\n",
		   "within", "it took 20 ms", "wait");
	tale_holds(takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 2.01\n3.0 end\n");
	tale_holds(takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 1.993\n3.0 end\n");
	tale_fails(JUDGE_FINAL, takes, OPENING_STORY "0.2 client call close(3<c>) = 0 took 1.98\n3.0 end\n",
		   "takes 2s", "at least 2.00 s", "");
}
END_TEST

START_TEST(delay_after_the_line_before)
{
	static const char script[] = OPENING_SCRIPT "client: write() = 5\n+1s client: close() = 0\n"
						    "client > server  P. 1:6(5)\n";
	static const char begin[] = OPENING_STORY "0.2 client call write(3<c>, \"hello\", 5) = 5\n"
						  "0.2001 client > server P. 1:6 ack 1\n";
	char story[4096];

	snprintf(story, sizeof(story), "%s1.3 client call close(3<c>) = 0\n2 end\n", begin);
	tale_holds(script, story);
	snprintf(story, sizeof(story), "%s0.9 client call close(3<c>) = 0\n2 end\n", begin);
	tale_fails(JUDGE_FINAL, script, story, "close()", "at least 1.00 s", "");
	/* It is the return that counts. */
	snprintf(story, sizeof(story), "%s0.9 client call close(3<c>) = 0 took 0.4\n2 end\n", begin);
	tale_holds(script, story);
}
END_TEST

START_TEST(names_are_shared_with_the_wire)
{
	static const char script[] =
		OPENING_SCRIPT "client > server  data 1:N\nserver: read() = 5\nclient: write() = M\n"
			       "client: write() = M\n";
	static const char two[] = OPENING_STORY "0.2 client call write(3<c>, \"hello\", 5) = 5\n"
						"0.2001 client > server P. 1:6 ack 1\n"
						"0.21 server call read(4<s>, \"hello\", 100) = 5\n"
						"0.22 client call write(3<c>, \"hello\", 5) = %s\n"
						"0.2201 client > server P. 6:11 ack 1\n0.4 end\n";
	char story[4096];

	snprintf(story, sizeof(story), two, "5");
	tale_holds(script, story);
	snprintf(story, sizeof(story), two, "4");
	tale_fails(JUDGE_FINAL, script, story, "write() = M", "= 4", "");
}
END_TEST

START_TEST(signals_and_deaths)
{
	static const char script[] =
		OPENING_SCRIPT "client: write() = -1 EPIPE\nclient: --- SIGPIPE ---\nclient dies SIGPIPE\n";
	static const char story[] =
		OPENING_STORY "0.2 client call write(3<c>, \"x\", 1) = -1 EPIPE (Broken pipe)\n"
			      "0.201 client signal SIGPIPE\n"
			      "0.202 client killed SIGPIPE\n0.3 end\n";

	tale_holds(script, story);
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client exits 0\n", story, "exits 0", "client dies SIGPIPE",
		   "signal");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client: --- SIGPIPE ---\n",
		   OPENING_STORY "0.2 client call write(3<c>, \"x\", 1) = 1\n0.25 client exits 0\n0.3 end\n",
		   "SIGPIPE", "had exited", "SIGPIPE comes only from");
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT "client exits 0\n",
		   OPENING_STORY "0.25 client exits 1\n0.3 end\n", "exits 0", "client exits 1", "gave up");
	tale_fails(
		JUDGE_FINAL, OPENING_SCRIPT "client: write() = -1 EPIPE\n",
		OPENING_STORY
		"0.2 client call write(3<c>, \"x\", 1) = -1 ECONNRESET (Connection reset by peer)\n0.3 end\n",
		"EPIPE", "ECONNRESET", "told once");
}
END_TEST

START_TEST(children_have_their_own_track)
{
	static const char script[] =
		OPENING_SCRIPT "server: clone() = ...\nserver.1: close(3) = 0\nserver: close(4) = 0\n"
			       "server.1 exits 3\n";
	static const char story[] = OPENING_STORY
		"0.2 server call clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 101\n"
		"0.21 server call close(4<s>) = 0\n"
		"0.22 server.1 call close(3<l>) = 0\n"
		"0.23 server enters accept(3<l>, NULL, NULL\n"
		"0.24 server.1 call exit_group(3) = ?\n"
		"0.25 server.1 exits 3\n"
		"0.26 server returns ) = 5<s2>\n"
		"0.3 end\n";

	/* The server was started first: its processes are 100 and 101. */
	tale_holds(script, story);
}
END_TEST

START_TEST(a_call_counts_by_its_return)
{
	static const char script[] = "start server\n"
				     "server: listen() = 0\n"
				     "server: accept() <unfinished ...>\n"
				     "start client\n"
				     "client > server  S\n"
				     "server > client  S. ack 1\n"
				     "server: accept() = 4\n";

	tale_holds(script, OPENING_STORY "0.3 end\n");
	/* It had returned when the client was started. */
	tale_fails(
		JUDGE_FINAL, script,
		"0.000 action start server\n0.001 server call listen(3<l>, 5) = 0\n"
		"0.002 server call accept(3<l>, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n"
		"0.100 action start client\n0.3 end\n",
		"unfinished", "EAGAIN", "non-blocking");
	/* An earlier act's call does not meet a later act's line. */
	tale_fails(JUDGE_FINAL, "start server\nstart client\nserver: listen() = 0\n",
		   OPENING_STORY "0.3 end\n", "", "S", "");
}
END_TEST

/* strace stamps the entry, then writes it down, then measures: the return looks earlier than it was. */
START_TEST(a_return_is_later_than_its_stamp)
{
	static const char script[] = OPENING_SCRIPT "server: read() <unfinished ...>\n"
						    "kill client USR1\n"
						    "server: read() = 5\n"
						    "client > server  data 1:6\n";
	static const char story[] = OPENING_STORY "0.2 server enters read(4<s>, \n"
						  "0.3 action kill client USR1\n"
						  "0.301 client > server . 1:6 ack 1\n"
						  "0.302 server returns \"hello\", 100) = 5 took %s\n"
						  "0.303 server enters read(4<s>, \n"
						  "9 end\n";
	char text[2048];

	snprintf(text, sizeof(text), story, "0.102");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "0.0999");
	tale_holds(script, text);
	snprintf(text, sizeof(text), story, "0.085");
	tale_holds(script, text);
}
END_TEST

START_TEST(unfinished_to_the_end)
{
	static const char script[] = OPENING_SCRIPT "client: close() <unfinished ...>\n";

	tale_holds(script, OPENING_STORY "0.2 client enters close(3<c>\n0.3 end\n");
	tale_fails(JUDGE_FINAL, script, OPENING_STORY "0.2 client call close(3<c>) = 0\n0.3 end\n",
		   "unfinished", "close(3) = 0", "had returned already");
	tale_holds(
		OPENING_SCRIPT "client: close() = ?\nclient dies SIGKILL\n", OPENING_STORY
		"0.2 client enters close(3<c>\n0.25 client returns ) = ?\n0.26 client killed SIGKILL\n0.3 end\n");
}
END_TEST

/* All that is known of a call is its row: that it is about no descriptor, and how its arguments go. */
START_TEST(a_call_that_names_a_range)
{
	static const char script[] = OPENING_SCRIPT "server: close_range(3, ..., CLOSE_RANGE_UNSHARE) = 0\n";

	tale_holds(script, OPENING_STORY
		   "0.2 server call close_range(3, 4294967295, CLOSE_RANGE_UNSHARE) = 0\n0.4 end\n");
	tale_fails(JUDGE_FINAL, script,
		   OPENING_STORY
		   "0.2 server call close_range(5, 4294967295, CLOSE_RANGE_UNSHARE) = 0\n0.4 end\n",
		   "close_range(3", "close_range(5, 4294967295, CLOSE_RANGE_UNSHARE) = 0", "");
}
END_TEST

Suite *suite_judge_calls(void)
{
	Suite *s = suite_create("judge_calls");
	TCase *c = tcase_create("judge_calls");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, calls_are_an_ordered_selection);
	tcase_add_test(c, missing_call_fails);
	tcase_add_test(c, another_result_fails);
	tcase_add_test(c, only_sockets_without_a_number);
	tcase_add_test(c, descriptors_among_the_arguments);
	tcase_add_test(c, order_of_calls_counts);
	tcase_add_test(c, order_counts_around_what_has_not_returned);
	tcase_add_test(c, unfinished_in_its_act);
	tcase_add_test(c, awaited);
	tcase_add_test(c, never_unfinished);
	tcase_add_test(c, durations);
	tcase_add_test(c, delay_after_the_line_before);
	tcase_add_test(c, names_are_shared_with_the_wire);
	tcase_add_test(c, signals_and_deaths);
	tcase_add_test(c, children_have_their_own_track);
	tcase_add_test(c, a_call_that_names_a_range);
	tcase_add_test(c, a_call_counts_by_its_return);
	tcase_add_test(c, a_return_is_later_than_its_stamp);
	tcase_add_test(c, unfinished_to_the_end);
	suite_add_tcase(s, c);
	return s;
}
