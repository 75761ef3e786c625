/* test_page.c - the page: nothing breaks out of it, its verdicts are the results', its records say what the run was. */
#include <jansson.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "common/page/escape.h"
#include "common/page/page.h"
#include "common/page/pool.h"
#include "common/page/run.h"
#include "common/report/collect.h"
#include "tests/suites.h"
#include "tests/tales.h"

/* What a capture, a script or a program may say. */
static const char *const hostile[] = {
	"",
	"</script><script>alert(1)</script>",
	"<!--<script>",
	"]]>",
	"\"><img src=x onerror=alert(1)>",
	"' onmouseover='alert(1)",
	"&lt;&amp;\\u003c\\",
	"\xe2\x80\xa8\xe2\x80\xa9", /* newlines to some JavaScript */
	"\xe2\x80\xae gnirts", /* turns the direction of the text; NOLINT(misc-misleading-bidirectional) */
	"\xe2\x81\xa6 isolated", /* NOLINT(misc-misleading-bidirectional) */
	"\x1b[31m \x07 \r\n\t \x7f \x01",
	"\xff\xfe bad \xc0\x80 UTF-8 \xed\xa0\x80",
	"\xe2\x80",
	"{{script}}{{records}}",
};

enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]) };

/* ---- escaping ---- */

START_TEST(json_stays_inside)
{
	struct text out = { 0 }, safe = { 0 };
	json_t *json;

	json_add(&out, hostile[_i]);
	text_add_safe(&safe, hostile[_i]);
	ck_assert_ptr_null(strpbrk(text_chars(&out), "<>&"));
	ck_assert_ptr_null(strstr(text_chars(&out), "\xe2\x80\xa8"));
	for (const char *s = text_chars(&out); *s; s++)
		ck_assert_uint_ge((unsigned char)*s, 0x20);
	/* And says the same, to the letter, to who reads it. */
	json = json_loadb(out.chars, out.length, JSON_DECODE_ANY, NULL);
	ck_assert_ptr_nonnull(json);
	ck_assert_str_eq(json_string_value(json), text_chars(&safe));
	json_decref(json);
	text_free(&out);
	text_free(&safe);
}
END_TEST

START_TEST(html_stays_inside)
{
	struct text out = { 0 }, fragment = { 0 };

	html_add(&out, hostile[_i]);
	ck_assert_ptr_null(strpbrk(text_chars(&out), "<>\"'"));
	for (const char *s = text_chars(&out); *s; s++)
		ck_assert_uint_ge((unsigned char)*s, 0x20);
	fragment_add(&fragment, hostile[_i]);
	ck_assert_uint_eq(strspn(text_chars(&fragment), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
							"0123456789-._~/%"),
			  fragment.length);
	text_free(&out);
	text_free(&fragment);
}
END_TEST

START_TEST(words_of_escaping)
{
	struct text out = { 0 };

	html_add(&out, "a<b> & \"c\" \x1b[0m\n");
	ck_assert_str_eq(text_chars(&out), "a&lt;b&gt; &amp; &quot;c&quot; \\x1b[0m\\n");
	out.length = 0;
	html_add_lines(&out, "one\n\n\ttwo\r\n");
	ck_assert_str_eq(text_chars(&out), "one\n\n\ttwo\\x0d\n");
	out.length = 0;
	fragment_add(&out, "my lab/02-rst/7");
	ck_assert_str_eq(text_chars(&out), "my%20lab/02-rst/7");
	out.length = 0;
	json_add(&out, "</script>\\\x07");
	ck_assert_str_eq(text_chars(&out), "\"\\u003c/script\\u003e\\\\\\\\x07\"");
	text_free(&out);
}
END_TEST

START_TEST(base64)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
	}; /* RFC 4648, section 10 */
	struct text out = { 0 };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		out.length = 0;
		base64_add(&out, pairs[i][0], strlen(pairs[i][0]));
		text_add(&out, "");
		ck_assert_str_eq(out.length ? out.chars : "", pairs[i][1]);
	}
	text_free(&out);
}
END_TEST

