/* test_programs.c - what a lab says of its programs: programs.txt, read, shown before the reveal, and used to compare. */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/quiz/programs.h"
#include "common/quiz/quiz.h"
#include "tests/support/said.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

static struct program_texts texts_of(struct arena *arena, const char *folder)
{
	struct program_texts texts;
	struct error error;

	ck_assert_msg(programs_load(arena, folder, &texts, &error), "%s", said(&error));
	return texts;
}

/* A text that goes on, words of every form, comments, and a word that two programs have. */
START_TEST(file_read)
{
	static const char file[] = "# what they do\n\nclient: says hello: once. It may\ngo on: so,\ntwice.\n"
				   "  -l, --linger SECONDS  SO_LINGER\n"
				   "                        {on, SECONDS}\n"
				   "  -k SECONDS  for so long\n\n"
				   "  --sigpipe ignore   ignores  it  \n"
				   "  read=BYTES, read-all   reads\nserver: answers.\n  -l  listens";
	struct arena *arena = arena_new();
	struct program_texts texts;
	const struct program_text *client, *server;
	const struct program_word *linger;
	struct error error;

	ck_assert_msg(programs_parse(arena, "p", file, &texts, &error), "%s", said(&error));
	ck_assert_uint_eq(texts.count, 2);
	client = program_named(&texts, "client");
	server = program_named(&texts, "server");
	ck_assert_str_eq(client->text, "says hello: once. It may go on: so, twice.");
	ck_assert_uint_eq(client->count, 4);
	linger = program_option(client, "-l");
	ck_assert_ptr_eq(linger, program_option(client, "--linger"));
	ck_assert_str_eq(linger->argument, "SECONDS");
	ck_assert_str_eq(linger->text, "SO_LINGER {on, SECONDS}");
	ck_assert_ptr_null(client->words[1].word);
	ck_assert_str_eq(program_option(client, "--sigpipe")->text, "ignores  it");
	ck_assert_str_eq(client->words[3].word, "read=BYTES, read-all");
	ck_assert_ptr_null(program_option(client, "read=BYTES, read-all"));
	ck_assert_str_eq(program_option(server, "-l")->text, "listens");
	ck_assert_ptr_null(program_named(&texts, "clien"));
	arena_free(arena);
}
END_TEST

START_TEST(bad_line_named)
{
	static const char *const bad[] = {
		"client: x\n  -l, --linger SECONDS\n", /* without a text */
		"# x\n  -l  listens\n", /* of no program */
		"client: x\n\tA tab, as in a comment\n",
		"int main(void)\n{\n}\n",
		"client: x\n -l  one space\n",
		"client: x\nserver:\n",
		"client: x\n  -l  listens\nand goes on\n",
	};
	static const unsigned line[] = { 2, 2, 2, 1, 2, 2, 3 };
	struct arena *arena = arena_new();
	struct program_texts texts;
	struct error error;
	char begins[20];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_msg(!programs_parse(arena, "p", bad[i], &texts, &error), "[%s]", bad[i]);
		snprintf(begins, sizeof(begins), "p:%u: expected", line[i]);
		ck_assert_msg(strncmp(said(&error), begins, strlen(begins)) == 0, "%s: %s", bad[i],
			      said(&error));
	}
	arena_free(arena);
}
END_TEST

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

/* A program's source is the answer: of it nothing is shown, however its comments are written. */
START_TEST(source_hidden)
{
	static const char *const sources[] = {
		"/* client.c - connects. */\nint main(void) { return SECRET; }\n",
		"/*\n * client.c - connects.\n *\n *\t-l, --linger SECONDS   SECRET\n */\n",
		"// client.c - SECRET\n",
	};
	char folder[] = "/tmp/programs-XXXXXX", source[40], texts_file[40];
	struct script *s =
		story_script("start server\nstart client --linger 0\nclient > server  S  0:0(0)\n");
	struct quiz *q = quiz_make(s);

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(source, sizeof(source), "%s/client.c", folder);
	snprintf(texts_file, sizeof(texts_file), "%s/programs.txt", folder);
	for (size_t i = 0; i < 2 * sizeof(sources) / sizeof(*sources); i++) {
		struct program_texts texts;
		struct text out = { 0 };

		put(source, sources[i / 2]);
		if (i % 2)
			put(texts_file, "client: dials\n");
		else
			unlink(texts_file);
		texts = texts_of(q->arena, folder);
		quiz_draw(&out, q, &texts, 80);
		quiz_sheet(&out, q, &texts);
		ck_assert_ptr_null(strstr(text_chars(&out), "SECRET"));
		ck_assert_ptr_null(strstr(text_chars(&out), "connects"));
		ck_assert_int_eq(strstr(text_chars(&out), "dials") != NULL, i % 2);
		text_free(&out);
	}
	ck_assert(unlink(source) == 0 && unlink(texts_file) == 0 && rmdir(folder) == 0);
	quiz_free(q);
	script_free(s);
}
END_TEST

