/*
 * socket_walk.c - follows all sockets through the run: what happened to them, in the order in which it happened; see
 * sockets.h.
 *
 * That is not quite the order of the events. A segment does one thing when it is sent and another when it arrives. And a
 * call does what it does between its beginning and its end, which strace's stamps place up to a millisecond early
 * (timeline.h). A descriptor that it returns is there from then on; but what it does to a connection it has certainly
 * done only when its process does something else, or when the director acts or looks, which it does while nobody moves.
 * Until then the segments tell, whose stamps are exact.
 */
#include <stdlib.h>

#include "common/record/memory.h"
#include "common/record/socket_list.h"

enum { NO_CALL = -1 };

/* What is on its way: a segment that arrives, or a call that returns. */
struct coming {
	int64_t at_ns;
	size_t event;
};

struct walk {
	struct sockets *s;
	int *calls; /* per process: the event of the call in which it is; NO_CALL: it is in none, for all that we know */
	struct coming *coming; /* in order of time; those before `next` have come */
	size_t next, count, capacity;
};

static bool closes(const struct event *call)
{
	return call->call.row->kin == KIN_CLOSE;
}

/* What the process was in is over: a call that has ended; or close(), which closes first and may then wait (SO_LINGER). */
static void end_call(struct walk *w, int process)
{
	int event = w->calls[process];
	const struct event *e = event == NO_CALL ? NULL : w->s->t->events[event];

	w->calls[process] = NO_CALL;
	if (e && (e->call.end_ns || closes(e)))
		sockets_end_call(w->s, (size_t)event, e->call.end_ns ? e->call.end_ns : e->time_ns);
}

/* By what is known at this time: it may still be in it. */
static void look(struct walk *w, int process, int64_t now_ns)
{
	int event = w->calls[process];
	const struct event *e = event == NO_CALL ? NULL : w->s->t->events[event];

	if (!e)
		return;
	if (e->call.end_ns && e->call.end_ns <= now_ns) {
		end_call(w, process);
	} else if (closes(e)) {
		w->calls[process] = NO_CALL;
		sockets_end_call(w->s, (size_t)event, e->time_ns);
	}
}

static void add_coming(struct walk *w, int64_t at_ns, size_t event)
{
	size_t at = w->count;

	w->coming = memory_grown(w->coming, w->count, &w->capacity, sizeof(*w->coming));
	for (; at > w->next && w->coming[at - 1].at_ns > at_ns; at--)
		w->coming[at] = w->coming[at - 1];
	w->coming[at] = (struct coming){ at_ns, event };
	w->count++;
}

static void come(struct walk *w, int64_t until_ns)
{
	for (; w->next < w->count && w->coming[w->next].at_ns <= until_ns; w->next++) {
		const struct coming *c = &w->coming[w->next];

		if (w->s->t->events[c->event]->kind == EVENT_PACKET)
			sockets_take_arrived(w->s, c->event, c->at_ns);
		else
			sockets_return_call(w->s, c->event);
	}
}

static void take_segment(struct walk *w, size_t event)
{
	const struct event *e = w->s->t->events[event];

	if (!packet_is_injected(w->s->t, e))
		sockets_take_sent(w->s, event);
	if (e->packet.lost)
		return;
	if (e->packet.arrived_ns)
		add_coming(w, e->packet.arrived_ns, event);
	else /* there is nothing between the two ends */
		sockets_take_arrived(w->s, event, e->time_ns);
}

static void take_call(struct walk *w, size_t event)
{
	const struct event *e = w->s->t->events[event];

	end_call(w, e->call.process);
	sockets_begin_call(w->s, event);
	w->calls[e->call.process] = (int)event;
	if (e->call.end_ns)
		add_coming(w, e->call.end_ns, event);
}

static void take_look(struct walk *w, size_t event)
{
	const struct event *e = w->s->t->events[event];

	for (size_t p = 0; p < w->s->t->process_count; p++)
		look(w, (int)p, e->time_ns);
	if (e->kind == EVENT_SOCKETS)
		sockets_take_table(w->s, event);
	else
		sockets_take_action(w->s, event);
}

static void take(struct walk *w, size_t event)
{
	const struct event *e = w->s->t->events[event];
	int process = event_process(e);

	if (process != NOBODY && (size_t)process >= w->s->t->process_count)
		return; /* of nobody that we know */
	come(w, e->time_ns);
	switch (e->kind) {
	case EVENT_PACKET:
		if (e->packet.segment != NO_SEGMENT)
			take_segment(w, event);
		break;
	case EVENT_CALL: take_call(w, event); break;
	case EVENT_SIGNAL: look(w, process, e->time_ns); break;
	case EVENT_EXIT:
		end_call(w, process);
		sockets_take_exit(w->s, event);
		break;
	case EVENT_SOCKETS:
	case EVENT_ACTION: take_look(w, event); break;
	case EVENT_READING: break;
	}
}

void sockets_walk(struct sockets *s)
{
	size_t processes = s->t->process_count;
	struct walk w = { .s = s, .calls = memory_zeroed(processes, sizeof(*w.calls)) };

	for (size_t p = 0; p < processes; p++)
		w.calls[p] = NO_CALL;
	for (size_t i = 0; i < s->t->event_count; i++)
		take(&w, i);
	come(&w, INT64_MAX);
	for (size_t p = 0; p < processes; p++)
		end_call(&w, (int)p);
	free(w.calls);
	free(w.coming);
}
