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
#include "common/stage/rtnl.h"

struct neighbour_patience {
	uint32_t questions;
	uint64_t ms; /* after each */
};
static const struct neighbour_patience usual = { 3, 1000 }, none = { 1, 10 };

/* Host number 253 on its link is nobody: one below the router. */
static struct address nobody(const struct address *router)
{
	struct address a = *router;

	a.bytes[a.family == 4 ? 3 : 15]--;
	return a;
}

/* The router's address of that family on the link; NULL: none. */
static const struct address *router_of(const struct port *p, uint8_t family)
{
	for (size_t i = 0; p->near && i < p->near->address_count; i++)
		if (p->near->addresses[i].address.family == family)
			return &p->near->addresses[i].address;
	return NULL;
}

static bool set_patience(struct rtnl *r, int index, uint8_t family, struct neighbour_patience p)
{
	struct ndtmsg *table = rtnl_begin(r, RTM_SETNEIGHTBL, NLM_F_REPLACE, sizeof(*table));
	struct nlattr *parameters;

	table->ndtm_family = family;
	mnl_attr_put_strz(r->message, NDTA_NAME, family == AF_INET ? "arp_cache" : "ndisc_cache");
	parameters = mnl_attr_nest_start(r->message, NDTA_PARMS);
	mnl_attr_put_u32(r->message, NDTPA_IFINDEX, (uint32_t)index);
	mnl_attr_put_u32(r->message, NDTPA_MCAST_PROBES, p.questions);
	mnl_attr_put_u64(r->message, NDTPA_RETRANS_TIME, p.ms);
	mnl_attr_nest_end(r->message, parameters);
	return rtnl_send(r);
}

static bool change_port(struct rtnl *r, const struct port *p, uint16_t type,
			struct neighbour_patience patience)
{
	int index = p->bridge ? p->bridge : p->index;
	bool done = true;

	for (size_t i = 0; done && i < p->far->address_count; i++) {
		const struct address *to = &p->far->addresses[i].address, *router = router_of(p, to->family);
		struct address gateway;

		if (!router)
			continue;
		gateway = nobody(router);
		/* Without IPv6 there is no way to lose. */
		done = (set_patience(r, index, rtnl_family(to), patience) &&
			rtnl_route(r, type, index, to, &gateway)) ||
		       to->family == 6;
	}
	return done;
}

static bool change(const struct hosts *h, int host, uint16_t type, struct neighbour_patience patience,
		   struct error *error)
{
	struct rtnl r;
	bool done = rtnl_open(&r);

	for (size_t i = 0; done && i < h->port_count; i++)
		done = h->ports[i].host != host || change_port(&r, &h->ports[i], type, patience);
	rtnl_close(&r);
	return done || error_errno(error, "the router's way to host %s", h->world->hosts[host].name);
}

bool lasthop_lose(const struct hosts *h, int host, struct error *error)
{
	return change(h, host, RTM_NEWROUTE, none, error);
}

bool lasthop_find(const struct hosts *h, int host, struct error *error)
{
	return change(h, host, RTM_DELROUTE, usual, error);
}
