/*
 * notation_packet.c - what is no TCP segment, in a few words: datagrams, ICMP, and what is not IP.
 */
#include <inttypes.h>
#include <netinet/in.h>

#include "capture/notation.h"
#include "capture/view.h"
#include "capture/writer.h"

enum { ANY_CODE = 256 };

struct icmp_entry {
	uint8_t type;
	uint16_t code; /* or ANY_CODE, which comes after the codes of the same type */
	const char *name;
};

/* RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1; tcpdump's words, with hyphens. */
static const struct icmp_entry icmp4_names[] = {
	{ 0, ANY_CODE, "echo-reply" },
	{ 3, 0, "net-unreachable" },
	{ 3, 1, "host-unreachable" },
	{ 3, 2, "protocol-unreachable" },
	{ 3, 3, "port-unreachable" },
	{ 3, 4, "need-to-frag" },
	{ 3, 5, "source-route-failed" },
	{ 3, 6, "net-unknown" },
	{ 3, 7, "host-unknown" },
	{ 3, 8, "source-host-isolated" },
	{ 3, 9, "net-prohibited" },
	{ 3, 10, "host-prohibited" },
	{ 3, 11, "net-tos-unreachable" },
	{ 3, 12, "host-tos-unreachable" },
	{ 3, 13, "admin-prohibited" },
	{ 3, 14, "host-precedence-violation" },
	{ 3, 15, "precedence-cutoff" },
	{ 3, ANY_CODE, "unreachable" },
	{ 4, ANY_CODE, "source-quench" },
	{ 5, 0, "redirect-net" },
	{ 5, 1, "redirect-host" },
	{ 5, 2, "redirect-tos-net" },
	{ 5, 3, "redirect-tos-host" },
	{ 5, ANY_CODE, "redirect" },
	{ 8, ANY_CODE, "echo-request" },
	{ 9, ANY_CODE, "router-advertisement" },
	{ 10, ANY_CODE, "router-solicitation" },
	{ 11, 1, "reassembly-time-exceeded" },
	{ 11, ANY_CODE, "time-exceeded" },
	{ 12, ANY_CODE, "parameter-problem" },
	{ 13, ANY_CODE, "timestamp-request" },
	{ 14, ANY_CODE, "timestamp-reply" },
	{ 15, ANY_CODE, "information-request" },
	{ 16, ANY_CODE, "information-reply" },
	{ 17, ANY_CODE, "address-mask-request" },
	{ 18, ANY_CODE, "address-mask-reply" },
};

/* RFC 4443, RFC 4861, RFC 2710, RFC 3810. */
static const struct icmp_entry icmp6_names[] = {
	{ 1, 0, "no-route" },
	{ 1, 1, "admin-prohibited" },
	{ 1, 2, "beyond-scope" },
	{ 1, 3, "address-unreachable" },
	{ 1, 4, "port-unreachable" },
	{ 1, 5, "policy-fail" },
	{ 1, 6, "reject-route" },
	{ 1, ANY_CODE, "unreachable" },
	{ 2, ANY_CODE, "packet-too-big" },
	{ 3, 1, "reassembly-time-exceeded" },
	{ 3, ANY_CODE, "time-exceeded" },
	{ 4, ANY_CODE, "parameter-problem" },
	{ 128, ANY_CODE, "echo-request" },
	{ 129, ANY_CODE, "echo-reply" },
	{ 130, ANY_CODE, "multicast-listener-query" },
	{ 131, ANY_CODE, "multicast-listener-report" },
	{ 132, ANY_CODE, "multicast-listener-done" },
	{ 133, ANY_CODE, "router-solicitation" },
	{ 134, ANY_CODE, "router-advertisement" },
	{ 135, ANY_CODE, "neighbor-solicitation" },
	{ 136, ANY_CODE, "neighbor-advertisement" },
	{ 137, ANY_CODE, "redirect" },
	{ 143, ANY_CODE, "multicast-listener-report-v2" },
};

