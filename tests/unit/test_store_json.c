/* test_store_json.c - timeline.json from anybody: each fault is named, and none does harm. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/said.h"
#include "tests/support/stored_run.h"
#include "tests/unit/suites.h"

static struct error error;

/* Replaces `from` by `to` in the run's JSON. */
/* What a cable did, of which a record of the loopback has nothing. */
#define FAULT(kind, link, went_on, changed, why)                                                             \
	{                                                                                                    \
		"\"cuts\": [",                                                                               \
			"\"faults\": [{" kind ", \"line\": 9, \"link\": " link                               \
			", \"frame\": 1, \"sent_ns\": 5, \"went_on_ns\": " went_on ", \"changed\": " changed \
			"}],\n \"cuts\": [",                                                                 \
			why                                                                                  \
	}

static const struct {
	const char *from, *to, *why;
} edits[] = {
	{ "{", "[", "timeline.json:" },
	{ "\"version\": 1", "\"version\": 2", "its version is not 1" },
	{ "\"version\": 1", "\"version\": \"1\"", "version is no integer" },
	{ "\"version\": 1,", "", "version is missing" },
	{ "\"kernel\": \"6.1.0\"", "\"kernel\": 6", "kernel is no string" },
	{ "\"link_type\": 12", "\"link_type\": 1", "link type" },
	{ "\"link_type\": 12", "\"link_type\": -12", "link_type is out of range" },
	{ "\"link_type\": 12", "\"link_type\": 99999999999999999999999", "timeline.json:" },
	{ "\"links\": [", "\"lynx\": [", "links is missing" },
	{ "\"links\": [", "\"links\": [], \"lynx\": [", "links is empty" },
	{ "\"interface\": \"lo\"", "\"interface\": 1", "links[0].interface is no string" },
	{ "\"hosts\": [", "\"hosts\": [{\"name\": \"client\", \"addresses\": [\"192.0.2\"]}",
	  "hosts[0].addresses is no list of addresses" },
	{ "\"hosts\": [", "\"hosts\": [{\"name\": \"client\"}", "hosts[0].addresses is missing" },
	{ "\"host\": null", "\"host\": \"elsewhere\"", "links[0].host is no host's name" },
	{ "\"link\": 0", "\"link\": 1", "link is out of range" },
	{ "\"timer_ns\": 123456789", "\"timer_ns\": 1e300", "timer_ns is no integer" },
	{ "\"packets\"", "\"pockets\"", "received is missing" },
	{ "\"actors\"", "\"actresses\"", "actors is missing" },
	{ "\"name\": \"server\"", "\"name\": \"../server\"", "actors[0].name is no actor's name" },
	{ "\"name\": \"server\"", "\"name\": \".\"", "actors[0].name is no actor's name" },
	{ "\"name\": \"server\"", "\"name\": \"client\"", "actors[1].name" },
	{ "\"pid\": 3", "\"pid\": 9999999999", "actors[0].pid is out of range" },
	{ "\"actor\": \"client\",\n   \"endpoint\"", "\"actor\": \"nobody\",\n   \"endpoint\"",
	  "owned[0].actor" },
	{ "\"endpoint\": \"192.0.2.1:7\"", "\"endpoint\": \"192.0.2.1:77777\"",
	  "owned[0].endpoint is no endpoint" },
	{ "\"destination\": \"192.0.2.1\"", "\"destination\": \"192.0.2\"",
	  "cuts[1].destination is no address" },
	{ "\"kind\": \"action\"", "\"kind\": \"faction\"", "events[0].kind" },
	{ "\"kind\": \"packet\"", "\"kind\": \"call\"", "events[" },
	{ "\"order\": 0", "\"order\": -1", "events[0].order is out of range" },
	{ "\"sockets\": [", "\"sickets\": [", "sockets is missing" },
	{ "\"state\": 6", "\"state\": 32", "state is out of range" },
	{ "\"timer_ms\": 60000", "\"timer_ms\": 4294967296", "timer_ms is out of range" },
	{ "\"line\": 4", "\"line\": null", "line is no integer" },
	{ "\"counters\": \"", "\"counters\": 1, \"were\": \"", "counters is no string" },
	{ "\"counters\": {", "\"counters\": [], \"were\": {", "counters is no object" },
	{ "\"server.1\": \"Z\"", "\"server.1\": \"ZZ\"", "processes is not told by letters" },
	{ "\"\": {", "\"nowhere\": {", "counters is not told by hosts" },
	{ "\"TcpCurrEstab\": -2", "\"TcpCurrEstab\": 0.5", "counters is too long, or no integers" },
	{ "\"cuts\": [", "\"cuts\": [3,", "cuts[0] is no object" },
	{ "\"cuts\": [", "\"faults\": 7,\n \"cuts\": [", "faults is no array" },
	FAULT("\"kind\": \"lose\"", "1", "[]", "null", "faults[0].kind is nothing that a cable does"),
	FAULT("\"kind\": \"drop\"", "1", "[]", "null", "faults[0].link is out of range"),
	FAULT("\"kind\": \"drop\"", "0", "[1, 2, 3]", "null", "faults[0].went_on_ns is too long"),
	FAULT("\"kind\": \"drop\"", "0", "[1, \"x\"]", "null", "faults[0].went_on_ns is no list of times"),
	FAULT("\"kind\": \"drop\"", "0", "[]", "-1", "faults[0].changed is out of range"),
	{ "\"events\": [", "\"events\": {\"a\": [", "timeline.json:" },
};

