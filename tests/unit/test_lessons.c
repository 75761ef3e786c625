/* test_lessons.c - programs and scripts of the reader's own: what counts as the same call, and what a teacher says. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "common/tutor/rules.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

/* ---- calls by their kind ---- */

#define THEIRS                                                                                               \
	"yours client\n"                                                                                     \
	"start server\n"                                                                                     \
	"start client = exec /mine --linger 0\n"                                                             \
	"client > server  S\n"                                                                               \
	"server > client  S. ack 1\n"
#define THEIR_STORY                                                                                                                         \
	"0.000 action start server\n"                                                                                                       \
	"0.001 server call bind(3<l>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0\n"              \
	"0.001 server call listen(3<l>, 5) = 0\n"                                                                                           \
	"0.002 server enters accept(3<l>, NULL, NULL\n"                                                                                     \
	"0.100 action start client = exec /mine --linger 0\n"                                                                               \
	"0.105 client call close(3</lib/libc.so>) = 0\n"                                                                                    \
	"0.110 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.01\n" \
	"0.111 client > server S\n"                                                                                                         \
	"0.112 server > client S. ack 1\n"                                                                                                  \
	"0.113 client > server . 1:1 ack 1\n"                                                                                               \
	"0.114 server returns ) = 4<s> took 0.112\n"
#define WRITES                                                                                               \
	"0.200 client call sendto(3<c>, \"hello\", 5, 0, NULL, 0) = 5 took 0.001\n"                          \
	"0.2001 client > server P. 1:6 ack 1\n"
#define WRITTEN "client > server  P. 1:6(5) ack 1\n"

START_TEST(calls_of_a_kind)
{
	tale_holds(THEIRS WRITTEN
		   "client: write(\"hello\", 5) = 5\nclient: fcntl(F_SETFL, O_RDWR|O_NONBLOCK) = 0\n",
		   THEIR_STORY WRITES "0.3 client call ioctl(3<c>, FIONBIO, [1]) = 0\n0.4 end\n");
	tale_fails(JUDGE_FINAL, THEIRS WRITTEN "client: write(\"hallo\", 5) = 5\n",
		   THEIR_STORY WRITES "0.4 end\n", "write", "sendto", "");
	tale_fails(JUDGE_FINAL, THEIRS "client: fcntl(F_SETFL, O_RDWR|O_NONBLOCK) = 0\n",
		   THEIR_STORY "0.3 client call ioctl(3<c>, FIONBIO, [0]) = 0\n0.4 end\n", "fcntl", "nothing",
		   "");
	tale_fails(JUDGE_FINAL, THEIRS "client: read() = 5\n", THEIR_STORY "0.4 end\n", "read", "nothing",
		   "");
	/* Ours are textbook code: what a line names is what they call. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT WRITTEN "client: write(\"hello\", 5) = 5\n",
		   OPENING_STORY WRITES "0.4 end\n", "write", "another call of its kind",
		   "the client calls sendto(), and a script takes a call by its name: it wants write()");
	/* What it prints is less like it. */
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT WRITTEN "client: write() = -1 ECONNRESET\n",
		   OPENING_STORY WRITES "0.3 client call write(1</dev/null>, \"oh\", 2) = 2\n0.4 end\n",
		   "write", "sendto", "it wants write()");
}
END_TEST

/* ---- lessons ---- */

