/* test_yours.c - programs of the reader's own: scripts with stand-ins, and their calls beside those of ours. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/tutor/beside.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

/* ---- scripts ---- */

static const char original[] = "# labs/linger/02-rst.lab\n"
			       "title    a RST\n"
			       "claim    one  holds\n"
			       "claim    two  fails \"# no comment\"\n"
			       "\n"
			       "start server --receive-buffer 5   # a comment\n"
			       "start client --linger 0 'a b' \"it's\"\n"
			       "start second = client\n"
			       "start other = exec client\n"
			       "client > server  S\n"
			       "  *1,2 client: close() = 0\n"
			       "*2 server: read() = -1 ECONNRESET   # and so on\n"
			       "* client exits 0\n"
			       "control start client\n"
			       "control start server --wait-to-close\n";

static struct script *parsed(const char *text)
{
	struct script_error error;
	struct script *s = script_parse("labs/linger/02-rst.lab", text, strlen(text), &error);

	ck_assert_msg(s != NULL, "line %u: %s", error.line, error.message);
	return s;
}

static struct script *changed(const char *text, const struct stand_in *stand_ins, size_t count)
{
	struct script *s = parsed(text), *result = NULL;
	char *source = script_with_stand_ins(s, stand_ins, count);

	if (source)
		result = parsed(source);
	free(source);
	script_free(s);
	return result;
}

START_TEST(stands_in)
{
	static const struct stand_in client = { "client", "/home/me/it's # mine", NULL };
	struct script *before = parsed(original), *s = changed(original, &client, 1);

	ck_assert_uint_eq(s->claim_count, 0);
	ck_assert_uint_eq(s->control_count, 0);
	ck_assert_uint_eq(s->yours_count, 2);
	ck_assert(script_is_yours(s, "client") && script_is_yours(s, "client.2") &&
		  script_is_yours(s, "second"));
	ck_assert(!script_is_yours(s, "server") && !script_is_yours(s, "client2") &&
		  !script_is_yours(s, "other") && !script_is_yours(s, NULL));
	ck_assert_uint_eq(s->line_count, before->line_count);
	for (size_t i = 0; i < s->line_count; i++) {
		ck_assert_uint_eq(s->lines[i].number, before->lines[i].number);
		ck_assert_int_eq(s->lines[i].kind, before->lines[i].kind);
		ck_assert_int_eq(s->lines[i].starred, before->lines[i].starred);
	}
	ck_assert(!s->lines[0].start.exec && strcmp(s->lines[0].start.program, "server") == 0);
	for (size_t i = 1; i < 3; i++) {
		ck_assert(s->lines[i].start.exec);
		ck_assert_str_eq(s->lines[i].start.program, client.path);
	}
	ck_assert_str_eq(s->lines[1].process, "client");
	ck_assert_uint_eq(s->lines[1].start.argument_count, 4);
	ck_assert_str_eq(s->lines[1].start.arguments[1], "0");
	ck_assert_str_eq(s->lines[1].start.arguments[2], "a b");
	ck_assert_str_eq(s->lines[1].start.arguments[3], "it's");
	ck_assert_str_eq(s->lines[2].process, "second");
	ck_assert_str_eq(s->lines[3].start.program,
			 "client"); /* exec: a program of the system, not the lab's */
	ck_assert(s->lines[5].call.kin && !s->lines[6].call.kin);
	script_free(s);
	script_free(before);
}
END_TEST

