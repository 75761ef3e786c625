/*
 * sockets.c - the kernel's own table of sockets; see sockets.h.
 *
 * One dump for each of TCP and UDP over IPv4 and IPv6, each on a fresh netlink socket, so that an answer that was
 * given up leaves nothing unread behind. The table is the truth about what a program can no longer ask: a
 * socket in TIME_WAIT, or one whose last descriptor is closed while its data is still on the way.
 */
#include "common/stage/sockets.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "common/stage/hosts.h"

enum {
	/* From TCP_ESTABLISHED to NEW_SYN_RECV (12), which the kernel reports as SYN_RECV. A newer kernel's 13, bound
	 * and not yet connected, is CLOSED for TCP and is not asked for. */
	ALL_STATES = (1 << 13) - 2,
	DUMP_BUFFER = 32 * 1024, /* the largest message of a dump */
	DUMP_ATTEMPTS = 8,
};

/* What a dump collects. */
struct dump {
	struct arena *arena;
	struct sockets_event *out;
	size_t capacity;
	uint8_t protocol;
	bool faulty; /* a message contradicts itself */
};

static bool is_mapped(const uint8_t bytes[16])
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(bytes, prefix, sizeof(prefix)) == 0;
}

/* A remote end of nothing but zeros is none: a listener, or a UDP socket that is not connected. */
static struct endpoint endpoint_of(uint8_t family, const __be32 words[4], __be16 port, bool may_be_none)
{
	static const uint8_t zeros[16];
	struct endpoint e = { .port = ntohs(port) };
	uint8_t bytes[16];

	memcpy(bytes, words, sizeof(bytes));
	if (family == AF_INET6 && is_mapped(bytes)) {
		family = AF_INET;
		memmove(bytes, bytes + 12, 4);
	}
	e.address.family = family == AF_INET ? 4 : 6;
	memcpy(e.address.bytes, bytes, family == AF_INET ? 4 : 16);
	if (may_be_none && !e.port && memcmp(e.address.bytes, zeros, sizeof(zeros)) == 0)
		e.address.family = 0;
	return e;
}

/* tcp_info grows with each kernel and was shorter once: what we want stands near its beginning. */
static void take_info(struct kernel_socket *s, const struct nlattr *attribute)
{
	const size_t wanted =
		offsetof(struct tcp_info, tcpi_unacked) + sizeof(uint32_t); /* the last of them */
	struct tcp_info info;

	/* Of a listener these fields mean something else. */
	if (s->protocol != IPPROTO_TCP || s->state == TCP_LISTEN ||
	    mnl_attr_get_payload_len(attribute) < wanted)
		return;
	memcpy(&info, mnl_attr_get_payload(attribute), wanted);
	s->has_info = true;
	s->mss = info.tcpi_snd_mss;
	s->unacked = info.tcpi_unacked;
	s->rto_ms = info.tcpi_rto / 1000;
	s->backoff = info.tcpi_backoff;
	s->probes = info.tcpi_probes;
}

bool sockets_message(const struct nlmsghdr *message, uint8_t protocol, struct kernel_socket *out)
{
	const struct inet_diag_msg *m = mnl_nlmsg_get_payload(message);
	const struct nlattr *attribute;
	int left;

	if (message->nlmsg_len < NLMSG_HDRLEN + sizeof(*m) ||
	    (m->idiag_family != AF_INET && m->idiag_family != AF_INET6))
		return false;
	*out = (struct kernel_socket){
		.protocol = protocol,
		.state = m->idiag_state,
		.local = endpoint_of(m->idiag_family, m->id.idiag_src, m->id.idiag_sport, false),
		.remote = endpoint_of(m->idiag_family, m->id.idiag_dst, m->id.idiag_dport, true),
		.receive_queue = m->idiag_rqueue,
		.send_queue = m->idiag_wqueue,
		.timer = m->idiag_timer,
		/* Older kernels let the time until a timer that is overdue run below zero. */
		.timer_ms = m->idiag_timer && m->idiag_expires <= INT32_MAX ? m->idiag_expires : 0,
		.retransmits = m->idiag_retrans,
		.inode = m->idiag_inode,
	};
	left = (int)(message->nlmsg_len - NLMSG_HDRLEN - NLMSG_ALIGN(sizeof(*m)));
	for (attribute = mnl_nlmsg_get_payload_offset(message, sizeof(*m)); left > 0;
	     attribute = mnl_attr_next(attribute)) {
		if (!mnl_attr_ok(attribute, left))
			return false;
		if (mnl_attr_get_type(attribute) == INET_DIAG_INFO)
			take_info(out, attribute);
		left -= (int)MNL_ALIGN(attribute->nla_len);
	}
	return true;
}

