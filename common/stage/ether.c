/*
 * ether.c - the devices of a port, once they are there: their addresses and routes, their switch, and how one is lost; see ether.h.
 */
#include "common/stage/ether.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/stage/ether_links.h"

enum { LO = 1, LINK_LOCAL_PREFIX = 64 };

/* With errno. */
static bool cannot(struct error *error, const char *what, const struct port *p)
{
	return error_errno(error, "world %s: %s %s", p->world->name, what, port_host(p));
}

static bool no_rtnetlink(struct error *error, const struct port *p)
{
	return error_errno(error, "world %s: rtnetlink", p->world->name);
}

void ether_put_hardware_address(struct rtnl *r, uint16_t attribute, const struct port *p,
				enum port_device which)
{
	uint8_t mac[HARDWARE_ADDRESS];

	port_hardware_address(p, which, mac);
	mnl_attr_put(r->message, attribute, sizeof(mac), mac);
}

bool ether_on_links(bool (*act)(struct rtnl *r, const struct port *p, int net), const struct port *p, int net,
		    const char *what, struct error *error)
{
	struct rtnl r;
	bool done;

	if (!rtnl_open(&r))
		return no_rtnetlink(error, p);
	done = act(&r, p, net) || cannot(error, what, p);
	rtnl_close(&r);
	return done;
}

/* Checksums are worked out before a frame is sent, as for hardware that cannot: the capture shows right ones. Where this
 * fails it does not, and nothing else is lost. */
static void compute_checksums(const char *name)
{
	struct ethtool_value off = { .cmd = ETHTOOL_STXCSUM };
	struct ifreq request = { .ifr_data = (char *)&off };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	ioctl(fd, SIOCETHTOOL, &request);
	close(fd);
}

bool ether_set_flags(struct rtnl *r, int index, unsigned flags)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	link->ifi_index = index;
	link->ifi_change = IFF_UP;
	link->ifi_flags = flags;
	return rtnl_send(r);
}

static bool set_up(struct rtnl *r, int index)
{
	return ether_set_flags(r, index, IFF_UP);
}

/* The kernel works a change of the carrier off in its own time; until then the link eats what is sent. */
static bool await_state(struct rtnl *r, int index, bool up)
{
	struct timespec pause = { 0, 50000 };

	for (long waited_ns = 0; waited_ns < PATIENCE_MS * 1000000L; waited_ns += pause.tv_nsec) {
		int passes = rtnl_link_passes(r, index);

		if (passes < 0 || passes == up)
			return passes >= 0;
		nanosleep(&pause, NULL);
		pause.tv_nsec = pause.tv_nsec < 1000000 ? pause.tv_nsec * 2 : pause.tv_nsec;
	}
	errno = ETIMEDOUT;
	return false;
}

static bool raise_near(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	compute_checksums(p->name);
	return set_up(r, p->index) && await_state(r, p->index, true);
}

static bool await_loss(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	return await_state(r, p->index, false);
}

static bool raise_far(struct rtnl *r, const struct port *p, int net)
{
	(void)net;
	compute_checksums(p->far_name);
	return set_up(r, LO) && set_up(r, (int)if_nametoindex(p->far_name));
}

bool ether_near_up(const struct port *p, struct error *error)
{
	return ether_on_links(raise_near, p, -1, "bringing up the link to host", error);
}

bool ether_near_notices(const struct port *p, struct error *error)
{
	return ether_on_links(await_loss, p, -1, "loss of the carrier to host", error);
}

bool ether_far_up(const struct port *p, struct error *error)
{
	return ether_on_links(raise_far, p, -1, "bringing up an interface of host", error);
}

static bool add_address(struct rtnl *r, int index, const struct world_address *a)
{
	struct ifaddrmsg *m = rtnl_begin(r, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*m));

	m->ifa_family = rtnl_family(&a->address);
	m->ifa_prefixlen = (uint8_t)a->prefix;
	m->ifa_flags = IFA_F_PERMANENT | IFA_F_NODAD;
	m->ifa_index = (uint32_t)index;
	rtnl_put_address(r, IFA_LOCAL, &a->address);
	rtnl_put_address(r, IFA_ADDRESS, &a->address);
	return rtnl_send(r);
}

