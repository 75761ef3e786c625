/* stored_run.c - a run on disk for the tests of the store; see stored_run.h. */
#include "tests/support/stored_run.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/record/calls.h"
#include "tests/support/frames.h"
#include "tests/support/said.h"

static char home[64]; /* the test's own folder */

void enter_folder(void)
{
	snprintf(home, sizeof(home), "/tmp/test_store.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	ck_assert_int_eq(chdir(home), 0);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

void leave_folder(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(nftw(home, remove_one, 10, FTW_DEPTH | FTW_PHYS), 0);
}

void rewrite(const char *path, const char *bytes, size_t length)
{
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(bytes, 1, length, out), length);
	fclose(out);
}

bool write_run(const char *path, const struct stored_file *files, size_t count, struct error *text)
{
	struct store *s = store_begin(path, text);

	for (size_t i = 0; s && i < count; i++) {
		if (store_add(s, &files[i]))
			continue;
		store_abandon(s);
		return false;
	}
	return s && store_commit(s);
}

const char client_strace[] =
	"12    1795250525.003000 connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(9877), "
	"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 <0.000359>\n"
	"12    1795250525.006000 write(3<TCP:[127.0.0.1:45756->127.0.0.2:9877]>, \"\\377hello\", 6) = 6 <0.000117>\n"
	"12    1795250525.007000 --- SIGPIPE {si_signo=SIGPIPE} ---\n";
static const char server_strace[] =
	"3     1795250525.002000 listen(3<TCP:[127.0.0.2:9877]>, 5) = 0 <0.000010>\n"
	"3     1795250525.002500 fork() = 4 <0.000010>\n"
	"4     1795250525.006000 +++ exited with 3 +++\n"
	"3     1795250525.006000 accept(3<TCP:[127.0.0.2:9877]>, NULL, NULL";

static void add_tcp(struct timeline *t, int64_t us, bool back, unsigned flags, size_t data)
{
	uint8_t room[FRAME_ROOM];
	struct packet p;

	frame_tcp(&p, room, base_ns + us * 1000, back ? "127.0.0.2" : "127.0.0.1", back ? 9877 : 45756,
		  back ? "127.0.0.1" : "127.0.0.2", back ? 45756 : 9877, flags, back ? 500 : 100,
		  back ? 101 : 501, data);
	timeline_add_packet(t, 0, &p);
}

struct timeline *make_run(void)
{
	struct timeline *t = timeline_new();
	struct endpoint e = { .address = { .family = 4, .bytes = { 192, 0, 2, 1 } }, .port = 7 };
	struct call_reader *server, *client;
	struct event *event;

	t->kernel = "6.1.0";
	timeline_add_link(t, "lo", DLT_RAW, NOBODY);
	t->packets_received = 4;
	t->timer_ns = 123456789;
	server = call_reader_new(t, timeline_add_actor(t, "server", "server -p 9877", 3));
	client = call_reader_new(t, timeline_add_actor(t, "client", "client \"a\tb\"", 12));
	event = timeline_add(t, EVENT_ACTION, base_ns);
	event->action.line = 4;
	event->action.text = "start server";
	add_tcp(t, 6000, false, FLAG_PSH | FLAG_ACK,
		6); /* the same microsecond as a write(), and before it */
	call_reader_feed(server, server_strace, 100);
	call_reader_feed(client, client_strace, strlen(client_strace));
	add_tcp(t, 3100, false, FLAG_SYN, 0);
	add_tcp(t, 3200, true, FLAG_SYN | FLAG_ACK, 0);
	add_tcp(t, 6000, true, FLAG_ACK, 0);
	call_reader_feed(server, server_strace + 100, strlen(server_strace) - 100);
	event = timeline_add(t, EVENT_SOCKETS, base_ns + 6000000);
	event->sockets.sockets = arena_alloc(t->arena, 2 * sizeof(struct kernel_socket));
	event->sockets.count = 2;
	event->sockets.sockets[0] = (struct kernel_socket){
		.protocol = 6, .state = 6, .local = e, .remote = e, .timer = 3, .timer_ms = 60000
	};
	event->sockets.sockets[1] = (struct kernel_socket){ .protocol = 17,
							    .state = 7,
							    .local = e,
							    .inode = UINT32_MAX,
							    .send_queue = UINT32_MAX,
							    .has_info = true,
							    .mss = 65483,
							    .unacked = 2,
							    .rto_ms = UINT32_MAX,
							    .backoff = 3,
							    .probes = 255 };
	event = timeline_add(t, EVENT_READING, base_ns + 6500000);
	event->reading.moves = arena_alloc(t->arena, 2 * sizeof(struct counter_move));
	event->reading.move_count = 2;
	event->reading.moves[0] =
		(struct counter_move){ NOBODY, timeline_add_counter(t, "TcpExtTCPAbortOnData"), 1 };
	event->reading.moves[1] =
		(struct counter_move){ NOBODY, timeline_add_counter(t, "TcpCurrEstab"), -2 };
	event->reading.processes = arena_alloc(t->arena, 2 * sizeof(struct process_seen));
	event->reading.process_count = 2;
	event->reading.processes[0] = (struct process_seen){ "client", 'S' };
	event->reading.processes[1] = (struct process_seen){ "server.1", 'Z' };
	timeline_add_cut(t, base_ns + 6000000, NULL, NULL);
	timeline_mend(t, base_ns + 6000500);
	timeline_add_cut(t, base_ns + 7000000, NULL, &e.address);
	timeline_add_owned(t, 1, &e);
	event = timeline_add(t, EVENT_ACTION, base_ns + 9000000);
	event->action.text = "end";
	timeline_index(t);
	call_reader_free(server);
	call_reader_free(client);
	return t;
}

char *store_run(const char *path)
{
	struct error error;
	struct timeline *t = make_run();
	const char **comments = calloc(t->event_count, sizeof(*comments));
	size_t json_length, wire_length;
	char *json = store_timeline_json(t, &json_length), *wire;

	for (size_t i = 0; i < t->event_count; i++)
		comments[i] = t->events[i]->kind == EVENT_PACKET ? "line 7 met" : NULL;
	wire = store_pcapng(t, comments, "linger/02-rst", &wire_length);
	ck_assert_ptr_nonnull(json);
	ck_assert_ptr_nonnull(wire);
	ck_assert_msg(
		write_run(path,
			  (struct stored_file[]){ { "timeline.json", json, json_length },
						  { "wire.pcapng", wire, wire_length },
						  { "server.strace", server_strace, strlen(server_strace) },
						  { "client.strace", client_strace, strlen(client_strace) } },
			  4, &error),
		"%s", said(&error));
	free(wire);
	free(comments);
	timeline_free(t);
	return json;
}

void not_loaded(const char *why)
{
	struct error error;
	struct timeline *t = store_load("run", &error);

	ck_assert_ptr_null(t);
	ck_assert_msg(strstr(said(&error), why) != NULL, "\"%s\" does not say \"%s\"", said(&error), why);
}
