/* test_acts_loopback.c - a cable is cut and mended while packets pass: the record knows which of them were lost. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/script/script.h"
#include "common/stage/filter.h"
#include "common/stage/play.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

enum { FLOOD = 600, APART_US = 20, PORT = 9877 };

static struct timeline *t;
static struct script *script;
static struct cast cast;
static struct wire wire;
static struct stage stage;
static struct direction direction;
static struct error error;
static int receiver;
static bool arrived[4 * FLOOD]; /* by the number that a datagram carries */

static bool on_stage(void)
{
	static const char text[] = "title t\nstart c = exec true\n";
	struct script_error no;
	int room = 8 << 20;

	if (!own_network(0) || !filter_possible(&error)) {
		fprintf(stderr, "skipped: the cable cannot be cut here\n");
		return false;
	}
	t = timeline_new();
	script = script_parse("t.lab", text, strlen(text), &no);
	ck_assert_ptr_nonnull(script);
	direction = (struct direction){ .script = script, .hangup_fd = -1 };
	cast_begin(&cast, t, ".", script, NULL);
	ck_assert_msg(wire_begin(&wire, t, NULL, &error), "%s", said(&error));
	stage = (struct stage){ .d = &direction, .t = t, .cast = &cast, .wire = &wire };
	receiver = bound_socket(SOCK_DGRAM, "127.0.0.2", PORT);
	setsockopt(receiver, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return true;
}

static void off_stage(void)
{
	wire_end(&wire);
	cast_end(&cast);
	script_free(script);
	timeline_free(t);
	close(receiver);
}

/* A child that sends datagrams with the numbers from first on, without a pause that an action would fit into. */
static pid_t flood(unsigned first)
{
	pid_t child = fork();
	int fd;

	if (child)
		return child;
	fd = bound_socket(SOCK_DGRAM, "127.0.0.1", 0);
	connect_to(fd, "127.0.0.2", PORT);
	for (unsigned i = first; i < first + FLOOD; i++) {
		send(fd, &i, sizeof(i), 0);
		usleep(APART_US);
	}
	_exit(0);
}

/* Performs an action in the middle of a flood; returns when it took effect. */
static int64_t perform_amid(unsigned first, void (*perform)(void))
{
	size_t before = t->event_count, events = 0;
	pid_t child = flood(first);

	while (t->event_count < before + 20)
		wait_for_news(&stage, 1000000);
	stage.action = timeline_add(t, EVENT_ACTION, record_now());
	stage.action->action = (struct action_event){ .line = 1, .text = "act" };
	perform();
	while (kill(child, 0) == 0) /* the cast takes in all who end */
		wait_for_news(&stage, 1000000);
	ck_assert(drain(&stage, &events));
	ck_assert_msg(!t->trouble, "%s", t->trouble);
	return stage.action->time_ns;
}

static void cut_all(void)
{
	static const struct line everything = { 0 };

	loopback_cut(&stage, &everything);
}

static void mend_all(void)
{
	loopback_mend(&stage);
}

/* How many of the datagrams from first on were lost: by the record, which is right about each. */
static unsigned lost_of(unsigned first)
{
	unsigned number, lost = 0, seen = 0;

	while (recv(receiver, &number, sizeof(number), MSG_DONTWAIT) == (ssize_t)sizeof(number))
		arrived[number] = true;
	timeline_index(t);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (e->kind != EVENT_PACKET || !e->packet.packet.payload)
			continue;
		memcpy(&number, e->packet.packet.payload, sizeof(number));
		if (number < first || number >= first + FLOOD)
			continue;
		seen++;
		lost += e->packet.lost;
		ck_assert_msg(e->packet.lost == !arrived[number], "datagram %u %s", number,
			      e->packet.lost ? "arrived" : "was lost");
	}
	ck_assert_uint_eq(seen, FLOOD);
	return lost;
}

/* Whether the act is where the one begins and the other ends: all packets before it fared alike. */
static void is_the_border(int64_t act_ns, unsigned first, bool lost_before)
{
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		unsigned number;

		if (e->kind != EVENT_PACKET)
			continue;
		memcpy(&number, e->packet.packet.payload, sizeof(number));
		if (number >= first && number < first + FLOOD)
			ck_assert(e->packet.lost == (lost_before == (e->time_ns < act_ns)));
	}
}

START_TEST(what_meets_the_cut_is_lost_and_nothing_else)
{
	int64_t cut_ns, mend_ns;
	unsigned lost;

	if (!on_stage())
		return;
	for (unsigned round = 0; round < 2; round++) {
		cut_ns = perform_amid(2 * round * FLOOD, cut_all);
		lost = lost_of(2 * round * FLOOD);
		ck_assert_uint_gt(lost, 0);
		ck_assert_uint_lt(lost, FLOOD);
		is_the_border(cut_ns, 2 * round * FLOOD, false);
		mend_ns = perform_amid((2 * round + 1) * FLOOD, mend_all);
		lost = lost_of((2 * round + 1) * FLOOD);
		ck_assert_uint_gt(lost, 0);
		ck_assert_uint_lt(lost, FLOOD);
		is_the_border(mend_ns, (2 * round + 1) * FLOOD, true);
	}
	off_stage();
}
END_TEST

Suite *suite_acts_loopback(void)
{
	Suite *suite = suite_create("acts_loopback");
	TCase *acts = tcase_create("cut and mend");

	tcase_set_timeout(acts, 60);
	tcase_add_test(acts, what_meets_the_cut_is_lost_and_nothing_else);
	suite_add_tcase(suite, acts);
	return suite;
}