static const struct {
	const char *lines, *story, *at, *lesson;
} taught[] = {
	{ WRITTEN "client > server  R. 6:6(0)\n",
	  WRITES "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n", "R. 6:6",
	  "your client sent a FIN: close() sends a RST only if" },
	{ WRITTEN "client > server  R. 6:6(0)\n",
	  WRITES "0.205 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=2}, 8) = 0\n"
		 "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n",
	  "R. 6:6", "it set SO_LINGER with a time above 0" },
	{ WRITTEN "client > server  F. 6:6(0)\n",
	  WRITES "0.205 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
		 "0.21 client call close(3<c>) = 0\n0.2101 client > server R. 6:6 ack 1\n",
	  "F. 6:6", "it had set SO_LINGER {on, 0 s}" },
	{ WRITTEN "client > server  F. 6:6(0)\n",
	  WRITES "0.21 client call close(3<c>) = 0\n0.2101 client > server R. 6:6 ack 1\n", "F. 6:6",
	  "reads to the end" },
	{ WRITTEN "client: setsockopt(SOL_SOCKET, SO_KEEPALIVE, [1], ...) = 0\n", WRITES, "SO_KEEPALIVE",
	  "your client never calls setsockopt(SO_KEEPALIVE)" },
	{ WRITTEN "client > server  F. 6:6(0)\n", WRITES "0.21 client enters recvfrom(3<c>, \n", "F. 6:6",
	  "never closes: without close() or shutdown(SHUT_WR) there is no FIN, and its peer waits for more (it is in recvfrom())" },
	{ WRITTEN "client: close() = 0\n", WRITES "0.21 client enters recvfrom(3<c>, \n", "close()",
	  "your client never closes (it is in recvfrom())" },
	{ WRITTEN "client: shutdown(SHUT_WR) = 0\n", WRITES, "shutdown", "the half-close is missing" },
	{ WRITTEN, "0.2 client enters recvfrom(3<c>, \n", "P. 1:6",
	  "sent nothing: it called neither write() nor send()" },
	{ "client > server  P. 1:9(8) ack 1\n", WRITES, "P. 1:9",
	  "other bytes than ours, or in other portions" },
	{ WRITTEN "client > server  P. 6:11(5)\n",
	  WRITES "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n", "P. 6:11",
	  "closed before it had sent all that ours sends: does it do what its arguments say (--linger 0)?" },
	{ WRITTEN "client exits 0\n", WRITES "0.21 client exits 3\n", "exits 0", "ended with status 3" },
	{ WRITTEN "client exits 0\n", WRITES "0.21 client exits 127\n", "exits 0", "exited with status 127" },
	{ WRITTEN "client: read() = 3\n", WRITES "0.21 client exits 0\n", "read()",
	  "your client had ended, with status 0" },
	{ WRITTEN "client: close() = 0\n", WRITES "0.21 client exits 0\n", "close()",
	  "ended without close()" },
	{ WRITTEN "client: read() = -1 EPIPE\n",
	  WRITES "0.21 client call sendto(3<c>, \"x\", 1, 0, NULL, 0) = -1 EPIPE (Broken pipe)\n"
		 "0.211 client signal SIGPIPE\n0.22 client killed SIGPIPE\n",
	  "EPIPE", "killed by SIGPIPE" },
	{ WRITTEN "client dies SIGPIPE\n",
	  WRITES
	  "0.21 client call sendto(3<c>, \"x\", 1, 0, NULL, 0) = -1 EPIPE (Broken pipe)\n0.22 client exits 1\n",
	  "dies SIGPIPE", "something ignores SIGPIPE" },
	{ WRITTEN "client exits 0\n", WRITES "0.21 client killed SIGSEGV\n", "exits 0",
	  "was killed by SIGSEGV" },
	{ WRITTEN "client: close() = 0  takes 2s\n", WRITES "0.21 client call close(3<c>) = 0\n", "close()",
	  "close() does not wait for your client" },
	{ WRITTEN "type client \"go\"\nclient: close() = 0\n",
	  WRITES "0.3 action type client \"go\"\n0.31 client enters recvfrom(3<c>, \n", "close()",
	  "a line was typed for your client, which does not read its standard input" },
	/* What stands on the ladder is not "never" done. */
	{ WRITTEN "client > server  R. 6:6(0)\n",
	  "0.15 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, \"\\1\\0\\0\\0\", 4) = -1 EINVAL (Invalid argument)\n" WRITES
	  "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n",
	  "R. 6:6",
	  "your client calls setsockopt(SO_LINGER), which fails: EINVAL, most likely for its length, 4 bytes (SO_LINGER takes a struct linger" },
	{ WRITTEN "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, ...) = 0\n",
	  WRITES
	  "0.3 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = -1 EPERM (No)\n",
	  "SO_LINGER", "your client calls setsockopt(SO_LINGER), which fails: EPERM" },
	{ WRITTEN "client > server  R. 6:6(0)\n",
	  WRITES
	  "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n"
	  "0.22 client call setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = -1 EBADF (Bad file descriptor)\n",
	  "R. 6:6", "calls setsockopt(SO_LINGER) only after close(), where it fails: EBADF" },
	{ WRITTEN "client > server  R. 6:6(0)\n",
	  WRITES "0.21 client call shutdown(3<c>, SHUT_WR) = 0\n0.2101 client > server F. 6:6 ack 1\n"
		 "0.22 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n",
	  "R. 6:6", "calls setsockopt(SO_LINGER) only later" },
	{ WRITTEN "client: close() <unfinished ...>\n", WRITES "0.21 client call close(3<c>) = 0\n",
	  "close()",
	  "close() does not wait for your client: it does only if SO_LINGER {on, n} was set before, and your client never calls setsockopt(SO_LINGER)" },
	{ WRITTEN "type client \"go\"\nclient: close() = 0\n",
	  WRITES
	  "0.21 client call sendto(3<c>, \"x\", 1, 0, NULL, 0) = -1 ECONNRESET (Connection reset by peer)\n0.22 client exits 1\n0.3 action type client \"go\"\n",
	  "close()",
	  "which had exited with status 1 by then (the last call of its socket that failed: sendto(), ECONNRESET): ours waits there" },
	{ WRITTEN "type client \"go\"\nclient: read() = 3\n",
	  WRITES
	  "0.21 client enters read(0</dev/pts/0>, \n0.3 action type client \"go\"\n0.31 client returns \"go\\n\", 9) = 3\n"
	  "0.32 client enters read(0</dev/pts/0>, \n",
	  "read()", "\"go\" was typed for your client, which has read it and waits for the next line" },
	{ WRITTEN "type client \"go\"\nclient: close() = 0\n",
	  WRITES
	  "0.2001 client call sendto(3<c>, \"x\", 1, 0, NULL, 0) = 1\n0.2002 client > server P. 6:7 ack 1\n"
	  "0.21 client call read(0</etc/version>, \"3\", 1) = 1\n",
	  "", "has gone ahead: ours waits for a line on its standard input before this" },
	{ WRITTEN "type client \"go\"\nclient: close() = 0\n",
	  WRITES
	  "0.2001 client call sendto(3<c>, \"x\", 1, 0, NULL, 0) = 1\n0.2002 client > server P. 6:7 ack 1\n"
	  "0.21 client enters read(0</dev/pts/0>, \n",
	  "", "or not wait for the line that the script types next" },
	{ WRITTEN "type client \"go\"\nclient > server  F. 6:6(0)\n",
	  WRITES
	  "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n0.3 action type client \"go\"\n",
	  "", "your client has gone ahead" },
};

