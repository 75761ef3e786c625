/* test_options.c - the command line of a sub-command, by its rows: what is read, what is told of a slip, and --help. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/command/command.h"
#include "common/command/options.h"
#include "tests/unit/suites.h"

enum taste { SWEET, SOUR, SALTY };

struct sauce {
	enum taste taste;
};

struct meal {
	bool hot, plate;
	const char *wine;
	int guests;
	struct sauce sauce;
	char takes[64];
};

static bool take_dish(void *into, const char *argument, struct error *why)
{
	struct meal *m = into;

	if (strcmp(argument, "stones") == 0)
		return error_set(why, "expected what can be eaten");
	strcat(strcat(m->takes, argument), ";");
	return true;
}

static const struct option_word tastes[] = {
	{ "sour", SOUR }, { "sweet", SWEET }, { "salty", SALTY }, { NULL, 0 }
};

static const struct option_row meal_rows[] = {
	{ .name = "hot", .help = "not cold", TURNS_ON(struct meal, hot) },
	{ .name = "no-plate", .help = "from the pan", TURNS_OFF(struct meal, plate) },
	{ .name = "wine",
	  .letter = 'w',
	  .argument = "BOTTLE",
	  .help = "to drink, of which there is so much to be said that one line of help is not enough for it, nor would "
		  "it be for anybody who knows his way about a cellar",
	  IS_TEXT(struct meal, wine) },
	{ .letter = 'n', .argument = "N", .help = "so many guests", IS_NUMBER(struct meal, guests, 1, 12) },
	{ .name = "dish", .argument = "NAME", .help = "one more", IS_TAKEN_BY(take_dish) },
	{ 0 }
};
static const struct option_row sauce_rows[] = { { .name = "taste",
						  .alias = "flavour",
						  .argument = "WHICH",
						  .optional = true,
						  .help = "of the sauce",
						  IS_CHOICE(struct sauce, taste, tastes),
						  .otherwise = SALTY },
						{ 0 } };

static const struct command dine = {
	.name = "dine",
	.does = "eats",
	.synopses = { "[OPTION]... [DISH]...", "--hot DISH" },
	.about = "Eats.\n\nAnd drinks.",
	.status = "Exit status: 0 full.",
	.groups = { { meal_rows, 0 }, { sauce_rows, OPTION_AT(struct meal, sauce, struct sauce) } }
};

static struct meal meal;
static struct operands given;
static char output[8192], errors[8192];

static void read_back(FILE *file, char *into, size_t size)
{
	size_t n;

	rewind(file);
	n = fread(into, 1, size - 1, file);
	into[n] = '\0';
	fclose(file);
}

/* Parses the words, blanks between them, and keeps what is printed. */
static int parse_with(const struct command *c, const char *words)
{
	static char line[256];
	static char *argv[32];
	FILE *out = tmpfile(), *err = tmpfile();
	int saved_out, saved_err, status;
	size_t argc = 0;

	ck_assert(out && err);
	snprintf(line, sizeof(line), "dine %s", words);
	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	meal = (struct meal){ .plate = true };
	fflush(NULL);
	saved_out = dup(STDOUT_FILENO);
	saved_err = dup(STDERR_FILENO);
	dup2(fileno(out), STDOUT_FILENO);
	dup2(fileno(err), STDERR_FILENO);
	status = options_parse(c, argv, &meal, &given);
	fflush(NULL);
	dup2(saved_out, STDOUT_FILENO);
	dup2(saved_err, STDERR_FILENO);
	close(saved_out);
	close(saved_err);
	read_back(out, output, sizeof(output));
	read_back(err, errors, sizeof(errors));
	return status;
}

static int parse(const char *words)
{
	return parse_with(&dine, words);
}

static void assert_given(const char *expected)
{
	char all[256] = "";

	for (int i = 0; i < given.count; i++)
		strcat(strcat(all, i ? " " : ""), given.words[i]);
	ck_assert_str_eq(all, expected);
	ck_assert_ptr_null(given.words[given.count]);
}

START_TEST(values)
{
	ck_assert_int_eq(parse("--hot --no-plate --wine red -n 3 --taste=sour soup fish"), GO_ON);
	ck_assert(meal.hot && !meal.plate);
	ck_assert_str_eq(meal.wine, "red");
	ck_assert_int_eq(meal.guests, 3);
	ck_assert_int_eq(meal.sauce.taste, SOUR);
	assert_given("soup fish");
	ck_assert_str_eq(errors, "");
	ck_assert_int_eq(parse(""), GO_ON);
	ck_assert(!meal.hot && meal.plate && !meal.wine && !meal.guests);
	assert_given("");
}
END_TEST

