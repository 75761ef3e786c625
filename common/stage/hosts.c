/* hosts.c - a world's hosts; see hosts.h. */
#include "common/stage/hosts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/base/descriptor.h"
#include "common/stage/ether.h"
#include "common/stage/network.h"
#include "common/stage/process.h"

static const char *name_of(const struct hosts *h, int host)
{
	return h->world->hosts[host].name;
}

bool hosts_enter(const struct hosts *h, int host)
{
	return setns(h->net[host], CLONE_NEWNET) == 0;
}

void hosts_leave(const struct hosts *h)
{
	/* A descriptor of our own namespace: there is no reason for which this could fail, and no way to go on. */
	if (setns(h->here, CLONE_NEWNET) != 0)
		abort();
}

bool hosts_has_programs(const struct hosts *h, int host)
{
	return h->net[host] >= 0 && !world_is_router(h->world, host);
}

/* Settings of a network without which it would not be quiet, or would be another on each machine: a host inherits the
 * machine's. What a kernel lacks is left. */
static void set_all(const char *const (*settings)[2])
{
	for (; (*settings)[0]; settings++)
		network_sysctl((*settings)[0], (*settings)[1], NULL);
}

/* No addresses of the kernel's choice, no search for a second owner of one, and no question for a router that does not
 * answer it. */
#define QUIET_IPV6                                                                                           \
	{ "net.ipv6.conf.all.disable_ipv6", "0" }, { "net.ipv6.conf.default.disable_ipv6", "0" },            \
		{ "net.ipv6.conf.default.addr_gen_mode", "1" }, { "net.ipv6.conf.default.accept_dad", "0" }, \
		{ "net.ipv6.conf.default.dad_transmits", "0" },                                              \
	{                                                                                                    \
		"net.ipv6.conf.default.router_solicitations", "0"                                            \
	}

static const char *const host_settings[][2] = { { "net.ipv4.ip_forward", "0" },
						{ "net.ipv4.conf.all.rp_filter", "0" },
						{ "net.ipv4.conf.default.rp_filter", "0" },
						QUIET_IPV6,
						{ NULL, NULL } };
/* A router may be slow to complain; this one answers each packet that it cannot deliver. */
static const char *const router_settings[][2] = { { "net.ipv4.ip_forward", "1" },
						  { "net.ipv4.conf.all.rp_filter", "0" },
						  { "net.ipv4.conf.default.rp_filter", "0" },
						  { "net.ipv4.icmp_ratelimit", "0" },
						  { "net.ipv6.icmp.ratelimit", "0" },
						  QUIET_IPV6,
						  { "net.ipv6.conf.all.forwarding", "1" },
						  { NULL, NULL } };

static int open_network(void)
{
	return open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

static bool no_network(const struct hosts *h, struct error *error)
{
	return error_errno(error, "world %s: network namespace", h->world->name);
}

static void set_role(const struct hosts *h, int host)
{
	set_all(world_is_router(h->world, host) ? router_settings : host_settings);
}

/* Its network namespace, in which nothing is yet. */
static bool make_namespace(struct hosts *h, int host, struct error *error)
{
	if (!network_new())
		return no_network(h, error);
	h->net[host] = open_network();
	if (h->net[host] >= 0)
		set_role(h, host);
	else
		no_network(h, error);
	hosts_leave(h);
	return h->net[host] >= 0;
}

/* The cables are in one namespace: nothing in it has an address, or asks for one. */
static bool make_cables(struct hosts *h, struct error *error)
{
	static const char *const settings[][2] = { { "net.ipv6.conf.all.disable_ipv6", "1" },
						   { "net.ipv6.conf.default.disable_ipv6", "1" },
						   { NULL, NULL } };

	for (size_t i = 0; i < h->port_count; i++)
		h->ports[i].cabled = true;
	if (!network_new())
		return no_network(h, error);
	h->cables = open_network();
	set_all(settings);
	hosts_leave(h);
	return h->cables >= 0 || no_network(h, error);
}

typedef bool step(const struct port *p, struct error *error);

static bool in_host(const struct hosts *h, const struct port *p, step *take, struct error *error)
{
	bool done;

	if (!hosts_enter(h, p->host))
		return error_errno(error, "world %s: entering host %s", h->world->name, port_host(p));
	done = take(p, error);
	hosts_leave(h);
	return done;
}

bool hosts_enter_cables(const struct hosts *h)
{
	return setns(h->cables, CLONE_NEWNET) == 0;
}

/* Nothing where the port has no cable. */
static bool in_cable(const struct hosts *h, const struct port *p, step *take, struct error *error)
{
	bool done;

	if (!p->cabled)
		return true;
	if (!hosts_enter_cables(h))
		return error_errno(error, "world %s: entering the cables", h->world->name);
	done = take(p, error);
	hosts_leave(h);
	return done;
}

/* Both of its devices, and the cable's, where there is one. */
static bool make_devices(const struct hosts *h, const struct port *p, struct error *error)
{
	bool done;

	if (p->cabled && !hosts_enter_cables(h))
		return error_errno(error, "world %s: entering the cables", h->world->name);
	done = ether_make(p, h->net[p->host], error);
	if (p->cabled)
		hosts_leave(h);
	return done && ether_join(p, h->cables, error) && ether_plug_into_switch(p, error);
}

/* Step by step for all ports, as the kernel finishes each in its own time. */
static bool make_links(const struct hosts *h, struct error *error)
{
	const struct port *end = h->ports + h->port_count;
	bool done = true;

	for (const struct port *p = h->ports; done && p < end; p++)
		done = ether_switch(p, error) && make_devices(h, p, error) &&
		       in_host(h, p, ether_far_up, error) && in_cable(h, p, ether_cable_up, error);
	for (const struct port *p = h->ports; done && p < end; p++)
		done = ether_near_up(p, error) && ether_near_address(p, error);
	for (const struct port *p = h->ports; done && p < end; p++)
		done = in_host(h, p, ether_far_address, error);
	for (const struct port *p = h->ports; done && p < end; p++)
		done = ether_near_ready(p, error) && in_host(h, p, ether_far_ready, error);
	return done;
}

bool hosts_build(struct hosts *h, const struct world *world, unsigned mtu, bool cables, struct error *error)
{
	struct arena *arena = arena_new();
	bool done = true;

	*h = (struct hosts){
		.arena = arena, .world = world, .cables = -1, .router = world_next(world, ROLE_ROUTER, 0)
	};
	h->net = arena_alloc(arena, world->host_count * sizeof(*h->net));
	h->boots = arena_alloc(arena, world->host_count * sizeof(*h->boots));
	h->ports = ports_of(arena, world, h->router, mtu, &h->port_count);
	for (size_t i = 0; i < world->host_count; i++)
		h->net[i] = -1;
	h->here = open_network();
	if (h->here < 0) {
		no_network(h, error);
		hosts_close(h);
		return false;
	}
	if (h->router != NO_HOST)
		h->net[h->router] = fcntl(h->here, F_DUPFD_CLOEXEC, 0);
	set_role(h, h->router);
	done = !cables || make_cables(h, error);
	for (int i = 0; done && i < (int)world->host_count; i++) {
		done = i == h->router || make_namespace(h, i, error);
		h->boots[i] = 1;
	}
	done = done && make_links(h, error);
	if (!done)
		hosts_close(h);
	return done;
}

void hosts_close(struct hosts *h)
{
	if (!h->arena)
		return;
	for (size_t i = 0; i < h->world->host_count; i++)
		descriptor_close(&h->net[i]);
	descriptor_close(&h->cables);
	descriptor_close(&h->here);
	arena_free(h->arena);
	*h = (struct hosts){ 0 };
}

/* ---- its power goes ---- */

/* Kills the programs whose network this is, and returns how many there were; one that has ended and is not waited for
 * yet has no network any more. All that a program starts is traced as it is. strace itself is no part of the host: it
 * stays until it has written down how its program ended. */
static int kill_programs(int net)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	struct stat ours, st;
	char path[300];
	int n = 0;

	if (!folder)
		return -1;
	while (fstat(net, &ours) == 0 && (entry = readdir(folder))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		snprintf(path, sizeof(path), "/proc/%s/ns/net", entry->d_name);
		if (pid <= 0 || stat(path, &st) != 0 || st.st_ino != ours.st_ino || st.st_dev != ours.st_dev)
			continue;
		if (!process_tracer(pid))
			continue;
		kill(pid, SIGKILL);
		n++;
	}
	closedir(folder);
	return n;
}