static int take_message(const struct nlmsghdr *message, void *context)
{
	struct dump *d = context;
	struct kernel_socket s;

	if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return MNL_CB_OK;
	if (!sockets_message(message, d->protocol, &s)) {
		d->faulty = true;
		return MNL_CB_OK;
	}
	d->out->sockets = arena_grow(d->arena, d->out->sockets, d->out->count, &d->capacity, sizeof(s));
	d->out->sockets[d->out->count++] = s;
	return MNL_CB_OK;
}

static bool ask(struct mnl_socket *netlink, uint8_t family, uint8_t protocol, unsigned sequence)
{
	char buffer[NLMSG_HDRLEN + sizeof(struct inet_diag_req_v2) + 16]
		__attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req_v2 *request;

	message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	message->nlmsg_seq = sequence;
	request = mnl_nlmsg_put_extra_header(message, sizeof(*request));
	request->sdiag_family = family;
	request->sdiag_protocol = protocol;
	request->idiag_ext = 1 << (INET_DIAG_INFO - 1);
	request->idiag_states = ALL_STATES;
	return mnl_socket_sendto(netlink, message, message->nlmsg_len) >= 0;
}

/* Takes in the answer to its end. False with errno; EINTR: the table changed meanwhile (NLM_F_DUMP_INTR). */
static bool take_answer(struct mnl_socket *netlink, struct dump *d, unsigned sequence)
{
	char buffer[DUMP_BUFFER] __attribute__((aligned(NLMSG_ALIGNTO)));
	int status = MNL_CB_OK;

	while (status > MNL_CB_STOP) {
		ssize_t n = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		status = mnl_cb_run(buffer, (size_t)n, sequence, mnl_socket_get_portid(netlink), take_message,
				    d);
	}
	return status == MNL_CB_STOP;
}

static bool dump_once(struct dump *d, uint8_t family, unsigned sequence)
{
	struct mnl_socket *netlink = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	bool done;
	int saved;

	if (!netlink)
		return false;
	done = mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) >= 0 &&
	       ask(netlink, family, d->protocol, sequence) && take_answer(netlink, d, sequence);
	saved = errno;
	mnl_socket_close(netlink);
	errno = saved;
	return done;
}

static bool dump(struct dump *d, uint8_t family, struct error *error)
{
	size_t before = d->out->count;

	for (unsigned attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
		d->out->count = before;
		d->faulty = false;
		if (dump_once(d, family, attempt)) {
			if (!d->faulty)
				return true;
			return error_set(error, "inet_diag: a message of the kernel contradicts itself");
		}
		if (errno != EINTR)
			break;
	}
	/* A kernel without udp_diag or IPv6: what is not there has no sockets that anybody could miss. */
	if (errno == ENOENT && (d->protocol == IPPROTO_UDP || family == AF_INET6)) {
		d->out->count = before;
		return true;
	}
	return error_errno(error, "inet_diag: sockets of %s over %s",
			   d->protocol == IPPROTO_TCP ? "TCP" : "UDP", family == AF_INET ? "IPv4" : "IPv6");
}

/* In one network namespace. */
static bool dump_all(struct dump *d, struct error *error)
{
	static const uint8_t protocols[] = { IPPROTO_TCP, IPPROTO_UDP }, families[] = { AF_INET, AF_INET6 };

	for (size_t p = 0; p < sizeof(protocols); p++)
		for (size_t f = 0; f < sizeof(families); f++) {
			d->protocol = protocols[p];
			if (!dump(d, families[f], error))
				return false;
		}
	return true;
}

/* In which network a process is, is the process's; so are the hosts that it looks into. */
static const struct hosts *hosts_to_read;

void sockets_of_hosts(const struct hosts *hosts)
{
	hosts_to_read = hosts;
}

bool sockets_read(struct arena *arena, struct sockets_event *out, struct error *error)
{
	struct dump d = { .arena = arena, .out = out };
	bool done = true;

	*out = (struct sockets_event){ 0 };
	if (!hosts_to_read)
		return dump_all(&d, error);
	for (int i = 0; done && i < (int)hosts_to_read->world->host_count; i++) {
		if (!hosts_has_programs(hosts_to_read, i))
			continue;
		if (!hosts_enter(hosts_to_read, i))
			return error_errno(error, "entering a host");
		done = dump_all(&d, error);
		hosts_leave(hosts_to_read);
	}
	return done;
}
