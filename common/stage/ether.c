/*
 * ether.c - the links between the hosts and the router; see ether.h.
 *
 * A link is a pair of virtual Ethernet devices (veth(4)): what is sent into one comes out of the other. Both ends hand
 * down no more than one frame's worth at a time (gso_max_segs), so that the capture shows what a cable would carry.
 */
#include "common/stage/ether.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/stage/rtnl.h"

#define HOST_END "eth0"
static const char *const unplugged[HOSTS] = { "client.off",
					      "server.off" }; /* its name while it is in the router */

/* The two ends have different numbers: where they have the same, the kernel takes the loss of a carrier for a small matter
 * that has a second's time. */
enum { LO = 1, OTHER_INDEX = 2, MAC = 6, GSO_LEAST = 1500 };

static const char *const prefix_lengths = "\x18\x40"; /* /24, /64 */

/* With errno. */
static bool cannot(struct error *error, const char *what, int host)
{
	return error_errno(error, "world hosts: %s %s", what, host_name(host));
}

static bool no_rtnetlink(struct error *error)
{
	return error_errno(error, "world hosts: rtnetlink");
}

/* 02:00:00:00:01:01 for the client, …:fe for the router's end: locally administered, and the same in each run. */
static void put_hardware_address(struct rtnl *r, int host, bool router)
{
	const uint8_t mac[MAC] = { 2, 0, 0, 0, (uint8_t)(host + 1), router ? 0xfe : 1 };

	mnl_attr_put(r->message, IFLA_ADDRESS, sizeof(mac), mac);
}

static void put_end(struct rtnl *r, int host, const char *name, bool router, unsigned mtu)
{
	mnl_attr_put_strz(r->message, IFLA_IFNAME, name);
	put_hardware_address(r, host, router);
	mnl_attr_put_u32(r->message, IFLA_MTU, mtu);
	mnl_attr_put_u32(r->message, IFLA_GSO_MAX_SEGS, 1);
	mnl_attr_put_u32(r->message, IFLA_GSO_MAX_SIZE, mtu < GSO_LEAST ? GSO_LEAST : mtu);
}

/* Does something with the links of the network that we are in now; what it is goes into the error. h: NULL where act
 * does not look at it. */
static bool on_links(bool (*act)(struct rtnl *r, const struct hosts *h, int host), const struct hosts *h,
		     int host, const char *what, struct error *error)
{
	struct rtnl r;
	bool done;

	if (!rtnl_open(&r))
		return no_rtnetlink(error);
	done = act(&r, h, host) || cannot(error, what, host);
	rtnl_close(&r);
	return done;
}

