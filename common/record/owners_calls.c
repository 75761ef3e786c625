/*
 * owners_calls.c - what the calls say about sockets, kept as facts; and the calls that must have sent a packet of
 * which nothing else is known. See owners.h.
 */
#include <netinet/in.h>
#include <string.h>

#include "common/record/owners.h"

/* strace stamps a call, writes it down, and only then lets it run; the duration is measured from there. So the call may
 * run so much later than its stamps say, on a machine that stalls; but not into the next call of its process. */
enum { WRITING_NS = 1000000000, LOOK_BACK = 16 };

static void note_address(struct timeline *t, const struct address *address, int64_t time_ns, int actor)
{
	struct endpoint host = { .address = *address };
	struct fact_key key = fact_key(FACT_ADDRESS, 0, &host, NULL);

	facts_add(&t->heard->facts, &key, time_ns, actor);
}

struct fact_key owners_port_key(uint8_t protocol, uint8_t family, uint16_t port, int host)
{
	struct endpoint any = { .address = { .family = family }, .port = port };
	struct endpoint of = { .port = (uint16_t)(host +
						  1) }; /* NOBODY, in a loopback world, is one of them */

	return fact_key(FACT_PORT, protocol, &any, &of);
}

static void note_bound(struct timeline *t, uint8_t protocol, const struct endpoint *local, int64_t time_ns,
		       int actor)
{
	struct fact_key key;

	if (!local->port)
		return;
	if (address_is_wildcard(&local->address)) {
		key = owners_port_key(protocol, local->address.family, local->port, t->actors[actor].host);
	} else {
		key = fact_key(FACT_BOUND, protocol, local, NULL);
		note_address(t, &local->address, time_ns, actor);
	}
	facts_add(&t->heard->facts, &key, time_ns, actor);
}

static void note_annotation(struct timeline *t, const struct annotation *a, int64_t time_ns, int actor)
{
	struct fact_key key;

	if (!a->has_local)
		return;
	if (!a->has_remote) {
		note_bound(t, a->protocol, &a->local, time_ns, actor);
		return;
	}
	key = fact_key(FACT_PAIR, a->protocol, &a->local, &a->remote);
	facts_add(&t->heard->facts, &key, time_ns, actor);
	key = fact_key(FACT_LOCAL, a->protocol, &a->local, NULL);
	facts_add(&t->heard->facts, &key, time_ns, actor);
	note_address(t, &a->local.address, time_ns, actor);
}

/* strace measures from when it has written a call down: what it did may come so much later than its end. */
static int64_t latest_ns(const struct call *c)
{
	return c->end_ns && c->end_ns < INT64_MAX - WRITING_NS ? c->end_ns + WRITING_NS : INT64_MAX;
}

/* What comes late may have been earlier: strace's text of one program is behind another's. */
static void note_request(struct timeline *t, const struct event *e, int actor, uint8_t protocol)
{
	const struct call *c = &e->call;
	struct heard *h = t->heard;
	size_t at = h->request_count;
	const struct socket_address *to = argument_address(&c->args);

	if (!protocol || (protocol == IPPROTO_UDP && c->row->kin == KIN_CONNECT) || /* sends nothing */
	    !to || !to->has_endpoint)
		return;
	h->requests = arena_grow(t->arena, h->requests, h->request_count, &h->request_capacity,
				 sizeof(*h->requests));
	for (; at > 0 && h->requests[at - 1].from_ns > e->time_ns; at--)
		h->requests[at] = h->requests[at - 1];
	h->requests[at] = (struct request){ .from_ns = e->time_ns,
					    .to_ns = latest_ns(c),
					    .actor = actor,
					    .protocol = protocol,
					    .call = e,
					    .to = to->endpoint };
	h->request_count++;
}

static struct request *request_of(const struct heard *h, const struct event *e)
{
	for (size_t i = h->request_count; i-- > 0 && h->requests[i].from_ns >= e->time_ns;)
		if (h->requests[i].call == e)
			return &h->requests[i];
	return NULL;
}

/* What a process requested before is over when it makes its next call. */
static void end_request(struct heard *h, int process, int64_t time_ns)
{
	size_t least = h->request_count > LOOK_BACK ? h->request_count - LOOK_BACK : 0;

	for (size_t i = h->request_count; i-- > least;) {
		struct request *r = &h->requests[i];

		if (r->call->call.process != process)
			continue;
		if (r->to_ns > time_ns)
			r->to_ns = time_ns;
		return;
	}
}

/* Several UDP sockets may share an address and port: who tells where a datagram came from is who got it. */
static void note_received(struct timeline *t, const struct call *c, const struct annotation *own, int actor)
{
	const struct socket_address *from = argument_address(&c->args);
	struct fact_key key;

	if (own->protocol != IPPROTO_UDP || !own->has_local || own->has_remote || !c->returned ||
	    c->value < 0 || !from || !from->has_endpoint)
		return;
	key = fact_key(FACT_PAIR, own->protocol, &own->local, &from->endpoint);
	facts_add(&t->heard->facts, &key, c->end_ns, actor);
}

