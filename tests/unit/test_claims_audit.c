/* test_claims_audit.c - what does not follow from its evidence is found, and said why; and claims are found by words. */
#include <check.h>
#include <string.h>

#include "common/claims/audit.h"
#include "common/claims/search.h"
#include "tests/support/small_catalogue.h"
#include "tests/support/told_claims.h"
#include "tests/unit/suites.h"

/* Of each form, and of each kind that must predict. */
static const char forms_text[] = "id\tclaim\tkind\tform\tpredicts\n"
				 "abort-rst\tA RST.\twire\t\tX > Y R[.] ; state X CLOSED\n"
				 "no-fin\tNo FIN.\twire\t\tnever X > Y F[.]\n"
				 "both-same\tThe same.\tapi\tsame\t\n"
				 "why-so\tWhy?\tquestion\tquestion 2\t\n"
				 "silent-kind\tIt is.\tsyscall\t\t\n"
				 "told-kind\tIt is.\tstate\t\t- the state is in no table\n"
				 "free-kind\tIt is.\ttiming\t\t\n"
				 "never-tried\tIt is.\twire\t\tX > Y S\n";

#define OPENING "start server\nstart client -l 0\nclient > server S\n"
#define ENDING	"control start client -l off\n"

static struct script *script_of(const char *claims, const char *stars)
{
	struct text source = { 0 };
	struct script_error fault;
	struct script *s;

	text_addf(&source, "title t\n%s" OPENING "%s" ENDING, claims, stars);
	s = script_parse("labs/linger/02-rst.lab", text_chars(&source), source.length, &fault);
	ck_assert_msg(s != NULL, "%s%s: line %u: %s", claims, stars, fault.line, fault.message);
	text_free(&source);
	return s;
}

#define RST_STAR "* client > server R. 6:6(0)\n* state client CLOSED\n"

static const struct {
	const char *claims, *stars;
	const char *found; /* NULL: nothing is */
} lies[] = {
	{ "claim abort-rst holds\n", RST_STAR, NULL },
	{ "claim no-such-claim holds\n", RST_STAR, "the catalogue has no such claim" },
	{ "claim abrt-rst holds\n", RST_STAR, "the catalogue has no such claim; did you mean 'abort-rst'?" },
	/* polarity */
	{ "claim abort-rst holds\n", "* client > server F. 6:6(0)\n* state client CLOSED\n",
	  "it predicts 'X > Y R[.]', and no star of it shows that (its stars are line 6: client > server F. 6:6(0)" },
	{ "claim abort-rst holds\n", "* client > server R.\nstate client CLOSED\n",
	  "it predicts 'state X CLOSED', and no star of it shows that" },
	{ "claim abort-rst holds\n", "* client > server R.\n* state server CLOSED\n",
	  "it predicts 'state X CLOSED'" },
	{ "claim abort-rst fails \"as ever: a RST\"\n", RST_STAR,
	  "it predicts 'X > Y R[.] ; state X CLOSED', and no star of it shows the contrary" },
	{ "claim abort-rst fails \"as ever: a FIN\"\n", "* client > server F. 6:6(0)\n", NULL },
	{ "claim abort-rst fails \"as ever: a FIN\"\n",
	  RST_STAR "* server > client F. 1:1(0)\n* state server TIME_WAIT\n",
	  "it predicts 'X > Y R[.] ; state X CLOSED', and its stars show just that" },
	{ "claim no-fin fails \"as ever: a FIN\"\n", "* client > server F. 6:6(0)\n", NULL },
	{ "claim no-fin holds\n", "* client > server R. 6:6(0)\n", "it predicts 'never X > Y F[.]'" },
	{ "claim no-fin holds\n", "* never client > server F[.]\n", NULL },
	/* the star of another claim */
	{ "claim abort-rst holds\nclaim free-kind holds\n",
	  "*2 client > server R. 6:6(0)\n*1 client: close() = 0\n", "it predicts 'X > Y R[.]'" },
	/* forms */
	{ "claim why-so holds\n", RST_STAR, "'holds', but the claim is a question: 'answers 1/2" },
	{ "claim abort-rst answers 1/2 \"so\"\n", RST_STAR, "'answers 1/2', but the claim is no question" },
	{ "claim why-so answers 1/3 \"so\"\n", RST_STAR, "the question has 2 parts in the catalogue" },
	{ "claim why-so answers 2/2 \"so\"\n", RST_STAR, NULL },
	{ "claim both-same holds\n", RST_STAR, "the script has no variant" },
	{ "claim both-same holds\n", RST_STAR "variant start server -x\n", NULL },
	{ "claim both-same fails \"here: not\"\n", RST_STAR, NULL },
	/* predictions that are not there */
	{ "claim silent-kind holds\n", RST_STAR,
	  "no prediction of it, though its kind is syscall: column predicts, line 6" },
	{ "claim told-kind holds\n", RST_STAR, NULL },
	{ "claim free-kind holds\n", RST_STAR, NULL },
	/* texts about what nobody plays */
	{ "claim free-kind fails \"unless it rains: no\"\n", RST_STAR, "says when it holds" },
	{ "claim free-kind fails \"it does not\"\n", RST_STAR,
	  "expected the condition, ': ', and what happens then" },
	{ "claim free-kind fails \"after a FIN: no\"\n", RST_STAR, "its text speaks of FIN, and nothing" },
	{ "claim free-kind fails \"after a RST: no\"\n", RST_STAR, NULL },
	{ "claim free-kind fails \"over IPv6: no\"\n", RST_STAR, "its text speaks of IPv6" },
	{ "claim free-kind fails \"so: EPIPE\"\n", RST_STAR, "its text speaks of EPIPE" },
	{ "claim free-kind fails \"so: EPIPE\"\n", RST_STAR "client: write() = -1 EPIPE\n", NULL },
	{ "claim free-kind fails \"with SO_REUSEPORT: no\"\n", RST_STAR, "its text speaks of SO_REUSEPORT" },
	{ "claim free-kind fails \"in TIME_WAIT: no\"\n", RST_STAR, "its text speaks of TIME_WAIT" },
	{ "claim free-kind fails \"after shutdown(): no\"\n", RST_STAR, "its text speaks of shutdown()" },
	{ "claim free-kind fails \"after send(): no\"\n", RST_STAR "client: sendto() = 5\n", NULL },
	{ "claim free-kind fails \"after SIGPIPE: no\"\n", RST_STAR, "its text speaks of SIGPIPE" },
	{ "claim free-kind fails \"with net.ipv4.tcp_sack=0: no\"\n", RST_STAR,
	  "its text speaks of net.ipv4.tcp_sack" },
	{ "claim free-kind fails \"as PID 1. It goes on: no\"\n", RST_STAR,
	  NULL }, /* names of nothing that a line has */
	{ "claim why-so answers 1/2 \"EAGAIN\"\n", RST_STAR, "its text speaks of EAGAIN" },
};

