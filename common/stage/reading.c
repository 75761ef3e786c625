/* reading.c - what the kernel says as an act ends: its counters, and the state of each process; see play.h. */
#include "common/stage/play.h"

#include "common/base/descriptor.h"
#include "common/stage/process.h"

static void see_processes(const struct timeline *t, struct reading_event *out)
{
	out->processes = arena_alloc(t->arena, (t->process_count + 1) * sizeof(*out->processes));
	for (size_t i = 0; i < t->process_count; i++) {
		int fd = process_open(t->processes[i].pid);

		out->processes[out->process_count++] =
			(struct process_seen){ t->processes[i].name, process_state(fd) };
		descriptor_close(&fd);
	}
}

void take_reading(struct stage *s)
{
	struct reading_event reading;

	counters_read(&s->counters, s->t, s->wire, &reading);
	if (!s->act) /* there is nothing yet from which anything could have moved */
		return;
	see_processes(s->t, &reading);
	timeline_add(s->t, EVENT_READING, record_now())->reading = reading;
}
