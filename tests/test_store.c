/* test_store.c - a run's folder: written whole or not at all, and read back as it was, or refused. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/source.h"
#include "common/record/calls.h"
#include "common/record/store.h"
#include "tests/frames.h"
#include "tests/suites.h"

static char home[64]; /* the test's own folder */
static char error[STORE_ERROR_TEXT];

static void setup(void)
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

static void teardown(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(nftw(home, remove_one, 10, FTW_DEPTH | FTW_PHYS), 0);
}

static void rewrite(const char *path, const char *bytes, size_t length)
{
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(bytes, 1, length, out), length);
	fclose(out);
}

static int entries(const char *path)
{
	DIR *folder = opendir(path);
	int count = 0;

	ck_assert_ptr_nonnull(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count - 2;
}

static char *contents(const char *path)
{
	size_t length;
	char *text = store_read_file(path, 1 << 24, &length);

	ck_assert_msg(text != NULL, "%s: %s", path, strerror(errno));
	return text;
}

static void holds(const char *path, const char *text)
{
	char *found = contents(path);

	ck_assert_str_eq(found, text);
	free(found);
}

static bool write_run(const char *path, const struct stored_file *files, size_t count,
		      char text[STORE_ERROR_TEXT])
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

static bool put(const char *path, const char *first, const char *second)
{
	const struct stored_file files[] = { { "timeline.json", first, strlen(first) },
					     { "result.json", second, strlen(second) } };

	return write_run(path, files, 2, error);
}

/* ---- writing ---- */

START_TEST(writes_a_folder_and_its_parents)
{
	ck_assert_msg(put("runs/linger//02-rst/", "one", ""), "%s", error);
	holds("runs/linger/02-rst/timeline.json", "one");
	holds("runs/linger/02-rst/result.json", "");
	ck_assert_int_eq(entries("runs/linger/02-rst"), 2);
	ck_assert_int_eq(entries("runs/linger"), 1);
	ck_assert_str_eq(error, "");
}
END_TEST

START_TEST(replaces_the_old_run_whole)
{
	const struct stored_file more[] = { { "timeline.json", "a", 1 }, { "client.strace", "b", 1 } };
	struct stat st;

	ck_assert(write_run("run", more, 2, error));
	ck_assert_msg(put("run", "new", "x"), "%s", error);
	holds("run/timeline.json", "new");
	ck_assert_int_eq(stat("run/client.strace", &st), -1);
	ck_assert_int_eq(entries("."), 1);
	ck_assert_int_eq(mkdir("empty", 0777), 0);
	ck_assert(put("empty", "new", "x")); /* an empty folder is nobody's */
}
END_TEST

static void refused(const char *path, const char *why)
{
	int before = entries(".");

	ck_assert(!put(path, "new", "x"));
	ck_assert_msg(strstr(error, why) != NULL, "%s", error);
	ck_assert_int_eq(entries("."), before);
}

START_TEST(replaces_nothing_but_a_run)
{
	ck_assert(mkdir("docs", 0777) == 0 && mkdir("deep", 0777) == 0 && mkdir("deep/sub", 0777) == 0);
	ck_assert_int_eq(symlink("docs", "link"), 0);
	rewrite("docs/letter", "x\n", 2);
	rewrite("deep/timeline.json", "x\n", 2);
	rewrite("file", "x\n", 2);
	refused("docs", "it holds files, and none of a run's");
	refused("deep", "it holds a folder, which no run does: sub");
	refused("file", "it is no folder");
	refused("link", "it is no folder");
	refused("file/run", "ENOTDIR");
	refused("..", "EINVAL");
	refused("", "EINVAL");
	refused("/", "EINVAL");
	holds("docs/letter", "x\n");
}
END_TEST

START_TEST(file_names_stay_in_the_folder)
{
	const struct stored_file bad[] = { { "../x", "", 0 }, { "", "", 0 }, { "..", "", 0 } };

	for (size_t i = 0; i < 3; i++) {
		ck_assert(!write_run("a/b", &bad[i], 1, error));
		ck_assert_int_eq(entries("."), 0);
	}
}
END_TEST

/* A limit on the size of files stands in for a full disk where no file system may be mounted. */
START_TEST(a_write_that_fails_leaves_nothing)
{
	static char big[100000];
	const struct stored_file files[] = { { "timeline.json", "x", 1 },
					     { "wire.pcapng", big, sizeof(big) } };
	struct rlimit limit = { 50000, 50000 };

	ck_assert(put("old/run", "old", "x"));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, SIG_IGN); /* the error is what we want */
	ck_assert(!write_run("made/for/it", files, 2, error));
	ck_assert_str_eq(error, "cannot write made/for/it/wire.pcapng: EFBIG (File too large)");
	ck_assert(!write_run("old/run", files, 2, error));
	holds("old/run/timeline.json", "old");
	ck_assert_int_eq(entries("old"), 1);
	ck_assert_int_eq(entries("."), 1);
}
END_TEST