START_TEST(pool_has_each_once)
{
	struct pool *p = pool_new();
	struct text out = { 0 };
	char word[16];

	for (int round = 0; round < 2; round++)
		for (unsigned i = 0; i < 5000; i++) {
			snprintf(word, sizeof(word), "word %u", i);
			ck_assert_uint_eq(pool_number(p, word), i);
		}
	ck_assert_uint_eq(pool_number(p, ""), 5000);
	pool_json(&out, p);
	ck_assert_int_eq(strncmp(text_chars(&out), "[\"word 0\",\"word 1\",", 19), 0);
	text_free(&out);
	pool_free(p);
}
END_TEST

/* ---- a run ---- */

static json_t *run_of(const struct tale *tale, struct run_places *places, struct text *list)
{
	struct run_pools pools = { pool_new(), pool_new() };
	struct arena *arena = arena_new();
	struct text out = { 0 };
	json_error_t error;
	json_t *json;

	run_json(&out, pools, "lab/name", tale->script, tale->timeline, &tale->judgement, arena, places,
		 list);
	json = json_loadb(out.chars, out.length, 0, &error);
	ck_assert_msg(json != NULL, "%s: %.200s", error.text, out.chars);
	text_free(&out);
	pool_free(pools.strings);
	pool_free(pools.lists);
	if (places)
		places->places = memcpy(malloc(places->count * sizeof(*places->places) + 1), places->places,
					places->count * sizeof(*places->places));
	arena_free(arena);
	return json;
}

static const char *kind_of(const json_t *item)
{
	return json_string_value(json_array_get(item, 0));
}

/* Every tale: it is JSON, and every number in it that refers to an item refers to one. */
START_TEST(refers_to_what_is_there)
{
	struct tale tale = tale_told((enum tale_name)_i);
	struct run_places places = { 0 };
	struct text list = { 0 };
	json_t *run = run_of(&tale, &places, &list), *items = json_object_get(run, "items"), *value;
	json_int_t count = (json_int_t)json_array_size(items), last = 0;
	size_t i, k;
	json_t *change;

	ck_assert_int_gt(count, 0);
	ck_assert_uint_eq(places.item_count, (unsigned)count);
	json_array_foreach(items, i, value)
	{
		json_int_t at = json_integer_value(json_array_get(value, 1));

		ck_assert_int_ge(at, last);
		last = at;
		if (strcmp(kind_of(value), "c") == 0 && json_integer_value(json_array_get(value, 6)) == 2)
			ck_assert_int_le(json_integer_value(json_array_get(value, 8)), (json_int_t)i);
	}
	json_array_foreach(json_object_get(run, "sockets"), i, value) for (k = 2; k < json_array_size(value);
									   k++)
	{
		change = json_array_get(value, k);
		ck_assert_int_ge(json_integer_value(json_array_get(change, 0)), 1);
		ck_assert_int_le(json_integer_value(json_array_get(change, 0)), count);
	}
	for (i = 0; i < places.count; i++)
		ck_assert(places.places[i].item >= 1 && places.places[i].item <= (unsigned)count);
	ck_assert_ptr_nonnull(strstr(text_chars(&list), "<li"));
	free(places.places);
	text_free(&list);
	json_decref(run);
	tale_end(&tale);
}
END_TEST

/* The states of a socket, one after the other, as the kernel numbers them. */
static void check_states(json_t *run, size_t socket, const int *states, size_t count)
{
	json_t *s = json_array_get(json_object_get(run, "sockets"), socket);

	ck_assert_uint_eq(json_array_size(s) - 2, count);
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(json_integer_value(json_array_get(json_array_get(s, i + 2), 2)), states[i]);
}

