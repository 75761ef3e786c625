/*
 * rtnl.h - single requests to the kernel's tables of links, addresses and routes (rtnetlink(7)) through libmnl, in the
 * network namespace in which the socket was opened. Nobody outside common/stage/ includes it.
 */
#ifndef COMMON_STAGE_RTNL_H
#define COMMON_STAGE_RTNL_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture/packet.h"

enum { RTNL_REQUEST = 1024 };

struct rtnl {
	struct mnl_socket *netlink;
	unsigned sequence;
	struct nlmsghdr *message; /* the request that is being put together */
	char room[RTNL_REQUEST] __attribute__((aligned(NLMSG_ALIGNTO)));
};

/* False with errno, as rtnl_send(). */
bool rtnl_open(struct rtnl *r);
void rtnl_close(struct rtnl *r); /* keeps errno */
/* Begins a request (RTM_…) and returns its fixed part, of so many bytes, zeroed. Attributes are put into r->message. */
void *rtnl_begin(struct rtnl *r, uint16_t type, uint16_t flags, size_t fixed);
/* Sends it and waits for the kernel's word on it. */
bool rtnl_send(struct rtnl *r);
/* Whether a link is up in earnest, frames can pass (its operational state, RFC 2863): 1, 0, or -1 with errno. */
int rtnl_link_passes(struct rtnl *r, int index);

/* Whether what is sent to this address arrives here: 1, 0, or -1 with errno. */
int rtnl_is_local(struct rtnl *r, const struct address *a);

uint8_t rtnl_family(const struct address *a); /* AF_INET, AF_INET6 */
void rtnl_put_address(struct rtnl *r, uint16_t type, const struct address *a);
/* Adds (RTM_NEWROUTE) or takes away (RTM_DELROUTE) the way through a gateway to one address; NULL: to all others. */
bool rtnl_route(struct rtnl *r, uint16_t type, int index, const struct address *destination,
		const struct address *gateway);
/* Whether an errno of one of these for IPv6 says that there is no IPv6 here, or not on links of so small an MTU. */
bool rtnl_has_no_ipv6(int error);

#endif