/* What is typed is of use only to who knows what the program then does. */
START_TEST(programs_explained)
{
	struct script *s = story_script("start server\nstart client = shared --fork --linger=0 -f\n");
	struct arena *arena = arena_new();
	struct program_texts texts = texts_of(arena, "labs/linger");
	struct program_notes notes = program_notes(arena, s, &texts);

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

/* How many words a line gives to its program; each must be explained, and the program. */
static size_t explained(const struct line *l, const struct program_texts *texts, const char *path)
{
	const struct program_text *program;
	size_t words = 0;

	if (l->kind != LINE_START || l->start.exec)
		return 0;
	program = program_named(texts, l->start.program);
	ck_assert_msg(program != NULL, "%s: %s", path, l->start.program);
	for (size_t k = 0; k < l->start.argument_count; k++) {
		const char *word = l->start.arguments[k];

		if (strncmp(word, "--", 2) != 0)
			continue;
		ck_assert_msg(program_option(program, word) != NULL, "%s: %s", path, word);
		words++;
	}
	return words;
}

/* programs.txt explains each program that a script of ours starts, and each word that it gives to it. */
START_TEST(options_explained)
{
	struct script_error error;
	size_t words = 0;
	glob_t found;

	ck_assert_int_eq(glob("labs/*/*.lab", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct script *s = script_load(found.gl_pathv[i], &error);
		char *folder = strndup(s->path, (size_t)(strrchr(s->path, '/') - s->path));
		struct program_texts texts = texts_of(s->arena, folder);

		for (size_t n = 0; n < s->line_count; n++)
			words += explained(&s->lines[n], &texts, s->path);
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
	static const char *const said[][3] = {
		{ "linger", "client -l 0", "--linger 0" },
		{ "linger", "client -sl0 -k", "--half-close --linger 0 --wait-to-close" },
		{ "linger", "client --linger=0 -x", "--linger 0 --exit" },
		{ "linger", "client -o -1 --onoff -1 -r", "--onoff -1 --onoff -1 --read" },
		{ "linger", "client -z write -l", "-z write --linger" },
		{ "linger", "nosuch -l 0", "-l 0" },
		{ "linger", "options 1 0", "1 0" },
		{ "shutdown", "steps -i -lb 4096 wait",
		  "--sigpipe ignore --listen --receive-buffer 4096 wait" },
		{ "shutdown", "steps --sigpipe ignore", "--sigpipe ignore" },
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		char line[100], folder[100];
		struct script *s;
		struct program_texts texts;
		struct start_pattern start;
		struct text words = { 0 };

		snprintf(line, sizeof(line), "start a = %s\n", said[i][1]);
		snprintf(folder, sizeof(folder), "labs/%s", said[i][0]);
		s = story_script(line);
		texts = texts_of(s->arena, folder);
		start = program_spelled(s->arena, &s->lines[0].start, &texts);
		for (size_t k = 0; k < start.argument_count; k++)
			text_addf(&words, "%s%s", k ? " " : "", start.arguments[k]);
		ck_assert_str_eq(text_chars(&words), said[i][2]);
		text_free(&words);
		script_free(s);
	}
}
END_TEST

Suite *suite_programs(void)
{
	Suite *s = suite_create("programs");
	TCase *t = tcase_create("texts");

	tcase_add_test(t, file_read);
	tcase_add_test(t, bad_line_named);
	tcase_add_test(t, source_hidden);
	tcase_add_test(t, programs_explained);
	tcase_add_test(t, options_explained);
	tcase_add_test(t, letters_spelled);
	suite_add_tcase(s, t);
	return s;
}