static bool write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return good;
}

static bool small_disk(const char *path)
{
	char users[32], groups[32];

	snprintf(users, sizeof(users), "0 %u 1", geteuid());
	snprintf(groups, sizeof(groups), "0 %u 1", getegid());
	if (unshare(CLONE_NEWNS) != 0 &&
	    (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_map("/proc/self/setgroups", "deny") ||
	     !write_map("/proc/self/gid_map", groups) || !write_map("/proc/self/uid_map", users)))
		return false;
	mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	return mount("none", path, "tmpfs", 0, "size=128k,nr_inodes=20") == 0;
}

START_TEST(a_full_disk_leaves_nothing)
{
	static char big[100000];
	const struct stored_file files[] = { { "timeline.json", "x", 1 },
					     { "wire.pcapng", big, sizeof(big) } };
	const struct stored_file names[] = { { "0", "", 0 }, { "1", "", 0 }, { "2", "", 0 }, { "3", "", 0 },
					     { "4", "", 0 }, { "5", "", 0 }, { "6", "", 0 }, { "7", "", 0 },
					     { "8", "", 0 }, { "9", "", 0 } };

	ck_assert_int_eq(mkdir("disk", 0777), 0);
	if (!small_disk("disk"))
		return; /* forbidden here; the test above says as much */
	ck_assert_msg(write_run("disk/runs/one", files, 2, error), "%s", error);
	ck_assert(!write_run("disk/runs/one", files, 2, error));
	ck_assert_str_eq(error, "cannot write disk/runs/one/wire.pcapng: ENOSPC (No space left on device)");
	ck_assert(!write_run("disk/other/two", files, 2, error));
	ck_assert_str_eq(error, "cannot write disk/other/two/wire.pcapng: ENOSPC (No space left on device)");
	ck_assert_int_eq(entries("disk"), 1);
	ck_assert_int_eq(entries("disk/runs"), 1);
	holds("disk/runs/one/timeline.json", "x");
	ck_assert(write_run("disk/names", names, 10, error));
	ck_assert(!write_run("disk/names2", names, 10, error)); /* no file more */
	ck_assert_msg(strstr(error, "ENOSPC") != NULL, "%s", error);
	ck_assert_int_eq(entries("disk"), 2);
	ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

START_TEST(no_permission_is_said)
{
	if (geteuid() == 0 && (setgid(65534) != 0 || chown(".", 65534, 65534) != 0 || setuid(65534) != 0))
		return;
	ck_assert_int_eq(mkdir("shut", 0555), 0);
	ck_assert(!put("shut/run", "x", "y"));
	ck_assert_str_eq(error, "cannot make shut/run: EACCES (Permission denied)");
	ck_assert(!put("shut/in/run", "x", "y"));
	ck_assert_msg(strstr(error, "cannot make the folder above shut/in/run: ") == error, "%s", error);
	ck_assert_int_eq(entries("shut"), 0);
}
END_TEST

/* Whoever looks sees one whole run, also after the writer was killed; what that one left, the next one removes. */
START_TEST(killed_at_any_moment)
{
	static char old[300000], new[300000];

	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	memset(old, 'o', sizeof(old) - 1);
	memset(new, 'n', sizeof(new) - 1);
	for (unsigned i = 0; i < 50; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			for (;;) {
				put("runs/run", old, old);
				put("runs/run", new, new);
			}
		}
		usleep(1000 + i * 137);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (access("runs", F_OK) != 0)
			continue;
		if (access("runs/run", F_OK) == 0) {
			char *first = contents("runs/run/timeline.json"),
			     *second = contents("runs/run/result.json");

			ck_assert_str_eq(first, second);
			ck_assert_uint_eq(strlen(first), sizeof(old) - 1);
			free(first);
			free(second);
		}
	}
	ck_assert_msg(put("runs/run", old, old), "%s", error);
	ck_assert_int_eq(entries("runs"), 1);
}
END_TEST