/* A kernel may be without IPv6, or the MTU too small for it; then the hosts are without it. */
static bool lacks(const struct address *a)
{
	return a->family == 6 && rtnl_has_no_ipv6(errno);
}

/* Neighbour discovery takes a link-local address. The kernel would make its own a little later, and until then ask
 * for nobody. */
static struct world_address link_local(const struct port *p, bool near)
{
	return (struct world_address){ { 6, { 0xfe, 0x80, [15] = near ? 0xfe : (uint8_t)(p->position + 1) } },
				       LINK_LOCAL_PREFIX };
}

/* ---- a switch ---- */

static bool make_switch(struct rtnl *r, const struct port *p, int net)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*link));
	struct nlattr *info, *data;

	(void)net;
	link->ifi_index = p->bridge;
	mnl_attr_put_strz(r->message, IFLA_IFNAME, p->world->links[p->link].name);
	info = mnl_attr_nest_start(r->message, IFLA_LINKINFO);
	mnl_attr_put_strz(r->message, IFLA_INFO_KIND, "bridge");
	data = mnl_attr_nest_start(r->message, IFLA_INFO_DATA);
	mnl_attr_put_u8(r->message, IFLA_BR_MCAST_SNOOPING, 0); /* it asks nobody for his groups */
	mnl_attr_nest_end(r->message, data);
	mnl_attr_nest_end(r->message, info);
	return rtnl_send(r) && set_up(r, p->bridge);
}

/* It knows from the start who is where: no frame is sent to those whom it is not for. */
static bool name_neighbour(struct rtnl *r, const struct port *p)
{
	struct ndmsg *entry = rtnl_begin(r, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, sizeof(*entry));

	entry->ndm_family = AF_BRIDGE;
	entry->ndm_state = NUD_NOARP;
	entry->ndm_flags = NTF_MASTER;
	entry->ndm_ifindex = p->index;
	ether_put_hardware_address(r, NDA_LLADDR, p, PORT_FAR);
	return rtnl_send(r);
}

static bool plug_into_switch(struct rtnl *r, const struct port *p, int net)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	(void)net;
	link->ifi_index = p->index;
	mnl_attr_put_u32(r->message, IFLA_MASTER, (uint32_t)p->bridge);
	return rtnl_send(r) && name_neighbour(r, p);
}

static bool address_switch(struct rtnl *r, const struct port *p, int net)
{
	const struct world_address *own = &p->world->links[p->link].of_switch;
	struct world_address local = link_local(p, true);

	(void)net;
	if (own->address.family && !add_address(r, p->bridge, own))
		return false;
	if (p->near && !add_address(r, p->bridge, &local) && !lacks(&local.address))
		return false;
	for (size_t i = 0; p->near && i < p->near->address_count; i++)
		if (!add_address(r, p->bridge, &p->near->addresses[i]) &&
		    !lacks(&p->near->addresses[i].address))
			return false;
	return true;
}

bool ether_switch(const struct port *p, struct error *error)
{
	return !p->bridge || p->position ||
	       (ether_on_links(make_switch, p, -1, "a switch (bridge) for host", error) &&
		ether_on_links(address_switch, p, -1, "an address of the switch of host", error));
}

bool ether_plug_into_switch(const struct port *p, struct error *error)
{
	return !p->bridge || ether_on_links(plug_into_switch, p, -1, "plugging into the switch host", error);
}

static bool add_addresses(struct rtnl *r, const struct port *p, int index, bool near, struct error *error)
{
	const struct world_end *end = near ? p->near : p->far;
	struct world_address local = link_local(p, near);
	bool done = add_address(r, index, &local) || lacks(&local.address);

	for (size_t i = 0; done && i < end->address_count; i++)
		done = add_address(r, index, &end->addresses[i]) || lacks(&end->addresses[i].address);
	return done ||
	       cannot(error, near ? "an address of the router's on its link to host" : "an address of host",
		      p);
}

