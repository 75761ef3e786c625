/*
 * worlds.h - the worlds in which a scenario can be played, as data: hosts with their roles, the links that join them, and
 * who has which address on which link.
 *
 * A new world is a description in worlds.c. The parser knows its name and its hosts' by it, common/stage/hosts.c builds what
 * it says, and who tells of it has its words from it. A host's name is looked up where a script is read; from there on it is
 * an index into world.hosts.
 */
#ifndef COMMON_SCRIPT_WORLDS_H
#define COMMON_SCRIPT_WORLDS_H

#include <stdbool.h>
#include <stddef.h>

#include "capture/packet.h"

enum { NO_HOST = -1 };

enum host_role {
	ROLE_ENDPOINT, /* programs run on it */
	ROLE_ROUTER, /* forwards what is not for itself, and says what it cannot forward. Nothing is started on it */
};

/* An address and the length of its network's prefix, in bits. */
struct world_address {
	struct address address;
	unsigned prefix;
};

/* A host's interface to a link. */
struct world_end {
	unsigned link; /* index into world.links */
	const struct world_address *addresses; /* the first one is IPv4: the director's markers go by it */
	size_t address_count;
};

struct world_host {
	const char *name; /* also of the interface at the other end of its link: at most 10 letters */
	enum host_role role;
	const struct world_end *ends;
	size_t end_count;
};

struct world_link {
	const char *name; /* of the switch, where it has one: at most 15 letters */
	unsigned mtu; /* bytes; 0: what the script says, else Ethernet's */
	/* Of the switch itself, which joins the hosts of a link that is not point to point, from one host to the router. The
	 * director's markers go there; nothing else does. */
	struct world_address of_switch;
};

struct world {
	const char *name; /* "hosts" */
	const char *words; /* "two hosts, and a router between them" */
	const char *brief; /* the same for a sheet of questions, with the names of the hosts */
	unsigned mtu_least, mtu_most; /* that a script may say */
	/* None: all happens on the loopback interface. In the order in which a record names them; an actor lives on the first
	 * endpoint unless it, or its program, is called like another. */
	const struct world_host *hosts;
	size_t host_count;
	const struct world_link *links;
	size_t link_count;
};

/* All worlds, by index; NULL behind the last. The first is where a script is played that names none. */
const struct world *world_at(size_t index);
const struct world *world_named(const char *name, size_t length); /* NULL: none */

/* The host of this name; NO_HOST: none. */
int world_host_named(const struct world *w, const char *name, size_t length);
/* The host that has this address; NO_HOST: none. */
int world_host_at(const struct world *w, const struct address *a);
/* The first host from `from` on that has the role; NO_HOST: none. */
int world_next(const struct world *w, enum host_role role, int from);
bool world_is_router(const struct world *w, int host);
/* The addresses of a host on all of its links, by index; NULL behind the last. */
const struct address *world_address(const struct world *w, int host, size_t index);

#endif
