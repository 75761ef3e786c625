/*
 * duplicates.c - which packets arrived, and which were lost; see duplicates.h.
 *
 * On one link each packet is seen once, before it meets the cut: it is lost if its direction was cut then. With a router
 * between two links it is seen twice: on the link of the host that sent it, and, once the router has forwarded it, on the
 * link of the host that it is for. Which of the two a capture is, its addresses tell; here the duplicates are
 * joined to their originals. An original without a duplicate is a packet that never arrived.
 *
 * What a cable has done to a packet it says itself (struct fault): a packet that it let pass twice has two arrivals, one that it
 * changed arrives as what it was changed into, which no receiver takes, and one that it held back joins behind those that went
 * on before.
 *
 * All is worked out anew each time, from what is on record and nothing else.
 */
#include "common/record/duplicates.h"

#include <netinet/in.h>
#include <string.h>

#include "common/record/memory.h"

/* What the router leaves as it was: all but the Ethernet addresses, the hop limit, and checksums, which a sender may
 * leave to hardware that a virtual link does not have. */
struct body {
	const uint8_t *bytes; /* from the end of the IP header */
	size_t length,
		checksum; /* where the two bytes of the transport's checksum stand; SIZE_MAX: nowhere */
	uint32_t identity; /* IPv4: identification and fragment offset */
};

static struct body body_of(const struct packet *p)
{
	const uint8_t *ip = p->bytes + p->ip_offset;
	size_t there = p->captured > p->ip_offset ? p->captured - p->ip_offset : 0, header = 40;
	struct body b = { .checksum = SIZE_MAX };

	if (there > p->ip_length)
		there = p->ip_length; /* what follows is Ethernet's padding */
	if (p->source.family == 4 && there >= 20) {
		header = (size_t)(ip[0] & 15) * 4;
		b.identity = (uint32_t)ip[4] << 24 | (uint32_t)ip[5] << 16 | (uint32_t)ip[6] << 8 | ip[7];
	}
	if (there <= header)
		return b;
	b.bytes = ip + header;
	b.length = there - header;
	if (p->fragment_offset)
		return b;
	if (p->protocol == IPPROTO_TCP)
		b.checksum = 16;
	else if (p->protocol == IPPROTO_UDP)
		b.checksum = 6;
	return b;
}

static bool is_same(const struct packet *a, const struct packet *b)
{
	struct body x = body_of(a), y = body_of(b);

	if (!address_equal(&a->source, &b->source) || !address_equal(&a->destination, &b->destination) ||
	    a->protocol != b->protocol || x.identity != y.identity || x.length != y.length)
		return false;
	for (size_t i = 0; i < x.length; i++)
		if (x.bytes[i] != y.bytes[i] && i != x.checksum && i != x.checksum + 1)
			return false;
	return true;
}

static uint32_t hash_bytes(uint32_t hash, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ bytes[i]) * 16777619;
	return hash;
}

/* The first bytes, with ports and sequence number, are enough to tell most packets apart. */
static uint32_t hash_of(const struct packet *p)
{
	struct body b = body_of(p);
	size_t length = b.length < 16 ? b.length : 16;
	uint32_t hash = hash_bytes(2166136261u ^ b.identity, p->source.bytes, sizeof(p->source.bytes));

	if (b.checksum < length)
		length = b.checksum;
	return hash_bytes(hash, b.bytes, length);
}

/* Originals that wait for their duplicate: lists by hash, each in the order in which they went on. */
struct waiting {
	struct packet_event *packet;
	const struct packet *went_on; /* as what it arrives */
	int64_t since_ns;
	bool spoiled; /* so that nobody takes it */
	uint32_t hash;
	size_t next; /* index + 1; 0: none */
};

struct originals {
	struct timeline *t;
	struct waiting *waiting; /* with room for all */
	size_t count;
	size_t *slots; /* index + 1 of the first */
	uint32_t mask;
	bool ended;
};

static bool address_in_cut(const struct address *cut, const struct address *packet)
{
	return !cut->family || address_equal(cut, packet);
}

static bool is_cut(const struct timeline *t, const struct packet *p)
{
	for (size_t i = 0; i < t->cut_count; i++) {
		const struct cut *c = &t->cuts[i];

		if (p->time_ns >= c->from_ns && p->time_ns < c->to_ns && p->source.family &&
		    address_in_cut(&c->source, &p->source) &&
		    address_in_cut(&c->destination, &p->destination))
			return true;
	}
	return false;
}

static void wait_for_duplicate(struct originals *s, struct waiting w)
{
	size_t *at;

	w.hash = hash_of(w.went_on);
	at = &s->slots[w.hash & s->mask];
	while (*at && s->waiting[*at - 1].since_ns <= w.since_ns)
		at = &s->waiting[*at - 1].next;
	w.next = *at;
	s->waiting[s->count++] = w;
	*at = s->count;
}

/* ---- what the cable did ---- */

