/* test_quiz_clear.c - a question has one meaning: where it stands in its step is in its words. */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/quiz/programs.h"
#include "common/quiz/words.h"
#include "tests/support/quiz_asks.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

/* What is "then" is so at the end of its step: what is over by then is no question, nor is a socket that listens. */
START_TEST(states_that_last)
{
	static const char script[] = OPENING_SCRIPT "kill client CONT\n"
						    "* client > server  F. 1:1(0) ack 1\n"
						    "* state client FIN_WAIT_1\n"
						    "* state server ESTABLISHED\n"
						    "* state client CLOSED\n"
						    "* state server LISTEN\n"
						    "* server: accept() <unfinished ...>\n"
						    "kill client CONT\n"
						    "* state server CLOSE_WAIT\n"
						    "* server > client F. 1:1(0)\n";

	asks(script, 2, "In which state is server's end of the connection then?", "ESTABLISHED");
	asks(script, 3, "In which state is client's end of the connection then?", "CLOSED");
	asks(script, 4, "What does server's accept() return?", WORD_BLOCKS);
	asks(script, 5, "What does server send to client next?", "FIN");
}
END_TEST

/* Each question of a chain names what it comes after. */
START_TEST(chain)
{
	static const char script[] =
		OPENING_SCRIPT "kill client CONT\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=0, l_linger=0}) = 0\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}) = 0\n"
			       "* client: getsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=6}) = 0\n";

	asks(script, 2, "What value does client's next getsockopt(SOL_SOCKET, SO_LINGER) report after that?",
	     "l_onoff=1, l_linger=5");
	asks(script, 3,
	     "What value does client's next getsockopt(SOL_SOCKET, SO_LINGER) report after what question 2 asks for?",
	     "l_onoff=1, l_linger=6");
}
END_TEST

/* A question does not give away the answer to the one before it. */
START_TEST(probe_answered)
{
	static const char script[] = OPENING_SCRIPT "kill server STOP\n"
						    "* client > server  . 0:0(0) ack 1  keep-alive probe\n"
						    "* server > client  . ack 1  probe answer\n";

	asks(script, 1, "What does client send to server next?", "keep-alive probe");
	asks(script, 2, "Does server answer that with a bare acknowledgement?", "yes");
}
END_TEST

/* What is typed is of use only to who knows what the program then does. */
START_TEST(programs_explained)
{
	struct script *s = story_script("start server\nstart client = shared --fork --linger=0 -f\n");
	struct arena *arena = arena_new();
	struct program_notes notes = program_notes(arena, s, "labs/linger");

	ck_assert_uint_eq(notes.count, 5);
	ck_assert_str_eq(notes.all[1].name, "shared");
	ck_assert_ptr_nonnull(strstr(notes.all[1].text, "is then used"));
	ck_assert_ptr_null(
		strstr(notes.all[1].text, "SECONDS")); /* of the options only those that are given */
	ck_assert_str_eq(notes.all[2].name, "  --fork");
	ck_assert_ptr_nonnull(strstr(notes.all[2].text, "is continued it uses")); /* on the next line */
	ck_assert_str_eq(notes.all[3].name, "  --linger");
	ck_assert_int_eq(strncmp(notes.all[3].text, "SO_LINGER {on, SECONDS}; off", 28), 0);
	ck_assert_str_eq(notes.all[4].name, "  -f");
	ck_assert_str_eq(notes.all[4].text, notes.all[2].text);
	ck_assert_int_eq(notes.columns, 12);
	arena_free(arena);
	script_free(s);
}
END_TEST

/* How many words a line gives to its program; each must be explained. */
static size_t explained(const struct line *l, const struct program_notes *notes, const char *path)
{
	size_t words = 0;

	if (l->kind != LINE_START || l->start.exec)
		return 0;
	for (size_t k = 0; k < l->start.argument_count; k++) {
		const char *word = l->start.arguments[k];
		size_t n = 0;

		if (strncmp(word, "--", 2) != 0)
			continue;
		while (n < notes->count && strcmp(notes->all[n].name + 2, word) != 0)
			n++;
		ck_assert_msg(n < notes->count, "%s: %s", path, word);
		words++;
	}
	return words;
}

