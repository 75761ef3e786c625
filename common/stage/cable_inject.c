/*
 * cable_inject.c - a frame made from what a line says of it; see cable_inject.h.
 *
 * It is put together from its end, as a stack does: data, transport, IP, Ethernet.
 */
#include "common/stage/cable_inject.h"

#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>

#include "capture/notation.h"

enum { IPV4_HEADER = 20, IPV6_HEADER = 40, TCP_HEADER = 20, UDP_HEADER = 8, ICMP_HEADER = 8, HOPS = 64 };
/* Where the checksum stands in each; RFC 9293 section 3.1, RFC 768, RFC 792. */
enum { TCP_CHECKSUM = 16, UDP_CHECKSUM = 6, ICMP_CHECKSUM = 2 };
/* What a router says that has met too large a packet. */
enum { NEXT_HOP_MTU = 1280 };

/* A transport's header and data, and where it goes. */
struct datagram {
	struct address source, destination;
	uint8_t protocol;
	size_t checksum; /* where it stands */
	uint8_t bytes[TCP_HEADER + OPTIONS_MOST + INJECTED_MOST];
	size_t length;
};

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

/* RFC 1071: the sum of words of 16 bits, not yet complemented. */
static uint32_t sum(uint32_t so_far, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		so_far += (uint32_t)bytes[i] << (i % 2 ? 0 : 8);
	while (so_far >> 16)
		so_far = (so_far & 0xffff) + (so_far >> 16);
	return so_far;
}

/* RFC 9293 section 3.1 and RFC 8200 section 8.1: with a pseudo header; ICMP of IPv4 has none. */
static void seal(struct datagram *d)
{
	size_t size = d->source.family == 4 ? 4 : 16;
	uint32_t total = 0;

	if (d->protocol != IPPROTO_ICMP) {
		total = d->protocol + (uint32_t)d->length;
		total = sum(total, d->source.bytes, size);
		total = sum(total, d->destination.bytes, size);
	}
	total = ~sum(total, d->bytes, d->length) & 0xffff;
	/* A UDP checksum of 0 means that there is none. */
	put16(d->bytes + d->checksum, total ? total : d->protocol == IPPROTO_UDP ? 0xffff : 0);
}

/* ---- the transports ---- */

static void put_payload(uint8_t *at, const struct line *line, size_t length)
{
	if (line->fault.payload)
		memcpy(at, line->fault.payload, length);
	else
		memset(at, 'x', length);
}

/* What this side of a connection has said last; NULL: nothing. */
static const struct tcp_header *said_last(const struct flow_table *flows, int connection, bool initiator)
{
	for (int i = (int)flow_segment_count(flows); i-- > 0;) {
		const struct segment *s = flow_segment(flows, i);

		if (s->connection == connection && s->from_initiator == initiator &&
		    !(s->packet.tcp.flags & FLAG_RST))
			return &s->packet.tcp;
	}
	return NULL;
}

/* Time stamps (RFC 7323) count from there too: they begin anywhere. */
static void shift_timestamps(uint8_t *options, size_t length, const struct tcp_options *last)
{
	for (size_t i = 0; i + 1 < length && options[i]; i += options[i] == 1 ? 1 : options[i + 1]) {
		uint8_t *at = options + i + 2;

		if (options[i] != 8)
			continue;
		put32(at, get32(at) + last->ts_value);
		put32(at + 4, get32(at + 4) + last->ts_echo);
	}
}

