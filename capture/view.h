/*
 * view.h - what is left to decode of a frame; for the decoder's own files only.
 *
 * A view knows two lengths: how many bytes there were on the wire, and how many of them
 * were captured. Every read asks view_need() first, so nothing reads past the capture.
 */
#ifndef CAPTURE_VIEW_H
#define CAPTURE_VIEW_H

#include "capture/packet.h"

struct view {
	const uint8_t *at;
	uint32_t captured; /* never above length */
	uint32_t length; /* on the wire */
};

static inline uint16_t read16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t read32(const uint8_t *at)
{
	return (uint32_t)read16(at) << 16 | read16(at + 2);
}

/* May the next `count` bytes be read? If not: were they sent but not captured, or never sent? */
static inline enum packet_problem view_need(const struct view *v, uint32_t count)
{
	if (count <= v->captured)
		return PACKET_WHOLE;
	return count <= v->length ? PACKET_TRUNCATED : PACKET_BAD_LENGTH;
}

/* Steps over `count` bytes that were on the wire, captured or not. */
static inline void view_skip(struct view *v, uint32_t count)
{
	uint32_t captured = count < v->captured ? count : v->captured;

	v->at += captured;
	v->captured -= captured;
	v->length -= count < v->length ? count : v->length;
}

/* Forgets what lies behind the first `length` bytes: padding, trailers. */
static inline void view_limit(struct view *v, uint32_t length)
{
	if (length < v->length)
		v->length = length;
	if (v->captured > v->length)
		v->captured = v->length;
}

/* decode_link.c: steps over the link header. *ethertype says what follows (0: the IP version alone tells). */
enum packet_problem decode_link(int link_type, struct view *v, uint16_t *ethertype);
/* The EtherType of a decoded frame, for naming what is not IP; 0 where it has none. */
uint16_t packet_ethertype(const struct packet *p);
/* decode_ip.c: steps over the IP header and its extensions; sets addresses, lengths, fragment, protocol. */
enum packet_problem decode_ip(struct packet *p, struct view *v, uint16_t ethertype);
/* The same for the datagram that an ICMP error quotes: how long it claims to be does not matter. */
enum packet_problem decode_quoted_ip(struct packet *p, struct view *v);
/* decode_transport.c: TCP, UDP, ICMP, and the payload. */
enum packet_problem decode_transport(struct packet *p, struct view *v);

/* tcp_options.c: what stands at the beginning of what is left of an option list? */
enum option_step {
	OPTION_END,
	OPTION_NOP,
	OPTION_WHOLE, /* at[1] bytes, of a length that its kind allows */
	OPTION_BAD, /* of a wrong length, or not whole */
};
enum option_step tcp_option_step(const uint8_t *at, uint32_t length);
/* The list of `length` bytes, of which `captured` are at *bytes. */
void tcp_options_decode(struct tcp_options *o, const uint8_t *bytes, uint32_t captured, uint32_t length);

#endif