/* The packet with one bit turned over, in the arena of the index. */
static const struct packet *changed_at(const struct timeline *t, const struct packet *p, uint32_t byte)
{
	struct packet *changed = arena_copy(t->index_arena, p, sizeof(*p));
	uint8_t *bytes = arena_copy(t->index_arena, p->bytes, p->captured);

	if (byte < p->captured)
		bytes[byte] ^= 1;
	changed->bytes = bytes;
	return changed;
}

static void follow_fault(struct originals *s, struct packet_event *p, const struct fault *f)
{
	struct waiting w = { .packet = p, .went_on = &p->packet };

	p->lost =
		p->lost || f->kind == FAULT_DROP || f->kind == FAULT_CORRUPT || (s->ended && fault_holds(f));
	if (f->changed) {
		w.went_on = changed_at(s->t, &p->packet, f->changed);
		w.spoiled = true;
	}
	for (unsigned i = 0; i < f->times; i++) {
		w.since_ns = f->went_on_ns[i];
		wait_for_duplicate(s, w);
	}
}

static void arrive(const struct waiting *w, int64_t now_ns)
{
	if (w->spoiled)
		return;
	if (!w->packet->arrived_ns)
		w->packet->arrived_ns = now_ns;
	w->packet->lost = false;
}

/* Of several that look the same: the oldest that no cut stopped; else the last, as what was sent before it did not come
 * through either. */
static void take_duplicate(struct originals *s, const struct packet_event *second)
{
	uint32_t hash = hash_of(&second->packet);
	size_t *found = NULL;

	for (size_t *at = &s->slots[hash & s->mask]; *at; at = &s->waiting[*at - 1].next) {
		const struct waiting *w = &s->waiting[*at - 1];

		if (w->hash != hash || !w->packet || !w->went_on || w->since_ns > second->packet.time_ns ||
		    !is_same(w->went_on, &second->packet))
			continue;
		found = at;
		if (!w->packet->lost)
			break;
	}
	if (!found)
		return;
	arrive(&s->waiting[*found - 1], second->packet.time_ns);
	*found = s->waiting[*found - 1].next;
}

static bool has_ended(const struct timeline *t)
{
	for (size_t i = t->event_count; i-- > 0;)
		if (t->events[i]->kind == EVENT_ACTION && t->events[i]->action.line == 0)
			return true;
	return false;
}

/* It was put onto the link of the host that it is for, and is seen there alone. */
static void see_injected(struct packet_event *p)
{
	p->arrived_ns = p->packet.time_ns;
}

static void see(struct originals *s, struct packet_event *p)
{
	int source = timeline_host_at(s->t, &p->packet.source);
	int destination = timeline_host_at(s->t, &p->packet.destination);
	int here = s->t->links[p->link].host;

	p->host = source;
	if (source == destination || !timeline_has_link(s->t, source))
		return;
	/* What is for all of a link is seen at each of its hosts. */
	p->duplicate = here != source;
	if (here == destination) {
		take_duplicate(s, p);
	} else if (here == source && timeline_has_link(s->t, destination)) {
		p->lost = is_cut(s->t, &p->packet);
		if (p->fault != NO_FAULT)
			follow_fault(s, p, &s->t->faults[p->fault]);
		else
			wait_for_duplicate(s, (struct waiting){ .packet = p,
								.went_on = &p->packet,
								.since_ns = p->packet.time_ns });
	}
}

/* When all is over, what has not come will not come. */
static void give_up(const struct originals *s)
{
	for (uint32_t i = 0; i <= s->mask; i++)
		for (size_t at = s->slots[i]; at; at = s->waiting[at - 1].next)
			s->waiting[at - 1].packet->lost = !s->waiting[at - 1].packet->arrived_ns;
}

void duplicates_assign(struct timeline *t)
{
	struct originals s = { .t = t, .ended = has_ended(t) };
	size_t slots = 64;

	for (size_t i = 0; i < t->event_count; i++) {
		struct packet_event *p = &t->events[i]->packet;

		if (t->events[i]->kind != EVENT_PACKET)
			continue;
		p->duplicate = false;
		p->arrived_ns = 0;
		p->host = NOBODY;
		p->fault = NO_FAULT;
		p->lost = !t->host_count && is_cut(t, &p->packet);
		slots *= ++s.count > slots ? 2 : 1;
	}
	if (!t->host_count)
		return;
	faults_find_packets(t);
	s.waiting = memory_zeroed(s.count + t->fault_count, sizeof(*s.waiting)); /* one may pass twice */
	s.count = 0;
	s.slots = memory_zeroed(slots, sizeof(*s.slots));
	s.mask = (uint32_t)(slots - 1);
	for (size_t i = 0; i < t->event_count; i++)
		if (packet_is_injected(t, t->events[i]))
			see_injected(&t->events[i]->packet);
		else if (t->events[i]->kind == EVENT_PACKET && t->events[i]->packet.packet.source.family)
			see(&s, &t->events[i]->packet);
	if (s.ended)
		give_up(&s);
	free(s.waiting);
	free(s.slots);
}