/* A line that goes on is replaced, or made a comment, with all in which it does; the others keep their numbers. */
START_TEST(stands_in_for_lines_that_go_on)
{
	static const struct stand_in client = { "client", "/c", NULL };
	struct script *s = changed("title one \\\n"
				   "      line\n"
				   "let n 5\n"
				   "claim a \\\n"
				   "      fails \"x: y\"\n"
				   "claim b \\\n"
				   "      holds\n"
				   "start client -a \\\n"
				   "      -n $n\n"
				   "*1,2 client \\\n"
				   "     exits 0\n"
				   "control start client \\\n"
				   "      -b\n",
				   &client, 1);

	ck_assert_str_eq(s->title, "one line");
	ck_assert_uint_eq(s->line_count, 2);
	ck_assert_uint_eq(s->lines[0].number, 8);
	ck_assert_uint_eq(s->lines[0].start.argument_count, 3);
	ck_assert_str_eq(s->lines[0].start.arguments[2], "5");
	ck_assert_uint_eq(s->lines[1].number, 10);
	ck_assert_str_eq(s->lines[1].text, "client exits 0");
	ck_assert_uint_eq(s->claim_count + s->control_count, 0);
	script_free(s);
}
END_TEST

START_TEST(stands_in_with_words)
{
	static const struct stand_in both[] = { { "client", "/c", "-x 'a  b'" }, { "server", "/s", "" } };
	struct script *s = changed(original, both, 2);

	ck_assert_uint_eq(s->yours_count, 3);
	ck_assert_uint_eq(s->lines[0].start.argument_count, 0);
	ck_assert_uint_eq(s->lines[1].start.argument_count, 2);
	ck_assert_str_eq(s->lines[1].start.arguments[1], "a  b");
	script_free(s);
}
END_TEST

START_TEST(stands_in_elsewhere)
{
	static const struct stand_in server = { "server", "/s", NULL }, nobody = { "notice", "/n", NULL };
	static const char hosts[] =
		"title t\nworld hosts\nstart server\nreboot server\nstart again = server\n"
		"again: accept() <unfinished ...>\n";
	struct script *s;

	ck_assert_ptr_null(changed(original, &nobody, 1));
	/* No claim whose place could be taken: the header stands in front. */
	s = changed(hosts, &server, 1);
	ck_assert_uint_eq(s->lines[0].number, 4);
	ck_assert_str_eq(s->world->hosts[s->lines[0].start.host].name, "server");
	/* By what its program was called. */
	ck_assert_str_eq(s->world->hosts[s->lines[2].start.host].name, "server");
	script_free(s);
}
END_TEST

START_TEST(faulty_yours)
{
	static const struct {
		const char *text, *message;
	} faulty[] = {
		{ "title t\nyours\nstart client = exec x\n", "expected the name of an actor" },
		{ "title t\nyours client\nyours client\nstart client = exec x\n", "a second 'yours'" },
		{ "title t\nyours clint\nstart client = exec x\n", "no line says 'start clint = exec'" },
		{ "title t\nyours client\nstart client\n", "no line says 'start client = exec'" },
		{ "title t\nyours client\nclaim a holds\nstart client = exec x\n* client exits 0\n",
		  "makes no claim" },
		{ "title t\nyours client\nstart client = exec x\n* client exits 0\ncontrol start client = exec y\n",
		  "has no control" },
		{ "title t\nstart client = exec x\nyours client\n", "above the first action" },
	};

	for (size_t i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++) {
		struct script_error error;

		ck_assert_ptr_null(script_parse("x.lab", faulty[i].text, strlen(faulty[i].text), &error));
		ck_assert_msg(strstr(error.message, faulty[i].message) != NULL, "%s", error.message);
	}
}
END_TEST

/* ---- beside ours ---- */

static void check_beside(const char *ours, const char *yours, const char *sentence)
{
	static const char script[] = "start server\nstart client\n";
	struct script *s = story_script(script);
	struct arena *arena = arena_new();
	char a[4096], b[4096];
	struct timeline *t, *u;

	snprintf(a, sizeof(a), "%s%s9 end\n", OPENING_STORY, ours);
	snprintf(b, sizeof(b), "%s%s9 end\n", OPENING_STORY, yours);
	t = story_tell(s, a);
	u = story_tell(s, b);
	ck_assert_str_eq(calls_beside(t, u, "client", arena), sentence);
	ck_assert_str_eq(calls_beside(t, t, "client", arena), "");
	ck_assert_str_eq(calls_beside(t, u, "nobody", arena), "");
	timeline_free(t);
	timeline_free(u);
	arena_free(arena);
	script_free(s);
}

