/* read_calls.h - a reader of calls, fed with text, and what came of it. Each file has one of its own. */
#ifndef TESTS_READ_CALLS_H
#define TESTS_READ_CALLS_H

#include <check.h>
#include <string.h>

#include "common/record/calls.h"

static struct timeline *t;
static struct call_reader *r;

static inline void begin(void)
{
	t = timeline_new();
	timeline_add_actor(t, "other", "other", 1);
	r = call_reader_new(t, timeline_add_actor(t, "server", "server", 3));
}

static inline void end(void)
{
	call_reader_free(r);
	timeline_free(t);
}

static inline size_t feed(const char *text)
{
	return call_reader_feed(r, text, strlen(text));
}

static inline const struct event *event(size_t index)
{
	ck_assert_uint_lt(index, t->event_count);
	return t->events[index];
}

static inline const struct call *call(size_t index)
{
	ck_assert_int_eq(event(index)->kind, EVENT_CALL);
	return &event(index)->call;
}

static inline const char *process_of(int process)
{
	return t->processes[process].name;
}

#endif