START_TEST(reads_small_files_only)
{
	size_t length;

	ck_assert(put("run", "12345", ""));
	free(store_read_file("run/timeline.json", 5, &length));
	ck_assert_uint_eq(length, 5);
	ck_assert_ptr_null(store_read_file("run/timeline.json", 4, &length));
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_ptr_null(store_read_file("run", 100, &length));
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_ptr_null(store_read_file("none", 100, &length));
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_null(store_read_file("/dev/zero", 100, &length));
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert_ptr_null(store_read_file("fifo", 100, &length)); /* and does not wait */
}
END_TEST

/* ---- reading back ---- */

static const char client_strace[] =
	"12    1795250525.003000 connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(9877), "
	"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 <0.000359>\n"
	"12    1795250525.006000 write(3<TCP:[127.0.0.1:45756->127.0.0.2:9877]>, \"\\377hello\", 6) = 6 <0.000117>\n"
	"12    1795250525.007000 --- SIGPIPE {si_signo=SIGPIPE} ---\n";
static const char server_strace[] =
	"3     1795250525.002000 listen(3<TCP:[127.0.0.2:9877]>, 5) = 0 <0.000010>\n"
	"3     1795250525.002500 fork() = 4 <0.000010>\n"
	"4     1795250525.006000 +++ exited with 3 +++\n"
	"3     1795250525.006000 accept(3<TCP:[127.0.0.2:9877]>, NULL, NULL";

static const int64_t base_ns = 1795250525000000000;

static void add_tcp(struct timeline *t, int64_t us, bool back, unsigned flags, size_t data)
{
	uint8_t room[FRAME_ROOM];
	struct packet p;

	frame_tcp(&p, room, base_ns + us * 1000, back ? "127.0.0.2" : "127.0.0.1", back ? 9877 : 45756,
		  back ? "127.0.0.1" : "127.0.0.2", back ? 45756 : 9877, flags, back ? 500 : 100,
		  back ? 101 : 501, data);
	timeline_add_packet(t, 0, &p);
}

/* A run with something of everything, and with ties of time that only the order of arrival breaks. */
static struct timeline *make_run(void)
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

static char *store_run(const char *path)
{
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
			  4, error),
		"%s", error);
	free(wire);
	free(comments);
	timeline_free(t);
	return json;
}