static bool make_segment(struct datagram *d, const struct seen *seen, const struct line *line, int from,
			 int to, struct error *error)
{
	const struct line *what = line->fault.what;
	const struct segment_pattern *s = &what->segment;
	unsigned number = line_connection(what);
	int found = seen_connection(seen, from, to, number), side;
	size_t options = 0, data = (size_t)(s->end.value - s->first.value);
	const struct tcp_header *last;
	const struct connection *c;
	const char *bad;

	if (found == NO_CONNECTION)
		return error_set(error, "%s and %s have no connection%s of which it could be a segment",
				 what->from.actor, what->to.actor, number ? " of this number" : "");
	c = flow_connection(seen->flows, found);
	side = world_host_at(seen->world, &c->side[0].address) == from ? 0 : 1;
	d->source = c->side[side].address;
	d->destination = c->side[1 - side].address;
	d->protocol = IPPROTO_TCP;
	d->checksum = TCP_CHECKSUM;
	put16(d->bytes, c->side[side].port);
	put16(d->bytes + 2, c->side[1 - side].port);
	put32(d->bytes + 4, c->isn[side] + (uint32_t)s->first.value);
	put32(d->bytes + 8, s->has_ack ? c->isn[1 - side] + (uint32_t)s->ack.value : 0);
	last = said_last(seen->flows, found, side == 0);
	if (s->has_options)
		options = options_encode(s->options, d->bytes + TCP_HEADER, &bad);
	if (last && last->options.has_timestamps)
		shift_timestamps(d->bytes + TCP_HEADER, options, &last->options);
	/* The data offset, and beside it the one flag of its own byte. */
	put16(d->bytes + 12, (unsigned)(TCP_HEADER + options) / 4 << 12 | s->flags);
	put16(d->bytes + 14, last ? last->window : UINT16_MAX);
	put_payload(d->bytes + TCP_HEADER + options, line, data);
	d->length = TCP_HEADER + options + data;
	return true;
}

static bool make_datagram(struct datagram *d, const struct seen *seen, const struct line *line, int from,
			  int to, struct error *error)
{
	const struct line *what = line->fault.what;
	bool stranger = what->from.address != NULL;
	const struct seen_packet *back = &seen->last_datagram[to],
				 *there = from == NO_HOST ? back : &seen->last_datagram[from];
	bool known =
		there->there && !stranger && world_host_at(seen->world, &there->packet.destination) == to;
	const struct packet *p = known ? &there->packet : &back->packet;

	if (!known && (!back->there || (!stranger && world_host_at(seen->world, &p->destination) != from)))
		return error_set(error,
				 "%s and %s have sent each other no datagram between whose ports it could go",
				 what->from.actor, what->to.actor);
	d->source = stranger ? what->from.at.address : known ? p->source : p->destination;
	d->destination = known ? p->destination : p->source;
	if (d->source.family != d->destination.family)
		return error_set(error, "the last datagram of %s was not of this family", what->to.actor);
	d->protocol = IPPROTO_UDP;
	d->checksum = UDP_CHECKSUM;
	d->length = UDP_HEADER + (size_t)what->datagram.length.value;
	put16(d->bytes, stranger && what->from.at.port ? what->from.at.port
			: known			       ? p->udp.source_port
						       : p->udp.destination_port);
	put16(d->bytes + 2, known ? p->udp.destination_port : p->udp.source_port);
	put16(d->bytes + 4, (unsigned)d->length);
	put_payload(d->bytes + UDP_HEADER, line, d->length - UDP_HEADER);
	return true;
}

/* Its number among those of a name; false: it is of the other family. */
static bool find_icmp(int family, const char *name, uint8_t *type, uint8_t *code)
{
	for (unsigned i = 0; i < 256 * 16; i++) {
		const char *known = icmp_name(family, i / 16, i % 16);

		if (!known || strcmp(known, name) != 0)
			continue;
		*type = (uint8_t)(i / 16);
		*code = (uint8_t)(i % 16);
		return true;
	}
	return false;
}

