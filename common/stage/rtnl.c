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

	mnl_attr_for_each(attribute, message, sizeof(struct ifinfomsg))
		if (mnl_attr_get_type(attribute) == IFLA_OPERSTATE)
			*(int *)context = mnl_attr_get_u8(attribute);
	return MNL_CB_OK;
}

int rtnl_link_passes(struct rtnl *r, int index)
{
	struct ifinfomsg *link = rtnl_begin(r, RTM_GETLINK, 0, sizeof(*link));
	int state = -1;

	link->ifi_index = index;
	return talk(r, take_state, &state) ? state == IF_OPER_UP : -1;
}
