/*
 * cable_carry.c - the process that carries frames; see cable.h.
 *
 * A frame that comes out of one end of a cable is put into the other, at once, in the order in which they come. On what a host
 * sends the script's faults are performed: it may not go on, or twice, or with a bit turned over, or be held back until its time
 * has come or until another of its connection has overtaken it.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <poll.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/stage/cable_faults.h"
#include "common/stage/cable_inject.h"
#include "common/stage/cable_words.h"
#include "common/stage/clock.h"

enum { FRAME_MOST = 65536 + 64, AT_ONCE = 64, ROUNDS_MOST = 1000 };

struct frame {
	uint8_t *bytes;
	size_t length;
	int64_t time_ns; /* when it came, by the kernel's stamp */
	unsigned link;
};

/* One that has not gone on yet. */
struct held {
	struct frame frame; /* its bytes are its own */
	struct packet packet; /* decoded */
	struct fault fault;
	struct held *next; /* in the order in which they came */
};

struct carrier {
	int control;
	const struct strand *strands;
	size_t count;
	const struct script *script;
	const struct hosts *hosts;
	struct faults *faults;
	struct held *held;
	uint8_t buffer[FRAME_MOST];
};

/* ---- what is told ---- */

/* Who does not listen any more has ended, and so do we. */
static void tell(const struct carrier *c, const struct cable_news *news)
{
	if (send(c->control, news, sizeof(*news), MSG_NOSIGNAL) != sizeof(*news))
		_exit(0);
}

static void tell_fault(const struct carrier *c, const struct fault *fault)
{
	tell(c, &(struct cable_news){ .told = CABLE_FAULT, .fault = *fault });
}

/* Told once: the run is over then. */
static _Noreturn void give_up(const struct carrier *c, const char *what)
{
	struct cable_news news = { .told = CABLE_TROUBLE };

	if (errno)
		error_errno(&news.trouble, "%s", what);
	else
		error_set(&news.trouble, "%s", what);
	tell(c, &news);
	_exit(1);
}

/* ---- going on ---- */

/* An end whose peer is gone, or not there yet, eats what is put into it, as the kernel's own does. */
static void put(const struct carrier *c, int end, const struct frame *f)
{
	while (send(end, f->bytes, f->length, 0) < 0) {
		struct pollfd wait = { .fd = end, .events = POLLOUT };

		if (errno == ENETDOWN || errno == ENOBUFS || errno == ENXIO)
			return;
		if (errno != EAGAIN && errno != EINTR)
			give_up(c, "sending a frame");
		poll(&wait, 1, 100);
	}
}

/* What the host has sent goes on. */
static void go_on(const struct carrier *c, const struct frame *f, struct fault *fault)
{
	if (fault)
		fault->went_on_ns[fault->times++] = record_now();
	put(c, c->strands[f->link].in, f);
}

static bool same_way(const struct packet *a, const struct packet *b)
{
	struct endpoint from = packet_source(a), to = packet_destination(a);
	struct endpoint other_from = packet_source(b), other_to = packet_destination(b);

	return a->protocol == b->protocol && endpoint_equal(&from, &other_from) &&
	       endpoint_equal(&to, &other_to);
}

static void let_go(struct carrier *c, struct held **at)
{
	struct held *h = *at;

	*at = h->next;
	go_on(c, &h->frame, &h->fault);
	tell_fault(c, &h->fault);
	free(h->frame.bytes);
	free(h);
}

/* Those that this one has overtaken. */
static void let_follow(struct carrier *c, const struct packet *p)
{
	struct held **at = &c->held;

	while (*at)
		if (!(*at)->fault.due_ns && same_way(&(*at)->packet, p))
			let_go(c, at);
		else
			at = &(*at)->next;
}

/* Those whose time has come, and in how many ns the next one's comes; -1: nobody waits for a time. */
static int64_t let_due_go(struct carrier *c)
{
	struct held **at = &c->held;
	int64_t left = -1, now = record_now();

	while (*at) {
		int64_t due = (*at)->fault.due_ns;

		if (due && due <= now) {
			let_go(c, at);
			continue;
		}
		if (due && (left < 0 || due - now < left))
			left = due - now;
		at = &(*at)->next;
	}
	return left;
}

