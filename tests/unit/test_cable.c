/* test_cable.c - frames that a cable carries between two hosts: all of them, unchanged and in order, but for what is named. */
#include <check.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/cable.h"
#include "common/stage/hosts.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

#define C4 "192.0.2.1"
#define S4 "198.51.100.1"
#define C6 "2001:db8:1::1"
#define S6 "2001:db8:2::1"

enum { CLIENT, ROUTER, SERVER, LONGEST = 1472, BATCH = 32, PATIENCE_MS = 10000 };

static struct error error;
static struct hosts hosts;
static struct cable cable;
static struct script *script;
static struct timeline *record;

/* veth's queues are one for each processor: who is moved from one to the other overtakes himself. */
static void stay_on_one_processor(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
}

/* World hosts with cables, and all fault lines armed. False: not here; the test is skipped. */
static bool own_cables(const char *faults)
{
	char text[2048];
	struct script_error wrong;

	if (!own_network(0))
		return false;
	snprintf(text, sizeof(text),
		 "title t\nworld hosts\nstart client = exec true\nstart server = exec true\n%s", faults);
	script = script_parse("labs/linger/99-cable.lab", text, strlen(text), &wrong);
	ck_assert_msg(script != NULL, "%s", wrong.message);
	stay_on_one_processor();
	ck_assert_msg(hosts_build(&hosts, script->world, 0, true, &error), "%s", said(&error));
	record = timeline_new();
	for (size_t i = 0; i < hosts.port_count; i++)
		timeline_add_link(record, hosts.ports[i].name, 1, hosts.ports[i].host);
	ck_assert_msg(cable_begin(&cable, record, script, &hosts, -1, &error), "%s", said(&error));
	for (size_t i = 0; i < script->line_count; i++)
		if (line_is_fault(&script->lines[i]))
			ck_assert_msg(cable_arm(&cable, &script->lines[i], &error), "%s", said(&error));
	return true;
}

static void end_cables(void)
{
	cable_end(&cable);
	hosts_close(&hosts);
	timeline_free(record);
	script_free(script);
}

static int socket_in(int host, int type, const char *address)
{
	int fd;

	ck_assert(hosts_enter(&hosts, host));
	fd = bound_socket(type, address, 0);
	hosts_leave(&hosts);
	return fd;
}

/* ---- datagrams, of all lengths ---- */

static size_t length_of(uint32_t serial)
{
	return sizeof(serial) + (size_t)serial * 7919 % (LONGEST - sizeof(serial) + 1);
}

static void fill(char *bytes, uint32_t serial)
{
	memcpy(bytes, &serial, sizeof(serial));
	for (size_t i = sizeof(serial); i < length_of(serial); i++)
		bytes[i] = (char)((size_t)serial * 31 + i);
}

static void send_one(int fd, uint32_t serial)
{
	char bytes[LONGEST];

	fill(bytes, serial);
	ck_assert_int_eq(send(fd, bytes, length_of(serial), 0), (ssize_t)length_of(serial));
}

/* Its serial; it must be as it was sent. 0: nothing comes. */
static uint32_t receive_one(int fd, int ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char bytes[LONGEST + 1], sent[LONGEST];
	uint32_t serial;
	ssize_t n;

	if (poll(&wait, 1, ms) != 1)
		return 0;
	n = recv(fd, bytes, sizeof(bytes), 0);
	ck_assert_int_ge(n, (ssize_t)sizeof(serial));
	memcpy(&serial, bytes, sizeof(serial));
	fill(sent, serial);
	ck_assert_int_eq(n, (ssize_t)length_of(serial));
	ck_assert(memcmp(bytes, sent, (size_t)n) == 0);
	return serial;
}

/* What arrives of a batch [first, first + BATCH), in its order. Returns how many. */
typedef size_t arrivals(uint32_t first, uint32_t *out);

static size_t all_of_them(uint32_t first, uint32_t *out)
{
	for (uint32_t i = 0; i < BATCH; i++)
		out[i] = first + i;
	return BATCH;
}

static void exchange(int from, int to, uint32_t frames, arrivals *expect)
{
	uint32_t wanted[2 * BATCH];

	for (uint32_t first = 1; first <= frames; first += BATCH) {
		size_t count = expect(first, wanted);

		for (uint32_t i = 0; i < BATCH; i++)
			send_one(from, first + i);
		for (size_t i = 0; i < count; i++)
			ck_assert_uint_eq(receive_one(to, PATIENCE_MS), wanted[i]);
	}
	ck_assert_uint_eq(receive_one(to, 50), 0);
}

/* How many are sent: more where there is time for more (check_cable.sh). */
static uint32_t frames_asked(uint32_t usually)
{
	const char *asked = getenv("CABLE_FRAMES");

	return asked ? (uint32_t)strtoul(asked, NULL, 10) : usually;
}

