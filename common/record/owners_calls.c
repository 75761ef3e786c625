/*
 * owners_calls.c - what the calls say about sockets, kept as facts; and the calls that must have sent a packet of
 * which nothing else is known. See owners.c.
 */
#include <netinet/in.h>
#include <string.h>

#include "common/record/annotation.h"
#include "common/record/memory.h"
#include "common/record/owners.h"

/* strace stamps a call, writes it down, and only then lets it run; the duration is measured from there. So the call may
 * run so much later than its stamps say, on a machine that stalls; but not into the next call of its process. */
enum { WRITING_NS = 1000000000, LOOK_BACK = 16 };

static void note_address(struct owners *o, const struct address *address, int64_t time_ns, int actor)
{
	struct endpoint host = { .address = *address };
	struct fact_key key = fact_key(FACT_ADDRESS, 0, &host, NULL);

	facts_add(&o->facts, &key, time_ns, actor);
}

struct fact_key owners_port_key(uint8_t protocol, uint8_t family, uint16_t port, int host)
{
	struct endpoint any = { .address = { .family = family }, .port = port };
	struct endpoint of = { .port = (uint16_t)(host +
						  1) }; /* NOBODY, in a loopback world, is one of them */

	return fact_key(FACT_PORT, protocol, &any, &of);
}

static void note_bound(struct owners *o, uint8_t protocol, const struct endpoint *local, int64_t time_ns,
		       int actor)
{
	struct fact_key key;

	if (!local->port)
		return;
	if (address_is_wildcard(&local->address)) {
		key = owners_port_key(protocol, local->address.family, local->port, o->t->actors[actor].host);
	} else {
		key = fact_key(FACT_BOUND, protocol, local, NULL);
		note_address(o, &local->address, time_ns, actor);
	}
	facts_add(&o->facts, &key, time_ns, actor);
}

static void note_annotation(struct owners *o, const struct annotation *a, int64_t time_ns, int actor)
{
	struct fact_key key;

	if (!a->has_local)
		return;
	if (!a->has_remote) {
		note_bound(o, a->protocol, &a->local, time_ns, actor);
		return;
	}
	key = fact_key(FACT_PAIR, a->protocol, &a->local, &a->remote);
	facts_add(&o->facts, &key, time_ns, actor);
	key = fact_key(FACT_LOCAL, a->protocol, &a->local, NULL);
	facts_add(&o->facts, &key, time_ns, actor);
	note_address(o, &a->local.address, time_ns, actor);
}

static void note_request(struct owners *o, const struct event *e, int actor, uint8_t protocol)
{
	const struct call *c = &e->call;
	struct request *r;
	struct endpoint to;

	if (!protocol || (protocol == IPPROTO_UDP && c->row->kin == KIN_CONNECT) || /* sends nothing */
	    !sockaddr_read(c->arguments, strlen(c->arguments), &to))
		return;
	o->requests = memory_grown(o->requests, o->request_count, &o->request_capacity, sizeof(*o->requests));
	r = &o->requests[o->request_count++];
	*r = (struct request){ .from_ns = e->time_ns,
			       .to_ns = INT64_MAX,
			       .actor = actor,
			       .process = c->process,
			       .protocol = protocol,
			       .to = to };
	if (c->end_ns && c->end_ns < INT64_MAX - WRITING_NS)
		r->to_ns = c->end_ns + WRITING_NS;
}

/* What a process requested before is over when it makes its next call. */
static void end_request(struct owners *o, int process, int64_t time_ns)
{
	size_t least = o->request_count > LOOK_BACK ? o->request_count - LOOK_BACK : 0;

	for (size_t i = o->request_count; i-- > least;) {
		struct request *r = &o->requests[i];

		if (r->process != process)
			continue;
		if (r->to_ns > time_ns)
			r->to_ns = time_ns;
		return;
	}
}

/* Several UDP sockets may share an address and port: who tells where a datagram came from is who got it. */
static void note_received(struct owners *o, const struct call *c, const struct annotation *own, int actor)
{
	struct endpoint from;
	struct fact_key key;

	if (own->protocol != IPPROTO_UDP || !own->has_local || own->has_remote || !c->returned ||
	    c->value < 0 || !sockaddr_read(c->arguments, strlen(c->arguments), &from))
		return;
	key = fact_key(FACT_PAIR, own->protocol, &own->local, &from);
	facts_add(&o->facts, &key, c->end_ns, actor);
}

static void read_call(struct owners *o, const struct event *e)
{
	const struct call *c = &e->call;
	int actor = o->t->processes[c->process].actor;
	size_t length = strlen(c->arguments), at = 0;
	struct annotation a, own = { 0 };
	struct endpoint local;

	o->traced[actor] = true;
	if (e->time_ns < o->began_ns[actor])
		o->began_ns[actor] = e->time_ns;
	end_request(o, c->process, e->time_ns);
	for (bool first = true; annotation_next(c->arguments, length, &at, &a); first = false) {
		note_annotation(o, &a, e->time_ns, actor);
		if (first && c->descriptor >= 0)
			own = a;
	}
	if (c->result) { /* accept(), dup(), recvmsg() … return a descriptor */
		length = strlen(c->result);
		for (at = 0; annotation_next(c->result, length, &at, &a);)
			note_annotation(o, &a, c->end_ns ? c->end_ns : e->time_ns, actor);
	}
	if (!own.is_socket)
		return;
	if (c->row->kin == KIN_READ)
		note_received(o, c, &own, actor);
	if (call_addresses(c->row)) {
		note_request(o, e, actor, own.protocol);
		o->connects[actor] = true;
	} else if (c->row->kin == KIN_LISTEN) {
		o->listens[actor] = o->listens[actor] || !c->returned || c->value == 0;
	} else if (c->row->kin == KIN_BIND && own.protocol &&
		   sockaddr_read(c->arguments, strlen(c->arguments), &local)) {
		o->binds[actor] = o->binds[actor] || local.port;
		if (!c->returned || c->value != 0)
			return;
		note_bound(o, own.protocol, &local, e->time_ns, actor);
		o->bound_udp[actor] = o->bound_udp[actor] || own.protocol == IPPROTO_UDP;
	}
}

void owners_read_calls(struct owners *o)
{
	for (size_t i = 0; i < o->t->event_count; i++)
		if (o->t->events[i]->kind == EVENT_CALL)
			read_call(o, o->t->events[i]);
}

/* The earliest request to `to` that ran at this time and is not claimed; of this actor, or NOBODY: of any on local's
 * host. */
static struct request *find_request(struct owners *o, uint8_t protocol, const struct endpoint *local,
				    const struct endpoint *to, int64_t time_ns, int actor)
{
	int host = timeline_host_at(o->t, &local->address);

	/* Asked for in the order of time: what is claimed or over at the front stays so. */
	while (o->first_free < o->request_count &&
	       (o->requests[o->first_free].claimed || o->requests[o->first_free].to_ns < time_ns))
		o->first_free++;
	for (size_t i = o->first_free; i < o->request_count; i++) {
		struct request *r = &o->requests[i];

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

int owners_claim(struct owners *o, uint8_t protocol, const struct endpoint *local, const struct endpoint *to,
		 int64_t time_ns, int actor)
{
	struct request *r = find_request(o, protocol, local, to, time_ns, actor);
	struct fact_key key;

	if (!r)
		return NOBODY;
	r->claimed = true;
	key = fact_key(FACT_CLAIMED, protocol, local, NULL);
	facts_add(&o->facts, &key, time_ns, r->actor);
	return r->actor;
}