static bool make_pair(struct rtnl *r, const struct hosts *h, int host)
{
	struct nlattr *info, *data, *peer;
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*link));

	link->ifi_index = ROUTER_END + host;
	put_end(r, host, host_name(host), true, h->mtu);
	info = mnl_attr_nest_start(r->message, IFLA_LINKINFO);
	mnl_attr_put_strz(r->message, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(r->message, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(r->message, VETH_INFO_PEER);
	link = mnl_nlmsg_put_extra_header(r->message, sizeof(*link));
	link->ifi_index = OTHER_INDEX;
	put_end(r, host, HOST_END, false, h->mtu);
	mnl_attr_put_u32(r->message, IFLA_NET_NS_FD, (uint32_t)h->net[host]);
	mnl_attr_nest_end(r->message, peer);
	mnl_attr_nest_end(r->message, data);
	mnl_attr_nest_end(r->message, info);
	return rtnl_send(r);
}

bool ether_make(const struct hosts *h, int host, struct error *error)
{
	return on_links(make_pair, h, host, "a link (veth) to host", error);
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

static bool set_up(struct rtnl *r, int index)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	link->ifi_index = index;
	link->ifi_change = link->ifi_flags = IFF_UP;
	return rtnl_send(r);
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

static bool raise_router_end(struct rtnl *r, const struct hosts *h, int host)
{
	(void)h;
	compute_checksums(host_name(host));
	return set_up(r, ROUTER_END + host) && await_state(r, ROUTER_END + host, true);
}

static bool await_loss(struct rtnl *r, const struct hosts *h, int host)
{
	(void)h;
	return await_state(r, ROUTER_END + host, false);
}

static bool raise_host_ends(struct rtnl *r, const struct hosts *h, int host)
{
	(void)h;
	(void)host;
	compute_checksums(HOST_END);
	return set_up(r, LO) && set_up(r, (int)if_nametoindex(HOST_END));
}

bool ether_router_up(int host, struct error *error)
{
	return on_links(raise_router_end, NULL, host, "bringing up the router's link to host", error);
}

bool ether_router_notices(int host, struct error *error)
{
	return on_links(await_loss, NULL, host, "loss of the carrier to host", error);
}

bool ether_host_up(int host, struct error *error)
{
	return on_links(raise_host_ends, NULL, host, "bringing up eth0 of host", error);
}

static bool add_address(struct rtnl *r, int index, const struct address *a)
{
	struct ifaddrmsg *m = rtnl_begin(r, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*m));

	m->ifa_family = rtnl_family(a);
	m->ifa_prefixlen = (uint8_t)prefix_lengths[a->family == 6];
	m->ifa_flags = IFA_F_PERMANENT | IFA_F_NODAD;
	m->ifa_index = (uint32_t)index;
	rtnl_put_address(r, IFA_LOCAL, a);
	rtnl_put_address(r, IFA_ADDRESS, a);
	return rtnl_send(r);
}

/* A kernel may be without IPv6, or the MTU too small for it; then the hosts are without it. */
static bool lacks(const struct address *a)
{
	return a->family == 6 && rtnl_has_no_ipv6(errno);
}

enum { ADDRESSES = FAMILIES + 1 };

/* Neighbour discovery takes a link-local address. The kernel would make its own a little later, and until then ask
 * for nobody. */
static void get_addresses(int host, bool router, struct address out[ADDRESSES])
{
	out[0] = (struct address){ 6, { 0xfe, 0x80, [15] = router ? 0xfe : 1 } };
	memcpy(out + 1, router ? router_addresses(host) : host_addresses(host), FAMILIES * sizeof(*out));
}

static bool add_addresses(struct rtnl *r, int host, int index, bool router, struct error *error)
{
	struct address own[ADDRESSES];

	get_addresses(host, router, own);
	for (size_t i = 0; i < ADDRESSES; i++)
		if (!add_address(r, index, &own[i]) && !lacks(&own[i]))
			return cannot(error,
				      router ? "an address of the router's on its link to host"
					     : "an address of host",
				      host);
	return true;
}

bool ether_router_address(int host, struct error *error)
{
	struct rtnl r;
	bool done;

	if (!rtnl_open(&r))
		return no_rtnetlink(error);
	done = add_addresses(&r, host, ROUTER_END + host, true, error);
	rtnl_close(&r);
	return done;
}

bool ether_host_address(int host, struct error *error)
{
	const struct address *gateway = router_addresses(host);
	int index = (int)if_nametoindex(HOST_END);
	struct rtnl r;
	bool done;

	if (!rtnl_open(&r))
		return no_rtnetlink(error);
	done = (await_state(&r, index, true) || cannot(error, "bringing up eth0 of host", host)) &&
	       add_addresses(&r, host, index, false, error);
	for (size_t i = 0; done && i < FAMILIES; i++)
		done = rtnl_route(&r, RTM_NEWROUTE, index, NULL, &gateway[i]) || gateway[i].family == 6 ||
		       cannot(error, "the way out of host", host);
	rtnl_close(&r);
	return done;
}

/* An IPv6 address is made in the kernel's own time, even without a search for a second owner: until then neither its
 * neighbours find it nor do its packets arrive. Where there is no IPv6, no route leads to it either. */
static bool await_addresses(int host, bool router, struct error *error)
{
	struct timespec pause = { 0, 50000 };
	struct address own[ADDRESSES];
	bool done = false;
	struct rtnl r;

	get_addresses(host, router, own);
	if (!rtnl_open(&r))
		return no_rtnetlink(error);
	for (long waited_ns = 0; !done && waited_ns < PATIENCE_MS * 1000000L; waited_ns += pause.tv_nsec) {
		done = true;
		for (size_t i = 1; i < ADDRESSES; i++)
			done = done && rtnl_is_local(&r, &own[i]) != 0;
		if (!done)
			nanosleep(&pause, NULL);
	}
	rtnl_close(&r);
	errno = ETIMEDOUT;
	return done || cannot(error, "addresses of host", host);
}

bool ether_router_ready(int host, struct error *error)
{
	return await_addresses(host, true, error);
}

bool ether_host_ready(int host, struct error *error)
{
	return await_addresses(host, false, error);
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

static bool move_to_router(struct rtnl *r, const struct hosts *h, int host)
{
	return move(r, HOST_END, h->router, unplugged[host]);
}

static bool move_to_host(struct rtnl *r, const struct hosts *h, int host)
{
	return move(r, unplugged[host], h->net[host], HOST_END);
}

/* As one side effect of an address that is set, though it is the same, the kernel forgets the neighbours there; if it
 * were asked to delete one it would report what waits as undeliverable. */
static bool set_address_again(struct rtnl *r, const struct hosts *h, int host)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_NEWLINK, 0, sizeof(*link));

	(void)h;
	link->ifi_index = ROUTER_END + host;
	put_hardware_address(r, host, true);
	return rtnl_send(r);
}

bool ether_unplug(const struct hosts *h, int host, struct error *error)
{
	return on_links(move_to_router, h, host, "taking away the interface of host", error);
}

bool ether_router_forget(int host, struct error *error)
{
	return on_links(set_address_again, NULL, host, "the router's neighbours on its link to host", error);
}

bool ether_plug(const struct hosts *h, int host, struct error *error)
{
	return on_links(move_to_host, h, host, "giving back the interface of host", error);
}
