/*
 * decode_transport.c - TCP, UDP and ICMP headers, and where the payload lies.
 */
#include <netinet/in.h>
#include <string.h>

#include "capture/view.h"

enum { TCP_HEADER = 20, UDP_HEADER = 8, ICMP_HEADER = 8 };

static void set_payload(struct packet *p, const struct view *v)
{
	p->payload_length = v->length;
	p->payload_captured = v->captured;
	p->payload = v->captured ? v->at : NULL;
}

static enum packet_problem decode_tcp(struct packet *p, struct view *v)
{
	struct tcp_header *tcp = &p->tcp;
	enum packet_problem problem = view_need(v, TCP_HEADER);
	uint32_t options;

	if (problem != PACKET_WHOLE)
		return problem;
	p->transport = TRANSPORT_TCP;
	tcp->source_port = read16(v->at);
	tcp->destination_port = read16(v->at + 2);
	tcp->sequence = read32(v->at + 4);
	tcp->acknowledgment = read32(v->at + 8);
	tcp->header_length = (uint8_t)((v->at[12] >> 4) * 4);
	tcp->flags = read16(v->at + 12) & 0x1ff;
	tcp->window = read16(v->at + 14);
	tcp->urgent = read16(v->at + 18);
	if (tcp->header_length < TCP_HEADER || tcp->header_length > v->length)
		return PACKET_BAD_LENGTH;
	view_skip(v, TCP_HEADER);
	options = tcp->header_length - (uint32_t)TCP_HEADER;
	tcp_options_decode(&tcp->options, v->at, v->captured < options ? v->captured : options, options);
	/* A snapshot that ends within the options has all that a segment is: flags, numbers, window and length. */
	view_skip(v, options);
	set_payload(p, v);
	return PACKET_WHOLE;
}

static enum packet_problem decode_udp(struct packet *p, struct view *v)
{
	struct udp_header *udp = &p->udp;
	enum packet_problem problem = view_need(v, UDP_HEADER);
	uint32_t length;

	if (problem != PACKET_WHOLE)
		return problem;
	p->transport = TRANSPORT_UDP;
	udp->source_port = read16(v->at);
	udp->destination_port = read16(v->at + 2);
	udp->length = read16(v->at + 4);
	length = udp->length;
	if (length == 0 && v->length > UINT16_MAX) /* RFC 2675: too long for the field */
		length = v->length;
	/* A first fragment holds less than the whole datagram that the header speaks of. */
	if (length < UDP_HEADER || (length > v->length && !p->fragment))
		return PACKET_BAD_LENGTH;
	view_limit(v, length);
	view_skip(v, UDP_HEADER);
	set_payload(p, v);
	return PACKET_WHOLE;
}

/* An error message quotes the start of the datagram that caused it: as much as the sender liked to. */
static void decode_quote(struct icmp_header *icmp, struct view v)
{
	struct packet quoted;
	enum packet_problem problem;

	memset(&quoted, 0, sizeof(quoted));
	problem = decode_quoted_ip(&quoted, &v);
	if (quoted.source.family == 0)
		return;
	icmp->quotes = true;
	icmp->quoted_source = quoted.source;
	icmp->quoted_destination = quoted.destination;
	icmp->quoted_protocol = quoted.protocol;
	if (problem != PACKET_WHOLE || v.captured < 4)
		return;
	if (quoted.protocol != IPPROTO_TCP && quoted.protocol != IPPROTO_UDP)
		return;
	icmp->quotes_ports = true;
	icmp->quoted_source_port = read16(v.at);
	icmp->quoted_destination_port = read16(v.at + 2);
	if (quoted.protocol == IPPROTO_TCP && v.captured >= 8)
		icmp->quoted_sequence = read32(v.at + 4);
}

/* Destination unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
static bool icmp4_is_error(uint8_t type)
{
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

static enum packet_problem decode_icmp(struct packet *p, struct view *v, enum transport transport)
{
	enum packet_problem problem = view_need(v, 4);

	if (problem != PACKET_WHOLE)
		return problem;
	p->transport = transport;
	p->icmp.type = v->at[0];
	p->icmp.code = v->at[1];
	problem = view_need(v, ICMP_HEADER);
	if (problem != PACKET_WHOLE)
		return problem;
	view_skip(v, ICMP_HEADER);
	set_payload(p, v);
	/* RFC 4443 section 2.1: types below 128 are errors. */
	if (transport == TRANSPORT_ICMP ? icmp4_is_error(p->icmp.type) : p->icmp.type < 128)
		decode_quote(&p->icmp, *v);
	return PACKET_WHOLE;
}

enum packet_problem decode_transport(struct packet *p, struct view *v)
{
	switch (p->protocol) {
	case IPPROTO_TCP: return decode_tcp(p, v);
	case IPPROTO_UDP: return decode_udp(p, v);
	case IPPROTO_ICMP: return decode_icmp(p, v, TRANSPORT_ICMP);
	case IPPROTO_ICMPV6: return decode_icmp(p, v, TRANSPORT_ICMP6);
	default:
		p->transport = TRANSPORT_OTHER;
		set_payload(p, v);
		return PACKET_WHOLE;
	}
}