START_TEST(states_follow_the_segments)
{
	static const int client[] = { TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1, TCP_FIN_WAIT2,
				      TCP_TIME_WAIT };
	static const int server[] = { TCP_SYN_RECV, TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_LAST_ACK, 0 };
	static const int listening[] = { TCP_LISTEN };
	struct tale tale = tale_judged(OPENING_SCRIPT,
				       OPENING_STORY "0.200 client > server F. 1:1 ack 1\n"
						     "0.201 server > client . 1:1 ack 2\n"
						     "0.300 server > client F. 1:1 ack 2\n"
						     "0.301 client > server . 2:2 ack 2\n"
						     "0.400 end\n",
				       JUDGE_FINAL);
	json_t *run = run_of(&tale, NULL, NULL);

	check_states(run, 0, listening, 1);
	check_states(run, 1, client, 5);
	check_states(run, 2, server, 5);
	json_decref(run);
	tale_end(&tale);
}
END_TEST

/* What is lost changes the sender alone, a RST that is not in its place nobody, one that is both. */
START_TEST(states_of_what_arrives)
{
	static const int client[] = { TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1, 0 };
	static const int server[] = { TCP_SYN_RECV, TCP_ESTABLISHED, 0 };
	struct tale tale = tale_judged(OPENING_SCRIPT,
				       OPENING_STORY "0.200 cut\n"
						     "0.201 client > server F. 1:1 ack 1\n"
						     "0.250 mend\n"
						     "0.300 server > client R. 900:900 ack 1\n"
						     "0.301 server > client R. 1:1 ack 1\n"
						     "0.400 end\n",
				       JUDGE_FINAL);
	json_t *run = run_of(&tale, NULL, NULL);

	check_states(run, 1, client, 4);
	check_states(run, 2, server, 3);
	json_decref(run);
	tale_end(&tale);
}
END_TEST

/* Names, titles and data that want to get out: in every place of the run where a script can put them. */
START_TEST(hostile_script)
{
	struct text script = { 0 }, list = { 0 };
	struct tale tale;
	json_t *run;

	text_add(&script, "start server\n"
			  "start client '</script><img src=x onerror=alert(1)>'\n"
			  "type client \"<b>\\x1b[31m</script>\"\n");
	tale = tale_judged(
		text_chars(&script),
		"0.001 action start server\n0.002 action start client\n0.003 action type client\n"
		"0.004 client call write(3<c>, \"<script>\\x1b\", 9) = 9\n0.005 client exits 0\n0.006 end\n",
		JUDGE_FINAL);
	run = run_of(&tale, NULL, &list);
	ck_assert_ptr_null(strstr(text_chars(&list), "<script"));
	ck_assert_ptr_null(strstr(text_chars(&list), "<img"));
	ck_assert_ptr_null(strchr(text_chars(&list), '\x1b'));
	json_decref(run);
	text_free(&list);
	text_free(&script);
	tale_end(&tale);
}
END_TEST

/* ---- the page ---- */

static const char catalogue_text[] = "id\tclaim\ttopic\tsources\n"
				     "linger-zero-sends-rst\tclose() sends <b>RST</b>\tlinger\t000\n"
				     "other-claim\tnobody tried\tlinger\t001\n";

static char *page_of(struct scenario_result **results, size_t count, const char *source,
		     const struct tale *tale)
{
	char error[CATALOGUE_ERROR_TEXT];
	struct catalogue *c = catalogue_parse("claims.tsv", catalogue_text, strlen(catalogue_text), error);
	struct claims_table *table;
	struct text out = { 0 };
	struct page *page;

	ck_assert_msg(c != NULL, "%s", error);
	page = page_new(c);
	for (size_t i = 0; i < count; i++) {
		page_begin(page, results[i], source);
		page_run(page, 0, tale->script, tale->timeline, &tale->judgement);
		page_unread(page, 1, "</script> cannot be read");
		page_end(page);
	}
	table = claims_table_make(c, results, count, NULL, 0, "6.1.0");
	page_write(page, &out, table, "2026-01-01");
	claims_table_free(table);
	page_free(page);
	catalogue_free(c);
	return out.chars;
}

static struct scenario_result *result_of(const struct tale *tale, const char *name, const char *title,
					 enum verdict verdict)
{
	struct scenario_result *r =
		result_collect(tale->script, tale->timeline, &tale->judgement, NULL, 0, 0.1, NULL);

