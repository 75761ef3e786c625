/* worlds.c - the worlds, described; see worlds.h. */
#include "common/script/worlds.h"

#include <string.h>

/* RFC 791 lets no link have less than 68, RFC 8200 none less than 1280; lo's own is 65536, a veth has 65535. */
enum { LEAST_IPV4 = 68, LEAST_IPV6 = 1280, MOST_LOOPBACK = 65536, MOST_ETHERNET = 65535 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 192.0.2.0/24 and 198.51.100.0/24 (RFC 5737), 2001:db8:NET::/64 (RFC 3849): for documentation. */
#define IPV4(a, b, c, d)                                                                                     \
	{                                                                                                    \
		{ 4, { a, b, c, d } }, 24                                                                    \
	}
#define IPV6(net, host)                                                                                      \
	{                                                                                                    \
		{ 6, { 0x20, 0x01, 0x0d, 0xb8, 0, net, [15] = (host) } }, 64                                 \
	}
#define END(on, ...)                                                                                         \
	{                                                                                                    \
		.link = (on), .addresses = (const struct world_address[]){ __VA_ARGS__ },                    \
		.address_count = COUNT(((const struct world_address[]){ __VA_ARGS__ }))                      \
	}
#define HOST(called, is, ...)                                                                                \
	{                                                                                                    \
		.name = (called), .role = (is), .ends = (const struct world_end[]){ __VA_ARGS__ },           \
		.end_count = COUNT(((const struct world_end[]){ __VA_ARGS__ }))                              \
	}

/* ---- hosts: client ── router ── server ---- */

enum { CLIENT_SIDE, SERVER_SIDE };

#define THROUGH_A_ROUTER                                                                                     \
	HOST("client", ROLE_ENDPOINT, END(CLIENT_SIDE, IPV4(192, 0, 2, 1), IPV6(1, 1))),                     \
		HOST("router", ROLE_ROUTER, END(CLIENT_SIDE, IPV4(192, 0, 2, 254), IPV6(1, 0xfe)),           \
		     END(SERVER_SIDE, IPV4(198, 51, 100, 254), IPV6(2, 0xfe))),                              \
		HOST("server", ROLE_ENDPOINT, END(SERVER_SIDE, IPV4(198, 51, 100, 1), IPV6(2, 1)))

static const struct world_link hosts_links[] = {
	[CLIENT_SIDE] = { .name = "client" },
	[SERVER_SIDE] = { .name = "server" },
};

static const struct world_host hosts_hosts[] = {
	THROUGH_A_ROUTER,
};

/* ---- lan: three hosts on one link, and no router ---- */

static const struct world_link lan_links[] = {
	{ .name = "lan", .of_switch = IPV4(192, 0, 2, 253) },
};

static const struct world_host lan_hosts[] = {
	HOST("client", ROLE_ENDPOINT, END(0, IPV4(192, 0, 2, 1), IPV6(1, 1))),
	HOST("server", ROLE_ENDPOINT, END(0, IPV4(192, 0, 2, 2), IPV6(1, 2))),
	HOST("other", ROLE_ENDPOINT, END(0, IPV4(192, 0, 2, 3), IPV6(1, 3))),
};

/* ---- switched: client ── router ── a switch ── server, other ---- */

static const struct world_link switched_links[] = {
	[CLIENT_SIDE] = { .name = "client" },
	[SERVER_SIDE] = { .name = "lan" },
};

static const struct world_host switched_hosts[] = {
	THROUGH_A_ROUTER,
	HOST("other", ROLE_ENDPOINT, END(SERVER_SIDE, IPV4(198, 51, 100, 2), IPV6(2, 2))),
};

/* ---- all of them ---- */

static const struct world worlds[] = {
	{ .name = "loopback",
	  .words = "one machine, all on its loopback",
	  .brief = "one host",
	  .mtu_least = LEAST_IPV4,
	  .mtu_most = MOST_LOOPBACK },
	{ .name = "loopback6",
	  .words = "one machine, all on its loopback, IPv6",
	  .brief = "one host, IPv6",
	  .mtu_least = LEAST_IPV6,
	  .mtu_most = MOST_LOOPBACK },
	{ .name = "hosts",
	  .words = "two hosts, and a router between them",
	  .brief = "two hosts, client and server, and a router between them",
	  .mtu_least = LEAST_IPV6,
	  .mtu_most = MOST_ETHERNET,
	  .hosts = hosts_hosts,
	  .host_count = COUNT(hosts_hosts),
	  .links = hosts_links,
	  .link_count = COUNT(hosts_links) },
	{ .name = "lan",
	  .words = "three hosts on one link",
	  .brief = "three hosts on one link: client, server and other",
	  .mtu_least = LEAST_IPV6,
	  .mtu_most = MOST_ETHERNET,
	  .hosts = lan_hosts,
	  .host_count = COUNT(lan_hosts),
	  .links = lan_links,
	  .link_count = COUNT(lan_links) },
	{ .name = "switched",
	  .words = "two hosts on a switch, and one behind a router",
	  .brief = "three hosts: client, and behind a router, on one switch, server and other",
	  .mtu_least = LEAST_IPV6,
	  .mtu_most = MOST_ETHERNET,
	  .hosts = switched_hosts,
	  .host_count = COUNT(switched_hosts),
	  .links = switched_links,
	  .link_count = COUNT(switched_links) },
};

const struct world *world_at(size_t index)
{
	return index < COUNT(worlds) ? &worlds[index] : NULL;
}

static bool is_called(const char *name, const char *word, size_t length)
{
	return strlen(name) == length && memcmp(name, word, length) == 0;
}

const struct world *world_named(const char *name, size_t length)
{
	for (size_t i = 0; i < COUNT(worlds); i++)
		if (is_called(worlds[i].name, name, length))
			return &worlds[i];
	return NULL;
}

int world_host_named(const struct world *w, const char *name, size_t length)
{
	for (size_t i = 0; i < w->host_count; i++)
		if (is_called(w->hosts[i].name, name, length))
			return (int)i;
	return NO_HOST;
}

int world_host_at(const struct world *w, const struct address *a)
{
	for (int host = 0; host < (int)w->host_count; host++) {
		const struct address *own;

		for (size_t i = 0; (own = world_address(w, host, i)); i++)
			if (address_equal(own, a))
				return host;
	}
	return NO_HOST;
}

int world_next(const struct world *w, enum host_role role, int from)
{
	for (int i = from; i < (int)w->host_count; i++)
		if (w->hosts[i].role == role)
			return i;
	return NO_HOST;
}

bool world_is_router(const struct world *w, int host)
{
	return host >= 0 && w->hosts[host].role == ROLE_ROUTER;
}

const struct address *world_address(const struct world *w, int host, size_t index)
{
	const struct world_host *h = &w->hosts[host];

	for (size_t i = 0; i < h->end_count; i++) {
		if (index < h->ends[i].address_count)
			return &h->ends[i].addresses[index].address;
		index -= h->ends[i].address_count;
	}
	return NULL;
}
