/*
 * packet.c - addresses: comparing, reading and writing them; and why a frame was not decoded.
 */
#include "capture/packet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static size_t address_size(uint8_t family)
{
	return family == 4 ? 4 : family == 6 ? 16 : 0;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family && memcmp(a->bytes, b->bytes, address_size(a->family)) == 0;
}

bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && address_equal(&a->address, &b->address);
}

bool endpoint_fits(const struct endpoint *a, const struct endpoint *b)
{
	return (!a->port || !b->port || a->port == b->port) && address_equal(&a->address, &b->address);
}

bool address_is_wildcard(const struct address *a)
{
	static const uint8_t zero[16];

	return a->family && memcmp(a->bytes, zero, address_size(a->family)) == 0;
}

bool address_parse(const char *text, struct address *out)
{
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, out->bytes) == 1)
		out->family = 4;
	else if (inet_pton(AF_INET6, text, out->bytes) == 1)
		out->family = 6;
	else
		memset(out->bytes, 0, sizeof(out->bytes));
	return out->family != 0;
}

const char *address_text(const struct address *a, char buf[ADDRESS_TEXT])
{
	if (a->family == 4 || a->family == 6)
		inet_ntop(a->family == 4 ? AF_INET : AF_INET6, a->bytes, buf, ADDRESS_TEXT);
	else
		snprintf(buf, ADDRESS_TEXT, "-");
	return buf;
}

const char *endpoint_text(const struct endpoint *e, char buf[ENDPOINT_TEXT])
{
	char address[ADDRESS_TEXT];

	/* RFC 5952 section 6: brackets keep the port apart from the address. */
	snprintf(buf, ENDPOINT_TEXT, e->address.family == 6 ? "[%s]:%u" : "%s:%u",
		 address_text(&e->address, address), e->port);
	return buf;
}

const char *packet_problem_text(enum packet_problem problem)
{
	switch (problem) {
	case PACKET_WHOLE: return "whole";
	case PACKET_UNKNOWN_LINK: return "unknown link type";
	case PACKET_NOT_IP: return "not IP";
	case PACKET_TRUNCATED: return "cut short within a header";
	case PACKET_BAD_LENGTH: return "a length field is wrong";
	case PACKET_FRAGMENT: return "a later fragment";
	}
	return "?";
}

struct endpoint packet_source(const struct packet *p)
{
	struct endpoint e = { .address = p->source };

	if (p->transport == TRANSPORT_TCP)
		e.port = p->tcp.source_port;
	else if (p->transport == TRANSPORT_UDP)
		e.port = p->udp.source_port;
	return e;
}

struct endpoint packet_destination(const struct packet *p)
{
	struct endpoint e = { .address = p->destination };

	if (p->transport == TRANSPORT_TCP)
		e.port = p->tcp.destination_port;
	else if (p->transport == TRANSPORT_UDP)
		e.port = p->udp.destination_port;
	return e;
}
