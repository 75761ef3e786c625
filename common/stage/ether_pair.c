/*
 * ether_pair.c - pairs of devices (veth(4)): of a host and us, of a host and its cable, of a cable and us; see ether.h.
 *
 * What is sent into one of the two comes out of the other. Both hand down no more than one frame's worth at a time
 * (gso_max_segs), so that the capture shows what a real link would carry.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>

#include "common/stage/ether.h"
#include "common/stage/ether_links.h"

enum { GSO_LEAST = 1500 };

/* One of the two devices of a pair. */
struct device {
	const char *name;
	int index;
	enum port_device which;
};

static void put_end(struct rtnl *r, const struct port *p, const struct device *d)
{
	mnl_attr_put_strz(r->message, IFLA_IFNAME, d->name);
	ether_put_hardware_address(r, IFLA_ADDRESS, p, d->which);
	mnl_attr_put_u32(r->message, IFLA_MTU, p->mtu);
	mnl_attr_put_u32(r->message, IFLA_GSO_MAX_SEGS, 1);
	mnl_attr_put_u32(r->message, IFLA_GSO_MAX_SIZE, p->mtu < GSO_LEAST ? GSO_LEAST : p->mtu);
}

/* The one here, the other in that namespace. */
static bool make_pair(struct rtnl *r, const struct port *p, struct device here, struct device there, int net)
{
	struct nlattr *info, *data, *peer;
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*link));

	link->ifi_index = here.index;
	put_end(r, p, &here);
	info = mnl_attr_nest_start(r->message, IFLA_LINKINFO);
	mnl_attr_put_strz(r->message, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(r->message, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(r->message, VETH_INFO_PEER);
	link = mnl_nlmsg_put_extra_header(r->message, sizeof(*link));
	link->ifi_index = there.index;
	put_end(r, p, &there);
	mnl_attr_put_u32(r->message, IFLA_NET_NS_FD, (uint32_t)net);
	mnl_attr_nest_end(r->message, peer);
	mnl_attr_nest_end(r->message, data);
	mnl_attr_nest_end(r->message, info);
	return rtnl_send(r);
}

static struct device near_device(const struct port *p)
{
	return (struct device){ p->name, p->index, PORT_NEAR };
}

static bool make_host_pair(struct rtnl *r, const struct port *p, int net)
{
	struct device near = near_device(p);

	near.which = p->cabled ? PORT_CABLE_OUT : PORT_NEAR;
	return make_pair(r, p, near, (struct device){ p->far_name, p->far_index, PORT_FAR }, net);
}

static bool make_cable_pair(struct rtnl *r, const struct port *p, int net)
{
	return make_pair(r, p, near_device(p),
			 (struct device){ p->cable_name, p->cable_index, PORT_CABLE_IN }, net);
}

bool ether_make(const struct port *p, int net, struct error *error)
{
	return ether_on_links(make_host_pair, p, net, "a link (veth) to host", error);
}

bool ether_join(const struct port *p, int net, struct error *error)
{
	return !p->cabled ||
	       ether_on_links(make_cable_pair, p, net, "a link (veth) to the cable of host", error);
}

/* ---- a cable's ends ---- */

static bool raise_cable(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	return ether_set_flags(r, p->index, IFF_UP) && ether_set_flags(r, p->cable_index, IFF_UP);
}

static bool break_cable(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	return ether_set_flags(r, p->cable_index, 0);
}

static bool mend_cable(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	return ether_set_flags(r, p->cable_index, IFF_UP);
}

bool ether_cable_up(const struct port *p, struct error *error)
{
	return ether_on_links(raise_cable, p, -1, "bringing up the cable of host", error);
}

bool ether_cable_break(const struct port *p, struct error *error)
{
	return ether_on_links(break_cable, p, -1, "taking down the cable of host", error);
}

bool ether_cable_mend(const struct port *p, struct error *error)
{
	return ether_on_links(mend_cable, p, -1, "bringing up the cable of host", error);
}
