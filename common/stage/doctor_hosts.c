/* doctor_hosts.c - the probe of world hosts: makes them, and sends a datagram from one to the other; see doctor_probes.h. */
#include "common/stage/doctor_probes.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/stage/hosts.h"

enum { PORT = 9877, PATIENCE_MS = 1000 };

static struct sockaddr_in port_of(const struct hosts *h, int host)
{
	struct sockaddr_in end = { .sin_family = AF_INET, .sin_port = htons(PORT) };

	memcpy(&end.sin_addr, world_address(h->world, host, 0)->bytes, sizeof(end.sin_addr));
	return end;
}

/* A socket in the host's network, which stays there; -1 for none. */
static int open_in(const struct hosts *h, int host)
{
	struct sockaddr_in here = port_of(h, host);
	int fd;

	if (!hosts_enter(h, host))
		return -1;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && bind(fd, (const struct sockaddr *)&here, sizeof(here)) < 0) {
		close(fd);
		fd = -1;
	}
	hosts_leave(h);
	return fd;
}

static bool passes(const struct hosts *h)
{
	int from = world_next(h->world, ROLE_ENDPOINT, 0), to = world_next(h->world, ROLE_ENDPOINT, from + 1);
	struct sockaddr_in there = port_of(h, to);
	struct pollfd receiver = { .fd = open_in(h, to), .events = POLLIN };
	int sender = open_in(h, from);
	bool passed = sender >= 0 && receiver.fd >= 0 &&
		      sendto(sender, "x", 1, 0, (const struct sockaddr *)&there, sizeof(there)) == 1 &&
		      poll(&receiver, 1, PATIENCE_MS) == 1;

	if (sender >= 0)
		close(sender);
	if (receiver.fd >= 0)
		close(receiver.fd);
	return passed;
}

void probe_hosts(struct probe *p, const struct world_plan *plan)
{
	struct error error;
	struct hosts hosts;

	if (!plan->network) {
		probe_what(p, PROBE_MISSING, "no network namespaces, so no hosts but this one");
		return;
	}
	if (!hosts_build(&hosts, world_named("hosts", strlen("hosts")), 0, false, &error)) {
		probe_error(p, PROBE_MISSING, &error);
		probe_remedy(p, "If veth is a module, load it:\n  sudo modprobe veth\n");
		return;
	}
	if (passes(&hosts))
		probe_what(p, PROBE_OK, "two hosts of one's own, with a router between them");
	else
		probe_what(p, PROBE_MISSING, "no datagram passed from one host of one's own to another");
	hosts_close(&hosts);
}
