/*
 * world.h - a world of its own for one run: user, network, mount and PID namespaces
 * (namespaces(7), user_namespaces(7)), so that a lab needs no root and touches nothing of the host.
 *
 * When the first process of the PID namespace ends, the kernel ends everything in it, and the network
 * namespace goes with its last process: there is nothing to clean up, however a run ends.
 */
#ifndef COMMON_STAGE_WORLD_H
#define COMMON_STAGE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/base/error.h"
#include "common/script/script.h"
#include "common/stage/network.h"

/* net.ipv4.tcp_sack and "0". */
struct setting {
	const char *name, *value;
};

/* Which namespaces a world is made of, and what is set in it. */
struct world_plan {
	const struct setting *settings; /* made in each world before its script is played; the caller's */
	size_t setting_count;
	uint64_t adversity; /* seed of what holds the runs up; 0: nothing does */
	struct derived derived; /* world_enter_nursery()'s */
	struct error note; /* what is missing and why; not set where nothing is */
	bool user; /* not needed by root, and forbidden on some machines */
	bool others; /* there, subordinate users as well: some script asks for them; the caller's */
	bool network; /* without it: the loopback of whoever runs us (a container's), one run at a time */
	bool pid; /* without it: a subreaper and parent-death signals do what they can */
};

/* Finds, by trying, the best plan that this machine allows. False where none does, with the exact
 * obstacle in plan->note. Takes a few milliseconds. */
bool world_plan_find(struct world_plan *plan);

/* Moves the calling process into a user namespace, where the plan has one, and a network namespace of their own, from
 * which many worlds are forked: then none needs a user namespace, and its tables of sockets are small (see there).
 * False with a sentence in plan->note. */
bool world_enter_nursery(struct world_plan *plan);

/* Forks a child that lives in a new world: 0 in the child, its pid (as the caller sees it) in the parent, -1 with
 * a sentence in error. The child dies with its parent, and is the first process of its PID namespace. Does not wait
 * for the world to be made, some 10 ms: what could not be is told in the child's error, which is not set otherwise. */
pid_t world_fork_at_once(const struct world_plan *plan, struct error *error);
/* The same, but returns when the world is made, and -1 also where it could not be. */
pid_t world_fork(const struct world_plan *plan, struct error *error);

/* In the child: makes what the world needs (the loopback interface, its MTU; the hosts, which may be NULL for another world,
 * and the cables between them, where they are wanted). */
struct hosts;
bool world_build(const struct world *world, unsigned mtu, bool cables, struct hosts *hosts,
		 struct error *error);

#endif
