/*
 * lasthop.c - a host that its router cannot reach; see lasthop.h.
 *
 * The way to the host leads through a gateway that is not there. The router asks for its address, nobody answers, and
 * it reports what waits for the answer as undeliverable: after 10 ms instead of the usual 3 s, the kernel's least.
 *
 * Not by a route of type unreachable or a packet filter that rejects: they answer within the very system call that
 * sends, as no real router can. While connect() sends its SYN its socket is locked, and an error that comes then
 * is put off until the SYN is sent again, a second later.
 */
#include "common/stage/lasthop.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include "common/stage/ether.h"
#include "common/stage/rtnl.h"

struct neighbour_patience {
	uint32_t questions;
	uint64_t ms; /* after each */
};
static const struct neighbour_patience usual = { 3, 1000 }, none = { 1, 10 };

/* Host number 253 on its link is nobody. */
static struct address nobody(int host, int family)
{
	struct address a = router_addresses(host)[family];

	a.bytes[a.family == 4 ? 3 : 15]--;
	return a;
}

static bool set_patience(struct rtnl *r, int host, uint8_t family, struct neighbour_patience p)
{
	struct ndtmsg *table = rtnl_begin(r, RTM_SETNEIGHTBL, NLM_F_REPLACE, sizeof(*table));
	struct nlattr *parameters;

	table->ndtm_family = family;
	mnl_attr_put_strz(r->message, NDTA_NAME, family == AF_INET ? "arp_cache" : "ndisc_cache");
	parameters = mnl_attr_nest_start(r->message, NDTA_PARMS);
	mnl_attr_put_u32(r->message, NDTPA_IFINDEX, (uint32_t)(ROUTER_END + host));
	mnl_attr_put_u32(r->message, NDTPA_MCAST_PROBES, p.questions);
	mnl_attr_put_u64(r->message, NDTPA_RETRANS_TIME, p.ms);
	mnl_attr_nest_end(r->message, parameters);
	return rtnl_send(r);
}

static bool change(int host, uint16_t type, struct neighbour_patience p, struct error *error)
{
	const struct address *to = host_addresses(host);
	bool done = true;
	struct rtnl r;

	if (!rtnl_open(&r)) {
		done = false;
	} else {
		for (int i = 0; done && i < FAMILIES; i++) {
			struct address gateway = nobody(host, i);

			/* Without IPv6 there is no way to lose. */
			done = (set_patience(&r, host, rtnl_family(&to[i]), p) &&
				rtnl_route(&r, type, ROUTER_END + host, &to[i], &gateway)) ||
			       to[i].family == 6;
		}
		rtnl_close(&r);
	}
	return done || error_errno(error, "the router's way to host %s", host_name(host));
}

bool lasthop_lose(int host, struct error *error)
{
	return change(host, RTM_NEWROUTE, none, error);
}

bool lasthop_find(int host, struct error *error)
{
	return change(host, RTM_DELROUTE, usual, error);
}
