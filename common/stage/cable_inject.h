/* cable_inject.h - a frame made from what a script's line says of it, and from what its two hosts have sent each other. */
#ifndef COMMON_STAGE_CABLE_INJECT_H
#define COMMON_STAGE_CABLE_INJECT_H

#include "common/base/error.h"
#include "common/script/options.h"
#include "common/script/script.h"
#include "common/stage/cable_seen.h"
#include "common/stage/hosts.h"

enum { INJECTION_ROOM = 14 + 40 + 60 + INJECTED_MOST }; /* Ethernet, IPv6, TCP with options, data */

struct injection {
	uint8_t bytes[INJECTION_ROOM];
	size_t length;
	unsigned port; /* of the hosts': onto whose cable it is to be put, towards the host */
};

/* A segment is of the connection that the line names, of several the last, in numbers relative to its; a datagram goes between
 * the ports of the last one; an ICMP message quotes what its receiver has sent last to another host. False with a sentence in
 * error where there was no such thing. */
bool injection_make(struct injection *out, const struct script *script, const struct seen *seen,
		    const struct hosts *hosts, const struct line *line, struct error *error);

#endif
