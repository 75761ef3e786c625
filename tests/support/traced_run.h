/*
 * traced_run.h - a timeline that is easy to write, from lines of strace and from frames, for the tests of the record.
 * Each file has one of its own.
 */
#ifndef TESTS_TRACED_RUN_H
#define TESTS_TRACED_RUN_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/record/calls.h"
#include "common/record/timeline.h"
#include "tests/support/frames.h"

#define C4 "127.0.0.1"
#define S4 "127.0.0.2"

static const int64_t base_ns = 1795250525000000000;

static struct timeline *t;
static struct call_reader *readers[4];
static uint8_t room[FRAME_ROOM];

static inline void setup(void)
{
	t = timeline_new();
}

static inline void teardown(void)
{
	for (size_t i = 0; i < 4; i++) {
		call_reader_free(readers[i]);
		readers[i] = NULL;
	}
	timeline_free(t);
}

static inline int actor(const char *name, int pid)
{
	int index = timeline_add_actor(t, name, name, pid);

	readers[index] = call_reader_new(t, index);
	return index;
}

/* A line of strace: pid, milliseconds, and what follows. */
static inline void __attribute__((format(printf, 4, 5)))
line(int index, int pid, double ms, const char *format, ...)
{
	char text[1024], stamped[1200];
	va_list args;
	int n;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	n = snprintf(stamped, sizeof(stamped), "%-5d 1795250525.%06d %s\n", pid, (int)(ms * 1000), text);
	call_reader_feed(readers[index], stamped, (size_t)n);
}

static inline struct event *tcp(double ms, const char *from, unsigned from_port, const char *to,
				unsigned to_port, unsigned flags, uint32_t seq, uint32_t ack, size_t data)
{
	struct packet p;

	frame_tcp(&p, room, base_ns + (int64_t)(ms * 1e6), from, from_port, to, to_port, flags, seq, ack,
		  data);
	return timeline_add_packet(t, 0, &p);
}

static inline struct event *udp(double ms, const char *from, unsigned from_port, const char *to,
				unsigned to_port)
{
	struct packet p;

	frame_udp(&p, room, base_ns + (int64_t)(ms * 1e6), from, from_port, to, to_port, 5);
	return timeline_add_packet(t, 0, &p);
}

static inline void owned(const struct event *e, int from, int to, unsigned number)
{
	ck_assert_int_eq(e->packet.from, from);
	ck_assert_int_eq(e->packet.to, to);
	ck_assert_uint_eq(e->packet.number, number);
}

/* What a server does first. */
static inline void listening(int index, int pid, double ms, const char *address, unsigned port)
{
	line(index, pid, ms, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[11]> <0.000010>");
	line(index, pid, ms + 0.1,
	     "bind(3<TCP:[11]>, {sa_family=AF_INET, sin_port=htons(%u), sin_addr=inet_addr(\"%s\")}, 16) = 0 <0.000010>",
	     port, address);
	line(index, pid, ms + 0.2, "listen(3<TCP:[%s:%u]>, 5) = 0 <0.000010>", address, port);
}

static inline void connecting(int index, int pid, double ms, unsigned port, const char *result)
{
	line(index, pid, ms,
	     "connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(%u), sin_addr=inet_addr(\"" S4
	     "\")}, 16) %s",
	     port, result);
}

#endif
