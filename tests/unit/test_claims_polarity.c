/* test_claims_polarity.c - of each case of the labs whose claim predicts something, the contrary is refused: the stars decide. */
#include <check.h>
#include <glob.h>
#include <string.h>

#include "common/claims/audit.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

static const struct claim_says holds = { .what = CASE_HOLDS },
			       fails = { .what = CASE_FAILS, .text = "here: it does not" };

/* How many findings there are of this script. */
static size_t findings_of(const struct catalogue *c, const struct script *s)
{
	struct findings *f = findings_new();
	size_t count;

	audit_script(f, c, s);
	count = f->count;
	findings_free(f);
	return count;
}

/* Turns one claim line of the script round after the other. Returns how many. */
static unsigned turn_round(const struct catalogue *c, struct script *s)
{
	unsigned turned = 0;

	for (size_t i = 0; i < s->claim_count; i++) {
		const struct claim *claim = catalogue_find(c, s->claims[i].id);
		struct claim_says was = s->claims[i].says;

		if (was.what == CASE_ANSWERS || !claim->prediction.count)
			continue;
		s->claims[i].says = was.what == CASE_HOLDS ? fails : holds;
		ck_assert_msg(findings_of(c, s) > 0, "%s:%u: the contrary would do as well", s->path,
			      s->claims[i].number);
		s->claims[i].says = was;
		turned++;
	}
	return turned;
}

START_TEST(the_contrary_is_refused)
{
	struct error error;
	struct catalogue *c = catalogue_load("notes", &error);
	unsigned turned = 0;
	glob_t found;

	ck_assert_msg(c != NULL, "%s", said(&error));
	ck_assert_int_eq(glob("labs/*/*.lab", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct script_error fault;
		struct script *s = script_load(found.gl_pathv[i], &fault);

		ck_assert_msg(s != NULL, "%s: %s", found.gl_pathv[i], fault.message);
		ck_assert_msg(findings_of(c, s) == 0, "%s: found as it is", s->path);
		turned += turn_round(c, s);
		script_free(s);
	}
	ck_assert_uint_gt(turned, 300);
	globfree(&found);
	catalogue_free(c);
}
END_TEST

Suite *suite_claims_polarity(void)
{
	Suite *suite = suite_create("claims_polarity");
	TCase *t = tcase_create("polarity");

	tcase_add_test(t, the_contrary_is_refused);
	suite_add_tcase(suite, t);
	return suite;
}