START_TEST(lessons_taught)
{
	char script[2048], story[4096];

	snprintf(script, sizeof(script), "%s%s", THEIRS, taught[_i].lines);
	snprintf(story, sizeof(story), "%s%s0.400 end\n", THEIR_STORY, taught[_i].story);
	tale_fails(JUDGE_FINAL, script, story, taught[_i].at, "", taught[_i].lesson);
}
END_TEST

START_TEST(lessons_before_a_connection)
{
#define STARTED                                                                                                                \
	"0.000 action start server\n"                                                                                          \
	"0.001 server call bind(3<l>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0\n" \
	"0.002 server enters accept(3<l>, NULL, NULL\n"                                                                        \
	"0.100 action start client = exec /mine --linger 0\n"

#define LISTENS                                                                                              \
	"yours server\nstart server = exec /mine\nstart client\nclient > server  S\nserver > client  S. ack 1\n"
#define LISTENER(port, address)                                                                                               \
	"0.0 action start server = exec /mine\n"                                                                              \
	"0.001 server call bind(3<l>, {sa_family=AF_INET, sin_port=htons(" port                                               \
	"), sin_addr=inet_addr(\"" address "\")}, 16) = 0\n"                                                                  \
	"0.1 action start client\n"                                                                                           \
	"0.11 client enters connect(3<c>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16\n" \
	"0.111 client > server S\n0.4 end\n"
	tale_fails(JUDGE_FINAL, THEIRS, STARTED "0.2 client exits 3\n0.4 end\n", "> server  S", "",
		   "ended with status 3 before it had a connection");
	tale_fails(JUDGE_FINAL, THEIRS, STARTED "0.2 client enters read(0</dev/pts/0>, \n0.4 end\n",
		   "> server  S", "", "it waits for its standard input");
	tale_fails(JUDGE_FINAL, THEIRS, STARTED "0.2 client enters pause(\n0.4 end\n", "> server  S", "",
		   "never called connect() (it is in pause())");
	tale_fails(
		JUDGE_FINAL, THEIRS,
		STARTED
		"0.2 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = -1 ECONNREFUSED (Connection refused)\n0.4 end\n",
		"> server  S", "",
		"connects to 127.0.0.2 port 80; the server listens on 127.0.0.2 port 9877");
	tale_fails(
		JUDGE_FINAL, THEIRS,
		STARTED
		"0.2 client call connect(3<c>, {sa_family=AF_INET, sin_port=htons(38182), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = -1 ECONNREFUSED (Connection refused)\n0.4 end\n",
		"> server  S", "",
		"127.0.0.2 port 38182 (9877 with its bytes swapped: is htons() missing?); the server listens");
	tale_fails(
		JUDGE_FINAL, LISTENS, LISTENER("38182", "127.0.0.2"), "server > client  S.", "",
		"your server listens on 127.0.0.2 port 38182 (9877 with its bytes swapped: is htons() missing?); the client connects to 127.0.0.2 port 9877");
	tale_fails(JUDGE_FINAL, LISTENS, LISTENER("9877", "127.0.0.1"), "server > client  S.", "",
		   "your server listens on 127.0.0.1 port 9877; the client");
	tale_fails(JUDGE_FINAL, LISTENS, LISTENER("9878", "0.0.0.0"), "server > client  S.", "",
		   "your server listens on 0.0.0.0 port 9878; the client");
	tale_fails(JUDGE_FINAL, LISTENS, LISTENER("9877", "0.0.0.0"), "server > client  S.", "",
		   "the SYN got no answer");
	tale_fails(
		JUDGE_FINAL, "yours server\nstart server = exec /mine\nserver: bind() = 0\n",
		"0.0 action start server = exec /mine\n"
		"0.1 server call bind(3<l>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"127.0.0.2\")}, 16) = -1 EADDRINUSE (Address already in use)\n0.4 end\n",
		"bind()", "", "a server sets SO_REUSEADDR before bind()");
#undef STARTED
#undef LISTENS
#undef LISTENER
}
END_TEST