/* A copy of the frame; NULL: no memory. */
static struct held *held_new(const struct frame *f, const struct packet *p, const struct fault *fault)
{
	struct held *h = calloc(1, sizeof(*h));
	uint8_t *bytes = malloc(f->length);

	if (!h || !bytes) {
		free(h);
		free(bytes);
		return NULL;
	}
	memcpy(bytes, f->bytes, f->length);
	*h = (struct held){ .frame = *f,
			    .packet = *p,
			    .fault = *fault }; /* of the packet's bytes nobody asks */
	h->frame.bytes = bytes;
	return h;
}

static void hold(struct carrier *c, const struct frame *f, const struct packet *p, const struct fault *fault)
{
	struct held **end = &c->held;

	while (*end)
		end = &(*end)->next;
	*end = held_new(f, p, fault);
	if (!*end)
		give_up(c, "out of memory");
}

/* ---- faults ---- */

/* The last byte of the datagram: of the data, or, without any, of the transport's header. IP's own header stays as it is, so that
 * it is forwarded; the transport's checksum tells the receiver. */
static void turn_bit(struct frame *f, const struct packet *p, struct fault *fault)
{
	size_t last = p->ip_offset + p->ip_length - 1;

	if (last >= f->length)
		last = f->length - 1;
	f->bytes[last] ^= 1;
	fault->changed = (uint32_t)last;
}

static void perform(struct carrier *c, struct frame *f, const struct packet *p, const struct line *line)
{
	struct fault fault = { .line = line->number,
			       .link = f->link,
			       .frame = fault_frame_hash(f->bytes, f->length, f->length),
			       .sent_ns = f->time_ns };

	switch (line->kind) {
	case LINE_DROP: fault.kind = FAULT_DROP; break;
	case LINE_DUPLICATE:
		fault.kind = FAULT_DUPLICATE;
		go_on(c, f, &fault);
		go_on(c, f, &fault);
		break;
	case LINE_CORRUPT:
		fault.kind = FAULT_CORRUPT;
		turn_bit(f, p, &fault);
		go_on(c, f, &fault);
		break;
	case LINE_DELAY:
		fault.kind = FAULT_DELAY;
		fault.due_ns = f->time_ns + line->fault.delay_ns;
		hold(c, f, p, &fault);
		break;
	default:
		fault.kind = FAULT_REORDER;
		hold(c, f, p, &fault);
		break;
	}
	tell_fault(c, &fault);
	if (fault.times)
		let_follow(c, p);
}

static void take_from_host(struct carrier *c, struct frame *f)
{
	const struct line *line;
	struct packet p;

	packet_decode(&p, DLT_EN10MB, f->bytes, (uint32_t)f->length, (uint32_t)f->length, f->time_ns);
	line = p.source.family ? faults_meet(c->faults, &p) : NULL;
	if (line) {
		perform(c, f, &p, line);
		return;
	}
	go_on(c, f, NULL);
	if (c->held && p.source.family)
		let_follow(c, &p);
}

/* ---- coming ---- */

/* What the kernel says of the frame beside its bytes: its stamp, and whether its checksum is still to be worked out, which only
 * hardware would do that is not there. */
static void read_control(const struct carrier *c, struct msghdr *m, struct frame *f)
{
	for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h)) {
		struct tpacket_auxdata aux;
		struct timespec ts;

		if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SO_TIMESTAMPNS) {
			memcpy(&ts, CMSG_DATA(h), sizeof(ts));
			f->time_ns = (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
		} else if (h->cmsg_level == SOL_PACKET && h->cmsg_type == PACKET_AUXDATA) {
			memcpy(&aux, CMSG_DATA(h), sizeof(aux));
			errno = 0;
			if (aux.tp_status & TP_STATUS_CSUMNOTREADY)
				give_up(c, "a frame came to a cable before its checksum was worked out");
		}
	}
}

static bool receive(struct carrier *c, int end, struct frame *f)
{
	union {
		char room[256];
		struct cmsghdr align;
	} control;
	struct iovec piece = { c->buffer, sizeof(c->buffer) };
	struct msghdr m = {
		.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)
	};
	ssize_t n;

	do
		n = recvmsg(end, &m, MSG_DONTWAIT);
	while (n < 0 && (errno == EINTR || errno == ENETDOWN)); /* said once, when the end is taken down */
	if (n < 0 && errno != EAGAIN)
		give_up(c, "taking a frame from a cable");
	f->bytes = c->buffer;
	f->length = n > 0 ? (size_t)n : 0;
	f->time_ns = 0;
	if (n > 0)
		read_control(c, &m, f);
	return n > 0;
}

