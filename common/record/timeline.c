/* timeline.c - the record of a run: what is added to it, and asked of it; see timeline.h. */
#include "common/record/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "common/record/memory.h"

struct timeline *timeline_new(void)
{
	struct timeline *t = memory_zeroed(1, sizeof(*t));

	t->arena = arena_new();
	t->kernel = "";
	return t;
}

void timeline_free(struct timeline *t)
{
	if (!t)
		return;
	flow_free(t->flows);
	free(t->flow_events);
	arena_free(t->index_arena);
	arena_free(t->arena);
	free(t);
}

static int add_process(struct timeline *t, const char *name, int actor, int pid, int parent)
{
	t->indexed = false;
	t->processes = arena_grow(t->arena, t->processes, t->process_count, &t->process_capacity,
				  sizeof(*t->processes));
	t->processes[t->process_count] =
		(struct process){ .name = name, .actor = actor, .pid = pid, .parent = parent };
	return (int)t->process_count++;
}

int timeline_add_actor(struct timeline *t, const char *name, const char *command, int pid)
{
	struct actor *a;

	t->actors = arena_grow(t->arena, t->actors, t->actor_count, &t->actor_capacity, sizeof(*t->actors));
	a = &t->actors[t->actor_count];
	*a = (struct actor){ .name = arena_string(t->arena, name),
			     .command = arena_string(t->arena, command),
			     .pid = pid,
			     .host = NOBODY };
	add_process(t, a->name, (int)t->actor_count, pid, NOBODY);
	return (int)t->actor_count++;
}

void timeline_add_owned(struct timeline *t, int actor, const struct endpoint *endpoint)
{
	t->owned = arena_grow(t->arena, t->owned, t->owned_count, &t->owned_capacity, sizeof(*t->owned));
	t->indexed = false;
	t->owned[t->owned_count++] = (struct owned_endpoint){ .actor = actor, .endpoint = *endpoint };
}

/* The children's number goes on where the actor's last process left off, so that a flood of forks is cheap. */
int timeline_add_process(struct timeline *t, int actor, int pid, int parent)
{
	struct actor *a = &t->actors[actor];

	return add_process(t, arena_printf(t->arena, "%s.%u", a->name, ++a->children), actor, pid, parent);
}

int timeline_actor_named(const struct timeline *t, const char *name)
{
	for (size_t i = 0; i < t->actor_count; i++)
		if (strcmp(t->actors[i].name, name) == 0)
			return (int)i;
	return NOBODY;
}

int timeline_process_named(const struct timeline *t, const char *name)
{
	for (size_t i = 0; i < t->process_count; i++)
		if (strcmp(t->processes[i].name, name) == 0)
			return (int)i;
	return NOBODY;
}

const struct event *timeline_end_of(const struct timeline *t, const char *name)
{
	int process = timeline_process_named(t, name);

	for (size_t i = 0; process != NOBODY && i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_EXIT && t->events[i]->exit.process == process)
			return t->events[i];
	return NULL;
}

int timeline_add_host(struct timeline *t, const char *name, const struct address *addresses, size_t count)
{
	t->indexed = false;
	t->hosts = arena_grow(t->arena, t->hosts, t->host_count, &t->host_capacity, sizeof(*t->hosts));
	t->hosts[t->host_count] =
		(struct host){ .name = arena_string(t->arena, name),
			       .addresses = arena_copy(t->arena, addresses, count * sizeof(*addresses)),
			       .address_count = count };
	return (int)t->host_count++;
}

int timeline_add_link(struct timeline *t, const char *interface, int link_type, int host)
{
	t->indexed = false;
	t->links = arena_grow(t->arena, t->links, t->link_count, &t->link_capacity, sizeof(*t->links));
	t->links[t->link_count] = (struct link){ .interface = arena_string(t->arena, interface),
						 .link_type = link_type,
						 .host = host };
	return (int)t->link_count++;
}

int timeline_host_named(const struct timeline *t, const char *name)
{
	for (size_t i = 0; i < t->host_count; i++)
		if (strcmp(t->hosts[i].name, name) == 0)
			return (int)i;
	return NOBODY;
}

int timeline_host_at(const struct timeline *t, const struct address *address)
{
	for (size_t i = 0; address->family && i < t->host_count; i++)
		for (size_t k = 0; k < t->hosts[i].address_count; k++)
			if (address_equal(&t->hosts[i].addresses[k], address))
				return (int)i;
	return NOBODY;
}

bool timeline_has_link(const struct timeline *t, int host)
{
	for (size_t i = 0; host != NOBODY && i < t->link_count; i++)
		if (t->links[i].host == host)
			return true;
	return false;
}

struct event *timeline_add(struct timeline *t, enum event_kind kind, int64_t time_ns)
{
	struct event *e = arena_alloc(t->arena, sizeof(*e));

	e->kind = kind;
	e->time_ns = time_ns;
	e->order = t->event_count;
	t->indexed = false;
	t->events = arena_grow(t->arena, (void *)t->events, t->event_count, &t->event_capacity,
			       sizeof(struct event *));
	t->events[t->event_count++] = e;
	return e;
}

struct event *timeline_add_packet(struct timeline *t, unsigned link, const struct packet *p)
{
	struct event *e = timeline_add(t, EVENT_PACKET, p->time_ns);
	const uint8_t *bytes = arena_copy(t->arena, p->bytes, p->captured);
	struct packet *copy = &e->packet.packet;