/* Of our own programs the causes speak as they did. */
START_TEST(no_lesson_for_ours)
{
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT WRITTEN "client > server  R. 6:6(0)\n",
		   OPENING_STORY WRITES
		   "0.21 client call close(3<c>) = 0\n0.2101 client > server F. 6:6 ack 1\n0.4 end\n",
		   "R. 6:6", "", "was SO_LINGER {on, 0} set before close()");
}
END_TEST

/* What a close() that waits, or does not, is told by: whether there was a time to wait for, and how long it took. */
START_TEST(causes_of_a_lingering_close)
{
#define LINGERS_2 "0.15 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=2}, 8) = 0\n"
#define REFUSED                                                                                              \
	"0.15 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=2}, 4) = -1 EINVAL (No)\n"
	static const struct {
		const char *line, *story, *cause;
	} told[] = {
		{ "client: close() = -1 EWOULDBLOCK\n",
		  LINGERS_2 "2.3 client call close(3<c>) = 0 took 2.001\n",
		  "close() waited 2.00 s: the time that SO_LINGER gives it did run out" },
		{ "client: close() = -1 EWOULDBLOCK\n", LINGERS_2 "1.3 client call close(3<c>) = 0 took 1\n",
		  "the call waited 1.00 s and then succeeded" },
		{ "client: close() = -1 EWOULDBLOCK\n", LINGERS_2 "0.3 client call close(3<c>) = 0\n",
		  "the call did not run out of time" },
		{ "client: close() = -1 EWOULDBLOCK\n", "0.3 client call close(3<c>) = 0\n",
		  "close() has a time to run out of only if SO_LINGER" },
		{ "client: close() <unfinished ...>\n", "0.3 client call close(3<c>) = 0\n",
		  "it waits only if SO_LINGER {on, n} was set before, and the client had not done so" },
		{ "client: close() <unfinished ...>\n", REFUSED "0.3 client call close(3<c>) = 0\n",
		  "it waits only if SO_LINGER {on, n} was set before, and the client had not done so" },
		{ "client: close() <unfinished ...>\n", LINGERS_2 "0.3 client call close(3<c>) = 0\n",
		  "nothing was left to wait for" },
		{ "client: close() = 0  takes 2s\n", "0.3 client call close(3<c>) = 0\n",
		  "close() did not wait: it does only if SO_LINGER" },
	};
	char script[1024], story[2048];

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		snprintf(script, sizeof(script), "%s%s", OPENING_SCRIPT, told[i].line);
		snprintf(story, sizeof(story), "%s%s4 end\n", OPENING_STORY, told[i].story);
		tale_fails(JUDGE_FINAL, script, story, "close()", "", told[i].cause);
	}
}
END_TEST

START_TEST(cause_of_a_survival)
{
	tale_fails(JUDGE_FINAL, OPENING_SCRIPT WRITTEN "client dies SIGPIPE\n",
		   OPENING_STORY WRITES "0.3 client enters read(0</dev/pts/0>, \n0.4 end\n", "dies", "",
		   "the client lives on: the signal did not come, or it catches or ignores it");
}
END_TEST

START_TEST(rules_name_known_facts)
{
	const struct rules *const all[] = { &rules_of_yours, &rules_of_all };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < all[k]->count; i++)
			for (const char *at = all[k]->at[i].sentence; (at = strchr(at, '@')) != NULL; at++)
				ck_assert_msg(sentence_has_name(at), "%s", all[k]->at[i].sentence);
}
END_TEST

Suite *suite_lessons(void)
{
	Suite *suite = suite_create("lessons");
	TCase *judged = tcase_create("judged");

	tcase_add_test(judged, calls_of_a_kind);
	tcase_add_loop_test(judged, lessons_taught, 0, (int)(sizeof(taught) / sizeof(taught[0])));
	tcase_add_test(judged, lessons_before_a_connection);
	tcase_add_test(judged, no_lesson_for_ours);
	tcase_add_test(judged, causes_of_a_lingering_close);
	tcase_add_test(judged, cause_of_a_survival);
	tcase_add_test(judged, rules_name_known_facts);
	suite_add_tcase(suite, judged);
	return suite;
}