/* Whether there was anything. A few at a time, so that no direction waits for another. */
static bool carry_link(struct carrier *c, unsigned link)
{
	struct frame f = { .link = link };
	int carried = 0;

	for (int i = 0; i < AT_ONCE && receive(c, c->strands[link].out, &f); i++, carried++)
		take_from_host(c, &f);
	for (int i = 0; i < AT_ONCE && receive(c, c->strands[link].in, &f); i++, carried++)
		put(c, c->strands[link].out, &f);
	return carried > 0;
}

static bool carry_all(struct carrier *c)
{
	bool any = false;

	for (size_t i = 0; i < c->count; i++)
		any |= carry_link(c, (unsigned)i);
	return any;
}

/* ---- orders ---- */

/* A frame for which there was no room is one that we have lost, and nobody else. */
static void check_room(const struct carrier *c, int end)
{
	struct tpacket_stats stats;
	socklen_t length = sizeof(stats);

	errno = 0;
	if (getsockopt(end, SOL_PACKET, PACKET_STATISTICS, &stats, &length) == 0 && stats.tp_drops)
		give_up(c, "the cable has lost frames for which it had no room");
}

/* What is refused is answered so; the word that the order is done follows all the same, and finds nobody who waits for it. */
static void inject(struct carrier *c, const struct line *line)
{
	struct cable_news refused = { .told = CABLE_REFUSED };
	struct fault fault = { .kind = FAULT_INJECT, .line = line->number };
	struct injection made;
	struct frame f;

	if (!injection_make(&made, c->script, faults_seen(c->faults), c->hosts, line, &refused.trouble)) {
		tell(c, &refused);
		return;
	}
	f = (struct frame){ .bytes = made.bytes, .length = made.length, .link = made.port };
	fault.link = f.link;
	fault.frame = fault_frame_hash(f.bytes, f.length, f.length);
	fault.sent_ns = fault.went_on_ns[fault.times++] = record_now();
	put(c, c->strands[f.link].out, &f);
	tell_fault(c, &fault);
}

static void obey(struct carrier *c)
{
	struct cable_order order;
	ssize_t n = recv(c->control, &order, sizeof(order), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n != sizeof(order))
		_exit(0);
	/* What was sent before the order was given is not meant by it. Who floods is not waited for. */
	for (int i = 0; i < ROUNDS_MOST && carry_all(c); i++)
		let_due_go(c);
	switch (order.asked) {
	case CABLE_ARM: faults_arm(c->faults, order.line); break;
	case CABLE_INJECT: inject(c, faults_inject(c->faults, order.line)); break;
	case CABLE_MEND: faults_mend(c->faults); break;
	case CABLE_DRAIN:
		for (size_t i = 0; i < c->count; i++) {
			check_room(c, c->strands[i].out);
			check_room(c, c->strands[i].in);
		}
		break;
	}
	tell(c, &(struct cable_news){ .told = CABLE_DONE, .serial = order.serial });
}

void cable_carry(const struct script *script, const struct hosts *hosts, int control,
		 const struct strand *strands)
{
	size_t count = hosts->port_count;
	struct carrier *c = calloc(1, sizeof(*c));
	struct pollfd *fds = calloc(2 * count + 1, sizeof(*fds));

	if (!c || !fds)
		_exit(1);
	*c = (struct carrier){ .control = control,
			       .strands = strands,
			       .count = count,
			       .script = script,
			       .hosts = hosts,
			       .faults = faults_new(script) };
	for (size_t i = 0; i < count; i++) {
		fds[2 * i] = (struct pollfd){ .fd = strands[i].out, .events = POLLIN };
		fds[2 * i + 1] = (struct pollfd){ .fd = strands[i].in, .events = POLLIN };
	}
	fds[2 * count] = (struct pollfd){ .fd = control, .events = POLLIN };
	for (;;) {
		int64_t left = let_due_go(c);
		struct timespec limit = { left / 1000000000, left % 1000000000 };

		ppoll(fds, 2 * count + 1, left < 0 ? NULL : &limit, NULL);
		carry_all(c);
		if (fds[2 * count].revents)
			obey(c);
	}
}
