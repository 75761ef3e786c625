/* hosts.c - world hosts; see hosts.h. */
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

#include "common/stage/ether.h"
#include "common/stage/process.h"

enum { ETHERNET = 1500 };

static const struct side {
	const char *name;
	struct address host[FAMILIES], router[FAMILIES];
} sides[HOSTS] = {
	[HOST_CLIENT] = { "client",
			  { { 4, { 192, 0, 2, 1 } }, { 6, { 0x20, 1, 0x0d, 0xb8, 0, 1, [15] = 1 } } },
			  { { 4, { 192, 0, 2, 254 } }, { 6, { 0x20, 1, 0x0d, 0xb8, 0, 1, [15] = 0xfe } } } },
	[HOST_SERVER] = { "server",
			  { { 4, { 198, 51, 100, 1 } }, { 6, { 0x20, 1, 0x0d, 0xb8, 0, 2, [15] = 1 } } },
			  { { 4, { 198, 51, 100, 254 } },
			    { 6, { 0x20, 1, 0x0d, 0xb8, 0, 2, [15] = 0xfe } } } },
};

const char *host_name(int host)
{
	return sides[host].name;
}

int host_named(const char *name)
{
	for (int i = 0; i < HOSTS; i++)
		if (strcmp(sides[i].name, name) == 0)
			return i;
	return -1;
}

const struct address *host_addresses(int host)
{
	return sides[host].host;
}

const struct address *router_addresses(int host)
{
	return sides[host].router;
}

bool hosts_enter(const struct hosts *h, int host)
{
	return setns(h->net[host], CLONE_NEWNET) == 0;
}

void hosts_leave(const struct hosts *h)
{
	/* A descriptor of our own namespace: there is no reason for which this could fail, and no way to go on. */
	if (setns(h->router, CLONE_NEWNET) != 0)
		abort();
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

/* Leaves the calling process in the new namespace, or, where it fails, in the old one. */
static bool make_namespace(struct hosts *h, int host, struct error *error)
{
	if (!network_new())
		return error_errno(error, "world hosts: network namespace");
	h->net[host] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (h->net[host] < 0) {
		error_errno(error, "world hosts: network namespace");
		hosts_leave(h);
		return false;
	}
	set_all(host_settings);
	return true;
}

typedef bool step(int host, struct error *error);

static bool in_host(const struct hosts *h, int host, step *take, struct error *error)
{
	bool done;

	if (!hosts_enter(h, host))
		return error_errno(error, "world hosts: entering host %s", host_name(host));
	done = take(host, error);
	hosts_leave(h);
	return done;
}

static bool make_host(struct hosts *h, int host, struct error *error)
{
	if (!make_namespace(h, host, error))
		return false;
	hosts_leave(h);
	h->boots[host] = 1;
	return ether_make(h, host, error) && in_host(h, host, ether_host_up, error);
}

bool hosts_build(struct hosts *h, unsigned mtu, struct error *error)
{
	bool done = true;

	*h = (struct hosts){ .net = { -1, -1 }, .mtu = mtu ? mtu : ETHERNET };
	h->router = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (h->router < 0)
		return error_errno(error, "world hosts: network namespace");
	set_all(router_settings);
	for (int i = 0; done && i < HOSTS; i++)
		done = make_host(h, i, error);
	/* Step by step for both hosts, as the kernel finishes each in its own time. */
	for (int i = 0; done && i < HOSTS; i++)
		done = ether_router_up(i, error) && ether_router_address(i, error);
	for (int i = 0; done && i < HOSTS; i++)
		done = in_host(h, i, ether_host_address, error);
	for (int i = 0; done && i < HOSTS; i++)
		done = ether_router_ready(i, error) && in_host(h, i, ether_host_ready, error);
	if (!done)
		hosts_close(h);
	return done;
}

void hosts_close(struct hosts *h)
{
	for (int i = 0; i < HOSTS; i++) {
		if (h->net[i] >= 0)
			close(h->net[i]);
		h->net[i] = -1;
	}
	if (h->router >= 0)
		close(h->router);
	h->router = -1;
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
static bool kill_all(int net, struct error *error)
{
	const struct timespec pause = { 0, 100000 };
	int left = 1;

	for (long waited_ns = 0; waited_ns < PATIENCE_MS * 1000000L; waited_ns += pause.tv_nsec) {
		left = kill_programs(net);
		if (left <= 0)
			break;
		nanosleep(&pause, NULL);
	}
	if (left > 0)
		errno = ETIMEDOUT;
	return left == 0 || error_errno(error, "world hosts: killing the programs of a host");
}

bool hosts_crash(struct hosts *h, int host, struct error *error)
{
	bool done;

	if (h->net[host] < 0)
		return error_set(error, "host %s is down already", host_name(host));
	if (!hosts_enter(h, host))
		return error_errno(error, "world hosts: entering host %s", host_name(host));
	done = ether_unplug(h, host, error);
	hosts_leave(h);
	done = done && kill_all(h->net[host], error) && ether_router_notices(host, error);
	close(h->net[host]);
	h->net[host] = -1;
	return done;
}

bool hosts_boot(struct hosts *h, int host, struct error *error)
{
	if (!make_namespace(h, host, error))
		return false;
	hosts_leave(h);
	h->boots[host]++;
	return ether_router_forget(host, error) && ether_plug(h, host, error) &&
	       in_host(h, host, ether_host_up, error) && ether_router_up(host, error) &&
	       in_host(h, host, ether_host_address, error) && in_host(h, host, ether_host_ready, error);
}

bool hosts_sysctl(const struct hosts *h, const char *host, const char *name, const char *value,
		  struct error *error)
{
	int one = host ? host_named(host) : -1;

	if ((!host || one < 0) && !network_sysctl(name, value, error))
		return false;
	for (int i = 0; i < HOSTS; i++) {
		bool done;

		if (host ? i != one : h->net[i] < 0)
			continue;
		if (h->net[i] < 0)
			return error_set(error, "sysctl %s: host %s is down", name, host);
		if (!hosts_enter(h, i))
			return error_errno(error, "world hosts: entering host %s", host_name(i));
		done = network_sysctl(name, value, error);
		hosts_leave(h);
		if (!done)
			return false;
	}
	return true;
}
