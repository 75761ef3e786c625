/* test_claims_catalogue.c - the catalogue of claims: as it is written, as editors leave it, and with faults. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/claims/catalogue.h"
#include "tests/support/said.h"
#include "tests/support/small_catalogue.h"
#include "tests/unit/suites.h"

START_TEST(a_catalogue)
{
	struct catalogue *c = must_parse(catalogue_text);
	const struct claim *claim = catalogue_find(c, "one-rst");

	ck_assert_uint_eq(c->count, 6);
	ck_assert_ptr_nonnull(claim);
	ck_assert_uint_eq(claim->line, 2);
	ck_assert_str_eq(claim->topic, "linger");
	ck_assert_str_eq(claim->sources, "000;004;UNP1 7.5");
	ck_assert_str_eq(claim->world, "loopback");
	ck_assert_str_eq(catalogue_find(c, "four-crash")->sources, "");
	ck_assert_ptr_null(catalogue_find(c, "none"));
	catalogue_free(c);
	catalogue_free(NULL);
}
END_TEST

/* As editors and spreadsheets leave it. */
START_TEST(a_catalogue_from_elsewhere)
{
	struct catalogue *c =
		must_parse("\xef\xbb\xbf# our claims\r\n\r\nclaim\textra\tid\r\n"
			   "  A thing. \tx\t a-thing \r\n\n   \t \n# more\nAnother.\t\tb\tand\tmore");

	ck_assert_uint_eq(c->count, 2);
	ck_assert_str_eq(c->claims[0].id, "a-thing");
	ck_assert_str_eq(c->claims[0].claim, "A thing.");
	ck_assert_str_eq(c->claims[0].topic, "");
	ck_assert_uint_eq(c->claims[1].line, 8);
	catalogue_free(c);
}
END_TEST

START_TEST(faults_have_a_line)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "notes/claims.tsv: the file is empty" },
		{ "\n\n# nothing\n", "notes/claims.tsv: the file is empty" },
		{ "id\ttopic\n", "notes/claims.tsv:1: expected a column 'claim'" },
		{ "topic\tclaim\n", "notes/claims.tsv:1: expected a column 'id'" },
		{ "id\tclaim\na\tA.\n\nb\n", "notes/claims.tsv:4: 'b' has no text in column 'claim'" },
		{ "id\tclaim\na\tA.\nb\tB.\na\tC.\n",
		  "notes/claims.tsv:4: 'a' is there twice: first in line 2" },
		{ "id\tclaim\nTwo Words\tA.\n", "notes/claims.tsv:2: 'Two Words' is no id" },
		{ "id\tclaim\n\tA.\n", "notes/claims.tsv:2: '' is no id" },
		{ "id\tclaim\n-a\tA.\n", "notes/claims.tsv:2: '-a' is no id" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!parse(rows[i].text), "row %zu was taken", i);
		ck_assert_msg(strncmp(said(&error), rows[i].says, strlen(rows[i].says)) == 0, "row %zu: %s",
			      i, said(&error));
	}
	ck_assert(!catalogue_parse("x", "id\tclaim\na\tb\0c\n", 16, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "NUL"));
}
END_TEST

START_TEST(what_cannot_be_decided)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "id\treason\nfour-crash\tNobody is left to ask.\n", NULL },
		{ "id\tclaim\n", "u:1: expected a column 'reason'" },
		{ "id\treason\nnone\tx\n", "u:2: 'none' is not in the catalogue" },
		{ "id\treason\none-rst\t\n", "u:2: 'one-rst' has no text" },
		{ "id\treason\none-rst\tx\none-rst\ty\n", "u:3: 'one-rst' is there twice" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct catalogue *c = must_parse(catalogue_text);
		bool done = catalogue_add_undecidable(c, "u", rows[i].text, strlen(rows[i].text), &error);

		ck_assert(done == !rows[i].says);
		if (rows[i].says)
			ck_assert_msg(strncmp(said(&error), rows[i].says, strlen(rows[i].says)) == 0,
				      "row %zu: %s", i, said(&error));
		else
			ck_assert_str_eq(catalogue_find(c, "four-crash")->undecidable,
					 "Nobody is left to ask.");
		catalogue_free(c);
	}
}
END_TEST

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

START_TEST(from_a_folder)
{
	char folder[] = "/tmp/test_claims.XXXXXX", path[64];
	struct catalogue *c;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert(!catalogue_load(folder, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "claims.tsv: ENOENT"));
	write_file(folder, "claims.tsv", catalogue_text);
	c = catalogue_load(folder, &error);
	ck_assert_msg(c != NULL, "%s", said(&error));
	catalogue_free(c);
	write_file(folder, "undecidable.tsv", "id\treason\nnone\tx\n");
	ck_assert(!catalogue_load(folder, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "undecidable.tsv:2: 'none'"));
	write_file(folder, "undecidable.tsv", "id\treason\nfour-crash\tx\n");
	c = catalogue_load(folder, &error);
	ck_assert_msg(c != NULL, "%s", said(&error));
	ck_assert_str_eq(catalogue_find(c, "four-crash")->undecidable, "x");
	catalogue_free(c);
	snprintf(path, sizeof(path), "%s/claims.tsv", folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/undecidable.tsv", folder);
	unlink(path);
	rmdir(folder);
}
END_TEST

/* The project's own, where the tests are run in its folder. */
START_TEST(the_projects_catalogue)
{
	struct catalogue *c;

	if (access("notes/claims.tsv", R_OK) != 0)
		return;
	c = catalogue_load("notes", &error);
	ck_assert_msg(c != NULL, "%s", said(&error));
	ck_assert_uint_ge(c->count, 465);
	catalogue_free(c);
}
END_TEST

Suite *suite_claims_catalogue(void)
{
	Suite *suite = suite_create("claims_catalogue");
	TCase *catalogue = tcase_create("catalogue");

	tcase_add_test(catalogue, a_catalogue);
	tcase_add_test(catalogue, a_catalogue_from_elsewhere);
	tcase_add_test(catalogue, faults_have_a_line);
	tcase_add_test(catalogue, what_cannot_be_decided);
	tcase_add_test(catalogue, from_a_folder);
	tcase_add_test(catalogue, the_projects_catalogue);
	suite_add_tcase(suite, catalogue);
	return suite;
}
