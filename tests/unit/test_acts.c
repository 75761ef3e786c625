/* test_acts.c - a link is cut and mended while packets pass: the record knows which of them were lost. */
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
static struct hosts hosts;
static int receiver;
static const char *sends = "127.0.0.1", *receives = "127.0.0.2";
static bool arrived[4 * FLOOD]; /* by the number that a datagram carries */

static void enter_host(const char *name)
{
	if (direction.hosts)
		ck_assert(hosts_enter(&hosts, world_host_named(hosts.world, name, strlen(name))));
}

/* In hosts as well: the world of two, and a router between them. */
static bool on_stage(bool in_hosts)
{
	static const char text[] = "title t\nstart c = exec true\n",
			  hosts_text[] = "title t\nworld hosts\nstart c = exec true\n";
	const char *source = in_hosts ? hosts_text : text;
	struct script_error no;
	int room = 8 << 20;

	if (!own_network(0) || !filter_possible(&error)) {
		fprintf(stderr, "skipped: no link can be cut here\n");
		return false;
	}
	t = timeline_new();
	script = script_parse("t.lab", source, strlen(source), &no);
	ck_assert_ptr_nonnull(script);
	direction = (struct direction){ .script = script, .hangup_fd = -1 };
	if (in_hosts) {
		ck_assert_msg(hosts_build(&hosts, script->world, 0, false, &error), "%s", said(&error));
		direction.hosts = &hosts;
		sends = "192.0.2.1";
		receives = "198.51.100.1";
	}
	cast_begin(&cast, t, ".", script, direction.hosts);
	ck_assert_msg(wire_begin(&wire, t, direction.hosts, &error), "%s", said(&error));
	stage = (struct stage){
		.d = &direction, .t = t, .cast = &cast, .wire = &wire, .cable = { .fd = -1 }
	};
	stage.losses = arena_alloc(t->arena, (script->world->host_count + 1) * sizeof(*stage.losses));
	enter_host("server");
	receiver = bound_socket(SOCK_DGRAM, receives, PORT);
	if (in_hosts)
		hosts_leave(&hosts);
	setsockopt(receiver, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return true;
}

static void off_stage(void)
{
	wire_end(&wire);
	hosts_close(&hosts);
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
	enter_host("client");
	fd = bound_socket(SOCK_DGRAM, sends, 0);
	connect_to(fd, receives, PORT);
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
	ck_assert_msg(drain(&stage, &events), "%s", t->trouble);
	ck_assert_msg(!t->trouble, "%s", t->trouble);
	return stage.action->time_ns;
}

static void cut_all(void)
{
	static const struct line everything = { 0 };

	if (direction.hosts)
		ck_assert_msg(hosts_cut(&stage, &everything, &error), "%s", said(&error));
	else
		loopback_cut(&stage, &everything);
}

static void mend_all(void)
{
	if (direction.hosts)
		ck_assert_msg(hosts_mend(&stage, &error), "%s", said(&error));
	else
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

		if (e->kind != EVENT_PACKET || !e->packet.packet.payload || e->packet.duplicate)
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

		if (e->kind != EVENT_PACKET || e->packet.duplicate)
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

	bool in_hosts = _i;

	if (!on_stage(in_hosts))
		return;
	for (unsigned round = 0; round < 2; round++) {
		cut_ns = perform_amid(2 * round * FLOOD, cut_all);
		lost = lost_of(2 * round * FLOOD);
		ck_assert_uint_gt(lost, 0);
		ck_assert_uint_lt(lost, FLOOD);
		if (!in_hosts) /* where what is lost is seen to be so */
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

Suite *suite_acts(void)
{
	Suite *suite = suite_create("acts");
	TCase *acts = tcase_create("cut and mend");

	tcase_set_timeout(acts, 60);
	tcase_add_loop_test(acts, what_meets_the_cut_is_lost_and_nothing_else, 0, 2);
	suite_add_tcase(suite, acts);
	return suite;
}
