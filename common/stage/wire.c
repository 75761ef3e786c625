/* wire.c - the wire of a world, and the markers; see wire.h. */
#include "common/stage/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MARKER_PORT = 9 };
static const struct address loopback = { .family = 4, .bytes = { 127, 0, 0, 3 } };

struct marker {
	char magic[8];
	uint32_t serial;
	uint32_t processor;
};
static const char marker_magic[8] = "socklab";

static struct sockaddr_in marker_end(const struct address *a)
{
	struct sockaddr_in end = { .sin_family = AF_INET, .sin_port = htons(MARKER_PORT) };

	if (a)
		memcpy(&end.sin_addr, a->bytes, sizeof(end.sin_addr));
	return end;
}

/* local NULL: any; remote NULL: none. */
static int open_marker(const struct address *local, const struct address *remote)
{
	struct sockaddr_in here = marker_end(local), there = marker_end(remote);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	if (fd < 0)
		return -1;
	/* While any socket asks for stamps the kernel stamps a packet when it is put into its queue, that is, when it
	 * is sent. Else libpcap's stamp is of when the queue was served, and two processors' queues are served in any order. */
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&here, sizeof(here)) < 0 ||
	    (remote && connect(fd, (const struct sockaddr *)&there, sizeof(there)) < 0)) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static bool no_marker(struct error *error)
{
	return error_errno(error, "marker socket on port %d", MARKER_PORT);
}

/* Where a cable lies between us and the host, at its end towards the host, which has the port's name there. */
static struct source *open_capture(const struct hosts *h, const struct port *port, const char *name,
				   struct error *error)
{
	bool elsewhere = port && port->cabled;
	struct source *source;

	if (elsewhere && !hosts_enter_cables(h)) {
		error_errno(error, "entering the cables");
		return NULL;
	}
	source = source_open_live(name, NULL, error);
	if (elsewhere)
		hosts_leave(h);
	return source;
}

/* port NULL: the loopback interface. */
static bool begin_tap(struct wire *w, const struct port *port, struct error *error)
{
	const char *name = port ? port->name : "lo";
	struct tap *tap = &w->taps[w->count++];

	*tap = (struct tap){ .wire = w, .port = port, .marker_fd = -1 };
	tap->source = open_capture(w->hosts, port, name, error);
	if (!tap->source)
		return false;
	tap->link = (unsigned)timeline_add_link(w->timeline, name, source_link_type(tap->source),
						port ? port->host : NOBODY);
	tap->seen = arena_alloc(w->timeline->arena, CPU_SETSIZE * sizeof(*tap->seen));
	return true;
}

/* In the order of the world's: a host's index is the same in both. */
static void add_hosts(struct timeline *t, const struct world *world)
{
	for (int i = 0; i < (int)world->host_count; i++) {
		struct address *addresses = NULL;
		size_t count = 0, capacity = 0;

		for (const struct address *a; (a = world_address(world, i, count));) {
			addresses = arena_grow(t->arena, addresses, count, &capacity, sizeof(*addresses));
			addresses[count++] = *a;
		}
		timeline_add_host(t, world->hosts[i].name, addresses, count);
	}
}

static bool begin_hosts(struct wire *w, struct error *error)
{
	bool done;

	add_hosts(w->timeline, w->hosts->world);
	w->taps = arena_alloc(w->timeline->arena, w->hosts->port_count * sizeof(*w->taps));
	w->receiver_fd = open_marker(NULL, NULL);
	done = w->receiver_fd >= 0 || no_marker(error);
	for (size_t i = 0; done && i < w->hosts->port_count; i++)
		done = begin_tap(w, &w->hosts->ports[i], error);
	return done;
}

static bool begin_loopback(struct wire *w, struct error *error)
{
	w->taps = arena_alloc(w->timeline->arena, sizeof(*w->taps));
	if (!begin_tap(w, NULL, error))
		return false;
	/* Bound to itself: nobody answers a marker, and no ICMP error follows it. */
	w->taps[0].marker_fd = open_marker(&loopback, &loopback);
	return w->taps[0].marker_fd >= 0 || no_marker(error);
}

bool wire_begin(struct wire *w, struct timeline *t, const struct hosts *hosts, struct error *error)
{
	bool done;

	*w = (struct wire){ .timeline = t, .hosts = hosts, .receiver_fd = -1 };
	done = hosts ? begin_hosts(w, error) : begin_loopback(w, error);
	if (!done)
		wire_end(w);
	return done;
}

void wire_end(struct wire *w)
{
	for (size_t i = 0; i < w->count; i++) {
		source_close(w->taps[i].source);
		if (w->taps[i].marker_fd >= 0)
			close(w->taps[i].marker_fd);
	}
	if (w->receiver_fd >= 0)
		close(w->receiver_fd);
	w->receiver_fd = -1;
	w->count = 0;
}

bool wire_is_open(const struct wire *w)
{
	return w->count > 0;
}

size_t wire_poll_fds(const struct wire *w, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (; n < w->count && n < max; n++)
		fds[n] = (struct pollfd){ .fd = source_fd(w->taps[n].source), .events = POLLIN };
	return n;
}