/* Does a message of this type quote a packet? RFC 792; RFC 4443 section 2.1: those below 128. */
static bool quotes(int family, uint8_t type)
{
	return family == 6 ? type < 128 : type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

static const struct address *address_of(const struct world *w, int host, uint8_t family)
{
	const struct address *a;

	for (size_t i = 0; (a = world_address(w, host, i)); i++)
		if (a->family == family)
			return a;
	return NULL;
}

static bool make_icmp(struct datagram *d, const struct seen *seen, const struct line *line, int from, int to,
		      struct error *error)
{
	const struct seen_packet *quoted = &seen->last[to];
	const struct line *what = line->fault.what;
	const struct address *source;
	uint8_t type, code;
	int family;

	if (!quoted->there)
		return error_set(error, "%s has sent nothing yet that such a message could be about",
				 what->to.actor);
	family = quoted->packet.source.family;
	if (!find_icmp(family, what->icmp, &type, &code) || !quotes(family, type))
		return error_set(error,
				 "ICMP %s is no message about an IPv%d packet, and that %s has sent last",
				 what->icmp, family, what->to.actor);
	source = what->from.address ? &what->from.at.address : address_of(seen->world, from, (uint8_t)family);
	if (!source || source->family != family)
		return error_set(error, "%s has no IPv%d address", what->from.actor, family);
	d->source = *source;
	d->destination = quoted->packet.source;
	d->protocol = family == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	d->checksum = ICMP_CHECKSUM;
	d->bytes[0] = type;
	d->bytes[1] = code;
	if (family == 6 ? type == 2 : type == 3 && code == 4)
		put16(d->bytes + 6, NEXT_HOP_MTU);
	memcpy(d->bytes + ICMP_HEADER, quoted->bytes, quoted->length);
	d->length = ICMP_HEADER + quoted->length;
	return true;
}

/* ---- below them ---- */

static size_t put_ip(uint8_t *at, const struct datagram *d)
{
	if (d->source.family == 6) {
		put32(at, 6u << 28);
		put16(at + 4, (unsigned)d->length);
		at[6] = d->protocol;
		at[7] = HOPS;
		memcpy(at + 8, d->source.bytes, 16);
		memcpy(at + 24, d->destination.bytes, 16);
		return IPV6_HEADER;
	}
	at[0] = 4 << 4 | IPV4_HEADER / 4;
	put16(at + 2, (unsigned)(IPV4_HEADER + d->length));
	at[8] = HOPS;
	at[9] = d->protocol;
	memcpy(at + 12, d->source.bytes, 4);
	memcpy(at + 16, d->destination.bytes, 4);
	put16(at + 10, ~sum(0, at, IPV4_HEADER) & 0xffff);
	return IPV4_HEADER;
}

/* The port of the host that has this address. */
static const struct port *port_of(const struct hosts *h, int host, const struct address *a)
{
	for (size_t i = 0; i < h->port_count; i++)
		for (size_t k = 0; h->ports[i].host == host && k < h->ports[i].far->address_count; k++)
			if (address_equal(&h->ports[i].far->addresses[k].address, a))
				return &h->ports[i];
	return NULL;
}

static bool put_frame(struct injection *out, const struct hosts *hosts, int to, const struct datagram *d,
		      struct error *error)
{
	const struct port *port = port_of(hosts, to, &d->destination);
	uint8_t *at = out->bytes + ETH_HLEN;

	if (!port)
		return error_set(error, "no link leads to the host that it is for");
	*out = (struct injection){ .port = (unsigned)(port - hosts->ports) };
	port_hardware_address(port, PORT_FAR, out->bytes);
	port_hardware_address(port, PORT_NEAR, out->bytes + ETH_ALEN);
	put16(out->bytes + ETH_HLEN - 2, d->source.family == 4 ? ETHERTYPE_IP : ETHERTYPE_IPV6);
	at += put_ip(at, d);
	memcpy(at, d->bytes, d->length);
	out->length = (size_t)(at - out->bytes) + d->length;
	return true;
}

bool injection_make(struct injection *out, const struct script *script, const struct seen *seen,
		    const struct hosts *hosts, const struct line *line, struct error *error)
{
	const struct line *what = line->fault.what;
	struct datagram d = { .length = 0 };
	int from = party_host(script, &what->from), to = party_host(script, &what->to);
	bool made;

	switch (what->kind) {
	case LINE_SEGMENT: made = make_segment(&d, seen, line, from, to, error); break;
	case LINE_DATAGRAM: made = make_datagram(&d, seen, line, from, to, error); break;
	default: made = make_icmp(&d, seen, line, from, to, error); break;
	}
	if (!made)
		return false;
	seal(&d);
	return put_frame(out, hosts, to, &d, error);
}
