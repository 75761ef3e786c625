/* rtnl.c - single requests to rtnetlink(7); see rtnl.h. */
#include "common/stage/rtnl.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

enum { ANSWER = 16384 };

bool rtnl_open(struct rtnl *r)
{
	*r = (struct rtnl){ .netlink = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC) };
	if (!r->netlink)
		return false;
	if (mnl_socket_bind(r->netlink, 0, MNL_SOCKET_AUTOPID) == 0)
		return true;
	rtnl_close(r);
	return false;
}

void rtnl_close(struct rtnl *r)
{
	int saved = errno;

	if (r->netlink)
		mnl_socket_close(r->netlink);
	r->netlink = NULL;
	errno = saved;
}

void *rtnl_begin(struct rtnl *r, uint16_t type, uint16_t flags, size_t fixed)
{
	r->message = mnl_nlmsg_put_header(r->room);
	r->message->nlmsg_type = type;
	r->message->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	r->message->nlmsg_seq = ++r->sequence;
	return mnl_nlmsg_put_extra_header(r->message, fixed);
}

/* Sends, and hands the answer to `take`. False with errno. */
static bool talk(struct rtnl *r, mnl_cb_t take, void *context)
{
	char answer[ANSWER] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t n;

	if (mnl_socket_sendto(r->netlink, r->message, r->message->nlmsg_len) < 0)
		return false;
	do
		n = mnl_socket_recvfrom(r->netlink, answer, sizeof(answer));
	while (n < 0 && errno == EINTR);
	return n >= 0 && mnl_cb_run(answer, (size_t)n, r->sequence, mnl_socket_get_portid(r->netlink), take,
				    context) >= 0;
}

bool rtnl_send(struct rtnl *r)
{
	r->message->nlmsg_flags |= NLM_F_ACK;
	return talk(r, NULL, NULL);
}

static int take_state(const struct nlmsghdr *message, void *context)
{
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, message,
			  sizeof(struct ifinfomsg)) if (mnl_attr_get_type(attribute) == IFLA_OPERSTATE) *
		(int *)context = mnl_attr_get_u8(attribute);
	return MNL_CB_OK;
}

int rtnl_link_passes(struct rtnl *r, int index)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_GETLINK, 0, sizeof(*link));
	int state = -1;

	link->ifi_index = index;
	return talk(r, take_state, &state) ? state == IF_OPER_UP : -1;
}

uint8_t rtnl_family(const struct address *a)
{
	return a->family == 4 ? AF_INET : AF_INET6;
}

static size_t address_size(const struct address *a)
{
	return a->family == 4 ? 4 : 16;
}

void rtnl_put_address(struct rtnl *r, uint16_t type, const struct address *a)
{
	mnl_attr_put(r->message, type, address_size(a), a->bytes);
}

bool rtnl_route(struct rtnl *r, uint16_t type, int index, const struct address *destination,
		const struct address *gateway)
{
	uint16_t flags = type == RTM_NEWROUTE ? NLM_F_CREATE | NLM_F_REPLACE : 0;
	struct rtmsg *m = rtnl_begin(r, type, flags, sizeof(*m));

	m->rtm_family = rtnl_family(gateway);
	m->rtm_table = RT_TABLE_MAIN;
	m->rtm_protocol = RTPROT_STATIC;
	m->rtm_scope = RT_SCOPE_UNIVERSE;
	m->rtm_type = RTN_UNICAST;
	if (destination) {
		m->rtm_dst_len = (uint8_t)(address_size(destination) * 8);
		rtnl_put_address(r, RTA_DST, destination);
	}
	rtnl_put_address(r, RTA_GATEWAY, gateway);
	mnl_attr_put_u32(r->message, RTA_OIF, (uint32_t)index);
	return rtnl_send(r);
}

static int take_type(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *m = mnl_nlmsg_get_payload(message);

	*(int *)context = m->rtm_type;
	return MNL_CB_OK;
}

int rtnl_is_local(struct rtnl *r, const struct address *a)
{
	struct rtmsg *m = rtnl_begin(r, RTM_GETROUTE, 0, sizeof(*m));
	int type = -1;

	m->rtm_family = rtnl_family(a);
	m->rtm_dst_len = (uint8_t)(address_size(a) * 8);
	rtnl_put_address(r, RTA_DST, a);
	return talk(r, take_type, &type) ? type == RTN_LOCAL : -1;
}

bool rtnl_has_no_ipv6(int error)
{
	return error == EOPNOTSUPP || error == EAFNOSUPPORT || error == EACCES || error == EINVAL;
}