START_TEST(a_run_comes_back_as_it_was)
{
	struct timeline *live = make_run(), *loaded;
	char *json = store_run("run"), *again;
	size_t length;

	loaded = store_load("run", error);
	ck_assert_msg(loaded != NULL, "%s", error);
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
		} else if (a->kind == EVENT_ACTION) {
			ck_assert_str_eq(a->action.text, b->action.text);
			ck_assert_uint_eq(a->action.line, b->action.line);
		}
	}
	ck_assert_str_eq(loaded->actors[1].command, "client \"a\tb\"");
	ck_assert(loaded->actors[0].right && !loaded->actors[1].right);
	ck_assert_int_eq(loaded->timer_ns, 123456789);
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
	uint8_t room[FRAME_ROOM];
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

	ck_assert_msg(write_run("run", files, 2, error), "%s", error);
	loaded = store_load("run", error);
	ck_assert_msg(loaded != NULL, "%s", error);
	again = store_timeline_json(loaded, &length);
	ck_assert_str_eq(again, json);
	ck_assert_uint_eq(loaded->link_count, 2);
	ck_assert_str_eq(loaded->links[1].interface, "server");
	ck_assert_int_eq(loaded->links[1].host, 2);
	ck_assert_int_eq(loaded->actors[0].host, 2);
	ck_assert(address_equal(&loaded->hosts[1].addresses[0], &live->hosts[1].addresses[0]));
	ck_assert_int_eq(loaded->events[0]->packet.arrived_ns, base_ns + 1000);
	ck_assert(loaded->events[1]->packet.again && loaded->events[1]->packet.link == 1);
	ck_assert(loaded->events[2]->packet.lost);
	free(json);
	free(again);
	free(wire);
	timeline_free(live);
	timeline_free(loaded);
}
END_TEST

static void not_loaded(const char *why)
{
	struct timeline *t = store_load("run", error);

	ck_assert_ptr_null(t);
	ck_assert_msg(strstr(error, why) != NULL, "\"%s\" does not say \"%s\"", error, why);
}

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
	ck_assert_ptr_null(store_load("nowhere", error));
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
	taken = store_take(files, 4, error);
	ck_assert_msg(taken != NULL, "%s", error);
	again = store_timeline_json(taken, &length);
	ck_assert_str_eq(again, json);
	timeline_free(taken);
	ck_assert_ptr_null(store_take(files, 3, error));
	ck_assert_str_eq(error, "the run's record: client.strace: ENOENT (No such file or directory)");
	ck_assert_ptr_null(store_take(files, 1, error));
	ck_assert_ptr_nonnull(strstr(error, "the run's record: "));
	files[1].length = 10;
	ck_assert_ptr_null(store_take(files, 4, error));
	ck_assert_ptr_nonnull(strstr(error, "wire.pcapng"));
	for (size_t i = 0; i < 4; i++)
		free(bytes[i]);
	free(again);
	free(json);
}
END_TEST

/* Replaces `from` by `to` in the run's JSON. */
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
	{ "\"cuts\": [", "\"cuts\": [3,", "cuts[0] is no object" },
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
		timeline_free(store_load("run", error));
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

Suite *suite_store(void)
{
	Suite *s = suite_create("store");
	TCase *writing = tcase_create("writing"), *reading = tcase_create("reading");

	tcase_add_checked_fixture(writing, setup, teardown);
	tcase_set_timeout(writing, 60);
	tcase_add_test(writing, writes_a_folder_and_its_parents);
	tcase_add_test(writing, replaces_the_old_run_whole);
	tcase_add_test(writing, replaces_nothing_but_a_run);
	tcase_add_test(writing, file_names_stay_in_the_folder);
	tcase_add_test(writing, a_write_that_fails_leaves_nothing);
	tcase_add_test(writing, a_full_disk_leaves_nothing);
	tcase_add_test(writing, no_permission_is_said);
	tcase_add_test(writing, killed_at_any_moment);
	tcase_add_test(writing, reads_small_files_only);
	suite_add_tcase(s, writing);

	tcase_add_checked_fixture(reading, setup, teardown);
	tcase_set_timeout(reading, 60);
	tcase_add_test(reading, a_run_comes_back_as_it_was);
	tcase_add_test(reading, a_run_in_memory);
	tcase_add_test(reading, hosts_and_links_come_back);
	tcase_add_test(reading, a_hole_in_the_folder_is_named);
	tcase_add_loop_test(reading, json_from_anybody, 0, sizeof(edits) / sizeof(edits[0]));
	tcase_add_test(reading, json_cut_and_broken_anywhere);
	tcase_add_test(reading, json_that_is_deep);
	suite_add_tcase(s, reading);
	return s;
}