/* What forks meanwhile is found in the next round. */
static bool kill_all(const struct hosts *h, int host, struct error *error)
{
	const struct timespec pause = { 0, 100000 };
	int left = 1;

	for (long waited_ns = 0; waited_ns < PATIENCE_MS * 1000000L; waited_ns += pause.tv_nsec) {
		left = kill_programs(h->net[host]);
		if (left <= 0)
			break;
		nanosleep(&pause, NULL);
	}
	if (left > 0)
		errno = ETIMEDOUT;
	return left == 0 || error_errno(error, "world %s: killing the programs of host %s", h->world->name,
					name_of(h, host));
}

bool hosts_crash(struct hosts *h, int host, struct error *error)
{
	const struct port *end = h->ports + h->port_count;
	bool done = true;

	if (h->net[host] < 0)
		return error_set(error, "host %s is down already", name_of(h, host));
	if (!hosts_enter(h, host))
		return error_errno(error, "world %s: entering host %s", h->world->name, name_of(h, host));
	for (const struct port *p = h->ports; done && p < end; p++)
		done = p->host != host || ether_unplug(p, h->here, error);
	hosts_leave(h);
	done = done && kill_all(h, host, error);
	for (const struct port *p = h->ports; done && p < end; p++)
		done = p->host != host ||
		       (in_cable(h, p, ether_cable_break, error) && ether_near_notices(p, error));
	descriptor_close(&h->net[host]);
	return done;
}

bool hosts_boot(struct hosts *h, int host, struct error *error)
{
	bool done = make_namespace(h, host, error);

	h->boots[host] += done;
	for (const struct port *p = h->ports; done && p < h->ports + h->port_count; p++)
		done = p->host != host ||
		       (ether_near_forget(p, error) && ether_plug(p, h->net[host], error) &&
			in_host(h, p, ether_far_up, error) && in_cable(h, p, ether_cable_mend, error) &&
			ether_near_up(p, error) && in_host(h, p, ether_far_address, error) &&
			in_host(h, p, ether_far_ready, error));
	return done;
}

bool hosts_sysctl(const struct hosts *h, int host, const char *name, const char *value, struct error *error)
{
	for (int i = 0; i < (int)h->world->host_count; i++) {
		bool done;

		if (host == NO_HOST ? h->net[i] < 0 : i != host)
			continue;
		if (h->net[i] < 0)
			return error_set(error, "sysctl %s: host %s is down", name, name_of(h, i));
		if (!hosts_enter(h, i))
			return error_errno(error, "world %s: entering host %s", h->world->name,
					   name_of(h, i));
		done = network_sysctl(name, value, error);
		hosts_leave(h);
		if (!done)
			return false;
	}
	return true;
}