/* One that is ours: noted, and not part of the story. */
static bool take_marker(struct tap *tap, const struct packet *p)
{
	const struct address *from = tap->port ? &tap->port->far->addresses[0].address : &loopback;
	struct marker m;

	if (p->transport != TRANSPORT_UDP || p->udp.destination_port != MARKER_PORT ||
	    !address_equal(&p->source, from) || p->payload_captured < sizeof(m))
		return false;
	memcpy(&m, p->payload, sizeof(m));
	if (memcmp(m.magic, marker_magic, sizeof(m.magic)) != 0 || m.processor >= CPU_SETSIZE)
		return false;
	tap->seen[m.processor] = m.serial;
	return true;
}

/* Who has which address, and who listens to which group: what a link says about itself. */
static bool is_housekeeping(const struct packet *p)
{
	return !p->source.family || (p->transport == TRANSPORT_ICMP6 &&
				     ((p->icmp.type >= MLD_LISTENER_QUERY && p->icmp.type <= ND_REDIRECT) ||
				      p->icmp.type == 143)); /* MLDv2 report, RFC 3810 */
}

static void handle(void *context, const struct packet *p)
{
	struct tap *tap = context;

	if (take_marker(tap, p)) {
		tap->wire->markers++;
		return;
	}
	if (!tap->port || !is_housekeeping(p))
		timeline_add_packet(tap->wire->timeline, tap->link, p);
}

/* Our own markers come back to us as well. */
static void receive_markers(struct wire *w)
{
	struct marker m;

	if (w->count)
		while (recv(w->hosts ? w->receiver_fd : w->taps[0].marker_fd, &m, sizeof(m), 0) > 0)
			w->markers_received++;
}

int wire_read(struct wire *w, struct error *error)
{
	int frames = 0;

	w->markers = 0;
	for (size_t i = 0; i < w->count; i++) {
		int n = source_read(w->taps[i].source, handle, &w->taps[i], error);

		if (n < 0)
			return -1;
		frames += n;
	}
	receive_markers(w);
	return frames - w->markers;
}

/* A host that has gone took its socket with it; one that has come again has none yet. */
static void follow_host(struct tap *tap)
{
	const struct hosts *h = tap->wire->hosts;
	const struct port *p = tap->port;
	bool up;

	if (!p)
		return;
	up = h->net[p->host] >= 0;
	if (tap->marker_fd >= 0 && (!up || tap->boots != h->boots[p->host])) {
		close(tap->marker_fd);
		tap->marker_fd = -1;
	}
	if (!up || tap->marker_fd >= 0 || !hosts_enter(h, p->host))
		return;
	tap->marker_fd = open_marker(&p->far->addresses[0].address, port_marker_address(p));
	if (tap->boots != h->boots[p->host])
		tap->markers_sent = 0;
	tap->boots = h->boots[p->host];
	hosts_leave(h);
}

void wire_send_markers(struct wire *w)
{
	cpu_set_t allowed, one;

	w->marker++;
	for (size_t i = 0; i < w->count; i++)
		follow_host(&w->taps[i]);
	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
		CPU_ZERO(&allowed);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		struct marker m = { .serial = w->marker, .processor = (uint32_t)cpu };

		memcpy(m.magic, marker_magic, sizeof(m.magic));
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		if (sched_setaffinity(0, sizeof(one), &one) < 0)
			continue;
		for (size_t i = 0; i < w->count; i++) {
			w->taps[i].seen[cpu] = 0;
			if (w->taps[i].marker_fd >= 0 &&
			    send(w->taps[i].marker_fd, &m, sizeof(m), 0) == sizeof(m)) {
				w->taps[i].markers_sent++;
				w->markers_sent++;
			}
		}
	}
	sched_setaffinity(0, sizeof(allowed), &allowed);
}

bool wire_drained(const struct wire *w)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
		return false;
	for (size_t i = 0; i < w->count; i++)
		for (int cpu = 0; w->taps[i].marker_fd >= 0 && cpu < CPU_SETSIZE; cpu++)
			if (CPU_ISSET(cpu, &allowed) && w->taps[i].seen[cpu] != w->marker)
				return false;
	return true;
}

struct marker_counts wire_markers(struct wire *w, int host)
{
	struct marker_counts counts = { 0 };

	/* What the capture has shown is in the receiver's queue a moment later. */
	for (int waited = 0; receive_markers(w), w->markers_received < w->markers_sent && waited < 100;
	     waited++)
		poll(NULL, 0, 1);
	for (size_t i = 0; i < w->count; i++)
		if (!w->hosts || w->taps[i].port->host == host)
			counts.sent += w->taps[i].markers_sent;
	if (!w->hosts || host == w->hosts->router)
		counts.received = w->markers_received;
	return counts;
}

/* On its way to a host a packet is captured before it is put into that host's queue, where a marker does not follow
 * it: the first round brings it there, the second shows what the host's kernel has answered. */
unsigned wire_rounds(const struct wire *w)
{
	if (!w->hosts)
		return 1;
	/* Cables are two queues more each way: it is brought to the router, to the cable of the other host, and to that. */
	return w->hosts->cables < 0 ? 2 : 4;
}

void wire_count(struct wire *w)
{
	struct source_counts counts;

	for (size_t i = 0; i < w->count; i++) {
		if (!source_counts(w->taps[i].source, &counts))
			continue;
		w->timeline->packets_received += counts.received;
		w->timeline->packets_dropped += counts.dropped;
	}
}
