/* cable.c - the director's end of the cables; see cable.h. */
#include "common/stage/cable.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/descriptor.h"
#include "common/stage/cable_words.h"

/* Frames that wait to be carried while the process is kept from it: memory is taken only as they come. And how long an
 * order may take: only a machine that stands still is given up. */
enum { ROOM = 32 << 20, PATIENCE_ORDER_MS = 30000 };

/* Opened for no protocol: nothing comes in before it is bound to its own device (packet(7)). */
static int open_end(int index)
{
	struct sockaddr_ll end = { .sll_family = AF_PACKET,
				   .sll_protocol = htons(ETH_P_ALL),
				   .sll_ifindex = index };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1, room = ROOM;

	if (fd < 0)
		return -1;
	/* What we put in is not to come out again here. */
	if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0 ||
	    (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) < 0 &&
	     setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)) < 0) ||
	    bind(fd, (const struct sockaddr *)&end, sizeof(end)) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static void close_strands(struct strand *strands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		descriptor_close(&strands[i].out);
		descriptor_close(&strands[i].in);
	}
}

static bool open_strands(const struct hosts *h, struct strand *strands, struct error *error)
{
	bool done = true;

	if (!hosts_enter_cables(h))
		return error_errno(error, "entering the cables");
	for (size_t i = 0; i < h->port_count; i++) {
		strands[i].out = open_end(h->ports[i].index);
		strands[i].in = strands[i].out < 0 ? -1 : open_end(h->ports[i].cable_index);
		done = done && strands[i].in >= 0;
	}
	if (!done)
		error_errno(error, "packet sockets on a cable");
	hosts_leave(h);
	return done;
}

/* veth's queues are one for each processor, and frames of two queues overtake each other: so all is carried on one. */
static void stay_on_one_processor(void)
{
	int cpu = sched_getcpu();
	cpu_set_t one;

	CPU_ZERO(&one);
	if (cpu < 0)
		return;
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

/* The child. A host's network ends with its last descriptor, also when its power goes: so none of them is kept. */
static _Noreturn void become_carrier(const struct script *script, const struct hosts *h, int control,
				     const struct strand *strands, int not_its)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; i < h->world->host_count; i++)
		if (h->net[i] >= 0)
			close(h->net[i]);
	close(h->here);
	close(h->cables);
	if (not_its >= 0)
		close(not_its);
	stay_on_one_processor();
	cable_carry(script, h, control, strands);
}

static bool start(struct cable *c, const struct hosts *h, const struct strand *strands, int not_its,
		  struct error *error)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return error_errno(error, "socketpair");
	fflush(NULL);
	c->pid = fork();
	if (c->pid == 0) {
		close(ends[0]);
		become_carrier(c->script, h, ends[1], strands, not_its);
	}
	close(ends[1]);
	c->fd = ends[0];
	return c->pid > 0 || error_errno(error, "fork");
}

bool cable_begin(struct cable *c, struct timeline *t, const struct script *script, const struct hosts *hosts,
		 int not_its, struct error *error)
{
	struct strand *strands;
	bool done;

	*c = (struct cable){ .script = script, .timeline = t, .fd = -1 };
	if (!hosts || hosts->cables < 0)
		return true;
	strands = arena_alloc(t->arena, hosts->port_count * sizeof(*strands));
	for (size_t i = 0; i < hosts->port_count; i++)
		strands[i] = (struct strand){ -1, -1 };
	done = open_strands(hosts, strands, error) && start(c, hosts, strands, not_its, error) &&
	       cable_drain(c, error);
	close_strands(strands, hosts->port_count);
	if (!done)
		cable_end(c);
	return done;
}

void cable_end(struct cable *c)
{
	descriptor_close(&c->fd);
	if (c->pid <= 0)
		return;
	kill(c->pid, SIGKILL);
	waitpid(c->pid, NULL, 0);
	c->pid = 0;
}

/* One piece of news. *done: whether it is the word that order `serial` has been carried out. */
static bool take_news(struct cable *c, int flags, bool *there, bool *done, struct error *error)
{
	struct cable_news news;
	ssize_t n = recv(c->fd, &news, sizeof(news), flags);

	*there = n == sizeof(news);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (!*there)
		return error_set(error, "the process that carries the frames has ended");
	switch (news.told) {
	case CABLE_DONE: *done = news.serial == c->serial; break;
	case CABLE_FAULT: timeline_add_fault(c->timeline, &news.fault); break;
	case CABLE_REFUSED:
	case CABLE_TROUBLE: return error_pass(error, &news.trouble);
	}
	return true;
}

bool cable_read(struct cable *c, struct error *error)
{
	bool there = c->fd >= 0, done;

	while (there)
		if (!take_news(c, MSG_DONTWAIT, &there, &done, error))
			return false;
	return true;
}

static bool carry_out(struct cable *c, enum cable_asked asked, size_t line, struct error *error)
{
	struct cable_order order = { .asked = asked, .serial = ++c->serial, .line = line };
	struct pollfd wait = { .fd = c->fd, .events = POLLIN };
	bool there, done = false;

	if (c->fd < 0)
		return error_set(error, "there is no cable");
	if (send(c->fd, &order, sizeof(order), MSG_NOSIGNAL) != sizeof(order))
		return error_errno(error, "an order to the process that carries the frames");
	while (!done) {
		int ready = poll(&wait, 1, PATIENCE_ORDER_MS);

		if (ready == 0)
			return error_set(error, "the process that carries the frames does not answer");
		if (ready > 0 && !take_news(c, MSG_DONTWAIT, &there, &done, error))
			return false;
	}
	return true;
}

bool cable_arm(struct cable *c, const struct line *line, struct error *error)
{
	return carry_out(c, CABLE_ARM, (size_t)(line - c->script->lines), error);
}

bool cable_inject(struct cable *c, const struct line *line, struct error *error)
{
	return carry_out(c, CABLE_INJECT, (size_t)(line - c->script->lines), error);
}

bool cable_mend(struct cable *c, struct error *error)
{
	return c->fd < 0 || carry_out(c, CABLE_MEND, 0, error);
}

bool cable_drain(struct cable *c, struct error *error)
{
	return c->fd < 0 || carry_out(c, CABLE_DRAIN, 0, error);
}
