/* wire.c - the wire of a world, and the marker; see wire.h. */
#include "common/stage/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MARKER_PORT = 9 };
static const uint8_t marker_address[4] = { 127, 0, 0, 3 };

struct marker {
	char magic[8];
	uint32_t serial;
	uint32_t processor;
};
static const char marker_magic[8] = "socklab";

static int open_marker(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_port = htons(MARKER_PORT) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	memcpy(&self.sin_addr, marker_address, sizeof(marker_address));
	if (fd < 0)
		return -1;
	/* While any socket asks for stamps the kernel stamps a packet when it is put into its queue, that is, when it
	 * is sent. Else libpcap's stamp is of when the queue was served, and two processors' queues are served in any order. */
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	/* Bound to itself: nobody answers a marker, and no ICMP error follows it. */
	if (bind(fd, (const struct sockaddr *)&self, sizeof(self)) < 0 ||
	    connect(fd, (const struct sockaddr *)&self, sizeof(self)) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

bool wire_begin(struct wire *w, struct timeline *t, const char *name, char error[SOURCE_ERROR_TEXT])
{
	*w = (struct wire){ .timeline = t, .marker_fd = -1 };
	w->marker_fd = open_marker();
	if (w->marker_fd < 0) {
		snprintf(error, SOURCE_ERROR_TEXT, "marker socket on 127.0.0.3 port %d: %s: %s", MARKER_PORT,
			 strerrorname_np(errno), strerror(errno));
		return false;
	}
	w->source = source_open_live(name, NULL, error);
	if (!w->source) {
		wire_end(w);
		return false;
	}
	w->processors = CPU_SETSIZE;
	w->seen = arena_alloc(t->arena, (size_t)w->processors * sizeof(*w->seen));
	t->interface = arena_string(t->arena, name);
	t->link_type = source_link_type(w->source);
	return true;
}

void wire_end(struct wire *w)
{
	source_close(w->source);
	if (w->marker_fd >= 0)
		close(w->marker_fd);
	w->source = NULL;
	w->marker_fd = -1;
}

int wire_fd(const struct wire *w)
{
	return source_fd(w->source);
}

struct reading {
	struct wire *wire;
	int packets;
};

/* One that is ours: noted, and not part of the story. */
static bool take_marker(struct wire *w, const struct packet *p)
{
	struct marker m;

	if (p->transport != TRANSPORT_UDP || p->source.family != 4 ||
	    p->udp.destination_port != MARKER_PORT ||
	    memcmp(p->source.bytes, marker_address, sizeof(marker_address)) != 0)
		return false;
	if (p->payload_captured < sizeof(m))
		return false;
	memcpy(&m, p->payload, sizeof(m));
	if (memcmp(m.magic, marker_magic, sizeof(m.magic)) != 0 || m.processor >= (uint32_t)w->processors)
		return false;
	w->seen[m.processor] = m.serial;
	return true;
}

static void handle(void *context, const struct packet *p)
{
	struct reading *r = context;

	if (take_marker(r->wire, p))
		return;
	timeline_add_packet(r->wire->timeline, p);
	r->packets++;
}

int wire_read(struct wire *w, char error[SOURCE_ERROR_TEXT])
{
	struct reading reading = { .wire = w };
	struct marker m;

	if (source_read(w->source, handle, &reading, error) < 0)
		return -1;
	while (recv(w->marker_fd, &m, sizeof(m), 0) > 0)
		; /* our own markers come back to us as well */
	return reading.packets;
}

void wire_send_markers(struct wire *w)
{
	cpu_set_t allowed, one;

	w->marker++;
	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
		CPU_ZERO(&allowed);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		struct marker m = { .serial = w->marker, .processor = (uint32_t)cpu };

		memcpy(m.magic, marker_magic, sizeof(m.magic));
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		w->seen[cpu] = 0;
		if (sched_setaffinity(0, sizeof(one), &one) < 0 || send(w->marker_fd, &m, sizeof(m), 0) < 0)
			continue;
	}
	sched_setaffinity(0, sizeof(allowed), &allowed);
}

bool wire_drained(const struct wire *w)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
		return false;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed) && w->seen[cpu] != w->marker)
			return false;
	return true;
}

void wire_count(struct wire *w)
{
	struct source_counts counts;

	if (!source_counts(w->source, &counts))
		return;
	w->timeline->packets_received = counts.received;
	w->timeline->packets_dropped = counts.dropped;
}