START_TEST(one_script)
{
	struct catalogue *c = must_parse(forms_text);
	struct script *s = script_of(lies[_i].claims, lies[_i].stars);
	struct findings *f = findings_new();

	audit_script(f, c, s);
	if (!lies[_i].found) {
		ck_assert_msg(!f->count, "%s%s: %s", lies[_i].claims, lies[_i].stars,
			      f->count ? f->list[0].what : "");
	} else {
		ck_assert_msg(f->count == 1, "%s%s: %zu findings", lies[_i].claims, lies[_i].stars, f->count);
		ck_assert_msg(strstr(f->list[0].what, lies[_i].found) != NULL, "%s", f->list[0].what);
		ck_assert_int_eq(strncmp(f->list[0].place, "labs/linger/02-rst.lab:2", 24), 0);
	}
	findings_free(f);
	findings_free(NULL);
	script_free(s);
	catalogue_free(c);
}
END_TEST

/* Without a control nothing can have gone the other way. */
START_TEST(no_control)
{
	static const char text[] =
		"title t\nclaim free-kind holds\nstart client\n* client exits 0\nvariant start client -x\n";
	struct catalogue *c = must_parse(forms_text);
	struct findings *f = findings_new();
	struct script_error fault;
	struct script *s = script_parse("labs/a/b.lab", text, strlen(text), &fault);

	audit_script(f, c, s);
	ck_assert_uint_eq(f->count, 1);
	ck_assert_ptr_nonnull(strstr(f->list[0].what, "the script has no control"));
	findings_free(f);
	script_free(s);
	catalogue_free(c);
}
END_TEST