bool ether_near_address(const struct port *p, struct error *error)
{
	struct rtnl r;
	bool done;

	if (p->bridge)
		return true;
	if (!rtnl_open(&r))
		return no_rtnetlink(error, p);
	done = add_addresses(&r, p, p->index, true, error);
	rtnl_close(&r);
	return done;
}

bool ether_far_address(const struct port *p, struct error *error)
{
	int index = (int)if_nametoindex(p->far_name);
	size_t gateways = p->near ? p->near->address_count : 0;
	struct rtnl r;
	bool done;

	if (!rtnl_open(&r))
		return no_rtnetlink(error, p);
	done = (await_state(&r, index, true) || cannot(error, "bringing up an interface of host", p)) &&
	       add_addresses(&r, p, index, false, error);
	for (size_t i = 0; done && i < gateways; i++) {
		const struct address *gateway = &p->near->addresses[i].address;

		done = rtnl_route(&r, RTM_NEWROUTE, index, NULL, gateway) || gateway->family == 6 ||
		       cannot(error, "the way out of host", p);
	}
	rtnl_close(&r);
	return done;
}

/* An IPv6 address is made in the kernel's own time, even without a search for a second owner: until then neither its
 * neighbours find it nor do its packets arrive. Where there is no IPv6, no route leads to it either. */
static bool await_addresses(const struct port *p, const struct world_end *end, struct error *error)
{
	struct timespec pause = { 0, 50000 };
	bool done = false;
	struct rtnl r;

	if (!rtnl_open(&r))
		return no_rtnetlink(error, p);
	for (long waited_ns = 0; !done && waited_ns < PATIENCE_MS * 1000000L; waited_ns += pause.tv_nsec) {
		done = true;
		for (size_t i = 0; i < end->address_count; i++)
			done = done && rtnl_is_local(&r, &end->addresses[i].address) != 0;
		if (!done)
			nanosleep(&pause, NULL);
	}
	rtnl_close(&r);
	errno = ETIMEDOUT;
	return done || cannot(error, "addresses of host", p);
}

bool ether_near_ready(const struct port *p, struct error *error)
{
	return p->bridge || await_addresses(p, p->near, error);
}

bool ether_far_ready(const struct port *p, struct error *error)
{
	return await_addresses(p, p->far, error);
}

/* A device that moves is set down first, and stays down: nothing more is sent through it. */
static bool move(struct rtnl *r, const char *from, int to, const char *name)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	link->ifi_index = (int)if_nametoindex(from);
	mnl_attr_put_u32(r->message, IFLA_NET_NS_FD, (uint32_t)to);
	mnl_attr_put_strz(r->message, IFLA_IFNAME, name);
	return rtnl_send(r);
}

static bool move_here(struct rtnl *r, const struct port *p, int net)
{
	return move(r, p->far_name, net, p->off_name);
}

static bool move_to_host(struct rtnl *r, const struct port *p, int net)
{
	return move(r, p->off_name, net, p->far_name);
}

/* As one side effect of an address that is set, though it is the same, the kernel forgets the neighbours there; if it
 * were asked to delete one it would report what waits as undeliverable. */
static bool set_address_again(struct rtnl *r, const struct port *p, int net)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	(void)net;
	link->ifi_index = p->index;
	ether_put_hardware_address(r, IFLA_ADDRESS, p, PORT_NEAR);
	return rtnl_send(r);
}

bool ether_unplug(const struct port *p, int net, struct error *error)
{
	return ether_on_links(move_here, p, net, "taking away an interface of host", error);
}

bool ether_near_forget(const struct port *p, struct error *error)
{
	return ether_on_links(set_address_again, p, -1, "the neighbours on the link to host", error);
}

bool ether_plug(const struct port *p, int net, struct error *error)
{
	return ether_on_links(move_to_host, p, net, "giving back an interface of host", error);
}
