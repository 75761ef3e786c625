/*
 * decode_ip.c - IPv4 and IPv6 headers, with options, extension headers and fragments.
 *
 * Sets how long the datagram is on the wire: behind it there may be Ethernet's padding, and on a
 * loopback with segmentation offload it may be longer than its own length field can say.
 */
#include <netinet/in.h>
#include <string.h>

#include "capture/view.h"

enum {
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	OPTION_PAD1 = 0,
	OPTION_JUMBO = 0xc2, /* RFC 2675 */
	PROTOCOL_HIP = 139,
	PROTOCOL_SHIM6 = 140,
};

static void set_address(struct address *a, uint8_t family, const uint8_t *bytes)
{
	a->family = family;
	memcpy(a->bytes, bytes, family == 4 ? 4 : 16);
}

/* The datagram ends where its header says, which must be within the frame (unless it is only quoted). */
static enum packet_problem limit_to_datagram(struct packet *p, struct view *v, uint32_t header, bool quoted)
{
	if (p->ip_length < header)
		return PACKET_BAD_LENGTH;
	if (p->ip_length > v->length && !quoted)
		return PACKET_BAD_LENGTH;
	view_limit(v, p->ip_length);
	return PACKET_WHOLE;
}

/* RFC 4302: the length counts words of four bytes, less two. What it authenticates follows in the clear. */
static enum packet_problem skip_authentication(struct packet *p, struct view *v)
{
	enum packet_problem problem = view_need(v, 12);
	uint32_t length;

	if (problem != PACKET_WHOLE)
		return problem;
	length = (v->at[1] + 2u) * 4;
	if (length < 12)
		return PACKET_BAD_LENGTH;
	problem = view_need(v, length);
	if (problem != PACKET_WHOLE)
		return problem;
	p->protocol = v->at[0];
	view_skip(v, length);
	return PACKET_WHOLE;
}

static enum packet_problem decode_ipv4(struct packet *p, struct view *v, bool quoted)
{
	enum packet_problem problem = view_need(v, IPV4_HEADER);
	uint32_t header;
	uint16_t fragment;

	if (problem != PACKET_WHOLE)
		return problem;
	header = (v->at[0] & 0x0fu) * 4;
	p->ip_length = read16(v->at + 2);
	if (p->ip_length == 0) /* segmentation offload: longer than 65,535 bytes, so the kernel wrote 0 */
		p->ip_length = v->length;
	fragment = read16(v->at + 6);
	p->fragment_offset = (uint16_t)((fragment & 0x1fff) * 8);
	p->fragment = (fragment & 0x2000) || p->fragment_offset;
	p->hop_limit = v->at[8];
	p->protocol = v->at[9];
	set_address(&p->source, 4, v->at + 12);
	set_address(&p->destination, 4, v->at + 16);
	if (header < IPV4_HEADER)
		return PACKET_BAD_LENGTH;
	problem = limit_to_datagram(p, v, header, quoted);
	if (problem == PACKET_WHOLE)
		problem = view_need(v, header); /* options: nothing in them concerns us */
	if (problem != PACKET_WHOLE)
		return problem;
	view_skip(v, header);
	if (p->fragment_offset)
		return PACKET_FRAGMENT;
	if (p->protocol == IPPROTO_AH)
		return skip_authentication(p, v);
	return PACKET_WHOLE;
}

/* The jumbo payload option among hop-by-hop options; 0 where there is none. */
static uint32_t jumbo_length(const struct view *v)
{
	uint32_t at = 2, end;

	if (v->captured < 8)
		return 0;
	end = (v->at[1] + 1u) * 8;
	if (end > v->captured)
		end = v->captured;
	while (at + 2 <= end) {
		if (v->at[at] == OPTION_PAD1) {
			at++;
			continue;
		}
		if (v->at[at] == OPTION_JUMBO && v->at[at + 1] == 4 && at + 6 <= end)
			return read32(v->at + at + 2);
		at += 2u + v->at[at + 1];
	}
	return 0;
}

/* Steps over extension headers up to the transport header. p->protocol: the next header, in and out. */
static enum packet_problem skip_extensions(struct packet *p, struct view *v)
{
	for (;;) {
		enum packet_problem problem;
		uint32_t length;

		switch (p->protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
		case IPPROTO_MH:
		case PROTOCOL_HIP:
		case PROTOCOL_SHIM6:
			problem = view_need(v, 8);
			if (problem != PACKET_WHOLE)
				return problem;
			length = (v->at[1] + 1u) * 8;
			problem = view_need(v, length);
			if (problem != PACKET_WHOLE)
				return problem;
			p->protocol = v->at[0];
			view_skip(v, length);
			break;
		case IPPROTO_FRAGMENT:
			problem = view_need(v, 8);
			if (problem != PACKET_WHOLE)
				return problem;
			p->fragment_offset = read16(v->at + 2) & 0xfff8;
			p->fragment = p->fragment_offset || (v->at[3] & 1);
			p->protocol = v->at[0];
			view_skip(v, 8);
			if (p->fragment_offset)
				return PACKET_FRAGMENT;
			break;
		case IPPROTO_AH:
			problem = skip_authentication(p, v);
			if (problem != PACKET_WHOLE)
				return problem;
			break;
		default: /* a transport header, or one that hides what follows (ESP, 59 "nothing follows") */
			return PACKET_WHOLE;
		}
	}
}

static enum packet_problem decode_ipv6(struct packet *p, struct view *v, bool quoted)
{
	enum packet_problem problem = view_need(v, IPV6_HEADER);
	uint32_t payload;

	if (problem != PACKET_WHOLE)
		return problem;
	payload = read16(v->at + 4);
	p->protocol = v->at[6];
	p->hop_limit = v->at[7];
	set_address(&p->source, 6, v->at + 8);
	set_address(&p->destination, 6, v->at + 24);
	if (payload == 0 && p->protocol == IPPROTO_HOPOPTS) {
		struct view options = *v;

		view_skip(&options, IPV6_HEADER);
		payload = jumbo_length(&options);
	}
	if (payload == 0 && p->protocol != IPPROTO_NONE) /* offload, as with IPv4 */
		payload = v->length - IPV6_HEADER;
	if (payload > UINT32_MAX - IPV6_HEADER)
		return PACKET_BAD_LENGTH;
	p->ip_length = IPV6_HEADER + payload;
	problem = limit_to_datagram(p, v, IPV6_HEADER, quoted);
	if (problem != PACKET_WHOLE)
		return problem;
	view_skip(v, IPV6_HEADER);
	return skip_extensions(p, v);
}

static enum packet_problem decode_headers(struct packet *p, struct view *v, uint16_t ethertype, bool quoted)
{
	enum packet_problem problem = view_need(v, 1);
	unsigned version;

	if (problem != PACKET_WHOLE)
		return problem;
	version = v->at[0] >> 4;
	if (version == 4 && ethertype != ETHERTYPE_IPV6)
		return decode_ipv4(p, v, quoted);
	if (version == 6 && ethertype != ETHERTYPE_IPV4)
		return decode_ipv6(p, v, quoted);
	return PACKET_NOT_IP;
}

enum packet_problem decode_ip(struct packet *p, struct view *v, uint16_t ethertype)
{
	return decode_headers(p, v, ethertype, false);
}

enum packet_problem decode_quoted_ip(struct packet *p, struct view *v)
{
	return decode_headers(p, v, 0, true);
}
