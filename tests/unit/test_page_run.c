/* test_page_run.c - a run in the page's records: it says what the run was, and refers to what is there. */
#include <jansson.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/page/pool.h"
#include "common/page/run.h"
#include "tests/unit/suites.h"
#include "tests/support/tales.h"

START_TEST(pool_has_each_once)
{
	static const size_t lists[][3] = { { 1, 2, 3 }, { 3, 2, 1 }, { 1, 2, 0 } };
	struct pool *p = pool_new();
	json_t *json, *list;
	char word[16];

	for (int round = 0; round < 2; round++) {
		for (unsigned i = 0; i < 5000; i++) {
			snprintf(word, sizeof(word), "word %u", i);
			ck_assert_uint_eq(pool_number(p, word), i);
		}
		for (size_t i = 0; i < 3; i++)
			ck_assert_uint_eq(pool_list_number(p, lists[i], 3), i);
		ck_assert_uint_eq(pool_list_number(p, lists[0], 2), 3); /* the beginning of one is another */
	}
	ck_assert_uint_eq(pool_number(p, ""), 5000);
	json = pool_json(p);
	ck_assert_uint_eq(json_array_size(json_object_get(json, "strings")), 5001);
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(json, "strings"), 4711)),
			 "word 4711");
	list = json_array_get(json_object_get(json, "lists"), 3);
	ck_assert_uint_eq(json_array_size(list), 2);
	ck_assert_int_eq(json_integer_value(json_array_get(list, 1)), 2);
	json_decref(json);
	pool_free(p);
}
END_TEST

static json_t *run_of(const struct tale *tale, struct run_places *places, struct text *list)
{
	struct pool *pool = pool_new();
	struct arena *arena = arena_new();
	json_t *json = run_json(pool, "lab/name", tale->script, tale->timeline, &tale->judgement, arena,
				places, list);
	char *text = json_dumps(json, JSON_COMPACT);

	ck_assert_ptr_nonnull(text); /* no part of it could not be made */
	ck_assert_ptr_null(strstr(text, "null"));
	free(text);
	pool_free(pool);
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
		if (strcmp(kind_of(value), "c") == 0 && json_integer_value(json_array_get(value, 9)) == 2)
			ck_assert_int_le(json_integer_value(json_array_get(value, 11)), (json_int_t)i);
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

static json_int_t number_of(const json_t *item, size_t place)
{
	return json_integer_value(json_array_get(item, place));
}

/* Of a flood the middle is left out. It has a row of its own, and what comes next is told with the time since what is shown
 * before it. */
START_TEST(a_flood)
{
	struct text story = { 0 };
	struct tale tale;
	json_t *run, *items;
	size_t half = ITEMS_MOST / 2;

	text_add(&story, OPENING_STORY);
	for (unsigned i = 0; i < 2 * ITEMS_MOST; i++)
		text_addf(&story, "%.3f client call write(3<c>, \"x\", 1) = 1\n", 1 + i * 0.002);
	tale = tale_judged(OPENING_SCRIPT, text_chars(&story), JUDGE_FINAL);
	run = run_of(&tale, NULL, NULL);
	items = json_object_get(run, "items");
	ck_assert_uint_eq(json_array_size(items), ITEMS_MOST + 1);
	ck_assert_str_eq(kind_of(json_array_get(items, half)), "o");
	ck_assert_int_eq(number_of(json_array_get(items, half), 3), 0);
	ck_assert_int_eq(number_of(json_array_get(items, half - 1), 2), 0);
	ck_assert_int_gt(number_of(json_array_get(items, half + 1), 2), 5000000);
	ck_assert_int_eq(number_of(json_array_get(items, half + 2), 2), 0);
	ck_assert_int_gt(number_of(json_array_get(items, half + 1), 4),
			 number_of(json_array_get(items, half - 1), 4) + ITEMS_MOST);
	json_decref(run);
	text_free(&story);
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

Suite *suite_page_run(void)
{
	Suite *s = suite_create("page_run");
	TCase *run = tcase_create("run");

	tcase_add_test(run, pool_has_each_once);
	tcase_add_loop_test(run, refers_to_what_is_there, 0, TALES);
	tcase_add_test(run, states_follow_the_segments);
	tcase_add_test(run, states_of_what_arrives);
	tcase_add_test(run, a_flood);
	tcase_add_test(run, hostile_script);
	suite_add_tcase(s, run);
	return s;
}