	*copy = *p;
	copy->bytes = bytes;
	if (p->payload)
		copy->payload = bytes + (p->payload - p->bytes);
	if (p->tcp.options.bytes)
		copy->tcp.options.bytes = bytes + (p->tcp.options.bytes - p->bytes);
	copy->frame = 0; /* not indexed yet */
	e->packet.link = link;
	e->packet.segment = NO_SEGMENT;
	e->packet.from = e->packet.to = e->packet.quoted = e->packet.host = NOBODY;
	e->packet.fault = NO_FAULT;
	return e;
}

void timeline_add_cut(struct timeline *t, int64_t now_ns, const struct address *source,
		      const struct address *destination)
{
	struct cut *c;

	t->cuts = arena_grow(t->arena, t->cuts, t->cut_count, &t->cut_capacity, sizeof(*t->cuts));
	c = &t->cuts[t->cut_count++];
	t->indexed = false;
	*c = (struct cut){ .from_ns = now_ns, .to_ns = INT64_MAX };
	if (source)
		c->source = *source;
	if (destination)
		c->destination = *destination;
}

void timeline_mend(struct timeline *t, int64_t now_ns)
{
	t->indexed = false;
	for (size_t i = 0; i < t->cut_count; i++)
		if (t->cuts[i].to_ns == INT64_MAX)
			t->cuts[i].to_ns = now_ns;
}

const char *timeline_add_counter(struct timeline *t, const char *name)
{
	t->counters = arena_grow(t->arena, t->counters, t->counter_count, &t->counter_capacity,
				 sizeof(*t->counters));
	return t->counters[t->counter_count++] = arena_string(t->arena, name);
}

static bool is_lost_since(const struct event *e, int64_t from_ns)
{
	return e->kind == EVENT_PACKET && e->packet.lost && e->time_ns >= from_ns;
}

size_t timeline_lost_since(const struct timeline *t, int64_t from_ns)
{
	size_t count = 0;

	for (size_t i = 0; i < t->event_count; i++)
		count += is_lost_since(t->events[i], from_ns);
	return count;
}

int64_t timeline_behind_lost(const struct timeline *t, int64_t from_ns, size_t count)
{
	int64_t behind = from_ns;

	for (size_t i = 0; i < t->event_count && count; i++)
		if (is_lost_since(t->events[i], from_ns)) {
			behind = t->events[i]->time_ns + 1;
			count--;
		}
	return behind;
}

void timeline_add_fault(struct timeline *t, const struct fault *fault)
{
	bool held = fault->times && (fault->kind == FAULT_DELAY || fault->kind == FAULT_REORDER);
	size_t i = held ? t->fault_count : 0;

	t->indexed = false;
	while (i && (t->faults[i - 1].link != fault->link || t->faults[i - 1].sent_ns != fault->sent_ns ||
		     t->faults[i - 1].frame != fault->frame))
		i--;
	if (i) {
		t->faults[i - 1] = *fault;
		return;
	}
	t->faults = arena_grow(t->arena, t->faults, t->fault_count, &t->fault_capacity, sizeof(*t->faults));
	t->faults[t->fault_count++] = *fault;
}

const char *fault_word(enum fault_kind kind)
{
	static const char *const words[FAULT_KINDS] = {
		[FAULT_DROP] = "drop",	     [FAULT_DUPLICATE] = "duplicate", [FAULT_DELAY] = "delay",
		[FAULT_REORDER] = "reorder", [FAULT_CORRUPT] = "corrupt",     [FAULT_INJECT] = "inject",
	};

	return words[kind];
}

bool packet_is_injected(const struct timeline *t, const struct event *e)
{
	return e->kind == EVENT_PACKET && e->packet.fault != NO_FAULT &&
	       t->faults[e->packet.fault].kind == FAULT_INJECT;
}

bool fault_holds(const struct fault *f)
{
	return !f->times && (f->kind == FAULT_DELAY || f->kind == FAULT_REORDER);
}

static void bound_by(const struct timeline *t, const struct event *action)
{
	for (size_t i = 0; i < t->event_count; i++) {
		struct event *e = t->events[i];

		if (e->kind == EVENT_CALL && e->call.end_ns && e->order < action->order &&
		    action->order < e->call.end_order && e->call.end_ns < action->time_ns)
			e->call.end_ns = action->time_ns;
	}
}

void timeline_bound_returns(struct timeline *t)
{
	t->indexed = false;
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_ACTION)
			bound_by(t, t->events[i]);
}

const struct segment *timeline_segment(const struct timeline *t, const struct event *e)
{
	if (e->kind != EVENT_PACKET || e->packet.segment == NO_SEGMENT || !t->flows)
		return NULL;
	return flow_segment(t->flows, e->packet.segment);
}

int64_t timeline_origin(const struct timeline *t)
{
	return t->event_count ? t->events[0]->time_ns : 0;
}

int event_process(const struct event *e)
{
	switch (e->kind) {
	case EVENT_CALL: return e->call.process;
	case EVENT_SIGNAL: return e->signal.process;
	case EVENT_EXIT: return e->exit.process;
	case EVENT_PACKET:
	case EVENT_SOCKETS:
	case EVENT_READING:
	case EVENT_ACTION: break;
	}
	return NOBODY;
}

bool call_on_socket(const struct call *c)
{
	return c->file->kind == FILE_SOCKET;
}

int64_t event_end(const struct event *e)
{
	if (e->kind != EVENT_CALL)
		return e->time_ns;
	return e->call.end_ns ? e->call.end_ns : INT64_MAX;
}
