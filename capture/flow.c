/*
 * flow.c - the table of connections: which one a segment belongs to, and its relative numbers.
 *
 * The numbers are tshark's: the SYN has 0; where the SYN was not captured the first segment that was has 1,
 * and a direction of which nothing was seen is numbered by what the other side acknowledges.
 */
#include "capture/flow.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "capture/flow_state.h"

enum {
	LARGEST_PAYLOAD = 1 << 30, /* no window is larger (RFC 7323 section 2.3): such a length is a lie */
	LARGEST_SHIFT = 14,
	UNPROVED_LOOKED_AT = 1024, /* how many retransmissions a D-SACK can be for */
};

struct flow {
	struct connection public;
	struct flow_direction direction[2]; /* [i]: what side i sent */
	int older; /* next in the same bucket, or NO_CONNECTION */
};

struct flow_table {
	struct segment *segments;
	size_t segment_count, segment_capacity;
	struct flow *flows;
	size_t flow_count, flow_capacity;
	int *buckets; /* newest flow of each hash */
	size_t bucket_count;
};

struct flow_table *flow_new(void)
{
	return calloc(1, sizeof(struct flow_table));
}

void flow_free(struct flow_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->flow_count; i++) {
		history_free(&table->flows[i].direction[0]);
		history_free(&table->flows[i].direction[1]);
	}
	free(table->segments);
	free(table->flows);
	free(table->buckets);
	free(table);
}

static uint32_t hash_endpoint(const struct endpoint *e)
{
	uint32_t hash = 2166136261u ^ e->port; /* FNV-1a */

	for (size_t i = 0; i < sizeof(e->address.bytes); i++)
		hash = (hash ^ e->address.bytes[i]) * 16777619u;
	return hash ^ hash >> 15;
}

/* The same for both directions. */
static size_t bucket_of(const struct flow_table *t, const struct endpoint *a, const struct endpoint *b)
{
	return (hash_endpoint(a) + hash_endpoint(b)) & (t->bucket_count - 1);
}

static void link_flow(struct flow_table *t, int index)
{
	struct flow *f = &t->flows[index];
	size_t bucket = bucket_of(t, &f->public.side[0], &f->public.side[1]);

	f->older = t->buckets[bucket];
	t->buckets[bucket] = index;
}

static void make_buckets(struct flow_table *t)
{
	if (t->flow_count < t->bucket_count)
		return;
	t->buckets = flow_grow(t->buckets, t->bucket_count, &t->bucket_count, sizeof(*t->buckets));
	for (size_t i = 0; i < t->bucket_count; i++)
		t->buckets[i] = NO_CONNECTION;
	for (size_t i = 0; i < t->flow_count; i++) /* in order, so that the newest comes first */
		link_flow(t, (int)i);
}

/* The newest connection between the two; *side: which of its sides `from` is. */
static int find_flow(const struct flow_table *t, const struct endpoint *from, const struct endpoint *to,
		     int *side)
{
	int i = t->bucket_count ? t->buckets[bucket_of(t, from, to)] : NO_CONNECTION;

	for (; i != NO_CONNECTION; i = t->flows[i].older) {
		const struct connection *c = &t->flows[i].public;

		for (*side = 0; *side < 2; ++*side)
			if (endpoint_equal(&c->side[*side], from) && endpoint_equal(&c->side[1 - *side], to))
				return i;
	}
	return NO_CONNECTION;
}

static int open_flow(struct flow_table *t, const struct packet *p, const struct endpoint *from,
		     const struct endpoint *to, int *side)
{
	struct flow *f;

	t->flows = flow_grow(t->flows, t->flow_count, &t->flow_capacity, sizeof(*t->flows));
	make_buckets(t);
	f = &t->flows[t->flow_count];
	memset(f, 0, sizeof(*f));
	/* Who sends SYN and ACK together has been sent a SYN, though we have not seen it. */
	*side = (p->tcp.flags & FLAG_SYN) && (p->tcp.flags & FLAG_ACK) ? 1 : 0;
	f->public.side[*side] = *from;
	f->public.side[1 - *side] = *to;
	f->public.first_segment = (int)t->segment_count;
	f->public.begin_ns = p->time_ns;
	link_flow(t, (int)t->flow_count);
	return (int)t->flow_count++;
}

static void restart_direction(struct flow_direction *d)
{
	history_free(d);
	memset(d, 0, sizeof(*d));
}