/* Each word that a script of ours gives to a program is explained at the top of the program's source. */
START_TEST(options_explained)
{
	struct script_error error;
	size_t words = 0;
	glob_t found;

	ck_assert_int_eq(glob("labs/*/*.lab", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct script *s = script_load(found.gl_pathv[i], &error);
		char *folder = strndup(s->path, (size_t)(strrchr(s->path, '/') - s->path));
		struct program_notes notes = program_notes(s->arena, s, folder);

		for (size_t n = 0; n < s->line_count; n++)
			words += explained(&s->lines[n], &notes, s->path);
		free(folder);
		script_free(s);
	}
	ck_assert_uint_gt(words, found.gl_pathc);
	globfree(&found);
}
END_TEST

/* Letters, alone or together, and "--linger=0" are the words that a script of today has. */
START_TEST(letters_spelled)
{
	static const char *const said[][2] = {
		{ "client -l 0", "--linger 0" },
		{ "client -sl0 -k", "--half-close --linger 0 --wait-to-close" },
		{ "client --linger=0 -x", "--linger 0 --exit" },
		{ "client -o -1 --onoff -1 -r", "--onoff -1 --onoff -1 --read" },
		{ "client -z write -l", "-z write --linger" },
		{ "nosuch -l 0", "-l 0" },
		{ "options 1 0", "1 0" },
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		char line[100];
		struct script *s;
		struct start_pattern start;
		struct text words = { 0 };

		snprintf(line, sizeof(line), "start a = %s\n", said[i][0]);
		s = story_script(line);
		start = program_spelled(s->arena, &s->lines[0].start, "labs/linger");
		for (size_t k = 0; k < start.argument_count; k++)
			text_addf(&words, "%s%s", k ? " " : "", start.arguments[k]);
		ck_assert_str_eq(text_chars(&words), said[i][1]);
		text_free(&words);
		script_free(s);
	}
}
END_TEST

/* The letter of a phrase. */
START_TEST(phrases_spelled)
{
	struct script *s = story_script("start a = steps -i -lb 4096 wait\n");
	struct start_pattern start = program_spelled(s->arena, &s->lines[0].start, "labs/shutdown");

	ck_assert_uint_eq(start.argument_count, 6);
	ck_assert_str_eq(start.arguments[0], "--sigpipe");
	ck_assert_str_eq(start.arguments[1], "ignore");
	ck_assert_str_eq(start.arguments[2], "--listen");
	ck_assert_str_eq(start.arguments[4], "4096");
	script_free(s);
}
END_TEST

/* What a program reads from a file, a setting for instance, may be the answer. */
START_TEST(files_hidden)
{
	struct script *s =
		story_script(OPENING_SCRIPT "kill client CONT\n"
					    "client: read(..., \"7200\\n\", ...) = 5\n"
					    "client: read() = 5\n"
					    "* client: getsockopt(SOL_TCP, TCP_KEEPIDLE, [7200]) = 0\n");
	struct quiz *q = quiz_make(s);
	size_t line = q->questions[0].line;

	ck_assert_str_eq(q->questions[0].expected, "7200");
	ck_assert(quiz_shows(q, line - 1));
	ck_assert(!quiz_shows(q, line - 2));
	quiz_free(q);
	script_free(s);
}
END_TEST

/* Of a question with "and when" the choices have times, and only of such a one; and no two of a step are in the same words. */
static void is_clear(const struct quiz *q, size_t n)
{
	const struct question *one = &q->questions[n];
	bool times = false;

	for (size_t i = 0; one->choices && one->choices[i]; i++)
		times = times || strstr(one->choices[i], "at once");
	ck_assert_msg(times == (strstr(one->asks, "and when") != NULL), "%s: %s", q->script->path, one->asks);
	for (size_t i = 0; i < n; i++)
		ck_assert_msg(one->number != q->questions[i].number ||
				      strcmp(one->asks, q->questions[i].asks) != 0,
			      "%s: (step %u) %s", q->script->path, one->number, one->asks);
}

START_TEST(all_labs)
{
	struct script_error error;
	glob_t found;

	ck_assert_int_eq(glob("labs/*/*.lab", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct script *s = script_load(found.gl_pathv[i], &error);
		struct quiz *q;

		ck_assert_ptr_nonnull(s);
		q = quiz_make(s);
		ck_assert_msg(q->count, "%s: no question", s->path);
		for (size_t n = 0; n < q->count; n++)
			is_clear(q, n);
		quiz_free(q);
		script_free(s);
	}
	globfree(&found);
}
END_TEST

Suite *suite_quiz_clear(void)
{
	Suite *s = suite_create("quiz_clear");
	TCase *t = tcase_create("quiz_clear");

	tcase_add_test(t, states_that_last);
	tcase_add_test(t, chain);
	tcase_add_test(t, probe_answered);
	tcase_add_test(t, programs_explained);
	tcase_add_test(t, options_explained);
	tcase_add_test(t, letters_spelled);
	tcase_add_test(t, phrases_spelled);
	tcase_add_test(t, files_hidden);
	tcase_add_test(t, all_labs);
	suite_add_tcase(s, t);
	return s;
}
