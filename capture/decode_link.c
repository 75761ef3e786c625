/*
 * decode_link.c - link layers: what stands before the IP header in each kind of capture.
 */
#include <pcap/dlt.h>

#include "capture/view.h"

enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_PROVIDER_VLAN = 0x88a8,
	ETHERTYPE_OLD_PROVIDER_VLAN = 0x9100,
	ETHERTYPE_MPLS = 0x8847,
	ETHERTYPE_MPLS_UPSTREAM = 0x8848,
	ETHERTYPE_PPPOE_SESSION = 0x8864,
};

enum link_form {
	FORM_ETHERTYPE, /* a header of fixed length that holds an EtherType */
	FORM_FAMILY, /* four bytes: the address family, as the capturing machine numbers it */
	FORM_IP, /* nothing: the IP header comes first */
};

struct link_layer {
	int type; /* DLT_… */
	enum link_form form;
	uint8_t length; /* of the header */
	uint8_t ethertype_at; /* offset of the EtherType */
};

static const struct link_layer link_layers[] = {
	{ DLT_EN10MB, FORM_ETHERTYPE, 14, 12 },
	{ DLT_LINUX_SLL, FORM_ETHERTYPE, 16, 14 },
	{ DLT_LINUX_SLL2, FORM_ETHERTYPE, 20, 0 },
	{ DLT_NULL, FORM_FAMILY, 4, 0 },
	{ DLT_LOOP, FORM_FAMILY, 4, 0 },
	{ DLT_RAW, FORM_IP, 0, 0 },
	{ DLT_IPV4, FORM_IP, 0, 0 },
	{ DLT_IPV6, FORM_IP, 0, 0 },
};

static const struct link_layer *find_link_layer(int type)
{
	for (size_t i = 0; i < sizeof(link_layers) / sizeof(link_layers[0]); i++)
		if (link_layers[i].type == type)
			return &link_layers[i];
	return NULL;
}

/* DLT_NULL writes the family in the byte order of the machine that captured, which we do not know;
 * and AF_INET6 has another number on each system: 10 Linux, 23 Windows, 24 NetBSD and OpenBSD, 28 FreeBSD,
 * 30 macOS. */
static uint16_t family_ethertype(const uint8_t *at)
{
	uint32_t family = read32(at);

	if (family > 0xffff)
		family = (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
	switch (family) {
	case 2: return ETHERTYPE_IPV4;
	case 10:
	case 23:
	case 24:
	case 28:
	case 30: return ETHERTYPE_IPV6;
	}
	return 0;
}

static bool is_vlan(uint16_t ethertype)
{
	return ethertype == ETHERTYPE_VLAN || ethertype == ETHERTYPE_PROVIDER_VLAN ||
	       ethertype == ETHERTYPE_OLD_PROVIDER_VLAN;
}

/* RFC 3032: a stack of labels of four bytes each, the last of which has the bottom bit. What it carries nothing says but the
 * first half byte, which is IP's version (and 0 of a pseudowire: RFC 4385). */
static enum packet_problem skip_labels(struct view *v, uint16_t *ethertype)
{
	enum packet_problem problem;
	bool bottom = false;

	while (!bottom) {
		problem = view_need(v, 4);
		if (problem != PACKET_WHOLE)
			return problem;
		bottom = v->at[2] & 1;
		view_skip(v, 4);
	}
	problem = view_need(v, 1);
	if (problem != PACKET_WHOLE)
		return problem;
	if (v->at[0] >> 4 != 4 && v->at[0] >> 4 != 6)
		return PACKET_NOT_IP;
	*ethertype = v->at[0] >> 4 == 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
	return PACKET_WHOLE;
}

/* RFC 2516: six bytes of header, then PPP's protocol number. */
static enum packet_problem skip_pppoe(struct view *v, uint16_t *ethertype)
{
	enum { HEADER = 6, PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057 };
	enum packet_problem problem = view_need(v, HEADER + 2);
	uint16_t protocol;

	if (problem != PACKET_WHOLE)
		return problem;
	protocol = read16(v->at + HEADER);
	if (protocol != PPP_IPV4 && protocol != PPP_IPV6)
		return PACKET_NOT_IP;
	view_limit(v, HEADER + read16(v->at + 4)); /* what follows is the frame's padding */
	view_skip(v, HEADER + 2);
	*ethertype = protocol == PPP_IPV4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
	return PACKET_WHOLE;
}

enum packet_problem decode_link(int link_type, struct view *v, uint16_t *ethertype)
{
	const struct link_layer *link = find_link_layer(link_type);
	enum packet_problem problem;

	*ethertype = 0;
	if (!link)
		return PACKET_UNKNOWN_LINK;
	if (link->form == FORM_IP)
		return PACKET_WHOLE;
	problem = view_need(v, link->length);
	if (problem != PACKET_WHOLE)
		return problem;
	if (link->form == FORM_FAMILY)
		*ethertype = family_ethertype(v->at);
	else
		*ethertype = read16(v->at + link->ethertype_at);
	view_skip(v, link->length);
	/* IEEE 802.1Q: two bytes of tag, then the EtherType of what is tagged; tags can be stacked. */
	while (is_vlan(*ethertype)) {
		problem = view_need(v, 4);
		if (problem != PACKET_WHOLE)
			return problem;
		*ethertype = read16(v->at + 2);
		view_skip(v, 4);
	}
	if (*ethertype == ETHERTYPE_MPLS || *ethertype == ETHERTYPE_MPLS_UPSTREAM)
		return skip_labels(v, ethertype);
	if (*ethertype == ETHERTYPE_PPPOE_SESSION)
		return skip_pppoe(v, ethertype);
	if (*ethertype != ETHERTYPE_IPV4 && *ethertype != ETHERTYPE_IPV6)
		return PACKET_NOT_IP;
	return PACKET_WHOLE;
}

uint16_t packet_ethertype(const struct packet *p)
{
	struct view v = { p->bytes, p->captured, p->length };
	uint16_t ethertype;

	decode_link(p->link_type, &v, &ethertype);
	return ethertype;
}
