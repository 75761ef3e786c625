/* test_store_load.c - a run read back: it is as it was, from its folder or from memory, or what is missing is named. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/frames.h"
#include "tests/support/said.h"
#include "tests/support/stored_run.h"
#include "tests/unit/suites.h"

static struct error error;

START_TEST(a_run_comes_back_as_it_was)
{
	struct timeline *live = make_run(), *loaded;
	char *json = store_run("run"), *again;
	size_t length;

	loaded = store_load("run", &error);
	ck_assert_msg(loaded != NULL, "%s", said(&error));
	again = store_timeline_json(loaded, &length);
	ck_assert_str_eq(again, json);
	ck_assert_uint_eq(loaded->event_count, live->event_count);
	for (size_t i = 0; i < live->event_count; i++) {
		const struct event *a = live->events[i], *b = loaded->events[i];

		ck_assert_int_eq(a->kind, b->kind);
		ck_assert_int_eq(a->time_ns, b->time_ns);
		ck_assert_uint_eq(a->order, b->order);
		if (a->kind == EVENT_PACKET) {
			const struct packet *p = &a->packet.packet, *q = &b->packet.packet;

			ck_assert_int_eq(a->packet.from, b->packet.from);
			ck_assert_int_eq(a->packet.lost, b->packet.lost);
			ck_assert_uint_eq(p->captured, q->captured);
			ck_assert_mem_eq(p->bytes, q->bytes, p->captured);
		} else if (a->kind == EVENT_CALL) {
			ck_assert_str_eq(a->call.text, b->call.text);
			ck_assert_pstr_eq(a->call.result, b->call.result);
			ck_assert_int_eq(a->call.end_ns, b->call.end_ns);
		} else if (a->kind == EVENT_SOCKETS) {
			ck_assert_uint_eq(a->sockets.count, b->sockets.count);
			ck_assert_uint_eq(b->sockets.sockets[1].send_queue, UINT32_MAX);
			ck_assert_uint_eq(b->sockets.sockets[1].mss, 65483);
			ck_assert(endpoint_equal(&a->sockets.sockets[0].local, &b->sockets.sockets[0].local));
		} else if (a->kind == EVENT_READING) {
			ck_assert_uint_eq(b->reading.move_count, 2);
			ck_assert_str_eq(b->reading.moves[0].name, "TcpExtTCPAbortOnData");
			ck_assert_int_eq(b->reading.moves[0].host, NOBODY);
			ck_assert_int_eq(b->reading.moves[0].by, 1);
			ck_assert_int_eq(b->reading.moves[1].by, -2);
			ck_assert_uint_eq(b->reading.process_count, 2);
			ck_assert_str_eq(b->reading.processes[1].process, "server.1");
			ck_assert_int_eq(b->reading.processes[1].state, 'Z');
		} else if (a->kind == EVENT_ACTION) {
			ck_assert_str_eq(a->action.text, b->action.text);
			ck_assert_uint_eq(a->action.line, b->action.line);
		}
	}
	ck_assert_str_eq(loaded->actors[1].command, "client \"a\tb\"");
	ck_assert(loaded->actors[0].right && !loaded->actors[1].right);
	ck_assert_int_eq(loaded->timer_ns, 123456789);
	ck_assert_uint_eq(loaded->counter_count, 2);
	ck_assert_str_eq(loaded->counters[1], "TcpCurrEstab");
	free(json);
	free(again);
	timeline_free(live);
	timeline_free(loaded);
}
END_TEST

/* Two links and three hosts. (Of two links with raw IP libpcap thinks that their types differ.) */
static struct timeline *make_hosts(void)
{
	struct timeline *t = timeline_new();
	struct address a[] = { { 4, { 192, 0, 2, 1 } },
			       { 4, { 192, 0, 2, 254 } },
			       { 4, { 198, 51, 100, 1 } } };
	static const struct counter_move moves[] = { { 0, "IpOutRequests", 3 }, { 2, "IpInReceives", 2 } };
	const struct fault drop = { .line = 9, .link = 1, .frame = UINT32_MAX, .sent_ns = base_ns },
			   twice = { .kind = FAULT_DUPLICATE,
				     .line = 10,
				     .sent_ns = base_ns + 1,
				     .due_ns = base_ns + 2,
				     .went_on_ns = { base_ns + 3, base_ns + 4 },
				     .times = 2,
				     .changed = 60 };
	uint8_t room[FRAME_ROOM];
	struct reading_event *reading;
	struct packet p;

	t->kernel = "6.1.0";
	timeline_add_host(t, "client", &a[0], 1);
	timeline_add_host(t, "router", &a[1], 1);
	timeline_add_host(t, "server", &a[2], 1);
	timeline_add_link(t, "client", DLT_IPV4, 0);
	timeline_add_link(t, "server", DLT_IPV4, 2);
	timeline_add_actor(t, "server", "server", 3);
	t->actors[0].host = 2;
	for (int i = 0; i < 3; i++) {
		frame_tcp(&p, room, base_ns + i * INT64_C(1000), "192.0.2.1", 40000, "198.51.100.1", 9877,
			  FLAG_SYN, (uint32_t)(100 + i / 2), 0, 0);
		packet_decode(&p, DLT_IPV4, room, p.captured, p.length, p.time_ns);
		timeline_add_packet(t, i == 1, &p);
	}
	timeline_add_fault(t, &drop);
	timeline_add_fault(t, &twice);
	reading = &timeline_add(t, EVENT_READING, base_ns + 4000)->reading;
	reading->moves = arena_copy(t->arena, moves, sizeof(moves));
	reading->move_count = 2;
	timeline_add(t, EVENT_ACTION, base_ns + 5000)->action.text = "end";
	timeline_index(t);
	return t;
}