/* Does this SYN begin another incarnation of the connection (RFC 9293 section 3.4.1)? */
static bool is_new_incarnation(struct flow *f, int side, const struct tcp_header *tcp)
{
	struct flow_direction *d = &f->direction[side];

	if (!(tcp->flags & FLAG_SYN) || !d->based || tcp->sequence == f->public.isn[side])
		return false;
	if (!(tcp->flags & FLAG_ACK))
		return true;
	if (!f->direction[1 - side].based || tcp->acknowledgment - 1 != f->public.isn[1 - side])
		return true;
	/* It answers this connection's SYN. A server that gave up a half-open connection chooses another
	 * number when the SYN comes again; and an RST or ACK before may have misled us. */
	if (d->sent_count <= 1 && d->high <= 1)
		restart_direction(d);
	return false;
}

static void base_direction(struct flow *f, int side, uint32_t isn, int64_t next)
{
	if (f->direction[side].based)
		return;
	f->direction[side].based = true;
	f->direction[side].high = next;
	f->public.isn[side] = isn;
}

static void number_sides(struct flow *f, int side, const struct tcp_header *tcp)
{
	bool syn = tcp->flags & FLAG_SYN;

	base_direction(f, side, syn ? tcp->sequence : tcp->sequence - 1, syn ? 0 : 1);
	if (tcp->flags & FLAG_ACK)
		base_direction(f, 1 - side, tcp->acknowledgment - 1, 1);
}

static void learn_from_syn(struct flow *f, int side, const struct tcp_header *tcp)
{
	struct flow_direction *d = &f->direction[side];

	f->public.saw_syn[side] = true;
	d->has_scale = tcp->options.has_window_scale;
	d->scale = tcp->options.window_scale > LARGEST_SHIFT ? LARGEST_SHIFT : tcp->options.window_scale;
	d->syn_had_ack = tcp->flags & FLAG_ACK;
}

/* RFC 7323 section 2.2: windows are scaled if both SYNs carried the option, and never in a SYN itself. */
static uint32_t scaled_window(const struct flow *f, int side, const struct tcp_header *tcp)
{
	const struct flow_direction *d = &f->direction[side], *other = &f->direction[1 - side];
	/* A SYN with ACK carries the option only if the SYN did. */
	bool agreed = d->has_scale && (other->has_scale || (d->syn_had_ack && !f->public.saw_syn[1 - side]));

	if ((tcp->flags & FLAG_SYN) || !agreed)
		return tcp->window;
	return (uint32_t)tcp->window << d->scale;
}

/* The peer of `side` says that these bytes came twice: which retransmissions is that for? Each report is for
 * one copy, so of several that hold the same bytes it proves the first that is not proved yet. */
static void prove_by_dsack(struct flow_table *t, struct flow *f, int side, int by)
{
	struct flow_direction *d = &f->direction[side];
	const struct sack_block *block = &t->segments[by].packet.tcp.options.sack[0];
	int64_t left = unwrap(d->high, block->left - f->public.isn[side]);
	int64_t right = unwrap(d->high, block->right - f->public.isn[side]);
	size_t first = d->unproved_count > UNPROVED_LOOKED_AT ? d->unproved_count - UNPROVED_LOOKED_AT : 0;
	size_t kept = first;

	for (size_t i = first; i < d->unproved_count; i++) {
		struct segment *s = &t->segments[d->unproved[i]];
		unsigned flags = s->packet.tcp.flags;
		int64_t from = unwrap(d->high, s->first);
		int64_t to = from + s->packet.payload_length + !!(flags & FLAG_SYN) + !!(flags & FLAG_FIN);

		if (from >= left && to <= right) {
			s->dsacked_by = by;
			left = to; /* the rest of the block is for what follows */
		} else {
			d->unproved[kept++] = d->unproved[i];
		}
	}
	d->unproved_count = kept;
}

static void remember_acknowledgment(struct flow_direction *d, struct flow_direction *other,
				    const struct segment *s, const struct reading *r, int index)
{
	/* What was never seen sent cannot be acknowledged: another incarnation's number, or a hole in the
	 * capture. */
	if (r->ack <= other->high && (!other->acked || r->ack > other->una)) {
		other->acked = true;
		other->una = r->ack;
		history_acknowledged(other, r->ack, index);
	}
	if (d->told_ack && r->ack < d->ack)
		return; /* overtaken by a later one */
	d->told_ack = true;
	d->ack = r->ack;
	d->told_window = true;
	d->window = s->window;
	d->told_by_syn = s->packet.tcp.flags & FLAG_SYN;
}

