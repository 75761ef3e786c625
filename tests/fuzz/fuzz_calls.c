/*
 * fuzz_calls.c - libFuzzer target: strace's text from anybody, in pieces whose size the first byte says. What
 * comes of it must be whole: strings, indexes and times that readers rely on.
 */
#include <stdlib.h>
#include <string.h>

#include "common/record/calls.h"
#include "tests/support/whole_arguments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_process(const struct timeline *t, int process)
{
	check(process >= 0 && (size_t)process < t->process_count && t->processes[process].name);
	check(t->processes[process].actor == 1);
}

static void check_event(const struct timeline *t, const struct event *e)
{
	check(e->time_ns >= 0);
	if (e->kind == EVENT_CALL) {
		const struct call *c = &e->call;

		check_process(t, c->process);
		check(strlen(c->name) && strlen(c->arguments) <= strlen(c->text));
		check(!c->result == !c->end_ns && event_end(e) >= 0);
		check(!c->returned || c->result);
		check(!c->file->has_remote || c->file->has_local);
		check(!c->result == (c->ending == CALL_RUNS) &&
		      c->returned == (c->ending == CALL_GAVE_NUMBER));
		check(arguments_are_whole(&c->args, c->returned));
		check(file_is_whole(c->made.file) &&
		      (!c->result || strlen(c->result_plain) <= strlen(c->result)));
	} else if (e->kind == EVENT_SIGNAL) {
		check_process(t, e->signal.process);
		check(strlen(e->signal.name) <= strlen(e->signal.text));
	} else {
		check(e->kind == EVENT_EXIT);
		check_process(t, e->exit.process);
		check(!e->exit.signal == (e->exit.status >= 0));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t step = size ? (size_t)data[0] + 1 : 1, length;
	struct timeline *t = timeline_new();
	struct call_reader *r;

	timeline_add_actor(t, "other", "", 2);
	r = call_reader_new(t, timeline_add_actor(t, "client", "client", 3));
	for (size_t at = 0; at < size; at += step) {
		call_reader_feed(r, (const char *)data + at, size - at < step ? size - at : step);
		if (at % 7 == 0 && size < 4096)
			timeline_index(t);
	}
	timeline_index(t);
	for (size_t i = 0; i < t->event_count; i++)
		check_event(t, t->events[i]);
	call_reader_text(r, &length);
	check(length == size);
	call_reader_free(r);
	timeline_free(t);
	return 0;
}