START_TEST(hosts_and_links_come_back)
{
	struct timeline *live = make_hosts(), *loaded;
	size_t json_length, wire_length, length;
	char *json = store_timeline_json(live, &json_length), *again;
	char *wire = store_pcapng(live, NULL, "hosts", &wire_length);
	struct stored_file files[] = { { "timeline.json", json, json_length },
				       { "wire.pcapng", wire, wire_length } };

	ck_assert_msg(write_run("run", files, 2, &error), "%s", said(&error));
	loaded = store_load("run", &error);
	ck_assert_msg(loaded != NULL, "%s", said(&error));
	again = store_timeline_json(loaded, &length);
	ck_assert_str_eq(again, json);
	ck_assert_uint_eq(loaded->link_count, 2);
	ck_assert_str_eq(loaded->links[1].interface, "server");
	ck_assert_int_eq(loaded->links[1].host, 2);
	ck_assert_int_eq(loaded->actors[0].host, 2);
	ck_assert(address_equal(&loaded->hosts[1].addresses[0], &live->hosts[1].addresses[0]));
	ck_assert_int_eq(loaded->events[0]->packet.arrived_ns, base_ns + 1000);
	ck_assert(loaded->events[1]->packet.duplicate && loaded->events[1]->packet.link == 1);
	ck_assert(loaded->events[2]->packet.lost);
	ck_assert_uint_eq(loaded->fault_count, 2);
	ck_assert(memcmp(loaded->faults, live->faults, 2 * sizeof(struct fault)) == 0);
	ck_assert_int_eq(loaded->events[3]->reading.moves[1].host, 2);
	ck_assert_int_eq(loaded->events[3]->reading.moves[1].by, 2);
	free(json);
	free(again);
	free(wire);
	timeline_free(live);
	timeline_free(loaded);
}
END_TEST

START_TEST(a_hole_in_the_folder_is_named)
{
	char *json = store_run("run");

	rewrite("run/client.strace", client_strace, 100);
	not_loaded("client.strace holds 1 events, and timeline.json names 3");
	unlink("run/client.strace");
	not_loaded("client.strace: ENOENT");
	ck_assert_int_eq(mkfifo("run/client.strace", 0600), 0);
	not_loaded("client.strace: EINVAL");
	rewrite("run/wire.pcapng", "x", 1);
	not_loaded("wire.pcapng");
	unlink("run/wire.pcapng");
	not_loaded("wire.pcapng");
	unlink("run/timeline.json");
	not_loaded("run: timeline.json: ENOENT");
	ck_assert_ptr_null(store_load("nowhere", &error));
	free(json);
}
END_TEST

/* What is only in memory is the same run as on disk, and what is missing there is named, too. */
START_TEST(a_run_in_memory)
{
	static const char *const names[] = { "timeline.json", "wire.pcapng", "server.strace",
					     "client.strace" };
	char *json = store_run("run"), *again, *bytes[4], path[64];
	struct stored_file files[4];
	struct timeline *taken;
	size_t length;

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "run/%s", names[i]);
		bytes[i] = store_read_file(path, 1 << 24, &files[i].length);
		files[i].bytes = bytes[i];
		files[i].name = names[i];
	}
	taken = store_take(files, 4, &error);
	ck_assert_msg(taken != NULL, "%s", said(&error));
	again = store_timeline_json(taken, &length);
	ck_assert_str_eq(again, json);
	timeline_free(taken);
	ck_assert_ptr_null(store_take(files, 3, &error));
	ck_assert_str_eq(said(&error), "the run's record: client.strace: ENOENT: No such file or directory");
	ck_assert_ptr_null(store_take(files, 1, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "the run's record: "));
	files[1].length = 10;
	ck_assert_ptr_null(store_take(files, 4, &error));
	ck_assert_ptr_nonnull(strstr(said(&error), "wire.pcapng"));
	for (size_t i = 0; i < 4; i++)
		free(bytes[i]);
	free(again);
	free(json);
}
END_TEST

Suite *suite_store_load(void)
{
	Suite *s = suite_create("store_load");
	TCase *reading = tcase_create("reading");

	tcase_add_checked_fixture(reading, enter_folder, leave_folder);
	tcase_set_timeout(reading, 60);
	tcase_add_test(reading, a_run_comes_back_as_it_was);
	tcase_add_test(reading, a_run_in_memory);
	tcase_add_test(reading, hosts_and_links_come_back);
	tcase_add_test(reading, a_hole_in_the_folder_is_named);
	suite_add_tcase(s, reading);
	return s;
}
