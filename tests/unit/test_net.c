/* test_net.c - what the labs' programs share: the words on their command lines. */
#include <check.h>
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "common/net.h"
#include "tests/unit/suites.h"

static bool shuts, lingers, keepalive;
static int seconds, idle;
static const char *address, *reuse, *sigpipe;

const struct net_option options[] = {
	{ "half-close", 's', .flag = &shuts },
	{ "linger", 'l', .flag = &lingers, .number = &seconds, .least = -1, .most = 100 },
	{ "keepalive", .flag = &keepalive },
	{ "idle", 'i', .number = &idle, .least = 1, .most = 100 },
	{ .letter = 'k', .flag = &keepalive, .number = &idle, .least = 1, .most = 100 },
	{ "address", 'a', .text = &address },
	{ "reuse", 'o', .text = &reuse, .choices = "addr port both" },
	{ "sigpipe", .text = &sigpipe },
	{ .letter = 'q', .text = &sigpipe, .is = "ignore" },
	{ 0 },
};

/* Reads "program WORDS", and returns how many arguments are left. */
static int read_line(const char *words)
{
	static char text[200], *argv[20];
	int argc = 1;

	shuts = keepalive = false;
	lingers = false;
	seconds = idle = 0;
	address = reuse = sigpipe = "unset";
	argv[0] = text;
	strcpy(text, "program");
	strcpy(text + 10, words);
	for (char *word = strtok(text + 10, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	optind = 0; /* begins anew, getopt(3) */
	return argc - net_options(argc, argv, options);
}

START_TEST(words_and_letters)
{
	static const char *const same[] = { "--half-close --linger 5 --address ::1 --reuse port",
					    "-s -l 5 -a ::1 -o port", "-sl5 -a::1 -oport",
					    "--linger=5 --half-close --reuse=port --address=::1" };

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		ck_assert_int_eq(read_line(same[i]), 0);
		ck_assert(shuts && lingers && !keepalive);
		ck_assert_int_eq(seconds, 5);
		ck_assert_str_eq(address, "::1");
		ck_assert_str_eq(reuse, "port");
	}
}
END_TEST

START_TEST(nothing_said)
{
	ck_assert_int_eq(read_line("SHUT_WR close"), 2);
	ck_assert(!shuts && !lingers && !keepalive);
	ck_assert_int_eq(seconds, 0);
	ck_assert_str_eq(address, "unset");
}
END_TEST

START_TEST(what_an_option_sets)
{
	read_line("--linger -1");
	ck_assert(lingers);
	ck_assert_int_eq(seconds, -1);
	read_line("--linger 7 --linger off");
	ck_assert(!lingers);
	read_line("--keepalive --idle 60");
	ck_assert(keepalive);
	ck_assert_int_eq(idle, 60);
	read_line("-k 60"); /* two words in one letter */
	ck_assert(keepalive);
	ck_assert_int_eq(idle, 60);
	read_line("--sigpipe catch");
	ck_assert_str_eq(sigpipe, "catch");
	read_line("-q");
	ck_assert_str_eq(sigpipe, "ignore");
	ck_assert_int_eq(read_line("-q write -- -s"), 2);
	ck_assert(!shuts);
}
END_TEST

static const char *const faulty[] = { "--lingers 1",   "-z",	     "--linger x",
				      "--linger 101",  "--idle off", "--idle 0",
				      "--reuse no",    "--reuse po", "--reuse",
				      "--half-close=1" };

START_TEST(refused)
{
	read_line(faulty[_i]);
}
END_TEST

START_TEST(error_names)
{
	ck_assert_str_eq(net_errno_name(ECONNRESET), "ECONNRESET");
	ck_assert_str_eq(net_errno_name(EWOULDBLOCK), "EAGAIN"); /* as strace writes it */
	ck_assert_str_eq(net_errno_name(0), "?");
}
END_TEST

Suite *suite_net(void)
{
	Suite *s = suite_create("net");
	TCase *t = tcase_create("net");

	tcase_add_test(t, words_and_letters);
	tcase_add_test(t, nothing_said);
	tcase_add_test(t, what_an_option_sets);
	tcase_add_loop_exit_test(t, refused, 2, 0, sizeof(faulty) / sizeof(*faulty));
	tcase_add_test(t, error_names);
	suite_add_tcase(s, t);
	return s;
}
