/*
 * decode.c - one frame, from the link header to the payload.
 *
 * The order of the layers, and nothing else: each layer has a file of its own.
 * What a layer could read before it met a problem stays set.
 */
#include <string.h>

#include "capture/view.h"

void packet_decode(struct packet *p, int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length,
		   int64_t time_ns)
{
	struct view v;
	uint16_t ethertype;

	memset(p, 0, sizeof(*p));
	p->time_ns = time_ns;
	p->link_type = link_type;
	p->bytes = bytes;
	p->captured = captured;
	p->length = length < captured ? captured : length; /* a file may lie */

	v = (struct view){ bytes, captured, p->length };
	p->problem = decode_link(link_type, &v, &ethertype);
	if (p->problem != PACKET_WHOLE)
		return;
	p->ip_offset = (uint32_t)(v.at - bytes);
	p->problem = decode_ip(p, &v, ethertype);
	if (p->problem != PACKET_WHOLE)
		return;
	p->problem = decode_transport(p, &v);
}