static void pair_up(int from_host, const char *from, int to_host, const char *to, int *sender, int *receiver)
{
	*sender = socket_in(from_host, SOCK_DGRAM, from);
	*receiver = socket_in(to_host, SOCK_DGRAM, to);
	ck_assert_int_eq(connect_to(*sender, to, bound_port(*receiver)), 0);
}

START_TEST(all_pass_unchanged_and_in_order)
{
	int there, server, back, client;

	if (!own_cables("drop client > server UDP 5000"))
		return;
	pair_up(CLIENT, C4, SERVER, S4, &there, &server);
	pair_up(SERVER, S6, CLIENT, C6, &back, &client);
	exchange(there, server, frames_asked(20000), all_of_them);
	exchange(back, client, frames_asked(20000), all_of_them);
	ck_assert_msg(cable_drain(&cable, &error), "%s", said(&error));
	ck_assert_uint_eq(record->fault_count, 0);
	end_cables();
}
END_TEST

enum { DROPPED = 100, TWICE = 200, CHANGED = 300, OVERTAKEN = 400, LATE = 500 };

static size_t as_the_faults_have_it(uint32_t first, uint32_t *out)
{
	size_t n = 0;
	bool late = false;

	for (uint32_t i = first; i < first + BATCH; i++) {
		late = late || i == LATE;
		if (i == DROPPED || i == CHANGED || i == LATE || i == OVERTAKEN)
			continue;
		out[n++] = i;
		if (i == TWICE)
			out[n++] = i;
		if (i == OVERTAKEN + 1)
			out[n++] = OVERTAKEN;
	}
	if (late)
		out[n++] = LATE;
	return n;
}

static const struct fault *fault_number(size_t i, enum fault_kind kind, unsigned line, unsigned times)
{
	const struct fault *f = &record->faults[i];

	ck_assert_uint_lt(i, record->fault_count);
	ck_assert_int_eq(f->kind, kind);
	ck_assert_uint_eq(f->line, line);
	ck_assert_uint_eq(f->link, 0);
	ck_assert_uint_eq(f->times, times);
	for (unsigned k = 0; k < times; k++)
		ck_assert_int_ge(f->went_on_ns[k], f->sent_ns);
	return f;
}

START_TEST(each_fault_meets_its_packet_and_no_other)
{
	const struct fault *late;
	int there, server;

	if (!own_cables("drop 100th client > server UDP\nduplicate 200th client > server UDP\n"
			"corrupt 300th client > server UDP\nreorder 400th client > server UDP\n"
			"delay 300ms 500th client > server UDP"))
		return;
	pair_up(CLIENT, C4, SERVER, S4, &there, &server);
	exchange(there, server, frames_asked(5000), as_the_faults_have_it);
	ck_assert_msg(cable_drain(&cable, &error), "%s", said(&error));
	ck_assert_uint_eq(record->fault_count, 5);
	fault_number(0, FAULT_DROP, 5, 0);
	fault_number(1, FAULT_DUPLICATE, 6, 2);
	ck_assert_uint_eq(fault_number(2, FAULT_CORRUPT, 7, 1)->changed,
			  14 + 20 + 8 + length_of(CHANGED) - 1);
	fault_number(3, FAULT_REORDER, 8, 1);
	late = fault_number(4, FAULT_DELAY, 9, 1);
	ck_assert_int_eq(late->due_ns - late->sent_ns, 300000000);
	ck_assert_int_ge(late->went_on_ns[0], late->due_ns);
	end_cables();
}
END_TEST

/* Of every packet, until mend; and what is sent the other way is not meant. */
START_TEST(every_one_until_mend)
{
	int there, server, back, client;

	if (!own_cables("drop every client > server UDP 4"))
		return;
	pair_up(CLIENT, C4, SERVER, S4, &there, &server);
	pair_up(SERVER, S4, CLIENT, C4, &back, &client);
	for (int i = 0; i < 3; i++)
		send_one(there, 1469); /* 4 bytes, as is length_of() of 0 and of all its multiples */
	ck_assert_uint_eq(length_of(1469), 4);
	ck_assert_uint_eq(receive_one(server, 100), 0);
	send_one(back, 1469);
	ck_assert_uint_eq(receive_one(client, PATIENCE_MS), 1469);
	send_one(there, 1);
	ck_assert_uint_eq(receive_one(server, PATIENCE_MS), 1);
	ck_assert_msg(cable_mend(&cable, &error), "%s", said(&error));
	send_one(there, 1469);
	ck_assert_uint_eq(receive_one(server, PATIENCE_MS), 1469);
	ck_assert_uint_eq(record->fault_count, 3);
	end_cables();
}
END_TEST