/* Its arguments are whole when it has returned: what it asked for may not have been read before. */
static void read_request(struct timeline *t, const struct event *e, int actor, uint8_t protocol)
{
	struct request *r = e->call.heard == UNHEARD ? NULL : request_of(t->heard, e);

	if (!r)
		note_request(t, e, actor, protocol);
	else if (r->to_ns > latest_ns(&e->call))
		r->to_ns = latest_ns(&e->call);
}

static void read_bind(struct timeline *t, const struct event *e, struct heard_actor *a)
{
	const struct call *c = &e->call;
	const struct socket_address *local = argument_address(&c->args);
	uint8_t protocol = c->file->protocol;

	if (!protocol || !local || !local->has_endpoint)
		return;
	a->binds = a->binds || local->endpoint.port;
	if (!c->returned || c->value != 0)
		return;
	note_bound(t, protocol, &local->endpoint, e->time_ns, t->processes[c->process].actor);
	a->bound_udp = a->bound_udp || protocol == IPPROTO_UDP;
}

static void read_socket_call(struct timeline *t, const struct event *e)
{
	const struct call *c = &e->call;
	int actor = t->processes[c->process].actor;
	struct heard_actor *a = &t->heard->actors[actor];

	if (c->row->kin == KIN_READ)
		note_received(t, c, c->file, actor);
	if (call_addresses(c->row)) {
		read_request(t, e, actor, c->file->protocol);
		a->connects = true;
	} else if (c->row->kin == KIN_LISTEN) {
		a->listens = a->listens || (c->result && (!c->returned || c->value == 0));
	} else if (c->row->kin == KIN_BIND) {
		read_bind(t, e, a);
	}
}

static void read_call(struct timeline *t, struct event *e)
{
	struct call *c = &e->call;
	int actor = t->processes[c->process].actor;
	struct heard_actor *h = &t->heard->actors[actor];
	const struct annotation *file;

	h->traced = true;
	if (e->time_ns < h->began_ns)
		h->began_ns = e->time_ns;
	if (c->heard == UNHEARD)
		end_request(t->heard, c->process, e->time_ns);
	for (size_t i = 0; (file = argument_file(&c->args, i)); i++)
		note_annotation(t, file, e->time_ns, actor);
	if (c->result) /* accept(), dup() … return a descriptor */
		note_annotation(t, c->made.file, c->end_ns ? c->end_ns : e->time_ns, actor);
	if (c->file->kind == FILE_SOCKET)
		read_socket_call(t, e);
	c->heard = c->result ? HEARD_ENDED : HEARD_BEGUN;
}

void owners_hear(struct timeline *t)
{
	struct heard *h = t->heard;

	if (!h) {
		h = t->heard = arena_alloc(t->arena, sizeof(*h));
		h->facts.arena = t->arena;
	}
	while (h->actor_count < t->actor_count) {
		h->actors = arena_grow(t->arena, h->actors, h->actor_count, &h->actor_capacity,
				       sizeof(*h->actors));
		h->actors[h->actor_count++] = (struct heard_actor){ .began_ns = INT64_MAX };
	}
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_CALL &&
		    t->events[i]->call.heard < (t->events[i]->call.result ? HEARD_ENDED : HEARD_BEGUN))
			read_call(t, t->events[i]);
}

/* The earliest request to `to` that ran at this time and is not claimed; of this actor, or NOBODY: of any on local's
 * host. */
static struct request *find_request(struct owners *o, uint8_t protocol, const struct endpoint *local,
				    const struct endpoint *to, int64_t time_ns, int actor)
{
	int host = timeline_host_at(o->t, &local->address);

	/* Asked for in the order of time: what is claimed or over at the front stays so. */
	while (o->first_free < o->heard->request_count && (o->heard->requests[o->first_free].claimed ||
							   o->heard->requests[o->first_free].to_ns < time_ns))
		o->first_free++;
	for (size_t i = o->first_free; i < o->heard->request_count; i++) {
		struct request *r = &o->heard->requests[i];

		if (r->from_ns > time_ns)
			break;
		if (r->claimed || r->to_ns < time_ns || r->protocol != protocol || r->to.port != to->port ||
		    (actor != NOBODY ? r->actor != actor : o->t->actors[r->actor].host != host))
			continue;
		if (endpoint_equal(&r->to, to) ||
		    address_is_wildcard(&r->to.address)) /* 0.0.0.0 is this host */
			return r;
	}
	return NULL;
}

const struct request *owners_claim(struct owners *o, uint8_t protocol, const struct endpoint *local,
				   const struct endpoint *to, int64_t time_ns, int actor)
{
	struct request *r = find_request(o, protocol, local, to, time_ns, actor);
	struct fact_key key;

	if (!r)
		return NULL;
	r->claimed = true;
	key = fact_key(FACT_CLAIMED, protocol, local, NULL);
	facts_add(&o->claims, &key, time_ns, r->actor);
	return r;
}