	r->lab = "lab";
	r->name = name;
	r->title = title;
	r->verdict = verdict;
	return r;
}

/* "<li data-verdict="pass"><a href="#lab/one">": each scenario stands with its own verdict, in the index and above its
 * ladder. */
START_TEST(verdicts_are_the_results)
{
	static const char *const names[] = { "one", "two", "three", "four" };
	static const enum verdict verdicts[] = { RESULT_PASS, RESULT_FAIL, RESULT_SKIP, RESULT_INCONCLUSIVE };
	struct tale tale = tale_told(TALE_RST);
	struct scenario_result *results[4];
	struct text expected = { 0 };
	char *page, *section;

	for (size_t i = 0; i < 4; i++)
		results[i] = result_of(&tale, names[i], "a title", verdicts[i]);
	page = page_of(results, 4, "title a title\n", &tale);
	for (size_t i = 0; i < 4; i++) {
		const char *word = verdict_text(verdicts[i]);

		expected.length = 0;
		text_addf(&expected, "<li data-verdict=\"%s\"><a href=\"#lab/%s\">", word, names[i]);
		ck_assert_ptr_nonnull(strstr(page, text_chars(&expected)));
		expected.length = 0;
		text_addf(&expected, "<section class=\"scenario\" tabindex=\"-1\" id=\"lab/%s\">", names[i]);
		section = strstr(page, text_chars(&expected));
		ck_assert_ptr_nonnull(section);
		section = strstr(section, "<span class=\"verdict ");
		ck_assert_ptr_nonnull(section);
		ck_assert_int_eq(strncmp(section + strlen("<span class=\"verdict "), word, strlen(word)), 0);
		result_free(results[i]);
	}
	text_free(&expected);
	free(page);
	tale_end(&tale);
}
END_TEST

START_TEST(nothing_breaks_out)
{
	struct tale tale = tale_told(TALE_CROWD);
	struct scenario_result *result = result_of(&tale, hostile[_i], hostile[_i], RESULT_FAIL);
	struct scenario_result *tame = result_of(&tale, "tame", "tame", RESULT_FAIL);
	char *page, *plain;

	result->reason = hostile[_i];
	page = page_of(&result, 1, hostile[_i], &tale);
	plain = page_of(&tame, 1, "", &tale);
	/* As many tags of each kind as without it. */
	for (size_t t = 0; t < 3; t++) {
		static const char *const tags[] = { "<script", "</script", "<img" };
		int balance = 0;

		for (const char *s = page; (s = strstr(s, tags[t])); s++)
			balance++;
		for (const char *s = plain; (s = strstr(s, tags[t])); s++)
			balance--;
		ck_assert_int_eq(balance, 0);
	}
	for (const char *s = page; *s; s++)
		ck_assert((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t');
	free(page);
	free(plain);
	result_free(result);
	result_free(tame);
	tale_end(&tale);
}
END_TEST

Suite *suite_page(void)
{
	Suite *s = suite_create("page");
	TCase *escape = tcase_create("escape"), *run = tcase_create("run"), *page = tcase_create("page");

	tcase_add_loop_test(escape, json_stays_inside, 0, HOSTILE);
	tcase_add_loop_test(escape, html_stays_inside, 0, HOSTILE);
	tcase_add_test(escape, words_of_escaping);
	tcase_add_test(escape, base64);
	tcase_add_test(escape, pool_has_each_once);
	suite_add_tcase(s, escape);
	tcase_add_loop_test(run, refers_to_what_is_there, 0, TALES);
	tcase_add_test(run, states_follow_the_segments);
	tcase_add_test(run, states_of_what_arrives);
	tcase_add_test(run, hostile_script);
	suite_add_tcase(s, run);
	tcase_add_test(page, verdicts_are_the_results);
	tcase_add_loop_test(page, nothing_breaks_out, 0, HOSTILE);
	suite_add_tcase(s, page);
	return s;
}
