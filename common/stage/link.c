/* link.c - bringing links up, and their MTU (rtnetlink(7)); see filter.h. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/stage/filter.h"

/* A kernel may refuse a smaller gso_max_size: it must be more than TCP's largest header. */
enum { GSO_LEAST = 1500, ANSWER = 8192 };

static struct nlmsghdr *put_request(char *buffer, int index, unsigned mtu)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifinfomsg *link;

	message->nlmsg_type = RTM_NEWLINK;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	message->nlmsg_seq = 1;
	link = mnl_nlmsg_put_extra_header(message, sizeof(*link));
	link->ifi_family = AF_UNSPEC;
	link->ifi_index = index;
	link->ifi_change = IFF_UP;
	link->ifi_flags = IFF_UP;
	if (mtu) {
		/* The MTU alone would not do: with offload, TCP hands down segments of up to 64 KB all the same. */
		mnl_attr_put_u32(message, IFLA_MTU, mtu);
		mnl_attr_put_u32(message, IFLA_GSO_MAX_SEGS, 1);
		mnl_attr_put_u32(message, IFLA_GSO_MAX_SIZE, mtu < GSO_LEAST ? GSO_LEAST : mtu);
	}
	return message;
}

/* Sends the request and waits for the kernel's word on it. False with errno. */
static bool talk(struct mnl_socket *netlink, const struct nlmsghdr *message)
{
	char answer[ANSWER] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t n;

	if (mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(netlink, message, message->nlmsg_len) < 0)
		return false;
	do
		n = mnl_socket_recvfrom(netlink, answer, sizeof(answer));
	while (n < 0 && errno == EINTR);
	return n >= 0 && mnl_cb_run(answer, (size_t)n, 1, mnl_socket_get_portid(netlink), NULL, NULL) >= 0;
}

/* In a container we may not set what is set already. */
static bool is_up(const char *name)
{
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool up;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	up = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP);
	if (fd >= 0)
		close(fd);
	return up;
}

bool link_up(const char *name, unsigned mtu, struct error *error)
{
	char buffer[256] __attribute__((aligned(NLMSG_ALIGNTO)));
	unsigned index = if_nametoindex(name);
	struct mnl_socket *netlink;
	bool done;
	int saved;

	if (!index)
		return error_errno(error, "interface %s", name);
	if (!mtu && is_up(name))
		return true;
	netlink = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (!netlink)
		return error_errno(error, "rtnetlink for %s", name);
	done = talk(netlink, put_request(buffer, (int)index, mtu));
	saved = errno;
	mnl_socket_close(netlink);
	return done || error_number(error, saved, "setting up%s the interface %s",
				    mtu ? ", with its MTU," : "", name);
}