static void remember_sequence_space(struct flow_direction *d, const struct segment *s,
				    const struct reading *r, int index)
{
	const struct packet *p = &s->packet;

	history_sent(d, r->from, r->to, index);
	if (s->marks & MARK_RETRANSMISSION) {
		d->unproved = flow_grow(d->unproved, d->unproved_count, &d->unproved_capacity,
					sizeof(*d->unproved));
		d->unproved[d->unproved_count++] = index;
	}
	if (r->to <= d->high)
		return;
	d->high = r->to;
	d->high_ns = s->packet.time_ns;
	d->has_last_byte =
		p->payload_length && p->payload_captured == p->payload_length && !(p->tcp.flags & FLAG_FIN);
	if (d->has_last_byte)
		d->last_byte = p->payload[p->payload_length - 1];
}

/* What the next segments will be compared with. */
static void remember(struct flow_table *t, struct flow *f, int side, const struct reading *r, int index)
{
	struct flow_direction *d = &f->direction[side], *other = &f->direction[1 - side];
	const struct segment *s = &t->segments[index];
	unsigned flags = s->packet.tcp.flags;

	if (flags & FLAG_RST)
		return; /* the end of it, and its numbers need not be the connection's */
	if (flags & FLAG_ACK) {
		remember_acknowledgment(d, other, s, r, index);
	} else if (flags & FLAG_SYN) {
		d->told_window = true;
		d->window = s->window;
		d->told_by_syn = true;
	}
	if (s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE))
		d->probe_open = true;
	else if (r->to > r->from)
		d->probe_open = false;
	if (s->marks & MARK_PROBE_ANSWER)
		other->probe_open = false;
	if (r->to > r->from)
		remember_sequence_space(d, s, r, index);
	if (s->marks & MARK_DSACK)
		prove_by_dsack(t, f, 1 - side, index);
}

static struct reading read_numbers(const struct flow *f, int side, const struct segment *s)
{
	unsigned flags = s->packet.tcp.flags;
	struct reading r;

	r.from = unwrap(f->direction[side].high, s->first);
	r.to = r.from;
	if (!(flags &
	      FLAG_RST)) /* an RST has no sequence space, and what text it carries is not the stream's */
		r.to += (int64_t)s->packet.payload_length + !!(flags & FLAG_SYN) + !!(flags & FLAG_FIN);
	r.ack = unwrap(f->direction[1 - side].high, s->ack);
	return r;
}

int flow_add(struct flow_table *t, const struct packet *p)
{
	const struct tcp_header *tcp = &p->tcp;
	struct endpoint from = packet_source(p), to = packet_destination(p);
	struct segment *s;
	struct flow *f;
	struct reading r;
	int side, index = (int)t->segment_count, number;

	if (p->transport != TRANSPORT_TCP || p->problem != PACKET_WHOLE || p->fragment)
		return NO_SEGMENT;
	if (p->payload_length > LARGEST_PAYLOAD)
		return NO_SEGMENT;
	number = find_flow(t, &from, &to, &side);
	if (number == NO_CONNECTION || is_new_incarnation(&t->flows[number], side, tcp))
		number = open_flow(t, p, &from, &to, &side);
	f = &t->flows[number];
	number_sides(f, side, tcp);

	t->segments = flow_grow(t->segments, t->segment_count, &t->segment_capacity, sizeof(*t->segments));
	s = &t->segments[t->segment_count++];
	memset(s, 0, sizeof(*s));
	s->packet = *p;
	s->connection = number;
	s->from_initiator = side == 0;
	s->first = tcp->sequence - f->public.isn[side];
	s->end = s->first + p->payload_length;
	s->ack = tcp->flags & FLAG_ACK ? tcp->acknowledgment - f->public.isn[1 - side] : 0;
	s->window = scaled_window(f, side, tcp);
	s->original = s->acknowledged_by = s->dsacked_by = NO_SEGMENT;
	r = read_numbers(f, side, s);
	mark_segment(s, &r, &f->direction[side], &f->direction[1 - side]);
	remember(t, f, side, &r, index);
	if (tcp->flags & FLAG_SYN)
		learn_from_syn(f, side, tcp);
	return index;
}

size_t flow_segment_count(const struct flow_table *table)
{
	return table->segment_count;
}

size_t flow_connection_count(const struct flow_table *table)
{
	return table->flow_count;
}

const struct segment *flow_segment(const struct flow_table *table, int index)
{
	return &table->segments[index];
}

const struct connection *flow_connection(const struct flow_table *table, int index)
{
	return &table->flows[index].public;
}
