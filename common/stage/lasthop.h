/*
 * lasthop.h - a host that its router cannot reach, as if nobody on its link answered to its address: the router tells
 * each sender so, ICMP host unreachable or ICMPv6 address unreachable. Called in the router.
 */
#ifndef COMMON_STAGE_LASTHOP_H
#define COMMON_STAGE_LASTHOP_H

#include "common/stage/hosts.h"

/* Both false with a sentence in error. */
bool lasthop_lose(const struct hosts *h, int host, struct error *error);
bool lasthop_find(const struct hosts *h, int host, struct error *error);

#endif