/* A claim of one's own is told from a slip of one that there is. */
START_TEST(of_ones_own)
{
	struct catalogue *c = must_parse(forms_text);
	struct script *s = script_of("claim my-own-one holds\nclaim abort-rts holds\n",
				     "*1,2 client > server R. 6:6(0)\n");
	struct findings *f = findings_new();

	audit_script(f, c, s);
	ck_assert_uint_eq(f->count, 2);
	ck_assert(f->list[0].of_own && !f->list[1].of_own);
	findings_free(f);
	script_free(s);
	catalogue_free(c);
}
END_TEST

START_TEST(all_scripts)
{
	struct catalogue *c = must_parse(forms_text);
	struct script *s[] = { script_of("claim why-so answers 2/2 \"so\"\n", RST_STAR),
			       script_of("claim free-kind fails rarely \"as PID 1: no\"\n", RST_STAR) };
	struct audited all[] = { { s[0], NULL }, { s[1], NULL } };
	struct findings *f = findings_new();

	audit_catalogue(f, c, all, 2);
	ck_assert_uint_eq(f->count, 2);
	ck_assert_str_eq(f->list[0].id, "why-so");
	ck_assert_str_eq(f->list[0].what, "no scenario answers part 1 of 2");
	ck_assert_str_eq(f->list[1].id, "free-kind");
	ck_assert_ptr_nonnull(strstr(f->list[1].what, "what an ordinary program meets"));
	findings_free(f);
	for (size_t i = 0; i < 2; i++)
		script_free(s[i]);
	catalogue_free(c);
}
END_TEST

/* ---- what the controls have shown ---- */

/* A control that parts from the run at this line. */
static const char *found_of_control(const char *claims, const char *stars, unsigned line,
				    uint64_t star_claims)
{
	static char found[256];
	struct catalogue *c = must_parse(forms_text);
	struct script *s = script_of(claims, stars);
	struct control_break parted = { .line = line, .claims = star_claims, .came = "a FIN came" };
	struct control_result control = {
		.text = "start client -l off", .as_it_must = true, .breaks = &parted, .break_count = line != 0
	};
	struct told_claim told;
	struct scenario_result *r = tell(&told, "02-rst", RESULT_PASS, s->claims[0].id, s->claims[0].says, 1);
	struct audited all = { s, r };
	struct claims_table *t;
	struct findings *f = findings_new();

	r->controls = &control;
	r->control_count = 1;
	t = claims_table_make(c, &r, 1, NULL, 0, "6.1.0");
	audit_results(f, c, &all, 1, t);
	ck_assert_uint_le(f->count, 1);
	found[0] = '\0';
	if (f->count)
		strncat(found, f->list[0].what, sizeof(found) - 1);
	claims_table_free(t);
	findings_free(f);
	script_free(s);
	catalogue_free(c);
	return found;
}

START_TEST(controls)
{
	static const char one[] = "claim abort-rst holds\n";

	ck_assert_str_eq(found_of_control(one, RST_STAR, 6, 1), "");
	ck_assert_str_eq(found_of_control(one, RST_STAR, 7, 1), "");
	ck_assert_str_eq(found_of_control(one, RST_STAR, 0, 0), "no control fails first at a star of it");
	/* At the star of another claim. */
	ck_assert_str_eq(found_of_control(one, RST_STAR, 6, 2), "no control fails first at a star of it");
	ck_assert_str_eq(found_of_control("claim free-kind holds\n", RST_STAR, 7, 1), "");
}
END_TEST

START_TEST(pairs_are_found)
{
	struct catalogue *c = must_parse("id\tclaim\tcontradicts\na\tA.\t\nb\tNot A.\ta\n");
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "a", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "b", holds, 1),
	};
	struct claims_table *t = claims_table_make(c, results, 2, NULL, 0, "6.1.0");
	struct findings *f = findings_new();

	audit_results(f, c, NULL, 0, t);
	ck_assert_uint_eq(f->count, 1);
	ck_assert_str_eq(f->list[0].id, "b");
	ck_assert_str_eq(f->list[0].what, "it is confirmed, and so is a, which contradicts it");
	findings_free(f);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

START_TEST(drawn)
{
	static const struct ladder_style style = { .width = 60 };
	struct findings *f = findings_new();
	struct text out = { 0 };

	findings_draw(&out, f, &style);
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "each verdict follows from its evidence"));
	text_free(&out);
	findings_add(f, "a", "x.lab:2", "%s", "it does not follow");
	findings_draw(&out, f, &style);
	ck_assert_ptr_nonnull(strstr(text_chars(&out), "x.lab:2: a\n    it does not follow\n1 finding\n"));
	text_free(&out);
	findings_free(f);
}
END_TEST