/* ---- a stream ---- */

static struct tcp_info info_of(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t length = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
		abort();
	return info;
}

/* Exits with 0 where all came as it was sent, and in order. */
static _Noreturn void read_stream(int listener, size_t bytes)
{
	static unsigned char buffer[1 << 16];
	int fd = accept(listener, NULL, NULL);
	size_t had = 0;
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		for (ssize_t i = 0; i < n; i++, had++)
			if (buffer[i] != (unsigned char)(had % 251))
				_exit(1);
	_exit(n < 0 || had != bytes ? 2 : info_of(fd).tcpi_rcv_ooopack ? 3 : 0);
}

/* A machine that stalls makes TCP send again what was not lost: then the receiver says that it came twice (RFC 2883). */
static bool lost_nothing(int fd)
{
	for (int i = 0; i < 100 && info_of(fd).tcpi_total_retrans != info_of(fd).tcpi_dsack_dups; i++)
		usleep(10000);
	return info_of(fd).tcpi_total_retrans == info_of(fd).tcpi_dsack_dups;
}

START_TEST(of_a_stream_nothing_is_lost)
{
	enum { CHUNK = 251 * 256 };
	static unsigned char chunk[CHUNK];
	size_t chunks = (size_t)frames_asked(20000) * 1448 / CHUNK;
	int listener, fd, status;
	pid_t reader;

	if (!own_cables("drop client > server UDP 5000"))
		return;
	listener = socket_in(SERVER, SOCK_STREAM, S4);
	ck_assert_int_eq(listen(listener, 1), 0);
	reader = fork();
	if (!reader)
		read_stream(listener, chunks * CHUNK);
	fd = socket_in(CLIENT, SOCK_STREAM, C4);
	ck_assert_int_eq(connect_to(fd, S4, bound_port(listener)), 0);
	for (size_t i = 0; i < CHUNK; i++)
		chunk[i] = (unsigned char)(i % 251);
	for (size_t i = 0; i < chunks; i++)
		for (size_t done = 0; done < CHUNK;) {
			ssize_t n = write(fd, chunk + done, CHUNK - done);

			ck_assert_int_gt(n, 0);
			done += (size_t)n;
		}
	shutdown(fd, SHUT_WR);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
	ck_assert_int_eq(status, 0);
	ck_assert(lost_nothing(fd));
	ck_assert_msg(cable_drain(&cable, &error), "%s", said(&error));
	end_cables();
}
END_TEST

/* Both ends of its cable know when its power goes, and frames pass again when it is back. */
START_TEST(a_host_crashes_and_comes_back)
{
	int there, server;

	if (!own_cables("drop client > server UDP 5000"))
		return;
	pair_up(CLIENT, C4, SERVER, S4, &there, &server);
	send_one(there, 1);
	ck_assert_uint_eq(receive_one(server, PATIENCE_MS), 1);
	close(there);
	close(server);
	ck_assert_msg(hosts_crash(&hosts, SERVER, &error), "%s", said(&error));
	there = socket_in(CLIENT, SOCK_DGRAM, C4);
	ck_assert_int_eq(connect_to(there, S4, 9), 0);
	send_one(there, 2);
	ck_assert_msg(cable_drain(&cable, &error), "%s", said(&error));
	ck_assert_msg(hosts_boot(&hosts, SERVER, &error), "%s", said(&error));
	close(there);
	pair_up(CLIENT, C4, SERVER, S4, &there, &server);
	send_one(there, 3);
	ck_assert_uint_eq(receive_one(server, PATIENCE_MS), 3);
	ck_assert_msg(cable_drain(&cable, &error), "%s", said(&error));
	end_cables();
}
END_TEST

/* The process goes with the director's end. */
START_TEST(nothing_stays)
{
	int status;

	if (!own_cables("drop client > server UDP 5000"))
		return;
	close(cable.fd);
	ck_assert_int_eq(waitpid(cable.pid, &status, 0), cable.pid);
	ck_assert(WIFEXITED(status));
	cable.fd = -1;
	cable.pid = 0;
	end_cables();
}
END_TEST

Suite *suite_cable(void)
{
	Suite *s = suite_create("cable");
	TCase *c = tcase_create("carrying");

	tcase_set_timeout(c, 600);
	tcase_add_test(c, all_pass_unchanged_and_in_order);
	tcase_add_test(c, each_fault_meets_its_packet_and_no_other);
	tcase_add_test(c, every_one_until_mend);
	tcase_add_test(c, of_a_stream_nothing_is_lost);
	tcase_add_test(c, a_host_crashes_and_comes_back);
	tcase_add_test(c, nothing_stays);
	suite_add_tcase(s, c);
	return s;
}
