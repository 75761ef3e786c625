/* quiescence.c - is everybody at rest? See quiescence.h. */
#include "common/stage/quiescence.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/descriptor.h"
#include "common/stage/clock.h"
#include "common/stage/process.h"

/* What strace has told last of each process: a stop by SIGSTOP, its exit, a call that has not returned; and whether it
 * has told anything at all. */
struct strace_news {
	bool stopped, exited, in_call, begun;
};

static struct strace_news *collect_news(const struct timeline *t)
{
	struct strace_news *news = calloc(t->process_count + 1, sizeof(*news));

	for (size_t i = 0; news && i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (e->kind == EVENT_EXIT)
			news[e->exit.process].exited = true;
		else if (e->kind == EVENT_SIGNAL)
			news[e->signal.process].stopped = e->signal.stopped;
		else if (e->kind == EVENT_CALL)
			news[e->call.process] =
				(struct strace_news){ .in_call = e->call.end_ns == 0, .begun = true };
	}
	return news;
}

/* A process and its tracer in /proc; -1: nobody has looked for it yet, or it was not there. */
struct watched_process {
	int state, tracer_state;
};

static bool grow(struct quiescence *r, size_t count)
{
	struct watched_process *more = r->processes;

	if (count > r->count)
		more = realloc(r->processes, count * sizeof(*more));
	if (!more)
		return count == 0;
	r->processes = more;
	for (; r->count < count; r->count++)
		more[r->count] = (struct watched_process){ .state = -1, .tracer_state = -1 };
	return true;
}

void quiescence_end(struct quiescence *r)
{
	for (size_t i = 0; i < r->count; i++) {
		descriptor_close(&r->processes[i].state);
		descriptor_close(&r->processes[i].tracer_state);
	}
	free(r->processes);
	*r = (struct quiescence){ 0 };
}

/* Who traces a process stays the same until one of the two is gone. False where nobody does (yet). */
static bool find(struct watched_process *p, int pid)
{
	int tracer;

	if (p->tracer_state >= 0)
		return true;
	tracer = process_tracer(pid);
	if (!tracer)
		return false;
	if (p->state < 0)
		p->state = process_open(pid);
	p->tracer_state = process_open(tracer);
	return p->tracer_state >= 0;
}

static bool process_rests(struct watched_process *p, int pid, const struct strace_news *news, bool seen)
{
	char state;

	/* What strace has told is at hand; /proc takes longer. */
	if (seen && !news->in_call && !news->stopped)
		return false;
	/* Not: one that is gone (strace has not said so yet), one that strace has not come to, and one whose
	 * strace has something to do. */
	if (!find(p, pid))
		return false;
	state = process_state(p->state);
	if (state == 't' || state == 'T') {
		if (!news->stopped)
			return false;
	} else if (state != 'S' || (seen && !news->in_call)) {
		return false;
	}
	return process_state(p->tracer_state) == 'S';
}

/* Has what the actor was started as been executed? Until then it is strace, which sleeps now and then on its way there. */
static bool has_begun(const struct process *p, const struct strace_news *news)
{
	return p->parent != NOBODY || news->begun || news->exited;
}

bool quiescent_now(struct quiescence *r, const struct timeline *t, bool seen)
{
	struct strace_news *news = collect_news(t);
	bool rest = news != NULL && grow(r, t->process_count);

	for (size_t i = 0; rest && i < t->process_count; i++) {
		rest = has_begun(&t->processes[i], &news[i]) &&
		       (news[i].exited ||
			process_rests(&r->processes[i], t->processes[i].pid, &news[i], seen));
	}
	free(news);
	return rest;
}

bool all_executed(const struct timeline *t)
{
	struct strace_news *news = collect_news(t);
	bool begun = news != NULL;

	for (size_t i = 0; begun && i < t->process_count; i++)
		begun = has_begun(&t->processes[i], &news[i]);
	free(news);
	return begun;
}

/* Does it wait until somebody does something, however long that takes? A timerfd becomes ready by itself. */
static bool waits_without_limit(const struct call *c)
{
	struct time_value limit;

	if (argument_has_file(&c->args, FILE_TIMER))
		return false;
	if (c->row->wait == CALL_WAITS_LIMITED)
		return argument_limit(&c->args, &limit) && limit.endless;
	return c->row->wait == CALL_WAITS;
}

/* A receive that has a time limit (SO_RCVTIMEO), a clock that will send a signal: too clever to be called rest. */
static bool sets_clock(const struct call *c)
{
	const struct argument *value = argument_shaped(&c->args, ARG_VALUE);

	return c->row->kin == KIN_TIMER ||
	       (c->row->kin == KIN_SETSOCKOPT && value && value->kind == VALUE_TIME && !value->time.endless);
}

/* A router asks for some 3 s for the address of a host that is down, and then answers for it. No socket has that timer. */
static bool router_may_answer(const struct timeline *t, int64_t lost_ns)
{
	static const int64_t asks_ns = INT64_C(3500000000);
	int64_t now = record_now();

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (e->kind == EVENT_PACKET && e->packet.lost && e->time_ns >= lost_ns &&
		    now - e->time_ns < asks_ns)
			return true;
	}
	return false;
}

/* A frame that a cable holds back goes on by itself when its time has come. One that waits to be overtaken does not. */
static bool frame_is_due(const struct timeline *t, int64_t bound_ns)
{
	int64_t now = record_now();

	for (size_t i = 0; i < t->fault_count; i++)
		if (fault_holds(&t->faults[i]) && t->faults[i].due_ns &&
		    t->faults[i].due_ns - now <= bound_ns)
			return true;
	return false;
}

bool quiescent_for(const struct timeline *t, const struct sockets_event *sockets, int64_t lost_ns,
		   int64_t bound_ns)
{
	const struct call **last = calloc(t->process_count + 1, sizeof(struct call *));
	struct strace_news *news = collect_news(t);
	bool forever = last && news && !router_may_answer(t, lost_ns) && !frame_is_due(t, bound_ns);

	for (size_t i = 0; forever && i < t->event_count; i++) {
		const struct event *e = t->events[i];

		if (e->kind != EVENT_CALL)
			continue;
		last[e->call.process] = &e->call;
		if (sets_clock(&e->call))
			forever = false;
	}
	for (size_t i = 0; forever && i < t->process_count; i++) {
		if (news[i].exited || news[i].stopped)
			continue;
		forever = last[i] && last[i]->end_ns == 0 && waits_without_limit(last[i]);
	}
	for (size_t i = 0; forever && i < sockets->count; i++)
		forever = sockets->sockets[i].timer == 0 ||
			  (int64_t)sockets->sockets[i].timer_ms * 1000000 > bound_ns;
	free(last);
	free(news);
	return forever;
}