/* ---- search ---- */

static const char searched_text[] =
	"id\ttopic\tclaim\texperiment\n"
	"linger-zero-skips-time-wait\tlinger\tIt goes to CLOSED.\tSO_LINGER {1, 0}\n"
	"sigpipe-epipe\tsigpipe\tIt gives EPIPE.\t\n"
	"reuse\treuseaddr\tEADDRINUSE comes.\t\n"
	"wait\tclose\tIt waits for TIME_WAIT.\t\n"
	"zero\twindow\tClosed windows.\t\n";

/* The ids that these words find, best first. */
static const char *found_by(const char *const *words, size_t count)
{
	static char ids[256];
	struct catalogue *c = must_parse(searched_text);
	struct told_claim told[2];
	struct scenario_result *results[] = {
		tell(&told[0], "01", RESULT_PASS, "linger-zero-skips-time-wait", holds, 1),
		tell(&told[1], "02", RESULT_PASS, "zero", fails("after a RST: ECONNRESET"), 1),
	};
	struct claims_table *t = claims_table_make(c, results, 2, NULL, 0, "6.1.0");
	struct arena *arena = arena_new();
	struct claim_hit *hits;

	hits = claims_search(arena, t, words, count, &count);
	ids[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		strncat(ids, i ? " " : "", 2);
		strncat(ids, hits[i].row->claim->id, 60);
	}
	arena_free(arena);
	claims_table_free(t);
	catalogue_free(c);
	return ids;
}

#define FOUND(...)                                                                                           \
	found_by((const char *const[]){ __VA_ARGS__ },                                                       \
		 sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

START_TEST(search)
{
	ck_assert_str_eq(FOUND("epipe"), "sigpipe-epipe");
	ck_assert_str_eq(FOUND("Broken", "pipe"), "sigpipe-epipe"); /* what the errno means */
	ck_assert_str_eq(FOUND("address already in use"), "reuse");
	ck_assert_str_eq(FOUND("connection reset by peer"), "zero"); /* of an exception */
	ck_assert_str_eq(FOUND("SO_LINGER", "TIME_WAIT"), "linger-zero-skips-time-wait");
	ck_assert_str_eq(FOUND("time-wait"),
			 "linger-zero-skips-time-wait wait"); /* its name, and a sentence */
	ck_assert_str_eq(FOUND("closed"), "linger-zero-skips-time-wait zero");
	ck_assert_str_eq(FOUND("wai"), "linger-zero-skips-time-wait wait"); /* the beginning of a word */
	ck_assert_str_eq(FOUND("ait"), "");
	ck_assert_str_eq(FOUND("close()", "frame", "window"), "zero");
	ck_assert_str_eq(FOUND("R. 6:6(0)"), "linger-zero-skips-time-wait zero");
}
END_TEST

START_TEST(hints)
{
	struct catalogue *c = must_parse(searched_text);
	struct claims_table *t = claims_table_make(c, NULL, 0, NULL, 0, "6.1.0");
	struct arena *arena = arena_new();

	ck_assert_str_eq(claims_search_hint(arena, t, (const char *const[]){ "lingre" }, 1),
			 "no claim says 'lingre'; did you mean 'linger'?");
	ck_assert_str_eq(claims_search_hint(arena, t, (const char *const[]){ "epipe", "xyzzy" }, 2),
			 "no claim says 'xyzzy'");
	ck_assert_ptr_nonnull(
		strstr(claims_search_hint(arena, t, (const char *const[]){ "epipe", "window" }, 2),
		       "no claim has all of them"));
	arena_free(arena);
	claims_table_free(t);
	catalogue_free(c);
}
END_TEST

Suite *suite_claims_audit(void)
{
	Suite *suite = suite_create("claims_audit");
	TCase *t = tcase_create("audit"), *s = tcase_create("search");

	tcase_add_loop_test(t, one_script, 0, sizeof(lies) / sizeof(lies[0]));
	tcase_add_test(t, no_control);
	tcase_add_test(t, of_ones_own);
	tcase_add_test(t, all_scripts);
	tcase_add_test(t, controls);
	tcase_add_test(t, pairs_are_found);
	tcase_add_test(t, drawn);
	suite_add_tcase(suite, t);
	tcase_add_test(s, search);
	tcase_add_test(s, hints);
	suite_add_tcase(suite, s);
	return suite;
}
