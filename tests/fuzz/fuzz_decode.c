/*
 * fuzz_decode.c - any bytes as a frame, of any link type, captured in part: what does the decoder do?
 *
 * Nothing may be read beyond the bytes (the sanitizers see to that), what the packet says of itself must
 * be consistent, and every text about it must end in its buffer.
 */
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "capture/flow.h"
#include "capture/notation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int link_types[] = { DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW,	    DLT_IPV4,
				  DLT_IPV6,   DLT_NULL,	     DLT_LOOP,	     DLT_IEEE802_11 };

enum { LINK_TYPES = sizeof(link_types) / sizeof(link_types[0]), PREFIX = 3 };

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void check_payload(const struct packet *p)
{
	require(p->payload_captured <= p->payload_length);
	require((p->payload != NULL) == (p->payload_captured != 0));
	if (p->payload)
		require(p->payload >= p->bytes && p->payload + p->payload_captured <= p->bytes + p->captured);
	if (p->source.family)
		require(p->payload_length <= p->ip_length && p->ip_offset < p->captured);
}

static void check_options(const struct tcp_options *o)
{
	require(o->sack_count <= 4 && o->length <= 40);
	require((o->bytes != NULL) == (o->length != 0));
}

static void check_texts(const struct packet *p)
{
	char text[SEGMENT_TEXT];

	for (size_t size = 1; size <= sizeof(text); size *= 4) {
		require(strlen(packet_text(p, text, size)) < size);
		require(strlen(options_text(&p->tcp.options, text, size)) < size);
	}
}

/* The first bytes say which link type, and how much longer the frame was on the wire. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet p;
	uint8_t *frame;
	uint32_t captured;

	if (size < PREFIX)
		return 0;
	captured = (uint32_t)(size - PREFIX);
	frame = malloc(captured ? captured : 1); /* of exactly that size, so that one byte too many is seen */
	if (!frame)
		return 0;
	memcpy(frame, data + PREFIX, captured);
	packet_decode(&p, link_types[data[0] % LINK_TYPES], frame, captured,
		      captured + (uint32_t)(data[1] << 8 | data[2]), 0);
	check_payload(&p);
	check_options(&p.tcp.options);
	check_texts(&p);
	free(frame);
	return 0;
}