const char *icmp_name(int family, unsigned type, unsigned code)
{
	const struct icmp_entry *names = family == 6 ? icmp6_names : icmp4_names;
	size_t count = family == 6 ? sizeof(icmp6_names) / sizeof(icmp6_names[0])
				   : sizeof(icmp4_names) / sizeof(icmp4_names[0]);

	for (size_t i = 0; i < count; i++)
		if (names[i].type == type && (names[i].code == code || names[i].code == ANY_CODE))
			return names[i].name;
	return NULL;
}

static void write_icmp(struct writer *w, const struct packet *p)
{
	/* RFC 4443 for ICMPv6; the words are the same, so a script need not care which it is. */
	int family = p->transport == TRANSPORT_ICMP6 ? 6 : 4;
	const char *name = icmp_name(family, p->icmp.type, p->icmp.code);

	if (name)
		writer_add(w, "ICMP %s", name);
	else
		writer_add(w, "ICMP type-%u code-%u", p->icmp.type, p->icmp.code);
}

static const char *protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP: return "TCP";
	case IPPROTO_UDP: return "UDP";
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6: return "ICMP";
	case IPPROTO_IGMP: return "IGMP";
	case IPPROTO_SCTP: return "SCTP";
	case IPPROTO_ESP: return "ESP";
	case IPPROTO_GRE: return "GRE";
	}
	return NULL;
}

static void write_protocol(struct writer *w, const struct packet *p)
{
	const char *name = protocol_name(p->protocol);

	if (p->source.family == 0)
		writer_add(w, "frame");
	else if (name)
		writer_add(w, "%s", name);
	else
		writer_add(w, "IP protocol %u", p->protocol);
}

static void write_not_ip(struct writer *w, const struct packet *p)
{
	uint16_t ethertype = packet_ethertype(p);

	static const struct {
		uint16_t ethertype;
		const char *name;
	} known[] = {
		{ 0x0806, "ARP" },	     { 0x8847, "MPLS, not IP" },
		{ 0x8848, "MPLS, not IP" },  { 0x8863, "PPPoE discovery" },
		{ 0x8864, "PPPoE, not IP" },
	};
	const char *name = NULL;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].ethertype == ethertype)
			name = known[i].name;
	if (name)
		writer_add(w, "%s", name);
	else if (ethertype > 1500)
		writer_add(w, "EtherType 0x%04x", ethertype);
	else
		writer_add(w, "not IP");
}

static void write_fragment(struct writer *w, const struct packet *p)
{
	write_protocol(w, p);
	writer_add(w, " fragment at %u", p->fragment_offset);
}

static void write_whole(struct writer *w, const struct packet *p)
{
	switch (p->transport) {
	case TRANSPORT_ICMP:
	case TRANSPORT_ICMP6: write_icmp(w, p); return;
	case TRANSPORT_TCP:
	case TRANSPORT_UDP:
	case TRANSPORT_OTHER:
		write_protocol(w, p);
		writer_add(w, " %" PRIu32, p->payload_length);
		return;
	case TRANSPORT_NONE: writer_add(w, "nothing"); return;
	}
}

const char *packet_text(const struct packet *p, char *buf, size_t size)
{
	struct writer w = writer_begin(buf, size);

	switch (p->problem) {
	case PACKET_WHOLE:
		if (p->fragment)
			write_fragment(&w, p);
		else
			write_whole(&w, p);
		break;
	case PACKET_FRAGMENT: write_fragment(&w, p); break;
	case PACKET_NOT_IP: write_not_ip(&w, p); break;
	case PACKET_UNKNOWN_LINK: writer_add(&w, "unknown link type %d", p->link_type); break;
	case PACKET_TRUNCATED:
	case PACKET_BAD_LENGTH:
		write_protocol(&w, p);
		writer_add(&w, ", %s", packet_problem_text(p->problem));
		break;
	}
	return buf;
}