/* getopt_long(3)'s ways to write the same. */
START_TEST(spellings)
{
	static const char *const lines[] = { "--wine red -n 12", "--wine=red -n12", "-wred -n12",
					     "-w red -n 12",	 "--wi red -n 12",  "--w=red -n12" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		ck_assert_int_eq(parse(lines[i]), GO_ON);
		ck_assert_str_eq(meal.wine, "red");
		ck_assert_int_eq(meal.guests, 12);
		assert_given("");
	}
	ck_assert_int_eq(parse("--taste soup"), GO_ON); /* an argument that may be left out has its '=' */
	ck_assert_int_eq(meal.sauce.taste, SALTY);
	assert_given("soup");
	ck_assert_int_eq(parse("--flavour=sweet"), GO_ON);
	ck_assert_int_eq(meal.sauce.taste, SWEET);
	ck_assert_int_eq(parse("--dish a --dish=b -- --dish c"), GO_ON);
	ck_assert_str_eq(meal.takes, "a;b;");
	ck_assert(given.dashes);
	assert_given("--dish c");
	ck_assert_int_eq(parse("soup -- -w"), GO_ON);
	ck_assert(!given.dashes);
	assert_given("soup -w");
	ck_assert_int_eq(parse("- --hot"), GO_ON); /* standard input is no option */
	assert_given("-");
	ck_assert(meal.hot);
}
END_TEST

START_TEST(order)
{
	struct command shell = dine;

	ck_assert_int_eq(parse("soup --hot fish"), GO_ON);
	ck_assert(meal.hot);
	assert_given("soup fish");
	shell.in_order = true;
	ck_assert_int_eq(parse_with(&shell, "--no-plate soup --hot -x"), GO_ON);
	ck_assert(!meal.hot && !meal.plate);
	assert_given("soup --hot -x");
	setenv("POSIXLY_CORRECT", "1", 1);
	ck_assert_int_eq(parse("soup --hot"), GO_ON);
	unsetenv("POSIXLY_CORRECT");
	ck_assert(!meal.hot);
	assert_given("soup --hot");
}
END_TEST

START_TEST(slips)
{
	static const struct {
		const char *words, *says;
	} rows[] = {
		{ "--wien red", "lab dine: unknown option '--wien'; did you mean '--wine'? (" },
		{ "--gravy", "lab dine: unknown option '--gravy' (" },
		{ "--wien=red", "unknown option '--wien'; did you mean '--wine'?" },
		{ "-x", "lab dine: unknown option '-x' (" },
		{ "--h", "lab dine: '--h' could be any of --hot, --help (" },
		{ "--wine", "lab dine: --wine: expected BOTTLE behind it (" },
		{ "soup -w", "lab dine: -w: expected BOTTLE behind it (" },
		{ "--hot=very", "lab dine: --hot takes no argument (" },
		{ "-n 0", "lab dine: -n 0: expected a number from 1 to 12 (" },
		{ "-n13", "lab dine: -n 13: expected a number from 1 to 12 (" },
		{ "-n 3x", "lab dine: -n 3x: expected a number" },
		{ "-n 99999999999999999999", "expected a number from 1 to 12" },
		{ "--taste=bitter", "lab dine: --taste=bitter: expected sour, sweet or salty (" },
		{ "--dish stones", "lab dine: --dish stones: expected what can be eaten (" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(parse(rows[i].words), EXIT_USAGE);
		ck_assert_msg(strstr(errors, rows[i].says) != NULL, "%s: %s", rows[i].words, errors);
		ck_assert_ptr_nonnull(strstr(errors, " dine --help` says more)\n"));
		ck_assert_str_eq(output, "");
	}
}
END_TEST

START_TEST(help)
{
	const char *const expected =
		"usage: lab dine [OPTION]... [DISH]...\n"
		"       lab dine --hot DISH\n\n"
		"Eats.\n\nAnd drinks.\n\n"
		"  --hot              not cold\n"
		"  --no-plate         from the pan\n"
		"  -w, --wine BOTTLE  to drink, of which there is so much to be said that one line of help is not\n"
		"                     enough for it, nor would it be for anybody who knows his way about a cellar\n"
		"  -n N               so many guests\n"
		"  --dish NAME        one more\n"
		"  --taste[=WHICH]    of the sauce\n"
		"  -h, --help         this text\n\n"
		"Exit status: 0 full.\n";

	ck_assert_int_eq(parse("--hot --help --gravy"), EXIT_HOLDS);
	ck_assert_str_eq(output, expected);
	ck_assert_str_eq(errors, "");
	ck_assert_int_eq(parse("-h"), EXIT_HOLDS);
	ck_assert_str_eq(output, expected);
}
END_TEST

Suite *suite_options(void)
{
	Suite *s = suite_create("options");
	TCase *tc = tcase_create("options");

	tcase_add_test(tc, values);
	tcase_add_test(tc, spellings);
	tcase_add_test(tc, order);
	tcase_add_test(tc, slips);
	tcase_add_test(tc, help);
	suite_add_tcase(s, tc);
	return s;
}
