/*
 * doctor.h - what this machine allows, found by trying, and what to do about the rest.
 *
 * Every probe runs in a child with a time limit and leaves nothing behind. What it says is for a student:
 * what is missing, why, and the command that helps.
 */
#ifndef COMMON_STAGE_DOCTOR_H
#define COMMON_STAGE_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/stage/world.h"

enum probe_status {
	PROBE_OK,
	PROBE_LIMITED, /* labs run, with less */
	PROBE_MISSING, /* what needs it is skipped */
};

enum { PROBE_WHAT = 640, PROBE_REMEDY = 2048, DOCTOR_PROBES = 16 };

struct probe {
	const char *name;
	enum probe_status status;
	char what[PROBE_WHAT]; /* a sentence */
	char remedy
		[PROBE_REMEDY]; /* lines; those that begin with a blank are commands. "" where none is needed */
};

/* All that was found out. */
struct diagnosis {
	struct probe probes[DOCTOR_PROBES];
	size_t count;
	struct world_plan plan; /* valid with has_plan */
	bool has_plan;
	bool labs_run; /* a world, its wire and strace: all that every lab needs */
	bool states, cuts,
		hosts; /* and what some need: the kernel's table of sockets; the cable; several hosts */
};

/* Tries everything; takes a few tenths of a second at most, a few seconds where something hangs. */
void doctor_examine(struct diagnosis *d);
/* One row a probe, then the conclusion. 0: labs can run. 4: they would all be skipped. */
int doctor_print(FILE *out, bool colour);

/* Explains why namespaces could not be made (clone, unshare, writing uid_map, a mount in the new namespace), from the
 * errno and the system's settings: what is in the way, and the remedies. False where no setting explains it: the texts
 * then say what is known. */
bool doctor_userns_obstacle(int error, char *what, size_t what_size, char *remedy, size_t remedy_size);

/* "docker", "podman", … where we are in a container; NULL else. */
const char *doctor_container(void);
/* Whether the loopback here is nobody's but ours (a container's own network, no network card in it), and may be
 * captured: the last resort where no namespace can be made. */
bool doctor_may_capture_here(void);

#endif