#define WRITES                                                                                               \
	"0.200 client call sendto(3<c>, \"hello\", 5, 0, NULL, 0) = 5 took 0.001\n"                          \
	"0.2001 client > server P. 1:6 ack 1\n"
#define LINGERS "0.2 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
#define CLOSES	"0.5 client call close(3<c>) = 0\n"

START_TEST(beside_ours)
{
	check_beside(
		LINGERS WRITES CLOSES, WRITES CLOSES,
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before write(); yours does not");
	check_beside(WRITES CLOSES, WRITES, "ours calls close() after write(); yours does not");
	check_beside(WRITES CLOSES, WRITES "0.3 client call shutdown(3<c>, SHUT_WR) = 0\n" CLOSES,
		     "yours calls shutdown(SHUT_WR) before close(); ours does not");
	check_beside(WRITES "0.3 client call read(0</dev/pts/0>, \"x\", 1) = 1\n" CLOSES, WRITES CLOSES,
		     "ours waits for a line on its standard input before close(); yours does not");
	check_beside(
		"0.15 client call read(0</dev/pts/0>, \"x\", 1) = 1\n" WRITES CLOSES,
		WRITES "0.3 client call read(0</dev/pts/0>, \"x\", 1) = 1\n" CLOSES,
		"ours waits for a line on its standard input before write(); yours does not at that place");
	/* What is missing together has no order among itself; what is done in another way is not missing. */
	check_beside(
		LINGERS WRITES CLOSES, CLOSES,
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before close(); yours does not");
	check_beside(
		LINGERS WRITES, "",
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) after connect(); yours does not");
	check_beside(
		LINGERS WRITES CLOSES,
		"0.2 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, \"\\1\\0\\0\\0\", 4) = -1 EINVAL (Invalid argument)\n" WRITES
			CLOSES,
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before write(); yours calls setsockopt(SO_LINGER), which fails: EINVAL");
	check_beside(
		LINGERS WRITES CLOSES,
		WRITES CLOSES
		"0.6 client call setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = -1 EBADF (Bad file descriptor)\n",
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before write(); yours calls setsockopt(SO_LINGER), which fails: EBADF");
	check_beside(
		LINGERS WRITES CLOSES,
		"0.2 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, 8) = 0\n" WRITES
			CLOSES,
		"ours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=0}) before write(); yours calls setsockopt(SO_LINGER, {l_onoff=1, l_linger=5})");
	/* Files, sizes of buffers, other ways to write, and how often, are everybody's own affair. */
	check_beside(
		WRITES CLOSES,
		"0.15 client call setsockopt(3<c>, SOL_SOCKET, SO_SNDBUF, [9], 4) = 0\n"
		"0.16 client call read(4</etc/hosts>, \"x\", 1) = 1\n0.17 client call close(4</etc/hosts>) = 0\n"
		"0.2 client call write(3<c>, \"he\", 2) = 2\n0.3 client call sendmsg(3<c>, \"llo\", 3) = 3\n" CLOSES,
		"");
	check_beside(WRITES "0.3 client call fcntl(3<c>, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n",
		     WRITES "0.3 client call ioctl(3<c>, FIONBIO, [1]) = 0\n", "");
}
END_TEST

Suite *suite_yours(void)
{
	Suite *suite = suite_create("yours");
	TCase *scripts = tcase_create("scripts"), *beside = tcase_create("beside");

	tcase_add_test(scripts, stands_in);
	tcase_add_test(scripts, stands_in_for_lines_that_go_on);
	tcase_add_test(scripts, stands_in_with_words);
	tcase_add_test(scripts, stands_in_elsewhere);
	tcase_add_test(scripts, faulty_yours);
	tcase_add_test(beside, beside_ours);
	suite_add_tcase(suite, scripts);
	suite_add_tcase(suite, beside);
	return suite;
}