START_TEST(json_from_anybody)
{
	char *json = store_run("run"), *at = strstr(json, edits[_i].from), *changed;
	int length;

	ck_assert_msg(at != NULL, "no %s", edits[_i].from);
	length = asprintf(&changed, "%.*s%s%s", (int)(at - json), json, edits[_i].to,
			  at + strlen(edits[_i].from));
	rewrite("run/timeline.json", changed, (size_t)length);
	not_loaded(edits[_i].why);
	free(changed);
	free(json);
}
END_TEST

/* Cut anywhere it is refused; with any one byte changed it is refused or read, and never worse. */
/* The text without what stands from one place up to another. */
static void cut_out(char *json, const char *from, const char *up_to)
{
	char *begin = strstr(json, from), *end = begin ? strstr(begin + 1, up_to) : NULL;

	ck_assert(begin && end);
	memmove(begin, end, strlen(end) + 1);
}

/* A record from before counters and states of processes were kept: no reading, and no names. */
START_TEST(a_record_without_readings)
{
	char *json = store_run("run");
	struct timeline *t;

	cut_out(json, "\"counters\": \"", "\"cuts\"");
	cut_out(json, "  {\n   \"kind\": \"reading\"", "  {\n   \"kind\"");
	rewrite("run/timeline.json", json, strlen(json));
	t = store_load("run", &error);
	ck_assert_msg(t != NULL, "%s", said(&error));
	ck_assert_uint_eq(t->counter_count, 0);
	for (size_t i = 0; i < t->event_count; i++)
		ck_assert_int_ne(t->events[i]->kind, EVENT_READING);
	timeline_free(t);
	free(json);
}
END_TEST

START_TEST(json_cut_and_broken_anywhere)
{
	char *json = store_run("run");
	size_t length = strlen(json);

	for (size_t at = 0; at < length - 1; at += 13) {
		rewrite("run/timeline.json", json, at);
		not_loaded("timeline.json:");
	}
	for (size_t at = 0; at < length; at += 7) {
		static const char other[] = "9-\"{[x\0,";
		char was = json[at];

		json[at] = other[at % (sizeof(other) - 1)];
		rewrite("run/timeline.json", json, length);
		timeline_free(store_load("run", &error));
		json[at] = was;
	}
	rewrite("run/timeline.json", "[", 1);
	not_loaded("timeline.json:1:1");
	free(json);
}
END_TEST

START_TEST(json_that_is_deep)
{
	static char deep[100000];

	free(store_run("run"));
	memset(deep, '[', sizeof(deep));
	rewrite("run/timeline.json", deep, sizeof(deep));
	not_loaded("timeline.json:");
	rewrite("run/timeline.json", "[]", 2);
	not_loaded("timeline.json is no JSON object");
}
END_TEST

Suite *suite_store_json(void)
{
	Suite *s = suite_create("store_json");
	TCase *reading = tcase_create("reading");

	tcase_add_checked_fixture(reading, enter_folder, leave_folder);
	tcase_set_timeout(reading, 60);
	tcase_add_loop_test(reading, json_from_anybody, 0, sizeof(edits) / sizeof(edits[0]));
	tcase_add_test(reading, a_record_without_readings);
	tcase_add_test(reading, json_cut_and_broken_anywhere);
	tcase_add_test(reading, json_that_is_deep);
	suite_add_tcase(s, reading);
	return s;
}
